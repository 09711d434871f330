//go:build unix

package safe

import (
	"log/slog"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestFilesArePrivateUnderAnyUmask is not parallel: the umask is the process's.
func TestFilesArePrivateUnderAnyUmask(t *testing.T) {
	for _, mask := range []int{0, 0o022, 0o077} {
		dir := filepath.Join(t.TempDir(), "d")
		old := syscall.Umask(mask)
		err1 := MakeDir(dir)
		err2 := WriteFile(filepath.Join(dir, "f"), []byte("x"))
		err3 := WriteFile(filepath.Join(dir, "f"), []byte("y"))
		log, closer, err4 := OpenLog(dir, slog.LevelInfo)
		if err4 == nil {
			log.Info("hello")
			err4 = closer.Close()
		}
		_, err5 := WriteCrash(filepath.Join(dir, "crash"), Crash{Value: "x"}, time.Unix(0, 0))
		syscall.Umask(old)
		for _, err := range []error{err1, err2, err3, err4, err5} {
			if err != nil {
				t.Fatal(err)
			}
		}
		for path := range walk(t, dir) {
			info, err := os.Lstat(path)
			if err != nil {
				t.Fatal(err)
			}
			want := os.FileMode(0o600)
			if info.IsDir() {
				want = 0o700
			}
			if info.Mode().Perm() != want {
				t.Errorf("umask %03o: %s is %v, want %v", mask, path, info.Mode().Perm(), want)
			}
		}
	}
}

func walk(t *testing.T, dir string) map[string]bool {
	t.Helper()
	seen := map[string]bool{}
	if err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		seen[path] = true
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if len(seen) < 6 {
		t.Fatalf("only %d files", len(seen))
	}
	return seen
}
