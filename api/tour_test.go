package api_test

import (
	"context"
	"iter"
	"testing"

	"ncmtui/api"
	"ncmtui/api/ncmfake"
)

// sight is a typed read of the tour.
type sight struct {
	name string
	see  func(ctx context.Context, c *api.Client) (any, error)
}

func one[T any](name string, f func(*api.Client, context.Context) (T, error)) sight {
	return sight{name, func(ctx context.Context, c *api.Client) (any, error) { return f(c, ctx) }}
}

// some are at most thirty items of a walk: lists of the tour may be long.
func some[T any](name string, f func(c *api.Client, ctx context.Context) iter.Seq2[T, error]) sight {
	return sight{name, func(ctx context.Context, c *api.Client) (any, error) {
		var out []T
		for item, err := range f(c, ctx) {
			if err != nil {
				return nil, err
			}
			if out = append(out, item); len(out) == 30 {
				break
			}
		}
		return out, nil
	}}
}

// ofSong and ofArtist are reads about the first of the daily songs.
func ofSong[T any](name string, f func(*api.Client, context.Context, int64) (T, error)) sight {
	return sight{name, withDaily(func(ctx context.Context, c *api.Client, s api.Song, _ api.Playlist) (any, error) {
		return f(c, ctx, s.ID)
	})}
}

func ofArtist[T any](name string, f func(*api.Client, context.Context, int64) (T, error)) sight {
	return sight{name, withDaily(func(ctx context.Context, c *api.Client, s api.Song, _ api.Playlist) (any, error) {
		return f(c, ctx, s.Artists[0].ID)
	})}
}

var tour = []sight{
	one("level", (*api.Client).Level), one("charts with tops", (*api.Client).ChartsWithTops),
	one("categories", (*api.Client).Categories), one("hot categories", (*api.Client).HotCategories),
	one("fine categories", (*api.Client).FineCategories), one("exclusives", (*api.Client).Exclusives),
	one("newest albums", (*api.Client).NewestAlbums), one("banners", (*api.Client).Banners), one("topics", (*api.Client).HotTopics),
	one("hot words", (*api.Client).HotWords), one("hot words, long", (*api.Client).HotWordsLong), one("default word", (*api.Client).DefaultWord),
	one("recent songs", (*api.Client).RecentSongs), one("recent albums", (*api.Client).RecentAlbums), one("days", (*api.Client).Days),
	one("podcast categories", (*api.Client).PodcastCategories), one("podcast shelves", (*api.Client).PodcastShelves),
	one("suggested podcasts", (*api.Client).SuggestedPodcasts), one("program chart", (*api.Client).ProgramChart), one("cloud space", (*api.Client).CloudSpace),
	some("artists", func(c *api.Client, ctx context.Context) iter.Seq2[api.Artist, error] {
		return c.Artists(ctx, api.ArtistFilter{Area: -1})
	}),
	some("square", func(c *api.Client, ctx context.Context) iter.Seq2[api.Playlist, error] {
		return c.Square(ctx, "", false)
	}),
	some("fine playlists", func(c *api.Client, ctx context.Context) iter.Seq2[api.Playlist, error] {
		return c.FinePlaylists(ctx, "")
	}),
	some("new albums", func(c *api.Client, ctx context.Context) iter.Seq2[api.Album, error] {
		return c.NewAlbums(ctx, api.AreaAll)
	}),
	some("MVs", func(c *api.Client, ctx context.Context) iter.Seq2[api.MV, error] { return c.MVs(ctx, api.MVFilter{}) }),
	some("saved albums", (*api.Client).SavedAlbums), some("followed artists", (*api.Client).FollowedArtists), some("saved MVs", (*api.Client).SavedMVs),
	some("cloud", (*api.Client).Cloud), some("podcasts", (*api.Client).Podcasts), some("events", (*api.Client).Events),
	some("conversations", (*api.Client).Conversations), some("home", (*api.Client).Home),
	ofSong("similar songs", (*api.Client).SimilarSongs), ofSong("playlists with it", (*api.Client).PlaylistsWith), ofSong("wiki", (*api.Client).Wiki),
	ofSong("qualities", (*api.Client).Qualities), ofSong("comment count", (*api.Client).SongCommentCount),
	ofArtist("artist page", (*api.Client).ArtistPage), ofArtist("biography", (*api.Client).Biography), ofArtist("top songs", (*api.Client).ArtistTop),
	ofArtist("similar artists", (*api.Client).SimilarArtists),
	{"new songs", func(ctx context.Context, c *api.Client) (any, error) { return c.NewSongs(ctx, api.Everywhere) }},
	{"radio in a mode", func(ctx context.Context, c *api.Client) (any, error) {
		_, err := c.FMIn(ctx, api.FMExplore, "") // other songs each time
		return nil, err
	}},
	{"heart", withDaily(func(ctx context.Context, c *api.Client, s api.Song, p api.Playlist) (any, error) {
		return c.Heart(ctx, s.ID, p.ID, 0)
	})},
	{"suggest", withDaily(func(ctx context.Context, c *api.Client, s api.Song, _ api.Playlist) (any, error) {
		return c.Suggest(ctx, s.Name)
	})},
	{"newer comments", withDaily(func(ctx context.Context, c *api.Client, s api.Song, _ api.Playlist) (any, error) {
		return items(c.NewComments(ctx, api.ThreadOf(api.OnSong, s.ID), api.Hottest))
	})},
	{"user", func(ctx context.Context, c *api.Client) (any, error) {
		u, err := c.Account(ctx)
		if err != nil {
			return nil, err
		}
		return c.User(ctx, u.ID)
	}},
	{"rank", func(ctx context.Context, c *api.Client) (any, error) {
		u, err := c.Account(ctx)
		if err != nil {
			return nil, err
		}
		return c.Rank(ctx, u.ID, false)
	}},
}

// bare are the sights with nothing to see for a new listener.
var bare = map[string]bool{"recent songs": true, "recent albums": true, "rank": true, "wiki": true, "radio in a mode": true}

func TestTheTourIsTheSameOverBothTransports(t *testing.T) {
	t.Parallel()
	direct, _ := embedded(t, ncmfake.Options{LoggedIn: true, Now: noon})
	served, _ := overServer(t)
	for _, s := range tour {
		want, err := s.see(t.Context(), direct)
		if err != nil {
			t.Errorf("%s: %v", s.name, err)
			continue
		}
		got, err := s.see(t.Context(), served)
		if err != nil {
			t.Errorf("%s over a server: %v", s.name, err)
			continue
		}
		w, g := encoded(t, want), encoded(t, got)
		if w != g {
			t.Errorf("%s over a server:\n got %.400s\nwant %.400s", s.name, g, w)
		}
		if !bare[s.name] && (w == "[]" || w == "null" || w == "{}") {
			t.Errorf("%s: nothing was seen", s.name)
		}
	}
}
