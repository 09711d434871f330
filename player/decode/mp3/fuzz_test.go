package mp3

import (
	"bytes"
	"errors"
	"io"
	"math"
	"testing"
)

// FuzzDecode: whatever stands in the frames, samples are numbers and there are
// as many as the header says.
func FuzzDecode(f *testing.F) {
	for _, tt := range mades {
		tt.made.frames = 3
		f.Add(tt.made.stream(3))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d := NewDecoder()
		for at := 0; at+headerLen <= len(b); {
			h, ok := parseHeader(b[at:], 500)
			if !ok || h.Layer != 3 {
				at++
				continue
			}
			end := min(at+h.Size, len(b))
			pcm, err := d.Decode(h, b[at:end])
			if len(pcm) != 2*h.Samples || err != nil && !errors.Is(err, ErrFrame) {
				t.Fatalf("%d samples, error %v", len(pcm), err)
			}
			for i, v := range pcm {
				if v != v || math.IsInf(float64(v), 0) {
					t.Fatalf("sample %d is %v", i, v)
				}
			}
			at = end
		}
	})
}

// FuzzFramer: frames lie inside the file, in order, and seeks come to an end.
func FuzzFramer(f *testing.F) {
	for _, tt := range mades[:3] {
		tt.made.frames = 4
		f.Add(tt.made.stream(3))
	}
	free := made{version: 2, mode: 3, frames: 6}
	song := free.stream(3)
	for h, at := free.header(), 0; at < len(song); at++ {
		if bytes.HasPrefix(song[at:], h) {
			song[at+2] &= 15
		}
	}
	f.Add(song)
	f.Fuzz(func(t *testing.T, b []byte) {
		fr, err := Open(bytes.NewReader(b), int64(len(b)), 0)
		if err != nil {
			return
		}
		for n := range 400 {
			if n%60 == 59 {
				if _, err := fr.Seek(n * 7 % 200); err != nil {
					return
				}
			}
			frame, err := fr.Next()
			if errors.Is(err, io.EOF) || errors.Is(err, ErrGivenUp) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if !frame.Lost && len(frame.Data) != frame.Head.Size {
				t.Fatalf("frame of %d bytes, its header says %d", len(frame.Data), frame.Head.Size)
			}
		}
	})
}
