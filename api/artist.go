package api

import (
	"context"
	"iter"
	"strings"
)

type artistSongsBody struct {
	Songs list[wireSong] `json:"songs"`
	More  jsonBool       `json:"more"`
}

// ArtistSongs are all songs of an artist, the hot ones or the new ones first.
func (c *Client) ArtistSongs(ctx context.Context, artist int64, newest bool) iter.Seq2[Song, error] {
	order := "hot"
	if newest {
		order = "time"
	}
	return by(ctx, c, songID, offsets[artistSongsBody, Song]{
		path: "/artist/songs", limit: 100, p: Params{"id": artist, "order": order},
		items: func(b artistSongsBody) []Song { return songs(b.Songs, nil) },
		more:  func(b artistSongsBody, _ int) bool { return bool(b.More) },
	})
}

// ArtistTop are an artist's fifty hot songs.
func (c *Client) ArtistTop(ctx context.Context, artist int64) ([]Song, error) {
	b, err := call[artistSongsBody](ctx, c, "/artist/top/song", Params{"id": artist})
	if err != nil {
		return nil, err
	}
	return songs(b.Songs, nil), nil
}

type artistAlbumsBody struct {
	Albums list[wireAlbum] `json:"hotAlbums"`
	More   jsonBool        `json:"more"`
}

// ArtistAlbums are an artist's albums, newest first.
func (c *Client) ArtistAlbums(ctx context.Context, artist int64) iter.Seq2[Album, error] {
	return by(ctx, c, albumID, offsets[artistAlbumsBody, Album]{
		path: "/artist/album", limit: 50, p: Params{"id": artist},
		items: func(b artistAlbumsBody) []Album { return each(b.Albums, wireAlbum.album) },
		more:  func(b artistAlbumsBody, _ int) bool { return bool(b.More) },
	})
}

type artistMVsBody struct {
	MVs  list[wireMV] `json:"mvs"`
	More jsonBool     `json:"hasMore"`
}

// ArtistMVs are an artist's videos.
func (c *Client) ArtistMVs(ctx context.Context, artist int64) iter.Seq2[MV, error] {
	return by(ctx, c, mvID, offsets[artistMVsBody, MV]{
		path: "/artist/mv", limit: 50, p: Params{"id": artist},
		items: func(b artistMVsBody) []MV { return each(b.MVs, wireMV.mv) },
		more:  func(b artistMVsBody, _ int) bool { return bool(b.More) },
	})
}

// Biography is what is told of an artist: a short text, and chapters.
type Biography struct {
	Brief    string
	Chapters []Chapter
}

// Chapter is a part of a text under its own title.
type Chapter struct{ Title, Text string }

// Biography is what the service tells of an artist.
func (c *Client) Biography(ctx context.Context, artist int64) (Biography, error) {
	b, err := call[struct {
		Brief jsonText `json:"briefDesc"`
		Intro list[struct {
			Title jsonText `json:"ti"`
			Text  jsonText `json:"txt"`
		}] `json:"introduction"`
	}](ctx, c, "/artist/desc", Params{"id": artist})
	if err != nil {
		return Biography{}, err
	}
	out := Biography{Brief: strings.TrimSpace(string(b.Brief))}
	for _, w := range b.Intro {
		out.Chapters = append(out.Chapters, Chapter{string(w.Title), strings.TrimSpace(string(w.Text))})
	}
	return out, nil
}

// ArtistPage is the head of an artist's page. UserID is the artist's own
// account, 0 without.
type ArtistPage struct {
	Artist
	UserID     int64
	MVs        int
	Videos     int
	Identities []string // as composer
	Title      string   // of the account
}

// ArtistPage is the head of an artist's page, without songs.
func (c *Client) ArtistPage(ctx context.Context, artist int64) (ArtistPage, error) {
	b, err := call[struct {
		Data object[struct {
			Videos jsonInt `json:"videoCount"`
			Artist object[struct {
				wireArtist
				Cover      jsonText `json:"cover"`
				Avatar     jsonText `json:"avatar"`
				MVs        jsonInt  `json:"mvSize"`
				Identities texts    `json:"identities"`
			}] `json:"artist"`
			User     object[wireUser] `json:"user"`
			Identify object[struct {
				Text jsonText `json:"imageDesc"`
			}] `json:"identify"`
		}] `json:"data"`
	}](ctx, c, "/artist/detail", Params{"id": artist})
	if err != nil {
		return ArtistPage{}, err
	}
	w := b.Data.V
	out := ArtistPage{
		Artist: w.Artist.V.artist(), UserID: int64(w.User.V.ID), MVs: int(w.Artist.V.MVs), Videos: int(w.Videos),
		Identities: w.Artist.V.Identities, Title: string(w.Identify.V.Text),
	}
	out.Cover = first(out.Cover, secure(string(w.Artist.V.Cover)), secure(string(w.Artist.V.Avatar)))
	return out, nil
}

type artistsBody struct {
	Artists list[wireArtist] `json:"artists"`
	Data    list[wireArtist] `json:"data"` // of the followed ones
	More    jsonBool         `json:"more"`
	HasMore jsonBool         `json:"hasMore"`
}

func (b artistsBody) artists() []Artist { return each(append(b.Artists, b.Data...), wireArtist.artist) }

// SimilarArtists are like an artist; login needed.
func (c *Client) SimilarArtists(ctx context.Context, artist int64) ([]Artist, error) {
	b, err := call[artistsBody](ctx, c, "/simi/artist", Params{"id": artist})
	if err != nil {
		return nil, err
	}
	return b.artists(), nil
}

func (c *Client) artistPages(ctx context.Context, path string, p Params) iter.Seq2[Artist, error] {
	return by(ctx, c, artistID, offsets[artistsBody, Artist]{
		path: path, limit: 50, p: p, items: artistsBody.artists,
		more: func(b artistsBody, _ int) bool { return bool(b.More || b.HasMore) },
	})
}

// ArtistFilter chooses artists. Kind: 1 male, 2 female, 3 bands, 0 or -1 all.
// Area: 7 Chinese, 96 Western, 8 Japanese, 16 Korean, -1 all, 0 other ones.
// Initial: a small letter, "" any, "#" none.
type ArtistFilter struct {
	Kind, Area int
	Initial    string
}

// Artists are the artists of a category, the hot ones first.
func (c *Client) Artists(ctx context.Context, f ArtistFilter) iter.Seq2[Artist, error] {
	p := Params{"type": f.Kind, "area": f.Area}
	if f.Kind == 0 {
		p["type"] = -1
	}
	switch f.Initial {
	case "":
		p["initial"] = "-1"
	case "#":
		p["initial"] = "0"
	default:
		p["initial"] = f.Initial
	}
	return c.artistPages(ctx, "/artist/list", p)
}

// FollowedArtists are the artists the account follows.
func (c *Client) FollowedArtists(ctx context.Context) iter.Seq2[Artist, error] {
	return c.artistPages(ctx, "/artist/sublist", nil)
}

// FollowArtist begins or ends following an artist.
func (c *Client) FollowArtist(ctx context.Context, artist int64, on bool) error {
	return c.do(ctx, "/artist/sub", Params{"id": artist, "t": onOff(on)})
}

// ArtistStats are what changes about an artist.
type ArtistStats struct {
	Followed bool // by the account
	Videos   int
}

// ArtistStats are an artist's numbers.
func (c *Client) ArtistStats(ctx context.Context, artist int64) (ArtistStats, error) {
	b, err := call[struct {
		Followed jsonBool `json:"followed"`
		Videos   list[struct {
			Num jsonInt `json:"num"`
		}] `json:"videoNum"`
	}](ctx, c, "/artist/detail/dynamic", Params{"id": artist})
	out := ArtistStats{Followed: bool(b.Followed)}
	for _, v := range b.Videos {
		out.Videos += int(v.Num)
	}
	return out, err
}

// FanCount is how many follow an artist.
func (c *Client) FanCount(ctx context.Context, artist int64) (int, error) {
	b, err := call[struct {
		Data object[struct {
			Fans jsonInt `json:"fansCnt"`
		}] `json:"data"`
	}](ctx, c, "/artist/follow/count", Params{"id": artist})
	return int(b.Data.V.Fans), err
}

// ArtistChart are the hundred artists played most, of Chinese, Western, Korean
// or Japanese ones.
func (c *Client) ArtistChart(ctx context.Context, r Region) ([]Artist, error) {
	kind := map[Region]int{Western: 2, Korean: 3, Japanese: 4}[r]
	b, err := call[struct {
		List object[artistsBody] `json:"list"`
	}](ctx, c, "/toplist/artist", Params{"type": max(kind, 1)})
	if err != nil {
		return nil, err
	}
	return b.List.V.artists(), nil
}

// TopArtists are the hot artists of all kinds.
func (c *Client) TopArtists(ctx context.Context) iter.Seq2[Artist, error] {
	return c.artistPages(ctx, "/top/artists", nil)
}
