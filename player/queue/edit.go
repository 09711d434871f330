package queue

import (
	"slices"
	"time"
)

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
		place = min(q.list.order[q.list.at-1]+1, len(q.list.tracks))
	}
	q = q.remember(0)
	return q.insert(tracks, place, q.list.from())
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
	n := len(q.list.tracks)
	after := q.artistAtEnd()
	q = q.insert(tracks, n, len(q.list.order))
	if q.mode == Shuffle && !q.list.fm {
		mixed := q.shuffle(tracks, -1, after)
		for i, j := range mixed {
			q.list.order[n+i] = n + j // insert made this slice: nobody else has it
		}
	}
	return q
}

func (q Queue[T]) artistAtEnd() string {
	if len(q.list.order) == 0 {
		return ""
	}
	return q.artist(q.list.order[len(q.list.order)-1])
}

// insert puts tracks at index place of the list and at index at of the order.
func (q Queue[T]) insert(tracks []T, place, at int) Queue[T] {
	l := q.list
	n := len(tracks)
	l.tracks = slices.Insert(slices.Clone(l.tracks), place, tracks...)
	l.keys = slices.Insert(slices.Clone(l.keys), place, q.newKeys(n)...)
	order := make([]int, 0, len(l.tracks))
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
	q.list = l
	q.rev++
	return q
}

// Remove takes the entry with index i out. When it was the current one, the
// next one becomes current (none at the end of the list) and current is true.
func (q Queue[T]) Remove(i int) (after Queue[T], current bool) {
	if i < 0 || i >= len(q.list.tracks) {
		return q, false
	}
	old := q.remember(0)
	q.undo = old.undo
	current = i == q.Current()
	gone := false
	if current {
		next, ok := q.advance(false)
		gone = !ok || next.Current() == i
		if !gone {
			q = next
		}
	}
	l := q.list
	place := slices.Index(l.order, i)
	l.tracks = slices.Delete(slices.Clone(l.tracks), i, i+1)
	l.keys = slices.Delete(slices.Clone(l.keys), i, i+1)
	l.order = slices.Delete(slices.Clone(l.order), place, place+1)
	for j, k := range l.order {
		if k > i {
			l.order[j] = k - 1
		}
	}
	if place < l.at {
		l.at--
	}
	l.gone = l.gone || gone
	q.list = l
	q.rev++
	return q, current
}

// Move moves the entry with index from to index to. In a shuffled order the
// walk stays as it is.
func (q Queue[T]) Move(from, to int) Queue[T] {
	n := len(q.list.tracks)
	if from < 0 || from >= n || to < 0 || to >= n || from == to {
		return q
	}
	q = q.remember(0)
	key, l := q.Key(), q.list
	l.tracks, l.keys = moved(l.tracks, from, to), moved(l.keys, from, to)
	if q.mode == Shuffle && !l.fm {
		at := moved(identity(n), from, to) // at[new] = old
		where := make([]int, n)
		for now, old := range at {
			where[old] = now
		}
		l.order = slices.Clone(l.order)
		for j, old := range l.order {
			l.order[j] = where[old]
		}
	} else if !l.gone {
		l.at = slices.Index(l.keys, key)
	}
	q.list = l
	q.rev++
	return q
}

func moved[E any](s []E, from, to int) []E {
	e := s[from]
	out := slices.Delete(slices.Clone(s), from, from+1)
	return slices.Insert(out, to, e)
}

// Clear removes all but the current entry.
func (q Queue[T]) Clear() Queue[T] {
	if len(q.list.tracks) == 0 {
		return q
	}
	q = q.remember(0)
	cur := q.Current()
	l := list[T]{mode: q.mode, fm: q.list.fm, gone: cur < 0}
	if cur >= 0 {
		l.tracks = []T{q.list.tracks[cur]}
		l.keys = []uint64{q.list.keys[cur]}
		l.order = []int{0}
	}
	q.list = l
	q.rev++
	return q
}

// Undo takes the last change of the list back. The current entry stays
// current when the old list has it; otherwise the old list's own is, current
// is true and mark is what Replace was given.
func (q Queue[T]) Undo() (before Queue[T], mark time.Duration, current, ok bool) {
	if len(q.undo) == 0 {
		return q, 0, false, false
	}
	key := q.Key()
	l := q.undo[len(q.undo)-1]
	q.undo = q.undo[:len(q.undo)-1]
	i := slices.Index(l.keys, key)
	if key == 0 || i < 0 {
		current = true
		i = -1
		if !l.gone && l.at < len(l.order) {
			i = l.order[l.at]
		}
	}
	switch {
	case (l.mode == Shuffle) != (q.mode == Shuffle):
		l.gone = i < 0
		q.arrange(&l, i)
	case i >= 0:
		l.gone = false
		l.place(i)
	}
	q.list = l
	q.rev++
	return q, l.mark, current, true
}
