package player

import (
	"errors"
	"slices"
	"testing"
	"time"
)

func TestAHintedSongPlaysWithoutAnyWait(t *testing.T) {
	t.Parallel()
	inRig(t, 3, 20*time.Second, nil, func(r *rig) {
		r.do(Prefetch{Track: tracks(2)[0]})
		r.after(2 * time.Second)
		if asked := r.svc.asked(); !slices.Equal(asked, []int64{2}) {
			t.Errorf("asked for %v", asked)
		}
		r.svc.set(func() { r.svc.errs[2] = errors.New("must not be asked again") })
		r.do(PlayList{Tracks: tracks(1, 2, 3), At: 1})
		s := r.after(200 * time.Millisecond)
		if s.Status != Playing || s.Track.ID != 2 {
			t.Errorf("status %d, song %d", s.Status, s.Track.ID)
		}
		r.after(30 * time.Second)
		if got, want := r.dev.sound(), samples(r.svc.files[2]); len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
			t.Error("it is not the whole song")
		}
	})
}

func TestHintsAreFewAndOnlyTheLastCounts(t *testing.T) {
	t.Parallel()
	inRig(t, 30, 20*time.Second, nil, func(r *rig) {
		for id := int64(1); id <= 30; id++ {
			r.do(Prefetch{Track: tracks(id)[0]})
			r.after(50 * time.Millisecond)
		}
		r.after(5 * time.Second)
		if asked := r.svc.asked(); len(asked) > 3 || asked[len(asked)-1] != 30 {
			t.Errorf("asked for %v", asked)
		}
		if len(r.p.decks) != 1 {
			t.Errorf("%d songs open", len(r.p.decks))
		}
		r.do(Prefetch{})
		r.after(time.Second)
		if len(r.p.decks) != 0 {
			t.Error("the hint is not given up")
		}
	})
}

func TestHintsWaitForTheSongThatPlays(t *testing.T) {
	t.Parallel()
	inRig(t, 3, 60*time.Second, nil, func(r *rig) {
		r.svc.rate = 40 // bytes a millisecond, little more than it plays
		r.do(PlayList{Tracks: tracks(1)})
		r.do(Prefetch{Track: tracks(2)[0]})
		r.after(5 * time.Second)
		if asked := r.svc.asked(); !slices.Equal(asked, []int64{1}) {
			t.Errorf("asked for %v", asked)
		}
		r.svc.set(func() { r.svc.rate = 0 })
		r.do(SeekTo{50 * time.Second})
		r.after(20 * time.Second)
		if asked := r.svc.asked(); !slices.Contains(asked, 2) {
			t.Errorf("asked for %v", asked)
		}
	})
}

func TestAHintThatFailsIsForgotten(t *testing.T) {
	t.Parallel()
	inRig(t, 2, 5*time.Second, nil, func(r *rig) {
		r.svc.errs[2] = &Unavailable{Why: NoCopyright}
		r.do(PlayList{Tracks: tracks(1)})
		r.do(Prefetch{Track: tracks(2)[0]})
		r.after(20 * time.Second)
		r.wantStory("S1 E1:playend H")
	})
}

func TestTheHintedSongFollowsAsTheNextOne(t *testing.T) {
	t.Parallel()
	inRig(t, 3, 6*time.Second, nil, func(r *rig) {
		r.do(Prefetch{Track: tracks(2)[0]})
		r.after(time.Second)
		r.do(PlayList{Tracks: tracks(1, 2)})
		r.after(20 * time.Second)
		r.wantStory("S1 E1:playend S2 E2:playend H")
		r.wantSound(r.svc.files[1], r.svc.files[2])
		if n := len(r.svc.asked()); n != 2 {
			t.Errorf("%d addresses asked for, want 2", n)
		}
	})
}
