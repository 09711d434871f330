package ui

import (
	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/pane"
)

func init() {
	does(func(a *App) tea.Cmd {
		if _, there := a.page().(*pane.Messages); there {
			return nil
		}
		return a.goTo(pane.NewMessages(a.env))
	}, keymap.Messages)
}
