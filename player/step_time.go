package player

import "time"

// suspended is by how much the clock on the wall must be ahead of the one that
// stops with the machine to be taken for a suspend.
const suspended = 5 * time.Second

// noteSuspend deals with the machine having slept since the last Step: the
// output's and the network's connections may be dead without a sign. A song's
// address renews itself, by the wall's clock.
func (t *step) noteSuspend(in Input) {
	wall := in.Wall
	if wall.IsZero() {
		wall = in.At.Round(0)
	}
	slept := !t.wall.IsZero() && wall.Sub(t.wall)-in.At.Sub(t.last) > suspended
	t.last, t.wall = in.At, wall
	if !slept {
		return
	}
	t.do(EffReconnect{})
	if t.cur.stage == waiting || t.next.stage == waiting {
		t.cur.openAt, t.next.openAt = t.now, t.now
	}
	switch k := &t.sink; {
	case k.stage == sinkOpen && !t.play:
		t.rest()
	case k.stage == sinkOpen:
		t.releaseCut()
		t.openSink(k.asked, false)
	case k.stage == sinkGone:
		k.since, k.retryAt = t.now, t.now
	}
}

func (t *step) tick() {
	t.fallAsleep()
	if !t.play && t.sink.stage == sinkOpen && !t.now.Before(t.asleep) {
		t.rest()
	}
	if t.play && t.cur.cut {
		t.sample()
	}
	if t.play && t.sink.stage == sinkOpen && t.sink.output.Silent && !t.now.Before(t.sink.retryAt) {
		t.retrySink()
	}
	if t.sink.stage == sinkGone && !t.now.Before(t.sink.retryAt) && (t.play || t.sink.lost) {
		t.openSink(t.sink.asked, false)
	}
}

// nextWake is the earliest moment at which something is due.
func (t *step) nextWake() time.Time {
	var at time.Time
	due := func(u time.Time) {
		if !u.IsZero() && (at.IsZero() || u.Before(at)) {
			at = u
		}
	}
	if t.play && t.cur.stage == waiting {
		due(t.cur.openAt)
	}
	if t.next.stage == waiting && t.cur.cut && t.cur.stage == ready && t.play {
		due(t.next.openAt)
	}
	if t.queue.FM() && (t.play || t.await) && t.queue.Left() <= 2 {
		due(t.fm.RetryAt())
	}
	t.dueOfSleep(due)
	if t.hint.stage == waiting && t.idle() {
		due(t.hint.openAt)
	}
	switch t.sink.stage {
	case sinkGone:
		if t.play || t.sink.lost {
			due(t.sink.retryAt)
		}
	case sinkOpen:
		if t.play && t.sink.output.Silent {
			due(t.sink.retryAt)
		}
		if !t.play {
			due(t.asleep)
		} else if t.cur.cut && !t.sampling {
			t.dueOfSound(due)
		}
	case sinkNone, sinkOpening:
		if until := t.pos.silent.Add(bufferingAt); t.play && !t.pos.silent.IsZero() && t.now.Before(until) {
			due(until)
		}
	}
	if !at.IsZero() && !at.After(t.now) {
		return t.now.Add(10 * time.Millisecond) // overdue things never make a busy loop
	}
	return at
}

// dueOfSound gives the moments at which what is heard changes.
func (t *step) dueOfSound(due func(time.Time)) {
	p := t.pos
	if !p.moving {
		switch {
		case p.turn.After(t.now):
			due(p.turn.Add(time.Millisecond))
		case t.flowing && len(t.marks) > 0:
			due(t.now.Add(10 * time.Millisecond))
		case !p.silent.IsZero() && t.now.Before(p.silent.Add(bufferingAt)):
			due(p.silent.Add(bufferingAt))
		}
		return
	}
	due(p.taken.Add(refresh))
	if !p.turn.IsZero() {
		due(p.turn.Add(time.Millisecond))
	}
	if len(t.marks) == 0 {
		return
	}
	until := func(frame uint64) {
		if frame >= t.marks[0].Frame {
			left := t.marks[0].Pos + t.span(frame-t.marks[0].Frame) - p.at
			due(p.taken.Add(slower(max(left, 0), p.pace) + 2*time.Millisecond))
		}
	}
	if len(t.marks) > 1 {
		until(t.marks[1].Frame)
	}
	if t.end != nil && t.end.Gen == t.cur.gen {
		until(t.end.Frame)
	}
}
