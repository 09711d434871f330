package player

import (
	"math"
	"sync"
	"sync/atomic"
	"time"

	"ncmtui/player/effect"
)

const (
	rampTime = 0.010                 // s, from silence to full scale
	fadeTime = 80 * time.Millisecond // of a pause, and of going on
)

// voice is what is done to the sound between the ring and the sink, where a
// change is heard at once: speed, tone, volume, the fade of a pause. What is
// set is set from anywhere; the rest belongs to the sink's callback.
type voice struct {
	mu    sync.Mutex // of the setters
	gain  atomic.Uint32
	tempo atomic.Pointer[tempo]
	tone  atomic.Pointer[Gains]
	hold  atomic.Bool // fade out, then give nothing
	held  atomic.Bool // that has happened
	look  look

	used    *tempo
	stretch *effect.Stretch // nil: the sound goes through at its own speed
	pace    float64         // frames taken for one given
	eq      effect.Equalizer
	limit   effect.Limiter
	level   float32 // the gain now
	fade    float32 // 0 … 1
}

// tempo is a speed and what it is made with at a rate.
type tempo struct {
	speed   float64
	rate    int
	stretch *effect.Stretch // nil while the speed was never another than 1
}

func (v *voice) init() {
	v.level, v.fade, v.pace = 1, 1, 1
	v.tempo.Store(&tempo{speed: 1})
	v.used = v.tempo.Load()
	v.tone.Store(&Gains{})
	v.setGain(1)
}

func (v *voice) setGain(factor float64) { v.gain.Store(math.Float32bits(float32(factor))) }

func (v *voice) setTone(g Gains) { v.tone.Store(&g) }

func (v *voice) setSpeed(speed float64) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.setTempo(speed, v.tempo.Load().rate)
}

func (v *voice) setRate(rate int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.setTempo(v.tempo.Load().speed, rate)
}

// setTempo makes what the callback would have to allocate.
func (v *voice) setTempo(speed float64, rate int) {
	old := v.tempo.Load()
	if old.speed == speed && old.rate == rate {
		return
	}
	t := &tempo{speed: speed, rate: rate}
	if old.rate == rate {
		t.stretch = old.stretch
	}
	if t.stretch == nil && speed != 1 {
		t.stretch = effect.NewStretch(rate)
	}
	v.tempo.Store(t)
}

// retime brings the speed in; it says whether the pace is another now. After
// a jump what the stretch holds is not to be heard any more.
func (v *voice) retime(jumped bool) (changed bool) {
	t := v.tempo.Load()
	if t == v.used && !jumped {
		return false
	}
	switch {
	case jumped || v.stretch == nil || v.stretch != t.stretch:
		v.stretch = nil
		if t.speed != 1 {
			v.stretch = t.stretch
			v.stretch.Reset(t.speed)
		}
	default:
		v.stretch.SetSpeed(t.speed)
	}
	v.used, v.pace = t, t.speed
	return true
}

// restart readies the stretch for what follows the end of a song.
func (v *voice) restart() {
	if v.stretch = nil; v.used.speed != 1 {
		v.stretch = v.used.stretch
		v.stretch.Reset(v.used.speed)
	}
}

// behind is how many frames were taken and are still to be given.
func (v *voice) behind() uint64 {
	if v.stretch == nil {
		return 0
	}
	return uint64(max(math.Round(v.stretch.Behind()), 0))
}

// room is how many of n frames may sound: all, but for a pause.
func (v *voice) room(n, rate int) int {
	if !v.hold.Load() {
		v.held.Store(false)
		return n
	}
	return min(n, int(math.Ceil(float64(v.fade)/float64(fadeStep(rate)))))
}

func fadeStep(rate int) float32 { return float32(1 / (fadeTime.Seconds() * float64(rate))) }

// wake begins behind silence: with the gain as it is now.
func (v *voice) wake() { v.level = math.Float32frombits(v.gain.Load()) }

// sound does to samples what is to be done; out is the device's count of them.
func (v *voice) sound(p []float32, out uint64, rate int) {
	v.eq.Set(rate, *v.tone.Load())
	v.eq.Process(p)
	v.look.copy(p, out, rate)
	v.amplify(p, rate)
	v.limit.Process(rate, p)
}

// silence notes that what was to sound has; with all of it given, a pause has
// come to its end.
func (v *voice) silence(all bool) {
	if v.hold.Load() && all {
		v.fade = 0
		v.held.Store(true)
	}
}

// amplify scales samples; a change of the gain takes 10 ms, a pause longer, so
// that nothing clicks.
func (v *voice) amplify(p []float32, rate int) {
	goal, end := math.Float32frombits(v.gain.Load()), float32(1)
	if v.hold.Load() {
		end = 0
	}
	if v.level == 1 && goal == 1 && v.fade == 1 && end == 1 {
		return
	}
	step, slow := float32(1/(rampTime*float64(rate))), fadeStep(rate)
	level, fade := v.level, v.fade
	for i := 0; i < len(p); i += 2 {
		level = toward(level, goal, step)
		fade = toward(fade, end, slow)
		f := level * fade * fade * (3 - 2*fade)
		p[i] *= f
		p[i+1] *= f
	}
	v.level, v.fade = level, fade
}

func toward(v, goal, step float32) float32 {
	if v < goal {
		return min(v+step, goal)
	}
	return max(v-step, goal)
}
