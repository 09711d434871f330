package output

import (
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
)

// attempts is how often a test of sound in real time is tried.
const attempts = 3

// Steadily runs such a test until it finds nothing wrong: on a busy machine the
// server, its recorder or the source comes late now and then. What is wrong is
// so every time.
func Steadily(t *testing.T, test func(t testing.TB)) {
	t.Helper()
	for left := attempts - 1; ; left-- {
		wrong := tried(t, test)
		if len(wrong) == 0 {
			return
		}
		for _, what := range wrong {
			if left == 0 {
				t.Error(what)
			} else {
				t.Log("it is tried again:", what)
			}
		}
		if left == 0 {
			return
		}
	}
}

// attempt is one run: it keeps what is wrong to itself.
type attempt struct {
	testing.TB

	mu    sync.Mutex
	wrong []string
	after []func()
}

// givenUp ends an attempt.
type givenUp struct{}

func tried(t *testing.T, test func(testing.TB)) []string {
	a := &attempt{TB: t}
	func() {
		defer func() {
			for _, f := range slices.Backward(a.after) {
				f()
			}
		}()
		defer func() {
			if r := recover(); r != nil && r != (givenUp{}) {
				panic(r)
			}
		}()
		test(a)
	}()
	return a.wrong
}

func (a *attempt) add(what string) {
	_, file, line, _ := runtime.Caller(2)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.wrong = append(a.wrong, fmt.Sprintf("%s:%d: %s", filepath.Base(file), line, what))
}

func (a *attempt) Cleanup(f func())          { a.after = append(a.after, f) }
func (a *attempt) Error(args ...any)         { a.add(fmt.Sprintln(args...)) }
func (a *attempt) Errorf(f string, v ...any) { a.add(fmt.Sprintf(f, v...)) }

func (a *attempt) Fatal(args ...any) {
	a.add(fmt.Sprintln(args...))
	panic(givenUp{})
}

func (a *attempt) Fatalf(f string, v ...any) {
	a.add(fmt.Sprintf(f, v...))
	panic(givenUp{})
}

func (a *attempt) Failed() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.wrong) > 0
}

func TestWhatIsWrongOnceIsTriedAgainAndWhatStaysWrongIsTold(t *testing.T) {
	t.Parallel()
	var tidied []string
	wrong := tried(t, func(t testing.TB) {
		t.Cleanup(func() { tidied = append(tidied, "first") })
		t.Cleanup(func() { tidied = append(tidied, "second") })
		t.Errorf("a fault of %d frames", 3)
		t.Fatal("no server")
		t.Error("never reached")
	})
	if len(wrong) != 2 || !slices.Equal(tidied, []string{"second", "first"}) {
		t.Errorf("%q, tidied %v", wrong, tidied)
	}
	runs := 0
	Steadily(t, func(t testing.TB) {
		if runs++; runs < attempts {
			t.Fatal("late")
		}
	})
	if runs != attempts {
		t.Errorf("%d runs", runs)
	}
}
