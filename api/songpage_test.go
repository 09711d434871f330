package api

import (
	"context"
	"testing"
)

func TestSongPagesAskForWhatTheyShould(t *testing.T) {
	t.Parallel()
	const wiki = `{"code":200,"data":{"blocks":[{"code":"SONG_PLAY_ABOUT_SONG_BASIC","uiElement":{"mainTitle":{"title":"音乐百科"}},"creatives":[
		{"uiElement":{"mainTitle":{"title":"曲风"}},"resources":[{"uiElement":{"mainTitle":{"title":"流行"}}}]},
		{"uiElement":{"mainTitle":{"title":"BPM"},"textLinks":[{"text":"96"}]}}]}]}}`
	asks(t, []ask{
		{name: "similar", path: "/api/v1/discovery/simiSong", params: `"songid":1`, call: gotID((*Client).SimilarSongs)},
		{name: "playlists with it", path: "/api/discovery/simiPlaylist", params: `"songid":1`, answer: `{"code":200,"playlists":[{"id":5}]}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := c.PlaylistsWith(ctx, 1)
			return l[0].ID, err
		}, want: "5"},
		{name: "who listened", path: "/api/discovery/simiUser", params: `"songid":1`, answer: `{"code":200,"userprofiles":[{"userId":8}]}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := c.SimilarUsers(ctx, 1)
			return l[0].ID, err
		}, want: "8"},
		{name: "likes", path: "/api/song/red/count", params: `"songId":1`, answer: `{"code":200,"data":{"count":5000000000}}`, call: gotID((*Client).SongLikes), want: "5000000000"},
		{
			name: "wiki", path: "/api/song/play/about/block/page", params: `"songId":1`, answer: wiki, call: gotID((*Client).Wiki),
			want: `[{"Code":"SONG_PLAY_ABOUT_SONG_BASIC","Title":"音乐百科","Facts":[{"Name":"曲风","Values":["流行"]},{"Name":"BPM","Values":["96"]}]}]`,
		},
		{name: "available", path: "/api/song/enhance/player/url", params: `"ids":"[1]","br":320000`, answer: `{"code":200,"data":[{"id":1,"code":404}]}`, call: func(ctx context.Context, c *Client) (any, error) {
			ok, why, err := c.Available(ctx, 1, 320000)
			return []any{ok, why}, err
		}, want: `[false,"亲爱的,暂无版权"]`},
		{name: "urls by bitrate", path: "/api/song/enhance/player/url", params: `"br":320000`, answer: `{"code":200,"data":[{"id":2,"size":1},{"id":1,"size":3}]}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := c.SongURLsAt(ctx, 320000, 1, 2)
			return []any{l[0].ID, l[0].Size, l[1].ID}, err
		}, want: "[1,3,2]"},
		{name: "download, one object", path: "/api/song/enhance/download/url/v1", params: `"id":1,"level":"lossless"`, answer: `{"code":200,"data":{"id":1,"code":-110,"url":null,"fee":1}}`, call: func(ctx context.Context, c *Client) (any, error) {
			u, err := c.DownloadURL(ctx, 1, "lossless")
			return u.Why(), err
		}, want: "2"},
		{
			name: "qualities", path: "/api/song/music/detail/get", params: `"songId":1`, answer: `{"code":200,"data":{"songId":1,"db":null,"h":{"br":320000,"sr":44100,"size":9},"sq":{"br":900000,"size":"20"}}}`, call: gotID((*Client).Qualities),
			want: `[{"Level":"exhigh","Bitrate":320000,"Rate":44100,"Size":9},{"Level":"lossless","Bitrate":900000,"Rate":0,"Size":20}]`,
		},
	})
}
