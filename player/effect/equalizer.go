// Package effect changes samples in place: tone, speed, peaks, fades. It
// never allocates while it runs, never waits, and knows nothing of songs.
package effect

import "math"

// Bands are the middles of the equaliser's bands, in Hz, an octave apart.
var Bands = [10]float64{31.25, 62.5, 125, 250, 500, 1000, 2000, 4000, 8000, 16000}

// MaxGain is the most that a band is raised or lowered, in dB.
const MaxGain = 12.0

// Gains are those of the ten Bands, in dB.
type Gains [10]float64

// Clamped gives the gains within ±MaxGain; what is no number is 0.
func (g Gains) Clamped() Gains {
	for i, v := range g {
		if math.IsNaN(v) {
			v = 0
		}
		g[i] = min(max(v, -MaxGain), MaxGain)
	}
	return g
}

const (
	bandwidth  = math.Sqrt2 // Q of a band an octave wide
	eqBlock    = 64         // frames between two steps of a change
	eqSteps    = 64         // of a change: 90 ms at 44.1 kHz
	usableBand = 0.45       // of the rate; bands above it are left out
)

// Equalizer is ten peaking filters in a row. What they could raise above full
// scale is taken off before. A change goes through in steps that are not
// heard; flat, it does nothing and costs nothing. The zero value is flat.
type Equalizer struct {
	rate  float64
	goal  Gains
	left  int // steps until the gains are the goal; below 0: until it rests
	awake bool

	now         Gains
	pre, preEnd float64 // dB
	factor      float64 // of pre
	bands       [len(Bands)]biquad
	tmp         [eqBlock * 2]float64
}

// biquad is a filter of second order in its direct form: what it remembers are
// samples, so that its coefficients may change at any time. (The transposed
// form clicks at low frequencies.)
type biquad struct {
	b0, b1, b2, a1, a2 float64
	left, right        memory
}

// memory is the last samples of a channel: x before the filter, y behind it.
type memory struct{ x1, x2, y1, y2 float64 }

// still says that the filter, at 0 dB, gives what it gets.
func (m *memory) still() bool {
	const inaudible = 1e-9
	return math.Abs(m.x1-m.y1) < inaudible && math.Abs(m.x2-m.y2) < inaudible
}

// pass notes samples that go by the filter.
func (m *memory) pass(x1, x2 float64) { *m = memory{x1, x2, x1, x2} }

// peaking sets the filter to a gain in dB around freq (Audio EQ Cookbook,
// R. Bristow-Johnson).
func (f *biquad) peaking(freq, rate, gain float64) {
	sin, cos := math.Sincos(2 * math.Pi * freq / rate)
	a, alpha := math.Pow(10, gain/40), sin/(2*bandwidth)
	a0 := 1 + alpha/a
	f.b0, f.b1, f.b2 = (1+alpha*a)/a0, -2*cos/a0, (1-alpha*a)/a0
	f.a1, f.a2 = -2*cos/a0, (1-alpha/a)/a0
}

// power is the square of the filter's gain at a frequency.
func (f *biquad) power(freq, rate float64) float64 {
	s1, c1 := math.Sincos(2 * math.Pi * freq / rate)
	s2, c2 := math.Sincos(4 * math.Pi * freq / rate)
	re, im := f.b0+f.b1*c1+f.b2*c2, f.b1*s1+f.b2*s2
	den, dim := 1+f.a1*c1+f.a2*c2, f.a1*s1+f.a2*s2
	return (re*re + im*im) / (den*den + dim*dim)
}

// Set changes the gains, or the rate of the samples.
func (e *Equalizer) Set(rate int, g Gains) {
	switch {
	case e.rate != float64(rate): // nothing to change from
		*e = Equalizer{rate: float64(rate), goal: g, now: g, awake: g != Gains{}}
		e.preEnd = -Peak(rate, g)
		e.pre = e.preEnd
		e.tune()
	case g != e.goal:
		e.goal, e.left, e.awake = g, eqSteps, true
		e.preEnd = -Peak(rate, g)
	}
}

// Peak is the most that gains raise any frequency, in dB, at least 0.
func Peak(rate int, g Gains) float64 {
	const points = 16 // in an octave
	most := 1.0
	r := float64(rate)
	var bands [len(Bands)]biquad
	for i, f := range Bands {
		bands[i].peaking(f, r, g[i])
	}
	for i := range points * 10 {
		freq := 20 * math.Exp2(float64(i)/points)
		p := 1.0
		for b := range bands {
			if g[b] != 0 && Bands[b] < r*usableBand {
				p *= bands[b].power(freq, r)
			}
		}
		if freq < r/2 {
			most = max(most, p)
		}
	}
	return 10 * math.Log10(most)
}

// Flat says that Process has nothing to do.
func (e *Equalizer) Flat() bool { return !e.awake }

// Process filters interleaved stereo samples.
func (e *Equalizer) Process(p []float32) {
	for len(p) > 0 && e.awake {
		n := min(len(p), len(e.tmp))
		e.advance()
		e.block(p[:n])
		p = p[n:]
	}
}

// advance takes one step of a change.
func (e *Equalizer) advance() {
	switch {
	case e.left > 0:
		part := 1 / float64(e.left)
		for i := range e.now {
			e.now[i] += (e.goal[i] - e.now[i]) * part
		}
		e.pre += (e.preEnd - e.pre) * part
		if e.left--; e.left == 0 {
			e.now, e.pre = e.goal, e.preEnd
		}
		e.tune()
	case e.now == Gains{}:
		if e.left--; e.left < -eqSteps { // what rang has died away
			e.awake, e.left = false, 0
			for i := range e.bands {
				e.bands[i].left, e.bands[i].right = memory{}, memory{}
			}
		}
	}
}

func (e *Equalizer) tune() {
	e.factor = math.Pow(10, e.pre/20)
	for i, f := range Bands {
		e.bands[i].peaking(f, e.rate, e.now[i])
	}
}

func (e *Equalizer) block(p []float32) {
	tmp := e.tmp[:len(p)]
	for i, v := range p {
		tmp[i] = float64(v) * e.factor
	}
	for i := range e.bands {
		if Bands[i] >= e.rate*usableBand {
			continue
		}
		if f := &e.bands[i]; e.now[i] == 0 && f.left.still() && f.right.still() {
			f.skip(tmp)
		} else {
			f.run(tmp)
		}
	}
	for i, v := range tmp {
		p[i] = float32(v)
	}
}

// run filters a block.
func (f *biquad) run(p []float64) {
	b0, b1, b2, a1, a2 := f.b0, f.b1, f.b2, f.a1, f.a2
	l, r := f.left, f.right
	for i := 0; i+1 < len(p); i += 2 {
		x, y := p[i], p[i+1]
		u := b0*x + b1*l.x1 + b2*l.x2 - a1*l.y1 - a2*l.y2
		v := b0*y + b1*r.x1 + b2*r.x2 - a1*r.y1 - a2*r.y2
		l.x2, l.x1, l.y2, l.y1 = l.x1, x, l.y1, u
		r.x2, r.x1, r.y2, r.y1 = r.x1, y, r.y1, v
		p[i], p[i+1] = u, v
	}
	l.y1, l.y2, r.y1, r.y2 = quiet(l.y1), quiet(l.y2), quiet(r.y1), quiet(r.y2)
	f.left, f.right = l, r
}

// skip lets a block by.
func (f *biquad) skip(p []float64) {
	n := len(p)
	if n < 4 {
		f.left.pass(p[0], f.left.x1)
		f.right.pass(p[1], f.right.x1)
		return
	}
	f.left.pass(p[n-2], p[n-4])
	f.right.pass(p[n-1], p[n-3])
}

// quiet ends a tail far below hearing, before it gets to the numbers that
// processors are slow with.
func quiet(v float64) float64 {
	if v < 1e-18 && v > -1e-18 {
		return 0
	}
	return v
}
