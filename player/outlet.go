package player

import (
	"cmp"
	"context"
	"errors"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"ncmtui/player/output"
)

// outlet owns the open sink. Its goroutine makes every call to it, because
// each may take 2 s and more; nobody else waits for them but the decoder,
// for a flush.
type outlet struct {
	ring *ring
	post func(Msg)
	now  func() time.Time
	app  string

	mu     sync.Mutex
	todo   []func()
	urgent bool // one of todo ends a fade
	wake   chan struct{}

	// of the goroutine
	sink    output.Sink
	tap     *tap
	session uint64
	factor  float64
	scaled  bool   // the device does it
	soft    bool   // it fades by itself
	first   uint64 // the frame of the device with which the sink began

	clock atomic.Pointer[clock]
}

// tap is one sink's hold on the ring. A sink that was given up may call once
// more; it then gets silence.
type tap struct {
	ring *ring
	open atomic.Bool
	in   atomic.Bool
}

func (t *tap) pull(dst []float32) int {
	t.in.Store(true)
	defer t.in.Store(false)
	if !t.open.Load() {
		clear(dst)
		return 0
	}
	return t.ring.pull(dst)
}

// shut takes the ring away; a pull that is under way ends within microseconds.
func (t *tap) shut() {
	t.open.Store(false)
	for t.in.Load() {
		time.Sleep(50 * time.Microsecond)
	}
}

func newOutlet(r *ring, app string, now func() time.Time, post func(Msg)) *outlet {
	return &outlet{ring: r, post: post, now: now, app: app, wake: make(chan struct{}, 1), factor: 1}
}

func (o *outlet) do(f func()) { o.add(f, true) }

// later is do for what a fade is not cut short for.
func (o *outlet) later(f func()) { o.add(f, false) }

func (o *outlet) add(f func(), urgent bool) {
	o.mu.Lock()
	o.todo = append(o.todo, f)
	o.urgent = o.urgent || urgent
	o.mu.Unlock()
	token(o.wake)
}

func (o *outlet) run(ctx context.Context) {
	defer o.close()
	for ctx.Err() == nil {
		var lost <-chan error
		var stirred <-chan struct{}
		if o.sink != nil {
			lost = o.sink.Lost()
			if s, ok := o.sink.(output.Stalling); ok {
				stirred = s.Stirred()
			}
		}
		select {
		case <-ctx.Done():
			return
		case err := <-lost:
			o.lost(err)
		case <-o.ring.hungry:
			o.sample()
		case <-stirred:
			o.sample()
		case <-o.wake:
			o.mu.Lock()
			todo := o.todo
			o.todo, o.urgent = nil, false
			o.mu.Unlock()
			for _, f := range todo {
				f()
			}
		}
	}
}

// flush throws away what the sink holds and waits for that.
func (o *outlet) flush(ctx context.Context) {
	done := make(chan struct{})
	o.do(func() {
		defer close(done)
		if o.sink == nil {
			return
		}
		o.throwAway()
	})
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// throwAway empties the sink's queue softly.
func (o *outlet) throwAway() {
	if o.soft {
		o.check(o.sink.Flush())
		return
	}
	if o.scaled {
		o.slide(1, 0, cutFade)
		o.check(o.sink.Flush())
		if o.sink != nil {
			o.sink.SetVolume(o.factor)
		}
		return
	}
	last := &o.ring.last
	out, inside := o.moment()
	heard := out - min(inside, out)
	if heard > o.first { // else it is another sink that was heard last
		last.cut(heard)
	}
	o.check(o.sink.Flush())
	if o.sink != nil && last.lost(o.inside(), o.ring.out.Load()) {
		last.cut(heard)
	}
}

// open opens another sink in place of the one there is; an err is why there
// is no opener.
func (o *outlet) open(opener output.Opener, err error, e EffSinkOpen) {
	o.close()
	o.session, o.factor = e.Session, e.Gain
	if opener == nil {
		o.post(SinkFailed{Session: e.Session, Err: cmp.Or(err, errNoOutput)})
		return
	}
	t := &tap{ring: o.ring}
	o.first = o.ring.out.Load()
	t.open.Store(true)
	sink, err := opener.Open(output.Options{Rate: e.Rate, App: o.app, Title: o.titled(e.Title), Volume: &e.Gain}, t.pull)
	if err != nil {
		t.shut()
		o.post(SinkFailed{Session: e.Session, Err: err})
		return
	}
	o.sink, o.tap = sink, t
	_, o.soft = sink.(output.Softened)
	o.ring.last.off.Store(o.soft)
	o.ring.voice.hold.Store(false)
	o.ring.last.from.Store(0)
	o.applyGain()
	o.post(SinkOpened{
		Session: e.Session, Rate: sink.Rate(),
		Output: Output{Name: sink.Name(), Device: sink.Device(), Silent: e.StandIn},
	})
}

// titled is what a mixer shows for a song.
func (o *outlet) titled(song string) string {
	if song == "" {
		return o.app
	}
	return o.app + " – " + song
}

// name tells the mixer what plays.
func (o *outlet) name(song string) {
	if t, ok := o.sink.(output.Titled); ok {
		t.SetTitle(o.titled(song))
	}
}

var errNoOutput = errors.New("no output")

// pause fades out, then makes the sink wait. A device with a volume of its
// own fades at once; through others the faded sound has to come first, but for
// those that fade what they have queued.
func (o *outlet) pause() {
	if o.sink == nil {
		return
	}
	switch {
	case o.soft:
	case o.scaled:
		o.slide(1, 0, fadeTime)
	case o.ring.gate.Load():
		o.ring.voice.hold.Store(true)
		o.drain()
	}
	o.check(o.sink.Pause())
	if o.scaled && !o.soft && o.sink != nil {
		o.sink.SetVolume(o.factor) // the mixer shows what the user chose
	}
	o.sample()
	o.clock.Store(&clock{stop: true})
}

// drain waits until the fade of a pause has left the device: what it holds
// would be heard when it goes on, behind what was shown.
func (o *outlet) drain() {
	end := o.now().Add(pauseLimit)
	for !o.ring.voice.held.Load() && o.now().Before(end) {
		if !o.rest(pauseStep) {
			return
		}
	}
	o.rest(min(o.sink.Delay(), drainLimit))
}

const (
	pauseLimit = 400 * time.Millisecond // until the device has asked for the fade
	drainLimit = 2 * time.Second        // of devices that hold more a part is left
	pauseStep  = 10 * time.Millisecond
)

// slide moves the device's volume between parts of the chosen one, in equal
// steps: a server makes them one by one, each a small edge in the sound.
func (o *outlet) slide(from, to float64, over time.Duration) {
	step := min(pauseStep, over/4)
	steps := int(over / step)
	for i := 1; i <= steps; i++ {
		part := from + (to-from)*float64(i)/float64(steps)
		o.sink.SetVolume(o.factor * part)
		if i < steps && !o.rest(step) {
			break
		}
	}
}

// rest waits, but no longer than until there is something urgent to do.
func (o *outlet) rest(d time.Duration) bool {
	if d <= 0 {
		return true
	}
	defer token(o.wake) // whatever came meanwhile
	timer := time.NewTimer(d)
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
			return true
		case <-o.wake:
			o.mu.Lock()
			urgent := o.urgent
			o.mu.Unlock()
			if urgent {
				return false
			}
		}
	}
}

func (o *outlet) resume() {
	if o.sink == nil {
		return
	}
	o.ring.voice.hold.Store(false)
	slides := o.scaled && !o.soft
	if slides {
		o.sink.SetVolume(0)
	}
	o.check(o.sink.Resume())
	if slides && o.sink != nil {
		o.slide(0, 1, fadeTime/2)
		o.sink.SetVolume(o.factor)
	}
	o.sample()
}

// gain sets the volume, in the device where it has one.
func (o *outlet) gain(factor float64) {
	o.factor = factor
	o.applyGain()
}

func (o *outlet) applyGain() {
	o.scaled = o.sink != nil && o.sink.SetVolume(o.factor)
	if o.scaled {
		o.ring.voice.setGain(1)
	} else {
		o.ring.voice.setGain(o.factor)
	}
}

// sample tells what is heard now.
func (o *outlet) sample() {
	if o.sink == nil {
		o.clock.Store(&clock{stop: true})
		o.post(Clocked{})
		return
	}
	rate := float64(o.sink.Rate())
	out, inside := o.moment()
	h := o.ring.heard(out, inside)
	o.clock.Store(&clock{at: o.now(), frame: out - min(inside, out), rate: o.sink.Rate()})
	o.post(Clocked{
		Session: o.session, Frame: h.frame, Sound: h.sound && !o.stalled(), Pace: h.pace, Flowing: o.ring.gate.Load(),
		Turn: time.Duration(float64(h.turn) / rate * float64(time.Second)),
	})
}

// stalled says that the device does not play what it has.
func (o *outlet) stalled() bool {
	s, ok := o.sink.(output.Stalling)
	return ok && s.Stalled()
}

// moment gives the frames that the sink took in all and how many of them are
// not heard yet, both of one moment: it may pull between two looks.
func (o *outlet) moment() (out, inside uint64) {
	for {
		out = o.ring.out.Load()
		inside = o.inside()
		if o.ring.out.Load() == out {
			return out, inside
		}
	}
}

// inside is how many frames the sink has taken that are not heard yet.
func (o *outlet) inside() uint64 {
	return uint64(math.Round(max(o.sink.Delay(), 0).Seconds() * float64(o.sink.Rate())))
}

func (o *outlet) check(err error) {
	if err != nil {
		o.lost(err)
	}
}

func (o *outlet) lost(err error) {
	if o.sink == nil {
		return
	}
	o.sample() // up to where it was heard
	o.close()
	o.post(SinkLost{Session: o.session, Err: err})
}

func (o *outlet) close() {
	if o.sink == nil {
		return
	}
	o.tap.shut()
	_ = o.sink.Close()
	o.sink, o.tap = nil, nil
}
