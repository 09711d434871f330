package wire

import (
	"testing"
	"time"

	"ncmtui/api/ncmfake/seed"
	"ncmtui/player"
)

// TestASongOfALongListHasItsNameWhereverItIsTold plays songs of a list that were
// not read when it was started: the desktop, the history and other services
// know their names all the same.
func TestASongOfALongListHasItsNameWhereverItIsTold(t *testing.T) {
	t.Parallel()
	scenario(t, member, func(r *rig) {
		r.svc.Faults().Latency(200 * time.Millisecond)
		r.Keys("2").Wait(2 * time.Second)
		r.ClickOn("一万首歌的图书馆").Keys("enter")
		for range 50 { // as soon as it can be played
			if r.Keys("enter").Wait(100 * time.Millisecond); len(r.snap().Queue.Tracks) > 0 {
				break
			}
		}
		rows := []int{9000, 9500}
		for _, row := range rows {
			r.m.Player.Do(player.JumpTo{At: row})
			r.until("it plays", 20*time.Second, func() bool { s := r.snap(); return s.Moving && s.Queue.Current == row })
			r.Wait(2 * time.Second)
			s := r.snap()
			if s.Queue.Tracks[row].Title != "" {
				t.Errorf("row %d was read before it was played", row)
			}
			want, _ := r.svc.Catalogue().Song(s.Track.ID)
			if s.Track.Title != want.Name || len(s.Track.Artists) == 0 || s.Track.Source.Kind == "" {
				t.Errorf("song %d is told as %+v", s.Track.ID, s.Track)
			}
			r.Wait(31 * time.Second)
		}
		r.Keys("]").Wait(time.Second)
		plays, err := r.m.db.History(r.t.Context(), seed.UserID, time.Time{}, len(rows))
		if err != nil || len(plays) != len(rows) {
			t.Errorf("%d plays, %v", len(plays), err)
		}
		for _, p := range plays {
			if p.Title == "" || len(p.Artists) == 0 || p.Album == "" {
				t.Errorf("the history has %+v", p)
			}
		}
	})
}
