package player

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"ncmtui/player/decode"
	"ncmtui/player/output"
)

// The recording in testdata/gapless is 70,001 frames of 44.1 kHz, cut behind
// frame 33,333, which is no border of any frame of flac or mp3 (lame -b 192,
// with its delay and padding in the tag).
const (
	recorded = 70001
	cutAt    = 33333
)

// half reads one half of the recording.
func half(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "gapless", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// fileInput is a song that is there.
type fileInput struct{ *bytes.Reader }

func (f fileInput) Size() int64 { return f.Reader.Size() }

// pcm is a file as its decoder gives it.
func pcm(t *testing.T, file []byte) []float32 {
	t.Helper()
	d, err := decode.Open(fileInput{bytes.NewReader(file)}, decode.Hint{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	var out []float32
	p := make([][2]float64, 1000)
	for {
		n, ok := d.Stream(p)
		for _, s := range p[:n] {
			out = append(out, float32(s[0]), float32(s[1]))
		}
		if !ok {
			if d.Err() != nil {
				t.Fatal(d.Err())
			}
			return out
		}
	}
}

func TestTwoHalvesAreTheWhole(t *testing.T) {
	t.Parallel()
	for _, names := range [][2]string{{"a.flac", "b.flac"}, {"a.mp3", "b.mp3"}, {"a.m4a", "b.flac"}, {"a.flac", "b.mp3"}} {
		t.Run(names[0]+" "+names[1], func(t *testing.T) {
			t.Parallel()
			halves := [][]byte{half(t, names[0]), half(t, names[1])}
			var want []float32
			for _, h := range halves {
				want = append(want, pcm(t, h)...)
			}
			change := func(r *rig) {
				r.opts.Decode = nil
				r.svc.files[1], r.svc.files[2] = halves[0], halves[1]
			}
			inRig(t, 2, time.Second, change, func(r *rig) {
				r.do(PlayList{Tracks: tracks(1, 2)})
				r.after(5 * time.Second)
				r.wantStory("S1 E1:playend S2 E2:playend H")
				heard := r.dev.last().all()
				from := slices.IndexFunc(heard, func(v float32) bool { return v != 0 }) &^ 1
				lead := slices.IndexFunc(want, func(v float32) bool { return v != 0 }) &^ 1
				heard = heard[from-lead:]
				if len(want) != recorded*2 || !slices.Equal(heard[:len(want)], want) {
					t.Errorf("%d frames decoded of %d, or others are heard", len(want)/2, recorded)
				}
				for _, v := range heard[len(want):] {
					if v != 0 {
						r.fatalf("sound behind the end")
					}
				}
				if n := r.p.outlet.ring.silence.Load(); n != 0 {
					t.Errorf("%d frames of silence between the halves", n)
				}
			})
		})
	}
}

// TestSongsOfASecondFollowWithoutAGap: the next one is opened before they are
// over, though the service is not asked for all of them at once.
func TestSongsOfASecondFollowWithoutAGap(t *testing.T) {
	t.Parallel()
	for _, length := range []time.Duration{time.Second, 500 * time.Millisecond} {
		inRig(t, 6, length, nil, func(r *rig) {
			r.do(PlayList{Tracks: tracks(1, 2, 3, 4, 5, 6)})
			r.after(10 * time.Second)
			r.wantSound(r.svc.files[1], r.svc.files[2], r.svc.files[3], r.svc.files[4], r.svc.files[5], r.svc.files[6])
			heard := r.dev.last().all()
			start := slices.IndexFunc(heard, func(v float32) bool { return v != 0 })
			if gap := slices.Index(heard[start:], 0); gap >= 0 && gap < 6*2*int(length.Seconds()*testRate) {
				t.Errorf("songs of %v: a gap after %d frames", length, gap/2)
			}
			r.svc.mu.Lock()
			defer r.svc.mu.Unlock()
			for i := 1; i < len(r.svc.at); i++ {
				if d := r.svc.at[i].Sub(r.svc.at[i-1]); d < openShort {
					t.Errorf("songs of %v: opened %v apart", length, d)
				}
			}
		})
	}
}

// TestTheCutOfAnMP3IsNotHeard: around the cut the two coded halves are as near
// to the recording as anywhere else: no sample is missing, doubled or moved.
func TestTheCutOfAnMP3IsNotHeard(t *testing.T) {
	t.Parallel()
	want := slices.Concat(pcm(t, half(t, "a.flac")), pcm(t, half(t, "b.flac")))
	got := slices.Concat(pcm(t, half(t, "a.mp3")), pcm(t, half(t, "b.mp3")))
	if len(got) != len(want) || len(pcm(t, half(t, "a.mp3"))) != cutAt*2 {
		t.Fatalf("%d frames, want %d", len(got)/2, len(want)/2)
	}
	snr := func(from, to int) float64 {
		signal, noise := 0.0, 0.0
		for i := from * 2; i < to*2; i++ {
			d := float64(got[i] - want[i])
			noise += d * d
			signal += float64(want[i]) * float64(want[i])
		}
		return 10 * math.Log10(signal/noise)
	}
	all, cut := snr(1000, recorded-1000), snr(cutAt-400, cutAt+400)
	if all < 20 || cut < 12 {
		t.Errorf("signal to noise %.1f dB, around the cut %.1f dB", all, cut)
	}
	for i := cutAt*2 - 200; i < cutAt*2+200; i++ {
		if step := math.Abs(float64(got[i] - got[i-2])); step > 0.12 {
			t.Errorf("a step of %.3f at frame %d", step, i/2)
		}
	}
}

// TestAnAlbumInAFileHasEverySample: what the wav output writes of an album is
// its samples, one after the other.
func TestAnAlbumInAFileHasEverySample(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "album.wav")
	change := func(r *rig) {
		spec, err := output.Parse("wav:" + path + ",fast")
		if err != nil {
			t.Fatal(err)
		}
		opener, err := spec.Opener()
		if err != nil {
			t.Fatal(err)
		}
		r.opts.Output, r.opts.Decode = opener, nil
		r.opts.Effects.Crossfade = 12 // never inside an album
		for i := range 6 {
			r.svc.files[int64(i+1)] = half(t, []string{"a.flac", "b.flac"}[i%2])
		}
	}
	inRig(t, 6, time.Second, change, func(r *rig) {
		list := tracks(1, 2, 3, 4, 5, 6)
		for i := range list {
			list[i].AlbumID = 9
		}
		r.do(PlayList{Tracks: list})
		r.after(time.Minute)
		if s := r.sub.Snapshot(); s.Status != Stopped {
			t.Errorf("status %d", s.Status)
		}
	})
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	one := slices.Concat(pcm(t, half(t, "a.flac")), pcm(t, half(t, "b.flac")))
	var want []byte
	for _, v := range slices.Repeat(one, 3) {
		want = binary.LittleEndian.AppendUint16(want, uint16(int16(math.RoundToEven(float64(v)*32768))))
	}
	at := bytes.Index(file, []byte("data"))
	if size := binary.LittleEndian.Uint32(file[at+4:]); at < 0 || int(size) != len(want) || !bytes.Equal(file[at+8:], want) {
		t.Errorf("%d bytes of sound, want %d", size, len(want))
	}
}
