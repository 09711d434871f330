package report

import (
	"context"
	"errors"
	"strconv"
	"time"
)

// Tally is what became of the account's plays of today at the music service.
type Tally struct {
	Accepted int // it took the reports
	Counted  int // its own listening record shows them
}

// Tally is what became of today's plays at the music service (已计入).
func (r *Reporter) Tally() Tally {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.day != dayOf(r.opt.Now()) {
		return Tally{}
	}
	return r.tally
}

// Counted is the number of today's plays that the music service took.
func (r *Reporter) Counted() int { return r.Tally().Accepted }

// accepted adds plays that the music service took to today's number.
func (r *Reporter) accepted(rows []Row, now time.Time) {
	n := 0
	r.mu.Lock()
	if day := dayOf(now); r.day != day {
		r.day, r.tally = day, Tally{}
	}
	for i := range rows {
		if rows[i].Service == NetEase && rows[i].Kind == FullPlay && rows[i].Account == r.account {
			n++
		}
	}
	r.tally.Accepted += n
	r.mu.Unlock()
	if n > 0 {
		r.changed()
	}
}

// loadTally takes today's numbers from what is kept.
func (r *Reporter) loadTally(ctx context.Context, account int64) {
	now := r.opt.Now()
	var t Tally
	if r.opt.Tally != nil {
		y, m, day := now.Date()
		var err error
		if t, err = r.opt.Tally(ctx, account, time.Date(y, m, day, 0, 0, 0, 0, now.Location())); err != nil && !errors.Is(err, context.Canceled) {
			r.opt.Log.Warn("report: today's count", "account", strconv.FormatInt(account, 10), "err", err)
		}
	}
	r.mu.Lock()
	if r.account == account {
		r.day, r.tally = dayOf(now), t
	}
	r.mu.Unlock()
	r.changed()
}

func (r *Reporter) changed() {
	if r.opt.Changed != nil {
		r.opt.Changed()
	}
}

func dayOf(t time.Time) string { return t.Format(time.DateOnly) }
