package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// Why a running request is ended by ourselves.
var (
	errJump  = errors.New("reader is elsewhere")
	errStall = errors.New("no data")
	errRest  = errors.New("far enough ahead")
)

// errNetwork wraps what another try may cure.
type errNetwork struct{ err error }

func (e *errNetwork) Error() string { return e.err.Error() }
func (e *errNetwork) Unwrap() error { return e.err }

const (
	stallShort = 2 * time.Second  // with little ahead
	stallLong  = 10 * time.Second // with 5 s of sound ahead
	headerWait = 6 * time.Second
	// The pauses between tries without an answer: 0.5, 1.5, 4.5, then 5 s. That
	// is 12 requests a minute (14 in the first one), and the song goes on 5 s
	// after the network's return at the latest, 2.5 s in the mean.
	backoffMin = 500 * time.Millisecond
	backoffMax = 5 * time.Second
	// restAfter is how long a request may wait for the reader before its
	// connection is given up.
	restAfter = 20 * time.Second
)

// run downloads until the song is whole, the source is released or nothing
// helps any more.
func (s *Source) run(ctx context.Context) {
	stop := func() bool { return ctx.Err() != nil }
	if s.kept {
		s.tell(true)
		if err := s.prove(stop); err != nil {
			s.fail(err)
		}
		return
	}
	t := tries{src: s}
	for {
		at, ok := s.await(ctx)
		if !ok {
			break
		}
		if err := t.once(ctx, at); err != nil {
			s.fail(err)
			return
		}
	}
	if ctx.Err() == nil && s.Status().Complete {
		s.finish(stop)
		s.tell(true)
	}
}

// await blocks until there is something to load; ok is false at the end.
func (s *Source) await(ctx context.Context) (at int64, ok bool) {
	for {
		s.mu.Lock()
		if s.size > 0 && !s.complete && s.have.all(chunks(s.size)) {
			s.complete = true
			s.wake()
		}
		if s.complete || s.err != nil || ctx.Err() != nil {
			s.mu.Unlock()
			return 0, false
		}
		at, ok = s.wanted()
		s.idle = !ok
		changed := s.changed
		s.mu.Unlock()
		if ok {
			return at, true
		}
		select {
		case <-changed:
		case <-ctx.Done():
		}
	}
}

// tries remembers how the last requests went.
type tries struct {
	src     *Source
	fails   int  // in a row
	renewed bool // since the last byte came
}

// once makes one request and deals with how it ended. An error is final.
func (t *tries) once(ctx context.Context, at int64) error {
	s := t.src
	if s.stale() {
		if err := t.renew(ctx); err != nil {
			return t.retry(ctx, err)
		}
	}
	got, err := s.fetch(ctx, at)
	if got > 0 {
		t.renewed = false
		s.setOffline(false)
	}
	switch {
	case got >= chunkSize:
		t.fails = 0
	case got > 0:
		t.fails = min(t.fails, 1)
	}
	var network *errNetwork
	switch {
	case ctx.Err() != nil, err == nil, errors.Is(err, errJump), errors.Is(err, errRest):
		return nil
	case errors.As(err, &network):
		return t.retry(ctx, err)
	case t.renewed:
		return err
	}
	if err := t.renew(ctx); err != nil {
		return t.retry(ctx, err)
	}
	return nil
}

// retry waits before the next try; it returns err when none makes sense.
func (t *tries) retry(ctx context.Context, err error) error {
	var network *errNetwork
	if !errors.As(err, &network) {
		return err
	}
	t.fails++
	if t.fails > 1 || !errors.Is(err, errStall) {
		t.src.setOffline(t.fails > 1 || errors.Is(err, errDown))
	}
	if t.fails == 1 && !errors.Is(err, errDown) {
		return nil // it was cut: go on at once
	}
	n := t.fails - 1
	if errors.Is(err, errDown) {
		n = t.fails
	}
	t.src.rest(ctx, t.pause(n))
	return nil
}

// pause is the time between the n-th try in a row and the next.
func (t *tries) pause(n int) time.Duration {
	wait := backoffMin
	for ; n > 1 && wait < backoffMax; n-- {
		wait *= 3
	}
	wait = min(wait, backoffMax)
	return wait - time.Duration(t.src.store.opts.Random()*0.05*float64(wait))
}

// rest waits for d, or until Reconnect.
func (s *Source) rest(ctx context.Context, d time.Duration) {
	s.mu.Lock()
	awake := s.awake
	s.mu.Unlock()
	select {
	case <-time.After(d):
	case <-awake:
	case <-ctx.Done():
	}
}

// errDown marks a request that brought no answer at all.
var errDown = errors.New("no answer")

func (s *Source) setOffline(off bool) {
	s.mu.Lock()
	changed := s.offline != off
	s.offline = off
	s.mu.Unlock()
	if changed {
		s.tell(true)
	}
}

// stale says that the address is too old for another request.
func (s *Source) stale() bool {
	now := s.store.opts.Now().Round(0) // by the wall: it also runs in suspend
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.media
	return s.renew != nil &&
		(m.URL == "" || !m.Expires.IsZero() && !now.Before(m.Expires) || now.Sub(m.Asked.Round(0)) > maxAge)
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

// fetch makes one request from at on and stores what comes; got counts bytes
// that came. Without an error the request has served its purpose.
func (s *Source) fetch(ctx context.Context, at int64) (got int64, err error) {
	ctx, cut := context.WithCancelCause(ctx)
	defer cut(nil)
	s.mu.Lock()
	s.cut, s.fetchAt = cut, at
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.cut, s.fetchAt = nil, -1
		s.mu.Unlock()
	}()
	watch := time.AfterFunc(headerWait, func() { cut(errStall) })
	defer watch.Stop()
	body, at, err := s.request(ctx, at)
	if err != nil {
		return 0, reason(ctx, err)
	}
	defer func() { _ = body.Close() }()
	// A body that ignores the end of ctx must not hold us either.
	defer context.AfterFunc(ctx, func() { _ = body.Close() })()
	buf := make([]byte, chunkSize)
	for {
		watch.Reset(s.patience())
		n, rerr := body.Read(buf)
		watch.Stop()
		if ctx.Err() != nil {
			return got, reason(ctx, rerr)
		}
		if n > 0 {
			if at == 0 && errorPage(buf[:n]) {
				return got, ErrBadBody
			}
			s.write(buf[:n], at)
			at += int64(n)
			got += int64(n)
			s.setOffline(false)
			s.tell(false)
		}
		if rerr != nil {
			return got, s.bodyOver(at, rerr)
		}
		if done, err := s.next(ctx, at); done || err != nil {
			return got, err
		}
	}
}

// reason is why a request ended: our own wish, or the network's fault.
func reason(ctx context.Context, err error) error {
	cause := context.Cause(ctx)
	switch {
	case errors.Is(cause, errStall):
		return &errNetwork{cause}
	case cause != nil:
		return cause
	}
	return err
}

// bodyOver judges the end of a body at byte at.
func (s *Source) bodyOver(at int64, err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.size > 0 && at >= s.size {
		return nil
	}
	if s.size <= 0 && errors.Is(err, io.EOF) {
		s.size = at
		s.mark(at, at)
		return nil
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return &errNetwork{fmt.Errorf("song at byte %d of %d: %w", at, s.size, err)}
}

// patience is how long to wait for the next bytes.
func (s *Source) patience() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	rate := int64(s.media.Bitrate / 8)
	if rate <= 0 {
		rate = 40 << 10
	}
	if s.available(s.leadPos) > 5*rate {
		return stallLong
	}
	return stallShort
}

// next decides after each piece whether the request goes on. It rests while
// the reader is far behind.
func (s *Source) next(ctx context.Context, at int64) (done bool, err error) {
	for {
		s.mu.Lock()
		if s.err != nil {
			s.mu.Unlock()
			return true, nil
		}
		reached := s.size > 0 && at >= s.size
		known := !s.noRange && at%chunkSize == 0 && s.have.has(int(at/chunkSize))
		rest := len(s.waiting) == 0 && at-s.leadPos >= s.limit() && !s.noRange
		s.idle = rest
		changed := s.changed
		for _, pos := range s.waiting {
			if !s.noRange && !s.reaches(pos) && s.onlyFar() {
				s.mu.Unlock()
				return false, errJump
			}
		}
		s.mu.Unlock()
		if reached || known || !rest {
			return reached || known, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return false, reason(ctx, ctx.Err())
		case <-time.After(restAfter):
			return false, errRest
		}
	}
}

// onlyFar says that no waiting reader is served by the running request.
func (s *Source) onlyFar() bool {
	for _, pos := range s.waiting {
		if s.reaches(pos) {
			return false
		}
	}
	return true
}
