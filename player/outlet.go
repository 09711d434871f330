package player

import (
	"cmp"
	"context"
	"errors"
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
	app  string

	mu   sync.Mutex
	todo []func()
	wake chan struct{}

	// of the goroutine
	sink    output.Sink
	tap     *tap
	session uint64
	factor  float64
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

func newOutlet(r *ring, app string, post func(Msg)) *outlet {
	return &outlet{ring: r, post: post, app: app, wake: make(chan struct{}, 1), factor: 1}
}

func (o *outlet) do(f func()) {
	o.mu.Lock()
	o.todo = append(o.todo, f)
	o.mu.Unlock()
	token(o.wake)
}

func (o *outlet) run(ctx context.Context) {
	defer o.close()
	for ctx.Err() == nil {
		var lost <-chan error
		if o.sink != nil {
			lost = o.sink.Lost()
		}
		select {
		case <-ctx.Done():
			return
		case err := <-lost:
			o.lost(err)
		case <-o.ring.hungry:
			o.sample()
		case <-o.wake:
			o.mu.Lock()
			todo := o.todo
			o.todo = nil
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
		if o.sink != nil {
			o.check(o.sink.Flush())
		}
	})
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// open opens another sink in place of the one there is; an err is why there
// is no opener.
func (o *outlet) open(opener output.Opener, err error, e EffSinkOpen) {
	o.close()
	o.session = e.Session
	if opener == nil {
		o.post(SinkFailed{Session: e.Session, Err: cmp.Or(err, errNoOutput)})
		return
	}
	t := &tap{ring: o.ring}
	t.open.Store(true)
	sink, err := opener.Open(output.Options{Rate: e.Rate, App: o.app, Title: o.titled(e.Title)}, t.pull)
	if err != nil {
		t.shut()
		o.post(SinkFailed{Session: e.Session, Err: err})
		return
	}
	o.sink, o.tap = sink, t
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

func (o *outlet) pause() {
	if o.sink != nil {
		o.check(o.sink.Pause())
		o.sample()
	}
}

func (o *outlet) resume() {
	if o.sink != nil {
		o.check(o.sink.Resume())
		o.sample()
	}
}

// gain sets the volume, in the device where it has one.
func (o *outlet) gain(factor float64) {
	o.factor = factor
	o.applyGain()
}

func (o *outlet) applyGain() {
	factor := o.factor
	if o.sink != nil && o.sink.SetVolume(factor) {
		factor = 1
	}
	o.ring.setGain(factor)
}

// sample tells what is heard now.
func (o *outlet) sample() {
	if o.sink == nil {
		o.post(Clocked{})
		return
	}
	rate := float64(o.sink.Rate())
	delay := max(o.sink.Delay(), 0)
	frame, sound, turn := o.ring.heard(uint64(delay.Seconds() * rate))
	o.post(Clocked{
		Session: o.session, Frame: frame, Sound: sound, Flowing: o.ring.gate.Load(),
		Turn: time.Duration(float64(turn) / rate * float64(time.Second)),
	})
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
