package decode

import (
	"bytes"
	"errors"
	"io"
	"testing"
)

func TestOpenTellsWhatItIs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		song []byte
		want error
	}{
		{"error page", []byte("<!DOCTYPE html><html>" + string(bytes.Repeat([]byte("x"), 1800))), ErrNotAudio},
		{"json", []byte("\xef\xbb\xbf {\"code\":-460}"), ErrNotAudio},
		{"empty", nil, ErrNotAudio},
		{"spaces", []byte("   \n"), ErrNotAudio},
		{"zeros", make([]byte, 100000), ErrNotAudio},
		{"words", bytes.Repeat([]byte("no song here "), 9000), ErrNotAudio},
		{"m4a without a moov", append([]byte("\x00\x00\x00\x20ftypM4A "), make([]byte, 100)...), ErrDamaged},
		{"one adts header", append([]byte{0xff, 0xf1, 0x50, 0x80}, make([]byte, 100)...), ErrDamaged},
		{"ogg", append([]byte("OggS"), make([]byte, 100)...), ErrUnsupported},
		{"wav", append([]byte("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00"), make([]byte, 100)...), ErrUnsupported},
		{"layer ii", bytes.Repeat(append([]byte{0xff, 0xfd, 0x90, 4}, make([]byte, 413)...), 20), ErrUnsupported},
		{"flac cut in its head", load(t, "mono.flac")[:20], ErrDamaged},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := input(tt.song)
			d, err := Open(in, Hint{})
			if !errors.Is(err, tt.want) {
				t.Fatalf("got %v, %v; want %v", d, err, tt.want)
			}
			if in.read > 130<<10 {
				t.Errorf("read %d bytes to find out", in.read)
			}
		})
	}
}

func TestOpenReadsOnlyTheHead(t *testing.T) {
	t.Parallel()
	for name, song := range map[string][]byte{
		"mp3":  long(t, "cbr320.mp3", 30),
		"vbr":  append(load(t, "v0.mp3"), long(t, "v0.mp3", 30)...),
		"flac": longFLAC(t, 100),
	} {
		in := input(song)
		d := mustOpen(t, in)
		if d.Len() == 0 {
			t.Errorf("%s: no length", name)
		}
		if in.read > 64<<10 {
			t.Errorf("%s: open read %d of %d bytes", name, in.read, len(song))
		}
		take(t, d, 4410)
		if in.read > 96<<10 {
			t.Errorf("%s: 100 ms of sound took %d bytes", name, in.read)
		}
	}
}

// TestWhatTheServiceCallsItDoesNotCount: the bytes decide.
func TestWhatTheServiceCallsItDoesNotCount(t *testing.T) {
	t.Parallel()
	riff := append([]byte("RIFF\x00\x00\x00\x00WAVEfmt \x1e\x00\x00\x00\x55\x00"), make([]byte, 28)...)
	for _, tt := range []struct {
		name, said, is string
		song           []byte
	}{
		{"flac named mp3", "mp3", "flac", load(t, "mono.flac")},
		{"mp3 named flac", "flac", "mp3", load(t, "half1.mp3")},
		{"m4a named mp3", "mp3", "m4a", load(t, "lc.m4a")},
		{"mp3 named m4a", "m4a", "mp3", load(t, "half1.mp3")},
		{"aac behind a tag", "mp3", "aac", append(id3(300), load(t, "raw.aac")...)},
		{"mp3 in a RIFF", "wav", "mp3", append(append(riff, "data\x00\x00\x00\x00"...), load(t, "half1.mp3")...)},
	} {
		d, err := Open(input(tt.song), Hint{Format: tt.said})
		var other *Unsupported
		if errors.As(err, &other) && other.Codec == "aac" {
			continue // this build has no decoder for it
		}
		if err != nil || d.Info().Format != tt.is {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if len(take(t, d, 5000)) != 5000 {
			t.Errorf("%s: no sound", tt.name)
		}
	}
}

func TestFLACBehindID3(t *testing.T) {
	t.Parallel()
	d := mustOpen(t, input(append(id3(70000), load(t, "mono.flac")...)))
	if d.Info().Format != "flac" || len(drain(t, d)) != 30869 {
		t.Errorf("got %+v", d.Info())
	}
}

// TestInputErrorsComeThrough: a song whose bytes stop coming is not damaged.
func TestInputErrorsComeThrough(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"cbr320.mp3", "seek16.flac"} {
		in := input(load(t, name))
		in.failAt = 40000
		d := mustOpen(t, in)
		buf := make([][2]float64, 512)
		for {
			if _, ok := d.Stream(buf); !ok {
				break
			}
		}
		if err := d.Err(); !errors.Is(err, errNet) || errors.Is(err, ErrDamaged) {
			t.Errorf("%s: error %v", name, err)
		}
		in.failAt = 0
		if _, err := in.Seek(0, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(in, Hint{}); !errors.Is(err, errNet) {
			t.Errorf("%s: open gives %v", name, err)
		}
	}
}

// TestFailedSeekKeepsPosition: the song goes on where it was when the network
// comes back.
func TestFailedSeekKeepsPosition(t *testing.T) {
	t.Parallel()
	for name, song := range map[string][]byte{
		"mp3": long(t, "cbr320.mp3", 4), "flac": withoutTable(load(t, "seek16.flac")),
	} {
		all := drain(t, mustOpen(t, input(song)))
		in := input(song)
		d := mustOpen(t, in)
		take(t, d, 3000)
		in.failAt = int64(len(song)) / 3
		if err := d.Seek(len(all) * 2 / 3); !errors.Is(err, errNet) {
			t.Fatalf("%s: seek gives %v", name, err)
		}
		in.failAt = -1
		if d.Position() != 3000 {
			t.Errorf("%s: position %d", name, d.Position())
		}
		same(t, name, take(t, d, 5000), all[3000:8000])
	}
}

func TestSeekClamps(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"v0.mp3", "vbr-notag.mp3", "seek16.flac"} {
		d := mustOpen(t, input(load(t, name)))
		all := drain(t, d)
		for _, p := range []int{len(all), len(all) + 1, 1 << 30} {
			if err := d.Seek(p); err != nil {
				t.Errorf("%s: seek to %d: %v", name, p, err)
			}
			if rest := drain(t, d); len(rest) != 0 {
				t.Errorf("%s: %d samples behind the end", name, len(rest))
			}
		}
		if err := d.Seek(-5); err != nil || d.Position() != 0 {
			t.Errorf("%s: seek to -5: %v, position %d", name, err, d.Position())
		}
		same(t, name, take(t, d, 2000), all[:2000])
	}
}

func TestShortReadsChangeNothing(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"joint128.mp3", "hi24.flac"} {
		want := drain(t, mustOpen(t, input(load(t, name))))
		in := input(load(t, name))
		in.short = 7
		same(t, name, drain(t, mustOpen(t, in)), want)
	}
}
