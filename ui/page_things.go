package ui

import (
	"ncmtui/ui/pane"
)

// The pages of things that rows lead to.
func init() {
	opens(pane.PlaylistKind, func(a *App, t pane.Thing) pane.Page {
		list := t.Playlist
		list.ID, list.Name = t.ID, t.Name
		return pane.NewPlaylist(a.env, list)
	})
}
