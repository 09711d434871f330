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
		if p.LosslessRate == 0 {
			continue
		}
		for _, odd := range []int64{0, 1} {
			s := Song{ID: someID + odd, Piece: i, Bar: 5, Samples: int64(p.Rate)*(11-8*odd) + 1234}
			f := s.FLAC()
			pcm, info := decodeFLAC(t, whole(t, f))
			want := int64(math.Round(float64(s.Samples) * float64(p.LosslessRate) / float64(p.Rate)))
			if int64(len(pcm)) != want || int64(info.Info.NSamples) != want || f.Samples != want {
				t.Errorf("%s: %d samples, header %d, want %d", p.Name, len(pcm), info.Info.NSamples, want)
			}
			if id, ok := signature.Detect(pcm, p.LosslessRate); !ok || id != s.ID {
				t.Errorf("%s: signature says %d, %v", p.Name, id, ok)
			}
			if rms, peak := loudness(pcm[p.LosslessRate/2 : 3*p.LosslessRate/2]); rms < -35 || peak > 0.98 {
				t.Errorf("%s: rms %.1f dB, peak %.2f", p.Name, rms, peak)
			}
			if tail, _ := loudness(pcm[len(pcm)-500:]); tail > -55 {
				t.Errorf("%s: ends at %.1f dB", p.Name, tail)
			}
		}
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
			if want := min(int64(len(p)), f.Size()-off); int64(n) != want || (n < len(p)) != (err == io.EOF) {
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
	if sizes[".mp3"] > 4_000_000 || sizes[".flac"] > 2_200_000 {
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
	for name, open := range map[string]func() *File{
		"mp3":       func() *File { return Song{ID: someID, Samples: 44100 * 120}.MP3(ExHigh) },
		"flac":      func() *File { return Song{ID: someID, Samples: 44100 * 120}.FLAC() },
		"flac-96k":  func() *File { return Song{ID: someID, Piece: 3, Samples: 44100 * 120}.FLAC() },
		"flac-cold": func() *File { clear(loops); return Song{ID: someID, Piece: 3, Samples: 44100 * 120}.FLAC() },
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
