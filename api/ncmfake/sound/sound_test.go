package sound

import (
	"bytes"
	"crypto/md5"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	mp3 "github.com/hajimehoshi/go-mp3"
	"github.com/mewkiz/flac"

	"ncmtui/api/ncmfake/signature"
)

const someID = signature.Base + 4242

func whole(t testing.TB, f *File) []byte {
	t.Helper()
	b, err := io.ReadAll(f.Reader())
	if err != nil {
		t.Fatal(err)
	}
	if int64(len(b)) != f.Size() {
		t.Fatalf("read %d bytes, size says %d", len(b), f.Size())
	}
	return b
}

// decodeMP3 gives mono samples, the Info frame's delay and padding not cut.
func decodeMP3(t testing.TB, b []byte) []float32 {
	t.Helper()
	d, err := mp3.NewDecoder(struct{ io.Reader }{bytes.NewReader(b)})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(d)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]float32, len(raw)/4)
	for i := range out {
		l := int16(binary.LittleEndian.Uint16(raw[4*i:]))
		r := int16(binary.LittleEndian.Uint16(raw[4*i+2:]))
		out[i] = (float32(l) + float32(r)) / 65536
	}
	return out
}

func decodeFLAC(t testing.TB, b []byte) (mono []float32, info *flac.Stream) {
	t.Helper()
	s, err := flac.New(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	scale := float32(math.Ldexp(1, int(s.Info.BitsPerSample)))
	for {
		f, err := s.ParseNext()
		if errors.Is(err, io.EOF) {
			return mono, s
		}
		if err != nil {
			t.Fatalf("after %d samples: %v", len(mono), err)
		}
		for i, l := range f.Subframes[0].Samples {
			mono = append(mono, float32(l+f.Subframes[1].Samples[i])/scale)
		}
	}
}

func loudness(pcm []float32) (rms, peak float64) {
	sum := 0.0
	for _, v := range pcm {
		sum += float64(v) * float64(v)
		peak = max(peak, math.Abs(float64(v)))
	}
	return 20 * math.Log10(math.Sqrt(sum/float64(len(pcm)))+1e-9), peak
}

func TestEveryPieceIsAudibleUnclippedAndSigned(t *testing.T) {
	t.Parallel()
	for i, p := range Pieces {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			s := Song{ID: signature.Base + int64(i*997), Piece: i, Bar: i, Samples: int64(p.Rate)*3 + int64(i)*37}
			pcm := decodeMP3(t, whole(t, s.MP3(Standard)))
			rms, peak := loudness(pcm[p.Rate/2 : 5*p.Rate/2])
			if rms < -40 || rms > -12 || peak > 0.98 {
				t.Errorf("rms %.1f dB, peak %.3f", rms, peak)
			}
			if tail, _ := loudness(pcm[len(pcm)-frame*2 : len(pcm)-frame]); tail > rms-15 {
				t.Errorf("no fade at the end: %.1f dB against %.1f", tail, rms)
			}
			if id, ok := signature.Detect(pcm, p.Rate); !ok || id != s.ID {
				t.Errorf("signature says %d, %v; want %d", id, ok, s.ID)
			}
			// What a gapless player keeps is exactly the song.
			frames := int64(len(pcm))/frame - 1
			if got := (s.Samples + encoderDelay + decoderDelay + frame - 1) / frame; frames != got {
				t.Errorf("%d frames, want %d", frames, got)
			}
		})
	}
}

func TestPiecesSoundDifferent(t *testing.T) {
	t.Parallel()
	var pcms [][]float32
	for i, p := range Pieces {
		pcms = append(pcms, decodeMP3(t, whole(t, Song{Piece: i, Samples: int64(p.Rate) * 2}.MP3(Standard))))
	}
	for i := range pcms {
		for k := range i {
			dot, a, b := 0.0, 0.0, 0.0
			for n := range min(len(pcms[i]), len(pcms[k])) {
				x, y := float64(pcms[i][n]), float64(pcms[k][n])
				dot, a, b = dot+x*y, a+x*x, b+y*y
			}
			if c := math.Abs(dot) / math.Sqrt(a*b); c > 0.5 {
				t.Errorf("%s and %s correlate by %.2f", Pieces[i].Name, Pieces[k].Name, c)
			}
		}
	}
}

func TestMP3IsTheSameMusicAtEveryRate(t *testing.T) {
	t.Parallel()
	s := Song{ID: someID, Piece: 2, Bar: 3, Samples: 44100 * 2}
	low := decodeMP3(t, whole(t, s.MP3(Standard)))
	for _, rate := range []int{Higher, ExHigh} {
		f := s.MP3(rate)
		b := whole(t, f)
		if want := f.Samples * int64(rate) / 8 / 44100; math.Abs(float64(f.Size()-want)) > 5000 {
			t.Errorf("%d bit/s: %d bytes, want about %d", rate, f.Size(), want)
		}
		high := decodeMP3(t, b)
		if len(high) != len(low) {
			t.Fatalf("%d samples, want %d", len(high), len(low))
		}
		for i := range low {
			if low[i] != high[i] {
				t.Fatalf("%d bit/s: sample %d differs", rate, i)
			}
		}
	}
}

func TestFLACIsAsLongAsTheMP3(t *testing.T) {
	t.Parallel()
	for i, p := range Pieces {
		s := Song{ID: someID + int64(i), Piece: i, Bar: 5, Samples: int64(p.Rate)*int64(3+i%3*2) + 1234}
		f := s.FLAC()
		pcm, info := decodeFLAC(t, whole(t, f))
		want := int64(math.Round(float64(s.Samples) * float64(p.LosslessRate) / float64(p.Rate)))
		if int64(len(pcm)) != want || int64(info.Info.NSamples) != want || f.Samples != want {
			t.Errorf("%s: %d samples, header %d, want %d", p.Name, len(pcm), info.Info.NSamples, want)
		}
		if rms, peak := loudness(pcm[p.LosslessRate/2 : 3*p.LosslessRate/2]); rms < -40 || peak > 0.98 {
			t.Errorf("%s: rms %.1f dB, peak %.2f", p.Name, rms, peak)
		}
		if tail, _ := loudness(pcm[len(pcm)-500:]); tail > -55 {
			t.Errorf("%s: ends at %.1f dB", p.Name, tail)
		}
		if best := float64(p.LosslessRate * p.LosslessBits * 2); float64(f.Bitrate) > 0.75*best {
			t.Errorf("%s: %d bit/s of %.0f", p.Name, f.Bitrate, best)
		}
	}
}

func TestFLACIsSignedInEveryTenSeconds(t *testing.T) {
	t.Parallel()
	for i, p := range Pieces {
		s := Song{ID: someID + int64(i*1291), Piece: i, Bar: i, Samples: int64(p.Rate)*17 + 77}
		pcm, _ := decodeFLAC(t, whole(t, s.FLAC()))
		for from := p.LosslessRate / 3; from+10*p.LosslessRate <= len(pcm); from += 3*p.LosslessRate + 333 {
			if id, ok := signature.Detect(pcm[from:from+10*p.LosslessRate], p.LosslessRate); !ok || id != s.ID {
				t.Errorf("%s from %.1f s: signature says %d, %v", p.Name, float64(from)/float64(p.LosslessRate), id, ok)
			}
		}
		if id, ok := signature.Detect(pcm[len(pcm)-10*p.LosslessRate:], p.LosslessRate); !ok || id != s.ID {
			t.Errorf("%s at its end: signature says %d, %v", p.Name, id, ok)
		}
	}
}

func TestFLACHasTheMusicOfTheMP3(t *testing.T) {
	t.Parallel()
	for _, piece := range []int{0, 6} {
		s := Song{ID: someID, Piece: piece, Samples: 44100 * 3}
		a := decodeMP3(t, whole(t, s.MP3(Standard)))
		b, _ := decodeFLAC(t, whole(t, s.FLAC()))
		best := 0.0
		for shift := range 4 * frame { // the mp3's delay and first frames
			dot, x, y := 0.0, 0.0, 0.0
			for i := 44100; i < 44100+8000; i++ {
				dot, x, y = dot+float64(a[i+shift]*b[i]), x+float64(a[i+shift]*a[i+shift]), y+float64(b[i]*b[i])
			}
			best = max(best, dot/math.Sqrt(x*y))
		}
		if best < 0.99 {
			t.Errorf("%s: correlation %.3f", Pieces[piece].Name, best)
		}
	}
}

func TestEncoderLosesNothing(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 8))
	shapes := map[string]func(i int) int32{
		"silence":    func(int) int32 { return 0 },
		"constant":   func(int) int32 { return -77 },
		"noise":      func(int) int32 { return int32(rng.IntN(65536) - 32768) },
		"extremes":   func(i int) int32 { return []int32{-32768, 32767}[i%2] },
		"one spike":  func(i int) int32 { return map[bool]int32{true: 32767}[i == 99] },
		"slow wave":  func(i int) int32 { return int32(20000 * math.Sin(float64(i)/90)) },
		"low bits 0": func(i int) int32 { return int32(i%7-3) * 256 },
	}
	for name, left := range shapes {
		for other, right := range shapes {
			for _, n := range []int{block, 1, 3, 4, 5, 1000} {
				for depth, scale := range map[int]int32{16: 1, 24: 256} {
					in := [2][]int32{make([]int32, n), make([]int32, n)}
					for i := range n {
						in[0][i], in[1][i] = left(i)*scale, right(i)*scale
					}
					out := (&flacMaker{song: Song{ID: 1}, piece: Piece{LosslessRate: 44100, LosslessBits: depth}, samples: int64(n)}).metadata()
					out = encodeFrame(in, 44100, depth).put(0, out)
					s, err := flac.New(bytes.NewReader(out))
					if err != nil {
						t.Fatal(err)
					}
					f, err := s.ParseNext()
					if err != nil {
						t.Fatalf("%s and %s, %d samples, %d bit: %v", name, other, n, depth, err)
					}
					for c := range in {
						if !slices.Equal(f.Subframes[c].Samples, in[c]) {
							t.Fatalf("%s and %s, %d samples, %d bit: channel %d differs", name, other, n, depth, c)
						}
					}
				}
			}
		}
	}
}

func TestFullSongIsReallyEncodedAtItsRate(t *testing.T) {
	t.Parallel()
	s := Song{ID: someID, Full: true, Samples: 44100 * 12}
	f := s.MP3(ExHigh)
	b := whole(t, f)
	if f.Size() != s.MP3Size(ExHigh) {
		t.Errorf("%d bytes, announced %d", f.Size(), s.MP3Size(ExHigh))
	}
	pcm := decodeMP3(t, b)
	if id, ok := signature.Detect(pcm, 44100); !ok || id != s.ID {
		t.Errorf("signature says %d, %v", id, ok)
	}
	used, n := 0, 0
	for at := 20 * 1045; at+1045 < len(b); at += 1045 {
		for k := range 4 { // part2_3_length, ISO 11172-3 2.4.1.7
			bit := (at+4)*8 + 20 + 59*k
			v := 0
			for i := range 12 {
				v = v<<1 | int(b[(bit+i)/8]>>(7-(bit+i)%8)&1)
			}
			used += v
		}
		n++
	}
	if mean := float64(used) / float64(n) / 8; mean < 700 {
		t.Errorf("%.0f bytes of music a frame", mean)
	}
}

func TestReadAtGivesWhatAWholeReadGives(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	files := map[string]*File{
		"mp3":  Song{ID: someID, Piece: 9, Samples: 48000 * 5}.MP3(ExHigh),
		"flac": Song{ID: someID, Piece: 0, Samples: 44100 * 5}.FLAC(),
	}
	for name, f := range files {
		all := whole(t, f)
		sum := md5.Sum(all)
		if got := f.MD5(); got != hex.EncodeToString(sum[:]) {
			t.Errorf("%s: MD5 %s", name, got)
		}
		for range 60 {
			off := rng.Int64N(f.Size())
			p := make([]byte, rng.IntN(30000))
			n, err := f.ReadAt(p, off)
			if want := min(int64(len(p)), f.Size()-off); int64(n) != want || (n < len(p)) != errors.Is(err, io.EOF) {
				t.Fatalf("%s: ReadAt(%d bytes at %d) = %d, %v", name, len(p), off, n, err)
			}
			if !bytes.Equal(p[:n], all[off:off+int64(n)]) {
				t.Fatalf("%s: bytes at %d differ", name, off)
			}
		}
	}
}

func TestDamagedSongDiffersOnlyInTheMiddle(t *testing.T) {
	t.Parallel()
	s := Song{ID: someID, Piece: 4, Samples: 44100 * 10}
	good := whole(t, s.MP3(Standard))
	s.Damaged = true
	bad := whole(t, s.MP3(Standard))
	if len(good) != len(bad) || !bytes.Equal(good[:len(good)*2/5], bad[:len(bad)*2/5]) {
		t.Error("the first part is not the same")
	}
	if bytes.Equal(good, bad) {
		t.Error("nothing is damaged")
	}
}

func TestEmbeddedMusicStaysSmall(t *testing.T) {
	t.Parallel()
	sizes := map[string]int64{}
	for _, dir := range []string{"pieces", "tones"} {
		list, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range list {
			info, err := e.Info()
			if err != nil {
				t.Fatal(err)
			}
			sizes[filepath.Ext(e.Name())] += info.Size()
		}
	}
	if sizes[".mp3"] > 3_300_000 || len(sizes) != 1 {
		t.Errorf("too large: %v", sizes)
	}
}

func BenchmarkMD5(b *testing.B) {
	s := Song{ID: someID, Piece: 0, Samples: 44100 * 120}
	for name, f := range map[string]*File{"mp3-320k-120s": s.MP3(ExHigh), "flac-120s": s.FLAC()} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f.MD5()
			}
		})
	}
}

func BenchmarkFirstBytes(b *testing.B) {
	buf := make([]byte, 64<<10)
	next := int64(0)
	for name, open := range map[string]func() *File{
		"mp3":      func() *File { return Song{ID: someID, Samples: 44100 * 120}.MP3(ExHigh) },
		"flac":     func() *File { return Song{ID: someID, Samples: 44100 * 120}.FLAC() },
		"flac-96k": func() *File { return Song{ID: someID, Piece: 9, Samples: 44100 * 120}.FLAC() },
		"flac-new": func() *File { next++; return Song{ID: someID + next%1000, Samples: 44100 * 120}.FLAC() },
		"flac-cold": func() *File {
			loopsKept.keys, loopsKept.vals = nil, nil
			next++
			return Song{ID: someID + next%1000, Piece: 5, Samples: 44100 * 120}.FLAC()
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := open().ReadAt(buf, 0); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
