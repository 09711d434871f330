//go:build race

package wire

import "testing"

// raceOn is 1 under the race detector, which makes decoding twenty times as
// slow: scenarios that look at no sample go without (see hollow).
const raceOn = 1

// long skips what takes minutes here, and starts no goroutine that other
// scenarios do not start.
func long(t *testing.T) {
	t.Helper()
	t.Skip("too long under the race detector")
}
