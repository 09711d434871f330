package route

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"ncmtui/api/envelope"
)

// Params are the values of a call by name: texts as a query has them, or any
// JSON value.
type Params map[string]any

// ErrMissing says that an address cannot be called without a parameter, or not
// with the one given.
var ErrMissing = errors.New("parameter missing")

// ErrUpload says that the object store did not take a file.
var ErrUpload = errors.New("upload failed")

// ErrNotBuilt says that the table knows an address whose flow does not exist.
var ErrNotBuilt = errors.New("address not built")

// Request is one upstream request before it is sealed.
type Request struct {
	Method string
	URL    string // with the scheme, host and path of its envelope
	Path   string // inner path /api/..., "" for a plain one
	Crypto envelope.Crypto
	Params map[string]any
	Device string // replaces the caller's device id when not ""

	Header map[string]string // of a plain request
	Body   []byte            // of a plain request; or, with Open:
	Open   func() (io.ReadCloser, error)
	Size   int64 // how many bytes Open gives
}

// Answer is what comes back, from the upstream or, reshaped, from Run. Status
// is the HTTP status (see Settle), Body JSON unless the service sent something
// else, SetCookie the lines as they came.
type Answer struct {
	Status    int
	NotJSON   bool // Body is a page, a text or nothing
	Upstream  int  // the service's own HTTP status; 0: answered here
	SetCookie []string
	Header    http.Header
	Body      []byte
	Sealed    []byte // the answer as it came when that was sealed (e_r) and Body is what was in it, unchanged
}

// Code is the code member of the body, 0 without one.
func (a Answer) Code() int { return Code(a.Body) }

// Env is what a call takes from outside.
type Env struct {
	Now       time.Time     // local; years and months come from it
	NewDevice func() string // a fresh device id
	Version   string        // of the program, for /inner/version
	Crypto    envelope.Crypto
}

// Do sends one request.
type Do func(context.Context, Request) (Answer, error)

// Run makes the calls of an address and gives the answer as the documented
// server would.
func (r *Route) Run(ctx context.Context, env Env, p Params, do Do) (Answer, error) {
	f, ok := flows[r.Flow]
	if !ok || (r.Flow == "" && len(r.Calls) == 0) {
		return Answer{}, fmt.Errorf("%s: %w", r.Path, ErrNotBuilt)
	}
	s := scope{route: r, env: env, params: p}
	a, err := f(ctx, s, do)
	if err != nil {
		return Answer{}, fmt.Errorf("%s: %w", r.Path, err)
	}
	shape, ok := shapes[r.Shape]
	if !ok {
		return Answer{}, fmt.Errorf("%s: %w: shape %s", r.Path, ErrNotBuilt, r.Shape)
	}
	out := shape(loginText(numberCode(a)), s)
	if r.Flow != "" || !bytes.Equal(out.Body, a.Body) {
		out.Sealed = nil
	}
	return out, nil
}

// numberCode makes the code a number where the service sent its text, as the
// documented server does.
func numberCode(a Answer) Answer {
	if !bytes.Contains(a.Body, []byte(`"code":"`)) && !bytes.Contains(a.Body, []byte(`"code": "`)) {
		return a
	}
	m := members(a.Body)
	var text string
	if m == nil || json.Unmarshal(m["code"], &text) != nil {
		return a
	}
	if n, err := strconv.Atoi(text); err == nil {
		m["code"] = json.RawMessage(strconv.Itoa(n))
		a.Body = []byte(jsonText(m))
	}
	return a
}

// loginText gives a refusal for a missing login the text the documented
// server gives it.
func loginText(a Answer) Answer {
	if a.Status != http.StatusMovedPermanently || a.Code() != 301 {
		return a
	}
	if m := members(a.Body); m != nil {
		m["msg"] = json.RawMessage(`"需要登录"`)
		a.Body = []byte(jsonText(m))
	}
	return a
}

// Address is where an inner path is sent under a wire form.
func Address(c envelope.Crypto, path string) string {
	rest := strings.TrimPrefix(path, "/api")
	switch c {
	case envelope.Weapi:
		return "https://music.163.com/weapi" + rest
	case envelope.Linux:
		return "https://music.163.com/api/linux/forward"
	case envelope.API:
		return "https://interface.music.163.com/api" + rest
	case envelope.Eapi:
		return "https://interface.music.163.com/eapi" + rest
	case envelope.Plain:
	}
	return path
}

// sealable says whether a caller may name a wire form.
func sealable(c envelope.Crypto) bool {
	switch c {
	case envelope.Weapi, envelope.Eapi, envelope.Linux, envelope.API:
		return true
	case envelope.Plain:
	}
	return false
}

// request fills a call's templates in.
func (s scope) request(c Call) (Request, error) {
	to, ok := s.address(c.To)
	if !ok {
		return Request{}, fmt.Errorf("%w for %s", ErrMissing, c.To)
	}
	crypto := c.Crypto
	if s.env.Crypto != "" && crypto != envelope.Plain {
		crypto = s.env.Crypto
	}
	if crypto != envelope.Plain && !sealable(crypto) {
		return Request{}, fmt.Errorf("%w: crypto must be weapi, eapi, linuxapi or api", ErrMissing)
	}
	q := Request{Method: c.Method, Crypto: crypto, URL: Address(crypto, to)}
	if q.Method == "" {
		q.Method = http.MethodPost
	}
	if crypto == envelope.Plain {
		return q, nil
	}
	q.Path = to
	tree, _ := s.value(c.Params)
	q.Params, _ = tree.(map[string]any)
	if q.Params == nil {
		q.Params = map[string]any{}
	}
	return q, nil
}

// Settle is the HTTP status the documented server gives to a body: its code,
// or the upstream's own status without one.
func Settle(upstream int, body []byte) int {
	status := Code(body)
	if status == 0 {
		status = upstream
	}
	switch status {
	case 201, 302, 400, 502, 800, 801, 802, 803:
		return http.StatusOK
	}
	if status < 101 || status > 599 {
		return http.StatusBadRequest
	}
	return status
}
