package main

import (
	"os"
	"runtime/debug"
)

// How much the heap may grow before it is collected, in percent of what is in
// use. Nothing of a start is garbage for long; then the screen makes some
// hundred kilobytes a second of a few megabytes in use, which is worth a
// collection every few seconds and not the doubled heap.
const (
	startHeap = 400
	calmHeap  = 40
)

// heap sets it, unless the user has with GOGC.
func heap(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}
