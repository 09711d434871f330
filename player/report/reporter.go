package report

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"ncmtui/internal/safe"
)

// Options of a Reporter. Outbox and Posts must be given.
type Options struct {
	Outbox Outbox
	Posts  []Post
	// Tally is what is kept of today's plays, asked after each SetAccount; nil
	// starts at nothing.
	Tally func(ctx context.Context, account int64, since time.Time) (Tally, error)
	// Record proves that plays were counted; nil: nobody looks.
	Record Record
	// Changed is called after the Tally has changed; it must return at once.
	Changed func()
	// LoginGone is called when a service does not know the login any more; it
	// must return at once.
	LoginGone func(Service)
	// Off says that a service is not to be told anything now, by the wish of the
	// account's owner (account is the music service's); what is in the outbox
	// stays there. nil: never.
	Off func(s Service, account int64) bool
	// Private says that plays are kept to oneself now: those during which it is
	// true are neither told nor kept. nil: never. Both must return at once.
	Private func() bool
	Now     func() time.Time // nil: time.Now
	Jitter  func() float64   // 0 … 1; nil: random
	Log     *slog.Logger     // nil: none
}

// post is a Post with its state, which the Reporter's lock guards.
type post struct {
	Post
	wake   chan struct{}
	lane   Lane    // without an account: nobody is logged in
	epoch  int     // grows with every login
	paused bool    // the account must log in again
	kicked bool    // the network came back: do not wait
	now    *Report // plays now, not told yet
}

// Reporter turns the player's events into reports and sends them, for each
// service one at a time and in order.
type Reporter struct {
	opt    Options
	stop   context.CancelFunc
	group  safe.Group
	events chan struct{} // wakes the recorder
	posts  []*post
	began  map[string]start // the plays under way; the recorder's
	prover *prover

	mu      sync.Mutex
	queue   []event
	account int64
	day     string
	tally   Tally
	loves   int // to tell loves of the same moment apart
	closed  bool
}

// NewReporter starts a Reporter; Close ends it. Nothing is sent before
// SetAccount and SetUser.
func NewReporter(opt Options) *Reporter {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Off == nil {
		opt.Off = func(Service, int64) bool { return false }
	}
	if opt.Private == nil {
		opt.Private = func() bool { return false }
	}
	if opt.Jitter == nil {
		opt.Jitter = rand.Float64
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	ctx, stop := context.WithCancel(context.Background())
	r := &Reporter{opt: opt, stop: stop, events: make(chan struct{}, 1), began: map[string]start{}}
	for _, p := range opt.Posts {
		if p.Classify == nil {
			p.Classify = func(err error) (Class, string, time.Duration) { return Unsure, err.Error(), 0 }
		}
		r.posts = append(r.posts, &post{Post: p, wake: make(chan struct{}, 1), lane: Lane{Service: p.Service}})
	}
	r.group.Go("play recorder", func() { r.record(ctx) })
	for _, p := range r.posts {
		r.group.Go("reports to "+string(p.Service), func() { r.drain(ctx, p) })
	}
	if opt.Record != nil {
		r.prover = &prover{r: r, wake: make(chan struct{}, 1)}
		r.group.Go("listening record", func() { r.prover.run(ctx) })
	}
	return r
}

// SetAccount says who is logged in now at the music service, 0 nobody. It also
// ends the pause that an expired login had caused. The plays of other accounts
// wait for them.
func (r *Reporter) SetAccount(account int64) {
	r.mu.Lock()
	if r.account != account {
		r.tally = Tally{}
	}
	r.account = account
	r.mu.Unlock()
	r.login(Lane{Service: NetEase, Account: account})
	if r.prover != nil {
		nudge(r.prover.wake)
	}
}

// SetUser says who is logged in now at another service, "" nobody.
func (r *Reporter) SetUser(s Service, user string) { r.login(Lane{Service: s, User: user}) }

func (r *Reporter) login(l Lane) {
	for _, p := range r.posts {
		if p.Service != l.Service {
			continue
		}
		r.mu.Lock()
		p.lane, p.paused, p.kicked, p.now = l, false, true, nil
		p.epoch++
		r.mu.Unlock()
		nudge(p.wake)
	}
}

// Kick says that the network is back, or that a service may be told again:
// what waits for a retry is sent now.
func (r *Reporter) Kick() {
	r.mu.Lock()
	for _, p := range r.posts {
		p.kicked = true
	}
	r.mu.Unlock()
	for _, p := range r.posts {
		nudge(p.wake)
	}
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

func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
