// Package ncmfake is the music service in a box, for the demo and for tests:
// the real envelopes both ways, a seeded catalogue, an account with state,
// audio and covers over HTTP, and faults on demand. It never talks to the
// network and starts no goroutine.
//
// A Service is an http.Handler (the Host header tells the host) and, through
// Transport, an in-process http.RoundTripper that also works inside a
// testing/synctest bubble.
package ncmfake

import (
	"crypto/rsa"
	_ "embed"
	"net/http"
	"sync"
	"time"

	"ncmtui/api/envelope"
	"ncmtui/api/ncmfake/seed"
	"ncmtui/internal/safe"
)

// testKey is a 1,024-bit key made for tests only. It guards nothing: a client
// that is to talk weapi to this service must be given its public half.
//
//go:embed testkey.pem
var testKey []byte

var loadKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := envelope.ParsePrivateKey(testKey)
	if err != nil {
		panic("ncmfake: " + err.Error()) // a broken build
	}
	return key
})

// Options set up a Service. The zero value is a logged-out service with a
// paying account behind its QR code, no latency and the real clock.
type Options struct {
	// LoggedIn opens a session at once: see SessionCookies.
	LoggedIn bool
	// NoMember takes the account's membership: member songs give clips.
	NoMember bool
	// Latency is waited for before every answer.
	Latency time.Duration
	// QRWaits and QRConfirms are the polls of a login code that are answered
	// 801 and 802 before 803; 0 means 2 and 1.
	QRWaits, QRConfirms int
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Sealed answers every eapi call sealed, also those that did not ask for
	// it with e_r.
	Sealed bool
	// Radio are the songs of the radio; nil: a few hundred of the catalogue.
	Radio []int64
	// AudioHost is the host of audio addresses; "" means m701.music.126.net.
	AudioHost string
}

// Service is one running service with one account.
type Service struct {
	opts   Options
	cat    *seed.Catalogue
	faults *Faults

	mu    sync.Mutex // guards what follows
	state state
	log   []Request
	sums  map[fileKey]string
	token int
}

// New makes a service in about the time of a map; the catalogue and sounds are
// loaded when first asked for.
func New(o Options) *Service {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.QRWaits == 0 {
		o.QRWaits = 2
	}
	if o.QRConfirms == 0 {
		o.QRConfirms = 1
	}
	if o.AudioHost == "" {
		o.AudioHost = "m701.music.126.net"
	}
	s := &Service{opts: o, cat: seed.Load(), sums: map[fileKey]string{}}
	s.faults = &Faults{}
	s.state = newState(s.cat, o.Now())
	if o.LoggedIn {
		s.state.sessions[demoSession] = true
	}
	return s
}

// demoSession is the session of a service that starts logged in.
const demoSession = "00DEMO5E55107000000000000000000000000000000000000000000000000000"

// SessionCookies are what a client must hold to be logged in, in the form of
// a session file: name and value. They are valid when Options.LoggedIn was
// set or after a QR login with them.
func (s *Service) SessionCookies() []*http.Cookie {
	return []*http.Cookie{
		{Name: "MUSIC_U", Value: demoSession, Path: "/", Domain: "music.163.com", HttpOnly: true},
		{Name: "__csrf", Value: "5e55105e55105e55105e55105e55105e", Path: "/", Domain: "music.163.com"},
	}
}

// SessionToken is the MUSIC_U value among SessionCookies.
func (s *Service) SessionToken() safe.Secret { return demoSession }

// WeapiPublicKey is what a client seals weapi requests to this service with.
func (s *Service) WeapiPublicKey() *rsa.PublicKey { return &loadKey().PublicKey }

// Faults scripts what goes wrong.
func (s *Service) Faults() *Faults { return s.faults }

// Catalogue is what the service has, for tests that compare.
func (s *Service) Catalogue() *seed.Catalogue { return s.cat }

// Client is an http.Client whose requests all end in this service.
func (s *Service) Client() *http.Client { return &http.Client{Transport: s.Transport()} }
