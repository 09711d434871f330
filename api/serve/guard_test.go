package serve_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"ncmtui/api/route"
	"ncmtui/api/serve"
	"ncmtui/internal/safe"
)

const token = "0123456789abcdef0123456789abcdef"

// crossSite is what a browser sends for a foreign page.
var crossSite = []struct {
	name, method string
	header       []string
}{
	{"fetch", "GET", []string{"Origin", "https://evil.test", "Sec-Fetch-Site", "cross-site"}},
	{"form", "POST", []string{"Origin", "https://evil.test"}},
	{"image", "GET", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "image"}},
	{"sibling", "GET", []string{"Sec-Fetch-Site", "same-site"}},
	{"sandboxed frame", "POST", []string{"Origin", "null"}},
	{"web socket", "GET", []string{"Origin", "https://evil.test", "Connection", "Upgrade", "Upgrade", "websocket"}},
	{"other port", "GET", []string{"Origin", "http://127.0.0.1:8080"}},
	{"two origins", "GET", []string{"Origin", "http://127.0.0.1:3000", "Origin", "https://evil.test"}},
	{"preflight", "OPTIONS", []string{"Origin", "https://evil.test", "Access-Control-Request-Method", "POST"}},
	{"rebound name", "GET", []string{"Host", "evil.test:3000"}},
	{"rebound name of its own origin", "GET", []string{"Host", "evil.test:3000", "Origin", "http://evil.test:3000", "Sec-Fetch-Site", "same-origin"}},
}

func TestForeignPagesReachNoRoute(t *testing.T) {
	t.Parallel()
	r := newRig(t, serve.Options{Token: token, Origins: []string{"https://app.test"}})
	for _, at := range route.All() {
		for _, c := range crossSite {
			// Also with the token: where a page is from comes first.
			res := r.do(c.method, at.Path, "", append(c.header, "Authorization", "Bearer "+token)...)
			if res.StatusCode != http.StatusForbidden || res.Header.Get("Access-Control-Allow-Origin") != "" {
				t.Fatalf("%s, %s: %d %v", at.Path, c.name, res.StatusCode, res.Header)
			}
		}
		if res := r.do("GET", at.Path, ""); res.StatusCode != http.StatusUnauthorized {
			t.Fatalf("%s without the token: %d", at.Path, res.StatusCode)
		}
	}
	if got := r.take(); len(got) != 0 {
		t.Errorf("upstream saw %v", got)
	}
}

func TestOriginsThatMayCall(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		allow, method string
		header        []string
		status        int
		origin, creds string
	}{
		{"", "GET", nil, 200, "", ""},
		{"", "GET", []string{"Sec-Fetch-Site", "none"}, 200, "", ""},
		{"", "GET", []string{"Origin", "http://127.0.0.1:3000", "Sec-Fetch-Site", "same-origin"}, 200, "", ""},
		{"", "OPTIONS", nil, 204, "", ""},
		{"https://app.test", "GET", []string{"Origin", "https://app.test", "Sec-Fetch-Site", "cross-site"}, 200, "https://app.test", "true"},
		{"https://app.test", "OPTIONS", []string{"Origin", "https://app.test"}, 204, "https://app.test", "true"},
		{"https://app.test", "GET", []string{"Origin", "https://app.test.evil"}, 403, "", ""},
		{"*", "GET", []string{"Origin", "https://any.test", "Sec-Fetch-Site", "cross-site"}, 200, "*", ""},
	} {
		o := serve.Options{}
		if c.allow != "" {
			o.Origins = []string{c.allow}
		}
		res := newRig(t, o).do(c.method, "/banner", "", c.header...)
		h := res.Header
		if res.StatusCode != c.status || h.Get("Access-Control-Allow-Origin") != c.origin || h.Get("Access-Control-Allow-Credentials") != c.creds {
			t.Errorf("%+v: %d %v", c, res.StatusCode, h)
		}
	}
}

func TestTokensCountInHeadersOnly(t *testing.T) {
	t.Parallel()
	r := newRig(t, serve.Options{Token: token})
	for _, c := range []struct {
		target string
		header []string
		status int
	}{
		{"/banner", []string{"Authorization", "Bearer " + token}, 200},
		{"/banner", []string{"X-Ncmtui-Token", token}, 200},
		{"/banner", []string{"Authorization", "Bearer " + token + "x"}, 401},
		{"/banner", []string{"Authorization", "Bearer"}, 401},
		{"/banner", []string{"Cookie", "token=" + token}, 401},
		{"/banner?token=" + token, nil, 401},
		{"/nothing", nil, 401},
	} {
		if res := r.do("GET", c.target, "", c.header...); res.StatusCode != c.status {
			t.Errorf("%s %v: %d", c.target, c.header, res.StatusCode)
		}
	}
	for _, o := range []serve.Options{{Token: "short"}, {Account: account{}}, {Origins: []string{"app.test"}}, {Origins: []string{"https://app.test/x"}}} {
		if _, err := serve.New(o); err == nil {
			t.Errorf("%+v: taken", o)
		}
	}
}

// start runs a server on loopback and gives its address.
func start(t *testing.T, h *serve.Handler) string {
	t.Helper()
	listeners, err := serve.Listen(t.Context(), "127.0.0.1", 0)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	safe.Go("server", func() { done <- serve.NewServer(h, nil).Serve(t.Context(), listeners...) })
	t.Cleanup(func() {
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return listeners[0].Addr().String()
}

// raw sends bytes and gives the status of the answer, 0 without one.
func raw(t *testing.T, address, request string) int {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(time.Minute))
	if _, err := c.Write([]byte(request)); err != nil {
		return 0
	}
	line, err := bufio.NewReader(c).ReadString('\n')
	if err != nil {
		return 0
	}
	status := 0
	_, _ = fmt.Sscanf(line, "HTTP/1.%d %d", new(int), &status)
	return status
}

func TestOnlyKnownHostNamesAreServed(t *testing.T) {
	t.Parallel()
	r := newRig(t, serve.Options{Hosts: []string{"Music.home.", "192.0.2.7"}})
	address := start(t, r.h)
	for host, pass := range map[string]bool{
		"127.0.0.1:3000": true, "127.9.9.9": true, "localhost": true, "LOCALHOST:1": true, "localhost.": true, "localhost.:80": true,
		"app.localhost:3000": true, "[::1]": true, "[::1]:3000": true, "[::ffff:127.0.0.1]": true, "music.home:3000": true, "192.0.2.7:3000": true,
		"evil.test:3000": false, "127.0.0.1.nip.io": false, "localhost.evil.test": false, "notlocalhost": false, "": false, "0.0.0.0": false,
		"192.168.1.5:3000": false, "[fe80::1%25lo]": false, "localhost@evil.test": false, "2130706433": false, "127.1": false, "evil.music.home": false,
	} {
		got := raw(t, address, "GET /banner HTTP/1.1\r\nHost: "+host+"\r\nConnection: close\r\n\r\n")
		// net/http itself answers 400 to names that are none.
		if pass != (got == 200) || !pass && got != 403 && got != 400 {
			t.Errorf("%q: %d", host, got)
		}
	}
	for name, request := range map[string]string{
		"no Host":             "GET /banner HTTP/1.1\r\nConnection: close\r\n\r\n",
		"old and no Host":     "GET /banner HTTP/1.0\r\n\r\n",
		"two Hosts":           "GET /banner HTTP/1.1\r\nHost: localhost\r\nHost: evil.test\r\nConnection: close\r\n\r\n",
		"another in the line": "GET http://evil.test/banner HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
		"headers of 100 KiB":  "GET /banner HTTP/1.1\r\nHost: localhost\r\nX: " + strings.Repeat("x", 100<<10) + "\r\n\r\n",
	} {
		if got := raw(t, address, request); got != 400 && got != 403 && got != 431 {
			t.Errorf("%s: %d", name, got)
		}
	}
}
