package term

import (
	"fmt"
	"os"
	"runtime/debug"
	"time"

	xterm "golang.org/x/term"
)

// runProgram is the test binary as a program with a screen; it does what
// TERM_TEST says and shows its milestones as text.
func runProgram() bool {
	act, is := os.LookupEnv("TERM_TEST")
	if !is {
		return false
	}
	s, err := Open(os.Stdin, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stdout, "open:", err)
		return true
	}
	if act == "stderr" {
		redirected(s)
		return true
	}
	if _, err := xterm.MakeRaw(int(os.Stdin.Fd())); err != nil {
		fmt.Fprintln(os.Stdout, "raw:", err)
		return true
	}
	// All that Bubble Tea may switch on.
	fmt.Fprint(s.Out, "\x1b[?1049h\x1b[?25l\x1b[?1002h\x1b[?1006h\x1b[?2004h\x1b[?1004h\x1b[?2027h\x1b[?2026h\x1b[=1;1u\x1b[31mUP")
	switch act {
	case "restore":
		for range 2 {
			if err := s.Restore(); err != nil {
				fmt.Fprintln(os.Stdout, "restore:", err)
			}
		}
		fmt.Fprint(s.Out, "LATE\x1b[?1049h")
		_, _ = s.Out.WriteString("LATE\x1b[?1049h")
		fmt.Fprintln(os.Stdout, "after")
	case "bye", "panic", "fatal", "kill":
		if err := s.Guard(os.Getenv("TERM_TEST_DIR"), "SORRY", " SEE "); err != nil {
			fmt.Fprintln(os.Stdout, "guard:", err)
			return true
		}
		fmt.Fprint(s.Out, "GUARDED")
		end(s, act)
	}
	return true
}

func end(s *Screen, act string) {
	switch act {
	case "bye":
		if err := s.Restore(); err != nil {
			fmt.Fprintln(os.Stdout, "restore:", err)
		}
		fmt.Fprintln(os.Stdout, "after")
	case "panic":
		time.AfterFunc(0, func() { panic("boom MUSIC_U=00112233445566778899aabbccddeeff") })
		time.Sleep(2 * time.Minute)
	case "fatal":
		debug.SetMaxStack(1 << 20)
		overflow(1)
	case "kill":
		time.Sleep(2 * time.Minute)
	}
}

//go:noinline
func overflow(n int) int {
	if n < 0 {
		return 0
	}
	var pad [1 << 10]byte
	pad[n&1023] = byte(n)
	return overflow(n+1) + int(pad[3])
}

// redirected writes to descriptor 2 in both ways while it is redirected.
func redirected(*Screen) {
	f, err := os.OpenFile(os.Getenv("TERM_TEST_DIR")+"/log", os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		fmt.Fprintln(os.Stdout, err)
		return
	}
	undo, err := RedirectStderr(f)
	if err != nil {
		fmt.Fprintln(os.Stdout, err)
		return
	}
	fmt.Fprintln(os.Stderr, "to the log")
	println("by the runtime")
	if err := undo(); err != nil {
		fmt.Fprintln(os.Stdout, err)
	}
	fmt.Fprintln(os.Stderr, "to the terminal")
}
