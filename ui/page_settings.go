package ui

import (
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

func init() {
	section(sectionSpec{
		order: 90, action: keymap.Settings, digit: "9",
		name: func(t *lang.Texts) string { return t.Sections.Settings },
		open: func(a *App) pane.Page { return pane.NewSettings(a.env, a) },
	})
}
