//go:build linux || darwin || windows

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
	"runtime"
	"strings"
	"testing"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/player"
)

// patience bounds every waiting; the machine of a test may be busy.
const patience = time.Minute

// What holds of unix sockets and of pipes alike.

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

func TestALongPathIsSaid(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(runtimeDir(t), strings.Repeat("x", maxPath))
	var long *PathTooLong
	if _, err := Listen(dir, Options{Player: newStage(player.Snapshot{})}); !errors.As(err, &long) || !strings.Contains(err.Error(), Path(dir)) {
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
		_ = conn.SetDeadline(time.Now().Add(patience))
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
	t.Cleanup(func() {
		if cmd.Process != nil {
			_ = cmd.Process.Kill()
		}
	})
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
	if _, err := os.Lstat(Path(dir)); err != nil && runtime.GOOS != "windows" { // where pipes end with their process
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

// raw is a connection without a Client, its greeting read.
func raw(t *testing.T, dir string) net.Conn {
	t.Helper()
	conn, err := dial(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(patience))
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
	ctx, cancel := context.WithTimeout(t.Context(), patience)
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
	for end := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
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
