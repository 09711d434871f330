package pane

import (
	"context"
	"strings"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// Album is an album's page: its songs, and what is told of it.
type Album struct {
	factual[AlbumFacts]
	songs *songFeed
	ref   catalogue.Ref
	face  catalogue.Album
}

// NewAlbum makes the page of an album.
func NewAlbum(env *Env, ref catalogue.Ref, choose Choose) *Album {
	a := &Album{ref: ref}
	src, t := env.Songs, lang.Works.In(env.Lang)
	read := func(ctx context.Context) (catalogue.Album, error) { return src.Album(ctx, ref.ID) }
	a.songs = newSongFeed(env, t.Songs, player.Source{Kind: "album", ID: ref.ID, Name: ref.Name}, func() reading[catalogue.Song] {
		return func(ctx context.Context, _ int64) (Part[catalogue.Song], error) {
			al, err := read(ctx)
			return Part[catalogue.Song]{Rows: al.Songs, of: al}, err
		}
	})
	a.songs.feed.told = func(of any) {
		if al, ok := of.(catalogue.Album); ok {
			a.face = al
			a.ref.Name, a.songs.source.Name = al.Name, al.Name
			a.describe()
		}
	}
	about := newProse(env, t.About, func(ctx context.Context, _ int64) (Part[Paragraph], error) {
		al, err := read(ctx)
		return Part[Paragraph]{Rows: albumText(env, al)}, err
	})
	a.init(env, choose, a.songs, about)
	facts := env.Discover.Facts
	a.tellOf(a.describe, func(ctx context.Context) (AlbumFacts, error) { return facts.AlbumFacts(ctx, ref.ID) })
	return a
}

// albumText is what is told of an album.
func albumText(env *Env, al catalogue.Album) []Paragraph {
	t := lang.Works.In(env.Lang)
	out := []Paragraph{{Text: al.Description}}
	line := func(name, value string) {
		if value != "" {
			out = append(out, Paragraph{Text: name, Title: true}, Paragraph{Text: value})
		}
	}
	line(t.Aliases, strings.Join(al.Alias, "\n"))
	line(t.Company, al.Company)
	line(env.Texts.Table.Published, released(al.Published))
	return out
}

// Title is the album's name.
func (a *Album) Title() text.Clean { return text.Of(a.ref.Name) }

// About is the album.
func (a *Album) About() (Thing, bool) {
	t := AlbumThing(a.ref)
	t.Followed = a.facts != nil && a.facts.Saved
	return t, true
}

// describe is the line about the album: who and when, and what people did with
// it.
func (a *Album) describe() {
	t, l := lang.Works.In(a.Env.Lang), a.Env.Lang
	var spans []kit.Span
	if n := Names(a.face.Artists); !n.Empty() {
		spans = []kit.Span{{Text: n, Role: kit.Text}}
	}
	spans = a.Env.kept(spans, a, t.Kept)
	spans = join(join(spans, released(a.face.Published)), a.face.Company)
	if f := a.facts; f != nil {
		spans = join(spans, counted(l, t.Saves, f.Saves))
		spans = join(spans, counted(l, t.Comments, f.Comments))
		spans = join(spans, counted(l, t.Shares, f.Shares))
	}
	a.setIntro(spans...)
}

// kept adds that the account keeps or follows what a page is about.
func (e *Env) kept(spans []kit.Span, page About, word string) []kit.Span {
	if t, ok := page.About(); ok && e.User.LoggedIn && e.Follows.On(t) {
		spans = join(spans, word)
		spans[len(spans)-1].Role = kit.Accent
	}
	return spans
}

func counted(l lang.Lang, words string, n int) string {
	if n <= 0 {
		return ""
	}
	return lang.Count(words, n, roughly(l, int64(n)))
}
