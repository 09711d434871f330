package queue

import "slices"

// Next goes on. With wish it is the user's: a single loop then goes to the
// next entry like a list loop. Without it the track ended by itself. ok is
// false at the end of the list in Order mode, in the FM, and when nothing in
// the queue can be played; the queue is then unchanged.
func (q Queue[T]) Next(wish bool) (next Queue[T], ok bool) {
	if !wish && q.mode == LoopOne && !q.list.fm && q.Current() >= 0 {
		q.passed = nil
		return q, true
	}
	return q.advance(true)
}

// Skip goes on from an entry that could not be played: it leaves no trace in
// the history.
func (q Queue[T]) Skip() (next Queue[T], ok bool) { return q.advance(false) }

// Passed are the unplayable entries that the Next or Skip which gave this
// queue has walked over, in order.
func (q Queue[T]) Passed() []T { return q.passed }

func (q Queue[T]) advance(record bool) (Queue[T], bool) {
	order, at, anew := q.ahead()
	if at < 0 {
		return q, false
	}
	l, key := q.list, q.Key()
	var passed []T
	add := func(places []int) {
		for _, i := range places {
			if e := l.entries[i]; e.Grey {
				passed = append(passed, *e.track)
			}
		}
	}
	if from := l.from(); anew {
		add(l.order[min(from, len(l.order)):])
		add(order[:at])
	} else {
		add(order[from:at])
	}
	l.order = order
	q = q.goTo(l, at, key, record)
	q.passed = passed
	return q, true
}

// ahead finds what comes next: its place, -1 for nothing, and the order that it
// is in, which is another one when a shuffle begins anew.
func (q *Queue[T]) ahead() (order []int, at int, anew bool) {
	order = q.list.order
	if at = q.playable(order, q.list.from()); at >= 0 {
		return order, at, false
	}
	if q.list.fm || q.mode == Order {
		return order, -1, false
	}
	if q.round != nil {
		order = q.round
	}
	return order, q.playable(order, 0), true
}

func (q Queue[T]) goTo(l list[T], at int, key uint64, record bool) Queue[T] {
	l.at, l.gone = at, false
	if record {
		q = q.played(key)
	}
	return q.commit(l)
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
	l := q.list
	for len(q.history) > 0 {
		key := q.history[len(q.history)-1]
		q.history = q.history[:len(q.history)-1]
		i := l.find(key)
		if i < 0 || l.entries[i].Grey || i == q.Current() {
			continue
		}
		place := slices.Index(l.order, i)
		if q.shuffled() && !l.gone && place > l.at {
			// It was played in a former round. It comes to stand before the current
			// entry, so that Next leads back there and nothing between is lost.
			l.order = moved(l.order, place, l.at)
			place = l.at
		}
		return q.goTo(l, place, 0, false), true
	}
	for at := min(l.at, len(l.order)) - 1; at >= 0; at-- {
		if !l.entries[l.order[at]].Grey {
			return q.goTo(l, at, 0, false), true
		}
	}
	if l.fm || q.mode != LoopList {
		return q, false
	}
	for at := len(l.order) - 1; at > l.at; at-- {
		if !l.entries[l.order[at]].Grey {
			return q.goTo(l, at, 0, false), true
		}
	}
	return q, false
}

// Peek is what Next(false) would go to, with its key; ok as for Next.
func (q Queue[T]) Peek() (track T, key uint64, ok bool) {
	i := q.Current()
	if q.mode != LoopOne || q.list.fm || i < 0 {
		order, at, _ := q.ahead()
		if at < 0 {
			return track, 0, false
		}
		i = order[at]
	}
	return q.list.tracks[i], q.list.entries[i].key, true
}

// Jump makes the entry with index i the current one. In a shuffled order it
// is taken out of its place, so that nothing before it is lost. An index out
// of range changes nothing.
func (q Queue[T]) Jump(i int) Queue[T] {
	if i < 0 || i >= len(q.list.entries) || i == q.Current() {
		return q
	}
	key, l := q.Key(), q.list
	place := slices.Index(l.order, i)
	if !q.shuffled() {
		return q.goTo(l, place, key, true)
	}
	to := l.from()
	if place < to {
		to--
	}
	to = min(to, len(l.order)-1)
	l.order = moved(l.order, place, to)
	return q.goTo(l, to, key, true)
}
