//go:build linux || darwin

package remote

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"ncmtui/player"
)

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
