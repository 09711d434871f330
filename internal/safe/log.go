package safe

import (
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"sync"
)

const (
	logName  = "ncmtui.log"
	logBytes = 2 << 20
	logFiles = 5
)

// OpenLog gives a logger that writes redacted JSON lines to ncmtui.log in
// dir: 0600, at most 2 MiB each, the newest and four older ones (.1 … .4).
// Close the closer at exit. A line that cannot be written is dropped: a full
// disk must not stop the music.
func OpenLog(dir string, level slog.Leveler) (*slog.Logger, io.Closer, error) {
	w, err := openRotating(filepath.Join(dir, logName), logBytes, logFiles)
	if err != nil {
		return nil, nil, err
	}
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level})), w, nil
}

// rotating appends redacted lines to a file and moves it aside when it is
// full. One Write is one line; slog's handlers keep to that.
type rotating struct {
	path  string
	max   int64
	files int

	mu   sync.Mutex
	f    *os.File
	size int64
}

func openRotating(path string, maxBytes int64, files int) (*rotating, error) {
	if err := MakeDir(filepath.Dir(path)); err != nil {
		return nil, err
	}
	r := &rotating{path: path, max: maxBytes, files: files}
	if err := r.open(); err != nil {
		return nil, err
	}
	return r, nil
}

func (r *rotating) open() error {
	f, err := OpenPrivate(r.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return err
	}
	r.f, r.size = f, info.Size()
	return nil
}

func (r *rotating) Write(p []byte) (int, error) {
	line := Redact(string(p))
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.f == nil {
		return 0, os.ErrClosed
	}
	if r.size > 0 && r.size+int64(len(line)) > r.max {
		if err := r.rotate(); err != nil {
			return 0, err
		}
	}
	n, err := r.f.WriteString(line)
	r.size += int64(n)
	if err != nil {
		return 0, err
	}
	return len(p), nil
}

// rotate moves the files one place on. Another process (serve, a verb) that
// writes to the same log may have done it already: then the new file is only
// opened.
func (r *rotating) rotate() error {
	mine, err1 := r.f.Stat()
	there, err2 := os.Stat(r.path)
	_ = r.f.Close()
	r.f = nil
	if err1 == nil && err2 == nil && os.SameFile(mine, there) {
		for i := r.files - 1; i > 0; i-- {
			from := r.path
			if i > 1 {
				from += "." + strconv.Itoa(i-1)
			}
			_ = os.Rename(from, r.path+"."+strconv.Itoa(i))
		}
	}
	return r.open()
}

func (r *rotating) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.f == nil {
		return nil
	}
	err := errors.Join(r.f.Sync(), r.f.Close())
	r.f = nil
	return err
}
