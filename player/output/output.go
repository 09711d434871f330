// Package output carries samples to a device, a file or nowhere, each behind
// one Sink. It never decodes, mixes or knows what plays.
package output

import "time"

// Pull fills dst with interleaved stereo float32 samples (-1..1). It never
// blocks and never allocates; what it has not is silence. It reports how many
// frames were real; they come first. Devices that wait for sound (pulse, exec,
// alsa) take only those, the others the silence too.
type Pull func(dst []float32) (frames int)

// Sink is an open output. Its own goroutine calls Pull. All methods return
// within 2 s; an error means that the output is gone, and Lost says so too.
type Sink interface {
	Name() string   // pulse, alsa, exec, oto, wav, null
	Device() string // what a person would call it; "" unknown
	Rate() int      // Hz, as opened
	Pause() error   // stop pulling, keep what is queued in the device
	Resume() error
	Flush() error // throw away what was pulled and not heard
	// Delay is the sound pulled and not heard yet.
	Delay() time.Duration
	// SetVolume sets a linear factor in the device; false: the caller must
	// scale the samples itself.
	SetVolume(factor float64) bool
	// Lost gets one error when the output dies by itself.
	Lost() <-chan error
	Close() error
}

// Titled is a Sink whose stream has a name that a mixer shows. SetTitle takes
// clean text and returns within 2 s.
type Titled interface {
	SetTitle(title string)
}

// Softened is a Sink that softens what it has queued by itself: the sound fades
// out at a Pause and a Close and in at a Resume, ends without an edge at a
// Flush, and glides to a new volume. Delay tells of what fades as if it were
// heard.
type Softened interface {
	Softens()
}

// Stalling is a Sink whose device may stop and go on by itself, as a sound card
// that was suspended.
type Stalling interface {
	Stalled() bool // nothing that was pulled is heard now
	// Stirred gets a token when that has changed, or when Delay is another one
	// than the time that passed makes of it.
	Stirred() <-chan struct{}
}

// Options is how a sink is opened.
type Options struct {
	Rate    int           // Hz wanted; the sink may open at another, see Sink.Rate
	Latency time.Duration // queued sound wanted; 0: 300 ms
	App     string        // name shown in a mixer
	Title   string        // of the stream, clean text; "" is App
	Volume  *float64      // the factor to begin with, of a device that has one (see Sink.SetVolume); nil: 1
}

// Opener opens sinks of one kind, as chosen by --output.
type Opener interface {
	Open(o Options, pull Pull) (Sink, error)
}

func (o Options) volume() float64 {
	if o.Volume == nil {
		return 1
	}
	return *o.Volume
}
