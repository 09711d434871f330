package decode

import (
	"errors"
	"fmt"
	"io"

	"github.com/gopxl/beep/v2"

	"ncmtui/player/decode/mp3"
)

// maxBadFrames is how many frames in a row may fail before the song is given up.
const maxBadFrames = 50

// frames decodes single mp3 frames: *mp3.Decoder or goMP3.
type frames interface {
	// Decode gives h.Samples of left and right in turn, valid until the next
	// call, with an error too: a frame that failed is masked.
	Decode(h mp3.Header, frame []byte) ([]float32, error)
	// Lost is Decode for a frame that is not there.
	Lost(h mp3.Header) []float32
	// Reset is for a jump to another place.
	Reset()
}

// OpenGoMP3 is Open with hajimehoshi/go-mp3 for the mp3 files that it can
// decode: not MPEG-2.5, not free format.
func OpenGoMP3(in Input, hint Hint) (Decoder, error) {
	hint.goMP3 = true
	return Open(in, hint)
}

// mp3Stream decodes an mp3: framer, synthesis, gapless trims.
type mp3Stream struct {
	f     *mp3.Framer
	synth frames
	rate  int
	spf   int // samples per frame
	front int // samples to drop at the start
	back  int // samples to drop at the end

	pos   int           // of the next sample given, trimmed
	skip  int           // decoded samples to drop before that
	until int           // frames before this one are only decoded, not heard
	pcm   []float32     // decoded and not given yet, stereo
	last  mp3.Header    // of the frame that pcm is of
	other beep.Streamer // of a part with another rate; nil outside one
	bad   int           // failed frames in a row
	good  bool          // some frame was decoded
	stray bool          // a failed seek left the framer elsewhere
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
	if hint.goMP3 && goMP3Takes(h) {
		s.synth = &goMP3{}
	} else {
		s.synth = mp3.NewDecoder()
	}
	if t := f.Tag(); t.Gapless {
		s.front = t.Delay + mp3.DecoderDelay
		s.back = max(t.Padding-mp3.DecoderDelay, 0)
	}
	s.skip, s.last = s.front, h
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
		if s.other != nil {
			k, ok := s.other.Stream(samples[n:])
			s.pos += k
			n += k
			if !ok {
				s.other = nil
			}
			continue
		}
		if len(s.pcm) == 0 {
			if !s.more() {
				break
			}
			continue
		}
		if s.last.Rate != s.rate {
			s.convert()
			continue
		}
		k := spread(samples[n:], s.pcm)
		s.pcm = s.pcm[2*k:]
		s.pos += k
		n += k
	}
	return n, n > 0
}

// loudest is the sample value that is let through. Loud songs go a little
// over full scale 1, which a volume below brings back; what goes far over it
// is damage.
const loudest = 2

// spread fills samples from stereo pcm and gives how many it took.
func spread(samples [][2]float64, pcm []float32) int {
	n := min(len(samples), len(pcm)/2)
	samples, pcm = samples[:n], pcm[:2*n]
	for i := range samples {
		samples[i] = [2]float64{bounded(pcm[2*i]), bounded(pcm[2*i+1])}
	}
	return n
}

func bounded(v float32) float64 {
	if v > loudest {
		return loudest
	}
	if v < -loudest {
		return -loudest
	}
	return float64(v)
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

// settleFrames is how many frames a Settle looks at: 13 s.
const settleFrames = 500

// Estimated says that Position is an estimate.
func (s *mp3Stream) Estimated() bool { return s.f.Estimated() }

// Settle makes it a true one, in several calls.
func (s *mp3Stream) Settle() (by int, err error) {
	off, err := s.f.Settle(settleFrames)
	s.until += off
	s.pos += off * s.spf
	return off * s.spf, err
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
	cut := min(s.skip, len(pcm)/2)
	s.skip -= cut
	pcm = pcm[cut*2:]
	if s.back > 0 {
		// The cut at the end goes by the frames that are really there: in
		// an estimated part the numbers may be off.
		after, err := s.f.Following((s.back + s.spf - 1) / s.spf)
		if err != nil {
			return err
		}
		drop := max(s.back-after*s.spf, 0)
		pcm = pcm[:max(len(pcm)-drop*2, 0)]
	}
	s.pcm = pcm
	return nil
}

// samples decodes one frame; what fails or is missing becomes silence.
func (s *mp3Stream) samples(f mp3.Frame) ([]float32, error) {
	if f.Lost {
		s.bad++
		return s.synth.Lost(s.last), s.tooBad(mp3.ErrGivenUp)
	}
	s.last = f.Head
	pcm, err := s.synth.Decode(f.Head, f.Data)
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
		s.pos, s.pcm, s.other, s.done, s.stray = p, nil, nil, true, false
		return nil
	} else if err != nil {
		s.stray = true
		if errors.Is(err, mp3.ErrGivenUp) {
			err = fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		return fmt.Errorf("seek: %w", err)
	}
	s.synth.Reset()
	s.pos, s.until, s.skip = p, target, (p+s.front)%s.spf
	s.pcm, s.other, s.bad, s.done, s.stray = nil, nil, 0, false, false
	return nil
}
