package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

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
	if n.LoginLost {
		a.env.User.LoggedIn = false
		a.userKnown = true
		a.fail(pane.ErrLogin)
		return a.hear(badTime)
	}
	a.say(text.Of(n.Text.In(a.svc.Lang)).String(), n.Bad)
	return a.hear(pick(n.Bad, badTime, toastTime))
}
