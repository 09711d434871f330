package pane

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
)

// LyricKind is a search for songs by words of their text.
const LyricKind Kind = "lyric"

// Findings are one page of a search: only the list of its kind is filled.
type Findings struct {
	Total    int // 0: the service does not say
	More     bool
	Songs    []catalogue.Song
	People   []Person
	Podcasts []Podcast
	Clips    []Clip
}

// HotWord is a query that many make; Note is what it is about, "" not told.
type HotWord struct{ Word, Note string }

// FindSource is what the search has beyond the catalogue's.
type FindSource interface {
	// Find takes the kinds of user, lyric, djradio and mv.
	Find(ctx context.Context, k Kind, query string, offset, limit int) (Findings, error)
	// Suggest gives queries that begin with what is typed.
	Suggest(ctx context.Context, typed string) ([]string, error)
	HotWords(ctx context.Context) ([]HotWord, error)
}

// hits is a tab of the search: what was searched there, and what it gave.
type hits struct {
	tab     tab
	core    *sheet
	query   *string // "" nothing yet; its reading takes it
	total   int
	restart func() tea.Cmd
	forget  func() bool
}

// clear makes the tab as it was at first.
func (h *hits) clear() {
	h.forget()
	*h.query, h.total, h.core.loaded = "", 0, true
}

// hitting makes the reading of a tab: pages of what is searched there.
func hitting[T any](query *string, find func(ctx context.Context, query string, offset int) ([]T, int, bool, error)) func() reading[T] {
	return func() reading[T] {
		q := *query
		return func(ctx context.Context, from int64) (Part[T], error) {
			if q == "" {
				return Part[T]{}, nil
			}
			rows, total, more, err := find(ctx, q, int(from))
			return Part[T]{Rows: rows, Next: from + int64(len(rows)), More: more, of: total}, err
		}
	}
}

// ready makes a tab of what can be searched.
func ready[T any](t tab, f *feed[T], query *string) *hits {
	h := &hits{tab: t, core: f.sheet, query: query, restart: f.restart, forget: f.forget}
	f.told = func(of any) { h.total, _ = of.(int) }
	f.at, f.sheet.loaded = f.sheet.Env.Now(), true
	f.sheet.kind = "search"
	return h
}

// searched are songs of the catalogue's search, or by words of their text.
func (s *Search) songHits(name string, find func(context.Context, string, int) ([]catalogue.Song, int, bool, error)) *hits {
	query := new(string)
	p := newSongFeed(s.Env, name, player.Source{Kind: "search"}, hitting(query, find))
	return ready(p, &p.feed, query)
}

func thingHits[T any](s *Search, name string, cols []kit.Column, rows rowsOf[T], thing func(*T) (Thing, bool),
	find func(context.Context, string, int) ([]T, int, bool, error),
) *hits {
	query := new(string)
	p := newThings(s.Env, "search", name, cols, rows, hitting(query, find))
	p.thing = thing
	return ready(p, &p.feed, query)
}

// kinds are the tabs of the catalogue's search.
func (s *Search) kinds() []*hits {
	env, t := s.Env, s.Env.Texts
	src := env.Search
	find := func(k catalogue.Kind) func(context.Context, string, int) (catalogue.Found, error) {
		return func(ctx context.Context, query string, offset int) (catalogue.Found, error) {
			return src.Search(ctx, k, query, offset, pageSize)
		}
	}
	songs, albums := find(catalogue.KindSong), find(catalogue.KindAlbum)
	artists, lists := find(catalogue.KindArtist), find(catalogue.KindPlaylist)
	return []*hits{
		s.songHits(t.Search.Songs, func(ctx context.Context, q string, at int) ([]catalogue.Song, int, bool, error) {
			f, err := songs(ctx, q, at)
			return f.Songs, f.Total, f.More, err
		}),
		thingHits(s, t.Search.Albums, albumColumns(t), albumRows(), albumRow,
			func(ctx context.Context, q string, at int) ([]catalogue.Album, int, bool, error) {
				f, err := albums(ctx, q, at)
				return f.Albums, f.Total, f.More, err
			}),
		thingHits(s, t.Search.Artists, artistColumns(t), artistRows(), artistRow,
			func(ctx context.Context, q string, at int) ([]catalogue.Artist, int, bool, error) {
				f, err := artists(ctx, q, at)
				return f.Artists, f.Total, f.More, err
			}),
		thingHits(s, t.Search.Playlists, playlistColumns(t), playlistRows(),
			func(p *catalogue.Playlist) (Thing, bool) { return PlaylistThing(*p), true },
			func(ctx context.Context, q string, at int) ([]catalogue.Playlist, int, bool, error) {
				f, err := lists(ctx, q, at)
				return f.Playlists, f.Total, f.More, err
			}),
	}
}

// moreKinds are the tabs of what else can be found.
func (s *Search) moreKinds() []*hits {
	env, t := s.Env, lang.Find.In(s.Env.Lang)
	src := env.Find
	if src == nil {
		return nil
	}
	find := func(k Kind) func(context.Context, string, int) (Findings, error) {
		return func(ctx context.Context, query string, offset int) (Findings, error) {
			return src.Find(ctx, k, query, offset, pageSize)
		}
	}
	people, lyrics, podcasts, clips := find(UserKind), find(LyricKind), find(PodcastKind), find(MVKind)
	return []*hits{
		thingHits(s, t.Users, personColumns(env), personRows(env),
			func(p *Person) (Thing, bool) { return personThing(p), true },
			func(ctx context.Context, q string, at int) ([]Person, int, bool, error) {
				f, err := people(ctx, q, at)
				return f.People, f.Total, f.More, err
			}),
		s.songHits(t.Lyrics, func(ctx context.Context, q string, at int) ([]catalogue.Song, int, bool, error) {
			f, err := lyrics(ctx, q, at)
			return f.Songs, f.Total, f.More, err
		}),
		thingHits(s, t.Podcasts, podcastColumns(env), podcastRows(env),
			func(p *Podcast) (Thing, bool) { return PodcastThing(p), p.ID != 0 },
			func(ctx context.Context, q string, at int) ([]Podcast, int, bool, error) {
				f, err := podcasts(ctx, q, at)
				return f.Podcasts, f.Total, f.More, err
			}),
		thingHits(s, t.MVs, clipColumns(env), clipRows(env.Lang),
			func(c *Clip) (Thing, bool) { return clipThing(c), c.ID != 0 },
			func(ctx context.Context, q string, at int) ([]Clip, int, bool, error) {
				f, err := clips(ctx, q, at)
				return f.Clips, f.Total, f.More, err
			}),
	}
}
