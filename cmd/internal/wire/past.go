package wire

import (
	"context"
	"errors"
	"slices"
	"time"

	"ncmtui/store"
	stats "ncmtui/store/heard"
)

// Past is what was heard on this machine, for the verbs: of the stored login
// and of the time without one. Close ends it.
type Past struct {
	db  *store.DB
	uid int64
	now func() time.Time
}

// Past opens it, also beside a running player; without a folder there is
// nothing in it, and nothing is kept.
func (s *Service) Past() *Past {
	o := store.Options{Dir: s.places.Data, Now: s.now}
	if o.Dir != "" {
		release, err := store.Lock(o.Dir)
		var locked *store.ErrLocked
		if o.Beside = errors.As(err, &locked); err == nil {
			_ = release() // it was asked only
		}
	}
	return &Past{db: store.Open(o), uid: s.uid, now: s.now}
}

// Close closes the database.
func (p *Past) Close() error { return p.db.Close() }

// Now is the time, in the user's zone.
func (p *Past) Now() time.Time { return p.now() }

// Plays gives the plays that began from since on and before until (zero: no
// end), newest first.
func (p *Past) Plays(ctx context.Context, since, until time.Time) ([]store.Play, error) {
	return plays{p.db, func() int64 { return p.uid }, p.now}.Plays(ctx, since, until, int(^uint(0)>>1))
}

// Told gives the statistics of a time.
func (p *Past) Told(ctx context.Context, since, until time.Time) (stats.Stats, error) {
	return told(ctx, p.db, p.uid, since, until, p.now())
}

// Add keeps plays of elsewhere and gives how many were new, part by part: a
// running player writes in between.
func (p *Past) Add(ctx context.Context, all []store.Play) (int, error) {
	const part = 1000
	added := 0
	for some := range slices.Chunk(all, part) {
		n, err := p.db.AddPlays(ctx, p.uid, some)
		added += n
		if err != nil {
			return added, err
		}
	}
	return added, nil
}
