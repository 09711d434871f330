package ui

import (
	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

func init() {
	section(sectionSpec{
		order: 60, action: keymap.Section6, digit: "6",
		name: func(t *lang.Texts) string { return lang.Podcast.Of(t).Title },
		open: func(a *App) pane.Page { return pane.NewPodcasts(a.env) },
	})
	opens(pane.PodcastKind, func(a *App, t pane.Thing) pane.Page { return pane.NewPodcast(a.env, t) })
	offers(pane.ProgramKind, keymap.PlayNext, keymap.Append, keymap.GoPodcast, keymap.FollowRow)
	does((*App).podcastOf, keymap.GoPodcast)
	does((*App).previous, keymap.Previous)
	commanded(command{name: "podcasts", help: lang.Both{ZH: "播客", EN: "podcasts"}, run: act(keymap.Section6)})
}

// podcastOf opens the podcast of the selected program.
func (a *App) podcastOf() tea.Cmd {
	t, _ := a.thing()
	if t.Kind != pane.ProgramKind || t.Of.ID == 0 {
		a.say(lang.Things.In(a.env.Lang).NoPage, true)
		return nil
	}
	return a.openThing(ofProgram(t))
}

// ofProgram is the podcast of a program.
func ofProgram(t pane.Thing) pane.Thing {
	return pane.Thing{Kind: pane.PodcastKind, ID: t.Of.ID, Name: t.Of.Name, Followed: t.Followed}
}

// previous goes to the start of a program that has just gone on from its
// place; else to the song before.
func (a *App) previous() tea.Cmd {
	if p, ok := a.sections[a.sectionOf(keymap.Section6)].page.(*pane.Podcasts); ok && p.FromStart() {
		return nil
	}
	a.env.Do(player.Previous{})
	return nil
}
