// Package envelope seals and opens the four wire forms of the service (weapi,
// eapi, linuxapi, api) and its sealed answers; it never touches the network,
// a clock or a random source of its own.
//
// Every Seal function gives the form fields of the request, every Open
// function takes them back apart: the client seals, the embedded service
// opens. Plaintexts are JSON texts.
package envelope

import (
	"bytes"
	"compress/gzip"
	"crypto/md5" //nolint:gosec // the protocol asks for it, nothing rests on it
	"crypto/rsa"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
)

// Crypto names a wire form.
type Crypto string

// The wire forms. Plain marks requests without any envelope (uploads, pages).
const (
	Weapi Crypto = "weapi"
	Eapi  Crypto = "eapi"
	Linux Crypto = "linuxapi"
	API   Crypto = "api"
	Plain Crypto = "plain"
)

// ErrMalformed is every way in which a sealed text does not open.
var ErrMalformed = errors.New("malformed envelope")

// ErrDigest says that an eapi text opened but its digest does not fit.
var ErrDigest = errors.New("eapi digest does not match")

// ErrTooLarge says that an answer grows past the given limit when unpacked.
var ErrTooLarge = errors.New("answer too large")

const (
	eapiSeparator = "-36cd479b6b5-"
	// keyLetters are the characters a second weapi key is made of.
	keyLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
)

// Key is the second, random AES key of one weapi request: 16 letters or digits.
type Key [16]byte

// NewKey draws a Key from r (crypto/rand in the program).
func NewKey(r io.Reader) (Key, error) {
	var k Key
	var raw [1]byte
	for i := 0; i < len(k); {
		if _, err := io.ReadFull(r, raw[:]); err != nil {
			return k, fmt.Errorf("weapi key: %w", err)
		}
		// 248 is the largest multiple of 62 in a byte: no letter is favoured.
		if raw[0] >= 248 {
			continue
		}
		k[i] = keyLetters[int(raw[0])%len(keyLetters)]
		i++
	}
	return k, nil
}

// SealWeapi gives the fields params and encSecKey of a weapi request.
func SealWeapi(plain []byte, key Key, pub *rsa.PublicKey) url.Values {
	inner := base64.StdEncoding.EncodeToString(sealCBC(weapiOuter, plain))
	outer := base64.StdEncoding.EncodeToString(sealCBC(mustBlock(string(key[:])), []byte(inner)))
	return url.Values{"params": {outer}, "encSecKey": {wrapKey(key, pub)}}
}

// OpenWeapi gives the JSON text of a weapi form sealed for the key's public half.
func OpenWeapi(form url.Values, priv *rsa.PrivateKey) ([]byte, error) {
	key, err := unwrapKey(form.Get("encSecKey"), priv)
	if err != nil {
		return nil, err
	}
	outer, err := openBase64CBC(key, form.Get("params"))
	if err != nil {
		return nil, fmt.Errorf("weapi params, outer: %w", err)
	}
	plain, err := openBase64CBC(Key([]byte("0CoJUm6Qyw8W8jud")), string(outer))
	if err != nil {
		return nil, fmt.Errorf("weapi params, inner: %w", err)
	}
	return plain, nil
}

func openBase64CBC(key Key, text string) ([]byte, error) {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return openCBC(mustBlock(string(key[:])), raw)
}

// EapiDigest is the check an eapi text carries: MD5, lower-case hex, over the
// inner path (/api/...) and the JSON text.
func EapiDigest(path string, plain []byte) string {
	h := md5.New() //nolint:gosec // see the import
	for _, part := range [...]string{"nobody", path, "use", string(plain), "md5forencrypt"} {
		_, _ = io.WriteString(h, part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// SealEapi gives the field params of an eapi request. path is the inner one,
// /api/..., also when the address says /eapi/....
func SealEapi(path string, plain []byte) url.Values {
	text := path + eapiSeparator + string(plain) + eapiSeparator + EapiDigest(path, plain)
	sealed := sealECB(eapiBlock, []byte(text))
	return url.Values{"params": {upperHex(sealed)}}
}

// upperHex is what the service's clients write.
func upperHex(p []byte) string {
	const digits = "0123456789ABCDEF"
	out := make([]byte, 2*len(p))
	for i, b := range p {
		out[2*i], out[2*i+1] = digits[b>>4], digits[b&15]
	}
	return string(out)
}

// OpenEapi gives the inner path and the JSON text of an eapi form, and checks
// the digest.
func OpenEapi(form url.Values) (path string, plain []byte, err error) {
	raw, err := hex.DecodeString(form.Get("params"))
	if err != nil {
		return "", nil, fmt.Errorf("eapi params: %w: %w", ErrMalformed, err)
	}
	text, err := openECB(eapiBlock, raw)
	if err != nil {
		return "", nil, fmt.Errorf("eapi params: %w", err)
	}
	// The JSON text may hold the separator itself, so cut at both ends.
	sep := []byte(eapiSeparator)
	first, last := bytes.Index(text, sep), bytes.LastIndex(text, sep)
	if first < 0 || last < first+len(sep) {
		return "", nil, fmt.Errorf("eapi params: %w: separators", ErrMalformed)
	}
	path, plain = string(text[:first]), text[first+len(sep):last]
	if EapiDigest(path, plain) != string(text[last+len(sep):]) {
		return "", nil, ErrDigest
	}
	return path, plain, nil
}

// SealLinux gives the field eparams of a linuxapi request. plain is the JSON
// text {"method":"POST","url":"https://music.163.com/api/...","params":{...}}.
func SealLinux(plain []byte) url.Values {
	sealed := sealECB(linuxBlock, plain)
	return url.Values{"eparams": {upperHex(sealed)}}
}

// OpenLinux gives the JSON text of a linuxapi form.
func OpenLinux(form url.Values) ([]byte, error) {
	raw, err := hex.DecodeString(form.Get("eparams"))
	if err != nil {
		return nil, fmt.Errorf("linuxapi eparams: %w: %w", ErrMalformed, err)
	}
	plain, err := openECB(linuxBlock, raw)
	if err != nil {
		return nil, fmt.Errorf("linuxapi eparams: %w", err)
	}
	return plain, nil
}

// SealAnswer gives the body of an answer whose request had e_r true; with
// zipped (the request had the header x-aeapi) the plaintext is gzip.
func SealAnswer(plain []byte, zipped bool) ([]byte, error) {
	if zipped {
		var buf bytes.Buffer
		w := gzip.NewWriter(&buf)
		if _, err := w.Write(plain); err != nil {
			return nil, fmt.Errorf("zip answer: %w", err)
		}
		if err := w.Close(); err != nil {
			return nil, fmt.Errorf("zip answer: %w", err)
		}
		plain = buf.Bytes()
	}
	return sealECB(eapiBlock, plain), nil
}

// OpenAnswer gives the plaintext of a sealed body, unzipped where it is gzip,
// of at most limit bytes (else ErrTooLarge). A body that is not sealed gives
// ErrMalformed: the service may answer plain JSON at any time.
func OpenAnswer(body []byte, limit int64) ([]byte, error) {
	plain, err := openECB(eapiBlock, body)
	if err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	if len(plain) < 2 || plain[0] != 0x1f || plain[1] != 0x8b {
		if int64(len(plain)) > limit {
			return nil, ErrTooLarge
		}
		return plain, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(plain))
	if err != nil {
		return nil, fmt.Errorf("answer: %w: %w", ErrMalformed, err)
	}
	out, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("answer: %w: %w", ErrMalformed, err)
	}
	if int64(len(out)) > limit {
		return nil, ErrTooLarge
	}
	return out, nil
}

// AnonymousUser is the username of a request for an anonymous token: the
// device id and a digest of it, in base64.
func AnonymousUser(deviceID string) string {
	const mask = "3go8&$8*3*3h0k(2)2"
	mixed := []byte(deviceID)
	for i := range mixed {
		mixed[i] ^= mask[i%len(mask)]
	}
	sum := md5.Sum(mixed) //nolint:gosec // see the import
	digest := base64.StdEncoding.EncodeToString(sum[:])
	return base64.StdEncoding.EncodeToString([]byte(deviceID + " " + digest))
}
