package ui

import (
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

func init() {
	section(sectionSpec{
		order: 30, action: keymap.Section3, digit: "3",
		name: func(t *lang.Texts) string { return t.Sections.FM },
		open: func(a *App) pane.Page { return pane.NewFM(a.env) },
	})
}
