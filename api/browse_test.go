package api

import (
	"context"
	"testing"
	"time"
)

func TestBrowsingAsksForWhatItShould(t *testing.T) {
	t.Parallel()
	asks(t, []ask{
		{name: "charts", path: "/api/toplist", answer: `{"code":200,"list":[{"id":3779629,"name":"n","updateFrequency":"每天"}]}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := c.Charts(ctx)
			return []any{l[0].ID, l[0].Every}, err
		}, want: `[3779629,"每天"]`},
		{name: "rank of the week", path: "/api/v1/play/record", params: `"uid":7,"type":1`, call: func(ctx context.Context, c *Client) (any, error) { return c.Rank(ctx, 7, true) }},
		{name: "rank of all time", path: "/api/v1/play/record", params: `"type":0`, answer: `{"code":200,"allData":[{"playCount":3,"score":9,"song":{"id":1}}]}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := c.Rank(ctx, 7, false)
			return []any{l[0].Song.ID, l[0].Plays, l[0].Score}, err
		}, want: `[1,3,9]`},
		{name: "recent albums", path: "/api/play-record/album/list", params: `"limit":300`, answer: `{"code":200,"data":{"list":[{"playTime":1000,"data":{"id":5}}]}}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := c.RecentAlbums(ctx)
			return []any{l[0].What.ID, l[0].Played.UnixMilli()}, err
		}, want: `[5,1000]`},
		{name: "square", path: "/api/playlist/list", params: `"cat":"华语","order":"new","limit":50,"offset":0`, call: pages(squareChinese)},
		{name: "high quality", path: "/api/playlist/highquality/list", params: `"cat":"全部","lasttime":0`, call: pages(finePlaylists)},
		{name: "suggested", path: "/api/personalized/playlist", params: `"limit":5`, call: func(ctx context.Context, c *Client) (any, error) { return c.SuggestedPlaylists(ctx, 5) }},
		{name: "new songs", path: "/api/v1/discovery/new/songs", params: `"areaId":96`, call: func(ctx context.Context, c *Client) (any, error) { return c.NewSongs(ctx, Western) }},
		{name: "days", path: "/api/discovery/recommend/songs/history/recent", answer: `{"code":200,"data":{"dates":["2020-10-21"]}}`, call: got((*Client).Days), want: `["2020-10-21"]`},
		{name: "songs of a day", path: "/api/discovery/recommend/songs/history/detail", params: `"date":"2020-10-21"`, answer: `{"code":200,"data":{"songs":[{"id":4}]}}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := c.DaySongs(ctx, "2020-10-21")
			return l[0].ID, err
		}, want: "4"},
		{name: "songs of an artist", path: "/api/v1/artist/songs", params: `"id":7,"order":"time","limit":100`, call: func(ctx context.Context, c *Client) (any, error) {
			return items(c.ArtistSongs(ctx, 7, true))
		}},
		{name: "songs of an artist from the third on", path: "/api/v1/artist/songs", params: `"limit":100,"offset":2`, call: func(ctx context.Context, c *Client) (any, error) {
			return items(c.ArtistSongs(StartAt(ctx, 2), 7, true))
		}},
		{name: "high quality from a time on", path: "/api/playlist/highquality/list", params: `"lasttime":1600000000000`, call: func(ctx context.Context, c *Client) (any, error) {
			return items(c.FinePlaylists(StartAt(ctx, 1600000000000), ""))
		}},
		{name: "all artists", path: "/api/v1/artist/list", params: `"type":-1,"area":7,"initial":76`, call: func(ctx context.Context, c *Client) (any, error) {
			return items(c.Artists(ctx, ArtistFilter{Area: 7, Initial: "l"}))
		}},
		{name: "follow an artist", path: "/api/artist/sub", params: `"artistId":7,"artistIds":"[7]"`, call: acted(func(c *Client, ctx context.Context) error { return c.FollowArtist(ctx, 7, true) })},
		{name: "albums of an area", path: "/api/album/new", params: `"area":"JP","limit":50`, call: func(ctx context.Context, c *Client) (any, error) { return items(c.NewAlbums(ctx, AreaJapanese)) }},
		{name: "albums of a month", path: "/api/discovery/new/albums/area", params: `"area":"ALL","year":2020,"month":2`, answer: `{"code":200,"weekData":[{"id":1}],"monthData":[{"id":2}]}`, call: func(ctx context.Context, c *Client) (any, error) {
			return ids(c.MonthAlbums(ctx, AreaAll, time.Date(2020, 2, 9, 0, 0, 0, 0, time.UTC)), albumID)
		}, want: "[1,2]"},
		{name: "numbers of an album", path: "/api/album/detail/dynamic", params: `"id":1`, answer: `{"code":200,"isSub":true,"subCount":3,"commentCount":4,"shareCount":5,"likedCount":6,"subTime":0,"onSale":false}`, call: gotID((*Client).AlbumStats), want: `{"Saved":true,"Saves":3,"Comments":4,"Shares":5,"Likes":6,"SavedAt":"0001-01-01T00:00:00Z","OnSale":false}`},
		{name: "keep an album", path: "/api/album/unsub", params: `"id":7`, call: acted(func(c *Client, ctx context.Context) error { return c.SaveAlbum(ctx, 7, false) })},
	})
}
