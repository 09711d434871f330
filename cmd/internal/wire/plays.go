package wire

import (
	"context"
	"time"

	"ncmtui/store"
	stats "ncmtui/store/heard"
)

// plays tells a page what was heard on this machine.
type plays struct {
	db  *store.DB
	who func() int64
	now func() time.Time
}

func (p plays) Plays(ctx context.Context, since, before time.Time, limit int) ([]store.Play, error) {
	var out []store.Play
	err := p.db.EachPlay(ctx, p.who(), since, before, func(one store.Play) bool {
		if len(out) == 0 || out[len(out)-1].Started.Compare(one.Started) >= 0 { // else it begins again
			out = append(out, one)
		} else {
			out = append(out[:0], one)
		}
		return len(out) < limit
	})
	return out, err
}

func (p plays) Told(ctx context.Context, since, until time.Time) (stats.Stats, error) {
	return told(ctx, p.db, p.who(), since, until, p.now())
}
