package player

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
)

// skips is what was said of songs passed over: the first of them and how many
// by then.
func (r *rig) skips() (out []string) {
	for _, e := range r.events {
		if e, ok := e.(Skipped); ok {
			var why *Unavailable
			errors.As(e.Err, &why)
			out = append(out, fmt.Sprintf("%d×%d why %d", e.Track.ID, e.Run, why.Why))
		}
	}
	return out
}

func (r *rig) halts() (out []error) {
	for _, e := range r.events {
		if e, ok := e.(Halted); ok {
			out = append(out, e.Err)
		}
	}
	return out
}

func TestARunOfUnplayableSongsIsToldOnce(t *testing.T) {
	t.Parallel()
	inRig(t, 7, 2*time.Second, nil, func(r *rig) {
		list := tracks(1, 2, 3, 4, 5, 6, 7)
		for _, i := range []int{1, 2, 3, 5} {
			list[i].Grey = true
		}
		r.do(PlayList{Tracks: list})
		r.after(20 * time.Second)
		r.wantStory("S1 E1:playend X2 S5 E5:playend X6 S7 E7:playend H")
		if got := fmt.Sprint(r.skips()); got != "[2×3 why 1 6×1 why 1]" {
			t.Errorf("told %s", got)
		}
	})
}

func TestTrialsArePassedOverWithoutARequest(t *testing.T) {
	t.Parallel()
	with := func(r *rig) {
		r.opts.Policy.SkipTrials = true
		r.opts.Kept = &Saved{Tracks: tracks(1, 2, 3), Current: 0, Volume: 100}
		r.opts.Kept.Tracks[1].Trial = true
	}
	inRig(t, 3, 2*time.Second, with, func(r *rig) {
		r.do(Resume{})
		r.after(10 * time.Second)
		r.wantStory("S1 E1:playend X2 S3 E3:playend H")
		if got := fmt.Sprint(r.skips()); got != fmt.Sprintf("[2×1 why %d]", MembersOnly) {
			t.Errorf("told %s", got)
		}
		if slices.Contains(r.svc.asked(), 2) {
			t.Error("a clip was asked for")
		}
	})
}

func TestHiddenSongsDoNotGetIntoTheQueue(t *testing.T) {
	t.Parallel()
	inRig(t, 9, 20*time.Second, func(r *rig) { r.opts.Policy.Hide = true }, func(r *rig) {
		list := tracks(1, 2, 3, 4, 5)
		list[0].Grey, list[2].Grey, list[4].Trial = true, true, true
		for at, want := range map[int]int64{0: 2, 1: 2, 2: 4, 3: 4, 4: 5} {
			s := r.do(PlayList{Tracks: list, At: at})
			if len(s.Queue.Tracks) != 3 || s.Track.ID != want {
				t.Errorf("from row %d: %d of %d songs plays", at, s.Track.ID, len(s.Queue.Tracks))
			}
		}
		more := tracks(6, 7)
		more[0].Grey = true
		r.do(Append{more})
		s := r.do(PlayNext{more})
		if len(s.Queue.Tracks) != 5 {
			t.Errorf("%d songs after adding", len(s.Queue.Tracks))
		}
		s = r.do(PlayList{Tracks: more[:1]})
		if len(s.Queue.Tracks) != 5 || !errors.Is(r.halts()[0], ErrNoPlayable) {
			t.Errorf("a list of nothing: %d songs, told %v", len(s.Queue.Tracks), r.halts())
		}
	})
}

func TestNothingToPlayIsSaidInEveryMode(t *testing.T) {
	t.Parallel()
	for mode := Order; mode <= Shuffle; mode++ {
		inRig(t, 3, 2*time.Second, nil, func(r *rig) {
			list := tracks(1, 2, 3)
			for i := range list {
				list[i].Grey = true
			}
			r.do(SetMode{mode})
			s := r.do(PlayList{Tracks: list})
			if s.Status != Stopped || len(r.halts()) != 1 || !errors.Is(r.halts()[0], ErrNoPlayable) {
				t.Errorf("mode %d: status %d, told %v", mode, s.Status, r.halts())
			}
		})
	}
}

func TestFiveBrokenSongsInARowStopWithOneMessage(t *testing.T) {
	t.Parallel()
	for mode := Order; mode <= Shuffle; mode++ {
		inRig(t, 10, 2*time.Second, nil, func(r *rig) {
			for id := range r.svc.files {
				r.svc.files[id] = []byte("no music at all")
			}
			r.do(SetMode{mode})
			r.do(PlayList{Tracks: tracks(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)})
			s := r.after(time.Minute)
			if s.Status != Stopped || len(r.halts()) != 1 || !errors.Is(r.halts()[0], ErrBroken) {
				t.Errorf("mode %d: status %d, told %v", mode, s.Status, r.halts())
			}
			if n := len(r.svc.asked()); n != maxBroken {
				t.Errorf("mode %d: %d songs asked for", mode, n)
			}
		})
	}
}

func TestOneSongListInEveryMode(t *testing.T) {
	t.Parallel()
	for mode, want := range []string{
		"S1 E1:playend H", "S1 E1:playend S1 E1:playend S1", "S1 E1:playend S1 E1:playend S1", "S1 E1:playend S1 E1:playend S1",
	} {
		inRig(t, 1, 2*time.Second, nil, func(r *rig) {
			r.do(SetMode{Mode(mode)})
			r.do(PlayList{Tracks: tracks(1)})
			s := r.after(5 * time.Second)
			r.wantStory(want)
			if mode == int(Order) {
				return
			}
			r.wantAt(s, 900*time.Millisecond, 200*time.Millisecond)
			r.do(Next{})
			s = r.after(500 * time.Millisecond)
			r.wantAt(s, 450*time.Millisecond, 100*time.Millisecond)
			r.do(Previous{})
			s = r.after(500 * time.Millisecond)
			r.wantAt(s, 450*time.Millisecond, 100*time.Millisecond)
			r.wantStory(want + " E1:ui S1")
		})
	}
}

func TestAddingAtTheEndGoesOn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		wait  time.Duration
		then  []Command
		story string
	}{
		{"at once", time.Second, []Command{Append{tracks(3)}}, "S1 E1:playend S2 E2:playend H S3 E3:playend H"},
		{"play next", time.Second, []Command{PlayNext{tracks(3)}}, "S1 E1:playend S2 E2:playend H S3 E3:playend H"},
		{"an hour later", time.Hour, []Command{Append{tracks(3)}}, "S1 E1:playend S2 E2:playend H"},
		{"an hour later, and play", time.Hour, []Command{Append{tracks(3)}, Toggle{}}, "S1 E1:playend S2 E2:playend H S3 E3:playend H"},
		{"nothing added", time.Hour, []Command{Toggle{}}, "S1 E1:playend S2 E2:playend H S2 E2:playend H"},
		{"stopped", time.Second, []Command{Stop{}, Append{tracks(3)}}, "S1 E1:playend S2 E2:playend H"},
		{"nothing that plays", time.Second, []Command{Append{[]Track{{ID: 3, Grey: true}}}}, "S1 E1:playend S2 E2:playend H"},
	} {
		inRig(t, 3, 2*time.Second, nil, func(r *rig) {
			r.do(PlayList{Tracks: tracks(1, 2)})
			r.after(5 * time.Second)
			r.after(c.wait)
			for _, cmd := range c.then {
				r.do(cmd)
			}
			r.after(5 * time.Second)
			r.collect()
			if got := r.story(); got != c.story {
				t.Errorf("%s: %q, want %q", c.name, got, c.story)
			}
		})
	}
	inRig(t, 3, 2*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1, 2)})
		r.after(3900 * time.Millisecond) // the last 200 ms of the last song
		r.do(Append{tracks(3)})
		r.after(5 * time.Second)
		r.wantStory("S1 E1:playend S2 E2:playend S3 E3:playend H")
		if n := r.p.outlet.ring.silence.Load(); n != 0 {
			t.Errorf("%d frames of silence before what was added to the last song", n)
		}
	})
}

func TestSeveralRowsAreTakenOutAndMovedAtOnce(t *testing.T) {
	t.Parallel()
	inRig(t, 6, 20*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1, 2, 3, 4, 5, 6), At: 1})
		r.after(2 * time.Second)
		ids := func(s Snapshot) (out []int64) {
			for _, track := range s.Queue.Tracks {
				out = append(out, track.ID)
			}
			return out
		}
		s := r.do(MoveMany{Rows: []int{5, 0}, To: 3})
		if got := ids(s); !slices.Equal(got, []int64{2, 3, 4, 1, 6, 5}) || s.Queue.Current != 0 {
			t.Errorf("moved: %v, at %d", got, s.Queue.Current)
		}
		s = r.do(Move{From: 0, To: 2}) // the one that plays
		if got := ids(s); !slices.Equal(got, []int64{3, 4, 2, 1, 6, 5}) || s.Queue.Current != 2 {
			t.Errorf("moved the playing one: %v, at %d", got, s.Queue.Current)
		}
		r.wantStory("S2")
		s = r.do(RemoveMany{Rows: []int{2, 0, 3, 17, -1}})
		if got := ids(s); !slices.Equal(got, []int64{4, 6, 5}) || s.Track.ID != 6 {
			t.Errorf("removed: %v, plays %d", got, s.Track.ID)
		}
		r.after(time.Second)
		r.wantStory("S2 E2:ui S6")
		s = r.do(UndoQueue{})
		if got := ids(s); !slices.Equal(got, []int64{3, 4, 2, 1, 6, 5}) || s.Track.ID != 6 || !s.Queue.CanRedo {
			t.Errorf("undone: %v, plays %d", got, s.Track.ID)
		}
		s = r.do(RedoQueue{})
		if got := ids(s); !slices.Equal(got, []int64{4, 6, 5}) || s.Queue.CanRedo {
			t.Errorf("redone: %v", got)
		}
		r.wantStory("S2 E2:ui S6") // and the song went on through both
	})
}

func TestRedoGoesToTheListThatWasLeftAndItsPlace(t *testing.T) {
	t.Parallel()
	inRig(t, 4, time.Minute, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1, 2)})
		r.after(10 * time.Second)
		r.do(PlayList{Tracks: tracks(3, 4), At: 1})
		r.after(20 * time.Second)
		r.do(UndoQueue{})
		s := r.after(2 * time.Second)
		r.wantAt(s, 12*time.Second, 200*time.Millisecond)
		r.do(RedoQueue{})
		s = r.after(2 * time.Second)
		if s.Track.ID != 4 {
			t.Errorf("plays %d", s.Track.ID)
		}
		r.wantAt(s, 22*time.Second, 300*time.Millisecond)
	})
}

func TestShuffledQueueIsEditedAsItIsShown(t *testing.T) {
	t.Parallel()
	inRig(t, 9, 20*time.Second, nil, func(r *rig) {
		r.do(SetMode{Shuffle})
		s := r.do(PlayList{Tracks: tracks(1, 2, 3, 4, 5)})
		shown := func(s Snapshot) (out []int64) {
			for _, i := range s.Queue.Order {
				out = append(out, s.Queue.Tracks[i].ID)
			}
			return out
		}
		before := shown(s)
		s = r.do(PlayNext{tracks(6, 7, 8)})
		want := slices.Insert(slices.Clone(before), 1, 6, 7, 8)
		if got := shown(s); !slices.Equal(got, want) {
			t.Errorf("play next: %v, want %v", got, want)
		}
		s = r.do(Move{From: s.Queue.Order[7], To: s.Queue.Order[1]})
		want = slices.Insert(want[:7], 1, want[7])
		if got := shown(s); !slices.Equal(got, want) {
			t.Errorf("moved: %v, want %v", got, want)
		}
		for _, id := range want[1:4] {
			r.do(Next{})
			if s = r.after(500 * time.Millisecond); s.Track.ID != id {
				t.Errorf("plays %d, want %d", s.Track.ID, id)
			}
		}
		for _, id := range []int64{want[2], want[1], want[0]} {
			r.do(Previous{})
			if s = r.after(500 * time.Millisecond); s.Track.ID != id {
				t.Errorf("back at %d, want %d", s.Track.ID, id)
			}
		}
	})
}
