package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

// Notice is something the user should hear of that no page asked for: a slip
// in the settings, a disk that fails, a login that is over.
type Notice struct {
	Text      lang.Both // uncleaned
	Bad       bool      // said in the colour of trouble, and for longer
	LoginLost bool      // the account must log in again; Text is not needed
	Stays     bool      // in a box, until a key is pressed after there was time to read it
	Reload    *Reload   // the settings' file changed; Text is not needed
	Like      *LikeNews // what was liked elsewhere than on the screen
	Recount   bool      // Counted and Tally have changed; Text is not needed
	Account   bool      // another process has changed the login; Text is not needed
	// Thrown is a song that the FM is not to play again, by a command from
	// outside; Text is for screens that cannot take it back.
	Thrown *ThrownNews
}

// ThrownNews says that a song is in the FM's trash. Back takes it out again for
// the five seconds in which that is possible; it returns at once.
type ThrownNews struct {
	Song int64
	Back func()
}

// LikeNews says that a song is liked, or no longer.
type LikeNews struct {
	Song int64
	On   bool
}

type noticeMsg Notice

// hear waits for the next notice, so that each can be read before the next.
func (a *App) hear(pause time.Duration) tea.Cmd {
	if a.svc.Notices == nil {
		return nil
	}
	notices, done := a.svc.Notices, a.done
	return func() tea.Msg {
		timer := time.NewTimer(pause)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-done:
			return nil
		}
		select {
		case n := <-notices:
			return noticeMsg(n)
		case <-done:
			return nil
		}
	}
}

// notice says one. After a lost login everything stays as it is but the
// account, which can log in again.
func (a *App) notice(n Notice) tea.Cmd {
	if n.Recount {
		a.recount()
		return a.hear(0)
	}
	if n.Reload != nil {
		return tea.Batch(a.reload(*n.Reload), a.hear(toastTime))
	}
	if n.Account {
		return tea.Batch(a.who(), a.hear(0))
	}
	if n.LoginLost && a.env.Guest {
		return a.hear(0) // given up, not lost
	}
	if n.LoginLost {
		a.lost = true
		a.env.User.LoggedIn = false
		a.userKnown = true
		a.fail(pane.ErrLogin)
		return a.hear(badTime)
	}
	if n.Like != nil {
		a.env.Likes.Set(n.Like.Song, n.Like.On)
		a.say(text.Of(n.Text.In(a.svc.Lang)).String(), false)
		return tea.Batch(a.broadcast(pane.LikeNews{}), a.hear(0))
	}
	if n.Thrown != nil {
		a.thrownElsewhere(n.Thrown.Song, n.Thrown.Back)
		return a.hear(0)
	}
	if n.Stays {
		if len(a.notes) == 0 {
			a.notedAt = a.env.Now()
		}
		a.notes = append(a.notes, text.Of(n.Text.In(a.svc.Lang)))
		return a.hear(0)
	}
	a.say(text.Of(n.Text.In(a.svc.Lang)).String(), n.Bad)
	return a.hear(pick(n.Bad, badTime, toastTime))
}

// noteTime is how long keys leave the notices alone.
const noteTime = 10 * time.Second

// noted is how many of the notices have room, and their lines in w cells.
func (a *App) noted(w int) (n int, lines []text.Clean) {
	room := max(a.lay.h/2-2, 1)
	for _, note := range a.notes {
		more := note.Wrap(w)
		if n > 0 && len(lines)+len(more) > room {
			break
		}
		n, lines = n+1, append(lines, more...)
	}
	return n, lines[:min(len(lines), room)]
}

// noteWidth is what a line of the notices may take.
func (a *App) noteWidth() int { return a.lay.w - 6 }

// dismiss takes the notices away that were read; Esc says so itself.
func (a *App) dismiss(key string) (done bool) {
	if len(a.notes) == 0 || a.lay.shape == tiny || a.asking != nil {
		return false
	}
	if key != "esc" && a.env.Now().Before(a.notedAt.Add(noteTime)) {
		return false
	}
	n, _ := a.noted(a.noteWidth())
	a.notes, a.notedAt = a.notes[n:], a.env.Now()
	return key == "esc"
}

// noteBox draws the notices.
func (a *App) noteBox() kit.Popup {
	_, lines := a.noted(a.noteWidth())
	title := []kit.Span{{Text: text.Of("Esc " + a.env.Texts.Typing.Close), Role: kit.Quiet}}
	inner := kit.Width(title) + 4
	for _, l := range lines {
		inner = max(inner, l.Width()+2)
	}
	body := make([]string, len(lines))
	for i, l := range lines {
		body[i] = kit.Line(&a.env.Theme.Plain, inner, kit.Span{Text: text.Of(" ")}, kit.Span{Text: l, Role: kit.Warn})
	}
	return kit.Popup{Lines: kit.Frame(a.env.Theme, inner+2, title, body, false, kit.Bar{}), W: inner + 2}
}
