//go:build unix

package turn

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// lock waits for the file: its holders let go within microseconds, or die.
func lock(f *os.File) error {
	for {
		if err := unix.Flock(int(f.Fd()), unix.LOCK_EX); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

func unlock(f *os.File) { _ = unix.Flock(int(f.Fd()), unix.LOCK_UN) }
