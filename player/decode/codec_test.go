package decode

import (
	"bytes"
	"errors"
	"testing"
)

// patched is lc.m4a with another AudioSpecificConfig.
func patched(t *testing.T, config string) []byte {
	b := bytes.Clone(load(t, "lc.m4a"))
	i := bytes.Index(b, []byte("\x12\x10\x56\xe5\x00"))
	if i < 0 {
		t.Fatal("no config to patch")
	}
	copy(b[i:], config)
	return b
}

// TestOpenNamesWhatItDoesNotDecode: the same song may be had in another form.
func TestOpenNamesWhatItDoesNotDecode(t *testing.T) {
	t.Parallel()
	lc := load(t, "lc.m4a")
	drm := bytes.Replace(lc, []byte("mp4a"), []byte("drms"), 1)
	mp3 := bytes.Replace(lc, []byte("\x40\x15\x00\x00\x00"), []byte("\x6b\x15\x00\x00\x00"), 1)
	for _, tt := range []struct {
		name, codec string
		song        []byte
	}{
		{"apple lossless", "alac", load(t, "alac.m4a")},
		{"dolby digital plus", "ec-3", load(t, "eac3.mp4")},
		{"fragments", "fragmented mp4", load(t, "frag.mp4")},
		{"he-aac, said at the end", "he-aac", patched(t, "\x12\x10\x56\xe5\x80")},
		{"he-aac, said in front", "he-aac", patched(t, "\x2b\x92\x08\x00\x00")},
		{"he-aac v2", "he-aac v2", patched(t, "\xeb\x8a\x08\x00\x00")},
		{"xhe-aac", "xhe-aac", patched(t, "\xf9\x48\x00\x00\x00")},
		{"six channels", "aac of 6 channels", patched(t, "\x12\x30\x00\x00\x00")},
		{"short windows", "aac of 960 samples", patched(t, "\x12\x14\x00\x00\x00")},
		{"protected", "protected", drm},
		{"mp3 in a box", "mp3 in mp4", mp3},
		{"ogg", "ogg", append([]byte("OggS"), make([]byte, 100)...)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, err := Open(input(tt.song), Hint{})
			var other *Unsupported
			if !errors.As(err, &other) || !errors.Is(err, ErrUnsupported) || other.Codec != tt.codec {
				t.Fatalf("got %v, %v; want %s", d, err, tt.codec)
			}
		})
	}
}
