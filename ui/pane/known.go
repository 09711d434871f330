package pane

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"ncmtui/store/catalogue"
)

// KnownSource tells what is known of lists without asking the service: shown at
// once, until the service's answer takes its place.
type KnownSource interface {
	UserPlaylists(ctx context.Context) ([]catalogue.Playlist, bool)
	Playlist(ctx context.Context, id int64) (catalogue.Tracks, bool)
}

// knownTopic is the question for what is known.
const knownTopic = "known"

// askKnown asks for what is known; nothing known is no answer.
func (b *Base) askKnown(read func(context.Context, KnownSource) (any, bool)) tea.Cmd {
	src := b.Env.Known
	if src == nil {
		return nil
	}
	return b.AskKept(knownTopic, askLimit, func(ctx context.Context) (any, error) {
		v, ok := read(ctx, src)
		if !ok {
			return nil, nil //nolint:nilnil // nothing is known: the service's answer will come
		}
		return v, nil
	})
}
