package wire

import (
	"strings"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/player"
)

// quit ends the program from where it is: stop goes back first.
func (r *rig) quit() {
	r.t.Helper()
	r.Keys("q").Ended()
	if err := r.closeAll(); err != nil {
		r.t.Errorf("Close: %v", err)
	}
}

func TestThePageAndTheRowComeBack(t *testing.T) {
	t.Parallel()
	scenario(t, member, func(r *rig) {
		r.Keys("2").Wait(time.Second).Keys("j", "enter").Wait(2 * time.Second)
		r.Keys("j", "j", "j", "j", "j").Wait(time.Second)
		title := r.Row(0)
		r.quit()
		r.start().Wait(3 * time.Second)
		if r.Row(0) != title {
			r.t.Errorf("the page was %q, now it is %q", title, r.Row(0))
		}
		r.Keys("enter").Wait(time.Second)
		if s := r.snap(); s.Queue.Current != 5 {
			r.t.Errorf("row %d plays", s.Queue.Current)
		}
		r.Keys("esc").Wait(time.Second).Expect("我的歌单")
		r.stop()
	})
}

func TestThePageComesBackWithoutANetwork(t *testing.T) {
	t.Parallel()
	scenario(t, member, func(r *rig) {
		r.Keys("2").Wait(time.Second).Keys("enter").Wait(3 * time.Second)
		songs := string([]rune(r.Row(10))[:60])
		r.Keys("enter").Wait(2 * time.Second)
		id := r.snap().Track.ID
		r.until("the song is on the disk", 5*time.Minute, func() bool { return r.snap().Buffered != nil && r.snap().Buffered[0].To > 0.999 })
		r.Keys("space").Wait(time.Second)
		r.quit()
		r.svc.Faults().Always("", ncmfake.Fault{Refuse: true})
		r.start().Wait(300 * time.Millisecond) // before any question to the service is given up
		if !strings.HasPrefix(r.Row(10), songs) {
			r.t.Errorf("the list was\n%s\nnow it is\n%s", songs, r.Row(10))
		}
		r.Keys("space").Wait(3 * time.Second)
		if !r.playing(id) {
			r.t.Errorf("what is on the disk does not play: %+v", r.snap().Status)
		}
		r.Keys("2").Wait(300 * time.Millisecond).Expect("下班路上")
		r.Wait(30 * time.Second).Expect("下班路上")
	})
}

func TestTheStartPlaysOnWhenAsked(t *testing.T) {
	t.Parallel()
	scenario(t, member, func(r *rig) {
		r.Keys("enter").Wait(4 * time.Second)
		at, id := r.snap().Position(time.Now()), r.snap().Track.ID
		r.stop()
		r.start().Wait(time.Second)
		if s := r.snap(); s.Status != player.Paused {
			r.t.Errorf("without the setting it is %v", s.Status)
		}
		r.stop()
		r.o.Config.Autoplay = true
		r.start().Wait(3 * time.Second)
		if s := r.snap(); !r.playing(id) || s.Position(time.Now()) < at+time.Second {
			r.t.Errorf("%v at %v, it was left at %v", s.Status, s.Position(time.Now()), at)
		}
	})
}
