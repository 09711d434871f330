package ui

import (
	tea "charm.land/bubbletea/v2"

	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

func init() {
	section(sectionSpec{
		order: 40, action: keymap.Section4, digit: "4",
		name: func(t *lang.Texts) string { return lang.Discover.Of(t).Title },
		open: func(a *App) pane.Page { return pane.NewDiscover(a.env, a.choose) },
	})
	opens(pane.AlbumKind, func(a *App, t pane.Thing) pane.Page {
		return pane.NewAlbum(a.env, catalogue.Ref{ID: t.ID, Name: t.Name}, a.choose)
	})
	opens(pane.ArtistKind, func(a *App, t pane.Thing) pane.Page {
		return pane.NewArtist(a.env, catalogue.Ref{ID: t.ID, Name: t.Name}, a.choose)
	})
	does(func(a *App) tea.Cmd { return a.goTo(pane.NewPast(a.env)) }, keymap.DailyPast)
	for _, action := range []keymap.Action{keymap.Choose, keymap.NextChoice, keymap.PrevChoice} {
		does(func(a *App) tea.Cmd { return a.chooseHere(action) }, action)
	}
}

// choose shows rows of which one is taken.
func (a *App) choose(c pane.Choosing) {
	p := &picker{choose: func(_ *App, i int) tea.Cmd { return c.Take(i) }}
	p.Title, p.Hint, p.Empty = c.Title, c.Hint, a.env.Texts.States.EmptySearch
	p.Set(c.Picks)
	p.Select(c.At)
	a.over(p)
}

// chooseHere is for pages whose lists depend on a choice; others have none.
func (a *App) chooseHere(action keymap.Action) tea.Cmd {
	if d, ok := a.focused().(interface{ Dialled() bool }); !ok || !d.Dialled() {
		a.say(lang.Discover.In(a.env.Lang).NoChoice, true)
		return nil
	}
	return a.focused().Handle(action)
}
