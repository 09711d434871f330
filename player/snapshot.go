package player

import (
	"slices"
	"time"
)

// Snapshot shows the state at now. Rev is left to who publishes it.
func (s State) Snapshot(now time.Time) Snapshot {
	snap := Snapshot{
		Status: s.status(now), Problem: s.problem(), At: s.pos.at, Taken: now, Moving: s.pos.moving, Pace: s.pos.pace,
		Volume: s.volume, Muted: s.muted, Mode: Mode(s.queue.Mode()), Output: s.sink.told,
		Speed: s.speed, Effects: s.fx, SleepAt: s.sleepAt, SleepAtEnd: s.sleepAtEnd,
		Queue: Queue{
			Rev: s.queue.Rev(), Tracks: s.queue.Tracks(), Order: s.queue.Order(),
			Current: s.queue.Current(), FM: s.queue.FM(), CanUndo: s.queue.CanUndo(), CanRedo: s.queue.CanRedo(),
		},
	}
	if s.pos.moving {
		snap.Taken = s.pos.taken
	}
	c := s.cur
	if c.gen == 0 {
		return snap
	}
	snap.Track, snap.Duration, snap.Delivered = &c.track, c.length(), c.found.Delivered
	snap.Estimated = c.estimated && c.cut
	for _, span := range c.load.Have {
		snap.Buffered = append(snap.Buffered, Span(span))
	}
	return snap
}

func (s State) status(now time.Time) Status {
	offline := s.tries > 0 || s.cur.load.Offline
	switch {
	case s.cur.gen == 0 && !s.await, s.stopped:
		return Stopped
	case !s.play:
		return Paused
	case s.sink.stage == sinkGone:
		return Waiting
	case s.cur.play == "" && offline:
		return Waiting
	case s.cur.play == "":
		return Loading
	case s.pos.moving, s.pos.silent.IsZero(), now.Before(s.pos.silent.Add(bufferingAt)), now.Before(s.pos.turn):
		return Playing
	case offline:
		return Waiting
	}
	return Buffering
}

func (s State) problem() string {
	switch {
	case s.sink.stage == sinkGone && s.sink.lost:
		return "lost-device"
	case s.cur.load.Portal, s.tries > 0 && s.webPage:
		return "portal"
	case s.tries > 0 || s.cur.load.Offline:
		return "offline"
	case s.sink.stage == sinkGone || s.sink.told.Silent:
		return "no-device"
	case s.cur.load.Unsaved:
		return "disk-full"
	}
	return ""
}

// alike says that b shows nothing that a does not: the position may have gone
// on as a foretold.
func alike(a, b Snapshot) bool {
	if a.Status != b.Status || a.Problem != b.Problem || a.Moving != b.Moving || a.Estimated != b.Estimated || a.Moving && a.Pace != b.Pace || a.Duration != b.Duration ||
		a.Volume != b.Volume || a.Muted != b.Muted || a.Mode != b.Mode || a.Output != b.Output ||
		a.Queue.Rev != b.Queue.Rev || a.Queue.Current != b.Queue.Current || a.Queue.CanUndo != b.Queue.CanUndo || a.Queue.CanRedo != b.Queue.CanRedo ||
		a.Speed != b.Speed || a.Effects != b.Effects || !a.SleepAt.Equal(b.SleepAt) || a.SleepAtEnd != b.SleepAtEnd ||
		a.Delivered != b.Delivered || !slices.Equal(a.Buffered, b.Buffered) {
		return false
	}
	if (a.Track == nil) != (b.Track == nil) || a.Track != nil && (a.Track.ID != b.Track.ID || a.Track.Title != b.Track.Title) {
		return false
	}
	off := a.Position(b.Taken) - b.At
	return off.Abs() < 15*time.Millisecond && (a.Moving || off == 0)
}
