package api

import (
	"context"
	"testing"
	"time"
)

func TestPlaylistPagesAskForWhatTheyShould(t *testing.T) {
	t.Parallel()
	asks(t, []ask{
		{
			name: "numbers", path: "/api/playlist/detail/dynamic", params: `"id":1,"n":100000`,
			answer: `{"code":200,"playCount":8043061248,"bookedCount":3,"commentCount":4,"shareCount":5,"subscribed":true}`,
			call:   gotID((*Client).PlaylistStats), want: `{"Plays":8043061248,"Saves":3,"Comments":4,"Shares":5,"Saved":true}`,
		},
		{name: "subscribers", path: "/api/playlist/subscribers", params: `"id":1,"limit":50,"offset":0`, answer: `{"code":200,"subscribers":[{"userId":3722748181,"nickname":"n"}],"total":1}`, call: func(ctx context.Context, c *Client) (any, error) {
			return ids(c.Subscribers(ctx, 1), userID)
		}, want: "[3722748181]"},
		{
			name: "membership", path: "/api/music-vip-membership/front/vip/info", params: `"userId":1`,
			answer: `{"code":200,"data":{"userId":1,"redVipLevel":7,"redVipAnnualCount":-1,"associator":{"vipCode":100,"expireTime":1786031999000},"redplus":{"vipCode":0,"expireTime":0},"musicPackage":{"vipCode":0,"expireTime":5}}}`,
			call: func(ctx context.Context, c *Client) (any, error) {
				m, err := c.Membership(ctx, 1)
				return []any{m.Level, m.Yearly, m.Member.UnixMilli(), m.Super.IsZero(), m.Package.IsZero(), m.Active(time.UnixMilli(1786031998000)), m.Active(m.Member)}, err
			}, want: "[7,-1,1786031999000,true,true,true,false]",
		},
	})
}

func TestArtistPagesAskForWhatTheyShould(t *testing.T) {
	t.Parallel()
	asks(t, []ask{
		{
			name: "numbers", path: "/api/artist/detail/dynamic", params: `"id":1`,
			answer: `{"code":200,"followed":true,"videoNum":[{"cat":0,"num":2},{"cat":1,"num":3}]}`, call: gotID((*Client).ArtistStats), want: `{"Followed":true,"Videos":5}`,
		},
		{name: "fans", path: "/api/artist/follow/count/get", params: `"id":1`, answer: `{"code":200,"data":{"fansCnt":12}}`, call: gotID((*Client).FanCount), want: "12"},
		{name: "chart", path: "/api/toplist/artist", params: `"type":4`, answer: `{"code":200,"list":{"artists":[{"id":6}]}}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := c.ArtistChart(ctx, Japanese)
			return l[0].ID, err
		}, want: "6"},
		{name: "chart of the Chinese", path: "/api/toplist/artist", params: `"type":1`, call: func(ctx context.Context, c *Client) (any, error) { return c.ArtistChart(ctx, Chinese) }},
		{name: "hot ones", path: "/api/artist/top", params: `"limit":50,"offset":0`, answer: `{"code":200,"artists":[{"id":6}]}`, call: func(ctx context.Context, c *Client) (any, error) {
			return ids(c.TopArtists(ctx), artistID)
		}, want: "[6]"},
		{name: "new songs", path: "/api/sub/artist/new/works/song/list", params: `"limit":50`, answer: `{"code":200,"data":{"hasMore":false,"newWorks":[{"id":9,"publishTime":3}]}}`, call: func(ctx context.Context, c *Client) (any, error) {
			return ids(c.NewWorks(ctx), songID)
		}, want: "[9]"},
		{name: "new videos", path: "/api/sub/artist/new/works/mv/list", answer: `{"code":200,"data":{"hasMore":true,"newWorks":[{"id":9,"publishTime":"1970-01-01"}]}}`, call: func(ctx context.Context, c *Client) (any, error) {
			return ids(c.NewWorkMVs(ctx), func(m MV) int64 { return m.ID })
		}, want: "[9]"},
		{name: "new videos of an area", path: "/api/mv/first", params: `"area":"港台","limit":50`, call: func(ctx context.Context, c *Client) (any, error) { return c.NewMVs(ctx, "港台") }},
		{name: "similar videos", path: "/api/discovery/simiMV", params: `"mvid":1`, answer: `{"code":200,"mvs":[{"id":4,"name":"n"}]}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := c.SimilarMVs(ctx, 1)
			return l[0].ID, err
		}, want: "4"},
		{name: "suggested videos", path: "/api/personalized/mv", answer: `{"code":200,"result":[{"id":4}]}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := c.SuggestedMVs(ctx)
			return l[0].ID, err
		}, want: "4"},
		{
			name: "numbers of a video", path: "/api/comment/commentthread/info", params: `"threadid":"R_MV_5_1"`,
			answer: `{"code":200,"commentCount":4,"likedCount":5,"shareCount":6,"liked":true}`, call: func(ctx context.Context, c *Client) (any, error) {
				n, err := c.MVStats(ctx, 1)
				return []any{n.Comments, n.Likes, n.Shares, n.Liked}, err
			}, want: "[4,5,6,true]",
		},
		{name: "praise a video", path: "/api/resource/like", params: `"threadId":"R_MV_5_1"`, call: acted(func(c *Client, ctx context.Context) error { return c.LikeMV(ctx, 1, true) })},
	})
}
