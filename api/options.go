package api

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"maps"
	mathrand "math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"ncmtui/api/envelope"
	"ncmtui/internal/safe"
)

// Options are what a Client takes from outside; every zero value works.
type Options struct {
	Transport http.RoundTripper // nil: the network
	// Proxy of the network, when Transport is nil; nil: the environment's.
	Proxy     func(*http.Request) (*url.URL, error)
	Now       func() time.Time // nil: time.Now
	Random    io.Reader        // nil: crypto/rand
	WeapiKey  *rsa.PublicKey   // nil: the service's
	Logger    *slog.Logger     // nil: silent; never gets bodies, cookies or queries
	Session   Session          // as kept from the last run
	Save      func(Session)    // called with a copy after every change worth keeping, one call at a time
	LoginGone func()           // called when the login turns out to be over for good; it must return at once
	RealIP    string           // "": none is claimed
	Version   string           // of the program
	Timeout   time.Duration    // of one attempt; 0: 15 s
	// Rate is how many requests a second all calls together make, with bursts
	// of Burst. 0: 3 and 10, which the service bears; negative: no limit.
	Rate  float64
	Burst int
	// Turn is waited for before each request, behind that limit: the Client's
	// turn among all processes that ask the service. nil: it is alone.
	Turn func(context.Context) error
	// Server is the address of a program with the documented addresses
	// ("http://127.0.0.1:3000", ncmtui serve for one), which is asked instead
	// of the service; "": the service itself. Cookies go only there.
	Server      string
	ServerToken safe.Secret // of ncmtui serve --token-file; "": none is sent
}

// Session is what makes the same account and the same device of the next run.
type Session struct {
	Device    string                 // 52 upper-case hex digits; made once, then kept (risk control)
	Cookies   map[string]safe.Secret // MUSIC_U, __csrf, NMTID …
	Anonymous safe.Secret            // MUSIC_A, for calls without login
}

// LoggedIn says whether there is a login cookie. It may have expired.
func (s Session) LoggedIn() bool { return s.Cookies["MUSIC_U"] != "" }

func (s Session) clone() Session {
	s.Cookies = maps.Clone(s.Cookies)
	if s.Cookies == nil {
		s.Cookies = map[string]safe.Secret{}
	}
	return s
}

// Client talks to the service. It is safe for concurrent use and starts no
// goroutine of its own.
type Client struct {
	http     *http.Client
	now      func() time.Time
	random   io.Reader
	weapiKey *rsa.PublicKey
	log      *slog.Logger
	save     func(Session)
	gone     func()
	realIP   string
	version  string
	timeout  time.Duration
	limiter  *rate.Limiter // nil: none
	turn     func(context.Context) error
	server   *server // nil: the service itself
	nuid     string  // _ntes_nuid and
	nmtid    string  // NMTID of clients that were given none, one for the run
	wnmcid   string

	randomMu sync.Mutex // guards random and jitter
	jitter   *mathrand.Rand

	saveMu sync.Mutex // orders save calls
	jar    jar
	pace   pace
	login  login
	anon   anon
}

// New makes a Client. Its error is a source of randomness that fails, a
// Server that is no address, or (in a
// binary with test hooks) a hook that does not work.
func New(o Options) (*Client, error) {
	if err := applyHooks(&o); err != nil {
		return nil, err
	}
	if o.Transport == nil {
		o.Transport = networkTransport(o.Proxy)
	}
	c := &Client{
		now: o.Now, random: o.Random, weapiKey: o.WeapiKey, log: o.Logger, save: o.Save, gone: o.LoginGone,
		realIP: o.RealIP, version: o.Version, timeout: o.Timeout, turn: o.Turn,
	}
	if c.now == nil {
		c.now = time.Now
	}
	if c.random == nil {
		c.random = rand.Reader
	}
	if c.weapiKey == nil {
		c.weapiKey = envelope.ServiceKey()
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.timeout == 0 {
		c.timeout = 15 * time.Second
	}
	c.anon.turn = make(chan struct{}, 1)
	c.limiter = newLimiter(o.Rate, o.Burst)
	c.http = &http.Client{Transport: o.Transport, CheckRedirect: checkRedirect}
	var err error
	if c.server, err = newServer(o); err != nil {
		return nil, err
	}
	if err := c.draw(); err != nil {
		return nil, err
	}
	c.jar.session = o.Session.clone()
	if c.jar.session.Device == "" {
		device, err := NewDevice(c.random)
		if err != nil {
			return nil, err
		}
		c.jar.session.Device = device
		c.saveSession()
	}
	return c, nil
}

func newLimiter(perSecond float64, burst int) *rate.Limiter {
	if perSecond < 0 {
		return nil
	}
	if perSecond == 0 {
		perSecond = 3
	}
	if burst <= 0 {
		burst = 10
	}
	return rate.NewLimiter(rate.Limit(perSecond), burst)
}

// networkTransport bounds what an answer's headers may cost; login answers
// carry up to 64 KiB of cookies.
func networkTransport(proxy func(*http.Request) (*url.URL, error)) http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone()
	if proxy != nil {
		t.Proxy = proxy
	}
	t.MaxResponseHeaderBytes = 256 << 10
	t.ResponseHeaderTimeout = 15 * time.Second
	t.MaxIdleConnsPerHost = 4
	return newProxied(t)
}

func (c *Client) draw() error {
	var b [32 + 16 + 6 + 16]byte
	if _, err := io.ReadFull(c.random, b[:]); err != nil {
		return fmt.Errorf("randomness: %w", err)
	}
	c.nuid, c.nmtid = hex.EncodeToString(b[:32]), hex.EncodeToString(b[32:48])
	letters := make([]byte, 6)
	for i, x := range b[48:54] {
		letters[i] = 'a' + x%26
	}
	c.wnmcid = fmt.Sprintf("%s.%d.01.0", letters, c.now().UnixMilli())
	var seed [2]uint64
	for i, x := range b[54:] {
		seed[i/8] = seed[i/8]<<8 | uint64(x)
	}
	c.jitter = mathrand.New(mathrand.NewPCG(seed[0], seed[1])) //nolint:gosec // spreads retries, guards nothing
	return nil
}

// NewDevice draws a device id: 52 upper-case hex digits.
func NewDevice(r io.Reader) (string, error) {
	var b [26]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return "", fmt.Errorf("device id: %w", err)
	}
	return strings.ToUpper(hex.EncodeToString(b[:])), nil
}

// Session is a copy of what the client knows now.
func (c *Client) Session() Session { return c.jar.snapshot() }

// SetSession replaces cookies and token, as after an imported login. An empty
// Device keeps the present one.
func (c *Client) SetSession(s Session) {
	c.jar.replace(s)
	c.login.fresh()
	c.saveSession()
}

func (c *Client) saveSession() {
	if c.save == nil {
		return
	}
	c.saveMu.Lock()
	defer c.saveMu.Unlock()
	c.save(c.jar.snapshot())
}
