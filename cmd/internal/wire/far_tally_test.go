package wire

import (
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/player"
	"ncmtui/ui/uitest"
)

func TestAScreenOfAnotherProcessTellsWhatWasSentFromWhatCounted(t *testing.T) {
	long(t)
	t.Parallel()
	a, b, _ := songsToTell()
	f := newTeller()
	synctest.Test(t, func(t *testing.T) {
		f.rig = world(t, member, f.set(t))
		o := f.o
		o.Headless = true
		m, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		f.ends(m)
		f.m = m
		f.sub = m.Player.Subscribe()
		f.Wait(2 * time.Second)
		f.do(player.PlayList{Tracks: f.tracks(a, b)})
		f.Wait(40 * time.Second)
		f.do(player.Next{}, player.Pause{})
		f.sub.Close()
		f.Wait(58 * time.Minute) // without the screen: its hours are dear
		f.screen = f.attach()
		f.Session = uitest.Start(t, f.screen.App, 160, 48)
		f.Wait(2 * time.Second)
		f.Expect("已送达 1")
		// Nothing is news of the player now: the tally comes by itself.
		f.Wait(3 * time.Minute)
		f.ExpectNot("已送达")
		f.Expect("已计入 1")
		f.stop()
	})
}
