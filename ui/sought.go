package ui

import (
	"time"

	"ncmtui/player"
	"ncmtui/ui/keymap"
)

// sought tells the repeats of a held key from a wish: those that come when the
// song has changed under the key are not meant for the next one.
type sought struct {
	at   time.Time // of the last seek ahead
	deaf time.Time // until then none is taken
}

const (
	soughtWithin = 1500 * time.Millisecond // a seek near the end brings the next song about that soon
	deafFor      = time.Second
)

// spent says whether an action is such a repeat; it notes other seeks, and
// that something else was wished since.
func (s *sought) spent(action keymap.Action, now time.Time) bool {
	if action != keymap.SeekAhead && action != keymap.SeekAhead9 {
		*s = sought{}
		return false
	}
	if now.Before(s.deaf) {
		return true
	}
	s.at = now
	return false
}

// pass notes a change of song that a seek has led to.
func (s *sought) pass(before, after player.Snapshot, now time.Time) {
	if before.Track == nil || after.Track == nil || before.Track.ID == after.Track.ID {
		return
	}
	if !s.at.IsZero() && now.Sub(s.at) < soughtWithin {
		s.deaf = now.Add(deafFor)
	}
}
