package pane

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/text"
)

// Album is an album's page.
type Album struct {
	songList
	ref catalogue.Ref
}

// NewAlbum makes the page of an album.
func NewAlbum(env *Env, ref catalogue.Ref) *Album {
	a := &Album{ref: ref}
	a.init(env, player.Source{Kind: "album", ID: ref.ID, Name: ref.Name})
	return a
}

// Title is the album's name.
func (a *Album) Title() text.Clean { return text.Of(a.ref.Name) }

// About is the album.
func (a *Album) About() (Thing, bool) { return AlbumThing(a.ref), true }

// Open reads the album when it is not there.
func (a *Album) Open() tea.Cmd {
	if a.loaded || a.Waiting(listTopic) {
		return nil
	}
	return a.load(a.Ask)
}

func (a *Album) load(ask asking) tea.Cmd {
	src, id := a.Env.Songs, a.ref.ID
	a.err = nil
	a.table.Redraw()
	return ask(listTopic, askLimit, func(ctx context.Context) (any, error) { return src.Album(ctx, id) })
}

// Handle adds refreshing.
func (a *Album) Handle(act keymap.Action) tea.Cmd {
	if act == keymap.Refresh {
		return a.load(a.Renew)
	}
	return a.songList.Handle(act)
}

// Apply takes the album.
func (a *Album) Apply(msg tea.Msg) tea.Cmd {
	m, ok := msg.(Answer)
	if !ok {
		return a.songList.Apply(msg)
	}
	if !a.Accept(m) {
		return nil
	}
	al, _ := m.Value.(catalogue.Album)
	a.answered(m.Err, len(al.Songs), func() {
		a.ref.Name = al.Name
		a.source.Name = al.Name
		spans := []kit.Span{{Text: Names(al.Artists), Role: kit.Text}}
		spans = join(spans, released(al.Published))
		a.setIntro(join(spans, al.Company)...)
		a.setSongs(al.Songs)
	})
	return nil
}
