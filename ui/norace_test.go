//go:build !race

package ui_test

import "testing"

const raceOn = false

func long(*testing.T) {}
