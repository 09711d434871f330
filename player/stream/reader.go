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
	interrupted bool // guarded by src.mu
	closed      bool // guarded by src.mu
}

// NewReader starts at byte 0.
func (s *Source) NewReader() *Reader { return &Reader{src: s} }

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
			s.lead, s.leadPos = r, r.pos
			s.nudge(r.pos)
			return n, err
		}
		if s.err != nil {
			return 0, s.err
		}
		s.lead, s.leadPos = r, r.pos
		s.waiting[r] = r.pos
		s.jump(r.pos)
		changed := s.changed
		s.mu.Unlock()
		<-changed
		s.mu.Lock()
	}
}

// isShut says that there are no bytes to read any more; mu is held.
func (s *Source) isShut() bool { return s.file == nil && s.mem == nil }

// nudge wakes a download that waits for the reader to go on; mu is held.
func (s *Source) nudge(pos int64) {
	if s.fetchAt < 0 || s.hot.to-pos < s.limit() {
		if s.idle {
			s.idle = false
			s.wake()
		}
	}
}

// jump makes the download come to pos, if it will not get there soon; mu is
// held.
func (s *Source) jump(pos int64) {
	if s.fetchAt < 0 {
		s.wake()
		return
	}
	if s.noRange || s.reaches(pos) {
		return
	}
	for r, other := range s.waiting {
		if r.pos != pos && s.reaches(other) {
			return // somebody else is being served; then it is our turn
		}
	}
	if s.cut != nil {
		s.cut(errJump)
	}
}

// reaches says whether the running request will soon be at pos.
func (s *Source) reaches(pos int64) bool {
	return pos >= s.fetchAt && pos <= s.hotEnd()+jumpAhead
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
	return nil
}

func (r *Reader) set(flag *bool, to bool) {
	r.src.mu.Lock()
	*flag = to
	r.src.wake()
	r.src.mu.Unlock()
}
