package envelope

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// serviceModulus is the modulus the service's web page carries.
const serviceModulus = "e0b509f6259df8642dbc35662901477df22677ec152b5ff68ace615bb7b72515" +
	"2b3ab17a876aea8a5aa76d2e417629ec4ee341f56135fccf695280104e0312ec" +
	"bda92557c93870114af6c9d05c4f7f0c3685b7a46bee255932575cce10b424d8" +
	"13cfe4875d3e82047b97ddef52741d546b8e289dc6935b3ece0462db0a22b8e7"

// ServiceKey is the public key of the real service.
func ServiceKey() *rsa.PublicKey {
	n, ok := new(big.Int).SetString(serviceModulus, 16)
	if !ok {
		panic("envelope: modulus")
	}
	return &rsa.PublicKey{N: n, E: 65537}
}

// ParsePublicKey reads a PEM public key (SubjectPublicKeyInfo).
func ParsePublicKey(text []byte) (*rsa.PublicKey, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("public key: no PEM block")
	}
	any, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("public key: %w", err)
	}
	key, ok := any.(*rsa.PublicKey)
	if !ok {
		return nil, fmt.Errorf("public key: %T is not RSA", any)
	}
	return key, nil
}

// ParsePrivateKey reads a PEM private key (PKCS#8 or PKCS#1).
func ParsePrivateKey(text []byte) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("private key: no PEM block")
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	any, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("private key: %w", err)
	}
	key, ok := any.(*rsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("private key: %T is not RSA", any)
	}
	return key, nil
}

// wrapKey is textbook RSA without padding over the reversed key, as the
// service's page does it; crypto/rsa offers no such thing, on purpose.
func wrapKey(key Key, pub *rsa.PublicKey) string {
	reversed := key
	slices.Reverse(reversed[:])
	m := new(big.Int).SetBytes(reversed[:])
	c := m.Exp(m, big.NewInt(int64(pub.E)), pub.N)
	return hex.EncodeToString(c.FillBytes(make([]byte, pub.Size())))
}

func unwrapKey(text string, priv *rsa.PrivateKey) (Key, error) {
	raw, err := hex.DecodeString(text)
	if err != nil {
		return Key{}, fmt.Errorf("encSecKey: %w: %w", ErrMalformed, err)
	}
	if len(raw) != priv.Size() {
		return Key{}, fmt.Errorf("encSecKey: %w: %d bytes", ErrMalformed, len(raw))
	}
	c := new(big.Int).SetBytes(raw)
	if c.Cmp(priv.N) >= 0 {
		return Key{}, fmt.Errorf("encSecKey: %w: out of range", ErrMalformed)
	}
	m := c.Exp(c, priv.D, priv.N).FillBytes(make([]byte, priv.Size()))
	key := Key(m[len(m)-len(Key{}):])
	slices.Reverse(key[:])
	return key, nil
}
