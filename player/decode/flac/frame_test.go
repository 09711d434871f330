package flac

import (
	"bytes"
	"crypto/md5"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/mewkiz/flac"
	"github.com/mewkiz/flac/frame"
	"github.com/mewkiz/flac/meta"
)

func load(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestEveryFormIsDecodedToTheBit compares with the checksum of the samples
// that the encoder wrote into STREAMINFO.
func TestEveryFormIsDecodedToTheBit(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name                 string
		rate, channels, bits int
	}{
		{"b8", 22050, 1, 8},
		{"b12", 32000, 2, 12},
		{"seek16", 44100, 2, 16},
		{"mono", 44100, 1, 16},
		{"six", 44100, 6, 24},
		{"eight", 48000, 8, 16},
		{"wasted", 44100, 2, 16},  // fixed predictors of order 1 to 3, three bits unused
		{"order11", 44100, 2, 16}, // orders that are no multiples of four
		{"pairs", 176400, 2, 16},  // left and side, side and right
		{"lax32", 192000, 1, 24},  // a predictor of order 28
		{"b20", 48000, 2, 20},
		{"hi24", 96000, 2, 24},
		{"rate24k", 24000, 1, 16},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			song := load(t, tt.name+".flac")
			r, err := Open(bytes.NewReader(song), int64(len(song)))
			if err != nil {
				t.Fatal(err)
			}
			if r.Rate != tt.rate || r.Channels != tt.channels || r.Bits != tt.bits {
				t.Errorf("%d Hz, %d channels, %d bit", r.Rate, r.Channels, r.Bits)
			}
			if got, want := sum(t, r), song[26:42]; !bytes.Equal(got, want) {
				t.Errorf("checksum %x, want %x", got, want)
			}
		})
	}
}

// sum is the checksum of all samples as the format has it, RFC 9639 §8.2.
func sum(t *testing.T, r *Reader) []byte {
	t.Helper()
	h := md5.New()
	for {
		b, err := r.Next()
		if errors.Is(err, io.EOF) {
			return h.Sum(nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		if b.Planes == nil {
			t.Fatalf("nothing at %d", b.Sample)
		}
		for i := range b.Samples {
			for _, plane := range b.Planes {
				v := plane[i]
				h.Write([]byte{byte(v), byte(v >> 8), byte(v >> 16)}[:(r.Bits+7)/8])
			}
		}
	}
}

// made encodes frames of the given sizes, numbered by their first sample;
// each holds values that tell their place.
func made(t testing.TB, sizes []int) []byte {
	t.Helper()
	var out bytes.Buffer
	total, least, most := 0, sizes[0], sizes[0]
	for _, n := range sizes {
		total, least, most = total+n, min(least, n), max(most, n)
	}
	enc, err := flac.NewEncoder(&out, &meta.StreamInfo{
		BlockSizeMin: uint16(least), BlockSizeMax: uint16(most), SampleRate: 44100, NChannels: 1, BitsPerSample: 16, NSamples: uint64(total),
	})
	if err != nil {
		t.Fatal(err)
	}
	at := 0
	for _, n := range sizes {
		s := &frame.Subframe{SubHeader: frame.SubHeader{Pred: frame.PredVerbatim}, NSamples: n}
		for k := range n {
			s.Samples = append(s.Samples, valueAt(at+k))
		}
		err := enc.WriteFrame(&frame.Frame{
			Header:    frame.Header{BlockSize: uint16(n), SampleRate: 44100, Channels: frame.ChannelsMono, BitsPerSample: 16, Num: uint64(at)},
			Subframes: []*frame.Subframe{s},
		})
		if err != nil {
			t.Fatal(err)
		}
		at += n
	}
	if err := enc.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func valueAt(i int) int32 { return int32(int16(i * 7)) }

// TestBlocksOfAnySizeAndSeeksInThem: a stream of variable block size.
func TestBlocksOfAnySizeAndSeeksInThem(t *testing.T) {
	t.Parallel()
	var sizes []int
	total := 0
	for i := range 300 {
		sizes = append(sizes, 192+(i*977)%4000)
		total += sizes[i]
	}
	song := made(t, sizes)
	r, err := Open(bytes.NewReader(song), int64(len(song)))
	if err != nil {
		t.Fatal(err)
	}
	next := int64(0)
	for {
		b, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || b.Sample != next || b.Planes[0][0] != valueAt(int(next)) {
			t.Fatalf("block at %d, %v; want %d", b.Sample, err, next)
		}
		next += int64(b.Samples)
	}
	if next != int64(total) {
		t.Errorf("%d samples of %d", next, total)
	}
	for i := range 100 {
		p := int64(i * 7919 * 13 % total)
		if err := r.SeekSample(p); err != nil {
			t.Fatal(err)
		}
		b, err := r.Next()
		for err == nil && b.Sample+int64(b.Samples) <= p {
			b, err = r.Next()
		}
		if err != nil || b.Sample > p || b.Planes[0][p-b.Sample] != valueAt(int(p)) {
			t.Fatalf("seek to %d: block at %d, %v", p, b.Sample, err)
		}
	}
}

// TestFramesAllocateNothing: planes and bytes are used again and again.
func TestFramesAllocateNothing(t *testing.T) {
	song := load(t, "seek16.flac")
	r, err := Open(bytes.NewReader(song), int64(len(song)))
	if err != nil {
		t.Fatal(err)
	}
	play := func() {
		for {
			if _, err := r.Next(); err != nil {
				break
			}
		}
		if err := r.SeekSample(0); err != nil {
			t.Fatal(err)
		}
	}
	play()
	if n := testing.AllocsPerRun(5, play); n > 0 {
		t.Errorf("%v allocations for %d frames", n, r.Total/int64(r.blockMax))
	}
}

func TestChecksumsAgreeWithTheirDefinition(t *testing.T) {
	t.Parallel()
	b := load(t, "mono.flac")[:1003]
	for n := range 40 {
		want := uint16(0)
		for _, c := range b[n:] {
			want ^= uint16(c) << 8
			for range 8 {
				carry := want >> 15
				want = want<<1 ^ carry*0x8005
			}
		}
		if got := crc16(b[n:]); got != want {
			t.Fatalf("of %d bytes %x, want %x", len(b)-n, got, want)
		}
	}
}

// FuzzFrame holds the decoder against another one: what both take, they take
// for the same.
func FuzzFrame(f *testing.F) {
	for _, name := range []string{"b8", "pairs", "wasted", "order11"} {
		b := load(f, name+".flac")
		at := bytes.Index(b, []byte{0xff, 0xf8})
		f.Add(b[at:min(at+4000, len(b))])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) < 6 || b[1] != 0xf8 || b[2]&15 == 2 || b[2]&15 == 7 || b[3]>>1&7 == 0 {
			return // the other one prints, or wants to be told the size
		}
		channels := int(b[3]>>4) + 1
		if channels > 8 {
			channels = 2
		}
		info := Info{Rate: 44100, Channels: channels, Bits: max(bitsOf[b[3]>>1&7], 4), blockMin: 16, blockMax: 65535}
		h, ok := info.parseHeader(b)
		if !ok {
			return
		}
		var d frameDecoder
		planes, _, err := d.decode(b, h, channels, info.Bits)
		if end := d.r.bytes(); errors.Is(err, errFrame) && end+2 <= len(b) {
			b = append(bytes.Clone(b[:end]), 0, 0) // with a right checksum
			binary.BigEndian.PutUint16(b[end:], crc16(b[:end]))
			planes, _, err = d.decode(b, h, channels, info.Bits)
		}
		other, otherErr := frame.Parse(bytes.NewReader(b))
		if err != nil || otherErr != nil {
			return
		}
		for c, plane := range planes {
			for i, v := range plane {
				if v != other.Subframes[c].Samples[i] {
					t.Fatalf("channel %d, sample %d is %d, want %d", c, i, v, other.Subframes[c].Samples[i])
				}
			}
		}
	})
}
