package ncmfake

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"ncmtui/api/envelope"
)

// bodyLimit bounds what is read of a request.
const bodyLimit = 1 << 20

// answer is what a request gets; body may be read after it was given out.
type answer struct {
	status int
	header http.Header
	body   io.Reader
	length int64 // -1: unknown
	fault  Fault
}

func newAnswer(status int, kind string, body []byte) *answer {
	return &answer{
		status: status, header: http.Header{"Content-Type": {kind}}, body: bytes.NewReader(body), length: int64(len(body)),
	}
}

// answer does the whole work of a request but the sending. A nil answer means
// that the connection is refused.
func (s *Service) answer(r *http.Request) (*answer, error) {
	rec := Request{Time: s.opts.Now(), Method: r.Method, Host: hostOf(r), Asked: r.URL.Path, Header: r.Header.Clone()}
	c, failed := s.open(r, &rec)
	fault, faulty := s.faults.take(rec.Host, rec.Path)
	s.record(rec)
	if err := wait(r.Context(), s.opts.Latency+s.faults.latency()+fault.Delay); err != nil {
		return nil, err
	}
	if fault.Refuse {
		return nil, nil
	}
	var a *answer
	switch {
	case faulty && fault.answers():
		a = fault.answer()
	case failed != nil:
		a = failed
	case c != nil:
		a = s.call(c)
	default:
		if fault.Whole {
			r = r.Clone(r.Context())
			r.Header.Del("Range")
		}
		a = s.media(r, rec.Path)
		fault.bend(a)
	}
	a.fault = fault
	return a, nil
}

func hostOf(r *http.Request) string {
	if r.Host != "" {
		return r.Host
	}
	return r.URL.Host
}

// open finds out what a request is: an API call (c), a refused one (failed) or
// media (both nil).
func (s *Service) open(r *http.Request, rec *Request) (c *call, failed *answer) {
	path := r.URL.Path
	rec.Path = path
	host := strings.ToLower(strings.Split(rec.Host, ":")[0])
	crypto, isAPI := cryptoOf(path)
	if !isAPI || strings.HasSuffix(host, "music.126.net") {
		rec.Path = mediaName(path)
		return nil, nil
	}
	rec.Crypto = string(crypto)
	body, err := io.ReadAll(io.LimitReader(bodyOf(r), bodyLimit))
	if err != nil {
		return nil, newAnswer(http.StatusBadRequest, "text/plain", nil)
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, plainError(400, "参数错误")
	}
	for k, v := range r.URL.Query() {
		if _, ok := form[k]; !ok {
			form[k] = v
		}
	}
	inner, plain, err := openForm(crypto, path, form)
	if err != nil {
		return nil, plainError(400, "参数错误")
	}
	rec.Path, rec.Params = inner, plain
	c = &call{svc: s, path: inner, crypto: crypto, header: http.Header{}, cookies: cookiesOf(r)}
	dec := json.NewDecoder(bytes.NewReader(plain))
	dec.UseNumber()
	if err := dec.Decode(&c.params); err != nil {
		return nil, plainError(400, "参数错误")
	}
	c.sealed = (c.flag("e_r") || s.opts.Sealed) && (crypto == envelope.Eapi || crypto == envelope.Weapi)
	c.zipped = r.Header.Get("X-Aeapi") != ""
	c.user = s.loggedIn(c.cookies["MUSIC_U"])
	return c, nil
}

func bodyOf(r *http.Request) io.Reader {
	if r.Body == nil {
		return http.NoBody
	}
	return r.Body
}

func cookiesOf(r *http.Request) map[string]string {
	out := map[string]string{}
	for _, c := range r.Cookies() {
		v, err := url.QueryUnescape(c.Value)
		if err != nil {
			v = c.Value
		}
		out[c.Name] = v
	}
	return out
}

func cryptoOf(path string) (envelope.Crypto, bool) {
	switch {
	case strings.HasPrefix(path, "/weapi/"):
		return envelope.Weapi, true
	case strings.HasPrefix(path, "/eapi/"):
		return envelope.Eapi, true
	case path == "/api/linux/forward":
		return envelope.Linux, true
	case strings.HasPrefix(path, "/api/"):
		return envelope.API, true
	}
	return "", false
}

// openForm gives the inner path (/api/...) and the JSON text of the parameters.
func openForm(crypto envelope.Crypto, path string, form url.Values) (inner string, plain []byte, err error) {
	switch crypto {
	case envelope.Weapi:
		plain, err = envelope.OpenWeapi(form, loadKey())
		return "/api" + strings.TrimPrefix(path, "/weapi"), plain, err
	case envelope.Eapi:
		inner, plain, err = envelope.OpenEapi(form)
		if err == nil && strings.TrimPrefix(inner, "/api") != strings.TrimPrefix(path, "/eapi") {
			return "", nil, fmt.Errorf("inner path %s in %s", inner, path)
		}
		return inner, plain, err
	case envelope.Linux:
		text, err := envelope.OpenLinux(form)
		if err != nil {
			return "", nil, err
		}
		var f struct {
			URL    string
			Params json.RawMessage
		}
		if err := json.Unmarshal(text, &f); err != nil {
			return "", nil, err
		}
		u, err := url.Parse(f.URL)
		if err != nil {
			return "", nil, err
		}
		return u.Path, f.Params, nil
	default:
		plain, err = envelope.OpenAPI(form)
		return path, plain, err
	}
}

// plainError is an error body under HTTP 200, as the service sends them.
func plainError(code int, message string) *answer {
	body, _ := json.Marshal(obj{"code": code, "message": message})
	return newAnswer(http.StatusOK, jsonType, body)
}

const jsonType = "application/json;charset=UTF-8"

// wait sleeps unless the context ends first.
func wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ServeHTTP answers over a real connection.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a, err := s.answer(r)
	if err != nil || a == nil {
		panic(http.ErrAbortHandler) // the connection closes without an answer
	}
	h := w.Header()
	for k, v := range a.header {
		h[k] = v
	}
	if a.length >= 0 {
		h.Set("Content-Length", fmt.Sprint(a.length))
	}
	w.WriteHeader(a.status)
	if r.Method == http.MethodHead {
		return
	}
	body := a.fault.wrap(r.Context(), a.body)
	if f, ok := w.(http.Flusher); ok && a.fault.slow() {
		w = flushing{w, f}
	}
	if _, err := io.Copy(struct{ io.Writer }{w}, body); err != nil {
		panic(http.ErrAbortHandler)
	}
}

// flushing sends every piece at once, so that a drip is one.
type flushing struct {
	http.ResponseWriter
	f http.Flusher
}

func (w flushing) Write(p []byte) (int, error) {
	n, err := w.ResponseWriter.Write(p)
	w.f.Flush()
	return n, err
}

// Transport carries requests to the service without a socket, a goroutine or
// a copy of the body.
func (s *Service) Transport() http.RoundTripper { return transport{s} }

type transport struct{ s *Service }

// RoundTrip answers one request.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close()
	}
	a, err := t.s.answer(r)
	if err != nil {
		return nil, err
	}
	if a == nil {
		return nil, refused(r.URL.Host)
	}
	resp := &http.Response{
		Status: fmt.Sprintf("%d %s", a.status, http.StatusText(a.status)), StatusCode: a.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: a.header, ContentLength: a.length, Request: r,
	}
	if r.Method == http.MethodHead {
		resp.Body = http.NoBody
		return resp, nil
	}
	resp.Body = io.NopCloser(a.fault.wrap(r.Context(), contextReader{r.Context(), a.body}))
	return resp, nil
}

// contextReader ends when the request's context does.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
