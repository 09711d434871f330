package player

import (
	"errors"
	"testing"
	"time"
)

func TestWhatTheStandInSwallowsIsNotListenedTo(t *testing.T) {
	t.Parallel()
	none := errors.New("no such device")
	with := func(r *rig) {
		r.dev.absent = none
		r.opts.StandIn = &device{}
	}
	inRig(t, 3, 20*time.Second, with, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1, 2, 3)})
		r.after(25 * time.Second) // all of the first, a part of the second
		r.dev.mu.Lock()
		r.dev.absent = nil
		r.dev.mu.Unlock()
		r.do(Pause{})
		r.do(Resume{})
		r.after(30 * time.Second)
		r.collect()
		if e := ended(r.events, 1); e.Listened != 0 {
			t.Errorf("listened %v to silence", e.Listened)
		}
		if e := ended(r.events, 2); (e.Listened - 15*time.Second).Abs() > 300*time.Millisecond {
			t.Errorf("listened %v of the 15 s that sounded", e.Listened)
		}
		silent := map[int64]bool{}
		var changes []OutputChanged
		for _, e := range r.events {
			switch e := e.(type) {
			case Started:
				silent[e.Track.ID] = e.Silent
			case OutputChanged:
				changes = append(changes, e)
			}
		}
		if !silent[1] || !silent[2] || silent[3] {
			t.Errorf("started in silence: %v", silent)
		}
		if len(changes) == 0 || changes[0].Lost || !errors.Is(changes[0].Err, none) {
			t.Errorf("a device that never worked: %+v", changes)
		}
	})
}

func TestOnlyADeviceThatWorkedIsLost(t *testing.T) {
	t.Parallel()
	inRig(t, 1, 20*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		r.after(2 * time.Second)
		r.dev.mu.Lock()
		r.dev.absent = errors.New("unplugged")
		r.dev.mu.Unlock()
		r.dev.last().die()
		r.after(time.Second)
		r.collect()
		var last OutputChanged
		for _, e := range r.events {
			if c, ok := e.(OutputChanged); ok {
				last = c
			}
		}
		if !last.Lost || !last.Output.Silent {
			t.Errorf("%+v", last)
		}
	})
}
