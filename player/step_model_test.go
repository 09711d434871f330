package player

import (
	"slices"

	"pgregory.net/rapid"

	"ncmtui/player/queue"
)

// rowModel is the queue's rows as the commands alone make them: what plays,
// and what goes wrong with it, never changes them. (That the order and the
// place in it are right as well is for the queue's own model to say.)
type rowModel struct{ rows []int64 }

func ids(tracks []Track) []int64 {
	out := make([]int64, len(tracks))
	for i := range tracks {
		out[i] = tracks[i].ID
	}
	return out
}

// follow does to the model what a message does to the queue, and compares.
func (r *rowModel) follow(t *rapid.T, before State, m Msg, after State) {
	was := slices.Clone(r.rows)
	asked, ok := m.(Asked)
	if ok {
		r.command(before, asked.Cmd)
	}
	if before.queue.FM() || after.queue.FM() { // it lives on its own
		r.rows = ids(after.queue.Tracks())
		return
	}
	if got := ids(after.queue.Tracks()); !slices.Equal(got, r.rows) {
		t.Fatalf("%T%+v on %v (at %d) gives %v, want %v", m, m, was, before.queue.Current(), got, r.rows)
	}
}

func (r *rowModel) command(before State, c Command) {
	n, p := len(r.rows), before.policy
	in := func(i int) bool { return i >= 0 && i < n }
	switch c := c.(type) {
	case PlayList:
		if tracks, _ := p.admit(c.Tracks, 0); len(tracks) > 0 {
			r.rows = ids(tracks)
		}
	case PlayNext:
		tracks, _ := p.admit(c.Tracks, 0)
		if cur := before.queue.Current(); cur >= 0 {
			r.rows = slices.Insert(slices.Clone(r.rows), cur+1, ids(tracks)...)
		} else {
			r.rows = ids(before.queue.InsertNext(tracks).Tracks())
		}
	case Append:
		tracks, _ := p.admit(c.Tracks, 0)
		r.rows = append(slices.Clone(r.rows), ids(tracks)...)
	case Remove:
		r.remove(c.At)
	case RemoveMany:
		r.remove(c.Rows...)
	case Move:
		r.move(before, []int{c.From}, c.To, in)
	case MoveMany:
		r.move(before, c.Rows, c.To, in)
	case Clear:
		if cur := before.queue.Current(); in(cur) {
			r.rows = []int64{r.rows[cur]}
		} else {
			r.rows = nil
		}
	case UndoQueue:
		q, _, _, _ := before.queue.Undo(0)
		r.rows = ids(q.Tracks())
	case RedoQueue:
		q, _, _, _ := before.queue.Redo(0)
		r.rows = ids(q.Tracks())
	}
}

func (r *rowModel) remove(rows ...int) {
	var kept []int64
	for i, id := range r.rows {
		if !slices.Contains(rows, i) {
			kept = append(kept, id)
		}
	}
	r.rows = kept
}

func (r *rowModel) move(before State, rows []int, to int, in func(int) bool) {
	if before.queue.Mode() == queue.Shuffle || !in(to) || slices.ContainsFunc(rows, func(i int) bool { return !in(i) }) {
		return // in a shuffle the rows stay
	}
	var block, rest []int64
	for i, id := range r.rows {
		if slices.Contains(rows, i) {
			block = append(block, id)
		} else {
			rest = append(rest, id)
		}
	}
	r.rows = slices.Insert(rest, min(to, len(rest)), block...)
}
