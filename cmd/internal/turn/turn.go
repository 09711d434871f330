// Package turn owns the pace at which all processes of a user ask the service
// together: a player without a screen, and the screens that show it. It never
// knows what is asked, and lets everything pass when its file cannot be used.
package turn

import (
	"context"
	"encoding/binary"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"ncmtui/internal/safe"
)

// What the service bears; api.Options has the same for one process.
const (
	every = time.Second / 3
	burst = 10
)

// farthest is how far ahead turns can have been given: nobody waits that long.
// What says more was written before the clock was set back.
const farthest = time.Minute

// Turns are given in the order of asking, by a moment in a file: when the next
// one would be, had everybody always waited (the generic cell rate algorithm).
// The file's lock is held for as long as it takes to read and write 8 bytes.
type Turns struct {
	dir string
	now func() time.Time
	log *slog.Logger

	mu   sync.Mutex
	file *os.File // nil: not opened yet
	dead bool     // it cannot be used
}

// In gives the turns of a runtime folder, which is made when it is needed. A
// nil now is time.Now.
func In(dir string, now func() time.Time, log *slog.Logger) *Turns {
	if now == nil {
		now = time.Now
	}
	return &Turns{dir: dir, now: now, log: log}
}

// Wait waits for a turn. It fails at once when ctx would end before that, and
// with ctx; the turn is somebody else's then.
func (t *Turns) Wait(ctx context.Context) error {
	wait, ok := t.take(ctx)
	if !ok {
		return fmt.Errorf("waiting for the turn: %w", context.DeadlineExceeded)
	}
	if wait <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		t.giveBack()
		return ctx.Err()
	}
}

// take says how long to wait; false: longer than ctx lasts.
func (t *Turns) take(ctx context.Context) (wait time.Duration, ok bool) {
	ok = true
	t.change(func(next time.Time) time.Time {
		now := t.now()
		if next.Before(now) || next.Sub(now) > farthest {
			next = now
		}
		next = next.Add(every)
		wait = next.Sub(now) - burst*every
		if end, has := ctx.Deadline(); has && time.Until(end) < wait {
			ok = false
			return next.Add(-every)
		}
		return next
	})
	return wait, ok
}

func (t *Turns) giveBack() {
	t.change(func(next time.Time) time.Time { return next.Add(-every) })
}

// change does one step under the lock of the file.
func (t *Turns) change(step func(next time.Time) time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.dead {
		return
	}
	if err := t.locked(step); err != nil {
		t.log.Warn("the requests of several processes are not counted together", "err", err)
		t.dead = true
		_ = t.shut()
	}
}

func (t *Turns) locked(step func(next time.Time) time.Time) error {
	if t.file == nil {
		if info, err := os.Lstat(t.dir); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return fmt.Errorf("%s is a link: %w", t.dir, safe.ErrForeign)
		}
		if err := safe.MakeDir(t.dir); err != nil {
			return err
		}
		f, err := safe.OpenPrivate(filepath.Join(t.dir, "turns"), os.O_RDWR|os.O_CREATE)
		if err != nil {
			return err
		}
		t.file = f
	}
	if err := lock(t.file); err != nil {
		return err
	}
	defer unlock(t.file)
	var b [8]byte
	var next time.Time // an empty file
	if n, _ := t.file.ReadAt(b[:], 0); n == len(b) {
		next = time.Unix(0, int64(binary.BigEndian.Uint64(b[:])))
	}
	binary.BigEndian.PutUint64(b[:], uint64(step(next).UnixNano()))
	_, err := t.file.WriteAt(b[:], 0)
	return err
}

// Close lets go of the file. Whoever waits still gets its turn. Nobody's turns
// need no Close.
func (t *Turns) Close() error {
	if t == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.dead = true
	return t.shut()
}

func (t *Turns) shut() error {
	if t.file == nil {
		return nil
	}
	err := t.file.Close()
	t.file = nil
	return err
}
