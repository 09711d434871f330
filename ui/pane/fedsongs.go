package pane

import (
	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/text"
)

// fedSongs is a page of songs that come part by part, each as a T that knows
// more of it.
type fedSongs[T any] struct {
	songList
	feed  feed[T]
	items map[int64]*T // by the song's id
	song  func(*T) catalogue.Song
}

// feedBy says where the songs come from.
func (p *fedSongs[T]) feedBy(song func(*T) catalogue.Song, read func() reading[T]) {
	p.song, p.items = song, map[int64]*T{}
	p.feed = feed[T]{sheet: &p.sheet, show: p.show, read: read}
}

// show adds rows behind those that are there; the first part replaces them.
func (p *fedSongs[T]) show(rows []T, first bool) {
	if first {
		p.items = make(map[int64]*T, len(rows))
	}
	songs := make([]catalogue.Song, 0, len(rows))
	for i := range rows {
		s := p.song(&rows[i])
		if _, have := p.items[s.ID]; !have && s.ID != 0 {
			p.items[s.ID] = &rows[i]
			songs = append(songs, s)
		}
	}
	if first {
		p.setSongs(songs)
		return
	}
	p.extend(songs)
}

// Wheel scrolls, and reads on.
func (p *fedSongs[T]) Wheel(rows int) tea.Cmd {
	p.songList.Wheel(rows)
	return p.feed.pageOn(moreWithin)
}

// MoveTo puts the cursor on the n-th row.
func (p *fedSongs[T]) MoveTo(n int) tea.Cmd {
	p.songList.MoveTo(n)
	return p.feed.pageOn(moreWithin)
}

// ScrollTo shows the rows from one on.
func (p *fedSongs[T]) ScrollTo(top int) tea.Cmd {
	p.songList.ScrollTo(top)
	return p.feed.pageOn(moreWithin)
}

// songFeed is such a page of plain songs.
type songFeed struct {
	fedSongs[catalogue.Song]
	name  string
	dials *dials
}

func newSongFeed(env *Env, name string, source player.Source, read func() reading[catalogue.Song]) *songFeed {
	p := &songFeed{name: name}
	p.init(env, source)
	p.feedBy(itself, read)
	return p
}

func itself(s *catalogue.Song) catalogue.Song { return *s }

func (p *songFeed) dialled() *dials { return p.dials }

// Title is the page's name.
func (p *songFeed) Title() text.Clean { return text.Of(p.name) }

// Open reads the songs when they are not there.
func (p *songFeed) Open() tea.Cmd { return p.feed.open() }

// Handle adds refreshing, and asks for more songs at the end.
func (p *songFeed) Handle(a keymap.Action) tea.Cmd {
	if a == keymap.Refresh {
		return p.feed.load(p.Renew)
	}
	return tea.Batch(p.songList.Handle(a), p.feed.pageOn(moreWithin))
}

// Apply takes songs, and redraws what news touch.
func (p *songFeed) Apply(msg tea.Msg) tea.Cmd {
	return tea.Batch(p.songList.Apply(msg), p.feed.apply(msg))
}
