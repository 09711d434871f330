package main

import (
	"reflect"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// TestPaceKnowsTheTicker fails when a later Bubble Tea keeps its ticker under
// another name or as another thing: then an idle program would wake up often.
func TestPaceKnowsTheTicker(t *testing.T) {
	t.Parallel()
	f, ok := reflect.TypeFor[tea.Program]().FieldByName("ticker")
	if !ok || f.Type != reflect.TypeFor[*time.Ticker]() {
		t.Fatalf("tea.Program has no ticker of type *time.Ticker: %v", f.Type)
	}
	if tickerOf(tea.NewProgram(nil)) != nil {
		t.Error("a program that does not run has a ticker")
	}
}
