package decode

import (
	"errors"
	"fmt"
	"io"

	"ncmtui/player/decode/flac"
)

// flacStream gives a flac's samples as stereo.
type flacStream struct {
	r      *flac.Reader
	length int
	mix    [][2]float64 // weight of each channel left and right, scaled to ±1

	pos   int
	block flac.Block
	at    int // samples of block already given
	heard bool
	done  bool
	stray bool // a failed seek left the reader elsewhere
	err   error
}

func openFLAC(in Input, hint Hint) (*flacStream, error) {
	r, err := flac.Open(in, in.Size())
	switch {
	case errors.Is(err, flac.ErrUnsupported):
		return nil, fmt.Errorf("%w: %w", ErrUnsupported, err)
	case errors.Is(err, flac.ErrNotFLAC):
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	case err != nil:
		return nil, fmt.Errorf("open flac: %w", err)
	}
	s := &flacStream{r: r, length: int(r.Total), mix: weights(r.Channels, r.Bits)}
	if s.length == 0 {
		s.length = int(hint.Duration.Seconds() * float64(r.Rate))
	}
	return s, nil
}

// Places of channels by their number, RFC 9639 §9.1.3.
var layouts = [8]string{"C", "LR", "LRC", "LRlr", "LRClr", "LRC.lr", "LRC.clr", "LRC.lrlr"}

// weights folds channels to stereo: centre and surround at -3 dB, no bass
// channel, the sum scaled so that it cannot clip.
func weights(channels, bits int) [][2]float64 {
	const part = 0.7071
	layout := layouts[channels-1]
	mix, sum := make([][2]float64, channels), 0.0
	for i, c := range layout {
		switch c {
		case 'L':
			mix[i][0] = 1
		case 'R':
			mix[i][1] = 1
		case 'l':
			mix[i][0] = part
		case 'r':
			mix[i][1] = part
		case 'C', 'c':
			mix[i] = [2]float64{part, part}
		}
		sum += mix[i][0]
	}
	for i := range mix {
		mix[i][0] /= sum * float64(int64(1)<<(bits-1))
		mix[i][1] /= sum * float64(int64(1)<<(bits-1))
	}
	return mix
}

func (s *flacStream) Info() Info {
	return Info{Format: "flac", Rate: s.r.Rate, Channels: s.r.Channels, Bits: s.r.Bits, Bitrate: s.r.Bitrate()}
}

func (s *flacStream) Len() int      { return s.length }
func (s *flacStream) Position() int { return s.pos }
func (s *flacStream) Err() error    { return s.err }
func (s *flacStream) Close() error  { return nil }

func (s *flacStream) Stream(samples [][2]float64) (int, bool) {
	n := 0
	for n < len(samples) && s.err == nil && !s.done {
		if s.at >= s.block.Samples {
			s.next()
			continue
		}
		k := min(len(samples)-n, s.block.Samples-s.at)
		s.fill(samples[n:n+k], s.at)
		s.at += k
		s.pos += k
		n += k
	}
	return n, n > 0
}

// fill writes the block's samples from i on.
func (s *flacStream) fill(dst [][2]float64, i int) {
	planes := s.block.Planes
	switch {
	case planes == nil:
		clear(dst)
	case len(planes) == 2:
		left, right, scale := planes[0][i:], planes[1][i:], s.mix[0][0]
		for k := range dst {
			dst[k] = [2]float64{float64(left[k]) * scale, float64(right[k]) * scale}
		}
	default:
		clear(dst)
		for c, plane := range planes {
			w := s.mix[c]
			for k := range dst {
				v := float64(plane[i+k])
				dst[k][0] += v * w[0]
				dst[k][1] += v * w[1]
			}
		}
	}
}

// next takes the block that holds pos, or ends the song.
func (s *flacStream) next() {
	if s.stray {
		if s.err = s.Seek(s.pos); s.err != nil {
			return
		}
	}
	b, err := s.r.Next()
	switch {
	case err == nil:
	case errors.Is(err, io.EOF) && s.heard:
		s.done = true
		return
	case errors.Is(err, io.EOF):
		s.err = fmt.Errorf("%w: no frame could be decoded", ErrDamaged)
		return
	case errors.Is(err, flac.ErrGivenUp):
		s.err = fmt.Errorf("%w: %w", ErrDamaged, err)
		return
	default:
		s.err = err
		return
	}
	s.heard = s.heard || b.Planes != nil
	s.block = b
	s.at = min(max(s.pos-int(b.Sample), 0), b.Samples)
}

// Seek moves to sample p exactly, clamped to the song.
func (s *flacStream) Seek(p int) error {
	if s.err != nil {
		return s.err
	}
	p = max(p, 0)
	if s.length > 0 {
		p = min(p, s.length)
	}
	s.block, s.at, s.done = flac.Block{}, 0, false
	if s.length > 0 && p == s.length {
		s.pos, s.done, s.stray = p, true, false
		return nil
	}
	if err := s.r.SeekSample(int64(p)); err != nil {
		s.stray = true
		return fmt.Errorf("seek: %w", err)
	}
	s.pos, s.stray = p, false
	return nil
}
