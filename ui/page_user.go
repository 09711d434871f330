package ui

import (
	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

func init() {
	opens(pane.UserKind, func(a *App, t pane.Thing) pane.Page { return pane.NewUser(a.env, t) })
	does((*App).myself, keymap.Myself)
	commanded(command{
		name: "me", help: lang.Both{ZH: "自己的主页", EN: "your own page"}, needs: keymap.Account, run: act(keymap.Myself),
	})
}

// myself opens the account's own page.
func (a *App) myself() tea.Cmd {
	if p, ok := a.page().(*pane.UserPage); ok {
		if t, _ := p.About(); t.ID == a.env.User.ID {
			return nil
		}
	}
	return a.openThing(pane.Thing{Kind: pane.UserKind, ID: a.env.User.ID, Name: a.env.User.Name})
}
