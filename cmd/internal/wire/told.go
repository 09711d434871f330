package wire

import (
	"context"
	"time"

	"ncmtui/store"
	stats "ncmtui/store/heard"
)

// told makes the statistics of a time, in the zone of now.
func told(ctx context.Context, db *store.DB, uid int64, since, until, now time.Time) (stats.Stats, error) {
	all, err := summed(ctx, db, uid, now)
	if err != nil || since.IsZero() && until.IsZero() {
		return all.Stats(), err
	}
	var t *stats.Tally
	err = db.EachHeard(ctx, store.Hearing{UID: uid, Since: since, Until: until}, func() {
		t = stats.NewTally(since, until, now, now.Location())
	}, func(_ int64, p store.Play) { t.Add(p) })
	t.Know(all)
	return t.Stats(), err
}

const (
	// keepAfter is how many plays are added to a summary before it is kept anew:
	// so many take some 20 ms to be read.
	keepAfter = 5000
	// maxStale is how many days are worth to be counted again one by one.
	maxStale = 60
)

// summed is what all plays of the account sum up to. A million of them take
// seconds to be read, so the sum is kept, and those since are added.
func summed(ctx context.Context, db *store.DB, uid int64, now time.Time) (*stats.Tally, error) {
	t, mark, ok := stats.Restore(db.Summary(uid), now, now.Location())
	if ok {
		at, err := db.PlayAt(ctx, mark.Row)
		ok = err == nil && at == mark.Play
	}
	if ok {
		t, ok = addSince(ctx, db, uid, t, &mark)
	}
	if ok {
		return t, nil
	}
	return addAll(ctx, db, uid, now)
}

// addSince adds the plays after a mark to a restored sum. false: all has to be
// read.
func addSince(ctx context.Context, db *store.DB, uid int64, t *stats.Tally, mark *stats.Mark) (*stats.Tally, bool) {
	begun, added := 0, 0
	err := db.EachHeard(ctx, store.Hearing{UID: uid, After: mark.Row}, func() { begun++ }, func(row int64, p store.Play) {
		t.Add(p)
		mark.Row = row
		added++
	})
	days := t.Stale()
	if err != nil || begun > 1 || len(days) > maxStale {
		return nil, false
	}
	for _, day := range days {
		begun = 0
		err := db.EachHeard(ctx, store.Hearing{UID: uid, Since: day.Since, Until: day.Until}, func() { begun++ }, func(_ int64, p store.Play) { t.Recount(p) })
		if err != nil || begun > 1 {
			return nil, false
		}
	}
	if added >= keepAfter {
		keepSum(ctx, db, uid, t, mark.Row)
	}
	return t, true
}

func addAll(ctx context.Context, db *store.DB, uid int64, now time.Time) (*stats.Tally, error) {
	var t *stats.Tally
	added, last := 0, int64(0)
	begin := func() {
		t, added = stats.NewTally(time.Time{}, time.Time{}, now, now.Location()), 0
	}
	begin()
	err := db.EachHeard(ctx, store.Hearing{UID: uid}, begin, func(row int64, p store.Play) {
		t.Add(p)
		added, last = added+1, row
	})
	if err == nil && added >= keepAfter {
		keepSum(ctx, db, uid, t, last)
	}
	return t, err
}

func keepSum(ctx context.Context, db *store.DB, uid int64, t *stats.Tally, row int64) {
	if id, err := db.PlayAt(ctx, row); err == nil && id != "" {
		db.KeepSummary(uid, t.Summary(stats.Mark{Row: row, Play: id}))
	}
}
