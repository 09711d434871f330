package safe

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestWriteFileKeepsTheVersionBefore(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.json")
	for _, text := range []string{"one", "two", "three"} {
		if err := WriteFile(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if got := read(t, path); got != "three" {
		t.Errorf("file = %q", got)
	}
	if got := read(t, Backup(path)); got != "two" {
		t.Errorf("backup = %q", got)
	}
	if names := list(t, filepath.Dir(path)); len(names) != 2 {
		t.Errorf("left behind: %v", names)
	}
}

func TestWriteFileLeavesTheOldVersionOnAnError(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(path, "inside"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(filepath.Join(dir, "missing", "b"), []byte("x")); err == nil {
		t.Error("writing into a missing folder succeeded")
	}
	if os.Geteuid() != 0 {
		if err := os.Chmod(dir, 0o500); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = os.Chmod(dir, 0o700) }()
		if err := WriteFile(filepath.Join(dir, "b"), []byte("x")); err == nil {
			t.Error("writing into a closed folder succeeded")
		}
	}
}

func TestWriteFileReplacesTheTargetOfASymlink(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	target, link := filepath.Join(dir, "real", "s.json"), filepath.Join(dir, "s.json")
	if err := os.Mkdir(filepath.Dir(target), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join("real", "s.json"), link); err != nil {
		t.Skip("no symlinks here:", err)
	}
	for _, text := range []string{"new target", "again"} {
		if err := WriteFile(link, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got := read(t, target); got != text {
			t.Errorf("target = %q, want %q", got, text)
		}
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v %v", info, err)
	}
}

func TestWriteFileSurvivesManyWriters(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a")
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for range 10 {
				if err := WriteFile(path, []byte(strings.Repeat(string(rune('a'+i)), 5000))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	got := read(t, path)
	if len(got) != 5000 || strings.Count(got, got[:1]) != 5000 {
		t.Errorf("mixed content of %d bytes", len(got))
	}
}

func TestMakeDirClosesItToOthers(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a", "b")
	if err := MakeDir(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := MakeDir(dir); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 && filepath.Separator == '/' {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := MakeDir(file); err == nil {
		t.Error("a file passed for a folder")
	}
}

func TestForeignFilesAreRefused(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 || filepath.Separator != '/' {
		t.Skip("only root can give a file away")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "s.json")
	if err := os.WriteFile(path, []byte("theirs"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(path, 12345, 12345); err != nil {
		t.Skip("cannot give a file away here:", err)
	}
	if err := WriteFile(path, []byte("ours")); !errors.Is(err, ErrForeign) {
		t.Errorf("WriteFile: %v", err)
	}
	if _, err := OpenPrivate(path, os.O_RDWR); !errors.Is(err, ErrForeign) {
		t.Errorf("OpenPrivate: %v", err)
	}
	if got := read(t, path); got != "theirs" {
		t.Errorf("file = %q", got)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func list(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestReadAtMostTakesNoLargerFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(path, []byte("12345"), 0o600); err != nil {
		t.Fatal(err)
	}
	if b, err := ReadAtMost(path, 5); err != nil || string(b) != "12345" {
		t.Errorf("%q, %v", b, err)
	}
	if b, err := ReadAtMost(path, 4); err == nil || b != nil {
		t.Errorf("%q of a larger file", b)
	}
	if _, err := ReadAtMost(path+"x", 4); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}
