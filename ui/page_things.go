package ui

import (
	"ncmtui/store/catalogue"
	"ncmtui/ui/pane"
)

// The pages of things that rows lead to.
func init() {
	opens(pane.AlbumKind, func(a *App, t pane.Thing) pane.Page {
		return pane.NewAlbum(a.env, catalogue.Ref{ID: t.ID, Name: t.Name})
	})
	opens(pane.ArtistKind, func(a *App, t pane.Thing) pane.Page {
		return pane.NewArtist(a.env, catalogue.Ref{ID: t.ID, Name: t.Name})
	})
	opens(pane.PlaylistKind, func(a *App, t pane.Thing) pane.Page {
		list := t.Playlist
		list.ID, list.Name = t.ID, t.Name
		return pane.NewPlaylist(a.env, list)
	})
}
