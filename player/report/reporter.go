package report

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/player"
)

// Options of a Reporter. Outbox and Sender must be given.
type Options struct {
	Outbox Outbox
	Sender Sender
	// Classify gives an error's Class and a short word for it; nil takes every
	// error for Unsure.
	Classify func(error) (Class, string)
	// Accepted counts the account's plays that the service accepted since then;
	// nil starts at 0. It is asked after each SetAccount.
	Accepted func(ctx context.Context, account int64, since time.Time) (int, error)
	// Changed is called after Counted has changed; it must return at once.
	Changed func()
	Now     func() time.Time // nil: time.Now
	Jitter  func() float64   // 0 … 1; nil: random
	Log     *slog.Logger     // nil: none
}

// Reporter turns the player's events into reports and sends them, one at a
// time and in order.
type Reporter struct {
	opt    Options
	stop   context.CancelFunc
	group  safe.Group
	events chan struct{}        // wakes the recorder
	wake   chan struct{}        // wakes the drainer
	began  map[string]time.Time // when the plays under way started; the recorder's

	mu      sync.Mutex
	queue   []event
	account int64
	epoch   int  // grows with every SetAccount
	paused  bool // the account must log in again
	kicked  bool // the network came back: do not wait
	day     string
	counted int
	closed  bool
}

// event is a player's event with the account it belongs to.
type event struct {
	ev      player.Event
	account int64
}

// NewReporter starts a Reporter; Close ends it. Nothing is sent before
// SetAccount.
func NewReporter(opt Options) *Reporter {
	if opt.Classify == nil {
		opt.Classify = func(err error) (Class, string) { return Unsure, err.Error() }
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Jitter == nil {
		opt.Jitter = rand.Float64
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	ctx, stop := context.WithCancel(context.Background())
	r := &Reporter{
		opt: opt, stop: stop, events: make(chan struct{}, 1), wake: make(chan struct{}, 1),
		began: map[string]time.Time{},
	}
	r.group.Go("play recorder", func() { r.record(ctx) })
	r.group.Go("play reports", func() { r.drain(ctx) })
	return r
}

// Handle takes an event of the player; all but Started and Ended are ignored.
// It returns at once.
func (r *Reporter) Handle(ev player.Event) {
	switch ev.(type) {
	case player.Started, player.Ended:
	default:
		return
	}
	r.mu.Lock()
	if !r.closed {
		r.queue = append(r.queue, event{ev, r.account})
	}
	r.mu.Unlock()
	nudge(r.events)
}

// SetAccount says who is logged in now, 0 nobody. It also ends the pause that
// an expired login had caused. The plays of other accounts wait for them.
func (r *Reporter) SetAccount(account int64) {
	r.mu.Lock()
	if r.account != account {
		r.counted = 0
	}
	r.account, r.paused, r.kicked = account, false, true
	r.epoch++
	r.mu.Unlock()
	nudge(r.wake)
}

// Kick says that the network is back: what waits for a retry is sent now.
func (r *Reporter) Kick() {
	r.mu.Lock()
	r.kicked = true
	r.mu.Unlock()
	nudge(r.wake)
}

// Counted is the number of plays the service accepted today (已计入).
func (r *Reporter) Counted() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.day != dayOf(r.opt.Now()) {
		return 0
	}
	return r.counted
}

// Close stops sending at once and records what was handed in. A report that is
// on its way may be sent once more by the next run.
func (r *Reporter) Close(ctx context.Context) error {
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return nil
	}
	r.closed = true
	r.mu.Unlock()
	r.stop()
	r.group.Wait()
	if left := r.recordAll(ctx); left > 0 {
		return fmt.Errorf("report: %d plays could not be kept", left)
	}
	return nil
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
		nudge(r.wake)
	}
}

func (r *Reporter) recordOne(ctx context.Context, e event) error {
	switch ev := e.ev.(type) {
	case player.Started:
		r.began[ev.Play] = ev.At
		if e.account == 0 || ev.Silent {
			return nil
		}
		return r.opt.Outbox.Record(ctx, nil, []Row{started(ev, e.account)})
	case player.Ended:
		began, ok := r.began[ev.Play]
		if !ok {
			began = ev.At.Add(-ev.Listened)
		}
		p, rows := ended(ev, e.account, began)
		if err := r.opt.Outbox.Record(ctx, &p, rows); err != nil {
			return err
		}
		delete(r.began, ev.Play)
		return nil
	}
	return nil
}

func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func dayOf(t time.Time) string { return t.Format(time.DateOnly) }
