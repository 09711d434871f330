package wire

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"

	"ncmtui/config"
	"ncmtui/player/stream"
)

// Proxies are the proxies of the settings, by purpose. They can be changed while
// requests are made.
type Proxies struct{ now atomic.Pointer[proxySet] }

type proxySet struct {
	api, audio stream.Proxy
	except     []exception
}

// NewProxies reads the settings of [network]. The error is an address that is
// none; it does not hold the address.
func NewProxies(c config.Config) (*Proxies, error) {
	p := &Proxies{}
	return p, p.set(c)
}

func (p *Proxies) set(c config.Config) error {
	now := &proxySet{except: exceptions(c.ProxyExcept)}
	var err error
	if now.api, err = proxyOf(c.Proxy); err != nil {
		return fmt.Errorf("network.proxy: %w", err)
	}
	now.audio = now.api
	if c.ProxyAudio != "" {
		if now.audio, err = proxyOf(c.ProxyAudio); err != nil {
			return fmt.Errorf("network.proxy_audio: %w", err)
		}
	}
	p.now.Store(now)
	return nil
}

// API is the proxy for a request to the service, nil for none. It is for
// http.Transport.
func (p *Proxies) API(r *http.Request) (*url.URL, error) {
	now := p.now.Load()
	return now.through(now.api, r)
}

// Audio is the proxy for songs and covers.
func (p *Proxies) Audio(r *http.Request) (*url.URL, error) {
	now := p.now.Load()
	return now.through(now.audio, r)
}

func (p *proxySet) through(proxy stream.Proxy, r *http.Request) (*url.URL, error) {
	for _, e := range p.except {
		if e.fits(r.URL) {
			return nil, nil
		}
	}
	return proxy(r)
}

// proxyOf reads an address of the settings: "" takes the environment's. As
// there, this machine itself is never asked through a proxy.
func proxyOf(setting string) (stream.Proxy, error) {
	switch setting {
	case "":
		return http.ProxyFromEnvironment, nil
	case "none":
		return func(*http.Request) (*url.URL, error) { return nil, nil }, nil
	}
	u, err := url.Parse(setting)
	if err != nil {
		return nil, err.(*url.Error).Err //nolint:errorlint,forcetypeassert // Parse has no other; the address may hold a password
	}
	return func(r *http.Request) (*url.URL, error) {
		if local(r.URL.Hostname()) {
			return nil, nil
		}
		return u, nil
	}, nil
}

func local(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// exception is a host that is reached without a proxy; one field of the first
// three is set, or all.
type exception struct {
	all  bool
	net  netip.Prefix
	name string // lower case; with a dot in front only what is below
	port string // "": any
}

// exceptions reads a list as NO_PROXY has it.
func exceptions(list string) []exception {
	var out []exception
	for host := range strings.SplitSeq(strings.ToLower(list), ",") {
		if host = strings.TrimSpace(host); host == "" {
			continue
		}
		var e exception
		if net, err := netip.ParsePrefix(host); err == nil {
			out = append(out, exception{net: net.Masked()})
			continue
		}
		if name, port, err := net.SplitHostPort(host); err == nil {
			host, e.port = name, port
		}
		host = strings.Trim(host, "[]")
		if ip, err := netip.ParseAddr(host); err == nil {
			e.net = netip.PrefixFrom(ip.Unmap(), ip.Unmap().BitLen())
		} else {
			e.all, e.name = host == "*", strings.TrimPrefix(host, "*")
		}
		out = append(out, e)
	}
	return out
}

func (e exception) fits(u *url.URL) bool {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	if e.port != "" && e.port != port {
		return false
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if ip, err := netip.ParseAddr(host); err == nil {
		return e.all || e.net.IsValid() && e.net.Contains(ip.Unmap())
	}
	if strings.HasPrefix(e.name, ".") {
		return strings.HasSuffix(host, e.name)
	}
	return e.all || e.name != "" && (host == e.name || strings.HasSuffix(host, "."+e.name))
}
