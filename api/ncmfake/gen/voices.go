package main

import (
	"math"
	"math/rand/v2"
)

// voice renders one note: pitch in Hz, held for n samples; the answer may be
// longer, for what rings on.
type voice struct {
	name   string
	render func(rate int, pitch float64, n int, rng *rand.Rand) []float64
}

// seconds is a buffer of held plus tail seconds.
func buffer(rate, n int, tail float64) []float64 {
	return make([]float64, n+int(tail*float64(rate)))
}

// partial is one sine of a struck sound: ratio to the pitch, level, and the
// time in seconds in which it falls to a third.
type partial struct{ ratio, level, decay float64 }

// struck sums decaying partials under a short attack.
func struck(rate int, pitch float64, n int, tail, attack float64, ps []partial) []float64 {
	out := buffer(rate, n, tail)
	end := len(out)
	for _, p := range ps {
		f := pitch * p.ratio
		if f > 10000 {
			continue
		}
		w := 2 * math.Pi * f / float64(rate)
		for i := range out {
			t := float64(i) / float64(rate)
			out[i] += p.level * math.Sin(w*float64(i)) * math.Exp(-t/p.decay)
		}
	}
	a := int(attack * float64(rate))
	fade := rate / 20
	for i := range out {
		if i < a {
			out[i] *= float64(i) / float64(a)
		}
		if left := end - i; left < fade {
			out[i] *= float64(left) / float64(fade)
		}
	}
	return out
}

var musicBox = voice{"musicBox", func(rate int, pitch float64, n int, _ *rand.Rand) []float64 {
	return struck(rate, pitch, n, 1.6, 0.002, []partial{
		{1, 0.7, 0.75}, {2.001, 0.18, 0.5}, {3.01, 0.14, 0.3}, {5.4, 0.06, 0.12}, {8.9, 0.025, 0.05},
	})
}}

var marimba = voice{"marimba", func(rate int, pitch float64, n int, _ *rand.Rand) []float64 {
	return struck(rate, pitch, n, 0.5, 0.003, []partial{
		{1, 0.8, 0.28}, {3.93, 0.22, 0.09}, {9.6, 0.07, 0.03}, {0.5, 0.08, 0.2},
	})
}}

var bell = voice{"bell", func(rate int, pitch float64, n int, _ *rand.Rand) []float64 {
	return struck(rate, pitch, n, 3.2, 0.006, []partial{
		{1, 0.5, 1.6}, {2.0, 0.22, 1.1}, {2.76, 0.16, 0.8}, {5.4, 0.07, 0.4},
	})
}}

var piano = voice{"piano", func(rate int, pitch float64, n int, rng *rand.Rand) []float64 {
	var ps []partial
	for h := 1; h <= 14; h++ {
		k := float64(h)
		stretch := math.Sqrt(1 + 0.0004*k*k)
		level := 0.6 / math.Pow(k, 1.25) * (0.75 + 0.5*rng.Float64())
		decay := (2.2 * math.Pow(220/pitch, 0.4)) / (1 + 0.45*k)
		ps = append(ps, partial{k * stretch, level, decay}, partial{k * stretch * 1.0009, level * 0.45, decay * 1.3})
	}
	out := struck(rate, pitch, n, 0.7, 0.004, ps)
	hammer := 0.0
	for i := range min(rate/50, len(out)) {
		hammer += 0.12 * (rng.NormFloat64()*0.25 - hammer)
		out[i] += hammer * math.Exp(-float64(i)/float64(rate)*220)
	}
	damper(out, n, rate, 0.22)
	return out
}}

// damper lets everything after the held part die within t seconds.
func damper(out []float64, n, rate int, t float64) {
	for i := n; i < len(out); i++ {
		out[i] *= math.Exp(-float64(i-n) / (t * float64(rate)))
	}
}

// electric is a two-operator tine piano.
var electric = voice{"electric", func(rate int, pitch float64, n int, _ *rand.Rand) []float64 {
	out := buffer(rate, n, 0.6)
	w := 2 * math.Pi * pitch / float64(rate)
	for i := range out {
		t, x := float64(i)/float64(rate), float64(i)
		index := 1.5*math.Exp(-t*2.6) + 0.25
		tine := 0.16 * math.Sin(w*14*x) * math.Exp(-t*16)
		body := math.Sin(w*x + index*math.Sin(w*x))
		tremolo := 1 + 0.12*math.Sin(2*math.Pi*4.2*t)
		out[i] = (body + tine) * 0.55 * math.Exp(-t*0.9) * min(1, t/0.005) * tremolo
	}
	damper(out, n, rate, 0.12)
	return out
}}

// plucked is a Karplus-Strong string: bright 0..1, ring in seconds, and the
// place of the finger as a fraction of the string.
func plucked(rate int, pitch float64, n int, bright, ring, place float64, rng *rand.Rand) []float64 {
	out := buffer(rate, n, 1.4)
	period := float64(rate)/pitch - 0.5
	size := int(period)
	frac := period - float64(size)
	coef := (1 - frac) / (1 + frac)
	line := make([]float64, size)
	low := 0.0
	for i := range line {
		low += (0.25 + 0.7*bright) * (rng.NormFloat64()*0.4 - low)
		line[i] = low
	}
	if d := int(place * float64(size)); d > 0 {
		for i := size - 1; i >= d; i-- {
			line[i] -= line[i-d] * 0.9
		}
	}
	loss := math.Pow(0.001, 1/(ring*pitch))
	pos, last, ap, prev := 0, 0.0, 0.0, 0.0
	for i := range out {
		y := line[pos]
		f := loss * (0.5*y + 0.5*last)
		last = y
		ap = coef*f + prev - coef*ap
		prev = f
		line[pos] = ap
		out[i] = y
		if pos++; pos == size {
			pos = 0
		}
	}
	fadeEnds(out, rate, 0.0005, 0.08)
	return out
}

func fadeEnds(out []float64, rate int, in, fade float64) {
	a, z := int(in*float64(rate)), int(fade*float64(rate))
	for i := range out {
		if i < a {
			out[i] *= float64(i) / float64(a)
		}
		if left := len(out) - i; left < z {
			out[i] *= float64(left) / float64(z)
		}
	}
}

var guzheng = voice{"guzheng", func(rate int, pitch float64, n int, rng *rand.Rand) []float64 {
	return plucked(rate, pitch, n, 0.9, 2.6, 0.13, rng)
}}

var nylon = voice{"nylon", func(rate int, pitch float64, n int, rng *rand.Rand) []float64 {
	out := plucked(rate, pitch, n, 0.35, 1.7, 0.28, rng)
	damper(out, n, rate, 0.1)
	return out
}}

var koto = voice{"koto", func(rate int, pitch float64, n int, rng *rand.Rand) []float64 {
	return plucked(rate, pitch, n, 0.62, 1.5, 0.07, rng)
}}
