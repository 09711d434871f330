//go:build race

package ui_test

import "testing"

// raceOn says that the race detector makes everything ten times as slow.
const raceOn = true

// long skips what takes minutes here, and starts no goroutine that other tests
// do not start.
func long(t *testing.T) {
	t.Helper()
	t.Skip("too long under the race detector")
}
