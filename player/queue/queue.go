// Package queue orders what plays: modes, shuffle, history, undo and the
// policy of the personal FM, all as pure values. It never knows more of a song
// than its Item, never plays and never fetches.
package queue

import (
	"slices"
	"time"
)

// Item is what the order depends on.
type Item struct {
	ID     int64
	Artist string // "" unknown: never counts as the same as another
	Grey   bool   // known to be unplayable: walked over
}

// Mode is the order in which the queue goes on; the values are the player's.
type Mode uint8

// The modes.
const (
	Order Mode = iota
	LoopList
	LoopOne
	Shuffle
)

const (
	undoDepth    = 20
	historyDepth = 500
)

// Queue is a list of tracks, the order in which it is walked and the place in
// it. It is a value: every method that changes something gives a new one, and
// slices that were handed out are never written again. The zero value is not
// usable, see New.
type Queue[T any] struct {
	describe func(T) Item
	seed     uint64 // of the next shuffle
	lastKey  uint64
	rev      uint64
	mode     Mode
	list     list[T]
	history  []uint64 // keys of entries really played, oldest first
	undo     []list[T]
}

// list is all that undo brings back.
type list[T any] struct {
	tracks []T
	keys   []uint64 // one per track, never used twice
	order  []int    // a permutation of the indexes
	at     int      // place in order
	gone   bool     // there is no current entry; the next one is at
	fm     bool
	mode   Mode // that order was made for
	mark   time.Duration
}

// New makes an empty queue. The seed decides all shuffles to come.
func New[T any](describe func(T) Item, seed uint64) Queue[T] {
	return Queue[T]{describe: describe, seed: seed, list: list[T]{gone: true}}
}

// Restore makes a queue as it was kept: order may be nil or damaged, then it
// is made anew; current is an index into tracks, or -1.
func (q Queue[T]) Restore(tracks []T, order []int, current int, mode Mode, fm bool) Queue[T] {
	q.mode = mode
	q.list = q.build(tracks, current, fm)
	if mode == Shuffle && !fm && isPermutation(order, len(tracks)) {
		q.list.order = slices.Clone(order)
		q.list.place(current)
	}
	q.history, q.undo = nil, nil
	q.rev++
	return q
}

// Replace starts a new list at index at, which is clamped. The old one can be
// had back with Undo, and mark with it; but a list of the FM is not kept: what
// was there before the FM stays on top.
func (q Queue[T]) Replace(tracks []T, at int, fm bool, mark time.Duration) Queue[T] {
	if len(q.list.tracks) > 0 && !q.list.fm {
		q = q.remember(mark)
	}
	q.list = q.build(tracks, min(max(at, 0), len(tracks)-1), fm)
	q.history = nil
	q.rev++
	return q
}

func (q *Queue[T]) build(tracks []T, current int, fm bool) list[T] {
	l := list[T]{tracks: slices.Clone(tracks), fm: fm}
	l.keys = q.newKeys(len(tracks))
	l.gone = current < 0 || current >= len(tracks)
	q.arrange(&l, current)
	return l
}

func (q *Queue[T]) newKeys(n int) []uint64 {
	keys := make([]uint64, n)
	for i := range keys {
		q.lastKey++
		keys[i] = q.lastKey
	}
	return keys
}

// arrange computes the order of l for the queue's mode, with current first in
// a shuffled one.
func (q *Queue[T]) arrange(l *list[T], current int) {
	l.mode = q.mode
	if q.mode != Shuffle || l.fm {
		l.order = identity(len(l.tracks))
	} else {
		l.order = q.shuffle(l.tracks, current, "")
	}
	l.place(current)
}

// place sets at to the entry with index current.
func (l *list[T]) place(current int) {
	l.at = max(slices.Index(l.order, current), 0)
}

// remember puts the present list on the undo stack.
func (q Queue[T]) remember(mark time.Duration) Queue[T] {
	old := q.list
	old.mark = mark
	from := max(len(q.undo)-undoDepth+1, 0)
	q.undo = append(slices.Clone(q.undo[from:]), old)
	return q
}

// Tracks is the list in the order it was given. It must not be written to.
func (q Queue[T]) Tracks() []T { return q.list.tracks }

// Order is the order in which Tracks is walked, as indexes. It must not be
// written to.
func (q Queue[T]) Order() []int { return q.list.order }

// Mode is the present mode.
func (q Queue[T]) Mode() Mode { return q.mode }

// FM says that the list is the personal FM: it only goes forward.
func (q Queue[T]) FM() bool { return q.list.fm }

// Rev grows when the tracks, the order or the current entry change.
func (q Queue[T]) Rev() uint64 { return q.rev }

// CanUndo says whether Undo would do something.
func (q Queue[T]) CanUndo() bool { return len(q.undo) > 0 }

// Current is the index of the current entry in Tracks, -1 for none.
func (q Queue[T]) Current() int {
	if q.list.gone || q.list.at >= len(q.list.order) {
		return -1
	}
	return q.list.order[q.list.at]
}

// Track is the current entry.
func (q Queue[T]) Track() (track T, ok bool) {
	i := q.Current()
	if i < 0 {
		return track, false
	}
	return q.list.tracks[i], true
}

// Key names the current entry for as long as it is in the queue, 0 for none.
// A track that is in the list twice has two keys.
func (q Queue[T]) Key() uint64 {
	i := q.Current()
	if i < 0 {
		return 0
	}
	return q.list.keys[i]
}

// Left counts the playable entries behind the current one in the order.
func (q Queue[T]) Left() int {
	n := 0
	for _, i := range q.list.order[min(q.list.from(), len(q.list.order)):] {
		if !q.grey(i) {
			n++
		}
	}
	return n
}

// from is the place in order at which the search for the next one begins.
func (l *list[T]) from() int {
	if l.gone {
		return l.at
	}
	return l.at + 1
}

func (q Queue[T]) grey(i int) bool { return q.describe(q.list.tracks[i]).Grey }

// SetMode changes the mode; the current entry stays.
func (q Queue[T]) SetMode(m Mode) Queue[T] {
	if q.mode == m {
		return q
	}
	was := q.mode
	q.mode = m
	if (was == Shuffle || m == Shuffle) && !q.list.fm {
		q.arrange(&q.list, q.Current())
	}
	q.rev++
	return q
}

func identity(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}

func isPermutation(order []int, n int) bool {
	if len(order) != n {
		return false
	}
	seen := make([]bool, n)
	for _, i := range order {
		if i < 0 || i >= n || seen[i] {
			return false
		}
		seen[i] = true
	}
	return true
}
