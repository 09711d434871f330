package serve

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"ncmtui/api"
	"ncmtui/internal/safe"
)

// Caller makes calls as somebody; *api.Client is one.
type Caller interface {
	CallAs(ctx context.Context, k api.Caller, path string, p api.Params) (api.Answer, error)
}

// Account makes calls with an account of its own; *api.Client is one.
type Account interface {
	Call(ctx context.Context, path string, p api.Params) (api.Answer, error)
}

// Options are what a Handler takes from outside. Calls must be given, every
// other zero value is the careful choice.
type Options struct {
	Calls   Caller
	Account Account // acts for callers that bring no login; wants a Token

	Hosts   []string // names beside the loopback ones that a Host header may have
	Origins []string // of pages that may call: "https://app.test"; "*" is every page
	Token   safe.Secret

	// Guest gives callers without any login an anonymous token, one for all,
	// as the documented server does.
	Guest bool

	Proxies  bool          // callers may name a proxy
	CacheFor time.Duration // how long an answer is given again; 0: two minutes, negative: never
	// MaxUpload bounds an uploaded file, in bytes. 0: 512 MiB.
	MaxUpload int64
	TempDir   string           // parent of the folders of uploads; "": the system's
	Now       func() time.Time // nil: time.Now
	Log       io.Writer        // one line a request; nil: none
}

// minToken is the length of 128 bits in base64, the densest text of a token.
const minToken = 22

// ErrWeakToken says that a token can be guessed.
var ErrWeakToken = errors.New("the token must have 128 bits: at least 22 letters and digits, as of `openssl rand -hex 16`")

// errOpenAccount says that an account would act for anybody on the machine.
var errOpenAccount = errors.New("acting with the stored account needs a token")

// ErrOrigin says that an allowed origin is none.
var ErrOrigin = errors.New("an origin looks like https://app.example")

// New checks the options.
func New(o Options) (*Handler, error) {
	h := &Handler{calls: o.Calls, account: o.Account, proxies: o.Proxies, now: o.Now, maxUpload: o.MaxUpload, tempDir: o.TempDir}
	if h.now == nil {
		h.now = time.Now
	}
	if h.maxUpload == 0 {
		h.maxUpload = 512 << 20
	}
	if o.CacheFor >= 0 {
		h.cache = newCache(o.CacheFor)
	}
	h.log.out = o.Log
	h.guest.wanted = o.Guest
	h.slots = make(chan struct{}, maxInFlight)
	h.uploads = make(chan struct{}, maxUploads)
	if o.Account != nil && o.Token == "" {
		return nil, errOpenAccount
	}
	if o.Token != "" {
		if len(o.Token) < minToken {
			return nil, ErrWeakToken
		}
		sum := sha256.Sum256([]byte(o.Token.Reveal()))
		h.guard.token = &sum
	}
	for _, name := range o.Hosts {
		h.guard.hosts = append(h.guard.hosts, strings.ToLower(strings.TrimSuffix(name, ".")))
	}
	for _, origin := range o.Origins {
		if origin == "*" {
			h.guard.anyOrigin = true
			continue
		}
		u, err := url.Parse(origin)
		if err != nil || u.Host == "" || u.Path != "" || (u.Scheme != "http" && u.Scheme != "https") {
			return nil, fmt.Errorf("%q: %w", origin, ErrOrigin)
		}
		h.guard.origins = append(h.guard.origins, strings.ToLower(origin))
	}
	return h, nil
}

// Loopback says whether a host to listen on is reached from this machine only.
func Loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}
