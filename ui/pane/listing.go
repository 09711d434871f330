package pane

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// Listing is a page of songs that one question gives.
type Listing struct {
	songList
	name string
	read func(context.Context) ([]catalogue.Song, error)
}

// NewListing makes a page of songs. name is its title, uncleaned; source says
// where plays come from; read runs in a Cmd.
func NewListing(env *Env, name string, source player.Source, read func(context.Context) ([]catalogue.Song, error)) *Listing {
	l := &Listing{name: name, read: read}
	l.init(env, source)
	return l
}

// NewSimilar makes the page of the songs that are like one.
func NewSimilar(env *Env, s catalogue.Song) *Listing {
	src := env.Related
	name := lang.Pages.In(env.Lang).Similar + " · " + s.Name
	return NewListing(env, name, player.Source{Kind: "song", ID: s.ID, Name: s.Name},
		func(ctx context.Context) ([]catalogue.Song, error) { return src.Similar(ctx, s.ID) })
}

// Title is the page's name.
func (l *Listing) Title() text.Clean { return text.Of(l.name) }

// Open reads the songs when they are not there.
func (l *Listing) Open() tea.Cmd {
	if l.loaded || l.Waiting(listTopic) {
		return nil
	}
	return l.load(l.Ask)
}

func (l *Listing) load(ask asking) tea.Cmd {
	read := l.read
	l.err = nil
	l.table.Redraw()
	return ask(listTopic, askLimit, func(ctx context.Context) (any, error) { return read(ctx) })
}

// Handle adds refreshing.
func (l *Listing) Handle(a keymap.Action) tea.Cmd {
	if a == keymap.Refresh {
		return l.load(l.Renew)
	}
	return l.songList.Handle(a)
}

// Apply takes the songs.
func (l *Listing) Apply(msg tea.Msg) tea.Cmd {
	m, ok := msg.(Answer)
	if !ok {
		return l.songList.Apply(msg)
	}
	if l.Accept(m) {
		songs, _ := m.Value.([]catalogue.Song)
		l.answered(m.Err, len(songs), func() { l.setSongs(songs) })
	}
	return nil
}
