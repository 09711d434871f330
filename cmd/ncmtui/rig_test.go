//go:build unix

package main

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	xterm "golang.org/x/term"

	"ncmtui/api/ncmfake"
	"ncmtui/internal/safe"
	"ncmtui/ui/uitest"
)

// The tests of this package run the built program on a terminal line of the
// kernel, against the embedded service on loopback, in folders of their own.

func TestMain(m *testing.M) {
	if dir := os.Getenv(migrateIn); dir != "" {
		os.Exit(migrateOnly(dir))
	}
	flag.Parse()
	if f := flag.Lookup("test.parallel"); f.Value.String() == f.DefValue {
		_ = f.Value.Set("8") // they wait more than they work
	}
	code := m.Run()
	if built.dir != "" {
		_ = os.RemoveAll(built.dir)
	}
	os.Exit(code)
}

var built struct {
	once sync.Once
	dir  string
	err  error
}

// program is the path of the program, built once with its hooks for tests.
func program(t testing.TB) string {
	t.Helper()
	built.once.Do(func() {
		if built.dir, built.err = os.MkdirTemp("", "ncmtui-built-"); built.err != nil {
			return
		}
		cmd := exec.Command("go", "build", "-tags", "testhooks", "-o", filepath.Join(built.dir, "ncmtui"), ".")
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=")
		if out, err := cmd.CombinedOutput(); err != nil {
			built.err = fmt.Errorf("go build: %w\n%s", err, out)
		}
	})
	if built.err != nil {
		t.Fatal(built.err)
	}
	return filepath.Join(built.dir, "ncmtui")
}

// rig is where the program runs: its folders, its service, its environment.
type rig struct {
	t       testing.TB
	dir     string
	service *ncmfake.Service
	env     map[string]string
	w, h    int
}

func newRig(t testing.TB, o ncmfake.Options) *rig {
	t.Helper()
	dir := t.TempDir()
	r := &rig{t: t, dir: dir, service: ncmfake.New(o), w: 120, h: 36}
	server := httptest.NewServer(r.service)
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // faults abort handlers
	t.Cleanup(server.CloseClientConnections)
	t.Cleanup(server.Close)
	der, err := x509.MarshalPKIXPublicKey(r.service.WeapiPublicKey())
	if err != nil {
		t.Fatal(err)
	}
	key := filepath.Join(dir, "key.pem")
	r.write(key, string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})))
	r.env = map[string]string{
		"PATH": os.Getenv("PATH"), "HOME": filepath.Join(dir, "home"), "TERM": "xterm-256color", "LANG": "zh_CN.UTF-8",
		"TMPDIR": dir, "GOTRACEBACK": "all",
		"XDG_CONFIG_HOME": filepath.Join(dir, "config"), "XDG_DATA_HOME": filepath.Join(dir, "data"),
		"XDG_STATE_HOME": filepath.Join(dir, "state"), "XDG_CACHE_HOME": filepath.Join(dir, "cache"),
		"XDG_RUNTIME_DIR": shortDir(t),
		"NCMTUI_UPSTREAM": server.URL, "NCMTUI_WEAPI_PUBKEY": key,
	}
	if o.LoggedIn {
		r.env["NCMTUI_COOKIE"] = cookieOf(r.service)
	}
	return r
}

// shortDir is a folder with a short path: those of sockets are bounded.
func shortDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "ncm")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func cookieOf(s *ncmfake.Service) string {
	var parts []string
	for _, c := range s.SessionCookies() {
		parts = append(parts, c.Name+"="+c.Value)
	}
	return strings.Join(parts, "; ")
}

func (r *rig) write(path, text string) {
	r.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// folder is one of the program's own folders: config, data, state, cache.
func (r *rig) folder(name string) string { return filepath.Join(r.dir, name, "ncmtui") }

func (r *rig) environ() []string {
	env := make([]string, 0, len(r.env))
	for k, v := range r.env {
		env = append(env, k+"="+v)
	}
	return env
}

// run starts the program on a new terminal. It plays into nothing unless the
// arguments say otherwise.
func (r *rig) run(args ...string) *terminal {
	r.t.Helper()
	if !strings.Contains(strings.Join(args, " "), "--output") {
		args = append(args, "--output", "null")
	}
	return r.start(exec.Command(program(r.t), args...))
}

// runInShell starts the program as the foreground job of a shell that stays.
func (r *rig) runInShell(args ...string) *terminal {
	r.t.Helper()
	line := append([]string{"-c", `"$@"; echo "EXIT $?"; read end`, "sh", program(r.t), "--output", "null"}, args...)
	return r.start(exec.Command("/bin/sh", line...))
}

// shell is one with jobs: the program is stopped and comes back as a job.
func shell(program string) *exec.Cmd {
	return exec.Command("/bin/sh", "-c", `set -m; "$0" --output null; echo STOPPED; read go; fg >/dev/null; echo "EXIT $?"; read end`, program)
}

// terminal is a terminal line with an emulator at its other end, and the
// process that leads the session on it.
type terminal struct {
	t      testing.TB
	screen *uitest.Screen
	ptmx   *os.File
	tty    *os.File
	cmd    *exec.Cmd
	before *xterm.State
	w, h   int

	mu    sync.Mutex
	raw   bytes.Buffer
	looks []string // the screen after each piece of output, the latest ones
	hung  bool
	deaf  atomic.Bool // reads no more

	ended atomic.Bool

	exited chan struct{}
	group  safe.Group
}

func (r *rig) start(cmd *exec.Cmd) *terminal {
	r.t.Helper()
	ptmx, tty, err := pty.Open()
	if err != nil {
		r.t.Skipf("no pseudo terminal: %v", err)
	}
	s := &terminal{
		t: r.t, screen: uitest.NewScreen(r.w, r.h), ptmx: ptmx, tty: tty, cmd: cmd, w: r.w, h: r.h,
		exited: make(chan struct{}),
	}
	s.resize(r.w, r.h)
	if s.before, err = xterm.GetState(int(tty.Fd())); err != nil {
		r.t.Fatal(err)
	}
	cmd.Env, cmd.Dir = r.environ(), r.dir
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	s.group.Go("pty reader", s.listen)
	s.group.Go("emulator answers", func() { _, _ = io.Copy(ptmx, readOnly{s.screen}) })
	safe.Go("wait", func() {
		_ = cmd.Wait()
		close(s.exited)
	})
	r.t.Cleanup(s.end)
	return s
}

type readOnly struct{ io.Reader }

func (s *terminal) listen() {
	buf := make([]byte, 1<<16)
	for {
		for s.deaf.Load() {
			time.Sleep(10 * time.Millisecond)
		}
		n, err := s.ptmx.Read(buf)
		s.mu.Lock()
		s.raw.Write(buf[:n])
		s.mu.Unlock()
		_, _ = s.screen.Write(buf[:n])
		look := s.screen.String()
		s.mu.Lock()
		s.looks = append(s.looks[max(len(s.looks)-mostLooks, 0):], look)
		s.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (s *terminal) end() {
	if s.ended.Swap(true) {
		return
	}
	_ = s.cmd.Process.Kill()
	<-s.exited
	s.deaf.Store(false)
	_ = s.tty.Close() // the last one: the reader gets EIO
	if s.t.Failed() {
		s.t.Logf("the screen at the end:\n%s", s.screen)
	}
	s.screen.Close()
	s.hang()
	s.group.Wait()
}

// hang closes the terminal's other end, as a closed window does.
func (s *terminal) hang() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.hung {
		s.hung = true
		_ = s.ptmx.Close()
		// It is open as long as a read waits: what is written lets that return.
		_, _ = s.tty.WriteString("\r")
	}
}

// output is all that was written to the terminal.
func (s *terminal) output() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raw.String()
}

func (s *terminal) resize(w, h int) {
	s.screen.Resize(max(w, 1), max(h, 1))
	if err := pty.Setsize(s.ptmx, &pty.Winsize{Rows: uint16(h), Cols: uint16(w)}); err != nil {
		s.t.Fatal(err)
	}
}

// keys types, one key after the other.
func (s *terminal) keys(keys ...string) {
	s.t.Helper()
	for _, k := range keys {
		if _, err := s.ptmx.WriteString(k); err != nil {
			s.t.Fatal(err)
		}
		time.Sleep(30 * time.Millisecond)
	}
}

// patience bounds every waiting; the machine of a test may be busy.
const patience = time.Minute

func (s *terminal) until(what string, is func() bool) {
	s.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if is() {
			return
		}
	}
	s.t.Fatalf("not reached: %s", what)
}

// shows waits until every text is on the screen.
func (s *terminal) shows(texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		s.until("the screen shows "+text, func() bool { return s.screen.Has(text) })
	}
}

// mostLooks is how many screens a terminal remembers.
const mostLooks = 300

// said waits until every text has been on the screen: what is said for seconds
// only may be gone before a busy machine looks.
func (s *terminal) said(texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		s.until("the screen says "+text, func() bool {
			s.mu.Lock()
			defer s.mu.Unlock()
			return slices.ContainsFunc(s.looks, func(look string) bool { return strings.Contains(look, text) })
		})
	}
}

// plays waits until the song is shown playing, that many seconds in or more:
// on a busy machine no single second of the clock need ever be seen.
func (s *terminal) plays(song string, seconds int) {
	s.t.Helper()
	s.shows("▶  " + song)
	s.reaches(seconds)
}

// clock is the position beside the progress line.
var clock = regexp.MustCompile(`\s(\d+):(\d\d) [━●]`)

// reaches waits until the position shown is that many seconds, or more.
func (s *terminal) reaches(seconds int) {
	s.t.Helper()
	s.until(fmt.Sprintf("the position shows %d s", seconds), func() bool {
		at := clock.FindStringSubmatch(s.screen.String())
		if at == nil {
			return false
		}
		m, _ := strconv.Atoi(at[1])
		sec, _ := strconv.Atoi(at[2])
		return m*60+sec >= seconds
	})
}

// exit waits for the end and gives the exit code.
func (s *terminal) exit() int {
	s.t.Helper()
	select {
	case <-s.exited:
	case <-time.After(patience):
		s.t.Fatal("still running")
	}
	return s.cmd.ProcessState.ExitCode()
}

// givenBack holds the terminal against what it was before.
func (s *terminal) givenBack() {
	s.t.Helper()
	s.until("the terminal given back", func() bool {
		now, err := xterm.GetState(int(s.tty.Fd()))
		return err == nil && *now == *s.before && !s.screen.AltScreen() && s.screen.CursorShown()
	})
	// What was switched on is off; the emulator does not keep these.
	for on, off := range map[string]string{"\x1b[?1002h": "\x1b[?1002l", "\x1b[?1006h": "\x1b[?1006l", "\x1b[?2004h": "\x1b[?2004l"} {
		s.until(fmt.Sprintf("%q is off", on), func() bool {
			out := s.output()
			return strings.LastIndex(out, off) >= strings.LastIndex(out, on)
		})
	}
}
