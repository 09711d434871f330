// Package spectrum tells how loud the bands of a piece of sound are. It never
// fetches the sound and never draws.
package spectrum

import (
	"math"
	"math/cmplx"
)

const (
	// Window is how many samples a look takes.
	Window = 2048

	lowest  = 40.0    // Hz
	highest = 16000.0 // Hz
	floor   = -66.0   // dB below a full sine: 0 on the scale
	tilt    = 3.0     // dB an octave: music falls by about that
	pivot   = 1000.0  // Hz, where the tilt changes nothing
)

// Analyzer makes looks; it is used by one goroutine and allocates only when
// the number of bands or the rate changes. The zero value is ready.
type Analyzer struct {
	hann  [Window]float64
	turn  [Window / 4]complex128 // of the transform of half the length
	half  [Window/2 + 1]complex128
	work  [Window / 2]complex128
	power [Window/2 + 1]float64
	ready bool

	rate  int
	edges []float64 // in bins
}

// Bands sets dst to the loudness of bands of even width in pitch, 40 Hz to
// 16 kHz: 0 for nothing, 1 for a full sine at 1 kHz. samples are the last
// Window of one channel at a rate.
func (a *Analyzer) Bands(dst []float32, samples *[Window]float32, rate int) {
	if len(dst) == 0 || rate <= 0 {
		clear(dst)
		return
	}
	a.prepare(len(dst), rate)
	a.transform(samples)
	for i := range dst {
		from, to := a.edges[i], a.edges[i+1]
		db := 10*math.Log10(a.between(from, to)+1e-20) + tilt*math.Log2((from+to)/2*float64(rate)/Window/pivot)
		dst[i] = float32(min(max(1-db/floor, 0), 1))
	}
}

// between is the most power within bins; narrow bands share a bin by their
// place in it.
func (a *Analyzer) between(from, to float64) float64 {
	at := func(x float64) float64 {
		i := min(int(x), Window/2-1)
		part := min(x-float64(i), 1)
		return a.power[i]*(1-part) + a.power[i+1]*part
	}
	most := at((from + to) / 2)
	for i := int(math.Ceil(from)); float64(i) < to && i <= Window/2; i++ {
		most = max(most, a.power[i])
	}
	return most
}

func (a *Analyzer) prepare(bands, rate int) {
	if !a.ready {
		a.ready = true
		for i := range a.hann {
			a.hann[i] = 0.5 - 0.5*math.Cos(2*math.Pi*(float64(i)+0.5)/Window)
		}
		for i := range a.turn {
			a.turn[i] = cmplx.Rect(1, -2*math.Pi*float64(i)/(Window/2))
		}
		for i := range a.half {
			a.half[i] = cmplx.Rect(1, -2*math.Pi*float64(i)/Window)
		}
	}
	if rate == a.rate && len(a.edges) == bands+1 {
		return
	}
	a.rate = rate
	a.edges = make([]float64, bands+1)
	top := min(highest, float64(rate)*0.48)
	for i := range a.edges {
		a.edges[i] = lowest * math.Pow(top/lowest, float64(i)/float64(bands)) * Window / float64(rate)
	}
}

// transform sets power to that of each bin, 1 for a full sine: the real
// samples go as pairs through a complex transform of half the length.
func (a *Analyzer) transform(samples *[Window]float32) {
	const n = Window / 2
	for i := range n {
		a.work[i] = complex(float64(samples[2*i])*a.hann[2*i], float64(samples[2*i+1])*a.hann[2*i+1])
	}
	a.fft()
	const scale = 16.0 / (Window * Window) // a sine's peak is Window/4 under this window
	for k := range a.power {
		x, y := a.work[k%n], cmplx.Conj(a.work[(n-k)%n])
		even, odd := (x+y)/2, (x-y)/2
		z := even + a.half[k]*complex(imag(odd), -real(odd))
		a.power[k] = (real(z)*real(z) + imag(z)*imag(z)) * scale
	}
}

// fft transforms work in place, radix 2.
func (a *Analyzer) fft() {
	const n = Window / 2
	for i, j := 1, 0; i < n; i++ {
		bit := n >> 1
		for ; j&bit != 0; bit >>= 1 {
			j ^= bit
		}
		if j ^= bit; i < j {
			a.work[i], a.work[j] = a.work[j], a.work[i]
		}
	}
	for size := 2; size <= n; size *= 2 {
		step := n / size
		for from := 0; from < n; from += size {
			for k := range size / 2 {
				u, v := a.work[from+k], a.work[from+k+size/2]*a.turn[k*step]
				a.work[from+k], a.work[from+k+size/2] = u+v, u-v
			}
		}
	}
}
