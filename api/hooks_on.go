//go:build testhooks

package api

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"

	"ncmtui/api/envelope"
)

// applyHooks reads NCMTUI_UPSTREAM and NCMTUI_WEAPI_PUBKEY.
func applyHooks(o *Options) error {
	if o.Transport == nil {
		o.Transport = networkTransport(o.Proxy)
	}
	if text := os.Getenv("NCMTUI_UPSTREAM"); text != "" {
		if u, err := url.Parse(text); err != nil || u.Host == "" {
			return fmt.Errorf("NCMTUI_UPSTREAM: %q is no address", text)
		}
		o.Transport = Upstream(o.Transport)
	}
	if file := os.Getenv("NCMTUI_WEAPI_PUBKEY"); file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("NCMTUI_WEAPI_PUBKEY: %w", err)
		}
		if o.WeapiKey, err = envelope.ParsePublicKey(text); err != nil {
			return fmt.Errorf("NCMTUI_WEAPI_PUBKEY: %w", err)
		}
	}
	return nil
}

type upstream struct {
	to   *url.URL
	next http.RoundTripper // for what is left alone
	out  http.RoundTripper // to the address
}

// Upstream gives a RoundTripper that sends every request to the address in
// NCMTUI_UPSTREAM, the original host in the Host header. An address on
// loopback is left alone.
func Upstream(rt http.RoundTripper) http.RoundTripper {
	u, err := url.Parse(os.Getenv("NCMTUI_UPSTREAM"))
	if err != nil || u.Host == "" {
		return rt
	}
	out := rt
	if t, ok := rt.(*http.Transport); ok { // its dialer may refuse what the hook names
		t = t.Clone()
		t.DialContext = nil
		out = t
	}
	return upstream{to: u, next: rt, out: out}
}

func (u upstream) RoundTrip(r *http.Request) (*http.Response, error) {
	host := r.URL.Hostname()
	if ip := net.ParseIP(host); host == "localhost" || (ip != nil && ip.IsLoopback()) {
		return u.next.RoundTrip(r)
	}
	sent := r.Clone(r.Context())
	sent.Host = r.URL.Host
	sent.URL.Scheme, sent.URL.Host = u.to.Scheme, u.to.Host
	return u.out.RoundTrip(sent)
}
