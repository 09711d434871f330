package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// ErrForeign says that a request would have left the service's hosts, or ended
// on a machine of a private network.
var ErrForeign = errors.New("not an address of the service")

// serviceHosts is where a call may end; uploads go to .127.net and .163yun.com.
var serviceHosts = []string{"music.163.com", ".music.163.com", ".127.net", ".163yun.com"}

// Transport gives the way to the service and nowhere else: over https to its
// hosts, and to none that resolves to a private address. What proxy gives (see
// http.Transport; nil: none) is used exactly as it is; a proxy that a caller
// names (Options.Proxies) comes before it.
func Transport(proxy func(*http.Request) (*url.URL, error)) http.RoundTripper {
	return newTransport(reach{hosts: serviceHosts, loopback: hookLoopback()}, proxy)
}

// reach is where a transport may go.
type reach struct {
	hosts    []string // a first dot: every name below it
	loopback bool     // for tests
}

func newTransport(to reach, proxy func(*http.Request) (*url.URL, error)) *transport {
	guarded := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second, Control: to.control}
	free := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	t := &transport{to: to, proxy: proxy, direct: base(guarded), proxied: base(free)}
	t.direct.Proxy = nil
	t.proxied.Proxy = func(r *http.Request) (*url.URL, error) { return proxyOf(r.Context()), nil }
	return t
}

func base(d *net.Dialer) *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DialContext = d.DialContext
	t.MaxResponseHeaderBytes = 256 << 10 // login answers carry up to 64 KiB of cookies
	t.ResponseHeaderTimeout = 15 * time.Second
	t.MaxIdleConns, t.MaxIdleConnsPerHost = maxInFlight, maxInFlight
	return t
}

type transport struct {
	to              reach
	proxy           func(*http.Request) (*url.URL, error)
	direct, proxied *http.Transport
}

// RoundTrip sends a request whose host is allowed; redirects come here again.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	refuse := func(err error) (*http.Response, error) {
		if r.Body != nil {
			_ = r.Body.Close()
		}
		return nil, err
	}
	if !t.to.allows(r.URL) {
		return refuse(ErrForeign)
	}
	if proxyOf(r.Context()) != nil {
		return t.proxied.RoundTrip(r)
	}
	if t.proxy != nil {
		u, err := t.proxy(r)
		if err != nil {
			return refuse(err)
		}
		if u != nil {
			return t.proxied.RoundTrip(r.WithContext(withProxy(r.Context(), u)))
		}
	}
	return t.direct.RoundTrip(r)
}

// CloseIdleConnections lets the connections that wait for another call go.
func (t *transport) CloseIdleConnections() {
	t.direct.CloseIdleConnections()
	t.proxied.CloseIdleConnections()
}

func (to reach) allows(u *url.URL) bool {
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if to.loopback && Loopback(host) {
		return true
	}
	if u.Scheme != "https" || u.User != nil {
		return false
	}
	for _, allowed := range to.hosts {
		if host == allowed || strings.HasPrefix(allowed, ".") && strings.HasSuffix(host, allowed) {
			return true
		}
	}
	return false
}

// control sees every address a name resolved to, right before it is dialled.
func (to reach) control(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrForeign, err)
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || !(public(ip) || to.loopback && ip.Unmap().IsLoopback()) {
		return fmt.Errorf("%w: it resolves to a private address", ErrForeign)
	}
	return nil
}

// closed are the special networks that net/netip has no name for. 198.18.0.0/15
// is not among them: proxies that catch all traffic of a machine hand out
// addresses of it.
var closed = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), // shared by a provider's customers
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("fec0::/10"), // site-local, as private as fc00::/7
}

// translated is where IPv4 addresses stand in IPv6 ones (RFC 6052).
var translated = netip.MustParsePrefix("64:ff9b::/96")

func public(ip netip.Addr) bool {
	ip = ip.Unmap()
	if translated.Contains(ip) {
		b := ip.As16()
		ip = netip.AddrFrom4([4]byte(b[12:]))
	}
	if ip.Zone() != "" || !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false
	}
	for _, net := range closed {
		if net.Contains(ip) {
			return false
		}
	}
	return true
}

type proxyKey struct{}

func withProxy(ctx context.Context, u *url.URL) context.Context {
	return context.WithValue(ctx, proxyKey{}, u)
}

func proxyOf(ctx context.Context) *url.URL {
	u, _ := ctx.Value(proxyKey{}).(*url.URL)
	return u
}

// parseProxy reads a proxy that a caller names.
func parseProxy(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" {
		return nil, &fault{http.StatusBadRequest, "proxy must be an address: http://127.0.0.1:8080"}
	}
	switch u.Scheme {
	case "http", "https", "socks5", "socks5h":
		return u, nil
	}
	return nil, &fault{http.StatusBadRequest, "proxy must be http, https or socks5"}
}
