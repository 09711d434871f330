//go:build race

package ui_test

// raceOn says that the race detector makes everything ten times as slow.
const raceOn = true
