package api

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// proxied is the network's transport, which knows the proxy's failures from
// those of the service.
type proxied struct{ *http.Transport }

// newProxied makes a transport say what a proxy answered.
func newProxied(t *http.Transport) proxied {
	t.OnProxyConnectResponse = func(_ context.Context, _ *url.URL, _ *http.Request, res *http.Response) error {
		if res.StatusCode == http.StatusOK {
			return nil
		}
		return &net.OpError{Op: opProxy, Net: "tcp", Err: fmt.Errorf("it answers %d %s", res.StatusCode, http.StatusText(res.StatusCode))}
	}
	return proxied{t}
}

func (p proxied) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := p.Transport.RoundTrip(r)
	if err == nil || !ofProxy(err) || p.Proxy == nil {
		return res, err
	}
	u, asked := p.Proxy(r)
	if asked != nil || u == nil {
		return nil, err
	}
	return nil, &proxyError{address: u.Host, cause: err}
}

// proxyError is a proxy that failed. Its address is without user and password.
type proxyError struct {
	address string
	cause   error
}

func (e *proxyError) Error() string { return "proxy " + e.address + ": " + e.cause.Error() }
func (e *proxyError) Unwrap() error { return e.cause }

// opProxy is what net/http calls the way to a proxy.
const opProxy = "proxyconnect"

// ofProxy says whether a request failed before it was through the proxy.
func ofProxy(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && (op.Op == opProxy || strings.HasPrefix(op.Op, "socks "))
}
