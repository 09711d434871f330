package ui

import (
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

func init() {
	section(sectionSpec{
		order: 20, action: keymap.Section2, digit: "2",
		name: func(t *lang.Texts) string { return t.Sections.Playlists },
		open: func(a *App) pane.Page { return pane.NewPlaylists(a.env) },
	})
}
