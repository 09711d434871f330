package term

import (
	"errors"
	"fmt"
	"os"
	"os/signal"

	"golang.org/x/sys/windows"
)

// Closing the console, logoff and shutdown arrive as SIGTERM (os/signal).
var ending = []os.Signal{os.Interrupt, windows.SIGTERM}

func outlive() { signal.Ignore(os.Interrupt) }

// dumb: Windows consoles set no TERM.
func dumb(term string) bool { return term == "dumb" }

// state is the mode of the console's two ends.
type state struct{ in, out uint32 }

func saveState(in, out *os.File) (*state, error) {
	var s state
	err := errors.Join(
		windows.GetConsoleMode(windows.Handle(in.Fd()), &s.in),
		windows.GetConsoleMode(windows.Handle(out.Fd()), &s.out),
	)
	if err != nil {
		return nil, fmt.Errorf("read the console's mode: %w", err)
	}
	return &s, nil
}

func (s *state) restore(in, out *os.File) error {
	err := errors.Join(
		windows.SetConsoleMode(windows.Handle(in.Fd()), s.in),
		windows.SetConsoleMode(windows.Handle(out.Fd()), s.out),
	)
	if err != nil {
		return fmt.Errorf("set the console's mode: %w", err)
	}
	return nil
}

func (s *state) encode() (string, error) { return fmt.Sprintf("%d,%d", s.in, s.out), nil }

func decodeState(enc string) (*state, error) {
	var s state
	if _, err := fmt.Sscanf(enc, "%d,%d", &s.in, &s.out); err != nil {
		return nil, fmt.Errorf("decode the console's mode: %w", err)
	}
	return &s, nil
}

func openTerminal() (in, out *os.File, err error) {
	in, err = os.OpenFile("CONIN$", os.O_RDWR, 0)
	if err != nil {
		return nil, nil, err
	}
	out, err = os.OpenFile("CONOUT$", os.O_RDWR, 0)
	return in, out, err
}

// RedirectStderr lets the standard error handle write to another file; undo
// puts it back. Libraries that took the handle before keep the old one.
func RedirectStderr(to *os.File) (undo func() error, err error) {
	old, err := windows.GetStdHandle(windows.STD_ERROR_HANDLE)
	if err != nil {
		return nil, os.NewSyscallError("GetStdHandle", err)
	}
	if err := windows.SetStdHandle(windows.STD_ERROR_HANDLE, windows.Handle(to.Fd())); err != nil {
		return nil, os.NewSyscallError("SetStdHandle", err)
	}
	return func() error {
		return os.NewSyscallError("SetStdHandle", windows.SetStdHandle(windows.STD_ERROR_HANDLE, old))
	}, nil
}
