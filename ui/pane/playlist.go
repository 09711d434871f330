package pane

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/text"
)

// Playlist is a playlist's page: all its songs at once, their details as they
// come, those on the screen first.
type Playlist struct {
	songList
	list   catalogue.Playlist
	former songRows // before songs were taken out: they come back when that is refused
	unsent []int64  // the order before songs were moved, nil when none was
}

// NewPlaylist makes the page of a playlist of which at least ID and Name are
// known.
func NewPlaylist(env *Env, list catalogue.Playlist) *Playlist {
	p := &Playlist{list: list}
	p.init(env, player.Source{Kind: "list", ID: list.ID, Name: list.Name})
	p.describe()
	return p
}

// Title is the playlist's name.
func (p *Playlist) Title() text.Clean { return text.Of(p.list.Name) }

// Count is the full number of songs, known before they are read.
func (p *Playlist) Count() (int, bool) {
	if n, ok := p.songList.Count(); ok {
		return n, true
	}
	return p.list.Count, p.list.Count > 0
}

func (p *Playlist) describe() {
	var spans []kit.Span
	if p.list.Creator.Name != "" {
		spans = append(spans, kit.Span{Text: text.Of(p.list.Creator.Name), Role: kit.Text})
	}
	if at := released(p.list.Updated); at != "" {
		spans = join(spans, at)
	}
	if d := text.Of(p.list.Description); !d.Empty() {
		spans = join(spans, d.String())
	}
	p.setIntro(spans...)
}

// join adds a quiet part to an intro.
func join(spans []kit.Span, s string) []kit.Span {
	if s == "" {
		return spans
	}
	if len(spans) > 0 {
		spans = append(spans, kit.Span{Text: text.Of("  ·  "), Role: kit.Faint})
	}
	return append(spans, kit.Span{Text: text.Of(s), Role: kit.Quiet})
}

// Open reads the list, or goes on reading its details.
func (p *Playlist) Open() tea.Cmd {
	switch {
	case p.Waiting(listTopic):
		return nil
	case p.loaded:
		return p.fill()
	}
	id := p.list.ID
	known := p.askKnown(func(ctx context.Context, src KnownSource) (any, bool) { return src.Playlist(ctx, id) })
	return tea.Batch(known, p.load(p.Ask))
}

func (p *Playlist) load(ask asking) tea.Cmd {
	p.sendOrder()
	src, id := p.Env.Lists, p.list.ID
	p.err = nil
	p.table.Redraw()
	return ask(listTopic, askLimit, func(ctx context.Context) (any, error) { return src.Playlist(ctx, id) })
}

// Handle adds refreshing, and asks for the details that came into view.
func (p *Playlist) Handle(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Refresh:
		return p.load(p.Renew)
	case keymap.SongDown:
		return p.shift(1)
	case keymap.SongUp:
		return p.shift(-1)
	default:
	}
	return tea.Batch(p.songList.Handle(a), p.more())
}

// MoveTo puts the cursor on the n-th row.
func (p *Playlist) MoveTo(n int) tea.Cmd {
	p.table.MoveTo(n)
	return p.more()
}

// ScrollTo shows the rows from one on.
func (p *Playlist) ScrollTo(top int) tea.Cmd {
	p.songList.ScrollTo(top)
	return p.more()
}

// About is the playlist.
func (p *Playlist) About() (Thing, bool) { return PlaylistThing(p.list), true }

// Wheel scrolls, and asks for the details that came into view.
func (p *Playlist) Wheel(rows int) tea.Cmd {
	return tea.Batch(p.songList.Wheel(rows), p.more())
}

func (p *Playlist) more() tea.Cmd {
	if !p.loaded {
		return nil
	}
	return p.fill()
}

// Apply takes the ids, then the details.
func (p *Playlist) Apply(msg tea.Msg) tea.Cmd {
	if n, ok := msg.(ListNews); ok {
		return p.changed(n)
	}
	m, ok := msg.(Answer)
	if !ok {
		return p.songList.Apply(msg)
	}
	if !p.Accept(m) {
		return nil
	}
	switch m.Topic {
	case listTopic:
	case knownTopic:
		if tracks, ok := m.Value.(catalogue.Tracks); ok && !p.loaded {
			p.take(tracks)
			p.loaded = false // the service has not said so yet
		}
		return p.more()
	case orderTopic:
		p.sendOrder()
		return nil
	default:
		return p.told(m)
	}
	tracks, _ := m.Value.(catalogue.Tracks)
	p.answered(m.Err, len(tracks.IDs), func() { p.take(tracks) })
	return p.more()
}

// take shows the list's songs.
func (p *Playlist) take(tracks catalogue.Tracks) {
	reason := p.list.Reason
	p.list = tracks.Playlist
	p.list.Reason = reason
	p.list.Count = len(tracks.IDs)
	p.source.Name = p.list.Name
	p.set(tracks.IDs, tracks.Songs)
	p.describe()
}

// changed shows that songs left the list, or came back to it.
func (p *Playlist) changed(n ListNews) tea.Cmd {
	switch {
	case n.List != p.list.ID || !p.loaded:
		return nil
	case n.Stale:
		return p.load(p.Renew)
	case n.Back && p.former.ids != nil:
		p.rows, p.former = p.former, songRows{}
	case !n.Back:
		p.former = p.rows
		p.rows = songRows{env: p.Env}
		for i, id := range p.former.ids {
			if !slices.Contains(n.Removed, id) {
				p.rows.ids = append(p.rows.ids, id)
				p.rows.songs = append(p.rows.songs, p.former.songs[i])
				p.rows.miss = append(p.rows.miss, p.former.miss[i])
			}
		}
	}
	p.list.Count = len(p.rows.ids)
	p.table.Changed()
	return nil
}
