package turn

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/internal/safe"
)

func in(t *testing.T, dir string) *Turns {
	t.Helper()
	turns := In(dir, nil, slog.New(slog.DiscardHandler))
	t.Cleanup(func() { _ = turns.Close() })
	return turns
}

// TestTwoProcessesTogetherKeepThePace lets two ask as fast as they can, and one
// of them die and come back.
func TestTwoProcessesTogetherKeepThePace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "run")
		begun := time.Now()
		var mu sync.Mutex
		var at []time.Duration
		var group safe.Group
		for range 2 {
			group.Go("process", func() {
				for i := range 40 {
					turns := In(dir, nil, slog.New(slog.DiscardHandler))
					for range 1 + i%3 {
						if err := turns.Wait(t.Context()); err != nil {
							t.Error(err)
						}
						mu.Lock()
						at = append(at, time.Since(begun))
						mu.Unlock()
					}
					_ = turns.Close()
				}
			})
		}
		group.Wait()
		for i := range at {
			if i < burst && at[i] != 0 {
				t.Errorf("turn %d of the burst came after %v", i, at[i])
			}
			if least := time.Duration(i-burst+1) * every; at[i] < least-time.Millisecond || at[i] > max(least, 0)+2*every {
				t.Errorf("turn %d came after %v, it is due at %v", i, at[i], least)
			}
		}
		time.Sleep(time.Hour)
		idle := in(t, dir)
		for i := range 2 * burst {
			begun := time.Now()
			if err := idle.Wait(t.Context()); err != nil || (time.Since(begun) == 0) != (i < burst) {
				t.Errorf("after an hour turn %d took %v, %v", i, time.Since(begun), err)
			}
		}
	})
}

func TestWhoCannotWaitTakesNoTurn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		turns := in(t, t.TempDir())
		for range burst {
			if err := turns.Wait(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		begun := time.Now()
		short, cancel := context.WithTimeout(t.Context(), every/2)
		defer cancel()
		if err := turns.Wait(short); !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != 0 {
			t.Errorf("a deadline before the turn: %v after %v", err, time.Since(begun))
		}
		left, leave := context.WithCancel(t.Context())
		time.AfterFunc(every/2, leave)
		if err := turns.Wait(left); !errors.Is(err, context.Canceled) || time.Since(begun) != every/2 {
			t.Errorf("a page that is left: %v after %v", err, time.Since(begun))
		}
		if err := turns.Wait(t.Context()); err != nil || (time.Since(begun)-every).Abs() > time.Millisecond {
			t.Errorf("the next turn came after %v, %v", time.Since(begun), err)
		}
	})
}

func TestAFileThatMakesNoSenseHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(dir string) error{
		"a clock that was set back": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "turns"), []byte("\x7f\xff\xff\xff\xff\xff\xff\xff"), 0o600)
		},
		"nonsense":  func(dir string) error { return os.WriteFile(filepath.Join(dir, "turns"), []byte("\xffhello"), 0o600) },
		"a folder":  func(dir string) error { return os.Mkdir(filepath.Join(dir, "turns"), 0o700) },
		"no folder": func(dir string) error { return errors.Join(os.Remove(dir), os.WriteFile(dir, nil, 0o600)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				dir := filepath.Join(t.TempDir(), "run")
				if err := errors.Join(os.Mkdir(dir, 0o700), prepare(dir)); err != nil {
					t.Fatal(err)
				}
				turns, begun := in(t, dir), time.Now()
				for range burst {
					if err := turns.Wait(t.Context()); err != nil {
						t.Error(err)
					}
				}
				if took := time.Since(begun); took != 0 {
					t.Errorf("it took %v", took)
				}
			})
		})
	}
}

func TestALinkInThePlaceOfTheFolderIsNotFollowed(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("links need rights there")
	}
	dir, there := filepath.Join(t.TempDir(), "run"), t.TempDir()
	if err := errors.Join(os.Chmod(there, 0o755), os.Symlink(there, dir)); err != nil {
		t.Fatal(err)
	}
	if err := in(t, dir).Wait(t.Context()); err != nil {
		t.Error(err)
	}
	info, err := os.Stat(there)
	inside, err2 := os.ReadDir(there)
	if err := errors.Join(err, err2); err != nil || info.Mode().Perm() != 0o755 || len(inside) > 0 {
		t.Errorf("%v %v, %v", info.Mode(), inside, err)
	}
}
