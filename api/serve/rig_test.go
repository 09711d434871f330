package serve_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"ncmtui/api"
	"ncmtui/api/envelope"
	"ncmtui/api/serve"
)

// noon is a fixed local time for what a call takes from the clock.
var noon = time.Date(2031, 5, 4, 12, 0, 0, 0, time.Local)

// sent is one upstream request, opened.
type sent struct {
	Method, URL string // with the host that was meant
	Crypto      envelope.Crypto
	Params      map[string]any // without e_r, csrf_token and header
	Header      http.Header
	Body        string // of a plain one
	Sealed      bool   // e_r
}

// upstream records requests and answers what the flows need. It is an
// http.RoundTripper, and an http.Handler whose Host header tells the host.
type upstream struct {
	t      testing.TB
	store  string                   // host for song files
	answer func(sent) (int, string) // nil: canned
	cookie []string
	clock  func() time.Time // of who calls; nil: noon for ever

	mu  sync.Mutex
	log []sent
}

func (u *upstream) take() []sent {
	u.mu.Lock()
	defer u.mu.Unlock()
	out := u.log
	u.log = nil
	return out
}

func (u *upstream) RoundTrip(r *http.Request) (*http.Response, error) {
	status, body := u.receive(r, r.URL.String())
	return &http.Response{
		StatusCode: status, Header: http.Header{"Set-Cookie": u.cookie}, Request: r, ProtoMajor: 1, ProtoMinor: 1,
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}, nil
}

func (u *upstream) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	scheme := "https://"
	if strings.HasPrefix(r.Host, "127.0.0.1") {
		scheme = "http://"
	}
	status, body := u.receive(r, scheme+r.Host+r.URL.RequestURI())
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

func (u *upstream) receive(r *http.Request, address string) (int, string) {
	s := sent{Method: r.Method, URL: address, Header: r.Header.Clone()}
	raw := []byte{}
	if r.Body != nil {
		var err error
		if raw, err = io.ReadAll(r.Body); err != nil {
			u.t.Error(err)
		}
		_ = r.Body.Close()
	}
	u.open(&s, r.URL.Path, raw)
	u.mu.Lock()
	u.log = append(u.log, s)
	u.mu.Unlock()
	if u.answer != nil {
		return u.answer(s)
	}
	return http.StatusOK, u.canned(s)
}

// open takes the envelope off.
func (u *upstream) open(s *sent, path string, raw []byte) {
	form, _ := url.ParseQuery(string(raw)) // what is no form has no envelope
	var plain []byte
	var err error
	switch {
	case !strings.Contains(s.URL, "://music.163.com") && !strings.Contains(s.URL, "://interface.music.163.com"):
		s.Crypto, s.Body = envelope.Plain, string(raw)
		return
	case strings.HasPrefix(path, "/weapi/"):
		s.Crypto = envelope.Weapi
		plain, err = envelope.OpenWeapi(form, testPrivate(u.t))
	case strings.HasPrefix(path, "/eapi/"):
		s.Crypto = envelope.Eapi
		_, plain, err = envelope.OpenEapi(form)
	case path == "/api/linux/forward":
		s.Crypto = envelope.Linux
		plain, err = envelope.OpenLinux(form)
	case strings.HasPrefix(path, "/api/"):
		s.Crypto = envelope.API
		if before, query, ok := strings.Cut(s.URL, "?"); ok && s.Method == http.MethodGet {
			s.URL = before
			form, err = url.ParseQuery(query)
			if err != nil {
				u.t.Error(err)
			}
		}
		plain, err = envelope.OpenAPI(form)
	default:
		s.Crypto, s.Body = envelope.Plain, string(raw)
		return
	}
	if err != nil {
		u.t.Errorf("%s: %v", s.URL, err)
		return
	}
	d := json.NewDecoder(bytes.NewReader(plain))
	d.UseNumber()
	if err := d.Decode(&s.Params); err != nil {
		u.t.Errorf("%s: %v", s.URL, err)
	}
	s.Sealed = fmt.Sprint(s.Params["e_r"]) == "true"
	for _, name := range []string{"e_r", "csrf_token", "header"} {
		delete(s.Params, name)
	}
}

// canned is what the recording upstream answered where a flow reads it.
func (u *upstream) canned(s sent) string {
	at, err := url.Parse(s.URL)
	if err != nil {
		u.t.Error(err)
		return ""
	}
	path := strings.TrimPrefix(strings.TrimPrefix(at.Path, "/weapi"), "/eapi")
	if strings.HasSuffix(s.URL, "?uploads=") {
		return `<InitiateMultipartUploadResult><UploadId>up-1</UploadId></InitiateMultipartUploadResult>`
	}
	switch path {
	case "/v6/playlist/detail":
		ids := []string{}
		for id := 61601; id <= 61625; id++ {
			ids = append(ids, fmt.Sprintf(`{"id":%d}`, id))
		}
		return `{"code":200,"playlist":{"trackIds":[` + strings.Join(ids, ",") + `]}}`
	case "/playlist/manipulate/tracks":
		if s.Params["pid"] == "512512" {
			return `{"code":512}`
		}
	case "/nos/token/alloc":
		key := fmt.Sprintf("obj/w5zDlMODwrDDiGjCn8Ky/0.%v", s.Params["ext"])
		if s.Params["type"] == "audio" {
			key = "obj/w5zDlMODwrDDiGjCn8Ky/3.mp3"
		}
		return `{"code":200,"result":{"objectKey":"` + key + `","token":"t","docId":"7700112233","resourceId":5566778899}}`
	case "/cloud/upload/check":
		return `{"code":200,"needUpload":true,"songId":"canned-song-id"}`
	case "/upload/cloud/info/v2":
		return `{"code":200,"songId":"556677"}`
	case "/lbs":
		return `{"upload":["` + u.store + `"]}`
	case "/cloud/upload/check/v2":
		return `{"code":200,"data":[{"songId":987654}]}`
	}
	return `{"code":200}`
}

// rig is a handler before a recording upstream.
type rig struct {
	*upstream
	h *serve.Handler
}

func newRig(t testing.TB, o serve.Options) *rig {
	t.Helper()
	u := &upstream{t: t, store: "http://127.0.0.1:9"}
	if o.Calls == nil {
		o.Calls = newClient(t, api.Options{Transport: u})
	}
	h, err := serve.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return &rig{upstream: u, h: h}
}

func newClient(t testing.TB, o api.Options) *api.Client {
	t.Helper()
	o.Now, o.Rate, o.Version = func() time.Time { return noon }, -1, "1.2.3"
	if o.WeapiKey == nil {
		o.WeapiKey = &testPrivate(t).PublicKey
	}
	c, err := api.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// do makes one request; header comes in pairs.
func (r *rig) do(method, target, body string, header ...string) *http.Response {
	q := httptest.NewRequest(method, target, strings.NewReader(body))
	if body == "" {
		q.Body, q.ContentLength = http.NoBody, 0
	}
	q.Host = "127.0.0.1:3000"
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			q.Host = header[i+1]
			continue
		}
		q.Header.Add(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	r.h.ServeHTTP(w, q)
	return w.Result()
}

func text(t testing.TB, res *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Error(err)
	}
	_ = res.Body.Close()
	return string(b)
}

func readTestdata(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
