package queue

import (
	"slices"
	"time"
)

// remember puts the present list on the undo stack.
func (q Queue[T]) remember(mark time.Duration) Queue[T] {
	q.undo = q.list.pushed(q.undo, mark)
	q.redo = nil
	return q
}

// pushed is a stack with l on top, at most undoDepth high.
func (l list[T]) pushed(stack []list[T], mark time.Duration) []list[T] {
	l.tracks, l.mark = nil, mark
	from := max(len(stack)-undoDepth+1, 0)
	return append(slices.Clone(stack[from:]), l)
}

// CanUndo says whether Undo would do something.
func (q Queue[T]) CanUndo() bool { return len(q.undo) > 0 }

// CanRedo says whether Redo would do something.
func (q Queue[T]) CanRedo() bool { return len(q.redo) > 0 }

// Undo takes the last change of the list back. The current entry stays
// current when the old list has it; otherwise the old list's own is, current
// is true and mark is what was given when that list was left. The present one
// can be had back with Redo, and at with it.
func (q Queue[T]) Undo(at time.Duration) (before Queue[T], mark time.Duration, current, ok bool) {
	if len(q.undo) == 0 {
		return q, 0, false, false
	}
	l := q.undo[len(q.undo)-1]
	q.undo = q.undo[:len(q.undo)-1]
	q.redo = q.leave(q.redo, at)
	before, current = q.comeTo(l)
	return before, l.mark, current, true
}

// Redo takes the last Undo back, in the same way.
func (q Queue[T]) Redo(at time.Duration) (after Queue[T], mark time.Duration, current, ok bool) {
	if len(q.redo) == 0 {
		return q, 0, false, false
	}
	l := q.redo[len(q.redo)-1]
	q.redo = q.redo[:len(q.redo)-1]
	q.undo = q.leave(q.undo, at)
	after, current = q.comeTo(l)
	return after, l.mark, current, true
}

// leave puts the present list on a stack; one of the FM is not kept.
func (q *Queue[T]) leave(stack []list[T], at time.Duration) []list[T] {
	if q.list.fm {
		return stack
	}
	return q.list.pushed(stack, at)
}

// comeTo makes a list that was left the present one.
func (q Queue[T]) comeTo(l list[T]) (after Queue[T], current bool) {
	i := -1
	if key := q.Key(); key != 0 {
		i = l.find(key)
	}
	if i < 0 {
		current = true
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
	return q.commit(l), current
}

// Behind is q with former as the list that Undo goes back to, and mark with it;
// q must have been made from former, so that no two entries are taken for one.
func (q Queue[T]) Behind(former Queue[T], mark time.Duration) Queue[T] {
	if len(former.list.entries) > 0 {
		q.undo, q.redo = former.list.pushed(nil, mark), nil
	}
	return q
}
