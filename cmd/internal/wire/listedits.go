package wire

import (
	"context"
	"fmt"

	"ncmtui/api"
	"ncmtui/store/catalogue"
	"ncmtui/ui/pane"
)

// listEdits changes own playlists, for the screen.
type listEdits struct{ fetcher }

func (e listEdits) CreatePrivate(ctx context.Context, name string) (catalogue.Playlist, error) {
	p, err := e.api.CreatePlaylist(ctx, api.NewPlaylist{Name: name, Private: true})
	return e.playlist(p), err
}

func (e listEdits) EditList(ctx context.Context, playlist int64, c pane.ListEdit) error {
	switch c.What {
	case pane.ListName:
		return e.api.RenamePlaylist(ctx, playlist, c.Text)
	case pane.ListText:
		return e.api.DescribePlaylist(ctx, playlist, c.Text)
	case pane.ListTags:
		return e.api.TagPlaylist(ctx, playlist, c.Tags...)
	case pane.ListPublic:
		return e.api.PublishPlaylist(ctx, playlist)
	}
	return fmt.Errorf("playlist %d has no part %d", playlist, c.What)
}

func (e listEdits) DeleteList(ctx context.Context, playlist int64) error {
	return e.api.DeletePlaylists(ctx, playlist)
}

func (e listEdits) OrderSongs(ctx context.Context, playlist int64, songs []int64) error {
	return e.api.OrderTracks(ctx, playlist, songs)
}

func (e listEdits) OrderLists(ctx context.Context, playlists []int64) error {
	return e.api.OrderPlaylists(ctx, playlists)
}
