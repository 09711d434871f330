package safe

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// TestCrashReachesTheHandler is not parallel: the handler is the process's.
func TestCrashReachesTheHandler(t *testing.T) {
	got := make(chan Crash, 1)
	undo := OnCrash(func(c Crash) { got <- c })
	defer undo()
	var g Group
	g.Go("worker", func() { panic("boom") })
	g.Wait()
	c := <-got
	if c.Goroutine != "worker" || c.Value != "boom" || !strings.Contains(string(c.Stack), "TestCrashReachesTheHandler") {
		t.Errorf("crash = %+v", c)
	}
}

func TestGroupWaitsForAll(t *testing.T) {
	t.Parallel()
	var g Group
	gate, done := make(chan struct{}), make(chan int, 3)
	for i := range 3 {
		g.Go("n", func() { <-gate; done <- i })
	}
	close(gate)
	g.Wait()
	if len(done) != 3 {
		t.Errorf("%d of 3 were done", len(done))
	}
}

func TestSecretDoesNotPrint(t *testing.T) {
	t.Parallel()
	s := Secret(canary)
	js, err := json.Marshal(map[string]any{"s": s, "p": &s, "l": []Secret{s}})
	if err != nil {
		t.Fatal(err)
	}
	all := fmt.Sprintf("%v %s %q %+v %#v %v", s, s, s, s, s, []Secret{s}) + string(js)
	if strings.Contains(all, canary) {
		t.Errorf("printed: %s", all)
	}
	if s.Reveal() != canary {
		t.Error("Reveal lost the text")
	}
}
