//go:build !noaac

package decode

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// TestAACIsWithinOneBitOfTheReference: the references were decoded by ffmpeg,
// whole or every 89th sample, priming taken off.
func TestAACIsWithinOneBitOfTheReference(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, ref string
		info      Info
		total     int
	}{
		{"lc.m4a", "lc.ref", Info{"m4a", 44100, 2, 0, 0}, 85113},
		{"moov-last.m4a", "moov-last-ref.flac", Info{"m4a", 44100, 2, 0, 0}, 30870},
		{"mono48.m4a", "mono48-ref.flac", Info{"m4a", 48000, 1, 0, 0}, 38400},
		{"wave.mov", "wave-ref.flac", Info{"m4a", 24000, 2, 0, 0}, 14400},
		{"raw.aac", "raw.ref", Info{"aac", 44100, 2, 0, 0}, 50176},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := mustOpen(t, input(load(t, tt.name)))
			info := d.Info()
			if info.Bitrate < 24000 || info.Bitrate > 120000 {
				t.Errorf("bitrate %d", info.Bitrate)
			}
			info.Bitrate = 0
			if info != tt.info {
				t.Errorf("info %+v, want %+v", info, tt.info)
			}
			if d.Len() != tt.total && tt.name != "raw.aac" {
				t.Errorf("length %d before decoding", d.Len())
			}
			all := drain(t, d)
			if len(all) != tt.total || d.Position() != tt.total {
				t.Fatalf("%d samples, position %d, want %d", len(all), d.Position(), tt.total)
			}
			if tt.ref[len(tt.ref)-4:] == ".ref" {
				b := load(t, tt.ref)
				if int(binary.LittleEndian.Uint32(b)) != tt.total {
					t.Fatal("the reference is of another file")
				}
				for i := 4; i+4 <= len(b); i += 4 {
					near(t, (i-4)/4*89, all, [2]float64{
						float64(int16(binary.LittleEndian.Uint16(b[i:]))) / 32768, float64(int16(binary.LittleEndian.Uint16(b[i+2:]))) / 32768,
					})
				}
				return
			}
			// ffmpeg leaves the padding at the end on.
			for i, want := range drain(t, mustOpen(t, input(load(t, tt.ref))))[:tt.total] {
				near(t, i, all, want)
			}
		})
	}
}

func near(t *testing.T, i int, all [][2]float64, want [2]float64) {
	t.Helper()
	for c := range 2 {
		if math.Abs(all[i][c]-want[c]) > 1.0/32768 {
			t.Fatalf("sample %d is %v, want %v", i, all[i], want)
		}
	}
}

func TestAACSeekIsExact(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"lc.m4a", "moov-last.m4a", "raw.aac"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			song := load(t, name)
			all := drain(t, mustOpen(t, input(song)))
			in := input(song)
			d := mustOpen(t, in)
			drain(t, d) // a raw stream knows what it has seen
			rnd := rand.New(rand.NewPCG(3, 4))
			for range 100 {
				p := rnd.IntN(len(all))
				if err := d.Seek(p); err != nil {
					t.Fatal(err)
				}
				if d.Position() != p {
					t.Fatalf("position %d after a seek to %d", d.Position(), p)
				}
				n := min(3000, len(all)-p)
				same(t, name, take(t, d, n), all[p:p+n])
			}
			if err := d.Seek(len(all)); err != nil {
				t.Fatal(err)
			}
			if rest := drain(t, d); len(rest) != 0 {
				t.Errorf("%d samples behind the end", len(rest))
			}
		})
	}
}

// TestM4ASeeksWithoutReadingOn: a song of half an hour, whose tables stand in
// front or behind, is opened and sought in with a few reads.
func TestM4ASeeksWithoutReadingOn(t *testing.T) {
	t.Parallel()
	for name, b := range map[string]boxed{
		"in front": {}, "behind": {moovLast: true}, "64 bit": {moovLast: true, wide: true}, "compact": {compact: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			song, times := b.repeat(t, load(t, "lc.m4a"), 2_000_000)
			in := input(song)
			d := mustOpen(t, in)
			tables := times * 85 * 4
			if in.read > tables+100<<10 {
				t.Fatalf("open read %d of %d bytes", in.read, len(song))
			}
			if want := times*85*1024 - 1024; d.Len() != want {
				t.Fatalf("length %d, want %d", d.Len(), want)
			}
			rnd := rand.New(rand.NewPCG(5, 6))
			whole := drain(t, mustOpen(t, input(load(t, "lc.m4a"))))
			for range 100 {
				before := in.read
				p := rnd.IntN(d.Len() - 3000)
				if err := d.Seek(p); err != nil {
					t.Fatal(err)
				}
				got := take(t, d, 1000)
				if n := in.read - before; n > 49<<10 {
					t.Fatalf("a seek read %d bytes", n)
				}
				// The loop's units repeat; away from its joint they sound the same.
				if q := (p + 1024) % (85 * 1024); q > 3*1024 && q < 83*1024 {
					same(t, "seek", got, whole[q-1024:q-24])
				}
			}
		})
	}
}

// TestM4ATrims: what is dropped in front and behind, by whatever says so.
func TestM4ATrims(t *testing.T) {
	t.Parallel()
	const all = 85 * 1024
	for _, tt := range []struct {
		name      string
		b         boxed
		from, len int
	}{
		{"an edit list, whose ticks are coarser", boxed{}, 1024, all - 1024},
		{"a short one", boxed{elst: []uint32{1000, 1024}}, 1024, 44100},
		{"an empty edit", boxed{elst: []uint32{1000, 0xffffffff}}, 0, all},
		{"one behind the end", boxed{elst: []uint32{1000, all}}, 0, all},
		{"iTunes", boxed{smpb: " 00000000 00000840 000001CA 0000000000010000 00000000"}, 2112, 65536},
		{"a lie of iTunes", boxed{smpb: " 00000000 00000840 000001CA 0000000000100000 00000000"}, 1024, all - 1024},
		{"nonsense of iTunes", boxed{smpb: "x y z"}, 1024, all - 1024},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			song, _ := tt.b.repeat(t, load(t, "lc.m4a"), 1000)
			whole, _ := boxed{elst: []uint32{0, 0}}.repeat(t, load(t, "lc.m4a"), 1000)
			want := drain(t, mustOpen(t, input(whole)))
			if len(want) != all {
				t.Fatalf("the whole is %d samples", len(want))
			}
			d := mustOpen(t, input(song))
			if d.Len() != tt.len {
				t.Fatalf("length %d, want %d", d.Len(), tt.len)
			}
			same(t, tt.name, drain(t, d), want[tt.from:tt.from+tt.len])
		})
	}
}

// endless is a file that begins so and never ends.
type endless struct {
	begin, more []byte
	at          int64
	read        int
}

func (e *endless) Size() int64 { return -1 }

func (e *endless) Seek(off int64, _ int) (int64, error) {
	e.at = off
	return off, nil
}

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		if at := e.at + int64(i); at < int64(len(e.begin)) {
			p[i] = e.begin[at]
		} else {
			p[i] = e.more[(at-int64(len(e.begin)))%int64(len(e.more))]
		}
	}
	e.at += int64(len(p))
	e.read += len(p)
	return len(p), nil
}

// TestM4AHeadersAskForLittle: neither bytes nor memory without end.
func TestM4AHeadersAskForLittle(t *testing.T) {
	t.Parallel()
	ftyp := box("ftyp", []byte("M4A \x00\x00\x00\x00"))
	huge := func(kind string, fields ...uint32) []byte {
		return append(append(append(words(1), kind...), words(0xff, 0)...), words(fields...)...)
	}
	trak := bytes.Join([][]byte{ftyp, huge("moov"), huge("trak"), huge("mdia"), box("hdlr", words(0, 0), []byte("soun")), huge("minf"), huge("stbl")}, nil)
	for name, e := range map[string]*endless{
		"boxes":    {begin: append(bytes.Clone(ftyp), huge("moov")...), more: box("free")},
		"top":      {begin: ftyp, more: box("free")},
		"depth":    {begin: append(bytes.Clone(ftyp), huge("moov")...), more: huge("trak")},
		"rows":     {begin: append(bytes.Clone(trak), huge("stsz", 0, 0, 0xffffffff)...), more: words(1)},
		"units":    {begin: append(bytes.Clone(trak), huge("stsz", 0, 0, 2<<20)...), more: words(1)},
		"chunks":   {begin: append(bytes.Clone(trak), huge("stco", 0, 1<<20)...), more: words(1)},
		"adts":     {begin: []byte{0xff, 0xf1, 0x50, 0x80, 0x10, 0x1f, 0xfc}, more: []byte{0}},
		"one size": {begin: append(bytes.Clone(trak), huge("stsz", 0, 7, 0xffffffff)...), more: box("free")},
	} {
		if d, err := Open(e, Hint{}); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v, %v", name, d, err)
		}
		// Every box may cost a piece of the file, every table its rows.
		if e.read > 80<<20 {
			t.Errorf("%s: read %d bytes", name, e.read)
		}
	}
}

func TestAACRawSeekFarAheadIsNear(t *testing.T) {
	t.Parallel()
	song := bytes.Repeat(load(t, "raw.aac"), 40)
	in := input(song)
	d, err := Open(in, Hint{Duration: time.Duration(40*49*1024) * time.Second / 44100})
	if err != nil {
		t.Fatal(err)
	}
	if off := d.Len() - 40*49*1024; off < -2048 || off > 2048 {
		t.Errorf("length %d", d.Len())
	}
	before := in.read
	if err := d.Seek(d.Len() / 2); err != nil {
		t.Fatal(err)
	}
	take(t, d, 1000)
	if n := in.read - before; n > 100<<10 {
		t.Errorf("a seek read %d bytes of %d", n, len(song))
	}
	rest := drain(t, d)
	if off := len(rest) + 1000 - 20*49*1024; off < -100*1024 || off > 100*1024 {
		t.Errorf("%d samples behind the middle", len(rest))
	}
}

// TestAACMasksDamage: what is broken is silent or wrong for a moment, what
// follows is in its place.
func TestAACMasksDamage(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"lc.m4a", "raw.aac"} {
		song := load(t, name)
		want := drain(t, mustOpen(t, input(song)))
		hurt := bytes.Clone(song)
		for i := range 600 {
			hurt[len(hurt)/2+i] ^= byte(i*37 + 1)
		}
		got := drain(t, mustOpen(t, input(hurt)))
		if off := len(got) - len(want); off != 0 {
			t.Errorf("%s: %d samples more", name, off)
		}
		end := min(len(got), len(want))
		same(t, name, got[end-15000:end], want[end-15000:end])
		same(t, name, got[:15000], want[:15000])
	}
}

func TestAACCutOffEndsThere(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"lc.m4a", "raw.aac"} {
		song := load(t, name)
		want := drain(t, mustOpen(t, input(song)))
		got := drain(t, mustOpen(t, input(song[:len(song)*2/3])))
		if len(got) < len(want)/2 || len(got) >= len(want)*3/4 {
			t.Errorf("%s: %d of %d samples", name, len(got), len(want))
		}
		same(t, name, got, want[:len(got)])
	}
	for cut := range []int{40, 100, 900} {
		if d, err := Open(input(load(t, "lc.m4a")[:cut]), Hint{}); err == nil {
			t.Errorf("cut at %d: %+v", cut, d.Info())
		}
	}
}

func TestAACInputErrorsComeThrough(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"lc.m4a", "raw.aac"} {
		in := input(load(t, name))
		in.failAt = 8000
		d := mustOpen(t, in)
		buf := make([][2]float64, 512)
		for ok := true; ok; {
			_, ok = d.Stream(buf)
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

func TestAACAllocatesNothingPerFrame(t *testing.T) {
	d := mustOpen(t, input(load(t, "lc.m4a")))
	buf := make([][2]float64, 1024)
	d.Stream(buf)
	if n := testing.AllocsPerRun(60, func() {
		if k, _ := d.Stream(buf); k == 0 {
			t.Fatal("the song is over")
		}
	}); n > 0 {
		t.Errorf("%v allocations a frame", n)
	}
}

func FuzzAAC(f *testing.F) {
	f.Add(load(f, "mono48.m4a"))
	f.Add(load(f, "moov-last.m4a"))
	f.Add(load(f, "wave.mov"))
	f.Add(load(f, "raw.aac")[:3000])
	f.Fuzz(fuzzSong)
}
