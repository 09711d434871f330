package report

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"sync"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/player"
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

// Tally is what became of the account's plays of today at the music service.
type Tally struct {
	Accepted int // it took the reports
	Counted  int // its own listening record shows them
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
	if n == 0 {
		return
	}
	if r.prover != nil {
		nudge(r.prover.wake)
	}
	r.changed()
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

func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func dayOf(t time.Time) string { return t.Format(time.DateOnly) }
