package turn

import (
	"os"

	"golang.org/x/sys/windows"
)

// behind is a byte that is never written: Windows locks bytes.
const behind = 1 << 30

// lock waits for the file: its holders let go within microseconds, or die.
func lock(f *os.File) error {
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, &windows.Overlapped{Offset: behind})
}

func unlock(f *os.File) {
	_ = windows.UnlockFileEx(windows.Handle(f.Fd()), 0, 1, 0, &windows.Overlapped{Offset: behind})
}
