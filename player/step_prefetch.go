package player

import "time"

// hintApart is between two songs that are opened on a hint: who walks down a
// list asks the service little.
const hintApart = time.Second

// prefetch takes a hint.
func (t *step) prefetch(track Track) {
	if t.hint.gen != 0 && t.hint.track.ID == track.ID {
		return
	}
	t.dropHint()
	if track.ID == 0 || track.Grey || t.holds(t.cur, track) || t.holds(t.next, track) {
		return
	}
	t.hint = t.newDeck(track, 0, 0)
	t.hint.stage, t.hint.openAt = waiting, t.now
	if soonest := t.hintedAt.Add(hintApart); soonest.After(t.now) {
		t.hint.openAt = soonest
	}
}

func (t *step) holds(d deckState, track Track) bool { return d.gen != 0 && d.track.ID == track.ID }

func (t *step) dropHint() {
	if t.hint.gen != 0 {
		t.do(EffDrop{Gen: t.hint.gen})
		t.hint = deckState{}
	}
}

// planHint opens the song of a hint when nothing else needs the network.
func (t *step) planHint() {
	if t.hint.gen == 0 {
		return
	}
	if t.holds(t.cur, t.hint.track) || t.holds(t.next, t.hint.track) {
		t.dropHint()
		return
	}
	if t.hint.stage == waiting && t.idle() && !t.now.Before(t.hint.openAt) {
		t.hint.stage, t.hintedAt = opening, t.now
		t.do(EffOpen{Gen: t.hint.gen, Track: t.hint.track})
	}
}

// idle says that the song that plays, if any, has enough ahead.
func (t *step) idle() bool {
	return !t.await && (t.cur.gen == 0 || !t.play || t.cur.stage == ready && t.comfortable())
}

// deckFor makes the deck of a track, or takes the one that a hint has opened.
func (t *step) deckFor(track Track, key uint64, at time.Duration) deckState {
	if h := t.hint; t.holds(h, track) && (h.stage == opening || h.stage == ready) {
		t.hint = deckState{}
		h.track, h.key, h.at = track, key, at
		return h
	}
	return t.newDeck(track, key, at)
}
