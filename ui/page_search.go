package ui

import (
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

func init() {
	section(sectionSpec{
		order: 50, action: keymap.Section5, digit: "5",
		name: func(t *lang.Texts) string { return t.Sections.Search },
		open: func(a *App) pane.Page { return pane.NewSearch(a.env) },
	})
}
