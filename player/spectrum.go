package player

import (
	"math"
	"sync/atomic"
	"time"

	"ncmtui/player/spectrum"
)

const (
	lookFrames = 1 << 16 // kept: 1.3 s, more than any device holds
	lookRate   = 50000   // Hz; what comes faster is thinned out by averages
	lookAfter  = 3       // s that copying goes on behind the last look
)

// look is a copy of what the sink was given, one channel of it, for those who
// watch. Nobody waits; when nobody watches it costs one load.
type look struct {
	credit atomic.Int64 // frames that are still copied
	buf    [lookFrames]atomic.Uint32
	out    atomic.Uint64 // frames of the device, as ring.out, up to which buf goes
	since  atomic.Uint64 // and from which on it has no gap
	thin   atomic.Uint32 // frames of the device for one of buf

	sum float32 // callback only: of the frames of the next of buf
}

// copy is the callback's part.
func (l *look) copy(p []float32, out uint64, rate int) {
	if l.credit.Load() <= 0 {
		return
	}
	thin := uint64(rate/lookRate + 1)
	if l.out.Load() != out || uint64(l.thin.Load()) != thin {
		l.since.Store(out)
		l.thin.Store(uint32(thin))
		l.sum = 0
	}
	sum := l.sum
	for i := 0; i+1 < len(p); i += 2 {
		sum += p[i] + p[i+1]
		if out++; out%thin == 0 {
			l.buf[out/thin%lookFrames].Store(math.Float32bits(sum / float32(2*thin)))
			sum = 0
		}
	}
	l.sum = sum
	l.out.Store(out)
	l.credit.Add(-int64(len(p) / 2))
}

// window takes the samples before a frame of the device; false: it has not
// all of them.
func (l *look) window(dst *[spectrum.Window]float32, frame uint64) bool {
	thin := uint64(l.thin.Load())
	if thin == 0 || frame > l.out.Load() || frame < l.since.Load()+spectrum.Window*thin {
		return false
	}
	last := frame / thin
	for i := range dst {
		dst[i] = math.Float32frombits(l.buf[(last-spectrum.Window+1+uint64(i))%lookFrames].Load())
	}
	return l.out.Load()/thin < last-spectrum.Window+lookFrames // not overwritten meanwhile
}

// clock says which frame of the device is heard when.
type clock struct {
	at    time.Time
	frame uint64
	rate  int
	stop  bool
}

// Spectrum looks at what is heard, before volume and mute. Looking costs the
// sound's thread a copy, which ends by itself seconds after the last look. One
// goroutine uses it.
type Spectrum struct {
	look    *look
	clock   *atomic.Pointer[clock]
	bands   spectrum.Analyzer
	samples [spectrum.Window]float32
}

// Tap gives a look at the sound, any number of times.
func (p *Player) Tap() *Spectrum {
	return &Spectrum{look: &p.engine.ring.voice.look, clock: &p.outlet.clock}
}

// Bands sets dst to how loud the bands are that are heard at that time, 0 to
// 1, from 40 Hz to 16 kHz in even steps of pitch. False says that nothing is
// heard, or that it is not known yet, as at the first look: dst is 0 then.
func (s *Spectrum) Bands(dst []float32, at time.Time) bool {
	clear(dst)
	c := s.clock.Load()
	if c == nil || c.stop || c.rate <= 0 {
		return false
	}
	s.look.credit.Store(int64(lookAfter * c.rate))
	ahead := at.Sub(c.at).Seconds() * float64(c.rate)
	frame := uint64(max(float64(c.frame)+ahead, 0))
	if !s.look.window(&s.samples, frame) {
		return false
	}
	s.bands.Bands(dst, &s.samples, c.rate/int(s.look.thin.Load()))
	return true
}
