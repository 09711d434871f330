package wire

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ncmtui/config"
)

func configured(t *testing.T, keys map[string]string) config.Config {
	t.Helper()
	c := config.Default()
	for k, v := range keys {
		if p := c.Set(k, v, "test"); p != nil {
			t.Fatal(p)
		}
	}
	return c
}

// via says through which proxy an address is asked.
func via(t *testing.T, proxy func(*http.Request) (*url.URL, error), address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	p, err := proxy(&http.Request{URL: u})
	if err != nil {
		t.Fatal(err)
	}
	if p == nil {
		return "direct"
	}
	return p.Host
}

func TestEachPurposeHasItsProxy(t *testing.T) {
	t.Parallel()
	const song, service = "http://m701.music.126.net/x.mp3", "https://music.163.com/eapi/x"
	for _, c := range []struct {
		name       string
		keys       map[string]string
		api, audio string
	}{
		{"one for all", map[string]string{"network.proxy": "socks5://me:pw@a:1"}, "a:1", "a:1"},
		{"songs by themselves", map[string]string{"network.proxy": "http://a:1", "network.proxy_audio": "https://b:2"}, "a:1", "b:2"},
		{"songs without", map[string]string{"network.proxy": "http://a:1", "network.proxy_audio": "none"}, "a:1", "direct"},
		{"songs only", map[string]string{"network.proxy": "none", "network.proxy_audio": "http://b:2"}, "direct", "b:2"},
		{"none", map[string]string{"network.proxy": "none"}, "direct", "direct"},
		{"songs excepted", map[string]string{"network.proxy": "http://a:1", "network.proxy_except": "x.test, *.music.126.net"}, "a:1", "direct"},
		{"all excepted", map[string]string{"network.proxy": "http://a:1", "network.proxy_except": "*"}, "direct", "direct"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w, err := NewProxies(configured(t, c.keys))
			if err != nil {
				t.Fatal(err)
			}
			if api, audio := via(t, w.API, service), via(t, w.Audio, song); api != c.api || audio != c.audio {
				t.Errorf("api %s, audio %s", api, audio)
			}
			for _, own := range []string{"http://127.0.0.1:3000/x", "http://localhost/x", "http://[::1]:1/"} {
				if via(t, w.API, own) != "direct" {
					t.Errorf("%s is asked through a proxy", own)
				}
			}
		})
	}
}

func TestExceptionsAreThoseOfNoProxy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		list, address string
		direct        bool
	}{
		{"music.163.com", "https://music.163.com/x", true},
		{"163.com", "https://interface.MUSIC.163.com./x", true},
		{"63.com", "https://music.163.com/x", false},
		{".music.163.com", "https://music.163.com/x", false},
		{".music.163.com", "https://interface.music.163.com/x", true},
		{"*.music.163.com", "https://interface.music.163.com/x", true},
		{"music.163.com:443", "https://music.163.com/x", true},
		{"music.163.com:80", "https://music.163.com/x", false},
		{"music.163.com:8080", "http://music.163.com:8080/x", true},
		{"10.0.0.0/8", "http://10.2.3.4/x", true},
		{"10.0.0.7/8 ,", "http://11.2.3.4/x", false},
		{"10.1.2.3", "http://10.1.2.3:99/x", true},
		{"10.1.2.3:98", "http://10.1.2.3:99/x", false},
		{"2001:db8::/32", "http://[2001:db8::7]/x", true},
		{"[2001:db8::7]:80", "http://[2001:db8::7]/x", true},
		{"2001:db8::7", "http://[2001:db8::8]/x", false},
		{"10.0.0.0/8", "http://10.example/x", false},
		{" , ,", "http://x/", false},
		{"*", "http://10.1.2.3/", true},
	} {
		w, err := NewProxies(configured(t, map[string]string{"network.proxy": "http://p:1", "network.proxy_except": c.list}))
		if err != nil {
			t.Fatal(err)
		}
		if got := via(t, w.API, c.address) == "direct"; got != c.direct {
			t.Errorf("%q, %s: direct %v", c.list, c.address, got)
		}
	}
}

func TestProxiesChangeWhileTheyAreUsed(t *testing.T) {
	t.Parallel()
	w, err := NewProxies(configured(t, map[string]string{"network.proxy": "http://a:1"}))
	if err != nil {
		t.Fatal(err)
	}
	proxy := w.Audio
	if err := w.set(configured(t, map[string]string{"network.proxy": "http://b:2"})); err != nil || via(t, proxy, "http://x/") != "b:2" {
		t.Error(err, via(t, proxy, "http://x/"))
	}
	broken := config.Default()
	broken.Proxy = "http://me:hunter2@[::1/"
	if err := w.set(broken); err == nil || strings.Contains(err.Error(), "hunter2") || via(t, proxy, "http://x/") != "b:2" {
		t.Error(err)
	}
}
