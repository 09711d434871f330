//go:build race

package wire

// raceOn is 1 under the race detector, which makes decoding ten times as slow.
const raceOn = 1
