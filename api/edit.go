package api

import (
	"context"
	"encoding/json"
	"strings"
)

// NewPlaylist is a playlist to be made. Kind: "" or NORMAL, VIDEO, SHARED.
type NewPlaylist struct {
	Name    string
	Private bool
	Kind    string
}

// CreatePlaylist makes a playlist of the account's own.
func (c *Client) CreatePlaylist(ctx context.Context, n NewPlaylist) (Playlist, error) {
	p := Params{"name": n.Name, "privacy": "0"}
	if n.Private {
		p["privacy"] = "10"
	}
	if n.Kind != "" {
		p["type"] = n.Kind
	}
	b, err := call[struct {
		ID       jsonInt              `json:"id"`
		Playlist object[wirePlaylist] `json:"playlist"`
	}](ctx, c, "/playlist/create", p)
	if err != nil {
		return Playlist{}, err
	}
	out := b.Playlist.V.playlist()
	if out.ID == 0 {
		out.ID = int64(b.ID)
	}
	out.Name = first(out.Name, n.Name)
	return out, nil
}

// RenamePlaylist gives an own playlist another name.
func (c *Client) RenamePlaylist(ctx context.Context, id int64, name string) error {
	return c.do(ctx, "/playlist/name/update", Params{"id": id, "name": name})
}

// DescribePlaylist gives an own playlist another description.
func (c *Client) DescribePlaylist(ctx context.Context, id int64, text string) error {
	return c.do(ctx, "/playlist/desc/update", Params{"id": id, "desc": text})
}

// TagPlaylist gives an own playlist other tags, at most three of the square's
// categories.
func (c *Client) TagPlaylist(ctx context.Context, id int64, tags ...string) error {
	return c.do(ctx, "/playlist/tags/update", Params{"id": id, "tags": strings.Join(tags, ";")})
}

// UpdatePlaylist gives an own playlist another name, description and tags, all
// three of them.
func (c *Client) UpdatePlaylist(ctx context.Context, id int64, name, text string, tags ...string) error {
	return c.do(ctx, "/playlist/update", Params{"id": id, "name": name, "desc": text, "tags": strings.Join(tags, ";")})
}

// PublishPlaylist makes a private playlist public; there is no way back.
func (c *Client) PublishPlaylist(ctx context.Context, id int64) error {
	return c.do(ctx, "/playlist/privacy", Params{"id": id})
}

// DeletePlaylists deletes own playlists, and ends the subscription of others.
func (c *Client) DeletePlaylists(ctx context.Context, ids ...int64) error {
	return c.do(ctx, "/playlist/delete", Params{"id": joined(ids)})
}

// OrderPlaylists gives the account's playlists an order.
func (c *Client) OrderPlaylists(ctx context.Context, ids []int64) error {
	return c.do(ctx, "/playlist/order/update", Params{"ids": bracketed(ids)})
}

// OrderTracks gives a playlist's songs an order: all of their ids.
func (c *Client) OrderTracks(ctx context.Context, playlist int64, songs []int64) error {
	return c.do(ctx, "/song/order/update", Params{"pid": playlist, "ids": bracketed(songs)})
}

// SubscribePlaylist keeps a playlist of somebody else, or no longer.
func (c *Client) SubscribePlaylist(ctx context.Context, id int64, on bool) error {
	return c.do(ctx, "/playlist/subscribe", Params{"id": id, "t": onOff(on)})
}

// Tracks is a playlist after a change: how many songs it has, 0 not told.
type Tracks struct{ Count int }

// AddTracks puts songs in front of a playlist. ErrDuplicate: one was there
// before, and none was added.
func (c *Client) AddTracks(ctx context.Context, playlist int64, songs ...int64) (Tracks, error) {
	return c.tracks(ctx, "add", playlist, songs)
}

// RemoveTracks takes songs out of a playlist.
func (c *Client) RemoveTracks(ctx context.Context, playlist int64, songs ...int64) (Tracks, error) {
	return c.tracks(ctx, "del", playlist, songs)
}

func (c *Client) tracks(ctx context.Context, op string, playlist int64, songs []int64) (Tracks, error) {
	const path = "/playlist/tracks"
	a, err := c.Call(ctx, path, Params{"op": op, "pid": playlist, "tracks": joined(songs)})
	if err != nil {
		return Tracks{}, err
	}
	// The documented server wraps the first answer, and not the second.
	var wrapped struct {
		Body json.RawMessage `json:"body"`
	}
	body := a.Body
	if json.Unmarshal(body, &wrapped) == nil && len(wrapped.Body) > 0 {
		body = wrapped.Body
	}
	b, err := decode[struct {
		Count jsonInt `json:"count"`
	}](path, body)
	return Tracks{int(b.Count)}, err
}
