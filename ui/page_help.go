package ui

import (
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

func init() {
	section(sectionSpec{
		order: 99, action: keymap.Help, digit: "?",
		name: func(t *lang.Texts) string { return t.Sections.Help },
		open: func(a *App) pane.Page { return pane.NewHelp(a.env, a.stateBelow) },
	})
}
