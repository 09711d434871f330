package player

import (
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/gopxl/beep/v2"
	"github.com/gopxl/beep/v2/effects"

	"ncmtui/player/decode"
	"ncmtui/player/stream"
)

// deck is one song, open and ready to be decoded. After the loader made it,
// only the engine's goroutine decodes, seeks and closes it.
type deck struct {
	gen    uint64
	media  Media
	file   stream.Media
	src    *stream.Source
	in     *input
	dec    decode.Decoder
	decode func(decode.Input, decode.Hint) (decode.Decoder, error)
	info   decode.Info
	head   [][2]float64 // decoded by the loader, from headAt on
	headAt int          // sample
	played beep.Streamer
	failed error // a panic
}

// headTime is how much the loader decodes.
const headTime = 500 * time.Millisecond

// input is the reader that a decoder sees. It remembers what went wrong, for
// decoders that take every error for the end of the song.
type input struct {
	*stream.Reader
	err error // last one of Read that was not io.EOF
}

func (in *input) Read(p []byte) (int, error) {
	n, err := in.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		in.err = err
	}
	return n, err
}

// contained runs f and turns its panic into an error: a decoder that is
// broken by its song must not end the program.
func contained(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: decoder panic: %v", decode.ErrDamaged, v)
		}
	}()
	return f()
}

// open makes the decoder, from the first byte on.
func (d *deck) open() error {
	if d.dec != nil {
		_ = d.dec.Close()
		d.dec = nil
	}
	d.failed, d.in.err, d.head = nil, nil, nil
	if _, err := d.in.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return contained(func() error {
		dec, err := d.decode(d.in, decode.Hint{Format: d.media.Format, Duration: d.media.Duration})
		if err != nil {
			if d.in.err != nil {
				return d.in.err
			}
			return err
		}
		d.dec, d.info = dec, dec.Info()
		if d.info.Rate <= 0 {
			return fmt.Errorf("%w: no sample rate", decode.ErrDamaged)
		}
		return nil
	})
}

// prepare decodes the first half second from at on.
func (d *deck) prepare(at time.Duration) error {
	if err := d.open(); err != nil {
		return err
	}
	if at > 0 {
		if err := d.seek(at); err != nil {
			return err
		}
	}
	head := make([][2]float64, d.frames(headTime))
	from := d.dec.Position()
	n := 0
	for n < len(head) {
		k, ok := d.decodeInto(head[n:])
		n += k
		if !ok || k == 0 {
			break
		}
	}
	if err := d.err(); err != nil && n == 0 {
		return err
	}
	d.head, d.headAt = head[:n], from
	return nil
}

func (d *deck) frames(t time.Duration) int {
	return int(math.Round(t.Seconds() * float64(d.info.Rate)))
}

func (d *deck) at(frame int) time.Duration {
	return time.Duration(float64(frame) / float64(d.info.Rate) * float64(time.Second))
}

// seek goes to a position and gives the one reached. A decoder that cannot
// after an error is opened anew.
func (d *deck) seek(at time.Duration) error {
	frame := max(d.frames(at), 0)
	if n := d.dec.Len(); n > 0 {
		frame = min(frame, n-1)
	}
	d.head, d.in.err = nil, nil
	err := contained(func() error { return d.dec.Seek(frame) })
	if err == nil && d.failed == nil && d.dec.Err() == nil {
		return nil
	}
	if err := d.open(); err != nil {
		return err
	}
	if frame == 0 {
		return nil
	}
	return contained(func() error { return d.dec.Seek(frame) })
}

// start makes the song sound from at on, at the output's rate; it gives the
// position reached.
func (d *deck) start(at time.Duration, s sound) (time.Duration, error) {
	fade := false
	if d.head == nil || d.frames(at) != d.headAt {
		fade = at > 0
		if d.frames(at) != d.dec.Position() || d.err() != nil {
			if err := d.seek(at); err != nil {
				return 0, err
			}
		}
		d.head, d.headAt = nil, d.dec.Position()
	}
	reached := d.at(d.headAt)
	d.played = (*headed)(d)
	if g := d.replayGain(s.replayGain); g != 1 {
		d.played = &effects.Gain{Streamer: d.played, Gain: g - 1}
	}
	if d.info.Rate != s.rate && s.resample != nil {
		d.played = s.resample(d.info.Rate, s.rate, d.played)
	}
	if fade {
		d.played = &fadeIn{Streamer: d.played, frames: s.rate / 200}
	}
	return reached, nil
}

// sound is how songs are made to sound.
type sound struct {
	rate       int // Hz of the output
	replayGain bool
	resample   func(from, to int, s beep.Streamer) beep.Streamer
}

// replayGain is the factor that the service's gain asks for. Without a peak
// it is never an amplification, so that nothing clips.
func (d *deck) replayGain(on bool) float64 {
	m := d.media
	if !on || !m.HasGain {
		return 1
	}
	factor, limit := math.Pow(10, m.Gain/20), 1.0
	if m.Peak > 0 {
		limit = 1 / m.Peak
	}
	return min(factor, limit)
}

// stream gives samples at the output's rate; done says that there are no
// more, err why.
func (d *deck) stream(p [][2]float64) (n int, done bool, err error) {
	n, ok := d.played.Stream(p)
	if ok && n > 0 {
		return n, false, nil
	}
	return n, true, d.err()
}

func (d *deck) decodeInto(p [][2]float64) (n int, ok bool) {
	if d.failed != nil {
		return 0, false
	}
	d.failed = contained(func() error {
		n, ok = d.dec.Stream(p)
		return nil
	})
	return n, ok && d.failed == nil
}

// err is why the decoder ended, nil for the end of the song.
func (d *deck) err() error {
	switch {
	case d.in.err != nil:
		return d.in.err
	case d.failed != nil:
		return d.failed
	}
	return d.dec.Err()
}

func (d *deck) close() {
	_ = d.in.Close()
	if d.dec != nil {
		_ = contained(d.dec.Close)
	}
	d.src.Release()
}

// headed is the deck as a streamer: what the loader decoded, then the rest.
type headed deck

func (h *headed) Stream(p [][2]float64) (int, bool) {
	if len(h.head) > 0 {
		n := copy(p, h.head)
		h.head = h.head[n:]
		h.headAt += n
		return n, true
	}
	h.head, h.headAt = nil, -1
	return (*deck)(h).decodeInto(p)
}

func (h *headed) Err() error { return (*deck)(h).err() }

// fadeIn starts softly, so that a seek does not click.
type fadeIn struct {
	beep.Streamer
	frames, at int
}

func (f *fadeIn) Stream(p [][2]float64) (int, bool) {
	n, ok := f.Streamer.Stream(p)
	for i := 0; i < n && f.at < f.frames; i++ {
		g := float64(f.at) / float64(f.frames)
		p[i][0] *= g
		p[i][1] *= g
		f.at++
	}
	return n, ok
}
