package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"ncmtui/api/envelope"
	"ncmtui/api/route"
)

// maxBody is the largest answer that is read, in bytes, sealed or not.
const maxBody = 16 << 20

// slowest is the rate at which an upload is still waited for, in bytes a second.
const slowest = 32 << 10

// send makes one request and reads its answer. Its errors are *Error of class
// ErrNetwork, ErrProxy or ErrBadAnswer, or the context's.
func (c *Client) send(ctx context.Context, k Caller, q route.Request) (route.Answer, error) {
	if err := c.limit(ctx); err != nil {
		return route.Answer{}, err
	}
	timeout := c.timeout + time.Duration((q.Size+int64(len(q.Body)))/slowest)*time.Second
	attempt, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	r, err := c.httpRequest(attempt, k, q)
	if err != nil {
		return route.Answer{}, err
	}
	res, err := c.http.Do(r)
	if err != nil {
		return route.Answer{}, c.transportError(ctx, q, err)
	}
	defer res.Body.Close()
	body, err := c.readBody(ctx, q, res)
	if err != nil {
		return route.Answer{}, err
	}
	var sealed []byte
	plainJSON := isJSON(k, body)
	if !plainJSON {
		plain, err := envelope.OpenAnswer(body, maxBody)
		if errors.Is(err, envelope.ErrTooLarge) {
			return route.Answer{}, &Error{Class: ErrBadAnswer, Path: q.Path, Cause: err}
		}
		if err == nil {
			sealed, body, plainJSON = body, plain, json.Valid(plain)
		}
	}
	a := route.Answer{
		Header: res.Header, Body: body, Sealed: sealed, Status: route.Settle(res.StatusCode, body),
		Upstream: res.StatusCode, NotJSON: !plainJSON,
	}
	if serviceHost(r.URL.Hostname()) {
		a.SetCookie = res.Header.Values("Set-Cookie")
	}
	return a, nil
}

// limit waits for the client's turn.
func (c *Client) limit(ctx context.Context) error {
	if c.limiter != nil {
		// It fails at once when the deadline would pass while waiting.
		if err := c.limiter.Wait(ctx); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return fmt.Errorf("waiting for the limiter: %w", context.DeadlineExceeded)
		}
	}
	if c.turn != nil {
		return c.turn(ctx)
	}
	return nil
}

// readBody reads an answer, as much as is allowed.
func (c *Client) readBody(ctx context.Context, q route.Request, res *http.Response) ([]byte, error) {
	var body bytes.Buffer
	// A length that is told saves growing; it may be a lie.
	body.Grow(int(min(max(res.ContentLength, 0), 1<<20)) + bytes.MinRead)
	if _, err := body.ReadFrom(io.LimitReader(res.Body, maxBody+1)); err != nil {
		return nil, c.transportError(ctx, q, err)
	}
	if body.Len() > maxBody {
		return nil, &Error{Class: ErrBadAnswer, Path: q.Path, Cause: envelope.ErrTooLarge}
	}
	return body.Bytes(), nil
}

// isJSON says whether a body is JSON as it stands. What is only passed on, and
// was not asked to be sealed, is judged by its ends: sealed bytes look so once
// in sixteen million times, and reading megabytes twice is most of the work.
func isJSON(k Caller, body []byte) bool {
	if k.passedOn && !k.Sealed && len(body) > 2 && body[0] == '{' && body[1] == '"' && body[len(body)-1] == '}' {
		return true
	}
	return json.Valid(body)
}

func (c *Client) transportError(ctx context.Context, q route.Request, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	// The address stands in *url.Error, with its query: leave it out.
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	if errors.Is(err, errRedirect) {
		return &Error{Class: ErrCaptivePortal, Path: q.Path, Cause: err}
	}
	e := &Error{Class: ErrNetwork, Path: q.Path, Cause: err, unsent: neverSent(err)}
	if p := (*proxyError)(nil); errors.As(err, &p) {
		e.Class, e.Proxy, e.Cause = ErrProxy, p.address, p
	}
	return e
}

func (c *Client) httpRequest(ctx context.Context, k Caller, q route.Request) (*http.Request, error) {
	form, cookies, err := c.seal(k, q)
	if err != nil {
		return nil, err
	}
	address, body := q.URL, form.Encode()
	if q.Body != nil {
		body = string(q.Body)
	}
	if q.Method == http.MethodGet && body != "" {
		address, body = address+"?"+body, ""
	}
	r, err := http.NewRequestWithContext(ctx, q.Method, address, strings.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", q.Path, err)
	}
	if q.Open != nil {
		if err := stream(r, q); err != nil {
			return nil, err
		}
	}
	if q.Method != http.MethodGet {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Accept", "*/*")
	for name, value := range q.Header {
		r.Header.Set(name, value)
	}
	agent := k.UserAgent
	if agent == "" && q.Method != http.MethodGet {
		agent = userAgents[q.Crypto]
	}
	r.Header.Set("User-Agent", agent) // "" keeps Go's own away
	if q.Crypto == envelope.Weapi {
		r.Header.Set("Referer", "https://music.163.com")
	}
	if !serviceHost(r.URL.Hostname()) {
		return r, nil
	}
	if cookies != nil {
		r.Header.Set("Cookie", cookieLine(cookies))
	}
	if k.RealIP != "" {
		r.Header.Set("X-Real-IP", k.RealIP)
		r.Header.Set("X-Forwarded-For", k.RealIP)
	}
	return r, nil
}

// stream makes a request's body of a file that is not in memory.
func stream(r *http.Request, q route.Request) error {
	body, err := q.Open()
	if err != nil {
		return fmt.Errorf("%s: %w", q.Path, err)
	}
	r.Body, r.ContentLength, r.GetBody = body, q.Size, q.Open
	return nil
}

// seal gives a request's form and the cookies that go with it; nil cookies are
// none at all (plain requests and GETs carry no identity).
func (c *Client) seal(k Caller, q route.Request) (url.Values, map[string]string, error) {
	if q.Crypto == envelope.Plain {
		return nil, nil, nil
	}
	params := make(map[string]any, len(q.Params)+3)
	for name, v := range q.Params {
		params[name] = v
	}
	params["e_r"] = k.Sealed
	switch q.Crypto {
	case envelope.Weapi:
		params["csrf_token"] = k.Cookies["__csrf"]
		key, err := c.weapiSecret()
		if err != nil {
			return nil, nil, err
		}
		return envelope.SealWeapi(marshal(params), key, c.weapiKey), c.webCookies(k, q), nil
	case envelope.Linux:
		text := marshal(map[string]any{
			"method": q.Method, "url": "https://music.163.com" + q.Path, "params": params,
		})
		return envelope.SealLinux(text), c.webCookies(k, q), nil
	case envelope.Eapi:
		header := c.appHeader(k, q)
		params["header"] = header
		return envelope.SealEapi(q.Path, marshal(params)), header, nil
	case envelope.API, envelope.Plain:
	}
	form, err := envelope.SealAPI(marshal(params))
	if err != nil || q.Method == http.MethodGet {
		return form, nil, err
	}
	return form, c.appHeader(k, q), nil
}

func (c *Client) weapiSecret() (envelope.Key, error) {
	c.randomMu.Lock()
	defer c.randomMu.Unlock()
	return envelope.NewKey(c.random)
}

// marshal writes JSON without HTML escapes, as the service's clients do.
func marshal(v any) []byte {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return []byte("{}") // unreachable: parameters come from JSON or are plain
	}
	return []byte(strings.TrimSuffix(b.String(), "\n"))
}

// serviceHost says whether a host may see cookies and set them.
func serviceHost(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return host == "music.163.com" || strings.HasSuffix(host, ".music.163.com")
}

var errRedirect = errors.New("redirected away from the service")

// checkRedirect follows a redirect only inside the service and only over
// https: anything else is a portal of the network between.
func checkRedirect(r *http.Request, via []*http.Request) error {
	if len(via) > 5 || r.URL.Scheme != "https" || !serviceHost(r.URL.Hostname()) {
		return errRedirect
	}
	return nil
}
