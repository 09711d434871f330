package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"ncmtui/internal/safe"
)

// remains are the files beside the session's that hold what it held: the version
// before, damaged ones that were set aside, and what a killed process left of a
// write.
func remains(path string) (all []string) {
	dir, name := filepath.Split(path)
	entries, err := os.ReadDir(filepath.Clean(dir))
	if err != nil {
		return []string{safe.Backup(path)}
	}
	for _, e := range entries {
		rest, ok := strings.CutPrefix(e.Name(), name)
		if ok && (rest == ".bak" || left(rest) || strings.HasPrefix(strings.TrimPrefix(rest, ".bak"), ".corrupt-")) {
			all = append(all, dir+e.Name())
		}
	}
	return all
}

// left says whether a file of that ending is half a write.
func left(ending string) bool { return strings.HasPrefix(ending, ".tmp") }

// wipe removes all that remains of logins beside the file.
func wipe(path string) error {
	var failed error
	for _, name := range remains(path) {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

// sweep removes what killed processes left of their writes. Whoever writes has
// the lock that the caller holds.
func sweep(path string) {
	for _, name := range remains(path) {
		if left(strings.TrimPrefix(name, path)) {
			_ = os.Remove(name)
		}
	}
}
