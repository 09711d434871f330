package api

import (
	"context"
	"iter"
	"time"
)

// AlbumStats are what changes about an album.
type AlbumStats struct {
	Saved                   bool // by the account
	Saves, Comments, Shares int
	Likes                   int
	SavedAt                 time.Time // zero: not
	OnSale                  bool
}

// AlbumStats are an album's numbers.
func (c *Client) AlbumStats(ctx context.Context, album int64) (AlbumStats, error) {
	b, err := call[struct {
		Saved    jsonBool `json:"isSub"`
		Saves    jsonInt  `json:"subCount"`
		Comments jsonInt  `json:"commentCount"`
		Shares   jsonInt  `json:"shareCount"`
		Likes    jsonInt  `json:"likedCount"`
		SavedAt  jsonInt  `json:"subTime"`
		OnSale   jsonBool `json:"onSale"`
	}](ctx, c, "/album/detail/dynamic", Params{"id": album})
	if err != nil {
		return AlbumStats{}, err
	}
	return AlbumStats{
		bool(b.Saved), int(b.Saves), int(b.Comments), int(b.Shares), int(b.Likes), millis(b.SavedAt), bool(b.OnSale),
	}, nil
}

type albumsBody struct {
	Albums list[wireAlbum] `json:"albums"`
	Data   list[wireAlbum] `json:"data"`      // of the saved ones
	Month  list[wireAlbum] `json:"monthData"` // of /top/album
	Week   list[wireAlbum] `json:"weekData"`
	Result list[wireAlbum] `json:"result"` // of personalized/newalbum
	Total  jsonInt         `json:"total"`
	More   jsonBool        `json:"hasMore"`
}

func (b albumsBody) albums() []Album {
	var all []wireAlbum
	for _, l := range []list[wireAlbum]{b.Albums, b.Data, b.Week, b.Month, b.Result} {
		all = append(all, l...)
	}
	return each(all, wireAlbum.album)
}

func (c *Client) albumPages(ctx context.Context, path string, p Params) iter.Seq2[Album, error] {
	return by(ctx, c, albumID, offsets[albumsBody, Album]{
		path: path, limit: 50, p: p, items: albumsBody.albums,
		more: func(b albumsBody, upto int) bool { return bool(b.More) || upto < int(b.Total) },
	})
}

// Area is where albums come from.
type Area string

// The areas.
const (
	AreaAll      Area = "ALL"
	AreaChinese  Area = "ZH"
	AreaWestern  Area = "EA"
	AreaKorean   Area = "KR"
	AreaJapanese Area = "JP"
)

// NewAlbums are an area's new albums, all of them.
func (c *Client) NewAlbums(ctx context.Context, a Area) iter.Seq2[Album, error] {
	return c.albumPages(ctx, "/album/new", Params{"area": string(a)})
}

// MonthAlbums are the albums of a month, of this one with a zero time.
func (c *Client) MonthAlbums(ctx context.Context, a Area, month time.Time) iter.Seq2[Album, error] {
	p := Params{"area": string(a)}
	if !month.IsZero() {
		p["year"], p["month"] = month.Year(), int(month.Month())
	}
	return c.albumPages(ctx, "/top/album", p)
}

// NewestAlbums are the dozen albums of the service's front page.
func (c *Client) NewestAlbums(ctx context.Context) ([]Album, error) {
	b, err := call[albumsBody](ctx, c, "/album/newest", nil)
	if err != nil {
		return nil, err
	}
	return b.albums(), nil
}

// SavedAlbums are the albums the account keeps.
func (c *Client) SavedAlbums(ctx context.Context) iter.Seq2[Album, error] {
	return c.albumPages(ctx, "/album/sublist", nil)
}

// SaveAlbum keeps an album, or no longer.
func (c *Client) SaveAlbum(ctx context.Context, album int64, on bool) error {
	return c.do(ctx, "/album/sub", Params{"id": album, "t": onOff(on)})
}
