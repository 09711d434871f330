package envelope

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"fmt"
)

// The keys are constants of the service's published clients: they frame a
// message, they protect nothing.
var (
	weapiOuter = mustBlock("0CoJUm6Qyw8W8jud")
	eapiBlock  = mustBlock("e82ckenh8dichen8")
	linuxBlock = mustBlock("rFgB&h#%2?^eDg:Q")
	weapiIV    = []byte("0102030405060708")
)

func mustBlock(key string) cipher.Block {
	b, err := aes.NewCipher([]byte(key))
	if err != nil {
		panic(err)
	}
	return b
}

// pad gives a copy of p with PKCS#7 padding, so that the caller's bytes are
// never written to.
func pad(p []byte) []byte {
	n := aes.BlockSize - len(p)%aes.BlockSize
	out := make([]byte, len(p)+n)
	copy(out, p)
	copy(out[len(p):], bytes.Repeat([]byte{byte(n)}, n))
	return out
}

func unpad(p []byte) ([]byte, error) {
	if len(p) == 0 {
		return nil, fmt.Errorf("%w: empty", ErrMalformed)
	}
	n := int(p[len(p)-1])
	if n == 0 || n > aes.BlockSize || n > len(p) {
		return nil, fmt.Errorf("%w: padding", ErrMalformed)
	}
	for _, b := range p[len(p)-n:] {
		if int(b) != n {
			return nil, fmt.Errorf("%w: padding", ErrMalformed)
		}
	}
	return p[:len(p)-n], nil
}

func wholeBlocks(p []byte) error {
	if len(p) == 0 || len(p)%aes.BlockSize != 0 {
		return fmt.Errorf("%w: %d bytes are not whole blocks", ErrMalformed, len(p))
	}
	return nil
}

func sealECB(b cipher.Block, plain []byte) []byte {
	out := pad(plain)
	for i := 0; i < len(out); i += aes.BlockSize {
		b.Encrypt(out[i:i+aes.BlockSize], out[i:i+aes.BlockSize])
	}
	return out
}

func openECB(b cipher.Block, sealed []byte) ([]byte, error) {
	if err := wholeBlocks(sealed); err != nil {
		return nil, err
	}
	out := make([]byte, len(sealed))
	for i := 0; i < len(out); i += aes.BlockSize {
		b.Decrypt(out[i:i+aes.BlockSize], sealed[i:i+aes.BlockSize])
	}
	return unpad(out)
}

func sealCBC(b cipher.Block, plain []byte) []byte {
	out := pad(plain)
	cipher.NewCBCEncrypter(b, weapiIV).CryptBlocks(out, out)
	return out
}

func openCBC(b cipher.Block, sealed []byte) ([]byte, error) {
	if err := wholeBlocks(sealed); err != nil {
		return nil, err
	}
	out := make([]byte, len(sealed))
	cipher.NewCBCDecrypter(b, weapiIV).CryptBlocks(out, sealed)
	return unpad(out)
}
