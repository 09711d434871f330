package player

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ncmtui/player/output"
)

// TestNoActionClicks records a pure tone while the user seeks, pauses and
// moves on, and looks for a step that the tone itself does not have.
func TestNoActionClicks(t *testing.T) {
	t.Parallel()
	const rate, hz, loud = 44100, 220.0, 0.5
	tone := wave(1, rate, 60*rate)
	for i := range 60 * rate {
		v := uint16(int16(loud * 32767 * math.Sin(2*math.Pi*hz*float64(i)/rate)))
		binary.LittleEndian.PutUint16(tone[8+i*4:], v)
		binary.LittleEndian.PutUint16(tone[10+i*4:], v)
	}
	file := filepath.Join(t.TempDir(), "heard.wav")
	spec, err := output.Parse("wav:" + file)
	if err != nil {
		t.Fatal(err)
	}
	opener, err := spec.Opener()
	if err != nil {
		t.Fatal(err)
	}
	inRig(t, 3, time.Second, func(r *rig) {
		for id := range r.svc.files {
			r.svc.files[id] = tone
		}
		r.opts.Output = opener
	}, func(r *rig) {
		rng := rand.New(rand.NewPCG(3, 3))
		r.do(PlayList{Tracks: tracks(1, 2, 3)})
		r.after(2 * time.Second)
		for i := range 40 {
			switch i % 5 {
			case 0, 1:
				r.do(SeekTo{time.Duration(rng.IntN(50000)) * time.Millisecond})
			case 2:
				r.do(Pause{})
				r.after(time.Duration(rng.IntN(1000)) * time.Millisecond)
				r.do(Resume{})
			case 3:
				r.do(SeekBy{time.Duration(rng.IntN(6000)-3000) * time.Millisecond})
			default:
				r.do(SetVolume{60 + rng.IntN(41)})
			}
			r.after(time.Duration(300+rng.IntN(700)) * time.Millisecond)
		}
		r.do(Next{})
		r.after(2 * time.Second)
		r.do(Stop{})
		r.after(time.Second)
	})
	heard, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// The tone's steepest step, that of a fade of 5 ms, and rounding.
	most := loud*2*math.Pi*hz/rate + loud/(0.005*rate) + 2.0/32768
	last, worst, clicks := 0.0, 0.0, 0
	for i := 44; i+4 <= len(heard); i += 4 {
		v := float64(int16(binary.LittleEndian.Uint16(heard[i:]))) / 32768
		if step := math.Abs(v - last); step > most {
			clicks++
			worst = max(worst, step)
			if clicks <= 5 {
				t.Logf("a step of %.3f at %.3f s", step, float64(i-44)/4/rate)
			}
		}
		last = v
	}
	if clicks > 0 || len(heard) < 44+20*rate*4 {
		t.Errorf("%d clicks in %.1f s, the worst of %.3f; %.3f is allowed", clicks, float64(len(heard))/4/rate, worst, most)
	}
}
