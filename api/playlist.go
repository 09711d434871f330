package api

import (
	"context"
	"iter"
)

// PlaylistStats are what changes about a playlist.
type PlaylistStats struct {
	Plays                   int64
	Saves, Comments, Shares int
	Saved                   bool // by the account
}

// PlaylistStats are a playlist's numbers.
func (c *Client) PlaylistStats(ctx context.Context, id int64) (PlaylistStats, error) {
	b, err := call[struct {
		Plays    jsonInt  `json:"playCount"`
		Saves    jsonInt  `json:"bookedCount"`
		Comments jsonInt  `json:"commentCount"`
		Shares   jsonInt  `json:"shareCount"`
		Saved    jsonBool `json:"subscribed"`
	}](ctx, c, "/playlist/detail/dynamic", Params{"id": id})
	if err != nil {
		return PlaylistStats{}, err
	}
	return PlaylistStats{int64(b.Plays), int(b.Saves), int(b.Comments), int(b.Shares), bool(b.Saved)}, nil
}

type subscribersBody struct {
	Users list[wireUser] `json:"subscribers"`
	Total jsonInt        `json:"total"`
	More  jsonBool       `json:"more"`
}

// Subscribers are the users that follow a playlist.
func (c *Client) Subscribers(ctx context.Context, playlist int64) iter.Seq2[User, error] {
	return by(ctx, c, userID, offsets[subscribersBody, User]{
		path: "/playlist/subscribers", limit: 50, p: Params{"id": playlist},
		items: func(b subscribersBody) []User { return each(b.Users, wireUser.user) },
		more:  func(b subscribersBody, upto int) bool { return bool(b.More) || upto < int(b.Total) },
	})
}

// RelatedPlaylists are like a playlist, as its web page shows them: id, name,
// cover and creator only.
func (c *Client) RelatedPlaylists(ctx context.Context, id int64) ([]Playlist, error) {
	b, err := call[squareBody](ctx, c, "/related/playlist", Params{"id": id})
	if err != nil {
		return nil, err
	}
	return playlists(b.Playlists), nil
}
