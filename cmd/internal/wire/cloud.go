package wire

import (
	"context"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"ncmtui/api"
	"ncmtui/ui/pane"
)

// cloud reads and changes the account's cloud disk for the screen.
type cloud struct{ fetcher }

// cloudPartOf is what the service sends of the disk at once.
const cloudPartOf = 200

func (c cloud) CloudSongs(ctx context.Context, from int64) (pane.Part[pane.CloudSong], error) {
	if c.who() == 0 {
		return pane.Part[pane.CloudSong]{}, api.ErrLoginNeeded
	}
	return cut(ctx, from, cloudPartOf, func(ctx context.Context) iter.Seq2[api.CloudSong, error] {
		return c.api.Cloud(ctx)
	}, cloudSong)
}

func (c cloud) CloudSpace(ctx context.Context) (pane.CloudSpace, error) {
	got, err := c.api.CloudSpace(ctx)
	return pane.CloudSpace(got), err
}

func (c cloud) DeleteCloud(ctx context.Context, songs []int64) error {
	return c.api.DeleteCloud(ctx, songs...)
}

func (c cloud) Upload(ctx context.Context, path string, sent func(done, of int64)) (pane.CloudSong, error) {
	info, err := os.Stat(path)
	if err != nil {
		return pane.CloudSong{}, err
	}
	if !info.Mode().IsRegular() {
		return pane.CloudSong{}, &fs.PathError{Op: "upload", Path: path, Err: fs.ErrInvalid}
	}
	got, err := c.api.UploadSong(ctx, api.SongFile{
		Name: filepath.Base(path), Size: info.Size(),
		Open: func() (io.ReadCloser, error) { return os.Open(path) }, //nolint:gosec // the user names it
	}, func(done int64) { sent(done, info.Size()) })
	return cloudSong(got), err
}

// cloudSong is an uploaded file. The service has matched it when it knows its
// album or an artist.
func cloudSong(f api.CloudSong) pane.CloudSong {
	s := song(f.Song)
	matched := s.Album.ID != 0
	for _, a := range s.Artists {
		matched = matched || a.ID != 0
	}
	return pane.CloudSong{Song: s, File: f.FileName, Size: f.Size, Bitrate: f.Bitrate, Added: f.Added, Matched: matched}
}
