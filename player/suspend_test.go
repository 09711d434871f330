package player

import (
	"testing"
	"time"
)

// playing is a state in mid-song, and what time it is then.
func playing(t *testing.T) (State, time.Time) {
	t.Helper()
	now := time.Now()
	s := NewState(Saved{Volume: 100}, nil, "x", 1, true)
	for _, m := range []Msg{
		Asked{PlayList{Tracks: tracks(1, 2)}},
		Opened{Gen: 1, Found: Findings{Rate: 44100, Duration: time.Minute}},
		SinkOpened{Session: 1, Rate: 44100, Output: Output{Name: "pulse"}},
		Marked{Gen: 1, Seq: 1},
		Clocked{Session: 1, Frame: 441000, Sound: true, Flowing: true},
	} {
		s, _ = Step(s, Input{At: now, Msg: m, Wall: now.Round(0)})
	}
	if snap := s.Snapshot(now); snap.Status != Playing || snap.At != 10*time.Second {
		t.Fatalf("not playing: %+v", snap)
	}
	return s, now
}

func countOf[E Effect](effects []Effect) (n int) {
	for _, e := range effects {
		if _, ok := e.(E); ok {
			n++
		}
	}
	return n
}

func TestSuspendReopensTheOutputAndTheConnections(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name            string
		paused          bool
		ran, slept      time.Duration // by the clock that stops in a suspend; by the wall's beyond it
		reopens, closes int
	}{
		{"eight hours in mid-song", false, 400 * time.Millisecond, 8 * time.Hour, 1, 0},
		{"eight hours in a pause", true, 400 * time.Millisecond, 8 * time.Hour, 0, 1},
		{"the wall's clock is put right by a little", false, time.Second, 4 * time.Second, 0, 0},
		{"the wall's clock is put back", false, time.Second, -time.Hour, 0, 0},
		{"no sleep", false, 900 * time.Millisecond, 0, 0, 0},
	} {
		s, now := playing(t)
		if c.paused {
			s, _ = Step(s, Input{At: now, Wall: now.Round(0), Msg: Asked{Pause{}}})
		}
		s, effects := Step(s, Input{At: now.Add(c.ran), Wall: now.Round(0).Add(c.ran + c.slept), Msg: Tick{}})
		opens, closes, nets := countOf[EffSinkOpen](effects), countOf[EffSinkClose](effects), countOf[EffReconnect](effects)
		if opens != c.reopens || closes != c.closes || nets != c.reopens+c.closes {
			t.Errorf("%s: opened %d times, closed %d, reconnected %d", c.name, opens, closes, nets)
		}
		if c.reopens == 0 {
			continue
		}
		s, effects = Step(s, Input{
			At: now.Add(c.ran), Wall: now.Round(0).Add(c.ran + c.slept),
			Msg: SinkOpened{Session: s.sink.session, Rate: 44100, Output: Output{Name: "pulse"}},
		})
		if countOf[EffCut](effects) != 1 || s.pos.at != 10*time.Second+c.ran {
			t.Errorf("%s: cut %d times, at %v", c.name, countOf[EffCut](effects), s.pos.at)
		}
	}
}

func TestSuspendEndsTheWaitForAnOutput(t *testing.T) {
	t.Parallel()
	s, now := playing(t)
	s, _ = Step(s, Input{At: now, Wall: now.Round(0), Msg: SinkLost{Session: 1}})
	now = now.Add(100 * time.Millisecond)
	s, effects := Step(s, Input{At: now, Wall: now.Round(0).Add(time.Hour), Msg: Tick{}})
	if countOf[EffSinkOpen](effects) != 1 || s.sink.stage != sinkOpening {
		t.Errorf("not tried again: stage %d", s.sink.stage)
	}
}
