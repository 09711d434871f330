package output

import (
	"errors"
	"sync"
	"time"

	"ncmtui/internal/safe"
)

var errClosed = errors.New("output is closed")

const (
	// Pulled at a time, ahead of the clock: much while sound flows, to wake up
	// rarely; little while there is none, to begin soon when it comes.
	periodFed    = 100 * time.Millisecond
	periodHungry = 25 * time.Millisecond
	catchUp      = time.Second          // behind by more, the clock starts anew
	fastIdle     = 5 * time.Millisecond // pause of the fast clock when no samples come
)

// paced is a sink without a device: it pulls by the clock, or as fast as
// samples come, and hands over what a listener would have heard.
type paced struct {
	name, device string
	rate         int
	pull         Pull
	fast         bool
	write        func([]float32) error // called by one goroutine at a time
	finish       func() error

	mu     sync.Mutex
	held   []float32 // pulled, not written: part of it was heard
	start  time.Time // when the frame `from` was heard, while running
	from   int64     // frames heard at start
	pulled int64     // frames pulled or skipped
	paused bool
	closed bool
	err    error

	fed bool // the loop's: the last pull was all sound

	wake chan struct{}
	lost chan error
	done chan struct{}
}

// run starts the sink's goroutine.
func (p *paced) run() Sink {
	p.start = time.Now()
	p.wake, p.lost, p.done = make(chan struct{}, 1), make(chan error, 1), make(chan struct{})
	safe.Go(p.name+" output", p.loop)
	return p
}

func (p *paced) Name() string           { return p.name }
func (p *paced) Device() string         { return p.device }
func (p *paced) Rate() int              { return p.rate }
func (p *paced) SetVolume(float64) bool { return false }
func (p *paced) Lost() <-chan error     { return p.lost }

// heard is the number of frames a listener has heard by now.
func (p *paced) heard(now time.Time) int64 {
	switch {
	case p.fast:
		return p.pulled
	case p.paused:
		return p.from
	}
	return min(p.from+frames(now.Sub(p.start), p.rate), p.pulled)
}

func (p *paced) Delay() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return span(p.pulled-p.heard(time.Now()), p.rate)
}

func (p *paced) Pause() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.from = p.heard(time.Now())
	p.paused = true
	return p.state()
}

func (p *paced) Resume() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.paused {
		p.paused, p.start = false, time.Now()
		p.poke()
	}
	return p.state()
}

func (p *paced) Flush() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	heard := p.heard(now)
	keep := len(p.held) - int(p.pulled-heard)*2
	p.held = p.held[:max(keep, 0)]
	p.from, p.start, p.pulled = heard, now, heard
	p.poke()
	return p.state()
}

func (p *paced) Close() error {
	p.mu.Lock()
	if !p.closed {
		heard := p.heard(time.Now())
		p.held = p.held[:max(len(p.held)-int(p.pulled-heard)*2, 0)]
		p.closed = true
		p.poke()
	}
	p.mu.Unlock()
	<-p.done
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}

// state is the error that methods answer with.
func (p *paced) state() error {
	if p.err == nil && p.closed {
		return errClosed
	}
	return p.err
}

func (p *paced) poke() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// loop pulls until the sink is closed or writing fails.
func (p *paced) loop() {
	defer close(p.done)
	buf := make([]float32, max(frames(periodFed, p.rate), 1)*2)
	for {
		wait, err := p.step(buf)
		if err != nil {
			p.end(err)
			return
		}
		var tick <-chan time.Time
		var timer *time.Timer
		if wait >= 0 {
			timer = time.NewTimer(wait)
			tick = timer.C
		}
		select {
		case <-tick:
		case <-p.wake:
		}
		if timer != nil {
			timer.Stop()
		}
		p.mu.Lock()
		closed := p.closed
		p.mu.Unlock()
		if closed {
			p.end(nil)
			return
		}
	}
}

// end writes what is left and gives the file back.
func (p *paced) end(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err == nil {
		err = p.write(p.held)
	}
	if p.finish != nil {
		err = errors.Join(err, p.finish())
	}
	p.held = nil
	p.err = err
	if err != nil {
		p.lost <- err
	}
}

// step pulls what the clock asks for; it gives the time until it asks again,
// -1 for never.
func (p *paced) step(buf []float32) (time.Duration, error) {
	for {
		p.mu.Lock()
		now := time.Now()
		if p.paused || p.closed {
			p.mu.Unlock()
			return -1, nil
		}
		due := int64(len(buf) / 2)
		if !p.fast {
			period := periodHungry
			if p.fed {
				period = periodFed
			}
			due = p.due(now, max(frames(period, p.rate), 1))
		}
		if due <= 0 {
			next := p.start.Add(span(p.pulled-p.from+1, p.rate))
			p.mu.Unlock()
			return max(next.Sub(now), 0), nil
		}
		idle, err := p.take(buf[:min(due*2, int64(len(buf)))])
		p.mu.Unlock()
		if idle || err != nil {
			return fastIdle, err
		}
	}
}

// take pulls, writes what was held before and holds the new part: all at one
// moment for who asks for the delay. The fast clock does not take silence;
// idle says that there was nothing else.
func (p *paced) take(part []float32) (idle bool, err error) {
	real := p.pull(part)
	p.fed = real*2 == len(part)
	if p.fast {
		if real <= 0 {
			return true, nil
		}
		part = part[:min(real*2, len(part))]
	}
	if err := p.write(p.held); err != nil {
		return false, err
	}
	p.held = append(p.held[:0], part...)
	p.pulled += int64(len(part) / 2)
	return false, nil
}

// due is how many frames to pull now: a period, each time that all before it
// was heard.
func (p *paced) due(now time.Time, period int64) int64 {
	clock := p.from + frames(now.Sub(p.start), p.rate)
	if clock-p.pulled > frames(catchUp, p.rate) {
		// The machine slept: what it missed was not heard.
		p.from, p.start = p.pulled, now
		return period
	}
	if clock < p.pulled {
		return 0
	}
	return clock - p.pulled + period
}
