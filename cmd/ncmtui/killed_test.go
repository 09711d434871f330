//go:build linux || darwin

package main

import (
	"testing"
	"time"

	"ncmtui/player/remote"
)

// TestAPlayerThatWasKilledInASongIsThereAgain kills it while it plays, with
// nothing said before: the next start has the queue, and the place as it was
// written last.
func TestAPlayerThatWasKilledInASongIsThereAgain(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(*testing.T, *rig) (kill func()){
		"a daemon": func(t *testing.T, r *rig) func() {
			d := r.daemon()
			return func() { _ = d.Process.Kill(); d.ends(t) }
		},
		"a screen": func(_ *testing.T, r *rig) func() {
			s := r.attach()
			s.shows(firstSong)
			return func() { _ = s.cmd.Process.Kill(); s.end() }
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := far(t, closeQuits)
			kill := start(t, r)
			r.verb("play", "daily")
			r.becomes("playing", playing)
			r.verb("seek", "0:40")
			for end := time.Now().Add(patience); r.place(t) < 40*time.Second; time.Sleep(50 * time.Millisecond) {
				if time.Now().After(end) {
					t.Fatal("the place is never written")
				}
			}
			kill()
			again := r.attach()
			again.shows("‖  " + firstSong)
			again.reaches(40)
			if st := r.state(); st.Queue.Length != 30 || st.PositionMS < 40_000 || st.PositionMS > 90_000 {
				t.Errorf("there is %+v", st)
			}
			r.verb("play")
			r.becomes("playing on", func(st remote.State) bool { return playing(st) && st.PositionMS > 40_000 })
		})
	}
}
