package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"ncmtui/internal/safe"
)

// ErrLocked says that another process holds the instance lock. PID is 0 when
// it could not be read.
type ErrLocked struct{ PID int }

func (e *ErrLocked) Error() string {
	if e.PID == 0 {
		return "another instance is playing"
	}
	return fmt.Sprintf("another instance is playing (process %d)", e.PID)
}

// errHeld is what tryLock says when somebody else has the lock.
var errHeld = errors.New("lock is held")

// Lock takes the instance lock of the data folder, which the one player holds
// as long as it lives; the system gives it back when a process dies. The
// error is *ErrLocked when another one holds it.
func Lock(dir string) (release func() error, err error) {
	if err := safe.MakeDir(dir); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "instance.lock")
	f, err := lockFile(path, 0)
	if errors.Is(err, errHeld) {
		return nil, &ErrLocked{PID: holder(path)}
	}
	if err != nil {
		return nil, err
	}
	// The number is only told to the user; the lock is what counts.
	if err := f.Truncate(0); err == nil {
		_, _ = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	return func() error {
		_ = f.Truncate(0)
		return f.Close()
	}, nil
}

func holder(path string) int {
	f, err := os.Open(path)
	if err != nil {
		return 0
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, 32))
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil {
		return 0
	}
	return pid
}

// lockFile opens path and locks it, trying for at most wait; closing the file
// gives the lock back. The file itself stays: removing it would let two
// processes lock two files of the same name.
func lockFile(path string, wait time.Duration) (*os.File, error) {
	f, err := safe.OpenPrivate(path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return nil, err
	}
	deadline := time.Now().Add(wait)
	for pause := time.Millisecond; ; pause = min(2*pause, 50*time.Millisecond) {
		err := tryLock(f)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, errHeld) || !time.Now().Before(deadline) {
			_ = f.Close()
			return nil, fmt.Errorf("lock %s: %w", filepath.Base(path), err)
		}
		time.Sleep(pause)
	}
}
