package pane

import (
	"context"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// Discover is the page of what the service puts forward: charts, what is new,
// and everybody's playlists and artists by category.
type Discover struct{ tabbed }

// NewDiscover makes the page.
func NewDiscover(env *Env, choose Choose) *Discover {
	d := &Discover{}
	d.init(env, choose, newCharts(env), newNewSongs(env), newNewAlbums(env), newSquare(env), newFine(env), newArtists(env))
	return d
}

// Title is the section's name.
func (d *Discover) Title() text.Clean { return text.Of(lang.Discover.In(d.Env.Lang).Title) }

func newCharts(env *Env) tab {
	src := env.Discover.Front
	p := newThings(env, "charts", lang.Discover.In(env.Lang).Charts, chartColumns(env), chartRows(), func() reading[Chart] {
		return whole(src.Charts)
	})
	p.thing = func(c *Chart) (Thing, bool) { return PlaylistThing(c.Playlist), true }
	return p
}

func newNewSongs(env *Env) tab {
	src, t := env.Discover.Front, lang.Discover.In(env.Lang)
	region := newDial(t.Region, t.Regions[:Elsewhere]...)
	p := newSongFeed(env, t.NewSongs, player.Source{Kind: "newsong", Name: t.NewSongs}, func() reading[catalogue.Song] {
		r := Region(region.at)
		return whole(func(ctx context.Context) ([]catalogue.Song, error) { return src.NewSongs(ctx, r) })
	})
	p.dials = &dials{list: []*dial{region}, changed: p.feed.restart}
	return p
}

func newNewAlbums(env *Env) tab {
	src, t := env.Discover.Front, lang.Discover.In(env.Lang)
	region := newDial(t.Region, t.Regions[:Elsewhere]...)
	p := newThings(env, "new albums", t.NewAlbums, albumColumns(env.Texts), albumRows(), func() reading[catalogue.Album] {
		r := Region(region.at)
		return func(ctx context.Context, from int64) (Part[catalogue.Album], error) {
			return src.NewAlbums(ctx, r, from)
		}
	})
	p.thing = albumRow
	p.dials = &dials{list: []*dial{region}, changed: p.feed.restart}
	return p
}

func albumRow(a *catalogue.Album) (Thing, bool) {
	return AlbumThing(catalogue.Ref{ID: a.ID, Name: a.Name}), true
}

func artistRow(a *catalogue.Artist) (Thing, bool) {
	return ArtistThing(catalogue.Ref{ID: a.ID, Name: a.Name}), true
}

// newLists makes a page of playlists.
func newLists(env *Env, kind, name string, read func() reading[catalogue.Playlist]) *things[catalogue.Playlist] {
	p := newThings(env, kind, name, squareColumns(env), squareRows(env.Lang), read)
	p.thing = func(l *catalogue.Playlist) (Thing, bool) { return PlaylistThing(*l), true }
	return p
}

func newSquare(env *Env) tab {
	src, t := env.Discover.Square, lang.Discover.In(env.Lang)
	category, order := newDial(t.Category, t.All), newDial(t.Order, t.Hot, t.New)
	category.read = src.Categories
	p := newLists(env, "square", t.Square, func() reading[catalogue.Playlist] {
		word, newest := category.word(), order.at == 1
		return func(ctx context.Context, from int64) (Part[catalogue.Playlist], error) {
			return src.Square(ctx, word, newest, from)
		}
	})
	p.dials = &dials{list: []*dial{category, order}, changed: p.feed.restart}
	return p
}

func newFine(env *Env) tab {
	src, t := env.Discover.Square, lang.Discover.In(env.Lang)
	category := newDial(t.Category, t.All)
	category.read = src.FineCategories
	p := newLists(env, "selected playlists", t.Fine, func() reading[catalogue.Playlist] {
		word := category.word()
		return func(ctx context.Context, from int64) (Part[catalogue.Playlist], error) {
			return src.FinePlaylists(ctx, word, from)
		}
	})
	p.dials = &dials{list: []*dial{category}, changed: p.feed.restart}
	return p
}

// word is the option's own word; the first one, all of them, is "".
func (d *dial) word() string {
	if d.at == 0 {
		return ""
	}
	return d.options[d.at].Name
}

func newArtists(env *Env) tab {
	src, t := env.Discover.Front, lang.Discover.In(env.Lang)
	region, voice, initial := newDial(t.Region, t.Regions[:]...), newDial(t.Kind, t.Kinds[:]...), newDial(t.Initial, t.Any)
	for c := 'A'; c <= 'Z'; c++ {
		initial.options = append(initial.options, Category{Name: string(c)})
	}
	initial.options = append(initial.options, Category{Name: "#"})
	p := newThings(env, "artists", t.Artist, artistColumns(env.Texts), artistRows(), func() reading[catalogue.Artist] {
		f := ArtistFilter{Region: Region(region.at), Voice: Voice(voice.at), Initial: initialOf(initial.at)}
		return func(ctx context.Context, from int64) (Part[catalogue.Artist], error) {
			return src.Artists(ctx, f, from)
		}
	})
	p.thing = artistRow
	p.dials = &dials{list: []*dial{region, voice, initial}, changed: p.feed.restart}
	return p
}

// initialOf is an option of the initials: any, a to z, none of them.
func initialOf(at int) string {
	switch {
	case at == 0:
		return ""
	case at > 26:
		return "#"
	}
	return string(rune('a' + at - 1))
}

// squareColumns are those of other people's playlists: how often they were
// played says more than hearts.
func squareColumns(env *Env) []kit.Column {
	t := env.Texts.Table
	return []kit.Column{
		{Title: "#", Width: 3, Right: true, Drop: 4},
		{Title: t.Name, Share: 5, Min: 14, Sort: "name"},
		{Title: t.Creator, Share: 2, Min: 10, Drop: 5, Sort: "creator"},
		{Title: lang.Works.In(env.Lang).Plays, Width: 8, Right: true, Drop: 3, Sort: "plays"},
		{Title: t.Count, Width: 6, Right: true, Drop: 2, Sort: "count"},
	}
}

func squareRows(l lang.Lang) rowsOf[catalogue.Playlist] {
	rows := playlistRows()
	own := rows.sort
	rows.draw = func(i int, p *catalogue.Playlist, cells []kit.Cell) {
		cells[0] = kit.Cell{Text: number(i + 1), Role: kit.Faint}
		cells[1] = kit.Cell{Text: text.Of(p.Name), Tail: text.Of(p.Reason), Role: kit.Text}
		cells[2] = kit.Cell{Text: text.Of(p.Creator.Name), Role: kit.Quiet}
		if p.Plays > 0 {
			cells[3] = kit.Cell{Text: text.Of(roughly(l, p.Plays)), Role: kit.Quiet}
		}
		cells[4] = count(p.Count)
	}
	rows.sort = func(column string, p *catalogue.Playlist) kit.Key {
		if column == "plays" {
			return kit.Key{N: p.Plays}
		}
		return own(column, p)
	}
	return rows
}
