package report

import (
	"context"
	"time"
)

// drainer is the state of the sending goroutine.
type drainer struct {
	r      *Reporter
	epoch  int // of the account whose count was loaded
	streak streak
	until  time.Time // nothing is sent before
	// finish stores the outcome of the last send; while it fails, nothing else
	// is sent.
	finish func(ctx context.Context) error
	tries  int
}

// forever is the wait of a drainer that only a wake can help.
const forever = 24 * time.Hour

// finishTries bounds how often an outcome is tried to be stored.
const finishTries = 5

func (r *Reporter) drain(ctx context.Context) {
	d := &drainer{r: r, epoch: -1}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.wake:
		case <-timer.C:
		}
		wait := time.Duration(0)
		for wait == 0 && ctx.Err() == nil {
			wait = d.once(ctx)
		}
		timer.Reset(max(wait, time.Millisecond))
	}
}

// once does one thing and gives the time until the next, 0 at once.
func (d *drainer) once(ctx context.Context) time.Duration {
	if d.finish != nil {
		return d.finishLast(ctx)
	}
	r := d.r
	r.mu.Lock()
	account, epoch, paused, kicked := r.account, r.epoch, r.paused, r.kicked
	r.kicked = false
	r.mu.Unlock()
	if account == 0 || paused {
		return forever
	}
	if epoch != d.epoch {
		d.epoch = epoch
		d.loadCount(ctx, account)
	}
	now := r.opt.Now()
	if wait := d.until.Sub(now); wait > 0 {
		return wait
	}
	row, ok, err := r.opt.Outbox.Next(ctx, account)
	if err != nil {
		r.opt.Log.Warn("report: outbox", "err", err)
		return outboxPause
	}
	if !ok {
		return forever
	}
	if wait := row.Next.Sub(now); wait > 0 && !kicked {
		return min(wait, coolDowns[len(coolDowns)-1]) // a clock that was set back must not stop it
	}
	if kicked {
		d.streak.failed = 0
	}
	return d.send(ctx, row)
}

func (d *drainer) send(ctx context.Context, row Row) time.Duration {
	r := d.r
	row, alive := claim(row)
	if err := r.opt.Outbox.Mark(ctx, row); err != nil {
		r.opt.Log.Warn("report: mark", "err", err)
		return outboxPause
	}
	if !alive {
		r.opt.Log.Warn("report: given up after two sends of unknown outcome", "play", row.Play, "kind", string(row.Kind))
		return 0
	}
	call := r.opt.Sender.Play
	if row.Kind == StartPlay {
		call = r.opt.Sender.StartPlay
	}
	sendCtx, cancel := context.WithTimeout(ctx, sendTimeout)
	err := call(sendCtx, row.Report)
	cancel()
	now := r.opt.Now()
	if err == nil {
		d.streak = streak{}
		d.finish = func(ctx context.Context) error { return r.opt.Outbox.Done(ctx, row, now) }
		d.count(row, now)
		return 0
	}
	if ctx.Err() != nil {
		return forever // closing: the row stays as Sending, which is the truth
	}
	d.failed(row, err, now)
	return 0
}

// failed books a failed send; its outcome is stored by the next step.
func (d *drainer) failed(row Row, err error, now time.Time) {
	r := d.r
	class, code := r.opt.Classify(err)
	if class == TooOften {
		d.streak.cooled++
	} else {
		d.streak.cooled = 0
		d.streak.failed++
	}
	v := settle(row, class, code, now, d.streak, r.opt.Jitter())
	r.opt.Log.Info("report: not sent", "play", row.Play, "kind", string(row.Kind), "code", code, "state", string(v.row.State))
	if v.pause > 0 {
		d.until = now.Add(v.pause)
	}
	if v.logout {
		r.mu.Lock()
		if r.epoch == d.epoch { // nobody has logged in meanwhile
			r.paused = true
		}
		r.mu.Unlock()
	}
	d.finish = func(ctx context.Context) error { return r.opt.Outbox.Mark(ctx, v.row) }
}

func (d *drainer) finishLast(ctx context.Context) time.Duration {
	err := d.finish(ctx)
	if err == nil {
		d.finish, d.tries = nil, 0
		return 0
	}
	d.tries++
	d.r.opt.Log.Warn("report: outcome not kept", "err", err, "try", d.tries)
	if d.tries >= finishTries {
		d.finish, d.tries = nil, 0
	}
	return outboxPause
}

// count adds an accepted play to today's number.
func (d *drainer) count(row Row, now time.Time) {
	if row.Kind != FullPlay {
		return
	}
	r := d.r
	r.mu.Lock()
	if day := dayOf(now); r.day != day {
		r.day, r.counted = day, 0
	}
	if r.account == row.Account {
		r.counted++
	}
	r.mu.Unlock()
	r.changed()
}

// loadCount takes today's number from what is kept.
func (d *drainer) loadCount(ctx context.Context, account int64) {
	r := d.r
	now := r.opt.Now()
	n := 0
	if r.opt.Accepted != nil {
		y, m, day := now.Date()
		var err error
		if n, err = r.opt.Accepted(ctx, account, time.Date(y, m, day, 0, 0, 0, 0, now.Location())); err != nil {
			r.opt.Log.Warn("report: today's count", "err", err)
		}
	}
	r.mu.Lock()
	if r.account == account {
		r.day, r.counted = dayOf(now), n
	}
	r.mu.Unlock()
	r.changed()
}

func (r *Reporter) changed() {
	if r.opt.Changed != nil {
		r.opt.Changed()
	}
}
