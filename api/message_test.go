package api

import (
	"context"
	"testing"
)

func TestMessagesAndEventsAreReadThrough(t *testing.T) {
	t.Parallel()
	asks(t, []ask{
		{name: "conversations", path: "/api/msg/private/users", params: `"limit":30,"offset":0`, call: pages((*Client).Conversations)},
		{name: "messages", path: "/api/msg/private/history", params: `"userId":1,"time":0`, answer: `{"code":200,"more":false,"msgs":[{"id":4,"time":1000,"fromUser":{"userId":3722748181},"msg":"{\"msg\":\"听\",\"song\":{\"id\":9,\"name\":\"s\"}}"}]}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := items(c.Messages(ctx, 1))
			return []any{l[0].ID, l[0].From.ID, l[0].Text, l[0].Song.ID}, err
		}, want: `[4,3722748181,"听",9]`},
		{name: "a message that is no JSON", path: "/api/msg/private/history", answer: `{"code":200,"msgs":[{"id":4,"msg":"hello"}]}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := items(c.Messages(ctx, 1))
			return []any{l[0].ID, l[0].Text}, err
		}, want: `[4,""]`},
		{name: "send", path: "/api/msg/private/send", params: `"type":"text","msg":"好","userIds":"[7,8]"`, call: acted(func(c *Client, ctx context.Context) error { return c.SendText(ctx, "好", 7, 8) })},
		{name: "events", path: "/api/v1/event/get", params: `"pagesize":30,"lasttime":-1`, answer: `{"code":200,"event":[{"id":5,"type":39,"json":"{\"video\":{\"videoId\":\"ABC\",\"title\":\"v\"}}","info":{"threadId":"A_EV_2_5_1"}}]}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := items(c.Events(ctx))
			return []any{l[0].MV.VID, l[0].MV.Name, l[0].Thread}, err
		}, want: `["ABC","v","A_EV_2_5_1"]`},
		{name: "events of a user", path: "/api/event/get/7", answer: `{"code":200,"events":[{"id":6}]}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := items(c.UserEvents(ctx, 7))
			return l[0].ID, err
		}, want: "6"},
	})
}
