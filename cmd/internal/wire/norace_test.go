//go:build !race

package wire

// raceOn is 1 under the race detector.
const raceOn = 0
