package decode

import (
	"bytes"
	"crypto/md5"
	"encoding/binary"
	"fmt"
	"io"
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
			for range 34 {
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

// TestFLACSeekTakesFourProbes: in a long file a seek takes four reads of
// 32 KiB at most, wherever it goes and whatever was read before, and perhaps
// a look at the frame itself.
func TestFLACSeekTakesFourProbes(t *testing.T) {
	t.Parallel()
	song, offs := longFrames(t, 200)
	for _, tt := range []struct {
		name string
		song []byte
	}{
		{"no table", song},
		{"a table", withTable(song, offs, 60)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(7, 8))
			first := 0
			for range 20 {
				in := &probed{countingInput: input(tt.song)}
				d := mustOpen(t, in)
				for range 5 {
					p := rnd.IntN(d.Len())
					in.read, in.jumps = 0, 0
					if err := d.Seek(p); err != nil {
						t.Fatal(err)
					}
					if in.read > 4*32<<10+16<<10 || in.jumps > 5 {
						t.Errorf("seek to %d read %d bytes in %d places", p, in.read, in.jumps)
					}
					got := take(t, d, 5000)
					first = max(first, in.read)
					for i, v := range got {
						if want := float64(longValue(p+i)) / 32768; v[0] != want {
							t.Fatalf("seek to %d: sample %d is %v, want %v", p, i, v[0], want)
						}
					}
				}
			}
			if first > 320<<10 {
				t.Errorf("5000 samples behind a seek took %d bytes", first)
			}
		})
	}
}

// probed counts the places that are read.
type probed struct {
	*countingInput
	jumps int
	end   int64
}

func (p *probed) Read(b []byte) (int, error) {
	at, err := p.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, err
	}
	if at != p.end {
		p.jumps++
	}
	n, err := p.countingInput.Read(b)
	p.end = at + int64(n)
	return n, err
}

// withTable puts a SEEKTABLE with a point every so many frames behind the
// STREAMINFO of a longFLAC, which is its only block.
func withTable(b []byte, offs []int, every int) []byte {
	var table []byte
	for i := 0; i < len(offs); i += every {
		table = binary.BigEndian.AppendUint64(table, uint64(i*4096))
		table = binary.BigEndian.AppendUint64(table, uint64(offs[i]-offs[0]))
		table = binary.BigEndian.AppendUint16(table, 4096)
	}
	out := append([]byte(nil), b[:42]...)
	out[4] &= 127
	out = append(out, 0x83, 0, byte(len(table)>>8), byte(len(table)))
	return append(append(out, table...), b[42:]...)
}

// TestFLACPictureIsJumpedOver: a picture of megabytes costs nothing, neither
// at the start nor when the song goes on.
func TestFLACPictureIsJumpedOver(t *testing.T) {
	t.Parallel()
	in := input(withPicture(load(t, "mono.flac"), 8<<20))
	d := mustOpen(t, in)
	if in.read > 48<<10 {
		t.Errorf("open read %d bytes", in.read)
	}
	if n := len(drain(t, d)); n != 30869 {
		t.Errorf("%d samples", n)
	}
}

// TestFLACAllocatesNothingWhilePlaying: 8 seconds of sound.
func TestFLACAllocatesNothingWhilePlaying(t *testing.T) {
	d := mustOpen(t, input(longFLAC(t, 120)))
	buf := make([][2]float64, 4410)
	d.Stream(buf)
	if n := testing.AllocsPerRun(80, func() { d.Stream(buf) }); n > 0 {
		t.Errorf("%v allocations in a tenth of a second", n)
	}
}

// TestFLACCutOffEndsThere: what is there of a truncated file is heard.
func TestFLACCutOffEndsThere(t *testing.T) {
	t.Parallel()
	song := load(t, "seek16.flac")
	want := drain(t, mustOpen(t, input(song)))
	for _, cut := range []int{len(song) - 1, len(song) * 2 / 3, len(song) / 5} {
		got := drain(t, mustOpen(t, input(song[:cut])))
		if len(got) >= len(want) || len(got) < len(want)*cut/len(song)/3 {
			t.Errorf("cut at %d of %d: %d of %d samples", cut, len(song), len(got), len(want))
		}
		same(t, "cut", got, want[:len(got)])
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

// TestFLACKeepsTheLogQuiet: the log would be on the screen.
func TestFLACKeepsTheLogQuiet(t *testing.T) {
	var out bytes.Buffer
	log.SetOutput(&out)
	defer log.SetOutput(os.Stderr)
	drain(t, mustOpen(t, input(load(t, "rate24k.flac"))))
	if out.Len() > 0 {
		t.Errorf("the log got %q", out.String())
	}
}
