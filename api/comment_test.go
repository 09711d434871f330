package api

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestCommentCallsAskForWhatTheyShould(t *testing.T) {
	t.Parallel()
	song, event := ThreadOf(OnSong, 186016), Thread{OnEvent, "A_EV_2_7648367924_500000001"}
	asks(t, []ask{
		{name: "page", path: "/api/v1/resource/comments/R_SO_4_186016", params: `"rid":"186016","limit":20,"offset":40,"beforeTime":1000`, call: func(ctx context.Context, c *Client) (any, error) {
			return c.Comments(ctx, song, 40, 20, time.UnixMilli(1000))
		}},
		{name: "page of an album", path: "/api/v1/resource/comments/R_AL_3_5", params: `"beforeTime":0`, call: func(ctx context.Context, c *Client) (any, error) {
			return c.Comments(ctx, ThreadOf(OnAlbum, 5), 0, 20, time.Time{})
		}},
		{name: "page of an event", path: "/api/v1/resource/comments/" + event.ID, call: func(ctx context.Context, c *Client) (any, error) {
			return c.Comments(ctx, event, 0, 20, time.Time{})
		}},
		{name: "hot", path: "/api/v1/resource/hotcomments/R_SO_4_186016", params: `"limit":50`, answer: `{"code":200,"hotComments":[{"commentId":4,"likedCount":9}],"hasMore":false,"total":1}`, call: func(ctx context.Context, c *Client) (any, error) {
			return ids(c.HotComments(ctx, song), commentID)
		}, want: "[4]"},
		{name: "by likes", path: "/api/v2/resource/comments", params: `"threadId":"R_SO_4_186016","sortType":2,"pageNo":1,"pageSize":50`, answer: `{"code":200,"data":{"totalCount":1,"comments":[{"commentId":5,"replyCount":3}]}}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := items(c.NewComments(ctx, song, Hottest))
			return []any{l[0].ID, l[0].Replies}, err
		}, want: "[5,3]"},
		{name: "floor", path: "/api/resource/comment/floor/get", params: `"parentCommentId":9,"threadId":"R_SO_4_186016","time":-1`, call: func(ctx context.Context, c *Client) (any, error) {
			return items(c.Floor(ctx, song, 9))
		}},
		{name: "like", path: "/api/v1/comment/like", params: `"threadId":"R_SO_4_186016","commentId":9`, call: acted(func(c *Client, ctx context.Context) error { return c.LikeComment(ctx, song, 9, true) })},
		{name: "unlike on an event", path: "/api/v1/comment/unlike", params: `"threadId":"` + event.ID + `"`, call: acted(func(c *Client, ctx context.Context) error { return c.LikeComment(ctx, event, 9, false) })},
		{name: "write", path: "/api/resource/comments/add", params: `"threadId":"R_SO_4_186016","content":"好"`, answer: `{"code":200,"comment":{"commentId":11,"content":"好","user":{"userId":7}}}`, call: func(ctx context.Context, c *Client) (any, error) {
			m, err := c.WriteComment(ctx, song, "好")
			return []any{m.ID, m.Content, m.User.ID}, err
		}, want: `[11,"好",7]`},
		{name: "reply", path: "/api/resource/comments/reply", params: `"commentId":9,"content":"好"`, call: func(ctx context.Context, c *Client) (any, error) { return c.ReplyComment(ctx, song, 9, "好") }},
		{name: "delete", path: "/api/resource/comments/delete", params: `"commentId":9`, call: acted(func(c *Client, ctx context.Context) error { return c.DeleteComment(ctx, song, 9) })},
		{name: "count, as one body", path: "/api/comment/commentthread/info", params: `"threadId":"R_SO_4_186016"`, answer: `{"code":200,"commentCount":7,"liked":false,"likedCount":1,"shareCount":2}`, call: func(ctx context.Context, c *Client) (any, error) {
			return c.SongCommentCount(ctx, 186016)
		}, want: `{"ID":0,"Thread":"","Comments":7,"Likes":1,"Shares":2,"Liked":false}`},
	})
}

func TestPodcastsHaveNoOldCommentPage(t *testing.T) {
	t.Parallel()
	c, f := newTest(t, Options{Session: loggedIn(), Rate: -1}, always(200, `{"code":200}`))
	if _, err := c.Comments(t.Context(), ThreadOf(OnPodcast, 1), 0, 20, time.Time{}); !errors.Is(err, ErrUnknownAddress) || len(f.calls("")) != 0 {
		t.Errorf("%v", err)
	}
}
