package player

import (
	"math"
	"sync/atomic"
	"time"
)

const (
	ringFrames = 1 << 18 // 2 MiB: 5.9 s at 44.1 kHz, 1.4 s at 192 kHz
	ringTarget = 1500 * time.Millisecond
	noFinal    = math.MaxUint64
	rampTime   = 0.010 // s, from silence to full scale
	segments   = 32
)

// ring carries interleaved stereo samples from the decode goroutine (write,
// discard, the gate) to the sink's callback (pull). Frames are counted from
// the start of the player and never wrap; all is atomic, nobody waits.
type ring struct {
	buf [ringFrames * 2]float32

	wrote   atomic.Uint64 // by the decoder
	read    atomic.Uint64 // by the callback
	dropped atomic.Uint64 // frames before this one are not to be heard any more
	final   atomic.Uint64 // behind the last frame; running dry there is no fault
	gate    atomic.Bool   // closed: silence, while it fills
	starved atomic.Uint64 // times that it ran dry
	silence atomic.Uint64 // frames of silence given because of that
	rate    atomic.Uint32
	gain    atomic.Uint32 // float32 bits, of the samples

	out     atomic.Uint64 // frames given to the sink, silence included
	history [segments]segment
	turns   atomic.Uint64 // segments written so far

	quiet bool    // callback only: the last frame given was silence
	level float32 // callback only: the gain now

	low    chan struct{} // a token when there is room to decode
	hungry chan struct{} // a token when it ran dry
}

// segment maps what was given to what was decoded, from one change between
// sound and silence to the next.
type segment struct {
	out, frame atomic.Uint64
	sound      atomic.Bool
}

func newRing() *ring {
	r := &ring{quiet: true, level: 1, low: make(chan struct{}, 1), hungry: make(chan struct{}, 1)}
	r.final.Store(noFinal)
	r.gain.Store(math.Float32bits(1))
	r.rate.Store(44100)
	return r
}

// fill is the number of frames that wait to be pulled. It belongs to the
// decoder.
func (r *ring) fill() uint64 { return r.wrote.Load() - max(r.read.Load(), r.dropped.Load()) }

// target is how many frames the decoder keeps ready.
func (r *ring) target() uint64 {
	return min(uint64(ringTarget.Seconds()*float64(r.rate.Load())), ringFrames*15/16)
}

// write appends samples; the caller has checked that there is room.
func (r *ring) write(samples [][2]float64) {
	at := r.wrote.Load()
	for i, s := range samples {
		j := (at + uint64(i)) % ringFrames * 2
		r.buf[j] = float32(s[0])
		r.buf[j+1] = float32(s[1])
	}
	r.wrote.Store(at + uint64(len(samples)))
}

// discard drops all that was written and not pulled, and closes the gate. It
// gives the frame that will be heard next.
func (r *ring) discard() uint64 {
	r.gate.Store(false)
	at := r.wrote.Load()
	r.dropped.Store(at)
	r.final.Store(noFinal)
	return at
}

// pull is the sink's callback.
func (r *ring) pull(dst []float32) (frames int) {
	n := len(dst) / 2
	at := max(r.read.Load(), r.dropped.Load())
	jumped := at != r.read.Load()
	open := r.gate.Load()
	if open {
		frames = int(min(uint64(n), r.wrote.Load()-at))
	}
	out := r.out.Load()
	if frames > 0 {
		if r.quiet || jumped {
			r.turn(out, at, true)
		}
		r.quiet = false
		from := int(at % ringFrames * 2)
		k := copy(dst[:frames*2], r.buf[from:])
		copy(dst[k:frames*2], r.buf[:])
		r.amplify(dst[:frames*2])
		at += uint64(frames)
	}
	if frames < n {
		clear(dst[frames*2:])
		if !r.quiet {
			r.turn(out+uint64(frames), at, false)
			r.quiet = true
		}
		if open && at != r.final.Load() && at >= r.dropped.Load() {
			r.starve(uint64(n - frames))
		}
	}
	r.read.Store(at)
	r.out.Store(out + uint64(n))
	if r.wrote.Load()-at < r.target()/2 {
		token(r.low)
	}
	return frames
}

// starve closes the gate until there is enough again.
func (r *ring) starve(frames uint64) {
	r.gate.Store(false)
	r.starved.Add(1)
	r.silence.Add(frames)
	token(r.hungry)
}

func token(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (r *ring) turn(out, frame uint64, sound bool) {
	n := r.turns.Load()
	s := &r.history[n%segments]
	s.out.Store(out)
	s.frame.Store(frame)
	s.sound.Store(sound)
	r.turns.Store(n + 1)
}

// amplify scales samples; a change of the gain takes 10 ms, so that nothing
// clicks.
func (r *ring) amplify(p []float32) {
	goal := math.Float32frombits(r.gain.Load())
	if r.level == 1 && goal == 1 {
		return
	}
	step := float32(1 / (rampTime * float64(r.rate.Load())))
	level := r.level
	for i := 0; i < len(p); i += 2 {
		if level < goal {
			level = min(level+step, goal)
		} else if level > goal {
			level = max(level-step, goal)
		}
		p[i] *= level
		p[i+1] *= level
	}
	r.level = level
}

// heard tells what comes out of the device when delay frames of what it was
// given are still inside: the frame of the ring, whether it is sound, and in
// how many frames that changes, 0 for unknown.
func (r *ring) heard(delay uint64) (frame uint64, sound bool, turn uint64) {
	turns := r.turns.Load()
	out := r.out.Load()
	out -= min(delay, out)
	for back := range min(turns, segments-2) {
		s := &r.history[(turns-1-back)%segments]
		from := s.out.Load()
		if from > out {
			turn = from - out
			continue
		}
		frame, sound = s.frame.Load(), s.sound.Load()
		if sound {
			frame += out - from
		}
		return max(frame, r.dropped.Load()), sound, turn
	}
	return r.dropped.Load(), false, turn
}

func (r *ring) setGain(factor float64) { r.gain.Store(math.Float32bits(float32(factor))) }
