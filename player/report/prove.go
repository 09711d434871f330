package report

import (
	"context"
	"slices"
	"time"
)

// Record is the service's own record of what an account has heard, and what is
// kept of it: it tells whether plays that were accepted were counted.
type Record interface {
	// Heard gives how often the account heard songs in the last week, by song,
	// as the service shows it: the hundred heard most.
	Heard(ctx context.Context, account int64) (map[int64]int, error)
	// Before gives what Heard gave when it was kept last, and when; a zero time
	// for never.
	Before(ctx context.Context, account int64) (map[int64]int, time.Time, error)
	// Waiting gives the account's plays that were accepted and not counted yet,
	// oldest first.
	Waiting(ctx context.Context, account int64) ([]Waiting, error)
	// Keep keeps what Heard gave at that time, and that plays were counted, all
	// or nothing.
	Keep(ctx context.Context, account int64, heard map[int64]int, counted []string, at time.Time) error
}

// Waiting is a play that was accepted.
type Waiting struct {
	Play     string
	Song     int64
	Accepted time.Time
}

// The record follows the plays after minutes; it is looked at once in a while.
const (
	proveAfter = 15 * time.Minute // after a play was accepted
	proveEvery = time.Hour
	proveLimit = 20 * time.Second
)

// prover looks at the record; its state is its goroutine's.
type prover struct {
	r       *Reporter
	wake    chan struct{}
	account int64
	last    time.Time // of looking, whatever came of it
}

func (p *prover) run(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.wake:
		case <-timer.C:
		}
		wait, err := p.look(ctx)
		if err != nil && ctx.Err() == nil {
			p.r.opt.Log.Info("report: the listening record was not read", "err", err)
			wait = proveEvery
		}
		timer.Reset(max(wait, time.Second))
	}
}

// look does what is due and gives the time until the next.
func (p *prover) look(ctx context.Context) (time.Duration, error) {
	r := p.r
	r.mu.Lock()
	account := r.account
	for _, x := range r.posts {
		if x.Service == NetEase && (x.paused || r.opt.Off(NetEase, account)) {
			account = 0
		}
	}
	r.mu.Unlock()
	if account != p.account {
		p.account, p.last = account, time.Time{}
	}
	if account == 0 {
		return forever, nil
	}
	ctx, cancel := context.WithTimeout(ctx, proveLimit)
	defer cancel()
	before, kept, err := r.opt.Record.Before(ctx, account)
	if err != nil {
		return 0, err
	}
	waiting, err := r.opt.Record.Waiting(ctx, account)
	if err != nil {
		return 0, err
	}
	now := r.opt.Now()
	at := kept.Add(proveEvery) // without a record of before, nothing can be said: at once
	switch {
	case kept.IsZero() && len(waiting) == 0:
	case len(waiting) == 0:
		return forever, nil
	default:
		at = later(waiting[0].Accepted.Add(proveAfter), at)
	}
	if !p.last.IsZero() {
		at = later(at, p.last.Add(proveEvery))
	}
	if wait := at.Sub(now); wait > 0 {
		return wait, nil
	}
	p.last = now
	heard, err := r.opt.Record.Heard(ctx, account)
	if err != nil {
		return 0, err
	}
	counted := proved(before, heard, waiting)
	if err := r.opt.Record.Keep(ctx, account, heard, counted, now); err != nil {
		return 0, err
	}
	p.tell(account, counted, waiting, now)
	return proveEvery, nil
}

// tell adds plays of today to the number of those that were counted.
func (p *prover) tell(account int64, counted []string, waiting []Waiting, now time.Time) {
	n := 0
	for _, w := range waiting {
		if slices.Contains(counted, w.Play) && dayOf(w.Accepted.In(now.Location())) == dayOf(now) {
			n++
		}
	}
	r := p.r
	r.mu.Lock()
	if r.account == account && r.day == dayOf(now) {
		r.tally.Counted += n
	}
	r.mu.Unlock()
	if n > 0 {
		r.changed()
	}
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// proved are the plays that the record shows: of each song as many, the oldest
// first, as it has grown by. A number that has become smaller is of a new week
// and has grown from nothing.
func proved(before, now map[int64]int, waiting []Waiting) []string {
	grown := map[int64]int{}
	var out []string
	for _, w := range waiting {
		n, known := grown[w.Song]
		if !known {
			if n = now[w.Song] - before[w.Song]; n < 0 {
				n = now[w.Song]
			}
		}
		if n > 0 {
			out = append(out, w.Play)
			n--
		}
		grown[w.Song] = n
	}
	return out
}
