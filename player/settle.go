package player

import "time"

// settler is a decoder whose position may be an estimate; see decode.Settler.
type settler interface {
	Estimated() bool
	Settle() (by int, err error)
}

func (d *deck) estimated() bool {
	s, ok := d.dec.(settler)
	return ok && s.Estimated()
}

// settle makes an estimated position true once all of the song is there, a
// piece at a time; more says that it is not done.
func (e *engine) settle() (more bool) {
	d := e.cur
	if !e.estimated || d == nil || e.mix.in != nil || !d.src.Complete() {
		return false
	}
	by, err := d.dec.(settler).Settle()
	if err != nil {
		e.estimated = false // it stays one
		return false
	}
	if d.estimated() {
		return true
	}
	e.estimated = false
	if d.left >= 0 {
		d.left = max(d.left-by*e.sound.rate/d.info.Rate, 0)
	}
	e.post(Settled{Gen: d.gen, Seq: e.seq, By: d.at(by)})
	return false
}

// settled corrects the position of a song that was sought by estimate.
func (t *step) settled(m Settled) {
	if m.Seq != t.seq || m.Gen != t.cur.gen || !t.cur.estimated {
		return
	}
	t.cur.estimated = false
	marks := make([]Marked, len(t.marks))
	for i, mark := range t.marks {
		if mark.Gen == m.Gen {
			mark.Pos = max(mark.Pos+m.By, 0)
		}
		marks[i] = mark
	}
	t.marks = marks
	shift := func(at time.Duration) time.Duration { return t.clamp(at + m.By) }
	t.pos.at, t.pos.counted = shift(t.pos.at), shift(t.pos.counted)
}
