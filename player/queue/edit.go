package queue

import "slices"

// InsertNext puts tracks behind the current entry, in the list and in the
// order.
func (q Queue[T]) InsertNext(tracks []T) Queue[T] {
	if len(tracks) == 0 {
		return q
	}
	place := 0
	if cur := q.Current(); cur >= 0 {
		place = cur + 1
	} else if q.list.at > 0 && q.list.at <= len(q.list.order) {
		place = min(q.list.order[q.list.at-1]+1, len(q.list.entries))
	}
	q = q.remember(0)
	return q.commit(q.insert(tracks, place, q.list.from()))
}

// Append puts tracks at the end of the list and of the order; in a shuffled
// order they are shuffled among themselves.
func (q Queue[T]) Append(tracks []T) Queue[T] {
	if len(tracks) == 0 {
		return q
	}
	return q.remember(0).add(tracks)
}

// Refill is Append without a trace for Undo: the FM brings its own tracks.
func (q Queue[T]) Refill(tracks []T) Queue[T] {
	if len(tracks) == 0 {
		return q
	}
	return q.add(tracks)
}

func (q Queue[T]) add(tracks []T) Queue[T] {
	n := len(q.list.entries)
	after := ""
	if n > 0 {
		after = q.artist(q.list.order[n-1])
	}
	l := q.insert(tracks, n, n)
	if q.shuffled() {
		for i, j := range q.shuffle(l.entries[n:], -1, after) {
			l.order[n+i] = n + j // insert made this slice: nobody else has it
		}
	}
	return q.commit(l)
}

// insert puts tracks at index place of the list and at index at of the order.
func (q *Queue[T]) insert(tracks []T, place, at int) list[T] {
	l := q.list
	n := len(tracks)
	l.entries = slices.Insert(slices.Clone(l.entries), place, q.enter(slices.Clone(tracks))...)
	l.tracks = nil
	order := make([]int, 0, len(l.entries))
	for _, i := range l.order {
		if i >= place {
			i += n
		}
		order = append(order, i)
	}
	added := identity(n)
	for i := range added {
		added[i] += place
	}
	l.order = slices.Insert(order, min(at, len(order)), added...)
	return l
}

// Remove takes the entries with these indexes out. When the current one is
// among them, the next one that stays becomes current (none at the end of the
// list) and current is true.
func (q Queue[T]) Remove(rows ...int) (after Queue[T], current bool) {
	out := make([]bool, len(q.list.entries))
	some := false
	for _, i := range rows {
		if i >= 0 && i < len(out) {
			out[i], some = true, true
		}
	}
	if !some {
		return q, false
	}
	l, key := q.list, uint64(0)
	if cur := q.Current(); cur >= 0 && !out[cur] {
		key = l.entries[cur].key
	} else if cur >= 0 {
		current = true
		l, key = q.succeed(l, out)
	}
	q = q.remember(0)
	return q.commit(l.without(out, key)), current
}

// succeed finds the entry that follows the current one when those of out are
// gone; key 0 for none. The order may be the next round's.
func (q *Queue[T]) succeed(l list[T], out []bool) (list[T], uint64) {
	find := func(order []int) uint64 {
		for _, i := range order {
			if !out[i] && !l.entries[i].Grey {
				return l.entries[i].key
			}
		}
		return 0
	}
	if key := find(l.order[l.from():]); key != 0 || l.fm || q.mode == Order {
		return l, key
	}
	if q.round != nil {
		l.order = q.round
	}
	return l, find(l.order)
}

// without is the list less some entries, with the place at the entry that has
// the key, or at none.
func (l list[T]) without(out []bool, key uint64) list[T] {
	where := make([]int, len(l.entries)) // new index by the old one
	entries := make([]*entry[T], 0, len(l.entries))
	for i, e := range l.entries {
		if where[i] = len(entries); !out[i] {
			entries = append(entries, e)
		}
	}
	order := make([]int, 0, len(entries))
	before := 0 // kept ones before the place
	for place, i := range l.order {
		if out[i] {
			continue
		}
		if place < l.at {
			before++
		}
		order = append(order, where[i])
	}
	l.entries, l.tracks, l.order = entries, nil, order
	if l.gone = key == 0; l.gone {
		l.at = before
	} else {
		l.place(l.find(key))
	}
	return l
}

// Move moves the entry with index from to the place of the one with index to,
// see MoveMany.
func (q Queue[T]) Move(from, to int) Queue[T] { return q.MoveMany([]int{from}, to) }

// MoveMany moves entries together, in the order in which they are walked, so
// that the first one gets the place of the entry with index to, or as near as
// all of them fit. In a shuffled order that is the place in the order, and the
// list stays as it is. Indexes out of range change nothing.
func (q Queue[T]) MoveMany(rows []int, to int) Queue[T] {
	n := len(q.list.entries)
	if to < 0 || to >= n || slices.ContainsFunc(rows, func(i int) bool { return i < 0 || i >= n }) {
		return q
	}
	l := q.list
	chosen := make([]bool, n)
	for _, i := range rows {
		chosen[i] = true
	}
	block, rest := make([]int, 0, len(rows)), make([]int, 0, n)
	for _, i := range l.order {
		if chosen[i] {
			block = append(block, i)
		} else {
			rest = append(rest, i)
		}
	}
	order := slices.Insert(rest, min(slices.Index(l.order, to), len(rest)), block...)
	if slices.Equal(order, l.order) {
		return q
	}
	key := q.Key()
	q = q.remember(0)
	if q.shuffled() {
		l.order = order
	} else {
		entries := make([]*entry[T], n)
		for now, old := range order {
			entries[now] = l.entries[old]
		}
		l.entries, l.tracks = entries, nil
	}
	if !l.gone {
		l.place(l.find(key))
	}
	return q.commit(l)
}

func moved(s []int, from, to int) []int {
	e := s[from]
	out := slices.Delete(slices.Clone(s), from, from+1)
	return slices.Insert(out, to, e)
}

// Clear removes all but the current entry.
func (q Queue[T]) Clear() Queue[T] {
	n, cur := len(q.list.entries), q.Current()
	if n == 0 || n == 1 && cur == 0 {
		return q
	}
	q = q.remember(0)
	l := list[T]{mode: q.mode, fm: q.list.fm, gone: cur < 0}
	if cur >= 0 {
		l.entries = []*entry[T]{q.list.entries[cur]}
		l.order = []int{0}
	}
	return q.commit(l)
}
