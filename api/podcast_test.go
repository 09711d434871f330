package api

import (
	"context"
	"testing"
)

func TestPodcastCallsAskForWhatTheyShould(t *testing.T) {
	t.Parallel()
	asks(t, []ask{
		{name: "subscribed", path: "/api/djradio/get/subed", params: `"limit":50`, answer: `{"code":200,"count":1,"djRadios":[{"id":3,"rcmdtext":"r"}]}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := items(c.Podcasts(ctx))
			return []any{l[0].ID, l[0].Reason}, err
		}, want: `[3,"r"]`},
		{name: "hot of a category", path: "/api/djradio/hot", params: `"cateId":7`, call: func(ctx context.Context, c *Client) (any, error) { return items(c.HotPodcasts(ctx, 7)) }},
		{name: "hot of all", path: "/api/djradio/hot/v1", call: func(ctx context.Context, c *Client) (any, error) { return items(c.HotPodcasts(ctx, 0)) }},
		{name: "chart", path: "/api/djradio/toplist", params: `"type":"1"`, answer: `{"code":200,"toplist":[{"id":3}]}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := c.PodcastChart(ctx, false)
			return l[0].ID, err
		}, want: "3"},
		{name: "chart of programs", path: "/api/program/toplist/v1", answer: `{"code":200,"toplist":[{"rank":1,"program":{"id":8,"mainSong":{"id":9}}}]}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := c.ProgramChart(ctx)
			return []any{l[0].ID, l[0].Song.ID}, err
		}, want: "[8,9]"},
		{name: "chart of the day", path: "/api/djprogram/toplist/hours", answer: `{"code":200,"data":{"list":[{"program":{"id":8}}]}}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := c.HourlyPrograms(ctx)
			return l[0].ID, err
		}, want: "8"},
		{name: "personal", path: "/api/djradio/personalize/rcmd", params: `"limit":6`, answer: `{"code":200,"data":[{"id":3}]}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := c.PersonalPodcasts(ctx, 6)
			return l[0].ID, err
		}, want: "3"},
		{name: "of a category", path: "/api/djradio/recommend", params: `"cateId":7`, call: func(ctx context.Context, c *Client) (any, error) { return c.PodcastsOf(ctx, 7) }},
		{name: "of a user", path: "/api/djradio/get/byuser", params: `"userId":1`, call: gotID((*Client).UserPodcasts)},
		{name: "programs", path: "/api/dj/program/byradio", params: `"radioId":7,"asc":true,"limit":100`, call: func(ctx context.Context, c *Client) (any, error) {
			return items(c.Programs(ctx, 7, true))
		}},
		{name: "program", path: "/api/dj/program/detail", params: `"id":1`, call: gotID((*Client).Program)},
		{name: "podcast", path: "/api/djradio/v2/get", params: `"id":1`, answer: `{"code":200,"data":{"id":1,"name":"n"}}`, call: func(ctx context.Context, c *Client) (any, error) {
			p, err := c.Podcast(ctx, 1)
			return p.Name, err
		}, want: `"n"`},
		{name: "subscribe", path: "/api/djradio/sub", params: `"id":7`, call: acted(func(c *Client, ctx context.Context) error { return c.SubscribePodcast(ctx, 7, true) })},
	})
}
