//go:build !race

package player

// raceOn is 1 under the race detector.
const raceOn = 0
