package stream

import (
	"fmt"
	"io"
)

// Reader reads a Source from a position of its own. Read blocks until bytes
// are there; Interrupt and Close end that from any goroutine. The other
// methods belong to one goroutine. Seek costs nothing: the download follows
// the next Read.
type Reader struct {
	src         *Source
	pos         int64
	quiet       bool
	interrupted bool // guarded by src.mu
	closed      bool // guarded by src.mu
}

// NewReader starts at byte 0.
func (s *Source) NewReader() *Reader { return &Reader{src: s} }

// NewQuietReader starts at byte 0 and never moves the download away from the
// other readers: it gets what comes, and its turn when they want nothing. It
// is for copying a song that may be playing; Promote makes it all come.
func (s *Source) NewQuietReader() *Reader { return &Reader{src: s, quiet: true} }

// Size is the length of the file, -1 while it is unknown.
func (r *Reader) Size() int64 {
	r.src.mu.Lock()
	defer r.src.mu.Unlock()
	if r.src.size <= 0 {
		return -1
	}
	return r.src.size
}

// Read gives what is there, at least one byte. io.EOF means the end of the
// song, never that of a connection.
func (r *Reader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	s := r.src
	s.mu.Lock()
	defer s.mu.Unlock()
	defer delete(s.waiting, r)
	for {
		switch {
		case r.closed:
			return 0, ErrClosed
		case r.interrupted:
			return 0, ErrInterrupted
		case s.size > 0 && r.pos >= s.size:
			return 0, io.EOF
		}
		if n := s.available(r.pos); n > 0 && !s.isShut() {
			n, err := s.readAt(p[:min(int64(len(p)), n)], r.pos)
			r.pos += int64(n)
			s.leadBy(r)
			s.nudge(s.leadPos)
			return n, err
		}
		if s.err != nil {
			return 0, s.err
		}
		s.leadBy(r)
		s.waiting[r] = r.pos
		s.jump()
		changed := s.change()
		s.mu.Unlock()
		<-changed
		s.mu.Lock()
	}
}

// isShut says that there are no bytes to read any more; mu is held.
func (s *Source) isShut() bool { return s.file == nil && s.mem == nil }

// nudge lets a download that waits for the reader go on; mu is held.
func (s *Source) nudge(pos int64) {
	if s.idle && (s.fetchAt < 0 || s.hot.to-pos < s.limit()) {
		s.idle = false
		s.call()
	}
}

// leadBy notes where the download should follow; mu is held.
func (s *Source) leadBy(r *Reader) {
	if !r.quiet || s.lead == nil || s.lead == r {
		s.lead, s.leadPos = r, r.pos
	}
}

// jump makes the download come to a reader that waits, unless it will get
// there soon; mu is held.
func (s *Source) jump() {
	switch {
	case s.fetchAt < 0, s.idle:
		s.call()
	case s.cut != nil && s.mayLeave():
		s.cut(errJump)
	}
}

// mayLeave says that the running request serves nobody who waits, and that
// somebody waits whom it does not reach; mu is held. A request for another
// reader first brings a turn's bytes, so that two of them do not stop each
// other at every piece.
func (s *Source) mayLeave() bool {
	if s.noRange {
		return false
	}
	far := false
	for r, pos := range s.waiting {
		switch {
		case r.quiet:
		case s.reaches(pos):
			return false
		case s.fetchFor == nil, s.fetchFor == r, s.fetchFor.isOver(), s.fetched >= turn:
			far = true
		}
	}
	return far
}

// isOver says that nobody reads with it now; src.mu is held.
func (r *Reader) isOver() bool { return r.closed || r.interrupted }

// reaches says whether the running request will soon be at pos.
func (s *Source) reaches(pos int64) bool {
	return pos >= s.fetchAt && pos <= s.hotEnd()+s.nearby()
}

// nearby is how far ahead the running request gets while another would begin;
// mu is held.
func (s *Source) nearby() int64 {
	took := s.store.opts.Now().Sub(s.bodyAt)
	if s.fetched == 0 || took <= 0 {
		return jumpMin
	}
	return min(max(int64(float64(s.fetched)*float64(s.headTook)/float64(took)), jumpMin), jumpMax)
}

func (s *Source) hotEnd() int64 { return max(s.hot.to, s.fetchAt) }

// Seek moves the position; beyond the end is allowed and reads io.EOF.
func (r *Reader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.pos
	case io.SeekEnd:
		size := r.Size()
		if size < 0 {
			return 0, fmt.Errorf("seek from the end of a stream of unknown size")
		}
		offset += size
	}
	if offset < 0 {
		return 0, fmt.Errorf("seek to %d", offset)
	}
	r.pos = offset
	return offset, nil
}

// Interrupt makes a waiting Read and all to come return ErrInterrupted, until
// Continue.
func (r *Reader) Interrupt() { r.set(&r.interrupted, true) }

// Continue lets the reader read again.
func (r *Reader) Continue() { r.set(&r.interrupted, false) }

// Close ends the reader; the source stays.
func (r *Reader) Close() error {
	r.set(&r.closed, true)
	r.src.mu.Lock()
	if r.src.lead == r {
		r.src.lead = nil // the place stays: the next one often goes on there
	}
	r.src.mu.Unlock()
	return nil
}

func (r *Reader) set(flag *bool, to bool) {
	r.src.mu.Lock()
	*flag = to
	r.src.wake()
	r.src.mu.Unlock()
}
