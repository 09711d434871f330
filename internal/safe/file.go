package safe

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrForeign says that a file or folder that should be the user's own belongs
// to somebody else; nothing is read from it or written to it.
var ErrForeign = errors.New("owned by another user")

// MakeDir makes dir and the missing folders above it, mode 0700, whatever the
// umask. A dir of ours that others may enter is closed to them; one that
// belongs to somebody else is an error (ErrForeign).
func MakeDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	if !ownedByUs(info) {
		return fmt.Errorf("folder %s: %w", dir, ErrForeign)
	}
	if info.Mode().Perm() != 0o700 {
		if err := os.Chmod(dir, 0o700); err != nil {
			return fmt.Errorf("close folder to others: %w", err)
		}
	}
	return nil
}

// OpenPrivate opens path with the flags and makes it 0600: from its creation
// on when it is new, before anything is written when it was there.
func OpenPrivate(path string, flag int) (*os.File, error) {
	f, err := os.OpenFile(path, flag, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !ownedByUs(info) {
		err = fmt.Errorf("file %s: %w", path, ErrForeign)
	}
	if err == nil && info.Mode().IsRegular() && info.Mode().Perm() != 0o600 {
		err = f.Chmod(0o600)
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// ReadAtMost reads a whole file of at most that many bytes; a larger one, which
// is then something else, is an error.
func ReadAtMost(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(data)) > most {
		return nil, fmt.Errorf("%s: larger than %d bytes", filepath.Base(path), most)
	}
	return data, err
}

// Backup is the name under which WriteFile keeps the version before.
func Backup(path string) string { return path + ".bak" }

// WriteFile replaces path by data in one step: after a crash at any moment
// there is the old version or the new one, and the old one stays as
// Backup(path). The file is 0600 from its creation on; a symlink stays and
// its target is replaced. On an error the old version is intact.
func WriteFile(path string, data []byte) error { return replace(path, data, keep) }

// ReplaceFile is WriteFile without the version before: nothing of it stays. One
// that an earlier WriteFile has kept is left.
func ReplaceFile(path string, data []byte) error { return replace(path, data, func(string) {}) }

func replace(path string, data []byte, keep func(path string)) error {
	path, err := Target(path)
	if err != nil {
		return err
	}
	tmp, err := writeTemp(path, data)
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	keep(path)
	if err := os.Rename(tmp, path); err != nil {
		_ = os.Remove(tmp)
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	syncDir(filepath.Dir(path))
	return nil
}

// Target follows a symlink at path, also one whose target is not there yet, and
// refuses a file that belongs to somebody else (ErrForeign). It is the file that
// WriteFile replaces and beside which the version before lies.
func Target(path string) (string, error) {
	for range 16 {
		info, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return path, nil
		}
		if err != nil {
			return "", err
		}
		if !ownedByUs(info) {
			return "", fmt.Errorf("file %s: %w", path, ErrForeign)
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			return path, nil
		}
		target, err := os.Readlink(path)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(path), target)
		}
		path = target
	}
	return "", fmt.Errorf("file %s: too many symlinks", path)
}

// writeTemp puts data, synced, into a new file beside path. CreateTemp makes
// it 0600.
func writeTemp(path string, data []byte) (name string, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".tmp*")
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	n, err := f.Write(data)
	if err == nil && n != len(data) {
		err = io.ErrShortWrite
	}
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return f.Name(), err
}

// keep makes the present version the backup. A hard link, so that path itself
// never vanishes; where links do not exist, a rename.
func keep(path string) {
	if _, err := os.Lstat(path); err != nil {
		return
	}
	bak := Backup(path)
	_ = os.Remove(bak)
	if err := os.Link(path, bak); err != nil {
		_ = os.Rename(path, bak)
	}
}

// syncDir makes a rename durable. Systems that cannot sync a folder refuse,
// and nothing can be done about it.
func syncDir(dir string) {
	d, err := os.Open(dir)
	if err != nil {
		return
	}
	_ = d.Sync()
	_ = d.Close()
}
