package config

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"ncmtui/internal/safe"
)

// Init writes the text as a settings file, 0600, in a folder of its own, 0700.
// A file that exists, whatever it is, is left alone: the error is then
// fs.ErrExist.
func Init(path, text string) (err error) {
	if dir := filepath.Dir(path); !exists(dir) {
		if err := safe.MakeDir(dir); err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil { // half a file would be read as a whole one
			err = errors.Join(err, os.Remove(path))
		}
	}()
	_, werr := io.WriteString(f, text)
	return errors.Join(werr, f.Sync(), f.Close())
}

// exists says whether there is something: a folder of the user's keeps the
// mode that the user gave it.
func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
