package ui

import (
	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

func init() {
	opens(pane.SongKind, func(a *App, t pane.Thing) pane.Page { return pane.NewSongPage(a.env, t) })
	does((*App).songPage, keymap.SongPage)
	offers(pane.SongKind, keymap.SongPage)
	offers(playingKind, keymap.SongPage)
	single = append(single, keymap.SongPage)
}

// songPage opens the page of the selected song, else of the playing one.
func (a *App) songPage() tea.Cmd {
	if c, ok := a.selected(); ok {
		return a.openThing(pane.SongThing(c))
	}
	if a.env.Snap.Track == nil {
		a.say(lang.Song.In(a.env.Lang).None, true)
		return nil
	}
	return a.openThing(pane.SongThing(pane.Choice{Song: a.env.SongOf(a.env.Snap.Track)}))
}
