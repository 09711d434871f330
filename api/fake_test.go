package api

import (
	"bytes"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"ncmtui/api/envelope"
	"ncmtui/internal/safe"
)

// sent is one request as the service sees it.
type sent struct {
	Path    string // inner
	Params  map[string]any
	Header  http.Header
	Host    string
	Cookies map[string]string
	At      time.Time
}

// service answers in place of the network and opens every envelope.
type service struct {
	t      testing.TB
	answer func(s sent) (*http.Response, error)
	mu     sync.Mutex
	log    []sent
}

func (f *service) RoundTrip(r *http.Request) (*http.Response, error) {
	s := f.open(r)
	f.mu.Lock()
	f.log = append(f.log, s)
	f.mu.Unlock()
	res, err := f.answer(s)
	if res != nil {
		res.Request = r
	}
	return res, err
}

func (f *service) open(r *http.Request) sent {
	f.t.Helper()
	s := sent{Path: r.URL.Path, Header: r.Header, Host: r.URL.Host, At: time.Now(), Cookies: ParseCookies(r.Header.Get("Cookie"))}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		f.t.Error(err)
	}
	form, err := url.ParseQuery(string(raw))
	if err != nil {
		f.t.Error(err)
	}
	var plain []byte
	switch {
	case strings.HasPrefix(r.URL.Path, "/weapi/"):
		s.Path = "/api" + strings.TrimPrefix(r.URL.Path, "/weapi")
		plain, err = envelope.OpenWeapi(form, testPrivate(f.t))
	case strings.HasPrefix(r.URL.Path, "/eapi/"):
		s.Path, plain, err = envelope.OpenEapi(form)
		if s.Path != "/api"+strings.TrimPrefix(r.URL.Path, "/eapi") {
			f.t.Errorf("inner path %s at %s", s.Path, r.URL.Path)
		}
	case r.URL.Path == "/api/linux/forward":
		plain, err = envelope.OpenLinux(form)
	default:
		plain, err = envelope.OpenAPI(form)
	}
	if err != nil {
		f.t.Errorf("%s: %v", r.URL, err)
		return s
	}
	d := json.NewDecoder(bytes.NewReader(plain))
	d.UseNumber()
	if err := d.Decode(&s.Params); err != nil {
		f.t.Error(err)
	}
	return s
}

// calls are the requests to a path, "" all of them.
func (f *service) calls(path string) []sent {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []sent
	for _, s := range f.log {
		if path == "" || s.Path == path {
			out = append(out, s)
		}
	}
	return out
}

func testPrivate(t testing.TB) *rsa.PrivateKey {
	text, err := os.ReadFile("testdata/weapi-test-private.pem")
	if err != nil {
		t.Fatal(err)
	}
	k, err := envelope.ParsePrivateKey(text)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func reply(status int, body string, cookies ...string) *http.Response {
	h := http.Header{"Content-Type": {"application/json;charset=UTF-8"}}
	for _, c := range cookies {
		h.Add("Set-Cookie", c)
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body)), ProtoMajor: 1, ProtoMinor: 1}
}

var errDown = errors.New("connection reset by peer")

// loggedIn is a session with an account and a device.
func loggedIn() Session {
	return Session{
		Device:  "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123",
		Cookies: map[string]safe.Secret{"MUSIC_U": "u1", "__csrf": "c1"},
	}
}

// newTest makes a client of a scripted service; it may be called in a
// synctest bubble.
func newTest(t testing.TB, o Options, answer func(sent) (*http.Response, error)) (*Client, *service) {
	t.Helper()
	f := &service{t: t, answer: answer}
	o.Transport = f
	o.WeapiKey = &testPrivate(t).PublicKey
	if o.Random == nil {
		o.Random = mathrand.NewChaCha8([32]byte{7})
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c, f
}

// always answers every request alike.
func always(status int, body string, cookies ...string) func(sent) (*http.Response, error) {
	return func(sent) (*http.Response, error) { return reply(status, body, cookies...), nil }
}
