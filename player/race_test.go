//go:build race

package player

// raceOn is 1 under the race detector, which makes decoding twenty times as
// slow: what is tried many times is then tried less often.
const raceOn = 1
