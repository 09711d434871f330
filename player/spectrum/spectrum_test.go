package spectrum

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"
)

func sine(freq, level float64, rate int) *[Window]float32 {
	p := new([Window]float32)
	for i := range p {
		p[i] = float32(level * math.Sin(2*math.Pi*freq*float64(i)/float64(rate)))
	}
	return p
}

// TestTransformIsTheFourierTransform against the sum by its definition.
func TestTransformIsTheFourierTransform(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	p := new([Window]float32)
	for i := range p {
		p[i] = float32(rng.NormFloat64())
	}
	var a Analyzer
	a.prepare(10, 44100)
	a.transform(p)
	for k := 0; k <= Window/2; k += 13 {
		var z complex128
		for i, v := range p {
			z += complex(float64(v)*a.hann[i], 0) * cmplx.Rect(1, -2*math.Pi*float64(k*i%Window)/Window)
		}
		want := real(z*cmplx.Conj(z)) * 16 / (Window * Window)
		if math.Abs(a.power[k]-want) > 1e-9*(1+want) {
			t.Fatalf("bin %d: %v, want %v", k, a.power[k], want)
		}
	}
}

func TestASineIsLoudestInItsBand(t *testing.T) {
	t.Parallel()
	for _, rate := range []int{44100, 48000} {
		for _, freq := range []float64{100, 440, 1000, 5000, 12000} {
			var a Analyzer
			dst := make([]float32, 48)
			a.Bands(dst, sine(freq, 1, rate), rate)
			best := 0
			for i, v := range dst {
				if v > dst[best] {
					best = i
				}
			}
			low := lowest * math.Pow(highest/lowest, float64(best)/48)
			high := lowest * math.Pow(highest/lowest, float64(best+1)/48)
			width := float64(rate) / Window // a bin
			if freq < low-width || freq > high+width {
				t.Errorf("%d Hz: %.0f Hz is loudest in the band of %.0f to %.0f", rate, freq, low, high)
			}
		}
	}
}

func TestTheScaleIsThatOfDecibels(t *testing.T) {
	t.Parallel()
	var a Analyzer
	dst := make([]float32, 31)
	for _, db := range []float64{0, -20, -40} {
		a.Bands(dst, sine(1000, math.Pow(10, db/20), 44100), 44100)
		most := float32(0)
		for _, v := range dst {
			most = max(most, v)
		}
		if want := 1 - db/floor; math.Abs(float64(most)-want) > 0.05 {
			t.Errorf("a sine of %.0f dB: %.3f, want %.3f", db, most, want)
		}
	}
	a.Bands(dst, new([Window]float32), 44100)
	for _, v := range dst {
		if v != 0 {
			t.Fatal("silence is seen")
		}
	}
}

func TestALookAllocatesNothing(t *testing.T) {
	var a Analyzer
	dst, p := make([]float32, 64), sine(440, 1, 44100)
	a.Bands(dst, p, 44100)
	if n := testing.AllocsPerRun(50, func() { a.Bands(dst, p, 44100) }); n > 0 {
		t.Errorf("%.0f allocations", n)
	}
}

// BenchmarkLook: one look; 20 a second are usual.
func BenchmarkLook(b *testing.B) {
	var a Analyzer
	dst, p := make([]float32, 64), sine(440, 1, 44100)
	for b.Loop() {
		a.Bands(dst, p, 44100)
	}
}
