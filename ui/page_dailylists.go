package ui

import (
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

func init() {
	section(sectionSpec{
		order: 15, action: keymap.DailyLists, digit: " ", // aligned with those that have one
		name: func(t *lang.Texts) string { return t.Sections.DailyLists },
		open: func(a *App) pane.Page { return pane.NewDailyLists(a.env) },
	})
}
