package wire

import (
	"context"
	"slices"
	"sync"

	"ncmtui/player"
	"ncmtui/store"
	"ncmtui/store/catalogue"
	"ncmtui/ui/pane"
)

// radio brings the songs of the personal FM to the player. The player knows
// which songs it had since the start and those of the account it started with;
// what another account had, radio takes from the store.
type radio struct {
	lists *catalogue.Catalogue
	db    *store.DB
	who   func() int64

	mu      sync.Mutex
	account int64   // whose songs seen are
	seen    []int64 // not to be brought again; the player's own are not in it
}

// Next gives the next songs; none is an answer too.
func (r *radio) Next(ctx context.Context) ([]player.Track, error) {
	got, err := r.lists.FM(ctx)
	seen := r.heard(ctx)
	got = slices.DeleteFunc(slices.Clone(got), func(s catalogue.Song) bool { return slices.Contains(seen, s.ID) })
	return each(got, func(s catalogue.Song) player.Track {
		return pane.TrackOf(s, player.Source{Kind: "userfm"})
	}), err
}

func (r *radio) heard(ctx context.Context) []int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now := r.who(); now != r.account {
		seen, err := r.db.FMSeen(ctx, now)
		if err != nil {
			return nil // a song may come twice
		}
		r.account, r.seen = now, seen
	}
	return r.seen
}
