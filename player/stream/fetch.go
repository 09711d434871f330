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

const (
	stallShort = 2 * time.Second  // with little ahead
	stallLong  = 10 * time.Second // with 5 s of sound ahead
	// restAfter is how long a request may wait for the reader before its
	// connection is given up.
	restAfter = 20 * time.Second
	// mapEvery is how often a part's map is saved while it grows, for the case
	// that the process is killed.
	mapEvery = 5 * time.Second
)

// run downloads until the song is whole, the source is released or nothing
// helps any more.
func (s *Source) run(ctx context.Context) {
	stop := func() bool { return ctx.Err() != nil }
	s.mu.Lock()
	kept := s.kept
	s.mu.Unlock()
	if kept {
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
		at, s.fetchFor, ok = s.wanted()
		s.idle = !ok
		changed := s.change()
		s.mu.Unlock()
		if ok {
			return at, true
		}
		select {
		case <-changed:
		case <-s.called:
		case <-ctx.Done():
		}
	}
}

// rest waits for d or until a reader wants something; false means that there
// is to be no more waiting, at the end or after Reconnect.
func (s *Source) rest(ctx context.Context, d time.Duration) bool {
	s.mu.Lock()
	awake := s.awake
	s.mu.Unlock()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-s.called:
	case <-awake:
		return false
	case <-ctx.Done():
		return false
	}
	return true
}

// awaited says that a listener waits for bytes.
func (s *Source) awaited() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for r := range s.waiting {
		if !r.quiet && !r.isOver() {
			return true
		}
	}
	return false
}

// setOffline notes whether the network answers; page says that it does so
// with web pages.
func (s *Source) setOffline(off, page bool) {
	s.mu.Lock()
	changed := s.offline != off || s.portal != page
	s.offline, s.portal = off, page
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

// fetch makes one request from at on and stores what comes; got counts bytes
// that came. Without an error the request has served its purpose.
// head is the time for the head of the answer.
func (s *Source) fetch(ctx context.Context, at int64, head time.Duration) (got int64, err error) {
	ctx, cut := context.WithCancelCause(ctx)
	defer cut(nil)
	begun := s.store.opts.Now()
	s.mu.Lock()
	s.cut, s.fetchAt, s.fetched = cut, at, 0
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.cut, s.fetchAt = nil, -1
		s.mu.Unlock()
	}()
	watch := time.AfterFunc(head, func() { cut(errStall) })
	defer watch.Stop()
	body, at, err := s.request(ctx, at)
	if err != nil {
		return 0, reason(ctx, err)
	}
	defer func() { _ = body.Close() }()
	s.mu.Lock()
	s.bodyAt = s.store.opts.Now()
	s.headTook = s.bodyAt.Sub(begun)
	s.mu.Unlock()
	// A body that ignores the end of ctx must not hold us either.
	defer context.AfterFunc(ctx, func() { _ = body.Close() })()
	if s.buf == nil {
		s.buf = make([]byte, chunkSize)
	}
	for {
		watch.Reset(s.patience())
		// Never over the end of a chunk: what is there already begins at one.
		n, rerr := body.Read(s.buf[:chunkSize-at%chunkSize])
		watch.Stop()
		if ctx.Err() != nil {
			return got, reason(ctx, rerr)
		}
		if n > 0 {
			if at == 0 {
				if err := errorPage(s.buf[:n]); err != nil {
					return got, err
				}
			}
			s.write(s.buf[:n], at)
			at += int64(n)
			if got += int64(n); got == int64(n) {
				s.store.worked(s)
			}
			s.setOffline(false, false)
			s.tell(false)
			s.saveMap()
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
// the reader is far behind. A server that always sends everything is left
// waiting instead of being asked again.
func (s *Source) next(ctx context.Context, at int64) (done bool, err error) {
	for {
		s.mu.Lock()
		if s.err != nil {
			s.mu.Unlock()
			return true, nil
		}
		whole := s.noRange
		reached := s.size > 0 && at >= s.size
		known := !whole && at%chunkSize == 0 && s.have.has(int(at/chunkSize))
		rest := len(s.waiting) == 0 && at-s.leadPos >= s.limit() && (!whole || s.mem != nil)
		s.idle = rest
		if s.mayLeave() {
			s.mu.Unlock()
			return false, errJump
		}
		if reached || known || !rest {
			s.mu.Unlock()
			return reached || known, nil
		}
		changed := s.change()
		s.mu.Unlock()
		if err := s.wait(ctx, changed, whole); err != nil {
			return false, err
		}
	}
}

// wait blocks until something changes; a request that can be made again ends
// when that takes long.
func (s *Source) wait(ctx context.Context, changed <-chan struct{}, whole bool) error {
	long := time.NewTimer(restAfter)
	defer long.Stop()
	if whole {
		long.Stop()
	}
	select {
	case <-changed:
	case <-s.called:
	case <-ctx.Done():
		return reason(ctx, ctx.Err())
	case <-long.C:
		return errRest
	}
	return nil
}
