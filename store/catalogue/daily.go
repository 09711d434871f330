package catalogue

import (
	"context"
	"slices"
)

// ReplaceDaily puts another song in the place of one of today's, as the service
// has done: reading the list again would be a question for what is known.
func (c *Catalogue) ReplaceDaily(ctx context.Context, old int64, by Song) {
	key := docKey{c.who(), kindDailySongs, 0}
	songs, h, ok := peekDoc[[]Song](ctx, c, key)
	i := slices.IndexFunc(songs, func(s Song) bool { return s.ID == old })
	if !ok || i < 0 {
		return
	}
	songs = slices.Clone(songs)
	songs[i] = by
	keepDoc(ctx, c, key, h.version, songs)
	c.keep(ctx, key.account, []Song{by})
}
