package mp3

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// mades are streams whose every 13th sample stands in testdata as mpg123
// decodes it. It does not decode mixed blocks of MPEG-2.5, nor their intensity
// stereo in MPEG-2, as the standard and the layout of the others have it.
var mades = []struct {
	name string
	made made
}{
	{"mono", made{version: 1, mode: 3}},
	{"stereo48-crc", made{version: 1, rate: 1, mode: 0, crc: true}},
	{"middle32", made{version: 1, rate: 2, mode: 1, extension: 2}},
	{"intensity44", made{version: 1, mode: 1, extension: 1}},
	{"intensity48", made{version: 1, rate: 1, mode: 1, extension: 1}},
	{"both44", made{version: 1, mode: 1, extension: 3}},
	{"stereo22", made{version: 2, mode: 0}},
	{"stereo24-crc", made{version: 2, rate: 1, mode: 0, crc: true}},
	{"middle16", made{version: 2, rate: 2, mode: 1, extension: 2}},
	{"intensity22", made{version: 2, mode: 1, extension: 1, plain: true}},
	{"both16", made{version: 2, rate: 2, mode: 1, extension: 3, plain: true}},
	{"middle12", made{version: 25, rate: 1, mode: 1, extension: 2, plain: true}},
	{"intensity11", made{version: 25, mode: 1, extension: 1, plain: true}},
}

const madeStep = 13

// TestDecodesEveryKindOfFrame: to a twentieth of a 16-bit step.
func TestDecodesEveryKindOfFrame(t *testing.T) {
	t.Parallel()
	for _, tt := range mades {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.made.frames = 24
			song := tt.made.stream(1)
			got := decodeAll(t, NewDecoder(), song)
			file := filepath.Join("testdata", "made-"+tt.name+".ref")
			if os.Getenv("NCMTUI_MP3_REFS") != "" {
				writeRef(t, file, song)
			}
			ref, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if want := (len(got)/2 + madeStep - 1) / madeStep * 8; len(ref) != want {
				t.Fatalf("%d bytes of reference, want %d", len(ref), want)
			}
			worst, loud := 0.0, 0.0
			for i := 0; i < len(ref); i += 4 {
				want := math.Float32frombits(binary.LittleEndian.Uint32(ref[i:]))
				v := got[i/8*madeStep*2+i/4%2]
				worst = max(worst, math.Abs(float64(v)-float64(want)))
				loud = max(loud, math.Abs(float64(want)))
			}
			if worst*32768 > 0.05 || loud*32768 < 100 {
				t.Errorf("differs by up to %.3f of 32768, at a peak of %.0f", worst*32768, loud*32768)
			}
		})
	}
}

// writeRef asks mpg123; only to make the references anew.
func writeRef(t *testing.T, file string, song []byte) {
	t.Helper()
	cmd := exec.Command("mpg123", "-q", "-e", "f32", "-s", "--stereo", "-")
	cmd.Stdin = bytes.NewReader(song)
	pcm, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var ref []byte
	for i := 0; i+8 <= len(pcm); i += 8 * madeStep {
		ref = append(ref, pcm[i:i+8]...)
	}
	if err := os.WriteFile(file, ref, 0o600); err != nil {
		t.Fatal(err)
	}
}

// decodeAll decodes frames that stand behind each other.
func decodeAll(t testing.TB, d *Decoder, song []byte) (all []float32) {
	t.Helper()
	for len(song) > 0 {
		h, ok := ParseHeader(song)
		if !ok || h.Size > len(song) {
			t.Fatal("no frame")
		}
		pcm, err := d.Decode(h, song[:h.Size])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, pcm...)
		song = song[h.Size:]
	}
	return all
}

// TestDecodeAllocatesNothing, whatever the frame is.
func TestDecodeAllocatesNothing(t *testing.T) {
	for _, tt := range mades {
		tt.made.frames = 10
		song := tt.made.stream(2)
		d := NewDecoder()
		h, _ := ParseHeader(song)
		at := 0
		if n := testing.AllocsPerRun(100, func() {
			_, _ = d.Decode(h, song[at:at+h.Size])
			_ = d.Lost(h)
			at = (at + h.Size) % len(song)
		}); n != 0 {
			t.Errorf("%s: %v allocations a frame", tt.name, n)
		}
	}
}

// TestDamagedFrameFadesOut: what is wrong in a frame is told, and what comes
// out in its place is no louder than what was before it.
func TestDamagedFrameFadesOut(t *testing.T) {
	t.Parallel()
	m := made{version: 1, mode: 1, extension: 2, frames: 8}
	song := m.stream(4)
	h, _ := ParseHeader(song)
	tests := []struct {
		name string
		hurt func(frame []byte) []byte
		told bool
	}{
		{"too many pairs", func(b []byte) []byte { b[4+4] = 0xff; b[4+5] |= 0x80; return b }, true},
		{"a gain that bursts", func(b []byte) []byte { b[4+5] |= 0x7f; b[4+6] |= 0x80; return b }, true},
		{"no main data", func(b []byte) []byte { return b[:4+h.SideInfo()] }, true},
		{"nothing but a header", func(b []byte) []byte { return b[:4] }, true},
		{"longer than any frame", func(b []byte) []byte { return append(b, make([]byte, maxFrame)...) }, true},
		// A reservoir that is not there is nobody's fault: a cut stream.
		{"reservoir missing", func(b []byte) []byte { b[4], b[5] = 0xff, b[5]|0x80; return b }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := NewDecoder()
			decodeAll(t, d, song[:2*h.Size])
			if tt.name == "reservoir missing" {
				d.have = 0
			}
			pcm, err := d.Decode(h, tt.hurt(append([]byte(nil), song[2*h.Size:3*h.Size]...)))
			if errors.Is(err, ErrFrame) != tt.told || len(pcm) != 2304 {
				t.Fatalf("%d samples, error %v", len(pcm), err)
			}
			// The overlap ends with the first granule, the filter 480 samples later.
			if tail := peak(pcm[2*(576+480):]); tail > 1e-6 {
				t.Errorf("the end of the frame has a peak of %v", tail)
			}
			pcm, err = d.Decode(h, song[3*h.Size:4*h.Size])
			if err != nil || peak(pcm) == 0 {
				t.Errorf("behind it: error %v, peak %v", err, peak(pcm))
			}
			if pcm[0] != 0 || peak(pcm[:20]) > peak(pcm)/10 {
				t.Errorf("the sound comes back at once: %v", pcm[:20])
			}
		})
	}
}

func peak(pcm []float32) (p float32) {
	for _, v := range pcm {
		p = max(p, v, -v)
	}
	return p
}

// TestResetIsAFreshStart: no sample of what was before is left.
func TestResetIsAFreshStart(t *testing.T) {
	t.Parallel()
	d := NewDecoder()
	other := made{version: 2, mode: 3, frames: 5}
	decodeAll(t, d, other.stream(5))
	d.Reset()
	m := made{version: 1, mode: 1, extension: 1, frames: 5}
	got, want := decodeAll(t, d, m.stream(6)), decodeAll(t, NewDecoder(), m.stream(6))
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("sample %d is %v, want %v", i, got[i], want[i])
		}
	}
}

// TestMonoToStereoDoesNotClick: the side that comes anew goes on from the one
// that was there.
func TestMonoToStereoDoesNotClick(t *testing.T) {
	t.Parallel()
	d := NewDecoder()
	mono := made{version: 1, mode: 3, frames: 4}
	decodeAll(t, d, mono.stream(7))
	m := made{version: 1, mode: 0, frames: 1}
	song := m.stream(8)
	h, _ := ParseHeader(song)
	clear(song[4 : 4+h.SideInfo()]) // silence
	pcm, _ := d.Decode(h, song)
	if peak(pcm) == 0 {
		t.Fatal("nothing is left of the mono part")
	}
	for i := 0; i < len(pcm); i += 2 {
		if pcm[i] != pcm[i+1] {
			t.Fatalf("sample %d: %v and %v", i/2, pcm[i], pcm[i+1])
		}
	}
}

// TestDecodeBearsAnything: random frames with headers of every kind.
func TestDecodeBearsAnything(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(9, 9))
	d := NewDecoder()
	for range 4000 {
		b := make([]byte, maxFrame+1)
		for i := range b {
			b[i] = byte(rnd.Uint32())
		}
		b[0], b[1] = 0xff, []byte{0xfb, 0xfa, 0xf3, 0xe3}[rnd.IntN(4)]
		h, ok := parseHeader(b, 1+rnd.IntN(maxFrame))
		if !ok || h.Layer != 3 {
			continue
		}
		if rnd.IntN(3) == 0 {
			b[h.SideStart()] = 0 // no reservoir
		}
		pcm, _ := d.Decode(h, b[:rnd.IntN(min(h.Size, maxFrame)+1)])
		if len(pcm) != 2*h.Samples {
			t.Fatalf("%d samples", len(pcm))
		}
		for i, v := range pcm {
			if v != v || math.IsInf(float64(v), 0) {
				t.Fatalf("sample %d is %v", i, v)
			}
		}
	}
}
