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
	round    []int    // the order after this one, when nothing is left of it in Shuffle
	passed   []T      // see Passed
	history  []uint64 // keys of entries really played, oldest first
	undo     []list[T]
	redo     []list[T]
}

// list is all that undo brings back.
type list[T any] struct {
	entries []*entry[T]
	tracks  []T   // of the entries; nil in what undo keeps
	order   []int // a permutation of the indexes
	at      int   // place in order
	gone    bool  // there is no current entry; the next one is at
	fm      bool
	mode    Mode // that order was made for
	mark    time.Duration
}

// entry is one row. It is never written to, and shared by all lists that
// have it.
type entry[T any] struct {
	Item
	track *T
	key   uint64 // never used twice
}

// New makes an empty queue. The seed decides all shuffles to come.
func New[T any](describe func(T) Item, seed uint64) Queue[T] {
	return Queue[T]{describe: describe, seed: seed, list: list[T]{gone: true}}
}

// Describe judges all tracks anew, and those to come, by another description.
func (q Queue[T]) Describe(describe func(T) Item) Queue[T] {
	q.describe = describe
	l := q.list
	l.entries = make([]*entry[T], len(q.list.entries))
	for i, e := range q.list.entries {
		l.entries[i] = &entry[T]{Item: describe(*e.track), track: e.track, key: e.key}
	}
	return q.commit(l)
}

// Restore makes a queue as it was kept: order may be nil or damaged, then it
// is made anew; current is an index into tracks, or -1.
func (q Queue[T]) Restore(tracks []T, order []int, current int, mode Mode, fm bool) Queue[T] {
	q.mode = mode
	l := q.build(tracks, current, fm)
	if mode == Shuffle && !fm && isPermutation(order, len(tracks)) {
		l.order = slices.Clone(order)
		l.place(current)
	}
	q.history, q.undo, q.redo = nil, nil, nil
	return q.commit(l)
}

// Replace starts a new list at index at, which is clamped. The old one can be
// had back with Undo, and mark with it; but a list of the FM is not kept: what
// was there before the FM stays on top.
func (q Queue[T]) Replace(tracks []T, at int, fm bool, mark time.Duration) Queue[T] {
	if len(q.list.entries) > 0 && !q.list.fm {
		q = q.remember(mark)
	}
	q.history, q.redo = nil, nil
	l := q.build(tracks, min(max(at, 0), len(tracks)-1), fm)
	return q.commit(l)
}

func (q *Queue[T]) build(tracks []T, current int, fm bool) list[T] {
	own := slices.Clone(tracks)
	l := list[T]{entries: q.enter(own), tracks: own, fm: fm}
	l.gone = current < 0 || current >= len(tracks)
	q.arrange(&l, current)
	return l
}

// enter makes entries of tracks, which nobody may write to any more.
func (q *Queue[T]) enter(tracks []T) []*entry[T] {
	block := make([]entry[T], len(tracks))
	out := make([]*entry[T], len(tracks))
	for i := range tracks {
		q.lastKey++
		block[i] = entry[T]{Item: q.describe(tracks[i]), track: &tracks[i], key: q.lastKey}
		out[i] = &block[i]
	}
	return out
}

// arrange computes the order of l for the queue's mode, with current first in
// a shuffled one.
func (q *Queue[T]) arrange(l *list[T], current int) {
	l.mode = q.mode
	if q.mode != Shuffle || l.fm {
		l.order = identity(len(l.entries))
	} else {
		l.order = q.shuffle(l.entries, current, "")
	}
	l.place(current)
}

// place sets at to the entry with index current.
func (l *list[T]) place(current int) {
	l.at = max(slices.Index(l.order, current), 0)
}

// commit makes l the queue's list. All changes end here.
func (q Queue[T]) commit(l list[T]) Queue[T] {
	if l.tracks == nil {
		l.tracks = make([]T, len(l.entries))
		for i, e := range l.entries {
			l.tracks[i] = *e.track
		}
	}
	q.list, q.passed, q.round = l, nil, nil
	if q.shuffled() && len(l.order) > 1 && q.playable(l.order, l.from()) < 0 {
		q.round = q.shuffle(l.entries, -1, q.artist(q.Current()))
	}
	q.rev++
	return q
}

// shuffled says that the order is another one than the list's.
func (q *Queue[T]) shuffled() bool { return q.mode == Shuffle && !q.list.fm }

// playable is the first place from at on in order whose entry can be played,
// -1 for none.
func (q *Queue[T]) playable(order []int, at int) int {
	for ; at < len(order); at++ {
		if !q.list.entries[order[at]].Grey {
			return at
		}
	}
	return -1
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
	return q.list.entries[i].key
}

// Playable says whether anything in the queue can be played.
func (q Queue[T]) Playable() bool { return q.playable(q.list.order, 0) >= 0 }

// Left counts the playable entries behind the current one in the order.
func (q Queue[T]) Left() int {
	n := 0
	for _, i := range q.list.order[min(q.list.from(), len(q.list.order)):] {
		if !q.list.entries[i].Grey {
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

// find is the index of the entry with a key, -1 for none.
func (l *list[T]) find(key uint64) int {
	return slices.IndexFunc(l.entries, func(e *entry[T]) bool { return e.key == key })
}

// SetMode changes the mode; the current entry stays.
func (q Queue[T]) SetMode(m Mode) Queue[T] {
	if q.mode == m {
		return q
	}
	was, l := q.mode, q.list
	q.mode = m
	if (was == Shuffle || m == Shuffle) && !l.fm {
		q.arrange(&l, q.Current())
	}
	return q.commit(l)
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
