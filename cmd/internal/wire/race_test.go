//go:build race

package wire

// raceOn is 1 under the race detector, which makes decoding twenty times as
// slow: scenarios that look at no sample go without (see hollow).
const raceOn = 1
