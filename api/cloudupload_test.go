package api_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"sync/atomic"
	"testing"

	"ncmtui/api"
	"ncmtui/api/ncmfake"
)

// tagged is a song file that names itself.
var tagged = append([]byte("ID3\x03\x00\x00\x00\x00\x00\x22TIT2\x00\x00\x00\x07\x00\x00\x03晴天TPE1\x00\x00\x00\x07\x00\x00\x03周杰"), make([]byte, 200_000)...)

func songFile(name string, data []byte) api.SongFile {
	return api.SongFile{Name: name, Size: int64(len(data)), Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}

func TestAnUploadIsInTheCloudUnderItsOwnNames(t *testing.T) {
	t.Parallel()
	direct, _ := embedded(t, ncmfake.Options{LoggedIn: true, Now: noon})
	served, _ := overServer(t)
	for name, c := range map[string]*api.Client{"direct": direct, "over a server": served} {
		var sent atomic.Int64
		f := songFile(`一首 "&" 歌.mp3`, tagged)
		f.Album = "给的" // comes before what the file says
		got, err := c.UploadSong(t.Context(), f, func(n int64) { sent.Store(n) })
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all, err := items(c.Cloud(t.Context()))
		if err != nil || len(all) == 0 || all[0].Song.ID != got.Song.ID || got.Song.ID == 0 {
			t.Fatalf("%s: %+v, the cloud has %+v, %v", name, got, all, err)
		}
		if s := all[0].Song; s.Name != "晴天" || s.Artists[0].Name != "周杰" || name == "direct" && s.Album.Name != "给的" {
			t.Errorf("%s: %+v", name, all[0])
		}
		if sent.Load() < int64(len(tagged)) {
			t.Errorf("%s: told of %d bytes of %d", name, sent.Load(), len(tagged))
		}
	}
}

func TestAnUploadThatCannotBeIsSaid(t *testing.T) {
	t.Parallel()
	guest, _ := embedded(t, ncmfake.Options{Now: noon})
	if _, err := guest.UploadSong(t.Context(), songFile("a.mp3", tagged), nil); !errors.Is(err, api.ErrLoginNeeded) {
		t.Errorf("without a login: %v", err)
	}
	gone := api.SongFile{Name: "a.mp3", Size: 1, Open: func() (io.ReadCloser, error) { return nil, errors.New("it is gone") }}
	if _, err := guest.UploadSong(t.Context(), gone, nil); err == nil || !strings.Contains(err.Error(), "gone") {
		t.Errorf("a file that is gone: %v", err)
	}
}
