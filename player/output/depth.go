package output

import (
	"sync"
	"time"
)

// depth is how much sound an opener's sinks keep queued. It grows when one ran
// dry though there was sound to be had (the machine was too busy), and comes
// down after a calm time. The zero value is ready; it can be called from any
// goroutine.
type depth struct {
	mu    sync.Mutex
	step  int       // into depthSteps
	moved time.Time // of the last change, or of the last time that one ran dry
}

// depthSteps are the queue's lengths as tenths of the one wanted: 300 ms,
// 600 ms, 1 s.
var depthSteps = []int64{10, 20, 33}

const (
	depthCalm  = 5 * time.Minute
	depthApart = time.Second // what comes sooner after a change is the same trouble
)

// of gives the length that stands for a wanted one.
func (d *depth) of(want time.Duration) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return (want * time.Duration(depthSteps[d.step]) / 10).Round(10 * time.Millisecond)
}

// dry notes that a sink ran dry; it says whether the length is another one now.
func (d *depth) dry(now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.moved.IsZero() && now.Sub(d.moved) < depthApart {
		return false
	}
	d.moved = now
	if d.step == len(depthSteps)-1 {
		return false
	}
	d.step++
	return true
}

// calm notes that all is well; it says whether the length is another one now.
func (d *depth) calm(now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.step == 0 || now.Sub(d.moved) < depthCalm {
		return false
	}
	d.moved = now
	d.step--
	return true
}
