package api

import (
	"context"
	"errors"
	"net/http"
	"testing"
)

func TestPlaylistEditsSendWhatTheyShould(t *testing.T) {
	t.Parallel()
	asks(t, []ask{
		{name: "create", path: "/api/playlist/create", params: `"name":"n","privacy":"0"`, answer: `{"code":200,"id":12,"playlist":{"id":12,"name":"n"}}`, call: func(ctx context.Context, c *Client) (any, error) {
			p, err := c.CreatePlaylist(ctx, NewPlaylist{Name: "n"})
			return p.ID, err
		}, want: "12"},
		{name: "create a private one", path: "/api/playlist/create", params: `"privacy":"10","type":"SHARED"`, answer: `{"code":200,"id":13}`, call: func(ctx context.Context, c *Client) (any, error) {
			p, err := c.CreatePlaylist(ctx, NewPlaylist{Name: "n", Private: true, Kind: "SHARED"})
			return []any{p.ID, p.Name}, err
		}, want: `[13,"n"]`},
		{name: "rename", path: "/api/playlist/update/name", params: `"id":7,"name":"晨 & 夜"`, call: acted(func(c *Client, ctx context.Context) error { return c.RenamePlaylist(ctx, 7, "晨 & 夜") })},
		{name: "describe", path: "/api/playlist/desc/update", params: `"id":7,"desc":"d"`, call: acted(func(c *Client, ctx context.Context) error { return c.DescribePlaylist(ctx, 7, "d") })},
		{name: "tag", path: "/api/playlist/tags/update", params: `"tags":"华语;民谣"`, call: acted(func(c *Client, ctx context.Context) error { return c.TagPlaylist(ctx, 7, "华语", "民谣") })},
		{name: "update", path: "/api/batch", call: acted(func(c *Client, ctx context.Context) error { return c.UpdatePlaylist(ctx, 7, "n", "d", "华语") })},
		{name: "publish", path: "/api/playlist/update/privacy", params: `"id":7,"privacy":0`, call: acted(func(c *Client, ctx context.Context) error { return c.PublishPlaylist(ctx, 7) })},
		{name: "delete", path: "/api/playlist/remove", params: `"ids":"[7,8]"`, call: acted(func(c *Client, ctx context.Context) error { return c.DeletePlaylists(ctx, 7, 8) })},
		{name: "order playlists", path: "/api/playlist/order/update", params: `"ids":"[8,7]"`, call: acted(func(c *Client, ctx context.Context) error { return c.OrderPlaylists(ctx, []int64{8, 7}) })},
		{name: "order songs", path: "/api/playlist/manipulate/tracks", params: `"pid":7,"op":"update","trackIds":"[2,1]"`, call: acted(func(c *Client, ctx context.Context) error { return c.OrderTracks(ctx, 7, []int64{2, 1}) })},
		{name: "subscribe", path: "/api/playlist/subscribe", params: `"id":7`, call: acted(func(c *Client, ctx context.Context) error { return c.SubscribePlaylist(ctx, 7, true) })},
		{name: "unsubscribe", path: "/api/playlist/unsubscribe", params: `"id":7`, call: acted(func(c *Client, ctx context.Context) error { return c.SubscribePlaylist(ctx, 7, false) })},
		{name: "add", path: "/api/playlist/manipulate/tracks", params: `"op":"add","pid":7,"trackIds":"[\"1\",\"2\"]"`, answer: `{"code":200,"count":12,"cloudCount":0,"trackIds":"[1,2]"}`, call: func(ctx context.Context, c *Client) (any, error) {
			return c.AddTracks(ctx, 7, 1, 2)
		}, want: `{"Count":12}`},
		{name: "remove", path: "/api/playlist/manipulate/tracks", params: `"op":"del"`, answer: `{"code":200,"count":10}`, call: func(ctx context.Context, c *Client) (any, error) {
			return c.RemoveTracks(ctx, 7, 1, 2)
		}, want: `{"Count":10}`},
	})
}

func TestARefusedTrackListIsTriedOnceMoreWithItsIDsDoubled(t *testing.T) {
	t.Parallel()
	for _, second := range []string{`{"code":200,"count":5}`, `{"code":512}`} {
		n := 0
		c, f := newTest(t, Options{Session: loggedIn(), Rate: -1}, func(sent) (*http.Response, error) {
			if n++; n == 1 {
				return reply(200, `{"code":512}`), nil
			}
			return reply(200, second), nil
		})
		got, err := c.AddTracks(t.Context(), 7, 1, 2)
		all := f.calls("/api/playlist/manipulate/tracks")
		if len(all) != 2 || all[1].Params["trackIds"] != `["1","2","1","2"]` {
			t.Fatalf("sent %+v", all)
		}
		if done := second != `{"code":512}`; done != (err == nil) || (done && got.Count != 5) || (!done && !errors.Is(err, ErrRefused)) {
			t.Errorf("%s: %+v, %v", second, got, err)
		}
	}
}

func TestSongsThatAreThereAreTold(t *testing.T) {
	t.Parallel()
	c, f := newTest(t, Options{Session: loggedIn(), Rate: -1}, always(200, `{"code":502,"message":"歌单内歌曲重复"}`))
	if _, err := c.AddTracks(t.Context(), 7, 1); !errors.Is(err, ErrDuplicate) || len(f.calls("")) != 1 {
		t.Errorf("%v", err)
	}
}
