package ui

import (
	"fmt"
	"time"

	"ncmtui/player"
	"ncmtui/ui/text"
)

// undoing is a change of the queue that the player was asked to take back: the
// queue before that, to tell what came back.
type undoing struct {
	queue player.Queue
	at    time.Time // zero: none
}

// undoWithin is how soon the player answers; a change that comes later is
// another one.
const undoWithin = time.Second

// undoQueue takes back the last change of the queue.
func (a *App) undoQueue() {
	a.undoing = undoing{a.env.Snap.Queue, a.env.Now()}
	a.env.UndoQueue()
}

// undone says what an undo has brought back, once the queue shows it.
func (a *App) undone() {
	u, now := a.undoing, a.env.Snap.Queue
	if u.at.IsZero() || now.Rev == u.queue.Rev {
		return
	}
	a.undoing = undoing{}
	if a.env.Now().Sub(u.at) > undoWithin {
		return
	}
	a.say(a.nameUndone(u.queue.Tracks, now.Tracks), false)
}

func (a *App) nameUndone(before, now []player.Track) string {
	t := a.env.Texts.Undo
	back, gone := without(now, before), without(before, now)
	switch {
	case len(back) > 0 && len(gone) > 0:
		return t.Former
	case len(back) > 0:
		return a.nameOrCount(t.Back, t.BackMany, back)
	case len(gone) > 0:
		return a.nameOrCount(t.Gone, t.GoneMany, gone)
	}
	return a.env.Texts.Toast.Undone
}

// nameOrCount names a single song, and counts several.
func (a *App) nameOrCount(one, many string, tracks []player.Track) string {
	name := text.Of(a.env.SongOf(&tracks[0]).Name).String()
	if len(tracks) > 1 || name == "" {
		return fmt.Sprintf(many, len(tracks))
	}
	return fmt.Sprintf(one, name)
}

// without gives those of tracks that are not among others, each as often as it
// is missing there.
func without(tracks, others []player.Track) []player.Track {
	have := make(map[int64]int, len(others))
	for i := range others {
		have[others[i].ID]++
	}
	var out []player.Track
	for i := range tracks {
		if have[tracks[i].ID]--; have[tracks[i].ID] < 0 {
			out = append(out, tracks[i])
		}
	}
	return out
}
