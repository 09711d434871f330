package decode

import (
	"bytes"
	"crypto/md5"
	"fmt"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"testing"
)

// TestFLACIsBitExact compares with the checksum that the encoder wrote into
// STREAMINFO.
func TestFLACIsBitExact(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		info  Info
		total int
	}{
		{"seek16", Info{"flac", 44100, 2, 16, 0}, 88200},
		{"hi24", Info{"flac", 96000, 2, 24, 0}, 48000},
		{"mono", Info{"flac", 44100, 1, 16, 0}, 30869},
		{"rate24k", Info{"flac", 24000, 1, 16, 0}, 7200},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := load(t, tt.name+".flac")
			d := mustOpen(t, input(b))
			info := d.Info()
			if info.Bitrate == 0 {
				t.Error("no bitrate")
			}
			info.Bitrate = 0
			if info != tt.info || d.Len() != tt.total {
				t.Errorf("info %+v, %d samples", info, d.Len())
			}
			sum := md5.New()
			for _, s := range drain(t, d) {
				for _, v := range s[:info.Channels] {
					k := int64(math.Round(v * float64(int64(1)<<(info.Bits-1))))
					sum.Write([]byte{byte(k), byte(k >> 8), byte(k >> 16)}[:info.Bits/8])
				}
			}
			if want := b[8+18 : 8+34]; !bytes.Equal(sum.Sum(nil), want) {
				t.Errorf("checksum %x, want %x", sum.Sum(nil), want)
			}
		})
	}
}

// withoutTable turns the SEEKTABLE into PADDING.
func withoutTable(b []byte) []byte {
	b = append([]byte(nil), b...)
	for at := 4; at+4 < len(b); {
		n := int(b[at+1])<<16 | int(b[at+2])<<8 | int(b[at+3])
		if b[at]&127 == 3 {
			b[at] = b[at]&128 | 1
		}
		if b[at]&128 != 0 {
			break
		}
		at += 4 + n
	}
	return b
}

// withPicture puts a big PICTURE block behind STREAMINFO.
func withPicture(b []byte, size int) []byte {
	out := append([]byte(nil), b[:42]...)
	out[4] &= 127
	out = append(out, 6, byte(size>>16), byte(size>>8), byte(size))
	out = append(out, bytes.Repeat([]byte{0xff, 0xf8}, size/2)...)
	return append(out, b[42:]...)
}

func TestFLACSeekIsExact(t *testing.T) {
	t.Parallel()
	seek16, hi := load(t, "seek16.flac"), load(t, "hi24.flac")
	lying := append([]byte(nil), seek16...)
	lying[42+4+18+15]++ // the second point's offset
	tests := []struct {
		name string
		song []byte
	}{
		{"table", seek16},
		{"no table", withoutTable(seek16)},
		{"lying table", lying},
		{"24 bit", hi},
		{"picture", withPicture(withoutTable(seek16), 900_000)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			all := drain(t, mustOpen(t, input(tt.song)))
			rnd := rand.New(rand.NewPCG(1, 2))
			for range 10 {
				in := input(tt.song)
				d := mustOpen(t, in)
				if in.read > 64<<10 {
					t.Fatalf("open read %d bytes", in.read)
				}
				for range 3 {
					p := rnd.IntN(len(all))
					before := in.read
					if err := d.Seek(p); err != nil {
						t.Fatal(err)
					}
					if got := in.read - before; got > 160<<10 {
						t.Errorf("seek to %d read %d bytes", p, got)
					}
					n := min(5000, len(all)-p)
					same(t, fmt.Sprintf("seek to %d", p), take(t, d, n), all[p:p+n])
				}
			}
		})
	}
}

// TestFLACSeekReadsLittle: in a long file a seek takes a few probes, not the
// way there. The file is one whose frames all have real numbers.
func TestFLACSeekReadsLittle(t *testing.T) {
	t.Parallel()
	song := longFLAC(t, 120)
	in := input(song)
	d := mustOpen(t, in)
	for _, part := range []float64{0.9, 0.1, 0.5, 0.77, 0.33} {
		p := int(part * float64(d.Len()))
		before := in.read
		if err := d.Seek(p); err != nil {
			t.Fatal(err)
		}
		got := take(t, d, 100)
		if n := in.read - before; n > 192<<10 {
			t.Errorf("seek to %.0f%% read %d of %d bytes", part*100, n, len(song))
		}
		// Every frame of it holds one value that tells its place.
		if want := float64(p/4096%1000) / 32768; got[0][0] != want {
			t.Errorf("seek to %d gives %v, want %v", p, got[0][0], want)
		}
	}
}

func TestFLACFoldsToStereo(t *testing.T) {
	t.Parallel()
	d := mustOpen(t, input(load(t, "six.flac")))
	if d.Info().Channels != 6 {
		t.Fatalf("%d channels", d.Info().Channels)
	}
	all := drain(t, d)
	scale := 1 + 2*0.7071
	for i := 0; i < len(all); i += 50 {
		x := float64(i) / 44100
		want := (0.3*math.Sin(600*x) + 0.7071*0.1*math.Sin(400*x) + 0.7071*0.2*math.Sin(1000*x)) / scale
		if math.Abs(all[i][0]-want) > 0.001 {
			t.Fatalf("sample %d is %v, want %v", i, all[i][0], want)
		}
	}
}

func TestFLACMasksBadFrames(t *testing.T) {
	t.Parallel()
	song := withoutTable(load(t, "seek16.flac"))
	want := drain(t, mustOpen(t, input(song)))
	for _, size := range []int{1, 200, 15000} {
		hurt := append([]byte(nil), song...)
		at := len(hurt) / 2
		for i := range size {
			hurt[at+i] ^= 0x55
		}
		d := mustOpen(t, input(hurt))
		got := drain(t, d)
		if len(got) != len(want) {
			t.Fatalf("%d bytes hurt: %d samples, want %d", size, len(got), len(want))
		}
		wrong := 0
		for i := range got {
			if got[i] != want[i] {
				wrong++
				if got[i] != [2]float64{} {
					t.Fatalf("%d bytes hurt: sample %d is noise", size, i)
				}
			}
		}
		if wrong == 0 || wrong > 4096*8 {
			t.Errorf("%d bytes hurt: %d samples masked", size, wrong)
		}
	}
}

// TestFLACKeepsTheLogQuiet: mewkiz/flac prints at some sample rates.
func TestFLACKeepsTheLogQuiet(t *testing.T) {
	var out bytes.Buffer
	log.SetOutput(&out)
	defer log.SetOutput(os.Stderr)
	drain(t, mustOpen(t, input(load(t, "rate24k.flac"))))
	if out.Len() > 0 {
		t.Errorf("the log got %q", out.String())
	}
}
