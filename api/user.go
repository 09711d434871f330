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
		path: path, limit: peoplePage, p: Params{"uid": user}, items: followsBody.users,
		more: func(b followsBody, _ int) bool { return bool(b.More) },
	})
}

// peoplePage is how many people the service gives at a time.
const peoplePage = 100

// PeoplePage are a hundred of the people a user follows, or of those who follow
// a user, from an offset on; more says whether there are others behind them.
func (c *Client) PeoplePage(ctx context.Context, user int64, followers bool, offset int) (people []User, more bool, err error) {
	path := "/user/follows"
	if followers {
		path = "/user/followeds"
	}
	b, err := call[followsBody](ctx, c, path, Params{"uid": user, "limit": peoplePage, "offset": offset})
	return b.users(), bool(b.More), err
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
