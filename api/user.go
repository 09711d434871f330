package api

import (
	"context"
	"iter"
)

type followsBody struct {
	More      jsonBool       `json:"more"`
	Follow    list[wireUser] `json:"follow"`
	Followeds list[wireUser] `json:"followeds"`
}

func (b followsBody) users() []User {
	return each(append(b.Follow, b.Followeds...), wireUser.user)
}

func (c *Client) people(ctx context.Context, path string, user int64) iter.Seq2[User, error] {
	return by(ctx, c, userID, offsets[followsBody, User]{
		path: path, limit: 100, p: Params{"uid": user}, items: followsBody.users,
		more: func(b followsBody, _ int) bool { return bool(b.More) },
	})
}

// Follows are the people a user follows.
func (c *Client) Follows(ctx context.Context, user int64) iter.Seq2[User, error] {
	return c.people(ctx, "/user/follows", user)
}

// Followers are the people who follow a user.
func (c *Client) Followers(ctx context.Context, user int64) iter.Seq2[User, error] {
	return c.people(ctx, "/user/followeds", user)
}

// Follow begins or ends following a user.
func (c *Client) Follow(ctx context.Context, user int64, on bool) error {
	return c.do(ctx, "/follow", Params{"id": user, "t": onOff(on)})
}
