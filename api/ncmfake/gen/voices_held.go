package main

import (
	"math"
	"math/rand/v2"
)

// shape is the loudness of a held note.
type shape struct{ attack, release, sag float64 } // s, s, s to lose a third (0: none)

func (s shape) at(i, n, rate int) float64 {
	t := float64(i) / float64(rate)
	v := 1.0
	if t < s.attack {
		x := t / s.attack
		v = x * x * (3 - 2*x)
	}
	if s.sag > 0 {
		v *= math.Exp(-t / s.sag)
	}
	if i > n {
		v *= math.Exp(-float64(i-n) / (s.release / 3 * float64(rate)))
	}
	return v
}

// harmonic sums harmonics with the given levels and a vibrato (Hz, depth)
// that sets in after a while.
func harmonic(rate int, pitch float64, n int, s shape, vibHz, vib float64, level func(h int, t float64) float64, top int) []float64 {
	out := buffer(rate, n, s.release)
	phase := 0.0
	for i := range out {
		t := float64(i) / float64(rate)
		f := pitch * (1 + vib*math.Sin(2*math.Pi*vibHz*t)*min(1, t/0.5))
		phase += 2 * math.Pi * f / float64(rate)
		v := 0.0
		sin1, cos2 := math.Sin(phase), 2*math.Cos(phase)
		a, b := 0.0, sin1 // sin(0), sin(phase); the rest by recurrence
		for h := 1; h <= top && pitch*float64(h) < 9500; h++ {
			v += b * level(h, t)
			a, b = b, cos2*b-a
		}
		out[i] = v * s.at(i, n, rate)
	}
	fadeEnds(out, rate, 0, 0.03)
	return out
}

var pad = voice{"pad", func(rate int, pitch float64, n int, rng *rand.Rand) []float64 {
	s := shape{attack: 1.1, release: 2.2}
	var out []float64
	for range 3 {
		detune := 1 + (rng.Float64()-0.5)*0.007
		slow := 0.08 + 0.1*rng.Float64()
		turn := rng.Float64() * 6
		one := harmonic(rate, pitch*detune, n, s, slow, 0.0015, func(h int, t float64) float64 {
			open := 1.5 + 0.7*math.Sin(2*math.Pi*slow*t+turn)
			return 0.2 / math.Pow(float64(h), 0.6+1.6/open)
		}, 14)
		if out == nil {
			out = one
			continue
		}
		for i := range out {
			out[i] += one[i]
		}
	}
	return out
}}

var bowed = voice{"bowed", func(rate int, pitch float64, n int, rng *rand.Rand) []float64 {
	s := shape{attack: 0.09, release: 0.35}
	var out []float64
	for range 3 {
		detune := 1 + (rng.Float64()-0.5)*0.006
		one := harmonic(rate, pitch*detune, n, s, 4.8+0.8*rng.Float64(), 0.0038, func(h int, _ float64) float64 {
			body := 1 + 0.5*math.Sin(float64(h)*pitch/310)
			return 0.17 * body / math.Pow(float64(h), 1.15)
		}, 18)
		if out == nil {
			out = one
			continue
		}
		for i := range out {
			out[i] += one[i]
		}
	}
	return out
}}

var flute = voice{"flute", func(rate int, pitch float64, n int, rng *rand.Rand) []float64 {
	out := harmonic(rate, pitch, n, shape{attack: 0.06, release: 0.18}, 5.1, 0.0045, func(h int, _ float64) float64 {
		return []float64{0, 0.55, 0.2, 0.1, 0.035, 0.02, 0.01}[h]
	}, 6)
	breathe(out, n, rate, 0.16, pitch, rng)
	return out
}}

var shakuhachi = voice{"shakuhachi", func(rate int, pitch float64, n int, rng *rand.Rand) []float64 {
	out := harmonic(rate, pitch, n, shape{attack: 0.16, release: 0.4}, 4.4, 0.009, func(h int, t float64) float64 {
		return []float64{0, 0.6, 0.1, 0.16, 0.02, 0.03}[h] * (1 - 0.25*math.Exp(-t*3))
	}, 5)
	breathe(out, n, rate, 0.5, pitch, rng)
	return out
}}

// breathe adds the noise of blowing, around the pitch.
func breathe(out []float64, n, rate int, level, pitch float64, rng *rand.Rand) {
	r, w := 0.97, 2*math.Pi*pitch*2/float64(rate)
	norm := (1 - r) * math.Sqrt(1+r*r-2*r*math.Cos(2*w)) // the resonance's gain
	y1, y2 := 0.0, 0.0
	s := shape{attack: 0.03, release: 0.2}
	for i := range out {
		y := rng.NormFloat64()*level + 2*r*math.Cos(w)*y1 - r*r*y2
		y1, y2 = y, y1
		out[i] += y * norm * s.at(i, n, rate)
	}
}

// pulse is a band-limited square of the given duty, as in old game machines.
func pulse(name string, duty float64) voice {
	return voice{name, func(rate int, pitch float64, n int, _ *rand.Rand) []float64 {
		out := harmonic(rate, pitch, n, shape{attack: 0.002, release: 0.05, sag: 0.55}, 6, 0.003, func(h int, _ float64) float64 {
			return 0.5 / float64(h) * math.Sin(math.Pi*float64(h)*duty)
		}, 24)
		return out
	}}
}

var (
	pulse50 = pulse("pulse50", 0.5)
	pulse25 = pulse("pulse25", 0.25)
)

var triangle = voice{"triangle", func(rate int, pitch float64, n int, _ *rand.Rand) []float64 {
	return harmonic(rate, pitch, n, shape{attack: 0.002, release: 0.04}, 0, 0, func(h int, _ float64) float64 {
		if h%2 == 0 {
			return 0
		}
		return 0.8 / float64(h*h) * float64(1-(h-1)%4)
	}, 9)
}}

var roundBass = voice{"roundBass", func(rate int, pitch float64, n int, _ *rand.Rand) []float64 {
	return harmonic(rate, pitch, n, shape{attack: 0.008, release: 0.08, sag: 1.3}, 0, 0, func(h int, t float64) float64 {
		return []float64{0, 0.9, 0.3, 0.12, 0.05}[h] * math.Exp(-t*float64(h-1)*1.8)
	}, 4)
}}

var sawBass = voice{"sawBass", func(rate int, pitch float64, n int, _ *rand.Rand) []float64 {
	return harmonic(rate, pitch, n, shape{attack: 0.004, release: 0.05, sag: 0.7}, 0, 0, func(h int, t float64) float64 {
		cut := 3 + 9*math.Exp(-t*9)
		return 0.6 / float64(h) / (1 + math.Pow(float64(h)/cut, 3))
	}, 24)
}}

var sawLead = voice{"sawLead", func(rate int, pitch float64, n int, rng *rand.Rand) []float64 {
	s := shape{attack: 0.02, release: 0.25}
	level := func(h int, t float64) float64 {
		cut := 4 + 6*math.Exp(-t*3)
		return 0.28 / float64(h) / (1 + math.Pow(float64(h)/cut, 2))
	}
	a := harmonic(rate, pitch*1.003, n, s, 5, 0.003, level, 18)
	for i, v := range harmonic(rate, pitch*0.997, n, s, 4.6, 0.003, level, 18) {
		a[i] += v
	}
	return a
}}
