package ui

import (
	"fmt"
	"time"

	"ncmtui/player"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

// toast is a sentence for a moment, in place of the hints.
type toast struct {
	text  string
	bad   bool
	kept  bool // said of a change of song that is still to come: it outlives that one
	undo  bool // it says how to take something back; a click on it does
	until time.Time
}

// say shows a sentence for a moment.
func (a *App) say(s string, bad bool) {
	a.toast = toast{text: s, bad: bad, until: a.env.Now().Add(pick(bad, badTime, toastTime))}
	a.env.Log.Add(pane.Said{At: a.env.Now(), Text: s, Bad: bad})
}

// fail shows an error as its sentence.
func (a *App) fail(err error) { a.say(a.env.Explain(err).String(), true) }

// unsay takes the toast away: what it spoke of is over.
func (a *App) unsay() { a.toast = toast{} }

// outdate takes away what was said during another song.
func (a *App) outdate(before player.Snapshot) {
	now := a.env.Snap.Track
	if now == nil || before.Track != nil && before.Track.ID == now.ID {
		return
	}
	if a.toast.kept {
		a.toast.kept = false
		return
	}
	a.unsay()
}

// question puts one over the screen; nothing stands before its keys.
func (a *App) question(q pane.Sure) {
	a.unsay()
	a.asking = &q
}

// passedOver says why a song was skipped. It is worth reading when the next
// one has begun.
func (a *App) passedOver(e player.Skipped) {
	t := a.env.Texts.Toast
	why := a.env.Explain(e.Err).What
	if e.Err == nil {
		why = t.Unplayable
	}
	name := text.Of(a.env.SongOf(&e.Track).Name).String()
	what := fmt.Sprintf(t.SkippedSong, name)
	if e.Run > 1 {
		what = fmt.Sprintf(t.SkippedRun, e.Run, name)
	}
	a.say(what+" · "+why, true)
	a.toast.kept = e.Track.ID == a.env.Playing()
}

// otherForm says that a song is not played in the quality that was asked for,
// and why.
func (a *App) otherForm(e player.Reformed) {
	name := text.Of(a.env.SongOf(&e.Track).Name).String()
	a.say(fmt.Sprintf(a.env.Texts.Toast.OtherForm, name, text.Of(e.Refused).String(), text.Of(e.Got.Format).String()), false)
	a.toast.kept = e.Track.ID == a.env.Playing()
}

// heardFrom says that the sound comes from another output than it did; the
// first one is no news.
func (a *App) heardFrom(now, before player.Output) {
	if before.Name == "" || a.toast.bad && a.toast.until.After(a.env.Now()) { // why a song was passed over matters more
		return
	}
	a.say(fmt.Sprintf(a.env.Texts.Toast.OutputNow, text.Of(now.Name).String()), false)
}
