package serve

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"ncmtui/api"
	"ncmtui/api/route"
)

// hooked is a transport whose dials are recorded and all fail.
func hooked(proxy func(*http.Request) (*url.URL, error)) (*transport, *[]string) {
	t := newTransport(reach{hosts: serviceHosts}, proxy)
	dialled := &[]string{}
	hook := func(_ context.Context, _, address string) (net.Conn, error) {
		*dialled = append(*dialled, address)
		return nil, errors.New("the hook connects nowhere")
	}
	t.direct.DialContext, t.proxied.DialContext = hook, hook
	return t, dialled
}

func get(ctx context.Context, t *testing.T, rt http.RoundTripper, address string) error {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	res, err := rt.RoundTrip(r)
	if err == nil {
		_ = res.Body.Close()
	}
	return err
}

func TestOnlyTheServiceIsDialled(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://music.163.com/weapi/x":            "music.163.com:443",
		"https://interface3.music.163.com/eapi/x":  "interface3.music.163.com:443",
		"https://nosup-hz1.127.net/yyimgs/x":       "nosup-hz1.127.net:443",
		"https://ymusic.nos-hz.163yun.com/x":       "ymusic.nos-hz.163yun.com:443",
		"http://music.163.com/":                    "",
		"https://163.com/":                         "",
		"https://evilmusic.163.com/":               "",
		"https://music.163.com.evil.test/":         "",
		"https://evil127.net/":                     "",
		"https://127.net/":                         "",
		"https://u:p@music.163.com/":               "",
		"https://169.254.169.254/latest/meta-data": "",
		"http://127.0.0.1:9/":                      "",
		"https://localhost/":                       "",
		"https://[::1]/":                           "",
		"https://10.0.0.1/":                        "",
	} {
		rt, dialled := hooked(nil)
		err := get(t.Context(), t, rt, address)
		if got := strings.Join(*dialled, " "); got != want || errors.Is(err, ErrForeign) != (want == "") {
			t.Errorf("%s: dialled %q, %v", address, got, err)
		}
	}
}

func TestNamesThatResolveToPrivateAddressesAreNotReached(t *testing.T) {
	t.Parallel()
	rt := newTransport(reach{hosts: []string{"localhost"}}, nil) // allowed by name, and on loopback
	if err := get(t.Context(), t, rt, "https://localhost:1/"); !errors.Is(err, ErrForeign) {
		t.Errorf("got %v", err)
	}
	for text, want := range map[string]bool{
		"59.111.181.60": true, "2408:4000::1": true, "198.18.0.5": true, "64:ff9b::3b6f:b53c": true,
		"127.0.0.1": false, "::1": false, "::ffff:127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.0.1": false,
		"169.254.169.254": false, "fe80::1": false, "fc00::1": false, "fec0::1": false, "0.0.0.0": false, "::": false, "0.1.2.3": false,
		"100.64.0.1": false, "224.0.0.1": false, "255.255.255.255": false, "ff02::1": false, "64:ff9b::a00:1": false, "240.0.0.1": false,
	} {
		if got := public(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s: public %v", text, got)
		}
	}
}

func TestProxiesAreReachedExactlyAsSet(t *testing.T) {
	t.Parallel()
	const service = "https://music.163.com/weapi/x"
	own := withProxy(t.Context(), &url.URL{Scheme: "http", Host: "10.0.0.9:8080"})
	rt, dialled := hooked(nil)
	_ = get(own, t, rt, service)
	if strings.Join(*dialled, " ") != "10.0.0.9:8080" {
		t.Errorf("a caller's: %v", *dialled)
	}
	rt, dialled = hooked(http.ProxyURL(&url.URL{Scheme: "socks5", Host: "127.0.0.1:1080"}))
	_ = get(t.Context(), t, rt, service)
	_ = get(own, t, rt, service)
	if strings.Join(*dialled, " ") != "127.0.0.1:1080 10.0.0.9:8080" {
		t.Errorf("a configured one: %v", *dialled)
	}
	if err := get(t.Context(), t, rt, "https://evil.test/"); !errors.Is(err, ErrForeign) || len(*dialled) != 2 {
		t.Errorf("a proxy opens no other host: %v, %v", err, *dialled)
	}
	for text, want := range map[string]bool{
		"http://p:1": true, "https://p": true, "socks5://u:p@[::1]:1": true,
		"file:///etc/passwd": false, "ftp://p": false, "http://": false, "10.0.0.1:80": false, "pac+http://p": false,
	} {
		if _, err := parseProxy(text); (err == nil) != want {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestHostileValuesReachNoOtherHost calls every route with values that try to
// be addresses.
func TestHostileValuesReachNoOtherHost(t *testing.T) {
	t.Parallel()
	rt, dialled := hooked(nil)
	client, err := api.New(api.Options{Transport: rt, Rate: -1})
	if err != nil {
		t.Fatal(err)
	}
	h, err := New(Options{Calls: client, CacheFor: -1})
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range route.All() {
		for _, value := range []string{"@evil.test/", "//evil.test/", "/../../x", "http://169.254.169.254/", "https://evil.test#", "\r\nHost: evil.test"} {
			in := input{params: route.Params{
				"proxy": value, "domain": "http://evil.test", "headers": value, "host": value, "url": value, "uri": value, "picUrl": value,
			}}
			for _, i := range at.Inputs {
				in.params[i.Name] = value
			}
			delete(in.params, "crypto")
			place := turn{slots: h.slots}
			_, _ = h.serve(t.Context(), at, in, &place)
			place.leave()
		}
	}
	if len(*dialled) < 1000 {
		t.Errorf("only %d dials", len(*dialled))
	}
	for _, address := range *dialled {
		host, port, _ := net.SplitHostPort(address)
		if port != "443" || host != "music.163.com" && host != "interface.music.163.com" && host != "nosup-hz1.127.net" {
			t.Errorf("dialled %s", address)
		}
	}
}

func TestCallersProxiesCountOnlyWhenAllowed(t *testing.T) {
	t.Parallel()
	at, _ := route.Lookup("/banner")
	for _, allowed := range []bool{false, true} {
		rt, dialled := hooked(nil)
		client, err := api.New(api.Options{Transport: rt, Rate: -1, Timeout: time.Second})
		if err != nil {
			t.Fatal(err)
		}
		h, err := New(Options{Calls: client, Proxies: allowed})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = h.serve(t.Context(), at, input{params: route.Params{"proxy": "http://127.0.0.1:8080"}}, &turn{slots: h.slots})
		want := "music.163.com:443"
		if allowed {
			want = "127.0.0.1:8080"
		}
		if got := strings.Join(*dialled, " "); !strings.HasSuffix(got, want) || strings.Contains(got, " ") {
			t.Errorf("allowed %v: dialled %q", allowed, got)
		}
	}
}
