package decode

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"ncmtui/player/decode/mp3"
)

// TestMP3DecodesLikeReference compares with every 89th sample that mpg123
// gives, and with its exact count: the gapless trims are to the sample.
func TestMP3DecodesLikeReference(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		info Info
	}{
		{"cbr320", Info{"mp3", 44100, 2, 0, 320000}},
		{"joint128", Info{"mp3", 44100, 2, 0, 128000}},
		{"v0", Info{"mp3", 44100, 2, 0, 0}},
		{"vbr-notag", Info{"mp3", 44100, 2, 0, 0}},
		{"mono22", Info{"mp3", 22050, 1, 0, 64000}},
		{"mono22-32k", Info{"mp3", 22050, 1, 0, 32000}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := mustOpen(t, input(load(t, tt.name+".mp3")))
			info := d.Info()
			if tt.info.Bitrate == 0 && info.Bitrate > 90000 && info.Bitrate < 270000 {
				info.Bitrate = 0
			}
			if info != tt.info {
				t.Errorf("info %+v, want %+v", info, tt.info)
			}
			ref := load(t, tt.name+".ref")
			total := int(binary.LittleEndian.Uint32(ref))
			if n := d.Len(); tt.name != "vbr-notag" && n != total {
				t.Errorf("Len before decoding %d, want %d", n, total)
			}
			all := drain(t, d)
			if len(all) != total || d.Position() != total || d.Len() != total {
				t.Fatalf("%d samples, position %d, length %d; want %d", len(all), d.Position(), d.Len(), total)
			}
			compareReference(t, all, ref[4:])
		})
	}
}

func compareReference(t *testing.T, all [][2]float64, ref []byte) {
	t.Helper()
	bad, n := 0, 0
	for i := 0; i+4 <= len(ref); i += 4 {
		for c := range 2 {
			want := float64(int16(binary.LittleEndian.Uint16(ref[i+2*c:])))
			if math.Abs(all[i/4*89][c]*32768-want) > 1 {
				bad++
			}
			n++
		}
	}
	if bad > 0 {
		t.Errorf("%d of %d samples differ by more than 1 of 32768", bad, n)
	}
}

// TestMP3SeekEqualsLinear: samples behind a seek are those of a decode from
// the start, bit for bit, in the part that was heard.
func TestMP3SeekEqualsLinear(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"cbr320", "joint128", "v0", "vbr-notag", "mono22", "mono22-32k"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := mustOpen(t, input(load(t, name+".mp3")))
			all := drain(t, d)
			rnd := rand.New(rand.NewPCG(1, 2))
			for range 8 {
				p := rnd.IntN(len(all))
				if err := d.Seek(p); err != nil {
					t.Fatal(err)
				}
				if d.Position() != p {
					t.Fatalf("position %d after seek to %d", d.Position(), p)
				}
				n := min(3000, len(all)-p)
				same(t, fmt.Sprintf("seek to %d", p), take(t, d, n), all[p:p+n])
			}
		})
	}
}

// long repeats the audio frames of a file, so that seeks have somewhere to go.
func long(t testing.TB, name string, times int) []byte {
	t.Helper()
	b := load(t, name)
	first := 0
	for i := 0; i < len(b); i++ {
		h, ok := mp3.ParseHeader(b[i:])
		if ok && h.Layer == 3 {
			first = i
			if bytes.Contains(b[i:i+h.Size], []byte("Info")) || bytes.Contains(b[i:i+h.Size], []byte("Xing")) {
				first += h.Size
			}
			break
		}
	}
	return bytes.Repeat(b[first:], times)
}

// TestMP3SeekCBRUnseenIsExact: by arithmetic, with two reads' worth of bytes.
func TestMP3SeekCBRUnseenIsExact(t *testing.T) {
	t.Parallel()
	song := long(t, "cbr320.mp3", 5)
	all := drain(t, mustOpen(t, input(song)))
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 4 {
		in := input(song)
		d := mustOpen(t, in)
		if d.Len() != len(all) {
			t.Fatalf("Len %d, want %d", d.Len(), len(all))
		}
		p := rnd.IntN(len(all) - 5000)
		before := in.read
		if err := d.Seek(p); err != nil {
			t.Fatal(err)
		}
		same(t, fmt.Sprintf("seek to %d", p), take(t, d, 4000), all[p:p+4000])
		if in.read-before > 64<<10 {
			t.Errorf("seek and 4000 samples took %d bytes", in.read-before)
		}
	}
}

// TestMP3SeekVBRUnseen: within the table's step, then exact on what was
// heard, and the end is found wherever the numbers say it is.
func TestMP3SeekVBRUnseen(t *testing.T) {
	t.Parallel()
	song := long(t, "v0.mp3", 20)
	in := input(song)
	d, err := Open(in, Hint{Duration: 20 * 2043 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	opened := in.read
	p := d.Len() * 2 / 3
	if err := d.Seek(p); err != nil {
		t.Fatal(err)
	}
	heard := take(t, d, 20000)
	if len(heard) != 20000 || in.read-opened > 200<<10 {
		t.Fatalf("%d samples for %d bytes", len(heard), in.read-opened)
	}
	if err := d.Seek(p + 7000); err != nil {
		t.Fatal(err)
	}
	same(t, "back to what was heard", take(t, d, 13000), heard[7000:])
	if err := d.Seek(d.Len() - 1000); err != nil {
		t.Fatal(err)
	}
	if rest := drain(t, d); len(rest) > 3*44100 {
		t.Errorf("%d samples left near the end", len(rest))
	}
}

// TestMP3GaplessHalves: a recording cut in two and encoded apart decodes to
// the whole, without a sample more or less.
func TestMP3GaplessHalves(t *testing.T) {
	t.Parallel()
	all := drain(t, mustOpen(t, input(load(t, "half1.mp3"))))
	if len(all) != 30137 {
		t.Fatalf("first half has %d samples, want 30137", len(all))
	}
	all = append(all, drain(t, mustOpen(t, input(load(t, "half2.mp3"))))...)
	if len(all) != 60000 {
		t.Fatalf("both have %d samples, want 60000", len(all))
	}
	signal, noise := 0.0, 0.0
	for i := 29000; i < 31500; i++ {
		x := float64(i) / 44100
		want := 0.4*math.Sin(2*math.Pi*441*x) + 0.2*math.Sin(2*math.Pi*1000*x)
		signal += want * want
		noise += (all[i][0] - want) * (all[i][0] - want)
	}
	if snr := 10 * math.Log10(signal/noise); snr < 25 {
		t.Errorf("signal to noise around the joint %.1f dB, want 25", snr)
	}
}

func id3(size int) []byte {
	b := append([]byte("ID3\x03\x00\x00"), byte(size>>21&127), byte(size>>14&127), byte(size>>7&127), byte(size&127))
	return append(b, bytes.Repeat([]byte{0xff, 0xfb, 0x90, 0x00}, size/4+1)[:size]...)
}

func ape(items int, header bool) []byte {
	part := func(isHeader bool) []byte {
		b := make([]byte, 32)
		copy(b, "APETAGEX")
		binary.LittleEndian.PutUint32(b[8:], 2000)
		binary.LittleEndian.PutUint32(b[12:], uint32(items+32))
		flags := uint32(1) << 31
		if isHeader {
			flags |= 1 << 29
		}
		binary.LittleEndian.PutUint32(b[20:], flags)
		return b
	}
	var b []byte
	if header {
		b = part(true)
	}
	b = append(b, bytes.Repeat([]byte{0xff}, items)...)
	return append(b, part(false)...)
}

// TestMP3SkipsTags: whatever stands around the frames, the same samples come
// out, and pictures are not read.
func TestMP3SkipsTags(t *testing.T) {
	t.Parallel()
	plain := load(t, "v0.mp3")
	want := drain(t, mustOpen(t, input(plain)))
	junk := make([]byte, 20000)
	rnd := rand.New(rand.NewPCG(5, 6))
	for i := range junk {
		junk[i] = byte(rnd.Uint32())
	}
	bogus := append([]byte("ID3\x03\x00\x00\xff\xff\xff\xff"), make([]byte, 500)...)
	riff := append([]byte("RIFF\x00\x00\x00\x00WAVEfmt \x1e\x00\x00\x00\x55\x00\x02\x00"), make([]byte, 40)...)
	tests := []struct {
		name        string
		front, back []byte
		budget      int
	}{
		{"picture", id3(1_400_000), nil, 40 << 10},
		{"two id3", append(id3(3000), id3(50000)...), nil, 64 << 10},
		{"bogus id3 size", bogus, nil, 64 << 10},
		{"ape in front", ape(700, true), nil, 40 << 10},
		{"ape behind", nil, ape(90000, true), 40 << 10},
		{"headless ape behind", nil, ape(3000, false), 40 << 10},
		{"id3v1 behind", nil, append([]byte("TAG"), make([]byte, 125)...), 40 << 10},
		{"lyrics3 behind", nil, append([]byte("LYRICSBEGIN"), junk[:5000]...), 40 << 10},
		{"zeros in front", make([]byte, 3000), nil, 40 << 10},
		{"junk in front", junk, nil, 64 << 10},
		{"riff in front", riff, nil, 40 << 10},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := input(append(append(append([]byte(nil), tt.front...), plain...), tt.back...))
			d := mustOpen(t, in)
			if in.read > tt.budget {
				t.Errorf("open read %d bytes, want at most %d", in.read, tt.budget)
			}
			if d.Len() != len(want) {
				t.Errorf("Len %d, want %d", d.Len(), len(want))
			}
			same(t, "samples", drain(t, d), want)
		})
	}
}

// TestMP3PlaysThroughDamage: the song goes on behind the damage, at the right
// place, without noise.
func TestMP3PlaysThroughDamage(t *testing.T) {
	t.Parallel()
	song := long(t, "cbr320.mp3", 2)
	want := drain(t, mustOpen(t, input(song)))
	rnd := rand.New(rand.NewPCG(7, 8))
	noise := func(b []byte) {
		for i := range b {
			b[i] = byte(rnd.Uint32())
		}
	}
	third := len(song) / 3
	const flips = "a bit every 3 kB" // valid frames with wrong contents sound wrong everywhere
	tests := []struct {
		name string
		hurt func([]byte) []byte
		slip int // samples that may be missing or too many
	}{
		{"400 bytes of noise", func(b []byte) []byte { noise(b[third : third+400]); return b }, 0},
		{"20 kB of noise", func(b []byte) []byte { noise(b[third : third+20000]); return b }, 0},
		{"20 kB of zeros", func(b []byte) []byte { clear(b[third : third+20000]); return b }, 0},
		{flips, func(b []byte) []byte {
			for i := 3000; i < len(b); i += 3000 {
				b[i] ^= 1 << (i % 8)
			}
			return b
		}, 1152 * 3},
		{"bytes missing", func(b []byte) []byte { return append(b[:third], b[third+3000:]...) }, 1152 * 4},
		{"cut off", func(b []byte) []byte { return b[:len(b)-500] }, 1152},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := mustOpen(t, input(tt.hurt(append([]byte(nil), song...))))
			got := drain(t, d)
			if diff := len(want) - len(got); diff < -tt.slip || diff > tt.slip {
				t.Fatalf("%d samples, want %d", len(got), len(want))
			}
			for i, s := range got {
				if tt.name != flips && max(math.Abs(s[0]), math.Abs(s[1])) > 0.9 {
					t.Fatalf("sample %d is %v: noise", i, s)
				}
			}
			if tt.slip == 0 {
				same(t, "end", got[len(got)-20000:], want[len(want)-20000:])
			}
			p := len(got) / 3
			if err := d.Seek(p); err != nil {
				t.Fatal(err)
			}
			if tt.slip == 0 {
				n := 40000
				same(t, "seek into damage", take(t, d, n)[30000:], got[p+30000:p+n])
			}
		})
	}
}

func TestMP3StartsMidStreamWithoutNoise(t *testing.T) {
	t.Parallel()
	song := long(t, "joint128.mp3", 2)
	for cut := 1000; cut < 12000; cut += 2222 {
		for i, s := range drain(t, mustOpen(t, input(song[cut:]))) {
			if math.Abs(s[0]) > 0.9 {
				t.Fatalf("cut at %d: sample %d is %v", cut, i, s)
			}
		}
	}
}

// TestMP3GivesUp: more than 50 frames of nothing end the song with an error.
func TestMP3GivesUp(t *testing.T) {
	t.Parallel()
	song := long(t, "cbr320.mp3", 6)
	clear(song[len(song)/4 : len(song)/2])
	d := mustOpen(t, input(song))
	buf := make([][2]float64, 4096)
	for {
		if _, ok := d.Stream(buf); !ok {
			break
		}
	}
	if !errors.Is(d.Err(), ErrDamaged) {
		t.Errorf("error %v, want ErrDamaged", d.Err())
	}
}

// TestClipWithWholeSongsHeader: the counts of the song a clip was cut from
// are not believed.
func TestClipWithWholeSongsHeader(t *testing.T) {
	t.Parallel()
	b := load(t, "v0.mp3")
	d := mustOpen(t, input(b[:len(b)/3]))
	if n := d.Len(); n < 15000 || n > 50000 {
		t.Errorf("Len %d of a third of 88200", n)
	}
	if n := len(drain(t, d)); n < 15000 || n > 50000 {
		t.Errorf("%d samples of a third of 88200", n)
	}
}
