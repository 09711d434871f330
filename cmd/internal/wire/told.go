package wire

import (
	"context"
	"time"

	"ncmtui/store"
	stats "ncmtui/store/heard"
)

// told makes the statistics of a time, in the zone of now.
func told(ctx context.Context, db *store.DB, uid int64, since, until, now time.Time) (stats.Stats, error) {
	return sums{db, uid, now, keepAfter}.told(ctx, since, until)
}

// sums are an account's plays summed up, in the zone of now. A million of them
// take seconds to be read, so the sum is kept, and those since are added; it is
// kept anew after so many.
type sums struct {
	db        *store.DB
	uid       int64
	now       time.Time
	keepAfter int
}

func (s sums) told(ctx context.Context, since, until time.Time) (stats.Stats, error) {
	all, err := s.all(ctx)
	if err != nil || since.IsZero() && until.IsZero() {
		return all.Stats(), err
	}
	var t *stats.Tally
	begin := func() { t = stats.NewTally(since, until, s.now, s.now.Location()) }
	begin()
	err = s.db.EachHeard(ctx, store.Hearing{UID: s.uid, Since: since, Until: until}, begin, func(_ int64, p store.Play) { t.Add(p) })
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

// all is what all plays of the account sum up to.
func (s sums) all(ctx context.Context) (*stats.Tally, error) {
	t, mark, ok := stats.Restore(s.db.Summary(s.uid), s.now, s.now.Location())
	if ok {
		at, err := s.db.PlayAt(ctx, mark.Row)
		ok = err == nil && at == mark.Play
	}
	if ok && s.addSince(ctx, t, mark.Row) {
		return t, nil
	}
	return s.anew(ctx)
}

// addSince adds the plays after a row to a restored sum. false: all has to be
// read.
func (s sums) addSince(ctx context.Context, t *stats.Tally, row int64) bool {
	begun, added := 0, 0
	err := s.db.EachHeard(ctx, store.Hearing{UID: s.uid, After: row}, func() { begun++ }, func(at int64, p store.Play) {
		t.Add(p)
		row, added = at, added+1
	})
	days := t.Stale()
	if err != nil || begun > 1 || len(days) > maxStale {
		return false
	}
	for _, day := range days {
		begun = 0
		err := s.db.EachHeard(ctx, store.Hearing{UID: s.uid, Since: day.Since, Until: day.Until}, func() { begun++ }, func(_ int64, p store.Play) { t.Recount(p) })
		if err != nil || begun > 1 {
			return false
		}
	}
	if added >= s.keepAfter {
		s.keep(ctx, t, row)
	}
	return true
}

// anew sums all plays up.
func (s sums) anew(ctx context.Context) (*stats.Tally, error) {
	var t *stats.Tally
	added, last := 0, int64(0)
	begin := func() {
		t, added = stats.NewTally(time.Time{}, time.Time{}, s.now, s.now.Location()), 0
	}
	begin()
	err := s.db.EachHeard(ctx, store.Hearing{UID: s.uid}, begin, func(row int64, p store.Play) {
		t.Add(p)
		added, last = added+1, row
	})
	if err == nil && added >= s.keepAfter {
		s.keep(ctx, t, last)
	}
	return t, err
}

func (s sums) keep(ctx context.Context, t *stats.Tally, row int64) {
	if id, err := s.db.PlayAt(ctx, row); err == nil && id != "" {
		s.db.KeepSummary(s.uid, t.Summary(stats.Mark{Row: row, Play: id}))
	}
}
