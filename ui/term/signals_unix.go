//go:build unix

package term

import (
	"os"
	"os/signal"

	"golang.org/x/sys/unix"
)

var ending = []os.Signal{unix.SIGTERM, unix.SIGHUP, unix.SIGINT, unix.SIGQUIT}

// outlive lets the guard see the end of a program that is in its process
// group: what ends or stops the group does not end the guard, and it may set
// the terminal's mode from the background (without this, SIGTTOU stops it).
func outlive() {
	signal.Ignore(unix.SIGTERM, unix.SIGHUP, unix.SIGINT, unix.SIGQUIT, unix.SIGTSTP, unix.SIGTTOU, unix.SIGTTIN)
}

func dumb(term string) bool { return term == "" || term == "dumb" }

// openTerminal opens the controlling terminal anew.
func openTerminal() (in, out *os.File, err error) {
	f, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	return f, f, err
}

// RedirectStderr lets file descriptor 2 write to another file, for libraries
// that print there while the screen is up; undo puts it back.
func RedirectStderr(to *os.File) (undo func() error, err error) {
	old, err := unix.FcntlInt(2, unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return nil, os.NewSyscallError("dup", err)
	}
	if err := dupTo(int(to.Fd()), 2); err != nil {
		_ = unix.Close(old)
		return nil, os.NewSyscallError("dup2", err)
	}
	return func() error {
		err := dupTo(old, 2)
		_ = unix.Close(old)
		return os.NewSyscallError("dup2", err)
	}, nil
}
