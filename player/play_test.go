package player

import (
	"testing"
	"time"
)

func TestOneSongIsHeardToTheLastSample(t *testing.T) {
	t.Parallel()
	inRig(t, 1, 5*time.Second, nil, func(r *rig) {
		if s := r.do(PlayList{Tracks: tracks(1)}); s.Status != Loading && s.Status != Playing {
			t.Errorf("status %d after play", s.Status)
		}
		s := r.after(2 * time.Second)
		r.wantStatus(s, Playing, "")
		r.wantAt(s, 2*time.Second-100*time.Millisecond, 30*time.Millisecond)
		if s.Duration != 5*time.Second || s.Delivered.Rate != testRate || !s.Moving {
			t.Errorf("snapshot %+v", s)
		}
		s = r.after(4 * time.Second)
		r.wantStatus(s, Stopped, "")
		r.wantStory("S1 E1:playend H")
		r.wantSound(r.svc.files[1])
		if e := ended(r.events, 1); e.Listened != 5*time.Second || e.Length != 5*time.Second {
			t.Errorf("ended %+v", e)
		}
	})
}
