package stream

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// errDown marks a request that brought no answer, errBusy one whose answer is
// no song now but may be later.
var (
	errDown = errors.New("no answer")
	errBusy = errors.New("no song in the answer")
)

// errNetwork wraps what another try may cure.
type errNetwork struct{ err error }

func (e *errNetwork) Error() string { return e.err.Error() }
func (e *errNetwork) Unwrap() error { return e.err }

const (
	// The time for the head of an answer; offline less, but for every eighth
	// try, so that the song goes on within 3 s of the network's return.
	headerWait  = 6 * time.Second
	headerShort = 2 * time.Second
	// The time from try to try grows from 0.5 s, threefold each time: to 2 s
	// while nobody answers, which asks nothing of anybody, and a listener waits
	// who has not waited long; to 5 s, 12 a minute, when he has or somebody does
	// answer; to 30 s while nobody waits, as in a pause or with enough loaded.
	backoffMin  = 500 * time.Millisecond
	backoffDown = 2 * time.Second
	backoffLong = 5 * time.Second
	backoffCalm = 30 * time.Second
	longWait    = 2 * time.Minute
	restMin     = 250 * time.Millisecond // between the end of a try and the next
)

// tries remembers how the last requests went.
type tries struct {
	src     *Source
	begun   time.Time // of the last one
	waited  time.Time // since when somebody waits for bytes; zero: nobody
	fails   int       // in a row
	renewed bool      // since the last byte came
}

// once makes one request and deals with how it ended. An error is final.
func (t *tries) once(ctx context.Context, at int64) error {
	s := t.src
	t.begun = s.store.opts.Now()
	if s.stale() {
		if err := t.renew(ctx); err != nil {
			return t.retry(ctx, err)
		}
	}
	got, err := s.fetch(ctx, at, t.patience())
	if got > 0 {
		t.renewed, t.waited = false, time.Time{}
	}
	switch {
	case errors.Is(err, errMoved), got == 0 && errors.Is(err, errJump):
		t.renewed = false // its address works, or was not really tried
	case got >= chunkSize:
		t.fails = 0
	case got > 0:
		t.fails = min(t.fails, 1)
	}
	var network *errNetwork
	switch {
	case ctx.Err() != nil, err == nil, errors.Is(err, errJump), errors.Is(err, errRest), errors.Is(err, errMoved):
		return nil
	case errors.As(err, &network):
		return t.retry(ctx, err)
	case errors.Is(err, ErrWebPage) && t.portal(ctx):
		return t.retry(ctx, &errNetwork{fmt.Errorf("%w: %w", errBusy, err)})
	case t.renewed:
		return err
	}
	if err := t.renew(ctx); err != nil {
		return t.retry(ctx, err)
	}
	return nil
}

// patience is how long to wait for the head of an answer.
func (t *tries) patience() time.Duration {
	if t.fails < 2 || t.fails%8 == 0 {
		return headerWait
	}
	return headerShort
}

// portal says of a web page in place of the song that the network gives it,
// not the song's address: another song's address brings no song either, or
// there is none to compare with. It is looked at when the page comes again,
// and from time to time.
func (t *tries) portal(ctx context.Context) bool {
	return t.fails%6 != 1 || !t.src.store.elsewhere(ctx, t.src.key)
}

// retry waits before the next try; it returns err when none makes sense.
func (t *tries) retry(ctx context.Context, err error) error {
	var network *errNetwork
	if !errors.As(err, &network) {
		return err
	}
	t.fails++
	unanswered := errors.Is(err, errDown) || errors.Is(err, errBusy)
	if t.fails > 1 || unanswered {
		t.src.setOffline(true, errors.Is(err, ErrWebPage))
	}
	if t.fails == 1 && !unanswered {
		return nil // it was cut: go on at once
	}
	n := t.fails - 1
	if unanswered {
		n = t.fails
	}
	t.rest(ctx, n, errors.Is(err, errBusy))
	return nil
}

// rest waits until the next try is due. Who comes to wait for bytes meanwhile
// makes that sooner.
func (t *tries) rest(ctx context.Context, n int, busy bool) {
	s := t.src
	soonest, less := s.store.opts.Now().Add(restMin), s.store.opts.Random()*0.05
	for {
		now := s.store.opts.Now()
		wait := t.pause(n, t.most(now, busy))
		due := t.begun.Add(wait - time.Duration(less*float64(wait)))
		if due.Before(soonest) {
			due = soonest
		}
		if !now.Before(due) || !s.rest(ctx, due.Sub(now)) {
			return
		}
	}
}

// most is the longest time between two tries as things are now.
func (t *tries) most(now time.Time, busy bool) time.Duration {
	switch {
	case !t.src.awaited():
		t.waited = time.Time{}
		return backoffCalm
	case t.waited.IsZero():
		t.waited = now
	}
	if busy || now.Sub(t.waited) >= longWait {
		return backoffLong
	}
	return backoffDown
}

// pause is the time between the n-th try in a row and the next.
func (t *tries) pause(n int, most time.Duration) time.Duration {
	wait := backoffMin
	for ; n > 1 && wait < most; n-- {
		wait *= 3
	}
	return min(wait, most)
}

// renew asks for the address again. The file behind it must be the same.
func (t *tries) renew(ctx context.Context) error {
	s := t.src
	if s.renew == nil {
		return ErrRefused
	}
	m, err := s.renew(ctx)
	if err != nil {
		if s.store.opts.Fatal(err) {
			return err
		}
		return &errNetwork{fmt.Errorf("%w: renew: %w", errDown, err)}
	}
	t.renewed = true
	m.Asked = s.store.opts.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if differ(m.MD5, s.media.MD5, "") || differ(m.Size, s.size, 0) {
		return &Changed{Media: m}
	}
	m.Size, m.MD5 = s.media.Size, s.media.MD5
	s.media = m
	return nil
}

// differ compares two facts of which either may be unknown.
func differ[T comparable](a, b, unknown T) bool { return a != unknown && b != unknown && a != b }
