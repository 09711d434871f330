package api

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// The classes of *Error; branch on them with errors.Is.
var (
	ErrNetwork       = errors.New("network failure")
	ErrProxy         = errors.New("the proxy does not let us through")
	ErrCaptivePortal = errors.New("a web page instead of an answer: the network wants a sign-in")
	ErrBadAnswer     = errors.New("answer not understood")
	ErrLoginNeeded   = errors.New("login needed")
	ErrTooOften      = errors.New("too often")
	ErrRisk          = errors.New("taken for cheating")
	ErrVerify        = errors.New("verification wanted")
	ErrLoginRefused  = errors.New("login refused by the service's risk control")
	ErrCredentials   = errors.New("wrong account, password or code")
	ErrParameters    = errors.New("parameters refused")
	ErrDuplicate     = errors.New("already in the list")
	ErrRefused       = errors.New("refused")
)

// Error is what went wrong with a call. Text is the service's own sentence,
// uncleaned; Verify an https address under 163.com to open, or ""; Proxy that
// of an ErrProxy; Until the end of a pause, zero without one.
type Error struct {
	Class  error
	Code   int // of the body; 0: none
	Path   string
	Text   string
	Verify string
	Proxy  string // host and port of the one that failed
	Until  time.Time
	Cause  error

	unsent bool // provably never reached the service
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Class.Error())
	if e.Code != 0 {
		fmt.Fprintf(&b, " (code %d)", e.Code)
	}
	if e.Text != "" {
		b.WriteString(": " + e.Text)
	}
	if e.Cause != nil {
		b.WriteString(": " + e.Cause.Error())
	}
	return b.String()
}

// Is makes errors.Is(err, ErrTooOften) and its like work. A captive portal and
// a broken proxy are failures of the network as well.
func (e *Error) Is(target error) bool {
	return target == e.Class || (target == ErrNetwork && (e.Class == ErrCaptivePortal || e.Class == ErrProxy))
}

// Unwrap gives what caused a failure of the network.
func (e *Error) Unwrap() error { return e.Cause }

// neverSent says whether a request provably did not reach a server: dialling
// or resolving failed, or there was no way through the proxy.
func neverSent(err error) bool {
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "dial" || ofProxy(err) {
		return true
	}
	var dns *net.DNSError
	return errors.As(err, &dns) || errors.Is(err, syscall.ECONNREFUSED)
}

// verifyAddress is an address of a verification that may be shown: https, and
// a host of the service's owner. Anything else is "".
func verifyAddress(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" || u.User != nil || u.Port() != "" {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	if host != "163.com" && !strings.HasSuffix(host, ".163.com") {
		return ""
	}
	return u.String()
}

// dead says whether an error is the caller's own end of the call.
func dead(ctx context.Context, err error) bool {
	return ctx.Err() != nil || errors.Is(err, context.Canceled)
}

// Unsent says whether a failed call provably never reached the service: it may
// be made again without doing anything twice.
func Unsent(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.unsent
}
