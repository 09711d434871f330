package player

import "time"

// Spectrum looks at what is heard. Looking costs the sound's thread a copy;
// it ends by itself some seconds after the last call of Bands. One goroutine
// uses it.
type Spectrum struct{ ring *ring }

// Tap gives a look at the sound, any number of times.
func (p *Player) Tap() *Spectrum { return &Spectrum{ring: p.engine.ring} }

// Bands sets dst to how loud the bands are that are heard at that time, 0 to
// 1, from 40 Hz to 16 kHz in even steps of pitch. False says that nothing is
// heard, or that it is not known yet: dst is 0 then.
func (s *Spectrum) Bands(dst []float32, at time.Time) bool {
	clear(dst)
	return false
}
