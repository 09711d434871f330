//go:build linux || darwin

package remote

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/player"
)

// runtimeDir is short: sockets have short paths.
func runtimeDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "ncm")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return filepath.Join(dir, "run")
}

func listening(t *testing.T, dir string, o Options) *Server {
	t.Helper()
	if o.Player == nil {
		o.Player = newStage(player.Snapshot{})
	}
	s, err := Listen(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func dialled(t *testing.T, dir string) *Client {
	t.Helper()
	c, err := Dial(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func TestTheSocketIsClosedToOthers(t *testing.T) {
	t.Parallel()
	dir := runtimeDir(t)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	s := listening(t, dir, Options{})
	for path, want := range map[string]os.FileMode{dir: 0o700, Path(dir): 0o600, filepath.Join(dir, lockName): 0o600} {
		info, err := os.Lstat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	if _, err := dialled(t, dir).Status(t.Context()); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(Path(dir)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket stays: %v", err)
	}
	if _, err := Dial(t.Context(), dir); !errors.Is(err, ErrNotRunning) {
		t.Errorf("dial after the end: %v", err)
	}
}

func TestAFolderThatIsNotSafeIsRefused(t *testing.T) {
	t.Parallel()
	cases := map[string]func(dir string) error{
		"a link":            func(dir string) error { return os.Symlink(t.TempDir(), dir) },
		"a link to nothing": func(dir string) error { return os.Symlink("/nonexistent", dir) },
		"a file":            func(dir string) error { return os.WriteFile(dir, nil, 0o600) },
		"a file in the socket's place": func(dir string) error {
			if err := os.Mkdir(dir, 0o700); err != nil {
				return err
			}
			return os.WriteFile(Path(dir), []byte("precious"), 0o600)
		},
	}
	if os.Geteuid() == 0 {
		cases["a stranger's"] = func(dir string) error {
			return errors.Join(os.Mkdir(dir, 0o700), os.Chown(dir, 65534, 65534))
		}
	}
	for name, prepare := range cases {
		dir := runtimeDir(t)
		if err := prepare(dir); err != nil {
			t.Fatal(err)
		}
		if s, err := Listen(dir, Options{Player: newStage(player.Snapshot{})}); err == nil {
			t.Errorf("%s: taken", name)
			_ = s.Close()
		}
	}
}

func TestADialLooksWhoseTheFolderIs(t *testing.T) {
	t.Parallel()
	dir := runtimeDir(t)
	listening(t, dir, Options{})
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := Dial(t.Context(), dir); !errors.Is(err, ErrForeign) {
		t.Errorf("an open folder: %v", err)
	}
	link := filepath.Join(filepath.Dir(dir), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	if _, err := Dial(t.Context(), link); !errors.Is(err, ErrForeign) {
		t.Errorf("a link: %v", err)
	}
}

func TestALongPathIsSaid(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(runtimeDir(t), strings.Repeat("x", 110))
	var long *PathTooLong
	if _, err := Listen(dir, Options{Player: newStage(player.Snapshot{})}); !errors.As(err, &long) || !strings.Contains(err.Error(), dir) {
		t.Errorf("listen: %v", err)
	}
	if _, err := Dial(t.Context(), dir); !errors.As(err, &long) {
		t.Errorf("dial: %v", err)
	}
}

func TestASecondPlayerLeavesTheSocketAlone(t *testing.T) {
	t.Parallel()
	dir := runtimeDir(t)
	listening(t, dir, Options{})
	if _, err := Listen(dir, Options{Player: newStage(player.Snapshot{})}); !errors.Is(err, ErrInUse) {
		t.Errorf("a second one: %v", err)
	}
	if _, err := dialled(t, dir).Status(t.Context()); err != nil {
		t.Error(err)
	}
}

// The test's program runs itself as another process.
func TestMain(m *testing.M) {
	switch dir := os.Getenv("REMOTE_TEST_DIR"); os.Getenv("REMOTE_TEST_ROLE") {
	case "":
		os.Exit(m.Run())
	case "player": // until it is killed
		if _, err := Listen(dir, Options{Player: newStage(player.Snapshot{})}); err != nil {
			_, _ = os.Stdout.WriteString(err.Error())
			os.Exit(1)
		}
		_, _ = os.Stdout.WriteString("ready\n")
		select {}
	case "stranger":
		conn, err := net.Dial("unix", Path(dir))
		if err != nil {
			_, _ = os.Stdout.WriteString("shut out: " + err.Error())
			os.Exit(0)
		}
		_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
		_, _ = conn.Write([]byte("{\"cmd\":\"toggle\"}\n"))
		said, _ := io.ReadAll(conn)
		_, _ = os.Stdout.WriteString("heard: " + string(said))
		os.Exit(0)
	}
}

func role(t *testing.T, role, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "REMOTE_TEST_ROLE="+role, "REMOTE_TEST_DIR="+dir)
	return cmd
}

func TestTheSocketOfAKilledPlayerIsTakenOver(t *testing.T) {
	t.Parallel()
	dir := runtimeDir(t)
	dead := role(t, "player", dir)
	out, err := dead.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := dead.Start(); err != nil {
		t.Fatal(err)
	}
	ready := make([]byte, 6)
	if _, err := io.ReadFull(out, ready); err != nil {
		t.Fatalf("%q: %v", ready, err)
	}
	if _, err := Listen(dir, Options{Player: newStage(player.Snapshot{})}); !errors.Is(err, ErrInUse) {
		t.Errorf("while it lives: %v", err)
	}
	_ = dead.Process.Kill()
	_ = dead.Wait()
	if _, err := os.Lstat(Path(dir)); err != nil {
		t.Errorf("it left no socket behind: %v", err)
	}
	if _, err := Dial(t.Context(), dir); !errors.Is(err, ErrNotRunning) {
		t.Errorf("dial a dead one: %v", err)
	}
	listening(t, dir, Options{})
	if _, err := dialled(t, dir).Status(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestAnotherUserIsRefused runs a child under another uid: kept out by the
// folder, and with the folder and the socket wide open, by the check of who it
// is. Only root can become somebody else; for everybody else the check itself
// is tried.
func TestAnotherUserIsRefused(t *testing.T) {
	t.Parallel()
	if err := checkUID(uint32(os.Geteuid()) + 1); !errors.Is(err, ErrForeign) {
		t.Errorf("another uid: %v", err)
	}
	if err := checkUID(uint32(os.Geteuid())); err != nil {
		t.Error(err)
	}
	if os.Geteuid() != 0 {
		if os.Getenv("NCMTUI_REQUIRE_FAULTS") == "1" {
			t.Error("only root can try it with a real stranger")
		}
		return
	}
	dir := runtimeDir(t)
	p := newStage(player.Snapshot{})
	listening(t, dir, Options{Player: p})
	program := filepath.Join(filepath.Dir(dir), "stranger")
	self, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(program, self, 0o755); err != nil {
		t.Fatal(err)
	}
	stranger := func() string {
		cmd := role(t, "stranger", dir)
		cmd.Path, cmd.Dir = program, "/"
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return string(out)
	}
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	if got := stranger(); !strings.HasPrefix(got, "shut out: ") {
		t.Errorf("the folder let it in: %s", got)
	}
	for _, path := range []string{dir, Path(dir)} {
		if err := os.Chmod(path, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	if got := stranger(); got != "heard: " {
		t.Errorf("the socket answered: %s", got)
	}
	select {
	case c := <-p.cmds:
		t.Errorf("it was obeyed: %T", c)
	default:
	}
}

// raw is a connection without a Client, its greeting read.
func raw(t *testing.T, dir string) net.Conn {
	t.Helper()
	conn, err := dial(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	if got := reply(t, conn); !strings.Contains(got, `"hello"`) {
		t.Fatalf("greeted with %s", got)
	}
	return conn
}

// reply reads a line byte by byte, so that nothing behind it is lost.
func reply(t *testing.T, conn net.Conn) string {
	t.Helper()
	var line []byte
	for one := make([]byte, 1); ; {
		if _, err := conn.Read(one); err != nil {
			t.Fatalf("after %q: %v", line, err)
		}
		if one[0] == '\n' {
			return string(line)
		}
		line = append(line, one[0])
	}
}

func TestGarbageIsAnsweredAndDoesNoHarm(t *testing.T) {
	t.Parallel()
	dir := runtimeDir(t)
	p := newStage(player.Snapshot{})
	listening(t, dir, Options{Player: p})
	conn := raw(t, dir)
	for _, text := range []string{"\x00\xff\xfe", "GET / HTTP/1.1", "{", `{"id":5,"cmd":"rm -rf /"}`, `{"cmd":"play"}`} {
		if _, err := conn.Write([]byte(text + "\n")); err != nil {
			t.Fatal(err)
		}
		if got := reply(t, conn); !strings.Contains(got, CodeBadLine) {
			t.Errorf("%q was answered with %s", text, got)
		}
	}
	if _, err := conn.Write([]byte("\n  \n" + `{"id":6,"cmd":"next"}` + "\n")); err != nil {
		t.Fatal(err)
	}
	if got := reply(t, conn); got != `{"re":6,"ok":true}` {
		t.Errorf("answered with %s", got)
	}
	if c := <-p.cmds; c != (player.Next{}) {
		t.Errorf("it did %T", c)
	}
}

func TestALineOfTenMegabytesEndsItsConnectionOnly(t *testing.T) {
	t.Parallel()
	dir := runtimeDir(t)
	listening(t, dir, Options{})
	other := dialled(t, dir)
	conn := raw(t, dir)
	n, err := conn.Write(bytes.Repeat([]byte("x"), 10<<20))
	if err == nil {
		t.Errorf("all %d bytes were read", n)
	}
	said, _ := io.ReadAll(conn)
	if len(said) > 0 && !bytes.Contains(said, []byte(CodeTooLong)) {
		t.Errorf("it said %s", said)
	}
	if _, err := other.Status(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestAClientThatNeverReadsIsGivenUp(t *testing.T) {
	t.Parallel()
	dir := runtimeDir(t)
	snap := player.Snapshot{Queue: player.Queue{Rev: 1, Tracks: someTracks(10_000), Current: -1}}
	s := listening(t, dir, Options{Player: newStage(snap)})
	conn, err := dial(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte(`{"cmd":"watch","queue":true}` + "\n")); err != nil {
		t.Fatal(err)
	}
	other := dialled(t, dir)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		if _, err := other.Status(ctx); err != nil {
			t.Fatal(err)
		}
		s.mu.Lock()
		n := len(s.clients)
		s.mu.Unlock()
		if n == 1 {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("%d clients are still there", n)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func TestTheSeventeenthClientIsTurnedAway(t *testing.T) {
	t.Parallel()
	dir := runtimeDir(t)
	listening(t, dir, Options{})
	first := dialled(t, dir)
	for range maxClients - 1 {
		dialled(t, dir)
	}
	var f *Fault
	if _, err := Dial(t.Context(), dir); !errors.As(err, &f) || f.Code != CodeTooMany {
		t.Errorf("one more: %v", err)
	}
	_ = first.Close()
	for end := time.Now().Add(10 * time.Second); ; {
		c, err := Dial(t.Context(), dir)
		if err == nil {
			_ = c.Close()
			return
		}
		if time.Now().After(end) {
			t.Fatalf("after one has gone: %v", err)
		}
	}
}

func TestAPlayerOfAnotherVersionIsRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"hello":{"program":"ncmtui","protocol":2}}`: ErrVersion.Error(), `{"ok":true}`: "no player", "ssh-2.0": "no player",
		`{"error":{"code":"too-many","text":"too many clients"}}`: "too many",
	} {
		here, there := net.Pipe()
		var group safe.Group
		group.Go("greet", func() { _, _ = there.Write([]byte(text + "\n")) })
		if _, err := NewClient(here); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
		group.Wait()
	}
}
