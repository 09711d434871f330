package player

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/gopxl/beep/v2"

	"ncmtui/player/decode"
	"ncmtui/player/output"
	"ncmtui/player/resample"
)

// FM brings songs of the personal FM, usually three at a time.
type FM interface {
	Next(ctx context.Context) ([]Track, error)
}

// Options of a Player. Resolver and Output are needed; the rest has defaults.
type Options struct {
	Resolver Resolver
	FM       FM // nil: PlayFM waits for ever
	// Name tells of a song that was queued without a title: long lists are played
	// before all of their songs are read. nil: such songs have none.
	Name   func(ctx context.Context, song int64) (Track, error)
	Output output.Opener
	// StandIn is opened when Output cannot be: a silent sink with a clock, so
	// that everything else works. nil: playing waits for the output.
	StandIn output.Opener
	// Opener finds the output of a SetOutput; nil: what output.Parse makes of it.
	Opener func(spec string) (output.Opener, error)
	// Decode makes decoders; nil: decode.Open.
	Decode func(decode.Input, decode.Hint) (decode.Decoder, error)
	// Resample changes the rate of a streamer; nil: resample.New.
	Resample func(from, to int, s beep.Streamer) beep.Streamer

	Transport  http.RoundTripper // for songs; nil: stream.NewTransport
	CacheDir   string            // of songs; "" keeps nothing
	CacheLimit int64             // bytes; 0: 2 GiB
	AllowHosts []string          // see stream.Options
	// Level is the quality that a kept song must have to be played without
	// asking the service; nil or "": any.
	Level      func() string
	ReplayGain bool // apply the service's gain, where Effects.Normalize says nothing
	Effects    Effects
	Policy     Policy
	// OwnRates opens the output anew for a song of another rate, with a short
	// gap, instead of resampling it to follow without one.
	OwnRates bool
	App      string // name shown in a mixer

	Kept     *Saved  // nil: an empty queue, full volume
	FMRecent []int64 // see Player.FMRecent

	Now    func() time.Time // nil: time.Now; must have a monotonic reading
	Random func() uint64    // nil: math/rand
	Log    *slog.Logger     // nil: none
}

func (o *Options) fill() {
	if o.Opener == nil {
		o.Opener = openerOf
	}
	if o.Decode == nil {
		o.Decode = decode.Open
	}
	if o.Resample == nil {
		o.Resample = resample.New
	}
	if o.Level == nil {
		o.Level = func() string { return "" }
	}
	if o.Kept == nil {
		o.Kept = &Saved{Volume: 100, Current: -1}
	}
	if o.Effects.Normalize == "" && o.ReplayGain {
		o.Effects.Normalize = NormalizeTrack
	}
	o.Effects = o.Effects.valid()
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Uint64
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
}

func openerOf(text string) (output.Opener, error) {
	spec, err := output.Parse(text)
	if err != nil {
		return nil, err
	}
	if err := spec.Check(); err != nil {
		return nil, err
	}
	return spec.Opener()
}
