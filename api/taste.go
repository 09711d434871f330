package api

import (
	"context"
	"time"
)

type fmBody struct {
	Data list[wireSong] `json:"data"`
}

// FM gives the next songs of the account's radio, three as a rule.
func (c *Client) FM(ctx context.Context) ([]Song, error) {
	b, err := call[fmBody](ctx, c, "/personal_fm", nil)
	if err != nil {
		return nil, err
	}
	return songs(b.Data, nil), nil
}

// Trash tells the radio not to play a song again, after it was heard for a
// while.
func (c *Client) Trash(ctx context.Context, id int64, heard time.Duration) error {
	p := Params{"id": id}
	if s := int(heard / time.Second); s > 0 {
		p["time"] = s
	}
	_, err := c.Call(ctx, "/fm_trash", p)
	return err
}

type likedBody struct {
	IDs list[jsonInt] `json:"ids"`
}

// Liked are the ids of the songs a user likes, newest first.
func (c *Client) Liked(ctx context.Context, user int64) ([]int64, error) {
	b, err := call[likedBody](ctx, c, "/likelist", Params{"uid": user})
	if err != nil {
		return nil, err
	}
	out := make([]int64, 0, len(b.IDs))
	for _, id := range b.IDs {
		out = append(out, int64(id))
	}
	return out, nil
}

// Like puts a song into the liked ones, or takes it out. After an ErrNetwork
// the outcome is unknown: ask Liked before trying again.
func (c *Client) Like(ctx context.Context, id int64, like bool) error {
	text := "true"
	if !like {
		text = "false"
	}
	_, err := c.Call(ctx, "/like", Params{"id": id, "like": text})
	return err
}
