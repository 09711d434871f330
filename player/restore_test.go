package player

import (
	"testing"
	"time"
)

func TestAnotherStateTakesThePlaceOfWhatPlays(t *testing.T) {
	t.Parallel()
	inRig(t, 9, 20*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1, 2, 3)})
		r.after(5 * time.Second)
		kept := Saved{
			Tracks: tracks(4, 5, 6), Current: 1, At: 3 * time.Second, Volume: 40, Mode: LoopList,
			Former: &Saved{Tracks: tracks(7, 8), Current: 1, At: 2 * time.Second},
		}
		s := r.do(Restore{kept})
		r.wantStory("S1 E1:ui")
		if s.Status != Paused || s.Track == nil || s.Track.ID != 5 || s.Position(time.Now()) != 3*time.Second ||
			s.Volume != 40 || s.Mode != LoopList || len(s.Queue.Tracks) != 3 || !s.Queue.CanUndo {
			t.Errorf("restored: %v, %+v at %v", s.Status, s.Queue, s.At)
		}
		r.after(2 * time.Second)
		r.wantStory("S1 E1:ui") // nothing plays by itself
		r.do(Resume{})
		r.after(2 * time.Second)
		r.wantStory("S1 E1:ui S5")
		s = r.do(UndoQueue{})
		if len(s.Queue.Tracks) != 2 || s.Queue.Current != 1 || s.Position(time.Now()) != 2*time.Second {
			t.Errorf("the queue before: %+v at %v", s.Queue, s.At)
		}
		s = r.do(Restore{Saved{Current: -1, Volume: 100}})
		if s.Track != nil || len(s.Queue.Tracks) != 0 || s.Queue.CanUndo || s.Status != Stopped {
			t.Errorf("nothing restored: %v, %+v", s.Status, s.Queue)
		}
	})
}

func TestTheQueueBeforeIsThereAfterTheStart(t *testing.T) {
	t.Parallel()
	with := func(r *rig) {
		r.opts.Kept = &Saved{
			Tracks: tracks(1, 2, 3), Current: 0, Volume: 100, Mode: Shuffle, Order: []int{0, 2, 1},
			Former: &Saved{Tracks: tracks(4, 5), Order: []int{1, 0}, Current: 1, At: time.Second},
		}
	}
	inRig(t, 5, 20*time.Second, with, func(r *rig) {
		s := r.do(UndoQueue{})
		if len(s.Queue.Tracks) != 2 || s.Track.ID != 5 || s.Queue.Order[0] != 1 {
			t.Errorf("%+v", s.Queue)
		}
		if s = r.do(RedoQueue{}); len(s.Queue.Tracks) != 3 || s.Track.ID != 1 || s.Queue.Order[1] != 2 {
			t.Errorf("%+v", s.Queue)
		}
	})
}
