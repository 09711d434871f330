package report

import (
	"context"
	"errors"
	"time"
)

// drainer sends the rows of one service; its state is the sending goroutine's.
type drainer struct {
	r      *Reporter
	post   *post
	epoch  int // of the account whose count was loaded
	streak streak
	until  time.Time // nothing is sent before
	alone  int       // so many rows are sent one by one: one of them is bad
	// finish stores the outcome of the last send; while it fails, nothing else
	// is sent.
	finish func(ctx context.Context) error
	tries  int
}

// forever is the wait of a drainer that only a wake can help.
const forever = 24 * time.Hour

// finishTries bounds how often an outcome is tried to be stored.
const finishTries = 5

func (r *Reporter) drain(ctx context.Context, p *post) {
	d := &drainer{r: r, post: p, epoch: -1}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.wake:
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
	r, p := d.r, d.post
	r.mu.Lock()
	lane, epoch, stopped, kicked := p.lane, p.epoch, p.paused || p.lane == Lane{Service: p.Service}, p.kicked
	stopped = stopped || r.opt.Off(p.Service, r.account)
	p.kicked = false
	now := p.now
	p.now = nil
	r.mu.Unlock()
	if stopped {
		return forever
	}
	if epoch != d.epoch {
		d.epoch = epoch
		if p.Service == NetEase {
			r.loadTally(ctx, lane.Account)
		}
	}
	at := r.opt.Now()
	if wait := d.until.Sub(at); wait > 0 {
		return wait
	}
	if now != nil && !r.opt.Private() {
		d.announce(ctx, *now)
		return 0
	}
	rows, wait := d.due(ctx, lane, at, kicked)
	if len(rows) == 0 {
		return wait
	}
	if kicked {
		d.streak.failed = 0
	}
	return d.send(ctx, rows)
}

// due are the rows to be sent now; without any, wait is the time until there
// may be.
func (d *drainer) due(ctx context.Context, l Lane, now time.Time, kicked bool) (rows []Row, wait time.Duration) {
	most := max(d.post.Batch, 1)
	if d.alone > 0 {
		most = 1
	}
	rows, err := d.r.opt.Outbox.Next(ctx, l, most)
	if err != nil {
		d.r.opt.Log.Warn("report: outbox", "service", string(l.Service), "err", err)
		return nil, outboxPause
	}
	if len(rows) == 0 {
		return nil, forever
	}
	if wait := rows[0].Next.Sub(now); wait > 0 && !kicked {
		return nil, min(wait, coolDowns[len(coolDowns)-1]) // a clock that was set back must not stop it
	}
	n := 1
	for n < len(rows) && rows[0].Kind == FullPlay && rows[n].Kind == FullPlay {
		n++
	}
	return rows[:n], 0
}

// claimed prepares rows for a send and keeps that: alive are those that may be
// sent.
func (d *drainer) claimed(ctx context.Context, rows []Row) (alive []Row, ok bool) {
	log := d.r.opt.Log
	marked := make([]Row, len(rows))
	for i := range rows {
		var live bool
		if marked[i], live = claim(rows[i]); live {
			alive = append(alive, marked[i])
			continue
		}
		log.Warn("report: given up after two sends of unknown outcome", "service", string(d.post.Service), "play", rows[i].Play, "kind", string(rows[i].Kind))
	}
	if err := d.r.opt.Outbox.Mark(ctx, marked); err != nil {
		log.Warn("report: mark", "err", err)
		return nil, false
	}
	return alive, true
}

func (d *drainer) send(ctx context.Context, rows []Row) time.Duration {
	r := d.r
	rows, ok := d.claimed(ctx, rows)
	if !ok {
		return outboxPause
	}
	if len(rows) == 0 {
		return 0
	}
	reports := make([]Report, len(rows))
	for i := range rows {
		reports[i] = rows[i].Report
	}
	sendCtx, cancel := context.WithTimeout(ctx, sendTimeout)
	err := d.post.Sender.Send(sendCtx, rows[0].Kind, reports)
	cancel()
	now := r.opt.Now()
	var split *Split
	switch {
	case err == nil:
		d.streak, d.alone = streak{}, max(d.alone-1, 0)
		d.finish = func(ctx context.Context) error { return r.opt.Outbox.Done(ctx, rows, now) }
		r.accepted(rows, now)
	case errors.As(err, &split) && len(split.Taken) == len(rows):
		d.split(rows, split, now)
	case ctx.Err() != nil:
		return forever // closing: the rows stay as Sending, which is the truth
	default:
		marked := d.failed(rows, err, now)
		d.finish = func(ctx context.Context) error { return r.opt.Outbox.Mark(ctx, marked) }
	}
	return 0
}

// split books a send of which a part was accepted.
func (d *drainer) split(rows []Row, s *Split, now time.Time) {
	var taken, left []Row
	for i := range rows {
		if s.Taken[i] {
			taken = append(taken, rows[i])
		} else {
			left = append(left, rows[i])
		}
	}
	marked := d.failed(left, s.Err, now)
	d.r.accepted(taken, now)
	done := false
	d.finish = func(ctx context.Context) error {
		if !done {
			if err := d.r.opt.Outbox.Done(ctx, taken, now); err != nil {
				return err
			}
			done = true
		}
		return d.r.opt.Outbox.Mark(ctx, marked)
	}
}

// failed books a failed send and gives the rows as they are to be kept.
func (d *drainer) failed(rows []Row, err error, now time.Time) []Row {
	r, p := d.r, d.post
	class, code, wait := p.Classify(err)
	if class == TooOften {
		d.streak.cooled++
	} else {
		d.streak.cooled = 0
		d.streak.failed++
	}
	if class == Bad && len(rows) > 1 {
		d.alone = len(rows)
	}
	f := failure{
		class: class, code: code, wait: wait, alone: len(rows) == 1, at: now, streak: d.streak, jitter: r.opt.Jitter(),
	}
	marked := make([]Row, len(rows))
	for i := range rows {
		v := settle(rows[i], f)
		marked[i] = v.row
		if v.pause > 0 {
			d.until = now.Add(v.pause)
		}
		if v.logout {
			d.logOut()
		}
		r.opt.Log.Info("report: not sent", "service", string(p.Service), "play", v.row.Play, "kind", string(v.row.Kind), "code", code, "state", string(v.row.State))
	}
	return marked
}

// logOut stops sending until the next login, unless somebody has logged in
// meanwhile.
func (d *drainer) logOut() {
	r := d.r
	r.mu.Lock()
	gone := d.post.epoch == d.epoch && !d.post.paused
	if gone {
		d.post.paused = true
	}
	r.mu.Unlock()
	if gone && r.opt.LoginGone != nil {
		r.opt.LoginGone(d.post.Service)
	}
}

// announce tells what plays now, once: later it is not true any more.
func (d *drainer) announce(ctx context.Context, rep Report) {
	to, ok := d.post.Sender.(Announcer)
	if !ok {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	err := to.NowPlaying(ctx, rep)
	if err == nil || ctx.Err() != nil {
		return
	}
	class, code, wait := d.post.Classify(err)
	now := d.r.opt.Now()
	switch class {
	case LoginGone:
		d.logOut()
	case TooOften:
		d.until = now.Add(max(wait, coolDowns[0]))
	case Suspicious:
		d.until = now.Add(judgedPause)
	case Unsure, Unsent, Bad:
	}
	d.r.opt.Log.Info("report: what plays now was not told", "service", string(d.post.Service), "code", code)
}

func (d *drainer) finishLast(ctx context.Context) time.Duration {
	err := d.finish(ctx)
	if err == nil {
		d.finish, d.tries = nil, 0
		if p := d.r.prover; p != nil && d.post.Service == NetEase {
			nudge(p.wake) // not before: what waits to be proved is looked up in what is kept
		}
		return 0
	}
	d.tries++
	d.r.opt.Log.Warn("report: outcome not kept", "err", err, "try", d.tries)
	if d.tries >= finishTries {
		d.finish, d.tries = nil, 0
	}
	return outboxPause
}
