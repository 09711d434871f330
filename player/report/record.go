package report

import (
	"context"
	"fmt"
	"time"

	"ncmtui/player"
)

// event is a player's event, or a love, with whom it is told to.
type event struct {
	ev      player.Event
	love    *Report
	lanes   []Lane // that may be told
	account int64
	private bool
}

// start is when a play began, and whether anybody may know of it.
type start struct {
	at      time.Time
	private bool
}

// Handle takes an event of the player; all but Started and Ended are ignored.
// It returns at once.
func (r *Reporter) Handle(ev player.Event) {
	switch ev.(type) {
	case player.Started, player.Ended:
		r.hand(event{ev: ev})
	default:
	}
}

// Love tells the services that take it of a song that is liked, or no longer.
func (r *Reporter) Love(t player.Track, on bool) {
	kind := Love
	if !on {
		kind = Unlove
	}
	now := r.opt.Now()
	r.mu.Lock()
	r.loves++
	id := fmt.Sprintf("%s-%d-%d-%d", kind, t.ID, now.UnixNano(), r.loves)
	r.mu.Unlock()
	love := reportOf(id, kind, t, now)
	r.hand(event{love: &love})
}

// hand queues an event for the recorder.
func (r *Reporter) hand(e event) {
	e.private = r.opt.Private()
	r.mu.Lock()
	if !r.closed {
		e.account = r.account
		for _, p := range r.posts {
			if p.lane != (Lane{Service: p.Service}) && !r.opt.Off(p.Service, r.account) {
				e.lanes = append(e.lanes, p.lane)
			}
		}
		r.queue = append(r.queue, e)
	}
	r.mu.Unlock()
	nudge(r.events)
}

// record is the recorder's loop.
func (r *Reporter) record(ctx context.Context) {
	for {
		wait := (<-chan time.Time)(nil)
		if r.recordAll(ctx) > 0 {
			wait = time.After(outboxPause)
		}
		select {
		case <-ctx.Done():
			return
		case <-r.events:
		case <-wait:
		}
	}
}

// recordAll writes the events to the outbox, in order, and gives the number
// of those that are left because it failed.
func (r *Reporter) recordAll(ctx context.Context) (left int) {
	for {
		r.mu.Lock()
		if len(r.queue) == 0 {
			r.mu.Unlock()
			return 0
		}
		e := r.queue[0]
		left = len(r.queue)
		r.mu.Unlock()
		if err := r.recordOne(ctx, e); err != nil {
			r.opt.Log.Warn("report: record", "err", err)
			return left
		}
		r.mu.Lock()
		r.queue = r.queue[1:]
		r.mu.Unlock()
		for _, p := range r.posts {
			nudge(p.wake)
		}
	}
}

func (r *Reporter) recordOne(ctx context.Context, e event) error {
	if e.love != nil {
		if e.private {
			return nil
		}
		return r.keep(ctx, nil, r.rows(e, *e.love, func(p *post) bool { return p.Loves && e.love.Title != "" }))
	}
	switch ev := e.ev.(type) {
	case player.Started:
		r.began[ev.Play] = start{ev.At, e.private}
		if e.private || ev.Silent {
			return nil
		}
		r.playsNow(e, ev)
		return r.keep(ctx, nil, r.rows(e, started(ev), func(p *post) bool { return p.Starts }))
	case player.Ended:
		began, ok := r.began[ev.Play]
		if !ok {
			began = start{ev.At.Add(-ev.Listened), e.private}
		}
		if !began.private && !e.private {
			play, rep := ended(ev, e.account, began.at)
			play.Counts = false
			rows := r.rows(e, rep, func(p *post) bool { return p.Counts != nil && p.Counts(ev.Track, ev.Listened, ev.Length) })
			for i := range rows {
				play.Counts = play.Counts || rows[i].Service == NetEase
			}
			if err := r.opt.Outbox.Record(ctx, &play, rows); err != nil {
				return err
			}
		}
		delete(r.began, ev.Play)
		r.over(ev.Play)
	}
	return nil
}

func (r *Reporter) keep(ctx context.Context, p *Played, rows []Row) error {
	if p == nil && len(rows) == 0 {
		return nil
	}
	return r.opt.Outbox.Record(ctx, p, rows)
}

// rows are a report's rows for those who may be told and want it.
func (r *Reporter) rows(e event, rep Report, wants func(*post) bool) []Row {
	var out []Row
	for _, l := range e.lanes {
		for _, p := range r.posts {
			if p.Service == l.Service && wants(p) {
				out = append(out, row(rep, l))
			}
		}
	}
	return out
}

// playsNow hands what plays to those who want to know at once.
func (r *Reporter) playsNow(e event, ev player.Started) {
	rep := started(ev)
	if rep.Title == "" || len(rep.Artists) == 0 || rep.Type == "dj" {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, l := range e.lanes {
		for _, p := range r.posts {
			if _, can := p.Sender.(Announcer); can && p.lane == l {
				now := rep
				now.User = l.User
				p.now = &now
			}
		}
	}
}

// over takes back what plays now, when nobody was told in time.
func (r *Reporter) over(play string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range r.posts {
		if p.now != nil && p.now.Play == play {
			p.now = nil
		}
	}
}
