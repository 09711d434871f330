package api

import (
	"context"
	"fmt"
	"io"
	"sync/atomic"

	"ncmtui/api/route"
	"ncmtui/api/songtag"
)

// SongFile is a file for the account's cloud. Open may be called any number of
// times; the file is never in memory as a whole. What Title, Album and Artist
// leave empty is taken from the file itself; a server (Options.Server) looks
// only there.
type SongFile struct {
	Name                 string // with its ending
	Size                 int64  // bytes
	Open                 func() (io.ReadCloser, error)
	Title, Album, Artist string
}

// UploadSong puts a file into the account's cloud and gives what became of it;
// a song that the service has already does not travel. progress, nil for none,
// is told how many bytes are sent: it is called from another goroutine, and
// begins anew when they have to be sent again.
//
// The errors are those of Call; route.ErrUpload says that the object store did
// not take the file.
func (c *Client) UploadSong(ctx context.Context, f SongFile, progress func(sent int64)) (CloudSong, error) {
	if err := f.nameItself(); err != nil {
		return CloudSong{}, fmt.Errorf("upload: %w", err)
	}
	passes := int64(1) // the first is for the digest
	if c.server != nil {
		passes = 0
	}
	var opened atomic.Int64
	open := func() (io.ReadCloser, error) {
		r, err := f.Open()
		if err != nil || progress == nil || opened.Add(1) <= passes {
			return r, err
		}
		return &toldReader{ReadCloser: r, tell: progress}, nil
	}
	type body struct {
		ID    jsonInt               `json:"songId"`
		Cloud object[wireCloudSong] `json:"privateCloud"`
	}
	b, err := call[body](ctx, c, "/cloud", Params{"songFile": route.File{
		Name: f.Name, Open: open, Size: f.Size, Song: f.Title, Album: f.Album, Artist: f.Artist,
	}})
	if err != nil {
		return CloudSong{}, err
	}
	if !b.Cloud.OK {
		b.Cloud.V = wireCloudSong{ID: b.ID, Name: jsonText(f.Title), Artist: jsonText(f.Artist), Album: jsonText(f.Album)}
		b.Cloud.V.FileName, b.Cloud.V.Size = jsonText(f.Name), jsonInt(f.Size)
	}
	return b.Cloud.V.file(), nil
}

// nameItself fills in what the file says about itself.
func (f *SongFile) nameItself() error {
	if f.Title != "" && f.Album != "" && f.Artist != "" {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	n := songtag.Read(r)
	for at, name := range map[*string]string{&f.Title: n.Title, &f.Album: n.Album, &f.Artist: n.Artist} {
		if *at == "" {
			*at = name
		}
	}
	return nil
}

// toldReader tells how much of a file has been read.
type toldReader struct {
	io.ReadCloser
	sent int64
	tell func(int64)
}

func (c *toldReader) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	if n > 0 {
		c.sent += int64(n)
		c.tell(c.sent)
	}
	return n, err
}
