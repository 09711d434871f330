// Package safe starts every goroutine of the program inside a recover
// boundary and carries secrets that cannot be printed. It never decides what
// a crash means: cmd registers that.
package safe

import (
	"runtime/debug"
	"sync/atomic"
)

// Crash is what is known of a panic: the goroutine's name, the value and the
// stack of the panicking goroutine.
type Crash struct {
	Goroutine string
	Value     any
	Stack     []byte
}

var handler atomic.Pointer[func(Crash)]

// OnCrash registers what happens after a panic in a goroutine started by Go:
// give the terminal back, save, write a report, exit. Without one the panic
// goes on and ends the process. It returns a function that puts the previous
// handler back (tests).
func OnCrash(h func(Crash)) (undo func()) {
	old := handler.Swap(&h)
	return func() { handler.Store(old) }
}

// Go runs f in a goroutine of its own. It is the only place of the project
// with a bare go statement; a test enforces it.
func Go(name string, f func()) {
	go func() {
		defer Recover(name)
		f()
	}()
}

// Recover is the deferred half of Go, for goroutines that somebody else
// starts and in which our code runs (library callbacks).
func Recover(name string) {
	v := recover()
	if v == nil {
		return
	}
	h := handler.Load()
	if h == nil {
		panic(v)
	}
	(*h)(Crash{Goroutine: name, Value: v, Stack: debug.Stack()})
}
