//go:build !race

package wire

import "testing"

// raceOn is 1 under the race detector.
const raceOn = 0

func long(*testing.T) {}
