package wire

import (
	"context"
	"time"

	"ncmtui/store"
	stats "ncmtui/store/heard"
)

// told makes the statistics of a time, in the zone of now.
func told(ctx context.Context, db *store.DB, uid int64, since, until, now time.Time) (stats.Stats, error) {
	all, err := ledgers{db, uid, keepAfter}.all(ctx)
	return all.Stats(since, until, now, now.Location()), err
}

// ledgers give what statistics need of an account's plays. A million of them
// take seconds to be read from the database, so their ledger is kept, and those
// since are added; it is kept anew after so many.
type ledgers struct {
	db        *store.DB
	uid       int64
	keepAfter int
}

// keepAfter is how many plays are added to a ledger before it is kept anew: so
// many take some 10 ms to be read.
const keepAfter = 1000

// all is the ledger of all plays of the account.
func (s ledgers) all(ctx context.Context) (*stats.Ledger, error) {
	if l, mark, ok := stats.Restore(s.db.Summary(s.uid)); ok && s.stands(ctx, mark) {
		begun := 0
		row, added, err := s.add(ctx, l, mark.Row, func() { begun++ })
		if err == nil && begun == 1 {
			s.keep(ctx, l, row, added)
			return l, nil
		}
	}
	l := stats.NewLedger()
	row, added, err := s.add(ctx, l, 0, func() { *l = *stats.NewLedger() })
	if err == nil {
		s.keep(ctx, l, row, added)
	}
	return l, err
}

// stands says whether the database is the one a ledger is of, and none of the
// plays in it has gone.
func (s ledgers) stands(ctx context.Context, m stats.Mark) bool {
	id, plays, err := s.db.PlaysUntil(ctx, m.Row)
	return err == nil && id == m.Play && (plays == m.Rows || plays < 0)
}

// add adds the plays after a row, and gives the last one's row and how many
// there were. begin is called as EachHeard does it.
func (s ledgers) add(ctx context.Context, l *stats.Ledger, row int64, begin func()) (last int64, added int, err error) {
	last = row
	err = s.db.EachHeard(ctx, s.uid, row, func() { begin(); added = 0 }, func(at int64, p store.Play) {
		l.Add(p)
		last, added = at, added+1
	})
	return last, added, err
}

// keep keeps a ledger to which so many plays were added, if they are worth it.
func (s ledgers) keep(ctx context.Context, l *stats.Ledger, row int64, added int) {
	if added < s.keepAfter {
		return
	}
	if id, plays, err := s.db.PlaysUntil(ctx, row); err == nil && id != "" && plays >= 0 {
		s.db.KeepSummary(s.uid, l.Summary(stats.Mark{Row: row, Play: id, Rows: plays}))
	}
}
