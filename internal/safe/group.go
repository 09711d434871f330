package safe

import "sync"

// Group owns goroutines: it starts them inside the recover boundary and waits
// for them. The zero value is ready; Go must not race the first Wait.
type Group struct{ wg sync.WaitGroup }

// Go runs f as Go does and counts it.
func (g *Group) Go(name string, f func()) {
	g.wg.Add(1)
	Go(name, func() {
		defer g.wg.Done()
		f()
	})
}

// Wait returns when every goroutine of the group is over.
func (g *Group) Wait() { g.wg.Wait() }
