package signature

import (
	"math"
	"time"
)

// Found is a signature in a recording: the song and where the marker starts.
type Found struct {
	ID int64
	At time.Duration
}

// Detect gives the first song whose signature is in pcm: mono samples in
// -1..1 (see Mono), at least 34,000 of them a second. The level does not
// matter down to about -70 dB.
func Detect(pcm []float32, rate int) (id int64, ok bool) {
	found := All(pcm, rate, 1)
	if len(found) == 0 {
		return 0, false
	}
	return found[0].ID, true
}

// Mono mixes interleaved samples of any number of channels down to one.
func Mono(interleaved []float32, channels int) []float32 {
	out := make([]float32, len(interleaved)/channels)
	for i := range out {
		sum := float32(0)
		for c := range channels {
			sum += interleaved[i*channels+c]
		}
		out[i] = sum / float32(channels)
	}
	return out
}

// All gives the songs in the order in which they begin, at most limit of them
// (0: all).
func All(pcm []float32, rate, limit int) []Found {
	if rate < 34000 {
		return nil
	}
	r := reader{pcm: pcm, rate: rate}
	var out []Found
	for _, size := range sizes(rate) {
		r.size = size
		out = merge(out, r.scan(limit))
	}
	if limit > 0 && len(out) > limit {
		out = out[:limit]
	}
	return out
}

// sizes are the possible lengths of a symbol in a recording at rate: songs at
// 44,100 Hz have other symbols than those at 48 and 96 kHz, and both may have
// been resampled.
func sizes(rate int) []float64 {
	return []float64{2304.0 * float64(rate) / 44100, 2304.0 * float64(rate) / 48000}
}

// merge joins two results in time order and drops what was found twice.
func merge(a, b []Found) []Found {
	for _, f := range b {
		at := len(a)
		twice := false
		for i, g := range a {
			if d := f.At - g.At; d.Abs() < 100*time.Millisecond {
				twice = true
				break
			}
			if f.At < g.At {
				at = i
				break
			}
		}
		if !twice {
			a = append(a[:at], append([]Found{f}, a[at:]...)...)
		}
	}
	return a
}

type reader struct {
	pcm  []float32
	rate int
	size float64 // samples of a symbol
}

// scan slides over the recording in steps of a quarter symbol; where the
// marker dominates it finds the best place and reads the bytes.
func (r reader) scan(limit int) []Found {
	step := int(r.size / 4)
	whole := int(r.size * Symbols)
	var out []Found
	for at := 0; at+whole <= len(r.pcm); at += step {
		if !r.marked(at) {
			continue
		}
		best, level := at, 0.0
		for d := -step; d <= step; d += step / 6 {
			if a := at + d; a >= 0 && a+whole <= len(r.pcm) {
				if e := r.power(a, markLow) + r.power(a, markHigh); e > level {
					best, level = a, e
				}
			}
		}
		id, ok := r.read(best)
		if !ok {
			continue
		}
		out = append(out, Found{ID: id, At: time.Duration(float64(best) / float64(r.rate) * float64(time.Second))})
		if limit > 0 && len(out) == limit {
			return out
		}
		at = best + whole - step
	}
	return out
}

// marked says whether both marker tones stand out of the tones around.
func (r reader) marked(at int) bool {
	lo, hi := r.power(at, markLow), r.power(at, markHigh)
	if lo < 1e-12 || hi < 1e-12 || lo > 40*hi || hi > 40*lo {
		return false
	}
	other := r.power(at, tone(0, 1)) + r.power(at, tone(2, 2)) + r.power(at, markHigh-700)
	return min(lo, hi) > 3*other
}

// read decodes the three bytes behind a marker at a position.
func (r reader) read(at int) (id int64, ok bool) {
	var bytes [Symbols - 1]byte
	for i := range bytes {
		pos := at + int(r.size*float64(i+1))
		for g := range groups {
			best, first, second := 0, 0.0, 0.0
			for v := range 4 {
				switch p := r.power(pos, tone(g, v)); {
				case p > first:
					best, first, second = v, p, first
				case p > second:
					second = p
				}
			}
			if first < 4*second || first < 1e-12 {
				return 0, false
			}
			bytes[i] |= byte(best << (2 * g))
		}
	}
	if check(bytes[0], bytes[1]) != bytes[2] {
		return 0, false
	}
	return Base + int64(bytes[0]) + int64(bytes[1])<<8, true
}

// power is the mean square of the tone f in the symbol at a position
// (Goertzel, Hann window).
func (r reader) power(at int, f float64) float64 {
	from, to := span(int(r.size))
	n := to - from
	if at+to > len(r.pcm) {
		return 0
	}
	coef := 2 * math.Cos(2*math.Pi*f/float64(r.rate))
	turn := 2 * math.Cos(2*math.Pi/float64(n))
	// the window's cosine runs by recurrence too
	w1, w2 := 1.0, turn/2
	s1, s2 := 0.0, 0.0
	for _, v := range r.pcm[at+from : at+to] {
		s1, s2 = float64(v)*(0.5-0.5*w1)+coef*s1-s2, s1
		w1, w2 = w2, turn*w2-w1
	}
	return (s1*s1 + s2*s2 - coef*s1*s2) / (float64(n) * float64(n)) * 8
}
