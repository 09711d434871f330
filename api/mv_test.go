package api

import (
	"context"
	"testing"
)

func TestVideoCallsAskForWhatTheyShould(t *testing.T) {
	t.Parallel()
	asks(t, []ask{
		{name: "one", path: "/api/v1/mv/detail", params: `"id":1`, answer: `{"code":200,"subed":true,"data":{"id":5436712,"publishTime":"2020-01-02","brs":[{"br":1080},{"br":240}]}}`, call: func(ctx context.Context, c *Client) (any, error) {
			m, err := c.MV(ctx, 1)
			return []any{m.ID, m.VID, m.Saved, m.Published, m.Heights}, err
		}, want: `[5436712,"5436712",true,"2020-01-02",[240,1080]]`},
		{name: "file", path: "/api/song/enhance/play/mv/url", params: `"id":7,"r":720`, call: func(ctx context.Context, c *Client) (any, error) { return c.MVURL(ctx, 7, 720) }},
		{name: "all of an area", path: "/api/mv/all", params: `"limit":50`, call: pages(allMVs)},
		{name: "chart", path: "/api/mv/toplist", params: `"area":"内地"`, call: func(ctx context.Context, c *Client) (any, error) { return items(c.MVChart(ctx, "内地")) }},
		{name: "saved, videos among them", path: "/api/cloudvideo/allvideo/sublist", answer: `{"code":200,"data":[{"vid":"5307442","title":"m"},{"vid":"4E673ABCA5B939B889FDE4A2B148C2BD","title":"v"}]}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := items(c.SavedMVs(ctx))
			return []any{l[0].ID, l[0].VID, l[1].ID, l[1].VID}, err
		}, want: `[5307442,"5307442",0,"4E673ABCA5B939B889FDE4A2B148C2BD"]`},
		{name: "save", path: "/api/mv/sub", params: `"mvId":7`, call: acted(func(c *Client, ctx context.Context) error { return c.SaveMV(ctx, 7, true) })},
	})
}
