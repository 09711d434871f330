package player

// border is where the engine went on from one song to the next, without a cut.
type border struct {
	before uint64 // gen of the song that ended
	into   *deck
	frame  uint64
}

// takeBack takes what was written of a song that is not to follow any more out
// of the ring again, as if the one before had just come to its end.
func (e *engine) takeBack() {
	b := e.border
	e.border = border{}
	if e.mix.in != nil || e.cur != nil && e.cur != b.into || !e.ring.takeBack(b.frame) {
		e.post(Stays{Gen: b.into.gen, Seq: e.seq})
		return
	}
	e.cur, e.over, e.ended = nil, true, true
	e.post(RanOut{Gen: b.before, Seq: e.seq, Frame: b.frame})
}

// takeBack drops what was written from a frame on; not when the callback is so
// near that it may be reading there. It belongs to the decoder.
func (r *ring) takeBack(frame uint64) bool {
	near := uint64(r.rate.Load() / 2) // no sink asks for as much at a time
	if frame < r.read.Load()+near {
		return false
	}
	r.final.Store(frame)
	r.wrote.Store(frame)
	return true
}

// unmark forgets that the engine has gone on to a song which was dropped: it
// takes it back. In a crossfade both songs are in one, and only a cut helps.
func (t *step) unmark(gen uint64) {
	if t.overlap > 0 {
		t.recut()
		return
	}
	marks := make([]Marked, 0, len(t.marks))
	for _, m := range t.marks {
		if m.Gen != gen {
			marks = append(marks, m)
		}
	}
	t.marks, t.unmarked = marks, gen
	if t.end != nil && t.end.Gen == gen {
		t.end = nil
	}
}

// stays: it was too late to take it back.
func (t *step) stays(m Stays) {
	if m.Seq == t.seq && m.Gen == t.unmarked {
		t.recut()
	}
}
