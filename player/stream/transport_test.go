package stream

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"ncmtui/internal/safe"
)

func TestHostsAndRedirects(t *testing.T) {
	t.Parallel()
	redirect := func(to ...string) func(int, *answer) error {
		return func(n int, a *answer) error {
			if n < len(to) {
				a.status = 302
				a.header = http.Header{"Location": {to[n]}}
			}
			return nil
		}
	}
	for name, c := range map[string]struct {
		url    string
		script func(int, *answer) error
		ok     bool
	}{
		"plain cdn":           {url: "http://m8.music.126.net/x.mp3", ok: true},
		"other 126 over tls":  {url: "https://p1.126.net/x.mp3", ok: true},
		"other 126 plain":     {url: "http://p1.126.net/x.mp3", ok: true}, // over https
		"foreign":             {url: "https://evil.test/x.mp3"},
		"look-alike":          {url: "http://m8.music.126.net.evil.test/x"},
		"file":                {url: "file:///etc/passwd"},
		"with a user":         {url: "http://a:b@m8.music.126.net/x"},
		"odd port":            {url: "http://m8.music.126.net:22/x"},
		"redirect in the cdn": {url: "https://m8.music.126.net/x", script: redirect("https://m9.music.126.net/y"), ok: true},
		"redirect to self":    {url: "https://m8.music.126.net/x", script: redirect("http://127.0.0.1/x")},
		"redirect to file":    {url: "https://m8.music.126.net/x", script: redirect("file:///x")},
		"downgrade":           {url: "https://m8.music.126.net/x", script: redirect("http://m8.music.126.net/x")},
		"redirect for ever":   {url: "https://m8.music.126.net/x", script: redirect(slices.Repeat([]string{"/x"}, 20)...)},
	} {
		synctest.Test(t, func(t *testing.T) {
			data := noise(1000)
			server := &cdn{data: data, script: c.script}
			store := openStore(t, Options{Transport: server, AllowHosts: []string{}, Fatal: func(error) bool { return true }})
			defer func() { _ = store.Close() }()
			m := mediaOf(data)
			m.URL = safe.Secret(c.url)
			src, _ := store.Source(m, func(context.Context) (Media, error) { return Media{}, ErrRefused }, nil)
			defer src.Release()
			_, err := load(t, src)
			if (err == nil) != c.ok {
				t.Errorf("%s: %v", name, err)
			}
			for _, req := range server.reqs {
				if h := req.URL.Hostname(); !strings.HasSuffix(h, ".126.net") {
					t.Errorf("%s: asked %s", name, h)
				}
				if h := req.URL.Hostname(); req.URL.Scheme == "http" && !strings.HasSuffix(h, ".music.126.net") {
					t.Errorf("%s: asked %s without tls", name, h)
				}
			}
		})
	}
}
