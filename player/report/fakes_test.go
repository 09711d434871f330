package report

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"ncmtui/player"
)

// outbox is an Outbox in memory that can die at any call.
type outbox struct {
	mu    sync.Mutex
	rows  []Row
	plays []Played
	fuse  int // calls until it dies; < 0 never
	dead  bool
}

var errDisk = errors.New("disk")

// burn says whether the call still happens.
func (o *outbox) burn() error {
	if o.fuse == 0 {
		o.dead = true
	}
	o.fuse--
	if o.dead {
		return errDisk
	}
	return nil
}

func (o *outbox) find(r Row) int {
	return slices.IndexFunc(o.rows, func(x Row) bool { return x.Play == r.Play && x.Kind == r.Kind })
}

func (o *outbox) Record(_ context.Context, p *Played, rows []Row) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.burn(); err != nil {
		return err
	}
	if p != nil {
		o.plays = append(o.plays, *p)
	}
	for _, r := range rows {
		if o.find(r) < 0 {
			o.rows = append(o.rows, r)
		}
	}
	return nil
}

func (o *outbox) Next(_ context.Context, account int64) (Row, bool, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.burn(); err != nil {
		return Row{}, false, err
	}
	for _, r := range o.rows {
		if r.Account == account && r.State != Dead {
			return r, true, nil
		}
	}
	return Row{}, false, nil
}

func (o *outbox) Mark(_ context.Context, r Row) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.burn(); err != nil {
		return err
	}
	i := o.find(r)
	if i < 0 {
		return errors.New("gone")
	}
	o.rows[i] = r
	return nil
}

func (o *outbox) Done(_ context.Context, r Row, _ time.Time) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.burn(); err != nil {
		return err
	}
	if i := o.find(r); i >= 0 {
		o.rows = slices.Delete(o.rows, i, i+1)
	}
	return nil
}

func (o *outbox) states() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	s := ""
	for _, r := range o.rows {
		s += fmt.Sprintf("%s/%s:%s ", r.Play, r.Kind, r.State)
	}
	return s
}

// answer is what the service does with one send.
type answer struct {
	class   Class
	ok      bool
	arrives bool
	delay   time.Duration
}

type sendError struct{ class Class }

func (e *sendError) Error() string { return fmt.Sprintf("class %d", e.class) }

func classify(err error) (Class, string) {
	var e *sendError
	if errors.As(err, &e) {
		return e.class, e.Error()
	}
	return Unsure, "?"
}

// service is a Sender that follows a script and accepts when it is over.
type service struct {
	mu      sync.Mutex
	script  []answer
	arrived []string // play/kind
	at      []time.Time
	busy    int
	overlap bool
	last    Report
}

func (s *service) StartPlay(ctx context.Context, r Report) error { return s.send(ctx, r) }
func (s *service) Play(ctx context.Context, r Report) error      { return s.send(ctx, r) }

func (s *service) send(ctx context.Context, r Report) error {
	s.mu.Lock()
	a := answer{ok: true, arrives: true}
	if len(s.script) > 0 {
		a, s.script = s.script[0], s.script[1:]
	}
	s.last = r
	s.at = append(s.at, time.Now())
	if a.arrives {
		s.arrived = append(s.arrived, r.Play+"/"+string(r.Kind))
	}
	s.busy++
	s.overlap = s.overlap || s.busy > 1
	s.mu.Unlock()
	defer func() { s.mu.Lock(); s.busy--; s.mu.Unlock() }()
	select {
	case <-time.After(a.delay):
	case <-ctx.Done():
		return ctx.Err()
	}
	if a.ok {
		return nil
	}
	return &sendError{a.class}
}

func (s *service) sends() int { s.mu.Lock(); defer s.mu.Unlock(); return len(s.at) }

func heard(r *Reporter, id string, song int64, listened time.Duration) {
	track := player.Track{ID: song, Source: player.Source{Kind: "list", ID: 1}}
	r.Handle(player.Started{Play: id, Track: track, At: time.Now()})
	r.Handle(player.Ended{Play: id, Track: track, Listened: listened, Length: 4 * time.Minute, How: player.EndPlayed, At: time.Now()})
}

func newReporter(o *outbox, s *service) *Reporter {
	return NewReporter(Options{Outbox: o, Sender: s, Classify: classify, Jitter: func() float64 { return 0 }})
}

func mustClose(t *testing.T, r *Reporter) {
	t.Helper()
	if err := r.Close(t.Context()); err != nil {
		t.Error(err)
	}
}
