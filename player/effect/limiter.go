package effect

import "math"

const (
	limitRelease = 0.1 // s
	limitDone    = 1e-4
)

// Limiter keeps samples within ±1: it turns the sound down at once by what is
// too much, and up again over some tenths of a second. What was never too
// loud goes through as it is. The zero value is ready.
type Limiter struct {
	rate int
	keep float32 // of less, a frame
	less float32 // 1 - gain
}

// Process limits interleaved stereo samples.
func (l *Limiter) Process(rate int, p []float32) {
	if l.less == 0 && !loud(p) {
		return
	}
	if l.rate != rate {
		l.rate = rate
		l.keep = float32(math.Exp(-1 / (limitRelease * float64(rate))))
	}
	less := l.less
	for i := 0; i+1 < len(p); i += 2 {
		if less *= l.keep; less < limitDone {
			less = 0
		}
		if peak := max(abs(p[i]), abs(p[i+1])); peak*(1-less) > 1 {
			less = 1 - 1/peak
		}
		if gain := 1 - less; gain < 1 {
			p[i] = min(max(p[i]*gain, -1), 1)
			p[i+1] = min(max(p[i+1]*gain, -1), 1)
		}
	}
	l.less = less
}

func loud(p []float32) bool {
	for _, v := range p {
		if v > 1 || v < -1 {
			return true
		}
	}
	return false
}

func abs(v float32) float32 { return math.Float32frombits(math.Float32bits(v) &^ (1 << 31)) }
