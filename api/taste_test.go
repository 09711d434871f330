package api

import (
	"context"
	"testing"
)

func TestRadioAndHeartAskForWhatTheyShould(t *testing.T) {
	t.Parallel()
	asks(t, []ask{
		{name: "scene", path: "/api/v1/radio/get", params: `"mode":"SCENE_RCMD","subMode":"FOCUS","limit":3`, call: func(ctx context.Context, c *Client) (any, error) {
			return c.FMIn(ctx, FMScene, SceneFocus)
		}},
		{name: "heart", path: "/api/playmode/intelligence/list", params: `"songId":1,"playlistId":2,"startMusicId":1,"type":"fromPlayOne"`, call: func(ctx context.Context, c *Client) (any, error) {
			return c.Heart(ctx, 1, 2, 0)
		}},
		{name: "heart from another song", path: "/api/playmode/intelligence/list", params: `"startMusicId":3`, call: func(ctx context.Context, c *Client) (any, error) { return c.Heart(ctx, 1, 2, 3) }},
		{name: "dislike", path: "/api/v2/discovery/recommend/dislike", params: `"resId":1,"resType":4,"sceneType":1`, answer: `{"code":200,"data":{"id":8,"name":"n","artists":[{"id":3,"name":"a"}]}}`, call: func(ctx context.Context, c *Client) (any, error) {
			s, err := c.DislikeDaily(ctx, 1)
			return []any{s.ID, s.Artists}, err
		}, want: `[8,[{"ID":3,"Name":"a"}]]`},
	})
}
