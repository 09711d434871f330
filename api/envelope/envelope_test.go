package envelope_test

import (
	"bytes"
	"crypto/rsa"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"strings"
	"testing"

	"ncmtui/api/envelope"
)

type vectors struct {
	Weapi struct {
		Plaintext, Secret, Params, EncSecKey, Modulus string
		WithTestKey                                   string `json:"encSecKey_with_test_key"`
	}
	Eapi  struct{ URL, Plaintext, Digest, Params string }
	Linux struct {
		Plaintext, Eparams string
	} `json:"linuxapi"`
	Answer struct {
		Plaintext string
		Hex       string `json:"hex_of_the_raw_body"`
	} `json:"encrypted_answer"`
	Anonymous struct{ DeviceID, Username string }
}

func read(tb testing.TB, name string) []byte {
	tb.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func load(tb testing.TB) vectors {
	tb.Helper()
	var v vectors
	if err := json.Unmarshal(read(tb, "vectors.json"), &v); err != nil {
		tb.Fatal(err)
	}
	return v
}

func testKeys(tb testing.TB) (*rsa.PublicKey, *rsa.PrivateKey) {
	tb.Helper()
	pub, err := envelope.ParsePublicKey(read(tb, "weapi-test-public.pem"))
	if err != nil {
		tb.Fatal(err)
	}
	priv, err := envelope.ParsePrivateKey(read(tb, "weapi-test-private.pem"))
	if err != nil {
		tb.Fatal(err)
	}
	return pub, priv
}

func TestSealMatchesVectors(t *testing.T) {
	t.Parallel()
	v := load(t)
	pub, _ := testKeys(t)
	key := envelope.Key([]byte(v.Weapi.Secret))
	real := envelope.SealWeapi([]byte(v.Weapi.Plaintext), key, envelope.ServiceKey())
	answer, err := envelope.SealAnswer([]byte(v.Answer.Plaintext), false)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, got, want string }{
		{"weapi params", real.Get("params"), v.Weapi.Params},
		{"weapi key", real.Get("encSecKey"), v.Weapi.EncSecKey},
		{"weapi key under the test key", envelope.SealWeapi([]byte(v.Weapi.Plaintext), key, pub).Get("encSecKey"), v.Weapi.WithTestKey},
		{"modulus", envelope.ServiceKey().N.Text(16), v.Weapi.Modulus},
		{"eapi digest", envelope.EapiDigest(v.Eapi.URL, []byte(v.Eapi.Plaintext)), v.Eapi.Digest},
		{"eapi params", envelope.SealEapi(v.Eapi.URL, []byte(v.Eapi.Plaintext)).Get("params"), v.Eapi.Params},
		{"linuxapi", envelope.SealLinux([]byte(v.Linux.Plaintext)).Get("eparams"), v.Linux.Eparams},
		{"answer", hex.EncodeToString(answer), v.Answer.Hex},
		{"anonymous", envelope.AnonymousUser(v.Anonymous.DeviceID), v.Anonymous.Username},
	} {
		if c.got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, c.got, c.want)
		}
	}
}

func TestOpenGivesThePlaintextBack(t *testing.T) {
	t.Parallel()
	v := load(t)
	pub, priv := testKeys(t)
	key := envelope.Key([]byte("zZ9aaaaaaaaaaaa0"))
	for _, text := range []string{v.Weapi.Plaintext, v.Eapi.Plaintext, "", `{"a":"x-36cd479b6b5-y"}`, strings.Repeat("音", 99)} {
		got, err := envelope.OpenWeapi(envelope.SealWeapi([]byte(text), key, pub), priv)
		if err != nil || string(got) != text {
			t.Errorf("weapi %q: %q, %v", text, got, err)
		}
		path, got, err := envelope.OpenEapi(envelope.SealEapi("/api/a/b", []byte(text)))
		if err != nil || path != "/api/a/b" || string(got) != text {
			t.Errorf("eapi %q: %q %q, %v", text, path, got, err)
		}
		got, err = envelope.OpenLinux(envelope.SealLinux([]byte(text)))
		if err != nil || string(got) != text {
			t.Errorf("linuxapi %q: %q, %v", text, got, err)
		}
		for _, zipped := range []bool{false, true} {
			sealed, err := envelope.SealAnswer([]byte(text), zipped)
			if err != nil {
				t.Fatal(err)
			}
			got, err = envelope.OpenAnswer(sealed, 1<<20)
			if err != nil || string(got) != text {
				t.Errorf("answer zipped=%v %q: %q, %v", zipped, text, got, err)
			}
		}
	}
}

func TestOpenRefusesWhatIsNotSealed(t *testing.T) {
	t.Parallel()
	pub, priv := testKeys(t)
	good := envelope.SealWeapi([]byte("{}"), envelope.Key([]byte("abcdefghABCDEFGH")), pub)
	set := func(k, v string) url.Values {
		f := url.Values{"params": good["params"], "encSecKey": good["encSecKey"]}
		f.Set(k, v)
		return f
	}
	for name, form := range map[string]url.Values{
		"nothing":          {},
		"key not hex":      set("encSecKey", "zz"),
		"key short":        set("encSecKey", "00"),
		"key beyond n":     set("encSecKey", strings.Repeat("f", 256)),
		"another key":      set("encSecKey", strings.Repeat("0", 255)+"1"),
		"params no base64": set("params", "*"),
		"params no blocks": set("params", "YWJj"),
		"params empty":     set("params", ""),
	} {
		if _, err := envelope.OpenWeapi(form, priv); !errors.Is(err, envelope.ErrMalformed) {
			t.Errorf("weapi %s: %v", name, err)
		}
	}
	for name, params := range map[string]string{"empty": "", "odd": "0", "short": "00", "garbage": strings.Repeat("00", 16)} {
		if _, _, err := envelope.OpenEapi(url.Values{"params": {params}}); !errors.Is(err, envelope.ErrMalformed) {
			t.Errorf("eapi %s: %v", name, err)
		}
		if _, err := envelope.OpenLinux(url.Values{"eparams": {params}}); !errors.Is(err, envelope.ErrMalformed) {
			t.Errorf("linuxapi %s: %v", name, err)
		}
	}
	if _, err := envelope.OpenAnswer([]byte(`{"code":200}`), 1<<20); !errors.Is(err, envelope.ErrMalformed) {
		t.Errorf("plain answer: %v", err)
	}
}

func TestOpenEapiChecksTheDigest(t *testing.T) {
	t.Parallel()
	v := load(t)
	// The linux form shares no key with eapi, so forge by sealing an answer:
	// both are ECB under the eapi key.
	forged, err := envelope.SealAnswer([]byte(v.Eapi.URL+"-36cd479b6b5-{}-36cd479b6b5-"+v.Eapi.Digest), false)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = envelope.OpenEapi(url.Values{"params": {hex.EncodeToString(forged)}})
	if !errors.Is(err, envelope.ErrDigest) {
		t.Fatalf("got %v", err)
	}
}

func TestOpenAnswerStopsAtTheLimit(t *testing.T) {
	t.Parallel()
	for _, zipped := range []bool{false, true} {
		bomb, err := envelope.SealAnswer(make([]byte, 4<<20), zipped)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := envelope.OpenAnswer(bomb, 1<<20); !errors.Is(err, envelope.ErrTooLarge) {
			t.Errorf("zipped=%v: %v", zipped, err)
		}
	}
}

func TestNewKeyUsesLettersAndDigitsOnly(t *testing.T) {
	t.Parallel()
	source := make([]byte, 256)
	for i := range source {
		source[i] = byte(255 - i)
	}
	k, err := envelope.NewKey(bytes.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	// 255..248 are passed over; 247 is the last of the 62 letters.
	if string(k[:]) != "9876543210ZYXWVU" {
		t.Fatalf("got %s", k)
	}
	if _, err := envelope.NewKey(bytes.NewReader(nil)); err == nil {
		t.Fatal("an empty source gave a key")
	}
}

func TestParseKeysRefusesOtherTexts(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"} {
		if _, err := envelope.ParsePublicKey([]byte(text)); err == nil {
			t.Errorf("public %q accepted", text)
		}
		if _, err := envelope.ParsePrivateKey([]byte(text)); err == nil {
			t.Errorf("private %q accepted", text)
		}
	}
}

func FuzzOpen(f *testing.F) {
	v := load(f)
	_, priv := testKeys(f)
	raw, err := hex.DecodeString(v.Answer.Hex)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(v.Weapi.Params, v.Weapi.WithTestKey, raw)
	f.Add(v.Eapi.Params, "", []byte("{}"))
	f.Add(v.Linux.Eparams, "00", []byte{})
	f.Fuzz(func(t *testing.T, params, key string, body []byte) {
		form := url.Values{"params": {params}, "encSecKey": {key}, "eparams": {params}}
		if _, err := envelope.OpenWeapi(form, priv); err != nil && !errors.Is(err, envelope.ErrMalformed) {
			t.Errorf("weapi: %v", err)
		}
		if path, plain, err := envelope.OpenEapi(form); err == nil {
			if again := envelope.SealEapi(path, plain).Get("params"); !strings.EqualFold(again, params) {
				t.Errorf("eapi opened to what seals differently")
			}
		}
		if plain, err := envelope.OpenLinux(form); err == nil {
			if again := envelope.SealLinux(plain).Get("eparams"); !strings.EqualFold(again, params) {
				t.Errorf("linuxapi opened to what seals differently")
			}
		}
		if plain, err := envelope.OpenAnswer(body, 1<<16); err == nil && len(plain) > 1<<16 {
			t.Errorf("answer of %d bytes", len(plain))
		}
	})
}

func BenchmarkEnvelope(b *testing.B) {
	pub, priv := testKeys(b)
	plain := []byte(`{"ids":"[` + strings.Repeat("1234567890,", 100) + `1]"}`)
	key := envelope.Key([]byte("abcdefghABCDEFGH"))
	weapi, eapi := envelope.SealWeapi(plain, key, pub), envelope.SealEapi("/api/x", plain)
	b.Run("weapi seal", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			envelope.SealWeapi(plain, key, pub)
		}
	})
	b.Run("weapi open", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := envelope.OpenWeapi(weapi, priv); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("eapi seal", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			envelope.SealEapi("/api/x", plain)
		}
	})
	b.Run("eapi open", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, _, err := envelope.OpenEapi(eapi); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func TestSealAPIWritesMembersAsFields(t *testing.T) {
	t.Parallel()
	form, err := envelope.SealAPI([]byte(`{"t":"音 &","n":30,"b":true,"z":null,"l":["a",1]}`))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"t": "音 &", "n": "30", "b": "true", "z": "null", "l": `["a",1]`} {
		if form.Get(name) != want {
			t.Errorf("%s: got %q, want %q", name, form.Get(name), want)
		}
	}
	back, err := envelope.OpenAPI(form)
	if err != nil || string(back) != `{"b":"true","l":"[\"a\",1]","n":"30","t":"音 \u0026","z":"null"}` {
		t.Errorf("back: %s, %v", back, err)
	}
	if _, err := envelope.SealAPI([]byte("[]")); !errors.Is(err, envelope.ErrMalformed) {
		t.Errorf("a list was taken: %v", err)
	}
}
