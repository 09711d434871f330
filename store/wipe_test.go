package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ncmtui/internal/safe"
)

// keptLogin is a folder in which a login was kept twice, so that the backup
// holds it too.
func keptLogin(t *testing.T, dir string) {
	t.Helper()
	s := sessions(dir, nil)
	for i := range int64(2) {
		if err := s.Update(func(now *Session) { now.Put(login(7, "the-cookie", i)); now.Active = 7 }); err != nil {
			t.Fatal(err)
		}
	}
}

// holding are the files below a folder that hold the login.
func holding(t *testing.T, dir string) (names []string) {
	t.Helper()
	for _, name := range dirNames(t, dir) {
		if b, err := os.ReadFile(filepath.Join(dir, name)); err == nil && strings.Contains(string(b), "the-cookie") {
			names = append(names, name)
		}
	}
	return names
}

func TestALogoutWipesWhateverHeldTheLogin(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(t *testing.T, path string){
		"a damaged file": func(t *testing.T, path string) { cut(t, path) },
		"a damaged backup, too": func(t *testing.T, path string) {
			cut(t, path)
			if err := os.WriteFile(safe.Backup(path), []byte(`{"MUSIC_U":"the-cookie"`), 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"half a write": func(t *testing.T, path string) {
			if err := os.WriteFile(path+".tmp123", []byte("the-cookie"), 0o600); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			keptLogin(t, dir)
			spoil(t, filepath.Join(dir, "session.json"))
			s := sessions(dir, nil)
			s.Load()
			_ = s.Update(func(now *Session) { now.Put(login(7, "the-cookie", 5)) }) // logged in again
			if err := s.Forget(7); err != nil {
				t.Fatal(err)
			}
			if names := holding(t, dir); len(names) > 0 {
				t.Errorf("the login is still in %v", names)
			}
		})
	}
}

// cut takes the end of a file away, which no longer is JSON then.
func cut(t *testing.T, path string) {
	t.Helper()
	info, err := os.Stat(path)
	if err == nil {
		err = os.Truncate(path, info.Size()-4)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestHalfWritesOfTheSessionAreSwept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	keptLogin(t, dir)
	half, other := filepath.Join(dir, "session.json.tmp4711"), filepath.Join(dir, "session.json.mine")
	for _, name := range []string{half, other} {
		if err := os.WriteFile(name, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	sessions(dir, nil).Load()
	if _, err := os.Stat(half); !os.IsNotExist(err) {
		t.Error("half a write is still there:", err)
	}
	if _, err := os.Stat(other); err != nil {
		t.Error("a file of the user's is gone:", err)
	}
}

func TestALinkedSessionIsWholeAtItsOtherEnd(t *testing.T) {
	t.Parallel()
	dir, far := t.TempDir(), t.TempDir()
	path, target := filepath.Join(dir, "session.json"), filepath.Join(far, "login")
	if err := os.Symlink(target, path); err != nil {
		t.Skip("no symlinks here:", err)
	}
	keptLogin(t, dir)
	cut(t, target)
	var notices []Notice
	if _, ok := sessions(dir, &notices).Load().Account(7); !ok || len(notices) != 1 || notices[0].Code != NoticeRestored {
		t.Errorf("damaged: %v, %v", ok, notices)
	}
	if at, err := os.Readlink(path); err != nil || at != target {
		t.Errorf("the link: %q, %v", at, err)
	}
	if err := sessions(dir, nil).Forget(7); err != nil {
		t.Fatal(err)
	}
	if names := append(holding(t, dir), holding(t, far)...); len(names) > 0 {
		t.Errorf("the login is still in %v", names)
	}
}
