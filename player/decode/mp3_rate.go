package decode

import "ncmtui/player/resample"

// oneRate gives the frames of a file as long as their rate stays the same.
// Files that were joined from two have a part of another rate; it is brought
// to the first one's.
type oneRate struct {
	s    *mp3Stream
	rate int
}

func (r *oneRate) Stream(samples [][2]float64) (int, bool) {
	for len(r.s.pcm) == 0 {
		if !r.s.more() {
			return 0, false
		}
	}
	if r.s.last.Rate != r.rate {
		return 0, false
	}
	n := spread(samples, r.s.pcm)
	r.s.pcm = r.s.pcm[2*n:]
	return n, n > 0
}

func (r *oneRate) Err() error { return r.s.err }

// convert makes the streamer for the part that begins with the frame at hand.
func (s *mp3Stream) convert() {
	rate := s.last.Rate
	s.other = resample.New(rate, s.rate, &oneRate{s, rate})
}
