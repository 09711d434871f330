package pane

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/text"
)

// Artist is an artist's page: the songs most listened to.
type Artist struct {
	songList
	ref catalogue.Ref
}

// NewArtist makes the page of an artist.
func NewArtist(env *Env, ref catalogue.Ref) *Artist {
	a := &Artist{ref: ref}
	a.init(env, player.Source{Kind: "artist", ID: ref.ID, Name: ref.Name})
	return a
}

// Title is the artist's name.
func (a *Artist) Title() text.Clean { return text.Of(a.ref.Name) }

// About is the artist.
func (a *Artist) About() (Thing, bool) { return ArtistThing(a.ref), true }

// Open reads the artist when it is not there.
func (a *Artist) Open() tea.Cmd {
	if a.loaded || a.Waiting(listTopic) {
		return nil
	}
	return a.load(a.Ask)
}

func (a *Artist) load(ask asking) tea.Cmd {
	src, id := a.Env.Songs, a.ref.ID
	a.err = nil
	a.table.Redraw()
	return ask(listTopic, askLimit, func(ctx context.Context) (any, error) { return src.Artist(ctx, id) })
}

// Handle adds refreshing.
func (a *Artist) Handle(act keymap.Action) tea.Cmd {
	if act == keymap.Refresh {
		return a.load(a.Renew)
	}
	return a.songList.Handle(act)
}

// Apply takes the artist.
func (a *Artist) Apply(msg tea.Msg) tea.Cmd {
	m, ok := msg.(Answer)
	if !ok {
		return a.songList.Apply(msg)
	}
	if !a.Accept(m) {
		return nil
	}
	ar, _ := m.Value.(catalogue.Artist)
	a.answered(m.Err, len(ar.Hot), func() {
		a.ref.Name = ar.Name
		a.source.Name = ar.Name
		t := a.Env.Texts.Lists
		spans := join(nil, fmt.Sprintf(t.SongCount, ar.Songs))
		spans = join(spans, fmt.Sprintf(t.AlbumCount, ar.Albums))
		a.setIntro(join(spans, ar.Brief)...)
		a.setSongs(ar.Hot)
	})
	return nil
}
