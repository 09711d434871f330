package term

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"time"

	"ncmtui/internal/safe"
)

// The guard is this program once more, told so by its environment.
const (
	guardState = "NCMTUI_GUARD_STATE" // the mode to restore, encoded
	guardDir   = "NCMTUI_GUARD_DIR"   // where the crash report goes; empty for nowhere
	guardWords = "NCMTUI_GUARD_WORDS" // what is said to the user
	guardWhere = "NCMTUI_GUARD_WHERE" // and what stands before the report's path
)

// maxReport bounds what a dying program may say: the stacks of all goroutines.
const maxReport = 4 << 20

// farewell is what a program says to its guard when it has given the terminal
// back itself.
const farewell = "farewell"

// guard is the running one.
type guard struct {
	pipe *os.File
	cmd  *exec.Cmd
}

// Guard starts a process that gives the terminal back when this one dies of
// something no recover can catch: a fatal error of the runtime, a panic in a
// goroutine of a library, a kill. It writes the runtime's last words, redacted,
// into dir ("" for nowhere), and says the words in the terminal, with where and
// the report's path when there is one. Start it after the first frame; it waits
// on a pipe and costs nothing. Restore ends it. The main function must call
// RunGuard before anything else.
func (s *Screen) Guard(dir, words, where string) error {
	enc, err := s.saved.encode()
	if err != nil {
		return err
	}
	exe, err := os.Executable()
	if err != nil {
		return fmt.Errorf("start the guard: %w", err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("start the guard: %w", err)
	}
	g := &guard{pipe: w, cmd: exec.CommandContext(context.Background(), exe)}
	g.cmd.Env = append(safe.Environ(), guardState+"="+enc, guardDir+"="+dir, guardWords+"="+words, guardWhere+"="+where)
	g.cmd.Stdin = r
	err = g.cmd.Start()
	_ = r.Close()
	if err != nil {
		_ = w.Close()
		return fmt.Errorf("start the guard: %w", err)
	}
	if err := debug.SetCrashOutput(w, debug.CrashOptions{}); err != nil {
		g.end()
		return fmt.Errorf("start the guard: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over { // it was given back meanwhile
		g.end()
		return nil
	}
	s.guard = g
	return nil
}

// end tells the guard that there is nothing left to do.
func (g *guard) end() {
	_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
	_, _ = g.pipe.WriteString(farewell)
	_ = g.pipe.Close()
	_ = g.cmd.Wait()
}

// RunGuard does the guard's work when this process is one, and says so: main
// then returns. It waits until the program ends, and acts when it ended
// without a farewell.
func RunGuard() bool {
	enc, is := os.LookupEnv(guardState)
	if !is {
		return false
	}
	outlive()
	said, err := io.ReadAll(io.LimitReader(os.Stdin, maxReport))
	if err != nil || string(said) == farewell {
		return true
	}
	out := giveBack(enc)
	if len(said) == 0 { // killed: whoever did it knows
		return true
	}
	words := os.Getenv(guardWords)
	if path := report(said); path != "" {
		words += os.Getenv(guardWhere) + path
	}
	if out != nil && words != "" {
		_, _ = fmt.Fprintln(out, words)
	}
	return true
}

// report writes the last words and gives the file's path; "" when there is
// none. Nobody is left to tell of a failure.
func report(said []byte) string {
	dir := os.Getenv(guardDir)
	if dir == "" {
		return ""
	}
	// A fatal error's headline is not among the words, but in the log.
	what, _, _ := strings.Cut(strings.TrimSpace(string(said)), "\n")
	path, err := safe.WriteCrash(dir, safe.Crash{Goroutine: "runtime", Value: what, Stack: said}, time.Now())
	if err != nil {
		return ""
	}
	return path
}

// giveBack restores the terminal and gives its output; nil when it is gone.
func giveBack(enc string) *os.File {
	st, err := decodeState(enc)
	if err != nil {
		return nil
	}
	in, out, err := openTerminal()
	if err != nil {
		return nil
	}
	s := &Screen{In: in, Out: &Gate{File: out}, saved: st}
	_ = s.Restore()
	return out
}
