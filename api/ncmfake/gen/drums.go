package main

import (
	"math"
	"math/rand/v2"
)

// kick is a falling sine; the pitch of a drum voice is its tuning.
var kick = voice{"kick", func(rate int, pitch float64, _ int, _ *rand.Rand) []float64 {
	out := buffer(rate, 0, 0.34)
	phase := 0.0
	for i := range out {
		t := float64(i) / float64(rate)
		phase += 2 * math.Pi * pitch * (1 + 3*math.Exp(-t*38)) / float64(rate)
		out[i] = math.Sin(phase) * math.Exp(-t*11) * min(1, t/0.002)
	}
	fadeEnds(out, rate, 0, 0.03)
	return out
}}

// noise is filtered noise with an exponential fall: low and high are one-pole
// corners in Hz.
func noise(rate int, low, high, fall, tail float64, rng *rand.Rand) []float64 {
	out := buffer(rate, 0, tail)
	kl := 1 - math.Exp(-2*math.Pi*low/float64(rate))
	kh := 1 - math.Exp(-2*math.Pi*high/float64(rate))
	a, b := 0.0, 0.0
	for i := range out {
		t := float64(i) / float64(rate)
		x := rng.NormFloat64() * 0.5
		a += kh * (x - a)
		b += kl * (a - b)
		out[i] = (a - b) * math.Exp(-t*fall)
	}
	fadeEnds(out, rate, 0.0008, 0.02)
	return out
}

var snare = voice{"snare", func(rate int, pitch float64, _ int, rng *rand.Rand) []float64 {
	out := noise(rate, 500, 5200, 17, 0.26, rng)
	for i := range out {
		t := float64(i) / float64(rate)
		out[i] += 0.4 * math.Sin(2*math.Pi*pitch*t) * math.Exp(-t*24)
	}
	return out
}}

var gated = voice{"gated", func(rate int, pitch float64, _ int, rng *rand.Rand) []float64 {
	out := noise(rate, 300, 4800, 4.5, 0.24, rng)
	for i := range out {
		t := float64(i) / float64(rate)
		out[i] += 0.5 * math.Sin(2*math.Pi*pitch*t) * math.Exp(-t*14)
	}
	return out
}}

var hat = voice{"hat", func(rate int, _ float64, _ int, rng *rand.Rand) []float64 {
	return noise(rate, 5200, 9000, 65, 0.07, rng)
}}

var shaker = voice{"shaker", func(rate int, _ float64, _ int, rng *rand.Rand) []float64 {
	out := noise(rate, 3600, 8000, 30, 0.11, rng)
	for i := range out {
		out[i] *= min(1, float64(i)/float64(rate)/0.025)
	}
	return out
}}

var brush = voice{"brush", func(rate int, _ float64, _ int, rng *rand.Rand) []float64 {
	out := noise(rate, 900, 4200, 9, 0.3, rng)
	for i := range out {
		out[i] *= min(1, float64(i)/float64(rate)/0.04)
	}
	return out
}}

var rim = voice{"rim", func(rate int, pitch float64, n int, _ *rand.Rand) []float64 {
	return struck(rate, pitch, 0, 0.09, 0.001, []partial{{1, 0.5, 0.014}, {1.52, 0.4, 0.012}, {2.7, 0.2, 0.006}})
}}

var wood = voice{"wood", func(rate int, pitch float64, n int, _ *rand.Rand) []float64 {
	return struck(rate, pitch, 0, 0.16, 0.001, []partial{{1, 0.6, 0.035}, {2.1, 0.2, 0.015}})
}}

var crackle = voice{"crackle", func(rate int, _ float64, _ int, rng *rand.Rand) []float64 {
	return noise(rate, 1500, 6000, 700, 0.012, rng)
}}
