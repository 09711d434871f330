package output

import (
	"sync"
	"time"
)

const (
	starveFirst = 2 * time.Millisecond   // until sound is asked for again when there was none: it is on its way
	starveUsual = 20 * time.Millisecond  // the same after as much
	starveLater = 100 * time.Millisecond // and after starveLong
	starveLong  = 2 * time.Second
)

// starving says how long to wait until a Pull that gave nothing is asked
// again. Devices that wait for sound get no silence instead: it would stand
// in their queue before the first real sample.
type starving struct{ since time.Time }

// fed ends it.
func (s *starving) fed() { s.since = time.Time{} }

func (s *starving) wait(now time.Time) time.Duration {
	if s.since.IsZero() {
		s.since = now
	}
	starved := now.Sub(s.since)
	if starved > starveLong {
		return starveLater
	}
	return min(max(starved, starveFirst), starveUsual)
}

// ending delivers the one error a sink dies of, and tells its goroutines.
type ending struct {
	mu   sync.Mutex
	err  error
	over bool
	lost chan error
	stop chan struct{} // closed when the sink is over, one way or the other
}

func newEnding() *ending {
	return &ending{lost: make(chan error, 1), stop: make(chan struct{})}
}

// fail ends the sink with an error, unless it is over already.
func (e *ending) fail(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.over {
		return
	}
	e.over, e.err = true, err
	e.lost <- err
	close(e.stop)
}

// close ends the sink by the owner's wish.
func (e *ending) close() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.over {
		e.over, e.err = true, errClosed
		close(e.stop)
	}
}

// state is nil while the sink lives.
func (e *ending) state() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.err
}

// sleep waits for d, or for a wake if d is negative; false when the sink is
// over. Nothing of it stays behind in the runtime.
func (e *ending) sleep(d time.Duration, wake <-chan struct{}) bool {
	if d < 0 {
		select {
		case <-wake:
			return true
		case <-e.stop:
			return false
		}
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-wake:
		return true
	case <-e.stop:
		return false
	}
}
