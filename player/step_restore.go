package player

import "ncmtui/player/queue"

// Restore puts another kept state in the place of all that plays: the queue of
// another account, paused at its place. The song that played is left, and the
// queue before cannot be had back. Volume, Muted and Mode of Kept hold too; the
// zero Mode is Order.
type Restore struct{ Kept Saved }

func (Restore) command() {}

func (t *step) restore(kept Saved) {
	t.halt(nil, EndLeft)
	t.cur = deckState{}
	t.pos = place{taken: t.now}
	t.volume, t.muted = min(max(kept.Volume, 0), 100), kept.Muted
	t.queue = restored(t.queue, kept)
	if track, ok := t.queue.Track(); ok {
		t.cur = t.newDeck(track, t.queue.Key(), max(kept.At, 0))
		t.pos.at, t.pos.counted = t.cur.at, t.cur.at
		t.stopped = false
	}
}

// restored is a queue as it was kept, with the one before it to go back to.
func restored(q playQueue, kept Saved) playQueue {
	mode := queue.Mode(min(kept.Mode, Shuffle))
	former := kept.Former
	if former == nil || len(former.Tracks) == 0 {
		return q.Restore(kept.Tracks, kept.Order, kept.Current, mode, kept.FM)
	}
	before := q.Restore(former.Tracks, former.Order, former.Current, mode, false)
	return before.Restore(kept.Tracks, kept.Order, kept.Current, mode, kept.FM).Behind(before, former.At)
}
