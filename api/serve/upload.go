package serve

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"ncmtui/api/route"
	"ncmtui/api/songtag"
)

// The bounds of uploads: how many at a time, and the slowest one that is
// waited for, in bytes a second.
const (
	maxUploads = 4
	slowest    = 32 << 10
)

// fileNames are the parameters that may be files.
var fileNames = map[string]bool{"imgFile": true, "songFile": true}

// takesFile says whether an address is one that uploads.
func takesFile(r *route.Route) bool {
	return r.Flow == "image" || r.Flow == "cloud" || r.Flow == "voice"
}

// folder is where the files of one request lie; nil is none.
type folder struct {
	path string
	done func()
}

func (f *folder) close() {
	if f == nil {
		return
	}
	_ = os.RemoveAll(f.path)
	f.done()
}

// readParts reads a multipart body. Files go to a folder of their own, and
// only on the addresses that take them; elsewhere they are passed over.
func (h *Handler) readParts(w http.ResponseWriter, r *http.Request, at *route.Route, in *input) error {
	limit, timeout := int64(maxBody), bodyTime
	if takesFile(at) {
		select {
		case h.uploads <- struct{}{}:
		default:
			return &fault{http.StatusServiceUnavailable, "too many uploads at a time"}
		}
		path, err := os.MkdirTemp(h.tempDir, "ncmtui-serve-") // 0700
		if err != nil {
			<-h.uploads
			return fmt.Errorf("folder for uploads: %w", err)
		}
		in.files = &folder{path: path, done: func() { <-h.uploads }}
		limit = h.maxUpload + maxBody
		timeout += time.Duration(limit/slowest) * time.Second
		_ = http.NewResponseController(w).SetWriteDeadline(time.Time{}) // send sets another
		if r.ContentLength > 0 && r.ContentLength < limit {
			timeout = bodyTime + time.Duration(r.ContentLength/slowest)*time.Second
		}
	}
	deadline := http.NewResponseController(w)
	_ = deadline.SetReadDeadline(time.Now().Add(timeout)) // a recorder has none
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	parts, err := r.MultipartReader()
	if err != nil {
		return &fault{http.StatusBadRequest, "the body is no multipart form"}
	}
	texts := int64(maxBody)
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = h.readPart(part, in, &texts)
		}
		if err != nil {
			return unreadPart(err)
		}
	}
	_ = deadline.SetReadDeadline(time.Time{})
	return nil
}

func unreadPart(err error) error {
	var f *fault
	var disk *os.PathError
	if errors.As(err, &f) || errors.As(err, &disk) {
		return err
	}
	return unread(err)
}

// readPart takes one field; texts is how many bytes texts may still have.
func (h *Handler) readPart(part *multipart.Part, in *input, texts *int64) error {
	name := part.FormName()
	if part.FileName() == "" {
		body, err := io.ReadAll(io.LimitReader(part, *texts+1))
		if err != nil {
			return err
		}
		if *texts -= int64(len(body)); *texts < 0 {
			return &fault{http.StatusRequestEntityTooLarge, "the body is too large"}
		}
		in.params[name] = string(body)
		return nil
	}
	if in.files == nil || !fileNames[name] {
		return nil
	}
	f, err := h.keep(part, filepath.Join(in.files.path, name))
	if err != nil {
		return err
	}
	if name == "songFile" {
		if err := nameSong(&f); err != nil {
			return err
		}
	}
	in.params[name] = f
	return nil
}

// nameSong reads what a song file calls itself.
func nameSong(f *route.File) error {
	in, err := f.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	n := songtag.Read(in)
	f.Song, f.Album, f.Artist = n.Title, n.Album, n.Artist
	return nil
}

// keep writes a part to a file.
func (h *Handler) keep(part *multipart.Part, path string) (route.File, error) {
	out, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return route.File{}, err
	}
	n, err := io.Copy(out, io.LimitReader(part, h.maxUpload+1))
	if closeErr := out.Close(); err == nil {
		err = closeErr
	}
	if err == nil && n > h.maxUpload {
		err = &fault{http.StatusRequestEntityTooLarge, "the file is too large"}
	}
	open := func() (io.ReadCloser, error) { return os.Open(path) }
	return route.File{Name: part.FileName(), Open: open, Size: n}, err
}
