package decode

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"ncmtui/player/decode/mp3"
)

// maxBadFrames is how many frames in a row may fail before the song is given up.
const maxBadFrames = 50

// mp3Stream decodes an mp3: framer, synthesis, gapless trims.
type mp3Stream struct {
	f     *mp3.Framer
	synth synth
	rate  int
	spf   int // samples per frame
	front int // samples to drop at the start
	back  int // samples to drop at the end

	pos   int    // of the next sample given, trimmed
	skip  int    // decoded samples to drop before that
	until int    // frames before this one are only decoded, not heard
	pcm   []byte // decoded and not given yet, s16 stereo
	bad   int    // failed frames in a row
	good  bool   // some frame was decoded
	stray bool   // a failed seek left the framer elsewhere
	done  bool
	err   error
}

func openMP3(in Input, hint Hint) (*mp3Stream, error) {
	f, err := mp3.Open(in, in.Size(), hint.Duration)
	switch {
	case errors.Is(err, mp3.ErrUnsupported):
		return nil, fmt.Errorf("%w: %w", ErrUnsupported, err)
	case errors.Is(err, mp3.ErrNoFrames):
		return nil, fmt.Errorf("%w: %w", ErrNotAudio, err)
	case err != nil:
		return nil, fmt.Errorf("open mp3: %w", err)
	}
	h := f.Head()
	s := &mp3Stream{f: f, rate: h.Rate, spf: h.Samples}
	if t := f.Tag(); t.Gapless {
		s.front = t.Delay + mp3.DecoderDelay
		s.back = max(t.Padding-mp3.DecoderDelay, 0)
	}
	s.skip = s.front
	return s, nil
}

func (s *mp3Stream) Info() Info {
	h := s.f.Head()
	channels := 2
	if h.Mono {
		channels = 1
	}
	return Info{Format: "mp3", Rate: s.rate, Channels: channels, Bitrate: s.f.Bitrate()}
}

// Len is the length in samples, trims taken off; 0 unknown.
func (s *mp3Stream) Len() int {
	return max(s.f.Frames()*s.spf-s.front-s.back, 0)
}

func (s *mp3Stream) Position() int { return s.pos }
func (s *mp3Stream) Err() error    { return s.err }
func (s *mp3Stream) Close() error  { return nil }

func (s *mp3Stream) Stream(samples [][2]float64) (int, bool) {
	n := 0
	for n < len(samples) && s.err == nil {
		if len(s.pcm) == 0 {
			if !s.more() {
				break
			}
			continue
		}
		k := min(len(samples)-n, len(s.pcm)/4)
		for i := range k {
			v := binary.LittleEndian.Uint32(s.pcm[i*4:])
			samples[n+i] = [2]float64{float64(int16(v)) / 32768, float64(int16(v>>16)) / 32768}
		}
		s.pcm = s.pcm[k*4:]
		s.pos += k
		n += k
	}
	return n, n > 0
}

// more decodes until there is something to give; false at the end or on an
// error.
func (s *mp3Stream) more() bool {
	if s.stray {
		if err := s.Seek(s.pos); err != nil {
			s.err = err
			return false
		}
	}
	for len(s.pcm) == 0 && !s.done {
		if err := s.frame(); err != nil {
			s.fail(err)
			return false
		}
	}
	return !s.done
}

// fail ends the song: silently at its end, else with an error.
func (s *mp3Stream) fail(err error) {
	s.done = true
	switch {
	case errors.Is(err, io.EOF) && s.good:
	case errors.Is(err, io.EOF):
		s.err = fmt.Errorf("%w: no frame could be decoded", ErrDamaged)
	case errors.Is(err, mp3.ErrGivenUp):
		s.err = fmt.Errorf("%w: %w", ErrDamaged, err)
	default:
		s.err = err
	}
}

// frame decodes the next frame into pcm, trimmed.
func (s *mp3Stream) frame() error {
	f, err := s.f.Next()
	if err != nil {
		return err
	}
	pcm, err := s.samples(f)
	if err != nil {
		return err
	}
	if f.Num < s.until {
		return nil
	}
	cut := min(s.skip, len(pcm)/4)
	s.skip -= cut
	pcm = pcm[cut*4:]
	if s.back > 0 {
		// The cut at the end goes by the frames that are really there: in
		// an estimated part the numbers may be off.
		after, err := s.f.Following((s.back + s.spf - 1) / s.spf)
		if err != nil {
			return err
		}
		drop := max(s.back-after*s.spf, 0)
		pcm = pcm[:max(len(pcm)-drop*4, 0)]
	}
	s.pcm = pcm
	return nil
}

// samples decodes one frame; what fails or is missing becomes silence.
func (s *mp3Stream) samples(f mp3.Frame) ([]byte, error) {
	if f.Lost {
		s.synth.gap()
		s.bad++
		pcm := s.synth.pcm[:s.spf*4]
		clear(pcm)
		return pcm, s.tooBad(mp3.ErrGivenUp)
	}
	pcm, err := s.synth.decode(f.Head, f.Data)
	if err != nil {
		s.bad++
		return pcm, s.tooBad(err)
	}
	s.bad, s.good = 0, true
	return pcm, nil
}

func (s *mp3Stream) tooBad(err error) error {
	if s.bad <= maxBadFrames {
		return nil
	}
	return fmt.Errorf("%w: %d frames in a row: %w", ErrDamaged, s.bad, err)
}

// Seek moves to sample p, clamped to the song.
func (s *mp3Stream) Seek(p int) error {
	if s.err != nil {
		return s.err
	}
	p = max(p, 0)
	if n := s.Len(); n > 0 {
		p = min(p, n)
	}
	target := (p + s.front) / s.spf
	if _, err := s.f.Seek(target); errors.Is(err, io.EOF) {
		s.pos, s.pcm, s.done, s.stray = p, nil, true, false
		return nil
	} else if err != nil {
		s.stray = true
		if errors.Is(err, mp3.ErrGivenUp) {
			err = fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		return fmt.Errorf("seek: %w", err)
	}
	s.synth.reset()
	s.pos, s.until, s.skip = p, target, (p+s.front)%s.spf
	s.pcm, s.bad, s.done, s.stray = nil, 0, false, false
	return nil
}
