package queue

import "slices"

// Next goes on. With wish it is the user's: a single loop then goes to the
// next entry like a list loop. Without it the track ended by itself. ok is
// false at the end of the list in Order mode, in the FM, and when nothing in
// the queue can be played; the queue is then unchanged.
func (q Queue[T]) Next(wish bool) (next Queue[T], ok bool) {
	if !wish && q.mode == LoopOne && !q.list.fm && q.Current() >= 0 {
		return q, true
	}
	return q.advance(true)
}

// Skip goes on from an entry that could not be played: it leaves no trace in
// the history.
func (q Queue[T]) Skip() (next Queue[T], ok bool) { return q.advance(false) }

func (q Queue[T]) advance(record bool) (Queue[T], bool) {
	l := q.list
	key := q.Key()
	for at := l.from(); at < len(l.order); at++ {
		if !q.grey(l.order[at]) {
			return q.goTo(l, at, key, record), true
		}
	}
	if l.fm || q.mode == Order {
		return q, false
	}
	if q.mode == Shuffle && len(l.order) > 1 {
		l.order = q.shuffle(l.tracks, -1, q.artist(q.Current()))
	}
	for at := range l.order {
		if !q.grey(l.order[at]) {
			return q.goTo(l, at, key, record), true
		}
	}
	return q, false
}

func (q Queue[T]) goTo(l list[T], at int, key uint64, record bool) Queue[T] {
	l.at, l.gone = at, false
	q.list = l
	if record {
		q = q.played(key)
	}
	q.rev++
	return q
}

func (q Queue[T]) played(key uint64) Queue[T] {
	if key == 0 {
		return q
	}
	from := max(len(q.history)-historyDepth+1, 0)
	q.history = append(slices.Clone(q.history[from:]), key)
	return q
}

// Previous goes back through what was really played; where that is unknown,
// back in the order. ok is false when there is nothing before.
func (q Queue[T]) Previous() (prev Queue[T], ok bool) {
	for len(q.history) > 0 {
		key := q.history[len(q.history)-1]
		q.history = q.history[:len(q.history)-1]
		i := slices.Index(q.list.keys, key)
		if i >= 0 && !q.grey(i) && (i != q.Current() || q.list.gone) {
			return q.goTo(q.list, slices.Index(q.list.order, i), 0, false), true
		}
	}
	l := q.list
	for at := min(l.at, len(l.order)) - 1; at >= 0; at-- {
		if !q.grey(l.order[at]) {
			return q.goTo(l, at, 0, false), true
		}
	}
	if l.fm || q.mode != LoopList {
		return q, false
	}
	for at := len(l.order) - 1; at > l.at; at-- {
		if !q.grey(l.order[at]) {
			return q.goTo(l, at, 0, false), true
		}
	}
	return q, false
}

// Peek is what Next(false) would go to, with its key; ok as for Next.
func (q Queue[T]) Peek() (track T, key uint64, ok bool) {
	next, ok := q.Next(false)
	if !ok {
		return track, 0, false
	}
	track, ok = next.Track()
	return track, next.Key(), ok
}

// Jump makes the entry with index i the current one. In a shuffled order it
// is taken out of its place, so that nothing before it is lost. An index out
// of range changes nothing.
func (q Queue[T]) Jump(i int) Queue[T] {
	if i < 0 || i >= len(q.list.tracks) || i == q.Current() {
		return q
	}
	key, l := q.Key(), q.list
	if q.mode != Shuffle || l.fm {
		return q.goTo(l, slices.Index(l.order, i), key, true)
	}
	place := slices.Index(l.order, i)
	to := l.from()
	if place < to {
		to--
	}
	order := slices.Delete(slices.Clone(l.order), place, place+1)
	l.order = slices.Insert(order, min(to, len(order)), i)
	return q.goTo(l, slices.Index(l.order, i), key, true)
}

// Rewind goes to the first playable entry of the order: a list that found no
// end is walked again.
func (q Queue[T]) Rewind() (first Queue[T], ok bool) {
	for at, i := range q.list.order {
		if !q.grey(i) {
			return q.goTo(q.list, at, q.Key(), true), true
		}
	}
	return q, false
}
