package wire

import (
	"context"
	"errors"

	"ncmtui/player"
	"ncmtui/ui/pane"
)

var errNameless = errors.New("nothing is known of the song")

// named tells the player of a song that was queued before it was read.
func (m *Machine) named(ctx context.Context, song int64) (player.Track, error) {
	songs, err := m.lists.Songs(ctx, []int64{song})
	switch {
	case len(songs) == 1 && songs[0].Name != "":
		return pane.TrackOf(songs[0], player.Source{}), nil
	case err != nil:
		return player.Track{}, err
	}
	return player.Track{}, errNameless
}
