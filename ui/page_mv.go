package ui

import (
	"ncmtui/ui/keymap"
	"ncmtui/ui/pane"
)

func init() {
	opens(pane.MVKind, func(a *App, t pane.Thing) pane.Page { return pane.NewVideoPage(a.env, t) })
	offers(pane.MVKind, keymap.Enter)
}
