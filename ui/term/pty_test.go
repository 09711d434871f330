//go:build unix

package term

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"ncmtui/internal/safe"
)

// shell is a terminal on which a shell runs the test program; the shell stays,
// as the one of a user does.
type shell struct {
	t      *testing.T
	ptmx   *os.File
	cmd    *exec.Cmd
	before unix.Termios

	mu  sync.Mutex
	em  *vt.Emulator
	raw []byte
	hid bool
}

func startShell(t *testing.T, act, dir string) *shell {
	t.Helper()
	cmd := exec.Command("/bin/sh", "-c", `read go; "$0"; echo "EXIT $?"; read end`, os.Args[0])
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "TERM_TEST="+act, "TERM_TEST_DIR="+dir)
	ptmx, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Skipf("no pseudo terminal: %v", err)
	}
	s := &shell{t: t, ptmx: ptmx, cmd: cmd, em: vt.NewEmulator(80, 24)}
	s.em.SetCallbacks(vt.Callbacks{CursorVisibility: func(v bool) { s.hid = !v }})
	done := make(chan struct{})
	safe.Go("pty reader", func() {
		defer close(done)
		buf := make([]byte, 4096)
		for {
			n, err := ptmx.Read(buf)
			s.mu.Lock()
			s.raw = append(s.raw, buf[:n]...)
			_, _ = s.em.Write(buf[:n])
			s.mu.Unlock()
			if err != nil {
				return
			}
		}
	})
	drained := make(chan struct{})
	safe.Go("emulator answers", func() {
		defer close(drained)
		buf := make([]byte, 256)
		for {
			if _, err := s.em.Read(buf); err != nil {
				return
			}
		}
	})
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_, _ = cmd.Process.Wait()
		_ = ptmx.Close()
		<-done
		if c, ok := s.em.InputPipe().(interface{ Close() error }); ok {
			_ = c.Close()
		}
		<-drained
	})
	s.before = s.termios()
	s.say("go\n")
	return s
}

func (s *shell) say(keys string) {
	if _, err := s.ptmx.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

func (s *shell) termios() unix.Termios {
	t, err := unix.IoctlGetTermios(int(s.ptmx.Fd()), getTermios)
	if err != nil {
		s.t.Fatal(err)
	}
	return *t
}

func (s *shell) output() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.raw)
}

// patience bounds every waiting; the machine of a test may be busy.
const patience = time.Minute

// until waits for a state.
func (s *shell) until(what string, is func() bool) {
	s.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if is() {
			return
		}
	}
	s.t.Fatalf("not reached: %s; output %q", what, s.output())
}

func (s *shell) shows(text string) {
	s.t.Helper()
	s.until(text, func() bool { return strings.Contains(s.output(), text) })
}

// givenBack holds the terminal against what it was.
func (s *shell) givenBack() {
	s.t.Helper()
	s.until("the terminal given back", func() bool {
		s.mu.Lock()
		alt, hidden := s.em.IsAltScreen(), s.hid
		s.mu.Unlock()
		return !alt && !hidden && s.termios() == s.before
	})
	out := s.output()
	for _, off := range []string{"\x1b[?1002l", "\x1b[?1006l", "\x1b[?2004l", "\x1b[?1004l", "\x1b[?2027l", "\x1b[?2026l", "\x1b[=0;1u", "\x1b[m", "\x1b[?25h"} {
		if !strings.Contains(out, off) {
			s.t.Errorf("never sent: %q", off)
		}
	}
}

func TestRestoreGivesTheTerminalBack(t *testing.T) {
	t.Parallel()
	s := startShell(t, "restore", "")
	s.shows("EXIT 0")
	s.givenBack()
	out := s.output()
	if strings.Contains(out, "LATE") || strings.Contains(out, "restore:") {
		t.Errorf("output %q", out)
	}
	if strings.Count(out, "\x1b[?1049l") != 1 {
		t.Errorf("restored more than once: %q", out)
	}
}

func TestGuardGivesTheTerminalBack(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ act, exit, report string }{
		{"panic", "EXIT 2", "panic: boom"},
		{"fatal", "EXIT 2", "term.overflow("},
		{"kill", "EXIT 137", ""},
		{"bye", "EXIT 0", ""},
	} {
		t.Run(tc.act, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "crash")
			s := startShell(t, tc.act, dir)
			s.shows("GUARDED")
			if tc.act == "kill" {
				killProgram(t, s.cmd.Process.Pid)
			}
			s.shows(tc.exit)
			s.givenBack()
			if tc.act == "bye" && strings.Count(s.output(), "\x1b[?1049l") != 1 {
				t.Errorf("the guard acted after a farewell: %q", s.output())
			}
			checkReport(t, s, dir, tc.report)
			if tc.report != "" {
				s.shows("SORRY SEE " + dir)
			}
		})
	}
}

func checkReport(t *testing.T, s *shell, dir, want string) {
	t.Helper()
	if want == "" {
		if files, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(files) != 0 {
			t.Errorf("reports %v, %v", files, err)
		}
		return
	}
	var report string
	s.until("a crash report", func() bool {
		files, err := filepath.Glob(filepath.Join(dir, "crash-*.txt"))
		if err != nil || len(files) != 1 {
			return false
		}
		b, err := os.ReadFile(files[0])
		report = string(b)
		return err == nil && strings.Contains(report, want) && strings.Contains(report, "all goroutines")
	})
	if strings.Contains(report, "00112233445566778899aabbccddeeff") {
		t.Error("the report holds a cookie")
	}
}

// killProgram kills the shell's child that is not a guard.
func killProgram(t *testing.T, shell int) {
	t.Helper()
	out, err := exec.Command("pgrep", "-P", itoa(shell)).Output()
	if err != nil {
		t.Skipf("no pgrep: %v", err)
	}
	pid := 0
	for _, c := range strings.TrimSpace(string(out)) {
		pid = pid*10 + int(c-'0')
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

func TestStderrIsRedirectedAndComesBack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := startShell(t, "stderr", dir)
	s.shows("EXIT 0")
	log, err := os.ReadFile(filepath.Join(dir, "log"))
	if err != nil || string(log) != "to the log\nby the runtime\n" {
		t.Errorf("the log holds %q, %v", log, err)
	}
	if out := s.output(); !strings.Contains(out, "to the terminal") || strings.Contains(out, "log") {
		t.Errorf("the terminal shows %q", out)
	}
}

func TestRestoreDoesNotWaitForATerminalThatStopped(t *testing.T) {
	t.Parallel()
	ptmx, tty, err := pty.Open()
	if err != nil {
		t.Skipf("no pseudo terminal: %v", err)
	}
	s, err := Open(tty, tty)
	if err != nil {
		t.Fatal(err)
	}
	filled := make(chan struct{})
	safe.Go("fill", func() {
		defer close(filled)
		for {
			if _, err := tty.Write(make([]byte, 1<<12)); err != nil {
				return
			}
		}
	})
	// Nobody reads: the writer above is stuck, and so will Restore's be.
	if err := s.Restore(); err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("Restore: %v", err)
	}
	_ = ptmx.Close()
	<-filled
	_ = tty.Close()
}

func TestCheckTakesATerminal(t *testing.T) {
	t.Parallel()
	ptmx, tty, err := pty.Open()
	if err != nil {
		t.Skipf("no pseudo terminal: %v", err)
	}
	defer ptmx.Close()
	defer tty.Close()
	file, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, tc := range []struct {
		name    string
		in, out *os.File
		term    string
		reason  string
	}{
		{"terminal", tty, tty, "xterm-256color", ""},
		{"dumb", tty, tty, "dumb", "dumb"},
		{"no TERM", tty, tty, "", "dumb"},
		{"piped in", file, tty, "xterm", "input"},
		{"piped out", tty, file, "xterm", "output"},
	} {
		err := Check(tc.in, tc.out, func(string) string { return tc.term })
		var u *Unfit
		if tc.reason == "" && err != nil || tc.reason != "" && (!errors.As(err, &u) || u.Reason != tc.reason) {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
	if _, err := Open(file, file); err == nil {
		t.Error("a file was opened as a terminal")
	}
}

func TestSignalsAreDelivered(t *testing.T) {
	c := Signals()
	for _, sig := range []syscall.Signal{unix.SIGTERM, unix.SIGHUP, unix.SIGINT, unix.SIGQUIT} {
		if err := syscall.Kill(os.Getpid(), sig); err != nil {
			t.Fatal(err)
		}
		select {
		case got := <-c:
			if got != sig {
				t.Errorf("got %v, want %v", got, sig)
			}
		case <-time.After(patience):
			t.Fatalf("%v never came", sig)
		}
	}
}

func TestStateSurvivesItsEncoding(t *testing.T) {
	t.Parallel()
	st := &state{}
	st.termios.Lflag = unix.ECHO | unix.ICANON
	st.termios.Cc[3] = 9
	enc, err := st.encode()
	if err != nil {
		t.Fatal(err)
	}
	back, err := decodeState(enc)
	if err != nil || back.termios != st.termios {
		t.Errorf("%+v became %+v, %v", st, back, err)
	}
	for _, bad := range []string{"", "zz", "00"} {
		if _, err := decodeState(bad); err == nil {
			t.Errorf("%q decodes", bad)
		}
	}
}
