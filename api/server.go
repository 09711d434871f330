package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"ncmtui/api/envelope"
	"ncmtui/api/route"
	"ncmtui/internal/safe"
)

// server is the second way to the service: a program with the documented
// addresses, which makes the upstream calls itself. Nothing goes anywhere else
// then, cookies least of all.
type server struct {
	base  *url.URL
	token safe.Secret
	http  *http.Client
	turn  atomic.Uint64
}

func newServer(o Options) (*server, error) {
	if o.Server == "" {
		return nil, nil
	}
	u, err := url.Parse(o.Server)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("server: want an address as http://127.0.0.1:3000")
	}
	return &server{base: u, token: o.ServerToken, http: &http.Client{
		Transport: o.Transport, CheckRedirect: func(*http.Request, []*http.Request) error { return errRedirect },
	}}, nil
}

// exchange is one request that may be made several times: to the service or to
// a server. Path is the inner one, by which the policy goes.
type exchange struct {
	path  string
	send  func(context.Context, Caller) (Answer, error)
	judge func(Answer) verdict
}

// direct is a request to the service itself.
func (c *Client) direct(q route.Request) exchange {
	return exchange{q.Path, func(ctx context.Context, k Caller) (Answer, error) { return c.send(ctx, k, q) }, func(a Answer) verdict {
		if q.Crypto == envelope.Plain {
			return verdict{}
		}
		return judge(q.Path, a)
	}}
}

// served is a documented address asked at the server.
func (c *Client) served(r *route.Route, p Params) exchange {
	path := innerPath(r)
	return exchange{path, func(ctx context.Context, k Caller) (Answer, error) { return c.sendServer(ctx, k, r.Path, p) }, func(a Answer) verdict {
		return judgeServed(r, path, a)
	}}
}

// innerPath is the service's path behind an address, for the policy.
func innerPath(r *route.Route) string {
	if len(r.Calls) == 0 {
		return r.Path
	}
	return r.Calls[0].To
}

// judgeServed reads a server's answer. A service that it cannot reach is HTTP
// 502, while a code 502 of the service comes with HTTP 200.
func judgeServed(r *route.Route, path string, a Answer) verdict {
	if a.Upstream == http.StatusBadGateway {
		e := &Error{Class: ErrNetwork, Path: path}
		e.Text, _ = sentence(a.Body)
		return verdict{e, again}
	}
	if a.NotJSON && a.Upstream >= 400 && a.Upstream < 500 {
		return verdict{&Error{Class: ErrRefused, Code: a.Upstream, Path: path, Text: http.StatusText(a.Upstream)}, pass}
	}
	if r.Shape == "wrapAll" && a.Code() == http.StatusOK {
		var wrapped struct {
			Data json.RawMessage `json:"data"`
		}
		if json.Unmarshal(a.Body, &wrapped) == nil && bytes.HasPrefix(wrapped.Data, []byte("{")) {
			a.Body = wrapped.Data
		}
	}
	return judge(path, a)
}

// callServer makes a documented call at the server, under the whole policy.
func (c *Client) callServer(ctx context.Context, r *route.Route, p Params) (Answer, error) {
	a, refusal, err := c.try(ctx, r, c.served(r, p), ownCaller)
	if err != nil {
		return Answer{}, fmt.Errorf("%s: %w", r.Path, err)
	}
	if refusal != nil {
		return a, fmt.Errorf("%s: %w", r.Path, refusal)
	}
	return a, nil
}

// sendServer makes one request to the server and reads its answer; its errors
// are those of send. Cookies go in the header: an address ends in logs.
func (c *Client) sendServer(ctx context.Context, k Caller, path string, p Params) (Answer, error) {
	if err := c.limit(ctx); err != nil {
		return Answer{}, err
	}
	form, err := newServerForm(k, p)
	if err != nil {
		return Answer{}, fmt.Errorf("%s: %w", path, err)
	}
	attempt, cancel := context.WithTimeout(ctx, c.timeout+time.Duration(form.size/slowest)*time.Second)
	defer cancel()
	r, err := c.serverRequest(attempt, k, path, form)
	if err != nil {
		return Answer{}, fmt.Errorf("%s: %w", path, err)
	}
	q := route.Request{Path: path}
	res, err := c.server.http.Do(r)
	if err != nil {
		return Answer{}, c.transportError(ctx, q, err)
	}
	defer res.Body.Close()
	text, err := c.readBody(ctx, q, res)
	if err != nil {
		return Answer{}, err
	}
	return Answer{
		Header: res.Header, Body: text, Status: res.StatusCode, Upstream: res.StatusCode,
		NotJSON: !json.Valid(text), SetCookie: res.Header.Values("Set-Cookie"),
	}, nil
}

func (c *Client) serverRequest(ctx context.Context, k Caller, path string, form *serverForm) (*http.Request, error) {
	body, err := form.open()
	if err != nil {
		return nil, err
	}
	u := c.server.base.JoinPath(path)
	// Such servers keep answers by address for two minutes, also those to forms.
	u.RawQuery = "timestamp=" + strconv.FormatInt(c.now().UnixMilli(), 10) + "." + strconv.FormatUint(c.server.turn.Add(1), 10)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), body)
	if err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	r.ContentLength, r.GetBody = form.size, form.open
	r.Header.Set("Content-Type", form.kind)
	r.Header.Set("Accept", "*/*")
	r.Header.Set("User-Agent", "ncmtui")
	if len(k.Cookies) > 0 {
		r.Header.Set("Cookie", cookieLine(k.Cookies))
	}
	if c.server.token != "" {
		r.Header.Set("X-Ncmtui-Token", c.server.token.Reveal())
	}
	return r, nil
}

// serverForm is the body of a request to a server; files are read when it is
// sent, not before.
type serverForm struct {
	kind  string // content type
	parts []func() (io.ReadCloser, error)
	size  int64
}

func (f *serverForm) add(open func() (io.ReadCloser, error), size int64) {
	f.parts, f.size = append(f.parts, open), f.size+size
}

func (f *serverForm) addBytes(b []byte) {
	f.add(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }, int64(len(b)))
}

// open gives all parts one after the other.
func (f *serverForm) open() (io.ReadCloser, error) {
	var all chained
	for _, open := range f.parts {
		r, err := open()
		if err != nil {
			_ = all.Close()
			return nil, fmt.Errorf("form: %w", err)
		}
		all.parts = append(all.parts, r)
		all.readers = append(all.readers, r)
	}
	all.Reader = io.MultiReader(all.readers...)
	return &all, nil
}

// chained reads parts in their order and closes all of them.
type chained struct {
	io.Reader
	readers []io.Reader
	parts   []io.ReadCloser
}

func (c *chained) Close() error {
	var failed error
	for _, p := range c.parts {
		if err := p.Close(); err != nil {
			failed = err
		}
	}
	return failed
}

// newServerForm makes a call's form; with files it is one in parts.
func newServerForm(k Caller, p Params) (*serverForm, error) {
	values, files := url.Values{}, map[string]route.File{}
	for name, v := range p {
		if f, ok := v.(route.File); ok {
			files[name] = f
			continue
		}
		if v != nil {
			values.Set(name, route.Text(v))
		}
	}
	for name, v := range map[string]string{"realIP": k.RealIP, "crypto": string(k.Crypto), "ua": k.UserAgent} {
		if v != "" && !values.Has(name) {
			values.Set(name, v)
		}
	}
	var f serverForm
	if len(files) == 0 {
		f.kind = "application/x-www-form-urlencoded"
		f.addBytes([]byte(values.Encode()))
		return &f, nil
	}
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	f.kind = w.FormDataContentType()
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if err := w.WriteField(name, values.Get(name)); err != nil {
			return nil, fmt.Errorf("form: %w", err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file := files[name]
		if _, err := w.CreateFormFile(name, strings.ToValidUTF8(file.Name, "_")); err != nil {
			return nil, fmt.Errorf("form: %w", err)
		}
		f.addBytes(bytes.Clone(b.Bytes()))
		b.Reset()
		if file.Open != nil {
			f.add(file.Open, file.Size)
		} else {
			f.addBytes(file.Data)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("form: %w", err)
	}
	f.addBytes(bytes.Clone(b.Bytes()))
	return &f, nil
}

// service asks for something of the client's own: at the server by a
// documented address, or at the service by a request.
func (c *Client) service(ctx context.Context, address string, q route.Request) (Answer, error) {
	if c.server != nil {
		return c.sendServer(ctx, c.own(), address, nil)
	}
	return c.send(ctx, c.own(), q)
}
