package player

import (
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/gopxl/beep/v2"

	"ncmtui/player/decode"
	"ncmtui/player/stream"
)

// deck is one song, open and ready to be decoded. After the loader made it,
// only the engine's goroutine decodes, seeks and closes it.
type deck struct {
	gen    uint64
	album  int64
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
	gain   *gained
	left   int   // frames of the output until the end, as well as it is known; -1 unknown
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
	if d.dec == nil { // it was being opened anew when a read was interrupted
		if err := d.open(); err != nil {
			return err
		}
	}
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
func (d *deck) start(at time.Duration, s *sound) (time.Duration, error) {
	fade := false
	if d.head == nil || d.frames(at) != d.headAt {
		fade = at > 0
		if d.dec == nil || d.frames(at) != d.dec.Position() || d.err() != nil {
			if err := d.seek(at); err != nil {
				return 0, err
			}
		}
		d.head, d.headAt = nil, d.dec.Position()
	}
	reached := d.at(d.headAt)
	d.gain = &gained{Streamer: (*headed)(d), step: 1 / (gainRamp.Seconds() * float64(d.info.Rate))}
	d.loudness(s)
	d.gain.now = d.gain.goal
	d.played = d.gain
	if d.info.Rate != s.rate && s.resample != nil {
		d.played = s.resample(d.info.Rate, s.rate, d.played)
	}
	if fade {
		d.played = &fadeIn{Streamer: d.played, frames: s.rate / 200}
	}
	d.left = -1
	if n := d.dec.Len(); n > 0 {
		d.left = int(math.Ceil(float64(n-d.headAt) * float64(s.rate) / float64(d.info.Rate)))
	}
	return reached, nil
}

// sound is how songs are made to sound.
type sound struct {
	rate      int // Hz of the output
	normalize string
	album     albumGain
	resample  func(from, to int, s beep.Streamer) beep.Streamer
}

// albumGain is the factor of the album that plays: the service knows gains of
// songs only, so that its first song speaks for it.
type albumGain struct {
	id     int64
	factor float64
}

// loudness sets the factor that the service's gain asks for.
func (d *deck) loudness(s *sound) {
	switch {
	case s.normalize == NormalizeOff || s.normalize == "":
		d.gain.goal = 1
	case s.normalize == NormalizeAlbum && d.album != 0:
		if s.album.id != d.album {
			s.album = albumGain{id: d.album, factor: d.replayGain()}
		}
		d.gain.goal = s.album.factor
	default:
		d.gain.goal = d.replayGain()
	}
}

// replayGain is the factor of the song alone. Without a peak it is never an
// amplification, so that nothing clips.
func (d *deck) replayGain() float64 {
	m := d.media
	if !m.HasGain {
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
	if d.left >= 0 {
		d.left = max(d.left-n, 0)
	}
	if ok && n > 0 {
		return n, false, nil
	}
	return n, true, d.err()
}

// covers says that this much of the song is there to be read.
func (d *deck) covers(t time.Duration) bool {
	st := d.src.Status()
	if st.Complete {
		return true
	}
	whole := d.at(d.dec.Len())
	return st.Size > 0 && whole > 0 && float64(st.Ahead)/float64(st.Size)*float64(whole) >= float64(t)
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

// gainRamp is how long a change of a song's loudness takes, from silence to
// full scale.
const gainRamp = 20 * time.Millisecond

// gained scales a song.
type gained struct {
	beep.Streamer
	now, goal, step float64
}

func (g *gained) Stream(p [][2]float64) (int, bool) {
	n, ok := g.Streamer.Stream(p)
	if g.now == 1 && g.goal == 1 {
		return n, ok
	}
	for i := range p[:n] {
		if g.now < g.goal {
			g.now = min(g.now+g.step, g.goal)
		} else if g.now > g.goal {
			g.now = max(g.now-g.step, g.goal)
		}
		p[i][0] *= g.now
		p[i][1] *= g.now
	}
	return n, ok
}

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
