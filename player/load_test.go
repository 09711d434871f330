package player

import (
	"context"
	"os"
	"testing"
	"time"
)

func TestKeptSongPlaysWithoutTheService(t *testing.T) {
	t.Parallel()
	inRig(t, 1, 3*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		r.after(5 * time.Second)
		r.svc.set(func() { r.svc.offline = true })
		asked := len(r.svc.asked()) + r.svc.count()
		r.do(JumpTo{0})
		r.after(5 * time.Second)
		r.wantStory("S1 E1:playend H S1 E1:playend H")
		if len(r.svc.asked())+r.svc.count() != asked {
			t.Error("the service was asked for a kept song")
		}
	})
}

func TestRealSongsPlayThroughTheRealDecoders(t *testing.T) {
	t.Parallel()
	files := map[int64]string{1: "decode/testdata/cbr320.mp3", 2: "decode/testdata/seek16.flac", 3: "decode/testdata/hi24.flac"}
	withReal := func(r *rig) {
		r.opts.Decode = nil
		for id, name := range files {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			r.svc.files[id] = data
		}
	}
	inRig(t, 0, 0, withReal, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1, 2, 3)})
		s := r.after(100 * time.Millisecond)
		if s.Delivered.Format != "mp3" || s.Delivered.Rate != 44100 {
			t.Errorf("delivered %+v", s.Delivered)
		}
		r.after(2 * time.Minute)
		r.wantStory("S1 E1:playend S2 E2:playend S3 E3:playend H")
		if n := r.p.outlet.ring.silence.Load(); n != 0 {
			t.Errorf("%d frames of silence between the songs", n)
		}
		for id := range files {
			if e := ended(r.events, id); (e.Listened-e.Length).Abs() > time.Millisecond || e.Length == 0 {
				t.Errorf("song %d: listened %v of %v", id, e.Listened, e.Length)
			}
		}
	})
}

// loud is a service that says by how much songs are to be turned down.
type loud struct{ *service }

func (l loud) Resolve(ctx context.Context, id int64) (Media, error) {
	m, err := l.service.Resolve(ctx, id)
	m.Gain, m.Peak, m.HasGain = -6, 0.9, true
	return m, err
}

func TestSongFromTheCacheIsAsLoudAsBefore(t *testing.T) {
	t.Parallel()
	turnedDown := func(r *rig) { r.opts.Resolver, r.opts.ReplayGain = loud{r.svc}, true }
	inRig(t, 1, 2*time.Second, turnedDown, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		first := r.after(time.Second).Delivered
		r.after(3 * time.Second)
		r.svc.set(func() { r.svc.offline = true })
		r.stop()
		r.start() // another process
		r.do(PlayList{Tracks: tracks(1)})
		again := r.after(time.Second).Delivered
		r.after(3 * time.Second)
		heard := r.dev.sound()
		want := samples(r.svc.files[1])
		if len(heard) != 2*len(want) {
			t.Fatalf("heard %d samples, want twice %d", len(heard), len(want))
		}
		factor := float32(0.5011872)
		for i, v := range heard {
			if d := v - want[i%len(want)]*factor; d > 1e-6 || d < -1e-6 {
				t.Fatalf("sample %d is %v, want %v of %v", i, v, factor, want[i%len(want)])
			}
		}
		if first != again {
			t.Errorf("delivered %+v, from the cache %+v", first, again)
		}
	})
}
