package catalogue

import (
	"context"
	"sync"

	"ncmtui/internal/safe"
)

// flight makes one call out of those that ask for the same key at the same
// time. The call ends early only when nobody waits for it any more.
type flight[K comparable, V any] struct {
	group  *safe.Group
	mu     sync.Mutex
	calls  map[K]*call[V]
	closed bool
}

type call[V any] struct {
	done    chan struct{}
	value   V
	err     error
	waiting int
	cancel  context.CancelFunc
}

func newFlight[K comparable, V any](group *safe.Group) *flight[K, V] {
	return &flight[K, V]{group: group, calls: map[K]*call[V]{}}
}

func (f *flight[K, V]) do(ctx context.Context, key K, fn func(context.Context) (V, error)) (V, error) {
	f.mu.Lock()
	if f.closed {
		f.mu.Unlock()
		var none V
		return none, context.Canceled
	}
	c, ok := f.calls[key]
	if !ok {
		callCtx, cancel := context.WithCancel(context.WithoutCancel(ctx))
		c = &call[V]{done: make(chan struct{}), cancel: cancel}
		f.calls[key] = c
		f.group.Go("catalogue call", func() {
			defer cancel()
			c.value, c.err = fn(callCtx)
			f.mu.Lock()
			if f.calls[key] == c {
				delete(f.calls, key)
			}
			f.mu.Unlock()
			close(c.done)
		})
	}
	c.waiting++
	f.mu.Unlock()
	select {
	case <-c.done:
		return c.value, c.err
	case <-ctx.Done():
		f.leave(key, c)
		var none V
		return none, ctx.Err()
	}
}

// leave ends the call with its last waiter; who asks later starts a new one.
func (f *flight[K, V]) leave(key K, c *call[V]) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c.waiting--
	if c.waiting == 0 {
		c.cancel()
		if f.calls[key] == c {
			delete(f.calls, key)
		}
	}
}

// stop cancels all calls, waited for or not, and lets no other begin.
func (f *flight[K, V]) stop() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	for _, c := range f.calls {
		c.cancel()
	}
}
