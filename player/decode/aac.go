package decode

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"ncmtui/player/decode/m4a"
)

// units gives the access units of a song; m4a.ErrLost says of one that only
// it cannot be had. The bytes are valid until the next call.
type units interface {
	Unit(i int) ([]byte, error)
}

// unitDecoder decodes units to 16 bit, interleaved; errNotLC says that they
// are of another kind than the headers promised.
type unitDecoder interface {
	decode(unit []byte) ([]byte, error)
	reset()
}

var errNotLC = errors.New("not plain AAC-LC")

// preroll is how many units are decoded before the one that is sought: each
// overlaps with the one before it, ISO/IEC 14496-3 §4.6.18.
const preroll = 1

// aacStream gives the samples of an AAC-LC song.
type aacStream struct {
	units units
	dec   unitDecoder
	track m4a.Track
	info  Info
	exact bool // the headers know the length to the sample

	pos   int
	unit  int    // the next one
	until int    // units before this one are only decoded, not heard
	skip  int    // decoded samples to drop before pos
	pcm   []byte // decoded and not given yet, s16 interleaved
	quiet []byte // a lost unit
	bad   int
	good  bool
	stray bool // a decoder reset or a seek is due before more is decoded
	done  bool
	err   error
}

func openM4A(in Input) (*aacStream, error) {
	f, err := m4a.Open(in, in.Size())
	if err != nil {
		return nil, m4aError(err)
	}
	return newAACStream(f, f.Track, "m4a", true)
}

func openADTS(in Input, hint Hint) (*aacStream, error) {
	a, err := m4a.OpenADTS(in, in.Size(), hint.Duration)
	if err != nil {
		return nil, m4aError(err)
	}
	return newAACStream(a, a.Track, "aac", false)
}

func m4aError(err error) error {
	if errors.Is(err, m4a.ErrDamaged) {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return fmt.Errorf("open m4a: %w", err)
}

func newAACStream(u units, t m4a.Track, format string, exact bool) (*aacStream, error) {
	if t.Codec != m4a.Playable {
		return nil, &Unsupported{Codec: t.Codec}
	}
	if t.Channels > 2 {
		return nil, &Unsupported{Codec: fmt.Sprintf("aac of %d channels", t.Channels)}
	}
	dec, err := newAAC(t)
	if err != nil {
		return nil, err
	}
	return &aacStream{
		units: u, dec: dec, track: t, exact: exact, skip: t.Front,
		info:  Info{Format: format, Rate: t.Rate, Channels: t.Channels, Bitrate: t.Bitrate},
		quiet: make([]byte, m4a.UnitLen*2*t.Channels),
	}, nil
}

func (s *aacStream) Info() Info    { return s.info }
func (s *aacStream) Len() int      { return s.track.Length }
func (s *aacStream) Position() int { return s.pos }
func (s *aacStream) Err() error    { return s.err }
func (s *aacStream) Close() error  { return nil }

func (s *aacStream) Stream(samples [][2]float64) (int, bool) {
	n := 0
	for n < len(samples) && s.err == nil {
		if len(s.pcm) == 0 {
			if !s.more() {
				break
			}
			continue
		}
		k := s.fill(samples[n:])
		s.pos += k
		n += k
	}
	return n, n > 0
}

// fill gives what was decoded.
func (s *aacStream) fill(dst [][2]float64) int {
	const scale = 1.0 / 32768
	width := 2 * s.info.Channels
	k := min(len(dst), len(s.pcm)/width)
	if width == 2 {
		for i := range dst[:k] {
			v := float64(int16(binary.LittleEndian.Uint16(s.pcm[2*i:]))) * scale
			dst[i] = [2]float64{v, v}
		}
	} else {
		for i := range dst[:k] {
			v := binary.LittleEndian.Uint32(s.pcm[4*i:])
			dst[i] = [2]float64{float64(int16(v)) * scale, float64(int16(v>>16)) * scale}
		}
	}
	s.pcm = s.pcm[k*width:]
	return k
}

// more decodes until there is something to give; false at the end or on an
// error.
func (s *aacStream) more() bool {
	if s.stray {
		if s.err = s.Seek(s.pos); s.err != nil {
			return false
		}
	}
	for len(s.pcm) == 0 && !s.done {
		if err := s.next(); err != nil {
			s.fail(err)
			return false
		}
	}
	return !s.done
}

// fail ends the song: silently at its end, else with an error.
func (s *aacStream) fail(err error) {
	s.done = true
	switch {
	case errors.Is(err, io.EOF) && s.good:
	case errors.Is(err, io.EOF):
		s.err = fmt.Errorf("%w: no unit could be decoded", ErrDamaged)
	default:
		s.err = err
	}
}

// next decodes the next unit into pcm, trimmed.
func (s *aacStream) next() error {
	if s.exact && s.pos >= s.track.Length {
		return io.EOF
	}
	pcm, err := s.decode()
	if err != nil {
		return err
	}
	s.unit++
	if s.unit <= s.until {
		return nil
	}
	width := 2 * s.info.Channels
	cut := min(s.skip, len(pcm)/width)
	s.skip -= cut
	pcm = pcm[cut*width:]
	if s.exact {
		pcm = pcm[:min(len(pcm)/width, s.track.Length-s.pos)*width]
	}
	s.pcm = pcm
	return nil
}

// decode gives the samples of one unit; what fails or is missing becomes
// silence.
func (s *aacStream) decode() ([]byte, error) {
	unit, err := s.units.Unit(s.unit)
	if err == nil {
		var pcm []byte
		if pcm, err = s.dec.decode(unit); err == nil && len(pcm) == len(s.quiet) {
			s.bad, s.good = 0, true
			return pcm, nil
		}
		if errors.Is(err, errNotLC) && !s.good {
			return nil, &Unsupported{Codec: "he-aac"}
		}
		s.dec.reset()
	} else if !errors.Is(err, m4a.ErrLost) {
		return nil, err
	}
	if s.bad++; s.bad > maxBadFrames {
		return nil, fmt.Errorf("%w: %d units in a row", ErrDamaged, s.bad)
	}
	return s.quiet, nil
}

// Seek moves to sample p exactly, clamped to the song; in a raw stream that
// was not read yet, to about there.
func (s *aacStream) Seek(p int) error {
	if s.err != nil {
		return s.err
	}
	p = max(p, 0)
	if s.track.Length > 0 {
		p = min(p, s.track.Length)
	}
	s.dec.reset()
	target := (p + s.track.Front) / m4a.UnitLen
	s.pos, s.until, s.skip = p, target, (p+s.track.Front)%m4a.UnitLen
	s.unit = max(target-preroll, 0)
	s.pcm, s.bad, s.stray = nil, 0, false
	s.done = s.track.Length > 0 && p >= s.track.Length
	return nil
}
