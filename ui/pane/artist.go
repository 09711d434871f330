package pane

import (
	"context"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// Artist is an artist's page: the songs most listened to, all of them, albums,
// videos, what is told, and who is like it.
type Artist struct {
	factual[ArtistFacts]
	hot, all *songFeed
	ref      catalogue.Ref
	face     catalogue.Artist
}

// NewArtist makes the page of an artist.
func NewArtist(env *Env, ref catalogue.Ref, choose Choose) *Artist {
	a := &Artist{ref: ref}
	a.hot, a.all = a.hotSongs(env), a.allSongs(env)
	a.init(env, choose, a.hot, a.all, newArtistAlbums(env, ref.ID), newArtistMVs(env, ref.ID), newBiography(env, ref.ID), newKin(env, ref.ID))
	facts := env.Discover.Facts
	a.tellOf(a.describe, func(ctx context.Context) (ArtistFacts, error) { return facts.ArtistFacts(ctx, ref.ID) })
	return a
}

func (a *Artist) from() player.Source {
	return player.Source{Kind: "artist", ID: a.ref.ID, Name: a.ref.Name}
}

func (a *Artist) hotSongs(env *Env) *songFeed {
	src, id := env.Songs, a.ref.ID
	p := newSongFeed(env, lang.Works.In(env.Lang).Hot, a.from(), func() reading[catalogue.Song] {
		return func(ctx context.Context, _ int64) (Part[catalogue.Song], error) {
			ar, err := src.Artist(ctx, id)
			return Part[catalogue.Song]{Rows: ar.Hot, of: ar}, err
		}
	})
	p.feed.told = func(of any) {
		if ar, ok := of.(catalogue.Artist); ok {
			a.face = ar
			a.ref.Name, a.hot.source.Name, a.all.source.Name = ar.Name, ar.Name, ar.Name
			a.describe()
		}
	}
	return p
}

func (a *Artist) allSongs(env *Env) *songFeed {
	src, id, t := env.Discover.Works, a.ref.ID, lang.Discover.In(env.Lang)
	order := newDial(t.Order, t.Hot, t.New)
	p := newSongFeed(env, lang.Works.In(env.Lang).All, a.from(), func() reading[catalogue.Song] {
		newest := order.at == 1
		return func(ctx context.Context, from int64) (Part[catalogue.Song], error) {
			return src.ArtistSongs(ctx, id, newest, from)
		}
	})
	p.dials = &dials{list: []*dial{order}, changed: p.feed.restart}
	return p
}

func newArtistAlbums(env *Env, id int64) tab {
	src := env.Discover.Works
	p := newThings(env, "artist albums", lang.Works.In(env.Lang).Albums, albumColumns(env.Texts), albumRows(), func() reading[catalogue.Album] {
		return func(ctx context.Context, from int64) (Part[catalogue.Album], error) {
			return src.ArtistAlbums(ctx, id, from)
		}
	})
	p.thing = albumRow
	return p
}

func newArtistMVs(env *Env, id int64) tab {
	src := env.Discover.Works
	p := newThings(env, "mvs", lang.Works.In(env.Lang).MVs, clipColumns(env), clipRows(env.Lang), func() reading[Clip] {
		return func(ctx context.Context, from int64) (Part[Clip], error) { return src.ArtistMVs(ctx, id, from) }
	})
	p.thing = func(v *Clip) (Thing, bool) { return clipThing(v), true }
	return p
}

func newBiography(env *Env, id int64) tab {
	src := env.Discover.Facts
	return newProse(env, lang.Works.In(env.Lang).About, whole(func(ctx context.Context) ([]Paragraph, error) {
		return src.Biography(ctx, id)
	}))
}

func newKin(env *Env, id int64) tab {
	src, t := env.Discover.Works, lang.Works.In(env.Lang)
	p := newThings(env, "similar artists", t.Similar, artistColumns(env.Texts), artistRows(), func() reading[catalogue.Artist] {
		return whole(func(ctx context.Context) ([]catalogue.Artist, error) { return src.SimilarArtists(ctx, id) })
	})
	p.thing, p.guest = artistRow, t.KinGuest
	return p
}

// Title is the artist's name.
func (a *Artist) Title() text.Clean { return text.Of(a.ref.Name) }

// About is the artist.
func (a *Artist) About() (Thing, bool) {
	t := ArtistThing(a.ref)
	t.Followed = a.facts != nil && a.facts.Followed
	return t, true
}

// describe is the line about the artist.
func (a *Artist) describe() {
	t, l := lang.Works.In(a.Env.Lang), a.Env.Texts.Lists
	spans := a.Env.kept(nil, a, t.Following)
	if a.face.Songs > 0 {
		spans = join(spans, lang.Count(l.SongCount, a.face.Songs, a.face.Songs))
	}
	if a.face.Albums > 0 {
		spans = join(spans, lang.Count(l.AlbumCount, a.face.Albums, a.face.Albums))
	}
	if a.facts != nil {
		spans = join(spans, counted(a.Env.Lang, t.Fans, a.facts.Fans))
	}
	a.setIntro(join(spans, a.face.Brief)...)
}
