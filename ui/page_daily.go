package ui

import (
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

func init() {
	section(sectionSpec{
		order: 10, action: keymap.Section1, digit: "1",
		name: func(t *lang.Texts) string { return t.Sections.Daily },
		open: func(a *App) pane.Page { return pane.NewDaily(a.env) },
	})
}
