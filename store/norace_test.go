//go:build !race

package store

// raceOn says that the race detector watches.
const raceOn = false
