package wire

import (
	"context"
	"errors"

	"ncmtui/api"
	"ncmtui/store/catalogue"
	"ncmtui/ui/pane"
)

// edits changes what the account keeps, for the screen.
type edits struct{ fetcher }

func (e edits) Create(ctx context.Context, name string) (catalogue.Playlist, error) {
	p, err := e.api.CreatePlaylist(ctx, api.NewPlaylist{Name: name})
	return e.playlist(p), err
}

func (e edits) Add(ctx context.Context, playlist int64, songs []int64) error {
	_, err := e.api.AddTracks(ctx, playlist, songs...)
	return err
}

func (e edits) Remove(ctx context.Context, playlist int64, songs []int64) error {
	_, err := e.api.RemoveTracks(ctx, playlist, songs...)
	return err
}

var errNotFollowed = errors.New("this cannot be followed")

func (e edits) Follow(ctx context.Context, k pane.Kind, id int64, on bool) error {
	switch k {
	case pane.PlaylistKind:
		return e.api.SubscribePlaylist(ctx, id, on)
	case pane.AlbumKind:
		return e.api.SaveAlbum(ctx, id, on)
	case pane.ArtistKind:
		return e.api.FollowArtist(ctx, id, on)
	case pane.UserKind:
		return e.api.Follow(ctx, id, on)
	case pane.PodcastKind:
		return e.api.SubscribePodcast(ctx, id, on)
	case pane.MVKind:
		return e.api.SaveMV(ctx, id, on)
	default:
		return errNotFollowed
	}
}

// Similar and Heart are the songs that go with a song.
func (e edits) Similar(ctx context.Context, song int64) ([]catalogue.Song, error) {
	got, err := e.api.SimilarSongs(ctx, song)
	return songs(got), err
}

func (e edits) Heart(ctx context.Context, song, playlist int64) ([]catalogue.Song, error) {
	got, err := e.api.Heart(ctx, song, playlist, 0)
	return songs(got), err
}
