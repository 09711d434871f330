package player

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"
)

// radio is a personal FM.
type radio struct {
	mu    sync.Mutex
	next  int64
	calls []time.Time
	fail  int  // so many questions, from now on
	same  bool // it brings nothing new
}

// fails lets the next n questions fail.
func (f *radio) fails(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fail = n
}

// brings says whether there are new songs from now on.
func (f *radio) brings(fresh bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.same = !fresh
}

func (f *radio) asked() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.calls)
}

func (f *radio) Next(context.Context) ([]Track, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, time.Now())
	if f.fail > 0 {
		f.fail--
		return nil, errors.New("no radio")
	}
	if !f.same || f.next == 0 {
		f.next += 3
	}
	return tracks(f.next-2, f.next-1, f.next), nil
}

func TestFMGoesOnAndLeavesTheListBehind(t *testing.T) {
	t.Parallel()
	fm := &radio{}
	inRig(t, 12, 3*time.Second, func(r *rig) { r.opts.FM, r.opts.FMRecent = fm, []int64{2} }, func(r *rig) {
		r.do(PlayList{Tracks: tracks(12, 11)})
		r.after(time.Second)
		r.do(PlayFM{})
		s := r.after(7 * time.Second)
		if !s.Queue.FM || s.Track.ID == 2 || s.Track.ID == 12 {
			t.Errorf("fm %v at %d", s.Queue.FM, s.Track.ID)
		}
		r.do(UndoQueue{})
		s = r.after(time.Second)
		if s.Queue.FM || s.Track.ID != 12 || len(r.p.FMRecent()) < 4 {
			t.Errorf("after undo: fm %v at %d, %d recent", s.Queue.FM, s.Track.ID, len(r.p.FMRecent()))
		}
		r.wantStory("S12 E12:interrupt S1 E1:playend S3 E3:playend S4 E4:interrupt S12")
	})
}

func TestFMWithoutNewSongsPlaysOldOnes(t *testing.T) {
	t.Parallel()
	fm := &radio{same: true, fail: 2}
	inRig(t, 3, 2*time.Second, func(r *rig) { r.opts.FM = fm }, func(r *rig) {
		r.do(PlayFM{})
		s := r.after(time.Second)
		if s.Status != Loading || s.Track != nil {
			t.Errorf("status %d, track %v while the fm fails", s.Status, s.Track)
		}
		r.after(30 * time.Second)
		var last Started
		for _, e := range r.events {
			if e, ok := e.(Started); ok {
				if gap := e.At.Sub(last.At); e.Track.ID == last.Track.ID || gap > 3*time.Second && !last.At.IsZero() {
					t.Errorf("song %d, %v after song %d of 2 s", e.Track.ID, gap, last.Track.ID)
				}
				last = e
			}
		}
		if time.Since(last.At) > 3*time.Second {
			t.Errorf("old songs do not play on")
		}
		fm.brings(true)
		s = r.after(90 * time.Second)
		if s.Track == nil || s.Track.ID <= 3 {
			t.Errorf("the new songs do not play: %+v", s.Track)
		}
		if n := fm.asked(); n > 16 || n < 7 {
			t.Errorf("%d requests", n)
		}
	})
}

func TestFMGoesOnAtOnceWhileTheServiceRefuses(t *testing.T) {
	t.Parallel()
	fm := &radio{}
	inRig(t, 12, 60*time.Second, func(r *rig) { r.opts.FM = fm }, func(r *rig) {
		r.do(PlayFM{})
		r.after(time.Second)
		fm.fails(1000)
		for i := range 12 {
			r.do(Next{})
			if s := r.after(3 * time.Second); s.Status != Playing || s.Track == nil {
				t.Fatalf("next %d: status %d", i, s.Status)
			}
		}
		fm.fails(0)
		r.after(70 * time.Second)
		r.do(Next{})
		if s := r.after(2 * time.Second); s.Status != Playing || s.Track.ID <= 6 {
			t.Errorf("no new song after the service came back: %+v", s.Track)
		}
	})
}

func TestFMPlaysWhatIsAppendedWhileItBringsNothing(t *testing.T) {
	t.Parallel()
	fm := &radio{fail: 1000}
	inRig(t, 12, 60*time.Second, func(r *rig) { r.opts.FM = fm }, func(r *rig) {
		r.do(PlayFM{})
		r.after(3 * time.Second)
		r.do(Append{Tracks: tracks(9)})
		if s := r.after(3 * time.Second); s.Status != Playing || s.Track == nil || s.Track.ID != 9 || len(s.Queue.Tracks) != 1 {
			t.Errorf("status %d, %+v of %d songs", s.Status, s.Track, len(s.Queue.Tracks))
		}
	})
}

func TestFMWaitsWhereNoSongCanBePlayed(t *testing.T) {
	t.Parallel()
	fm := &radio{fail: 1000}
	inRig(t, 12, 60*time.Second, func(r *rig) { r.opts.FM, r.opts.Policy.SkipTrials = fm, true }, func(r *rig) {
		r.do(PlayFM{})
		list := tracks(8, 9)
		list[0].Grey, list[1].Trial = true, true
		r.do(Append{Tracks: list})
		if s := r.after(2 * time.Minute); s.Status != Loading || s.Track != nil || len(s.Queue.Tracks) != 2 {
			t.Errorf("status %d, %+v of %d songs", s.Status, s.Track, len(s.Queue.Tracks))
		}
	})
}
