package main

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
)

// loop is a stereo buffer whose end is followed by its beginning: whatever
// rings longer than the piece is heard at its start.
type loop struct {
	rate        int
	step        int // samples of a step, the piece's smallest note
	bar         int // steps of a bar
	left, right []float64
	sendL       []float64 // what goes to the reverb
	sendR       []float64
	rng         *rand.Rand
	notes       map[noteKey][]float64
}

type noteKey struct {
	voice string
	pitch float64
	n     int
}

func newLoop(rate, step, bar, bars int) *loop {
	n := step * bar * bars
	return &loop{
		rate: rate, step: step, bar: bar,
		left: make([]float64, n), right: make([]float64, n),
		sendL: make([]float64, n), sendR: make([]float64, n),
		rng:   rand.New(rand.NewPCG(20260811, uint64(step))),
		notes: map[noteKey][]float64{},
	}
}

// steps is the length of the loop in steps.
func (l *loop) steps() int { return len(l.left) / l.step }

// add mixes mono samples in at a sample position; pan is -1 (left) to 1.
func (l *loop) add(at int, mono []float64, gain, pan, send float64) {
	gl := gain * math.Cos((pan+1)*math.Pi/4)
	gr := gain * math.Sin((pan+1)*math.Pi/4)
	n := len(l.left)
	at = ((at % n) + n) % n
	for _, v := range mono {
		l.left[at] += v * gl
		l.right[at] += v * gr
		l.sendL[at] += v * gl * send
		l.sendR[at] += v * gr * send
		if at++; at == n {
			at = 0
		}
	}
}

// duck lowers everything mixed so far by depth at the given steps and lets it
// come back over the length of release seconds: the pumping of a compressor.
func (l *loop) duck(every int, depth, release float64) {
	period := every * l.step
	for i := range l.left {
		t := float64(i%period) / float64(l.rate)
		g := 1 - depth*math.Exp(-t/release)
		l.left[i] *= g
		l.right[i] *= g
	}
}

// master mixes the reverb in, levels the loop and keeps its peaks below full
// scale with a soft knee. gain is relative to a common loudness.
func (l *loop) master(gain float64) {
	wetL, wetR := reverb(l.sendL, l.sendR, l.rate)
	for i := range l.left {
		l.left[i] += wetL[i]
		l.right[i] += wetR[i]
	}
	removeDC(l.left)
	removeDC(l.right)
	const loudness = 0.105 // rms of full scale
	g := loudness * gain / l.rms()
	for i := range l.left {
		l.left[i] = knee(l.left[i] * g)
		l.right[i] = knee(l.right[i] * g)
	}
}

// knee is linear up to half of full scale and never passes 0.85.
func knee(v float64) float64 {
	const from, to = 0.5, 0.85
	a := math.Abs(v)
	if a <= from {
		return v
	}
	return math.Copysign(from+(to-from)*math.Tanh((a-from)/(to-from)), v)
}

func removeDC(x []float64) {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	sum /= float64(len(x))
	for i := range x {
		x[i] -= sum
	}
}

func (l *loop) peak() float64 {
	p := 0.0
	for i := range l.left {
		p = max(p, math.Abs(l.left[i]), math.Abs(l.right[i]))
	}
	return p
}

func (l *loop) rms() float64 {
	s := 0.0
	for i := range l.left {
		s += l.left[i]*l.left[i] + l.right[i]*l.right[i]
	}
	return math.Sqrt(s / float64(2*len(l.left)))
}

func decibel(v float64) float64 { return 20 * math.Log10(max(v, 1e-9)) }

// writeWAV writes the loop times over, in 16 bits.
func (l *loop) writeWAV(path string, times int) error {
	const frame = 4
	size := len(l.left) * times * frame
	var b bytes.Buffer
	b.WriteString("RIFF")
	put := func(v any) { _ = binary.Write(&b, binary.LittleEndian, v) }
	put(uint32(36 + size))
	b.WriteString("WAVEfmt ")
	put(uint32(16))
	put([2]uint16{1, 2})
	put([2]uint32{uint32(l.rate), uint32(l.rate * frame)})
	put([2]uint16{frame, 16})
	b.WriteString("data")
	put(uint32(size))
	for range times {
		for i := range l.left {
			for _, v := range [2]float64{l.left[i], l.right[i]} {
				q := int16(math.Round(v * (1<<15 - 1)))
				b.Write([]byte{byte(q), byte(q >> 8)})
			}
		}
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}
