package wire

import (
	"context"

	"ncmtui/store/catalogue"
)

// remembered tells the screen what is known of lists without asking the service.
type remembered struct {
	lists *catalogue.Catalogue
	who   func() int64
}

// UserPlaylists are the account's own and followed ones.
func (k remembered) UserPlaylists(ctx context.Context) ([]catalogue.Playlist, bool) {
	uid := k.who()
	if uid == 0 {
		return nil, false
	}
	return k.lists.PeekUserPlaylists(ctx, uid)
}

// Playlist is the songs of one.
func (k remembered) Playlist(ctx context.Context, id int64) (catalogue.Tracks, bool) {
	return k.lists.PeekPlaylist(ctx, id)
}
