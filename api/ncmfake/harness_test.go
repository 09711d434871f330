package ncmfake_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ncmtui/api/envelope"
	"ncmtui/api/ncmfake"
)

// client speaks to a service as the real client would.
type client struct {
	t       testing.TB
	svc     *ncmfake.Service
	http    *http.Client
	cookies map[string]string
}

func newClient(t testing.TB, o ncmfake.Options) *client {
	svc := ncmfake.New(o)
	c := &client{t: t, svc: svc, http: svc.Client(), cookies: map[string]string{}}
	if o.LoggedIn {
		for _, k := range svc.SessionCookies() {
			c.cookies[k.Name] = k.Value
		}
	}
	return c
}

// request builds a sealed request for an API path.
func (c *client) request(crypto envelope.Crypto, path string, params map[string]any) *http.Request {
	c.t.Helper()
	plain, err := json.Marshal(params)
	if err != nil {
		c.t.Fatal(err)
	}
	var form url.Values
	address := "https://interface.music.163.com" + path
	switch crypto {
	case envelope.Weapi:
		key := envelope.Key([]byte("abcdefghABCDEFGH"))
		form = envelope.SealWeapi(plain, key, c.svc.WeapiPublicKey())
		address = "https://music.163.com/weapi" + strings.TrimPrefix(path, "/api")
	case envelope.Eapi:
		form = envelope.SealEapi(path, plain)
		address = "https://interface.music.163.com/eapi" + strings.TrimPrefix(path, "/api")
	case envelope.Linux:
		whole, _ := json.Marshal(map[string]any{"method": "POST", "url": "https://music.163.com" + path, "params": params})
		form = envelope.SealLinux(whole)
		address = "https://music.163.com/api/linux/forward"
	default:
		if form, err = envelope.SealAPI(plain); err != nil {
			c.t.Fatal(err)
		}
	}
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for k, v := range c.cookies {
		req.AddCookie(&http.Cookie{Name: k, Value: url.QueryEscape(v)})
	}
	return req
}

// send gives an answer's body and keeps its cookies.
func (c *client) send(req *http.Request) []byte {
	c.t.Helper()
	resp, err := c.http.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, k := range resp.Cookies() {
		if k.Path == "/" && k.Value != "" {
			c.cookies[k.Name] = k.Value
		}
	}
	return body
}

func (c *client) raw(path string, params map[string]any) []byte {
	c.t.Helper()
	return c.send(c.request(envelope.Eapi, path, params))
}

// ask gives an answer as a tree; numbers stay exact.
func (c *client) ask(path string, params map[string]any) node {
	c.t.Helper()
	return parse(c.t, c.raw(path, params))
}

// node is a JSON value with a way down.
type node struct{ v any }

func parse(t testing.TB, b []byte) node {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v in %.200q", err, b)
	}
	return node{v}
}

// at goes down a path of keys and places: "data.0.url".
func (n node) at(path string) node {
	for _, key := range strings.Split(path, ".") {
		switch v := n.v.(type) {
		case map[string]any:
			n = node{v[key]}
		case []any:
			i := 0
			if _, err := fmt.Sscan(key, &i); err != nil || i >= len(v) {
				return node{}
			}
			n = node{v[i]}
		default:
			return node{}
		}
	}
	return n
}

func (n node) list() []any { l, _ := n.v.([]any); return l }

func (n node) text() string {
	if n.v == nil {
		return ""
	}
	return fmt.Sprint(n.v)
}

func (n node) int() int64 {
	num, ok := n.v.(json.Number)
	if !ok {
		return 0
	}
	i, err := num.Int64()
	if err != nil {
		return 0
	}
	return i
}
