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
	told  []Row // all that were ever recorded
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
	return slices.IndexFunc(o.rows, func(x Row) bool { return x.Service == r.Service && x.Play == r.Play && x.Kind == r.Kind })
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
			o.told = append(o.told, r)
		}
	}
	return nil
}

func (o *outbox) Next(_ context.Context, l Lane, most int) ([]Row, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.burn(); err != nil {
		return nil, err
	}
	var out []Row
	for _, r := range o.rows {
		if r.lane() == l && r.State != Dead && len(out) < most {
			out = append(out, r)
		}
	}
	return out, nil
}

func (o *outbox) Mark(_ context.Context, rows []Row) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.burn(); err != nil {
		return err
	}
	for _, r := range rows {
		if o.find(r) < 0 {
			return errors.New("gone")
		}
	}
	for _, r := range rows {
		o.rows[o.find(r)] = r
	}
	return nil
}

func (o *outbox) Done(_ context.Context, rows []Row, _ time.Time) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.burn(); err != nil {
		return err
	}
	for _, r := range rows {
		if i := o.find(r); i >= 0 {
			o.rows = slices.Delete(o.rows, i, i+1)
		}
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
	half    bool // the first half of a batch is accepted
	delay   time.Duration
	wait    time.Duration
}

type sendError struct {
	class Class
	wait  time.Duration
}

func (e *sendError) Error() string { return fmt.Sprintf("class %d", e.class) }

func classify(err error) (Class, string, time.Duration) {
	var e *sendError
	if errors.As(err, &e) {
		return e.class, e.Error(), e.wait
	}
	return Unsure, "?", 0
}

// service is a Sender that follows a script and accepts when it is over.
type service struct {
	mu      sync.Mutex
	script  []answer
	arrived []string // play/kind
	sizes   []int    // of the sends
	at      []time.Time
	now     []string // plays announced
	busy    int
	overlap bool
	last    Report
}

func (s *service) Send(ctx context.Context, k Kind, reports []Report) error {
	s.mu.Lock()
	a := answer{ok: true, arrives: true}
	if len(s.script) > 0 {
		a, s.script = s.script[0], s.script[1:]
	}
	half := a.half && len(reports) > 1
	taken := make([]bool, len(reports))
	for i, r := range reports {
		s.last = r
		if taken[i] = half && 2*i < len(reports) || !a.half && a.arrives; taken[i] {
			s.arrived = append(s.arrived, r.Play+"/"+string(k))
		}
	}
	s.at = append(s.at, time.Now())
	s.sizes = append(s.sizes, len(reports))
	s.busy++
	s.overlap = s.overlap || s.busy > 1
	s.mu.Unlock()
	defer func() { s.mu.Lock(); s.busy--; s.mu.Unlock() }()
	select {
	case <-time.After(a.delay):
	case <-ctx.Done():
		return ctx.Err()
	}
	switch {
	case half:
		return &Split{Taken: taken, Err: &sendError{class: a.class}}
	case a.ok:
		return nil
	}
	return &sendError{a.class, a.wait}
}

// announcing is a service that wants to know what plays now.
type announcing struct{ *service }

func (s announcing) NowPlaying(_ context.Context, r Report) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = append(s.now, r.Play)
	return nil
}

func (s *service) sends() int { s.mu.Lock(); defer s.mu.Unlock(); return len(s.at) }

func heard(r *Reporter, id string, song int64, listened time.Duration) {
	track := player.Track{ID: song, Title: "t", Artists: []string{"a"}, Source: player.Source{Kind: "list", ID: 1}}
	r.Handle(player.Started{Play: id, Track: track, At: time.Now()})
	r.Handle(player.Ended{Play: id, Track: track, Listened: listened, Length: 4 * time.Minute, How: player.EndPlayed, At: time.Now()})
}

// toNetEase is the music service alone.
func toNetEase(s *service) Post {
	return Post{Service: NetEase, Sender: s, Classify: classify, Counts: Counts, Starts: true}
}

func toLastFM(s *service) Post {
	return Post{Service: LastFM, Sender: announcing{s}, Classify: classify, Counts: Scrobbles, Batch: 5, Loves: true}
}

func newReporter(o *outbox, s *service) *Reporter {
	return NewReporter(Options{Outbox: o, Posts: []Post{toNetEase(s)}, Jitter: func() float64 { return 0 }})
}

func mustClose(t *testing.T, r *Reporter) {
	t.Helper()
	if err := r.Close(t.Context()); err != nil {
		t.Error(err)
	}
}
