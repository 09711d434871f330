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
