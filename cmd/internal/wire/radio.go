package wire

import (
	"context"
	"slices"
	"sync"

	"ncmtui/api"
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
	api   *api.Client
	db    *store.DB
	who   func() int64

	mu      sync.Mutex
	mode    pane.FMMode
	account int64   // whose songs seen are
	seen    []int64 // not to be brought again; the player's own are not in it
}

// Tune sets what is brought from now on.
func (r *radio) Tune(m pane.FMMode) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mode = m
}

// tuning is a mode in the service's words.
type tuning struct {
	mode  api.FMMode
	scene string
}

var tunings = map[pane.FMMode]tuning{
	pane.FMFamiliar: {api.FMFamiliar, ""}, pane.FMExplore: {api.FMExplore, ""},
	pane.FMExercise: {api.FMScene, api.SceneExercise}, pane.FMFocus: {api.FMScene, api.SceneFocus}, pane.FMNight: {api.FMScene, api.SceneNight},
}

// songs asks for the next songs of the mode.
func (r *radio) songs(ctx context.Context) ([]catalogue.Song, error) {
	r.mu.Lock()
	t, special := tunings[r.mode]
	r.mu.Unlock()
	if !special {
		return r.lists.FM(ctx)
	}
	got, err := r.api.FMIn(ctx, t.mode, t.scene)
	return songs(got), err
}

// Next gives the next songs; none is an answer too.
func (r *radio) Next(ctx context.Context) ([]player.Track, error) {
	got, err := r.songs(ctx)
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
