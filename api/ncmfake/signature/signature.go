// Package signature writes a song's number into sound and reads it back: a
// fifth of a second of quiet high tones before each piece of the embedded
// service, by which a test tells from a recording what was played. It never
// touches files or the network.
//
// A number is four symbols of 52 ms (48 ms at 48 and 96 kHz): a marker of two
// tones of its own, then three bytes of four tones each, one out of four for
// every two bits: the number's low and high byte and a check byte.
package signature

import "math"

// Base is the lowest song id that can be written; Base+65535 is the highest.
const Base int64 = 2_600_000_000

// Symbols is how many symbols a signature has.
const Symbols = 4

// Symbol is a byte value, or one of the two that are none.
type Symbol int

// The symbols that carry no byte.
const (
	Marker  Symbol = 256
	Silence Symbol = 257
)

const (
	lowest    = 11200.0 // Hz of the first tone
	spacing   = 280.0
	groups    = 4
	markLow   = 10750.0
	markHigh  = 16000.0
	amplitude = 0.011 // of full scale, each tone
)

// Of gives the symbols that stand before the song id; ok is false when the id
// lies outside the range.
func Of(id int64) (s [Symbols]Symbol, ok bool) {
	n := id - Base
	if n < 0 || n > math.MaxUint16 {
		return s, false
	}
	lo, hi := byte(n), byte(n>>8)
	return [Symbols]Symbol{Marker, Symbol(lo), Symbol(hi), Symbol(check(lo, hi))}, true
}

// check is a byte that no single wrong tone leaves right.
func check(lo, hi byte) byte { return lo*31 + hi*151 + 0x5a }

// Samples is the length of a symbol at a rate: two mp3 frames, four above
// 64 kHz.
func Samples(rate int) int {
	if rate > 64000 {
		return 4608
	}
	return 2304
}

// tones are the frequencies of a symbol in Hz.
func (s Symbol) tones() []float64 {
	switch s {
	case Marker:
		return []float64{markLow, markHigh}
	case Silence:
		return nil
	}
	out := make([]float64, groups)
	for g := range out {
		out[g] = tone(g, int(s)>>(2*g)&3)
	}
	return out
}

func tone(group, value int) float64 { return lowest + spacing*float64(4*group+value) }

// Sound is the symbol as mono samples in -1..1, silent at both ends so that
// any two can stand side by side.
func (s Symbol) Sound(rate int) []float64 {
	n := Samples(rate)
	out := make([]float64, n)
	from, to := span(n)
	for _, f := range s.tones() {
		w := 2 * math.Pi * f / float64(rate)
		for i := from; i < to; i++ {
			out[i] += amplitude * math.Sin(w*float64(i))
		}
	}
	edge := n / 12
	for i := from; i < to; i++ {
		d := float64(min(i-from, to-1-i)) / float64(edge)
		if d < 1 {
			out[i] *= 0.5 - 0.5*math.Cos(math.Pi*d)
		}
	}
	return out
}

// span is the part of a symbol's n samples in which its tones sound.
func span(n int) (from, to int) { return n / 10, n - n/10 }
