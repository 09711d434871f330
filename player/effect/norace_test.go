//go:build !race

package effect

// raceOn is 1 under the race detector.
const raceOn = 0
