package report

import (
	"errors"
	"net"
	"net/http"
)

// NotSent says that a call provably reached nobody: no address was found for
// the name, or no connection came about.
func NotSent(err error) bool {
	var name *net.DNSError
	var op *net.OpError
	return errors.As(err, &name) || errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect")
}

// Client gives the HTTP client for a service other than the music's: it goes
// nowhere but where it is sent, since every call carries a secret.
func Client(rt http.RoundTripper) *http.Client {
	return &http.Client{Transport: rt, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}
