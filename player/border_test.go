package player

import (
	"fmt"
	"testing"
	"time"
)

// TestTheNextSongCanBeChangedWhileItIsDecoded: what plays goes on to its last
// sample, and the song that is next now follows as if it had always been.
func TestTheNextSongCanBeChangedWhileItIsDecoded(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		act  func(*rig)
		want []int64
	}{
		"removed":            {func(r *rig) { r.do(Remove{1}) }, []int64{1, 3}},
		"moved":              {func(r *rig) { r.do(Move{From: 2, To: 1}) }, []int64{1, 3, 2}},
		"another before it":  {func(r *rig) { r.do(PlayNext{tracks(4)}) }, []int64{1, 4, 2, 3}},
		"all removed":        {func(r *rig) { r.do(Clear{}) }, []int64{1}},
		"repeated from then": {func(r *rig) { r.do(SetMode{LoopOne}); r.after(2 * time.Second); r.do(SetMode{Order}) }, []int64{1, 1, 2, 3}},
		"there and back":     {func(r *rig) { r.do(Move{From: 2, To: 1}); r.do(UndoQueue{}) }, []int64{1, 2, 3}},
		"twice":              {func(r *rig) { r.do(Remove{1}); r.after(200 * time.Millisecond); r.do(Remove{1}) }, []int64{1}},
	} {
		for _, speed := range []float64{1, 2}[:2-raceOn] {
			t.Run(fmt.Sprint(name, " at speed ", speed), func(t *testing.T) {
				t.Parallel()
				inRig(t, 4, 4*time.Second, nil, func(r *rig) {
					r.do(PlayList{Tracks: tracks(1, 2, 3)})
					r.after(2600 * time.Millisecond)
					if r.p.engine.ring.wrote.Load() <= 4*testRate {
						r.fatalf("the next song is not decoded yet")
					}
					r.do(SetSpeed{speed})
					c.act(r)
					r.after(20 * time.Second)
					var files [][]byte
					story := ""
					for _, id := range c.want {
						files = append(files, r.svc.files[id])
						story += fmt.Sprintf("S%d E%d:playend ", id, id)
					}
					r.wantStory(story + "H")
					if speed == 1 {
						r.wantSound(files...)
					}
					if n := r.p.outlet.ring.silence.Load(); n != 0 {
						t.Errorf("%d frames of silence", n)
					}
				})
			})
		}
	}
}

// TestASongTooNearToBeTakenBackIsCutOff: the wish comes as its sound is about
// to be heard.
func TestASongTooNearToBeTakenBackIsCutOff(t *testing.T) {
	t.Parallel()
	for at := 3500 * time.Millisecond; at < 4*time.Second; at += 40 * time.Millisecond {
		inRig(t, 3, 4*time.Second, nil, func(r *rig) {
			r.do(PlayList{Tracks: tracks(1, 2, 3)})
			r.after(at)
			r.do(Remove{1})
			r.after(20 * time.Second)
			r.wantStory("S1 E1:playend S3 E3:playend H")
			if n := len(r.dev.sound()) / 2; n < 8*testRate-testRate/100 || n > 8*testRate+testRate/5 {
				t.Errorf("at %v: %d frames heard, want %d", at, n, 8*testRate)
			}
		})
	}
}
