package queue

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// model is the queue as one would explain it: two lists of songs that are all
// different, a finger on one of them, and notes of what was.
type model struct {
	rows, walk []int64
	cur        int64 // 0 for none; the next one is then behind gap songs of the walk
	gap        int
	grey       map[int64]bool
	mode       Mode
	history    []int64
	undo, redo []modelList
}

type modelList struct {
	rows, walk []int64
	cur        int64
	gap        int
	mode       Mode
	mark       time.Duration
}

func (m *model) list(mark time.Duration) modelList {
	return modelList{slices.Clone(m.rows), slices.Clone(m.walk), m.cur, m.gap, m.mode, mark}
}

func (m *model) remember(mark time.Duration) {
	m.undo = append(m.undo, m.list(mark))
	m.undo = m.undo[max(len(m.undo)-undoDepth, 0):]
	m.redo = nil
}

// behind is the part of the walk that is still to come.
func (m *model) behind() []int64 {
	if m.cur == 0 {
		return m.walk[m.gap:]
	}
	return m.walk[slices.Index(m.walk, m.cur)+1:]
}

func (m *model) firstPlayable(walk []int64) int64 {
	for _, id := range walk {
		if !m.grey[id] {
			return id
		}
	}
	return 0
}

// insert puts songs behind the current row and behind it in the walk.
func (m *model) insertNext(ids []int64) {
	place := 0
	if m.cur != 0 {
		place = slices.Index(m.rows, m.cur) + 1
	} else if m.gap > 0 {
		place = slices.Index(m.rows, m.walk[m.gap-1]) + 1
	}
	at := len(m.walk) - len(m.behind())
	m.rows = slices.Insert(m.rows, place, ids...)
	m.walk = slices.Insert(m.walk, at, ids...)
}

func (m *model) remove(ids []int64) {
	keep := func(list []int64) []int64 {
		return slices.DeleteFunc(slices.Clone(list), func(id int64) bool { return slices.Contains(ids, id) })
	}
	if m.cur == 0 {
		m.gap = len(keep(m.walk[:m.gap]))
	} else if slices.Contains(ids, m.cur) {
		m.gap = len(keep(m.walk[:slices.Index(m.walk, m.cur)]))
		next := m.firstPlayable(keep(m.behind()))
		if next == 0 && m.mode != Order {
			next = m.firstPlayable(keep(m.walk))
		}
		m.cur = next
	}
	m.rows, m.walk = keep(m.rows), keep(m.walk)
}

func (m *model) move(ids []int64, to int64) {
	block := slices.DeleteFunc(slices.Clone(m.walk), func(id int64) bool { return !slices.Contains(ids, id) })
	rest := slices.DeleteFunc(slices.Clone(m.walk), func(id int64) bool { return slices.Contains(ids, id) })
	m.walk = slices.Insert(rest, min(slices.Index(m.walk, to), len(rest)), block...)
	if m.mode != Shuffle {
		m.rows = slices.Clone(m.walk)
	}
}

// restore takes a list that was left; the walk of another mode is made anew.
func (m *model) restore(l modelList) (changed bool) {
	cur := m.cur
	m.rows, m.walk, m.gap = l.rows, l.walk, l.gap
	changed = cur == 0 || !slices.Contains(l.rows, cur)
	if changed {
		cur = l.cur
	}
	m.cur = cur
	return changed
}

// TestQueueDoesWhatTheModelSays: many random commands to both, and never a
// difference. What is random in the queue (a shuffle) is taken over after it
// was looked at.
func TestQueueDoesWhatTheModelSays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := &pair{q: New(describe, rapid.Uint64().Draw(t, "seed")), m: model{grey: map[int64]bool{}}}
		p.replace(t)
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			p.step(t)
			p.compare(t)
		}
	})
}

// pair is the queue and its model.
type pair struct {
	q    Queue[song]
	m    model
	last int64 // id given
}

func (p *pair) some(t *rapid.T) (list []song, ids []int64) {
	for range rapid.IntRange(0, 5).Draw(t, "n") {
		p.last++
		s := song{id: p.last, artist: "a", grey: rapid.IntRange(0, 4).Draw(t, "grey") == 0}
		p.m.grey[s.id] = s.grey
		list, ids = append(list, s), append(ids, s.id)
	}
	return list, ids
}

func (p *pair) anyRows(t *rapid.T) (rows []int, ids []int64) {
	rows = rapid.SliceOfN(rapid.IntRange(0, len(p.m.rows)-1), 1, 4).Draw(t, "rows")
	for _, i := range rows {
		ids = append(ids, p.m.rows[i])
	}
	return rows, ids
}

func ids(tracks []song) []int64 {
	out := make([]int64, len(tracks))
	for i, s := range tracks {
		out[i] = s.id
	}
	return out
}

func (p *pair) walk() []int64 {
	out := make([]int64, 0, len(p.m.rows))
	for _, i := range p.q.Order() {
		out = append(out, p.q.Tracks()[i].id)
	}
	return out
}

// adopt takes a new shuffle over, from place on.
func (p *pair) adopt(t *rapid.T, place int) {
	got := p.walk()
	if !slices.Equal(got[:place], p.m.walk[:place]) || !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(p.m.walk))) {
		t.Fatalf("the shuffle of %v gives %v", p.m.walk, got)
	}
	p.m.walk = got
}

func (p *pair) compare(t *rapid.T) {
	if got := ids(p.q.Tracks()); !slices.Equal(got, p.m.rows) {
		t.Fatalf("rows %v, want %v", got, p.m.rows)
	}
	if got := p.walk(); !slices.Equal(got, p.m.walk) {
		t.Fatalf("order %v, want %v", got, p.m.walk)
	}
	if got := current(p.q); got != p.m.cur {
		t.Fatalf("at %d, want %d", got, p.m.cur)
	}
	if p.q.CanUndo() != (len(p.m.undo) > 0) || p.q.CanRedo() != (len(p.m.redo) > 0) {
		t.Fatalf("can undo %v and redo %v, want %d and %d", p.q.CanUndo(), p.q.CanRedo(), len(p.m.undo), len(p.m.redo))
	}
}

func (p *pair) replace(t *rapid.T) {
	list, added := p.some(t)
	if len(list) == 0 {
		return
	}
	at := rapid.IntRange(0, len(list)-1).Draw(t, "at")
	if len(p.m.rows) > 0 {
		p.m.remember(time.Duration(p.last))
	}
	p.q = p.q.Replace(list, at, false, time.Duration(p.last))
	p.m.rows, p.m.walk, p.m.cur, p.m.history, p.m.redo = added, slices.Clone(added), added[at], nil, nil
	if p.m.mode == Shuffle {
		p.adopt(t, 0)
	}
}

func (p *pair) step(t *rapid.T) {
	what := rapid.IntRange(0, 12).Draw(t, "what")
	if len(p.m.rows) == 0 && what > 3 {
		what %= 4
	}
	switch what {
	case 0:
		p.replace(t)
	case 1:
		list, added := p.some(t)
		p.q = p.q.InsertNext(list)
		if len(list) > 0 {
			p.m.remember(0)
			p.m.insertNext(added)
		}
	case 2:
		p.append(t)
	case 3:
		p.undo(t)
	case 4:
		rows, gone := p.anyRows(t)
		p.remove(t, rows, gone)
	case 5:
		rows, block := p.anyRows(t)
		to := rapid.IntRange(0, len(p.m.rows)-1).Draw(t, "to")
		before := p.m.list(0)
		p.m.move(block, p.m.rows[to])
		if after := p.m.list(0); !slices.Equal(before.walk, after.walk) {
			p.m.undo, p.m.redo = append(p.m.undo, before), nil
			p.m.undo = p.m.undo[max(len(p.m.undo)-undoDepth, 0):]
		}
		p.q = p.q.MoveMany(rows, to)
	case 6, 7, 8:
		p.next(t, rapid.Bool().Draw(t, "wish"))
	case 9:
		p.previous(t)
	case 10:
		p.setMode(t, Mode(rapid.IntRange(0, 3).Draw(t, "mode")))
	case 11:
		p.jump(rapid.IntRange(0, len(p.m.rows)-1).Draw(t, "jump"))
	case 12:
		if alone := len(p.m.rows) == 1 && p.m.cur != 0; !alone {
			p.m.remember(0)
			p.m.rows = nil
			if p.m.cur != 0 {
				p.m.rows = []int64{p.m.cur}
			}
			p.m.walk, p.m.gap = slices.Clone(p.m.rows), 0
		}
		p.q = p.q.Clear()
	}
}

func (p *pair) append(t *rapid.T) {
	list, added := p.some(t)
	p.q = p.q.Append(list)
	if len(list) == 0 {
		return
	}
	p.m.remember(0)
	n := len(p.m.rows)
	p.m.rows, p.m.walk = append(p.m.rows, added...), append(p.m.walk, added...)
	if p.m.mode == Shuffle {
		p.adopt(t, n)
	}
}

func (p *pair) remove(t *rapid.T, rows []int, gone []int64) {
	p.m.remember(0)
	before := p.m.cur
	wraps := p.m.mode == Shuffle && slices.Contains(gone, before) && p.m.firstPlayable(p.m.behind()) == 0 && len(p.m.rows) > 1
	p.m.remove(gone)
	var current bool
	p.q, current = p.q.Remove(rows...)
	if current != (before != 0 && slices.Contains(gone, before)) {
		t.Fatalf("removed %v, the current one %d among them: %v", gone, before, current)
	}
	if wraps { // in the order of the next round
		p.adopt(t, 0)
		if p.m.cur = p.m.firstPlayable(p.m.walk); p.m.cur == 0 {
			p.m.gap = p.q.list.at // where it stands among unplayable ones is all the same
		}
	}
}

func (p *pair) next(t *rapid.T, wish bool) {
	next, ok := p.q.Next(wish)
	want, cur := p.m.firstPlayable(p.m.behind()), p.m.cur
	switch {
	case !wish && p.m.mode == LoopOne && cur != 0:
		want = cur
	case want == 0 && p.m.mode != Order && p.m.firstPlayable(p.m.walk) != 0:
		if p.m.mode == Shuffle && len(p.m.walk) > 1 {
			p.q = next
			p.adopt(t, 0)
		}
		want = p.m.firstPlayable(p.m.walk)
	}
	if ok != (want != 0) {
		t.Fatalf("next of %v at %d: %v, want %d", p.m.walk, cur, ok, want)
	}
	if !ok {
		return
	}
	for _, s := range next.Passed() {
		if !p.m.grey[s.id] {
			t.Fatalf("passed over %d, which can be played", s.id)
		}
	}
	if cur != 0 && (wish || p.m.mode != LoopOne) {
		p.m.history = append(p.m.history, cur)
	}
	p.q, p.m.cur = next, want
}

func (p *pair) previous(t *rapid.T) {
	m := &p.m
	prev, ok := p.q.Previous()
	history := m.history
	for len(m.history) > 0 {
		id := m.history[len(m.history)-1]
		m.history = m.history[:len(m.history)-1]
		if id == m.cur || m.grey[id] || !slices.Contains(m.rows, id) {
			continue
		}
		if !ok || current(prev) != id {
			t.Fatalf("back at %d (%v), want %d", current(prev), ok, id)
		}
		if at := slices.Index(m.walk, m.cur); m.mode == Shuffle && at >= 0 && slices.Index(m.walk, id) > at {
			m.walk = slices.DeleteFunc(slices.Clone(m.walk), func(x int64) bool { return x == id })
			m.walk = slices.Insert(m.walk, at, id)
		}
		m.cur, p.q = id, prev
		return
	}
	before := m.walk[:len(m.walk)-len(m.behind())]
	if m.cur != 0 {
		before = before[:len(before)-1]
	}
	want := int64(0)
	for _, id := range before {
		if !m.grey[id] {
			want = id
		}
	}
	if want == 0 && m.mode == LoopList {
		for _, id := range m.behind()[min(len(m.behind()), pick(m.cur == 0, 1, 0)):] {
			if !m.grey[id] {
				want = id
			}
		}
	}
	if ok != (want != 0) {
		t.Fatalf("back from %d in %v: %v, want %d", m.cur, m.walk, ok, want)
	}
	if ok {
		m.cur, p.q = want, prev
	} else {
		m.history = history // what was removed may come back
	}
}

func pick(yes bool, a, b int) int {
	if yes {
		return a
	}
	return b
}

func (p *pair) jump(i int) {
	m := &p.m
	id := m.rows[i]
	p.q = p.q.Jump(i)
	if id == m.cur {
		return
	}
	if m.mode == Shuffle {
		rest := len(m.behind())
		if slices.Contains(m.behind(), id) {
			rest--
		}
		m.walk = slices.DeleteFunc(slices.Clone(m.walk), func(x int64) bool { return x == id })
		m.walk = slices.Insert(m.walk, len(m.walk)-rest, id)
	}
	if m.cur != 0 {
		m.history = append(m.history, m.cur)
	}
	m.cur = id
}

func (p *pair) setMode(t *rapid.T, mode Mode) {
	was := p.m.mode
	p.m.mode = mode
	p.q = p.q.SetMode(mode)
	p.rearranged(t, was)
}

// rearranged follows a change between shuffle and the others.
func (p *pair) rearranged(t *rapid.T, was Mode) {
	if (was == Shuffle) == (p.m.mode == Shuffle) {
		return
	}
	p.m.walk = slices.Clone(p.m.rows)
	if p.m.mode == Shuffle {
		p.adopt(t, 0)
		if p.m.cur != 0 && p.m.walk[0] != p.m.cur {
			t.Fatalf("the shuffle %v does not begin with %d", p.m.walk, p.m.cur)
		}
	}
	if p.m.cur == 0 {
		p.m.gap = 0
	}
}

func (p *pair) undo(t *rapid.T) {
	m := &p.m
	take, leave, do := &m.undo, &m.redo, p.q.Undo
	if rapid.Bool().Draw(t, "redo") {
		take, leave, do = &m.redo, &m.undo, p.q.Redo
	}
	at := time.Duration(rapid.IntRange(1, 99).Draw(t, "position"))
	after, mark, changed, ok := do(at)
	if ok != (len(*take) > 0) {
		t.Fatalf("undo %v with %d lists", ok, len(*take))
	}
	if !ok {
		return
	}
	l := (*take)[len(*take)-1]
	*take = (*take)[:len(*take)-1]
	*leave = append(*leave, m.list(at))
	*leave = (*leave)[max(len(*leave)-undoDepth, 0):]
	if want := m.restore(l); changed != want || mark != l.mark {
		t.Fatalf("undo gives mark %v and another current one %v, want %v and %v", mark, changed, l.mark, want)
	}
	p.q = after
	p.rearranged(t, l.mode)
}
