package decode

import (
	"errors"
	"strings"
	"testing"
)

// fuzzSong decodes, seeks and decodes again: no panic may come out, nor may
// the decoder's position leave the song.
func fuzzSong(t *testing.T, b []byte) {
	d, err := Open(input(b), Hint{})
	if err != nil {
		if strings.Contains(err.Error(), "panic") {
			t.Fatal(err)
		}
		if errors.Is(err, ErrDamaged) || errors.Is(err, ErrUnsupported) || errors.Is(err, ErrNotAudio) {
			return
		}
		t.Fatalf("untyped error %v", err)
	}
	buf := make([][2]float64, 3000)
	seeks := []int{d.Len() / 2, 0, d.Len() - 100, d.Len() + 100, 777}
	for i := range 40 {
		n, ok := d.Stream(buf)
		for _, s := range buf[:n] {
			if s[0] != s[0] || s[0] > 2 || s[0] < -2 {
				t.Fatalf("sample %v", s)
			}
		}
		if i%5 == 4 {
			if err := d.Seek(seeks[i/5%len(seeks)]); err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrUnsupported) {
				t.Fatalf("seek: %v", err)
			} else if err != nil && strings.Contains(err.Error(), "panic") {
				t.Fatal(err)
			}
		} else if !ok && i > 30 {
			break
		}
	}
	// The boundary must have nothing to do: go-mp3's panics end at its frames.
	if err := d.Err(); err != nil && strings.Contains(err.Error(), "panic") {
		t.Fatal(err)
	}
	if d.Position() < 0 {
		t.Fatalf("position %d", d.Position())
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}

func FuzzMP3(f *testing.F) {
	for _, name := range []string{"half1.mp3", "mono22-32k.mp3", "mpeg25.mp3"} {
		f.Add(load(f, name))
	}
	f.Add(load(f, "joint128.mp3")[:6000])
	f.Add(append(id3(300), load(f, "vbr-notag.mp3")[:5000]...))
	f.Fuzz(fuzzSong)
}

func FuzzFLAC(f *testing.F) {
	f.Add(load(f, "rate24k.flac"))
	f.Add(load(f, "mono.flac")[:9000])
	f.Add(load(f, "seek16.flac")[:30000])
	f.Add(load(f, "six.flac")[:30000])
	f.Fuzz(fuzzSong)
}
