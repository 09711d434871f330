package ui_test

import (
	"testing"
	"time"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui"
	"ncmtui/ui/theme"
	"ncmtui/ui/uitest"
)

// What is typed must not be paid for later: a wait that a key starts cannot be
// taken back, and one that starts the next when it ends goes on for ever.
func TestKeysLeaveNoWaitsBehind(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*player.Snapshot)
		most   int // frames in 20 s
	}{
		"asleep soon":  {func(s *player.Snapshot) { s.Moving, s.SleepAt = false, time.Now().Add(30*time.Minute+55*time.Second) }, 4},
		"fast":         {func(s *player.Snapshot) { s.Speed, s.Pace = 1.5, 1.5 }, 40},
		"slow":         {func(s *player.Snapshot) { s.Speed, s.Pace = 0.5, 0.5 }, 20},
		"as it should": {func(*player.Snapshot) {}, 30},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
				s.Keys("enter").Wait(time.Second)
				f.player.alter(c.change)
				for range 30 {
					s.Keys("j", "k").Wait(133 * time.Millisecond)
				}
				s.Wait(12 * time.Second)
				before := s.Frames()
				s.Wait(20 * time.Second)
				if n := s.Frames() - before; n > c.most {
					t.Errorf("%d frames in 20 s", n)
				}
			})
		})
	}
}

// A word is lit when it is sung, however fast the song goes.
func TestWordsAreLitInTimeAtAnySpeed(t *testing.T) {
	t.Parallel()
	colours := theme.Dark().Plain
	roles := uitest.RolesOf(map[string]string{"loud": colours.Loud.Paint("x"), "strong": colours.Strong.Paint("x")})
	for _, speed := range []float64{0.5, 2} {
		scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
			f.service.lyrics = catalogue.Lyrics{YRC: mixed}
			s.Keys("enter").Until(wholeMixed, time.Second)
			f.player.alter(func(s *player.Snapshot) {
				now := time.Now()
				s.At, s.Taken, s.Speed, s.Pace = s.Position(now), now, speed, speed
			})
			for _, step := range []struct {
				at  time.Duration
				lit string
			}{{2300, "春"}, {2400, "春夏"}, {2950, "春夏 hello,"}, {3800, "春夏 hello,秋、"}} {
				for f.player.snap.Position(time.Now()) < step.at*time.Millisecond {
					s.Wait(10 * time.Millisecond)
				}
				if got := s.Styled(wholeMixed, "loud", roles); got != step.lit {
					t.Errorf("%v× at %v: %q is lit, want %q", speed, f.player.snap.Position(time.Now()), got, step.lit)
				}
			}
		}, func(svc *ui.Services) { svc.Theme = "dark" })
	}
}
