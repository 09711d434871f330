// Package stream turns signed addresses of songs into readers: one range
// download per song into a sparse file, kept as an audio cache. It never
// decodes, and it never asks the service itself: addresses are renewed by a
// function that its user gives.
package stream

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"ncmtui/internal/safe"
)

const (
	chunkSize = 32 << 10
	// maxAge is how old an address may be when a request is made with it; the
	// service gives them 1200 s.
	maxAge = 15 * time.Minute
	// A reader in front of the running request waits for it, instead of having
	// one of its own, as far as the request gets in the time that the head of
	// an answer takes; in these bounds.
	jumpMin, jumpMax = 64 << 10, 1 << 20
	// turn is what a request brings one reader before another may end it.
	turn = 128 << 10
)

// Media is a song's file: its address and what is known of it.
type Media struct {
	Track   int64
	URL     safe.Secret
	Expires time.Time // zero: unknown
	Asked   time.Time // when URL was got; zero: now
	Size    int64     // bytes; 0 unknown
	MD5     string    // lower case hex; "" unknown, the file is then not kept
	Format  string    // mp3, flac, m4a
	Level   string
	Bitrate int  // bit/s; 0 unknown
	Clip    bool // a part of the song: played, never kept
	Facts   Facts
}

// Facts are what the service says of a song's sound. They are kept beside its
// file, so that a song played without asking sounds as it did before.
type Facts struct {
	Gain     float64 // dB, valid with HasGain
	Peak     float64 // 1.0 = full scale; 0 unknown
	HasGain  bool
	Duration time.Duration // 0 unknown
}

// Renew asks for the address again.
type Renew func(ctx context.Context) (Media, error)

// Options of a Store. Only Transport is needed.
type Options struct {
	Dir       string // of the cache; "" keeps songs in memory, bounded
	Limit     int64  // bytes of whole songs kept; 0: 2 GiB
	Transport http.RoundTripper
	// AllowHosts are hosts, beside the service's CDN, that may be asked, also
	// without TLS: a name, or *.name for all below it. With a port, only that.
	AllowHosts []string
	// Fatal says of an error of Renew that asking again is useless; nil: none.
	Fatal  func(error) bool
	Now    func() time.Time // nil: time.Now
	Random func() float64   // [0,1), for back-off; nil: math/rand
}

// The errors of readers that callers tell apart. ErrRefused and ErrBadBody
// come only after a renewed address did not help.
var (
	ErrRefused     = errors.New("address refused")
	ErrBadBody     = errors.New("the address holds no song")
	ErrWebPage     = errors.New("a web page in place of the song") // with ErrBadBody; of the network: see Status.Portal
	ErrCorrupt     = errors.New("kept file is damaged")
	ErrInterrupted = errors.New("read interrupted")
	ErrClosed      = errors.New("stream closed")
	ErrHost        = errors.New("host not allowed")
)

// Changed says that a renewed address is another file (quality): what was
// loaded is worth nothing and positions in bytes do not carry over.
type Changed struct{ Media Media }

func (e *Changed) Error() string {
	return fmt.Sprintf("track %d is now another file", e.Media.Track)
}

func (o *Options) fill() {
	if o.Limit <= 0 {
		o.Limit = 2 << 30
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
	if o.Fatal == nil {
		o.Fatal = func(error) bool { return false }
	}
	if o.Transport == nil {
		o.Transport = NewTransport(nil)
	}
}
