package player

import (
	"math"
	"sync/atomic"
	"time"
)

const (
	ringFrames = 1 << 18 // 2 MiB: 1.4 s at 192 kHz
	ringUsual  = 1 << 17 // 1 MiB: 3 s at 44.1 kHz, and with double speed still 1.4 s
	ringTarget = 1500 * time.Millisecond
	noFinal    = math.MaxUint64
	segments   = 32
)

// ring carries interleaved stereo samples from the decode goroutine (write,
// discard, the gate) to the sink's callback (pull). Frames are counted from
// the start of the player and never wrap; all is atomic, nobody waits.
type ring struct {
	buf atomic.Pointer[[]float32] // ringUsual or ringFrames of them; another one when the ring is empty

	wrote   atomic.Uint64 // by the decoder
	read    atomic.Uint64 // by the callback
	dropped atomic.Uint64 // frames before this one are not to be heard any more
	final   atomic.Uint64 // behind the last frame; running dry there is no fault
	gate    atomic.Bool   // closed: silence, while it fills
	starved atomic.Uint64 // times that it ran dry
	silence atomic.Uint64 // frames of silence given because of that
	rate    atomic.Uint32

	voice voice
	last  last

	out     atomic.Uint64 // frames given to the sink, silence included
	history [segments]segment
	turns   atomic.Uint64 // segments written so far

	quiet bool // callback only: the last frame given was silence
	back  int  // callback only: frames given when the speed was 1 again

	low    chan struct{} // a token when there is room to decode
	hungry chan struct{} // a token when it ran dry, or the speed is another
}

// segment maps what was given to what was decoded, from one change between
// sound and silence or of the speed to the next.
type segment struct {
	out, frame atomic.Uint64
	pace       atomic.Uint64 // float64 bits: frames decoded for one given
	sound      atomic.Bool
}

func newRing() *ring {
	r := &ring{quiet: true, low: make(chan struct{}, 1), hungry: make(chan struct{}, 1)}
	r.final.Store(noFinal)
	r.voice.init()
	r.setRate(44100)
	return r
}

// fill is the number of frames that wait to be pulled. It belongs to the
// decoder.
func (r *ring) fill() uint64 { return r.wrote.Load() - max(r.read.Load(), r.dropped.Load()) }

// target is how many frames the decoder keeps ready.
func (r *ring) target() uint64 {
	ahead := ringTarget.Seconds() * max(r.voice.tempo.Load().speed, 1)
	_, size := r.frames()
	return min(uint64(ahead*float64(r.rate.Load())), size*15/16)
}

// setRate says what rate the frames written from now on have. All that was
// written before is dropped or was pulled.
func (r *ring) setRate(rate int) {
	size := ringUsual
	if ringTarget.Seconds()*float64(rate) > ringUsual*15/16 {
		size = ringFrames
	}
	if b := r.buf.Load(); b == nil || len(*b) != 2*size {
		fresh := make([]float32, 2*size)
		r.buf.Store(&fresh)
	}
	r.rate.Store(uint32(rate))
	r.voice.setRate(rate)
}

// write appends samples; the caller has checked that there is room.
func (r *ring) write(samples [][2]float64) {
	at := r.wrote.Load()
	buf, size := r.frames()
	for i, s := range samples {
		j := (at + uint64(i)) % size * 2
		buf[j] = float32(s[0])
		buf[j+1] = float32(s[1])
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
	k := r.last.fade(dst, r.out.Load(), int(r.rate.Load()))
	if k > 0 {
		if !r.quiet {
			r.turn(r.out.Load(), r.read.Load(), false)
			r.quiet = true
		}
		r.out.Add(uint64(k))
	}
	frames = k
	if rest := dst[k*2:]; len(rest) > 0 {
		frames += r.give(rest)
	}
	r.last.keep(dst, r.out.Load())
	return frames
}

// give fills a part of what the sink asked for.
func (r *ring) give(dst []float32) (frames int) {
	n, v, rate := len(dst)/2, &r.voice, int(r.rate.Load())
	at := max(r.read.Load(), r.dropped.Load())
	jumped := at != r.read.Load()
	changed := v.retime(jumped)
	open := r.gate.Load()
	out, from := r.out.Load(), at-min(v.behind(), at)
	room := v.room(n, rate)
	if open && room > 0 {
		frames, at = r.fetch(dst[:room*2], at)
	}
	if frames > 0 {
		if r.quiet {
			v.wake()
		}
		if r.quiet || jumped || changed {
			r.turn(out, from, true)
		}
		if r.back > 0 { // to the input as it is: from there on the place is exact
			r.turn(out+uint64(r.back), at-uint64(frames-r.back), true)
			r.back = 0
			changed = true
		}
		if changed {
			token(r.hungry)
		}
		r.quiet = false
		v.sound(dst[:frames*2], out, rate)
	}
	if frames < n {
		clear(dst[frames*2:])
		if !r.quiet {
			r.turn(out+uint64(frames), at-min(v.behind(), at), false)
			r.quiet = true
		}
		if frames < room && open && at != r.final.Load() && at >= r.dropped.Load() {
			r.starve(uint64(room - frames))
		}
		v.silence(frames == room || !open)
	}
	r.read.Store(at)
	r.out.Store(out + uint64(n))
	if r.wrote.Load()-at < r.target()/2 {
		token(r.low)
	}
	return frames
}

// fetch takes sound from frame at on, at the speed of the voice; it gives the
// frames that dst got and the frame to go on from.
func (r *ring) fetch(dst []float32, at uint64) (frames int, next uint64) {
	s := r.voice.stretch
	for s != nil {
		frames += s.Read(dst[frames*2:])
		if s.Empty() {
			r.voice.stretch, s = nil, nil
			r.back = frames
			break
		}
		if frames*2 == len(dst) {
			return frames, at
		}
		final := r.final.Load() // before wrote: the decoder sets it behind that
		n := min(r.wrote.Load()-at, uint64(s.Room()))
		switch {
		case n > 0:
			buf, size := r.frames()
			from := at % size * 2
			n = min(n, size-at%size)
			s.Write(buf[from : from+n*2])
			at += n
		case at == final:
			s.Finish()
			frames += s.Read(dst[frames*2:])
			if frames*2 < len(dst) {
				r.voice.restart()
			}
			return frames, at
		default:
			return frames, at
		}
	}
	n := int(min(uint64(len(dst)/2-frames), r.wrote.Load()-at))
	buf, size := r.frames()
	from := int(at % size * 2)
	k := copy(dst[frames*2:(frames+n)*2], buf[from:])
	copy(dst[frames*2+k:(frames+n)*2], buf)
	return frames + n, at + uint64(n)
}

// frames is where the samples are, and how many frames have room there. The
// callback asks behind its look at wrote: what was written by then is there.
func (r *ring) frames() (buf []float32, size uint64) {
	buf = *r.buf.Load()
	return buf, uint64(len(buf) / 2)
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
	s.pace.Store(math.Float64bits(r.voice.pace))
	s.sound.Store(sound)
	r.turns.Store(n + 1)
}

// heard is what comes out of the device.
type heard struct {
	frame uint64
	sound bool
	pace  float64 // frames of the ring for one of the device
	turn  uint64  // frames of the device until that changes; 0 unknown
}

// heard tells what comes out of the device when delay of the out frames that it
// was given are still inside.
func (r *ring) heard(out, delay uint64) heard {
	h := heard{pace: 1}
	turns := r.turns.Load()
	out -= min(delay, out)
	for back := range min(turns, segments-2) {
		s := &r.history[(turns-1-back)%segments]
		from := s.out.Load()
		if from > out {
			h.turn = from - out
			continue
		}
		h.frame, h.sound = s.frame.Load(), s.sound.Load()
		if h.pace = math.Float64frombits(s.pace.Load()); h.sound {
			h.frame += uint64(math.Round(float64(out-from) * h.pace))
		}
		break
	}
	if dropped := r.dropped.Load(); h.frame < dropped { // what a jump left in the device is heard still
		h.sound = false
	}
	h.frame = max(min(h.frame, r.read.Load()), r.dropped.Load())
	return h
}
