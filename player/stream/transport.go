package stream

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"time"
)

const maxRedirects = 5

// Hosts of songs. Plain http is taken from the first only: signed addresses
// come as http, and what they hold is checked by a sum that came over https.
const plainHosts = "*.music.126.net"

var tlsHosts = []string{"*.126.net", "*.163yun.com"}

// Proxy gives the proxy for a request, nil for none.
type Proxy func(*http.Request) (*url.URL, error)

// NewTransport is the http transport for songs: it keeps connections, has no
// overall timeout, and reaches no private address but the proxy's. A nil Proxy
// takes the environment's.
func NewTransport(proxy Proxy) *http.Transport {
	if proxy == nil {
		proxy = http.ProxyFromEnvironment
	}
	guarded := &net.Dialer{Timeout: 5 * time.Second, Control: refusePrivate}
	free := &net.Dialer{Timeout: 5 * time.Second}
	var proxies sync.Map // host:port of those really used
	return &http.Transport{
		Proxy: func(req *http.Request) (*url.URL, error) {
			u, err := proxy(req)
			if u != nil {
				proxies.Store(dialAddress(u), true)
			}
			return u, err
		},
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			if _, ok := proxies.Load(addr); ok {
				return free.DialContext(ctx, network, addr)
			}
			return guarded.DialContext(ctx, network, addr)
		},
		MaxIdleConnsPerHost:   4,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   5 * time.Second,
		ResponseHeaderTimeout: 4 * time.Second,
		DisableCompression:    true,
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12},
	}
}

func dialAddress(u *url.URL) string {
	if u.Port() != "" {
		return u.Host
	}
	port := map[string]string{"https": "443", "socks5": "1080", "socks5h": "1080"}[u.Scheme]
	if port == "" {
		port = "80"
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// refusePrivate looks at the address after name resolution.
func refusePrivate(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("dial %s: %w", address, err)
	}
	ip := ap.Addr().Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return fmt.Errorf("dial %s: %w", ip, ErrHost)
	}
	return nil
}

func matchHost(pattern string, u *url.URL) bool {
	host := strings.ToLower(u.Hostname())
	if strings.Contains(pattern, ":") {
		host = strings.ToLower(u.Host)
	}
	if suffix, ok := strings.CutPrefix(pattern, "*"); ok {
		return strings.HasSuffix(host, suffix) && len(host) > len(suffix)
	}
	return host == pattern
}

// permit decides whether u may be asked as it is.
func (s *Store) permit(u *url.URL) error {
	if u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		return fmt.Errorf("%w: scheme %q", ErrHost, u.Scheme)
	}
	for _, p := range s.opts.AllowHosts {
		if matchHost(p, u) {
			return nil
		}
	}
	if u.Port() != "" && u.Port() != "80" && u.Port() != "443" {
		return fmt.Errorf("%w: port %s", ErrHost, u.Port())
	}
	if u.Scheme == "http" && matchHost(plainHosts, u) {
		return nil
	}
	for _, p := range tlsHosts {
		if u.Scheme == "https" && matchHost(p, u) {
			return nil
		}
	}
	return fmt.Errorf("%w: %s", ErrHost, u.Hostname())
}

// upgradable says that https is to be tried for a plain address.
func (s *Store) upgradable(u *url.URL, summed bool) bool {
	for _, p := range s.opts.AllowHosts {
		if matchHost(p, u) {
			return false
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return u.Scheme == "http" && u.Port() == "" && !(summed && s.plain[u.Host])
}

// ask sends req, over https where that works, and follows redirects to
// allowed hosts. Only what has a sum to be checked by (summed) is taken over
// plain http. No cookie goes out: the transport has no jar and none is set.
func (s *Store) ask(req *http.Request, summed bool) (*http.Response, error) {
	if !s.upgradable(req.URL, summed) {
		return s.follow(req)
	}
	secure := req.Clone(req.Context())
	secure.URL.Scheme = "https"
	res, err := s.follow(secure)
	switch {
	case !summed,
		err == nil && res.StatusCode != http.StatusForbidden,
		err != nil && !brokenTLS(err):
		return res, err
	case err == nil:
		drain(res)
	}
	res, err = s.follow(req)
	if err == nil && res.StatusCode == http.StatusPartialContent {
		s.mu.Lock()
		s.plain[req.URL.Host] = true
		s.mu.Unlock()
	}
	return res, err
}

// worked notes that a source's address brought bytes of a song.
func (s *Store) worked(src *Source) {
	src.mu.Lock()
	address := src.media.URL
	src.mu.Unlock()
	s.mu.Lock()
	s.proof, s.proofOf = address, src.key
	s.mu.Unlock()
}

// elsewhere says that songs can be had now, by asking for a byte of the last
// one that came, if that was not the song of key.
func (s *Store) elsewhere(ctx context.Context, key string) bool {
	s.mu.Lock()
	address, of := s.proof, s.proofOf
	s.mu.Unlock()
	u, err := url.Parse(address.Reveal())
	if address == "" || of == key || err != nil {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, headerShort)
	defer cancel()
	req := (&http.Request{Method: http.MethodGet, URL: u, Header: http.Header{}}).WithContext(ctx)
	req.Header.Set("Range", "bytes=0-0")
	res, err := s.ask(req, true)
	if err != nil {
		return false
	}
	drain(res)
	return res.StatusCode == http.StatusPartialContent
}

func (s *Store) follow(req *http.Request) (*http.Response, error) {
	plain := req.URL.Scheme == "http"
	for hop := range maxRedirects + 1 {
		if err := s.permit(req.URL); err != nil {
			if hop > 0 && plain {
				// Anybody on the way can answer in plain http: this is how a
				// network asks for a sign-in.
				return nil, fmt.Errorf("%w: %w", ErrWebPage, err)
			}
			return nil, err
		}
		res, err := s.opts.Transport.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		switch res.StatusCode {
		case 301, 302, 303, 307, 308:
		default:
			return res, nil
		}
		drain(res)
		next, err := req.URL.Parse(res.Header.Get("Location"))
		if err != nil {
			return nil, fmt.Errorf("%w: broken redirect", ErrHost)
		}
		if req.URL.Scheme == "https" && next.Scheme == "http" {
			return nil, fmt.Errorf("%w: redirect from https to http", ErrHost)
		}
		req = req.Clone(req.Context())
		req.URL, req.Host = next, ""
	}
	return nil, fmt.Errorf("%w: more than %d redirects", ErrHost, maxRedirects)
}

func drain(res *http.Response) {
	if res.Body != nil {
		_ = res.Body.Close()
	}
}

// brokenTLS tells a host without usable https from a network that is gone.
func brokenTLS(err error) bool {
	var (
		verify *tls.CertificateVerificationError
		record tls.RecordHeaderError
		name   x509.HostnameError
		alert  tls.AlertError
	)
	return errors.As(err, &verify) || errors.As(err, &record) || errors.As(err, &name) ||
		errors.As(err, &alert) || errors.Is(err, syscall.ECONNREFUSED)
}
