// Package resample changes the sample rate of a streamer with a windowed-sinc
// polyphase filter. It never buffers more than a few milliseconds.
package resample

import (
	"math"

	"github.com/gopxl/beep/v2"
)

const (
	kaiserBeta = 9.3  // 93 dB of stop band and more
	passBand   = 0.92 // of the lower rate's Nyquist frequency
	maxPhases  = 1280 // 11025 -> 192000 needs 1280; odder ratios take the nearest phase
	block      = 512  // samples taken from the source at a time
)

// New gives s, which has from samples a second, at to samples a second. The
// output is aligned with the input to the sample and ends with it:
// ceil(n*to/from) samples of n. Beyond its ends the input is taken to stay as it
// is there: in mid-wave, silence would bend the first and last of them. Equal rates, or rates that are none, give s
// itself. After a seek of the source a new one is needed.
func New(from, to int, s beep.Streamer) beep.Streamer {
	if from == to || from <= 0 || to <= 0 {
		return s
	}
	g := gcd(from, to)
	r := &resampler{src: s, up: to / g, down: from / g, taps: tapsFor(from, to)}
	r.phases = min(r.up, maxPhases)
	r.table = table(r.phases, r.taps, passBand*min(1, float64(to)/float64(from)))
	r.in = make([]frame, r.taps/2-1, r.taps+2*block)
	return r
}

// tapsFor gives the filter's length: a narrow pass band wants a long filter.
func tapsFor(from, to int) int {
	switch {
	case to > from || from < 88200:
		return 64
	case from < 176400:
		return 128
	}
	return 256
}

// frame is a stereo sample; float32 halves what the filter has to read.
type frame = [2]float32

type resampler struct {
	src      beep.Streamer
	up, down int // reduced ratio to:from
	phases   int
	taps     int
	table    []float32 // phases rows of taps

	in    []frame // input around the current place
	at    int     // index in in of the first tap
	frac  int     // place between two input samples, in 1/up
	fed   int     // samples taken from the source
	given int     // samples given
	tmp   [block][2]float64
	ended bool
}

func (r *resampler) Err() error { return r.src.Err() }

func (r *resampler) Stream(samples [][2]float64) (int, bool) {
	n := 0
	for n < len(samples) {
		if r.at+r.taps > len(r.in) && !r.fill() {
			break
		}
		if r.ended && r.given*r.down >= r.fed*r.up {
			break
		}
		row := r.frac
		if r.phases != r.up {
			row = r.frac * r.phases / r.up
		}
		samples[n] = dot(r.in[r.at:r.at+r.taps], r.table[row*r.taps:(row+1)*r.taps])
		n++
		r.given++
		r.frac += r.down
		r.at += r.frac / r.up
		r.frac %= r.up
	}
	return n, n > 0
}

// dot applies one row of the filter.
func dot(in []frame, row []float32) [2]float64 {
	in = in[:len(row)]
	var l0, l1, r0, r1 float32
	for i := 0; i+1 < len(row); i += 2 {
		a, b := row[i], row[i+1]
		l0 += in[i][0] * a
		r0 += in[i][1] * a
		l1 += in[i+1][0] * b
		r1 += in[i+1][1] * b
	}
	return [2]float64{float64(l0 + l1), float64(r0 + r1)}
}

// fill takes samples until a whole filter's worth is there; before the first
// and behind the last one it adds what the filter looks into.
func (r *resampler) fill() bool {
	r.in = r.in[:copy(r.in, r.in[min(r.at, len(r.in)):])]
	r.at = 0
	for len(r.in) < r.taps {
		if r.ended {
			return false
		}
		n, ok := r.src.Stream(r.tmp[:])
		for _, s := range r.tmp[:n] {
			r.in = append(r.in, frame{float32(s[0]), float32(s[1])})
		}
		if r.fed == 0 && n > 0 {
			before := r.in[:r.taps/2-1]
			for i := range before {
				before[i] = r.in[len(before)]
			}
		}
		r.fed += n
		if !ok || n == 0 {
			r.ended = true
			if r.src.Err() != nil {
				return false
			}
			last := r.in[len(r.in)-1]
			for range r.taps {
				r.in = append(r.in, last)
			}
		}
	}
	return true
}

// table makes the rows: a sinc with the cutoff (of the input's Nyquist
// frequency) in a Kaiser window, moved by the row's part of a sample, each
// with a sum of 1.
func table(phases, taps int, cutoff float64) []float32 {
	t := make([]float32, phases*taps)
	row := make([]float64, taps)
	for p := range phases {
		sum := 0.0
		for k := range row {
			x := float64(k-taps/2+1) - float64(p)/float64(phases)
			row[k] = sinc(cutoff*x) * kaiser(x/float64(taps/2))
			sum += row[k]
		}
		for k, v := range row {
			t[p*taps+k] = float32(v / sum)
		}
	}
	return t
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

func kaiser(x float64) float64 {
	if x < -1 || x > 1 {
		return 0
	}
	return bessel(kaiserBeta*math.Sqrt(1-x*x)) / bessel(kaiserBeta)
}

// bessel is the modified Bessel function I0.
func bessel(x float64) float64 {
	sum, term := 1.0, 1.0
	for k := 1; term > sum*1e-12; k++ {
		term *= x / 2 / float64(k) * x / 2 / float64(k)
		sum += term
	}
	return sum
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
