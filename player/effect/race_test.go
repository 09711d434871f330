//go:build race

package effect

// raceOn is 1 under the race detector, which makes filters fifty times as
// slow.
const raceOn = 1
