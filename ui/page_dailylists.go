package ui

import (
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

func init() {
	section(sectionSpec{
		order: 40, action: keymap.Section4, digit: "4",
		name: func(t *lang.Texts) string { return t.Sections.DailyLists },
		open: func(a *App) pane.Page { return pane.NewDailyLists(a.env) },
	})
}
