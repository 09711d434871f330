package serve

import (
	"bytes"
	"io"
	"testing"
)

func FuzzTags(f *testing.F) {
	f.Add([]byte("ID3\x03\x00\x00\x00\x00\x00\x11TIT2\x00\x00\x00\x07\x00\x00\x03\xe6\x99\xb4\xe5\xa4\xa9"))
	f.Add([]byte("ID3\x04\x00\x40\x00\x00\x00\x20\x00\x00\x00\x06\x01\x00TALB\x00\x00\x00\x05\x00\x00\x01\xff\xfea\x00"))
	f.Add([]byte("ID3\x02\x00\x00\x00\x00\x00\x0aTP1\x00\x00\x03\x00ab"))
	f.Add([]byte("fLaC\x84\x00\x00\x18\x01\x00\x00\x00x\x01\x00\x00\x00\x07\x00\x00\x00TITLE=a"))
	f.Fuzz(func(t *testing.T, data []byte) {
		tags(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil })
	})
}

func TestFilesNameThemselves(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ data, song, album, artist string }{
		"id3v2.3": {"ID3\x03\x00\x00\x00\x00\x00\x11TIT2\x00\x00\x00\x07\x00\x00\x03\xe6\x99\xb4\xe5\xa4\xa9", "晴天", "", ""},
		"id3v2.2": {"ID3\x02\x00\x00\x00\x00\x00\x09TP1\x00\x00\x03\x00ab", "", "", "ab"},
		"utf-16":  {"ID3\x04\x00\x00\x00\x00\x00\x0fTALB\x00\x00\x00\x05\x00\x00\x01\xff\xfea\x00", "", "a", ""},
		"flac":    {"fLaC\x84\x00\x00\x18\x01\x00\x00\x00x\x01\x00\x00\x00\x07\x00\x00\x00TITLE=a\x00\x00\x00\x00", "a", "", ""},
		"nothing": {"RIFF", "", "", ""},
	} {
		open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader([]byte(c.data))), nil }
		if song, album, artist := tags(open); song != c.song || album != c.album || artist != c.artist {
			t.Errorf("%s: %q %q %q", name, song, album, artist)
		}
	}
}
