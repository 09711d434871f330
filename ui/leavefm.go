package ui

import (
	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
)

// maxLeaving bounds the changes of the FM's own songs that lie between it and
// the queue before.
const maxLeaving = 40

func init() { does((*App).leaveFM, keymap.LeaveFM) }

// leaveFM brings the queue back that was there before the FM, whatever was
// changed on the FM since.
func (a *App) leaveFM() tea.Cmd {
	t := lang.Leaving.In(a.env.Lang)
	switch q := a.env.Snap.Queue; {
	case !q.FM:
		a.say(t.NoFM, true)
	case !q.CanUndo:
		a.say(t.Nothing, true)
	default:
		a.leaving = maxLeaving
		a.env.Do(player.UndoQueue{})
	}
	return nil
}

// leaveOn goes on until the FM is left.
func (a *App) leaveOn() {
	if a.leaving == 0 {
		return
	}
	if q := a.env.Snap.Queue; q.FM && q.CanUndo {
		a.leaving--
		a.env.Do(player.UndoQueue{})
		return
	} else if !q.FM {
		a.say(lang.Leaving.In(a.env.Lang).Left, false)
	}
	a.leaving = 0
}
