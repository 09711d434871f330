package stream

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"
)

// headBytes is what a source loads before Promote.
const headBytes = 512 << 10

// Span is a half-open part of the file, 0..1.
type Span struct{ From, To float64 }

// Status is how a download stands.
type Status struct {
	Size     int64  // bytes; 0 unknown
	Have     []Span // parts on disk, in order
	Ahead    int64  // bytes there without a hole behind the place of reading
	Complete bool
	Offline  bool // the network does not answer; it is tried again
	Portal   bool // with Offline: it gives web pages, as one that wants a sign-in
	Unsaved  bool // the disk takes nothing: the song plays from memory
	Err      error
}

// Source is one song's bytes while they arrive. Readers share it.
type Source struct {
	store *Store
	key   string
	renew Renew
	stop  context.CancelFunc
	ended chan struct{} // closed when it is released and its file is closed

	mu       sync.Mutex
	refs     int
	over     bool // the download's goroutine is
	settled  bool // ended is or will be closed
	notify   []func(Status)
	media    Media
	etag     string
	size     int64 // 0 unknown
	have     bitmap
	hot      hotSpan
	file     *os.File
	name     string // of file
	mem      map[int][]byte
	unsaved  bool // keep nothing on disk
	complete bool
	kept     bool // file is a whole song of the cache
	finished bool // file was renamed into one
	err      error
	full     bool // load all; otherwise only the head
	offline  bool
	portal   bool
	idle     bool    // the download waits for the reader
	noRange  bool    // the server sends everything from the start
	lead     *Reader // the one that read last
	leadPos  int64
	waiting  map[*Reader]int64
	changed  chan struct{} // closed at the next change; nil: nobody waits for one
	called   chan struct{} // has a token when a reader wants something of the download
	awake    chan struct{} // closed by reconnect
	fetchAt  int64         // where the running request writes, -1 none
	fetchFor *Reader       // whom it serves; nil: nobody waits for it
	fetched  int64         // bytes it brought
	headTook time.Duration // until its body began
	bodyAt   time.Time     // when that was
	cut      context.CancelCauseFunc
	told     time.Time
	buf      []byte    // of the download's goroutine
	mapped   time.Time // when the map of the part was last saved
}

// hotSpan is what the running request has of its last, incomplete chunk.
type hotSpan struct{ from, to int64 }

func newSource(s *Store, key string, m Media, renew Renew, notify func(Status)) *Source {
	src := &Source{
		store: s, key: key, renew: renew, media: m, size: m.Size, refs: 1, fetchAt: -1,
		waiting: map[*Reader]int64{}, called: make(chan struct{}, 1), awake: make(chan struct{}), ended: make(chan struct{}),
		mapped: s.opts.Now(),
	}
	if notify != nil {
		src.notify = append(src.notify, notify)
	}
	return src
}

// join adds a user; false when the source is of no use any more.
func (s *Source) join(notify func(Status)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refs == 0 || s.err != nil {
		return false
	}
	s.refs++
	if notify != nil {
		s.notify = append(s.notify, notify)
	}
	return true
}

// Release gives the source back. The last one ends the download and keeps
// what there is of it for the next time; it does not wait for that.
func (s *Source) Release() {
	s.mu.Lock()
	s.refs--
	last := s.refs == 0
	s.mu.Unlock()
	if last {
		s.store.retire(s)
		s.fail(ErrClosed)
		s.stop()
		s.settle()
	}
}

// settle closes the file once the source is released and its download over.
func (s *Source) settle() {
	s.mu.Lock()
	due := s.refs == 0 && s.over && !s.settled
	s.settled = s.settled || due
	s.mu.Unlock()
	if due {
		_ = s.shut()
		s.store.retired(s)
		close(s.ended)
	}
}

// Promote lets the source load the whole song, not only its head.
func (s *Source) Promote() {
	s.mu.Lock()
	s.full = true
	s.wake()
	s.mu.Unlock()
}

// Media is the song's file as now known: a size that was unknown is filled in.
func (s *Source) Media() Media {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.media
	m.Size = s.size
	return m
}

// Complete says that all of the song is there.
func (s *Source) Complete() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.complete
}

// Status tells how the download stands.
func (s *Source) Status() Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.status()
}

func (s *Source) status() Status {
	st := Status{Size: s.size, Complete: s.complete, Offline: s.offline, Portal: s.portal, Unsaved: s.unsaved, Err: s.err}
	if s.err == nil {
		st.Ahead = s.available(s.leadPos)
	}
	switch {
	case s.complete:
		st.Have = []Span{{To: 1}}
	case s.size > 0:
		st.Have = s.have.spans(s.size)
	}
	return st
}

// tell informs the users; it is called without mu. At other than important
// moments it does so at most four times a second.
func (s *Source) tell(important bool) {
	now := s.store.opts.Now()
	s.mu.Lock()
	if !important && now.Sub(s.told) < 250*time.Millisecond {
		s.mu.Unlock()
		return
	}
	s.told = now
	st := s.status()
	notify := s.notify
	s.mu.Unlock()
	for _, f := range notify {
		f(st)
	}
}

// reconnect ends the running request, or the pause before the next one.
func (s *Source) reconnect() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cut != nil {
		s.cut(errStall)
	}
	close(s.awake)
	s.awake = make(chan struct{})
}

// fail ends the source for all readers; the first reason stays.
func (s *Source) fail(err error) {
	s.mu.Lock()
	first := s.err == nil
	if first {
		s.err = err
	}
	s.wake()
	s.mu.Unlock()
	if first && !errors.Is(err, ErrClosed) {
		s.tell(true)
	}
}

// wake tells everybody who waits that something changed; mu is held.
func (s *Source) wake() {
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}

// call tells the download that a reader wants something.
func (s *Source) call() {
	select {
	case s.called <- struct{}{}:
	default: // it knows
	}
}

// change is closed at the next wake; mu is held. It is made only for those
// who wait, so that a song that flows costs nothing.
func (s *Source) change() <-chan struct{} {
	if s.changed == nil {
		s.changed = make(chan struct{})
	}
	return s.changed
}

// available is the number of bytes there from pos on; mu is held.
func (s *Source) available(pos int64) int64 {
	if s.complete {
		return max(s.size-pos, 0)
	}
	at := pos
	for s.have.has(int(at / chunkSize)) {
		at = (at/chunkSize + 1) * chunkSize
	}
	if s.hot.from <= at && at < s.hot.to {
		at = s.hot.to
	}
	if s.size > 0 && at > s.size {
		at = s.size
	}
	return max(at-pos, 0)
}

// missing is the first byte from pos on that is not there; ok is false when
// there is none. mu is held.
func (s *Source) missing(pos int64) (at int64, ok bool) {
	at = pos + s.available(pos)
	return at, s.size <= 0 || at < s.size
}

// wanted is where a request should begin and for whom; ok is false when none
// is needed. mu is held.
func (s *Source) wanted() (at int64, whom *Reader, ok bool) {
	if s.complete || s.err != nil {
		return 0, nil, false
	}
	if at, ok = s.wantedBy(s.lead); ok {
		return at, s.lead, true
	}
	for r := range s.waiting {
		if at, ok = s.wantedBy(r); ok && !r.quiet {
			return at, r, true
		}
	}
	if at, ok = s.missing(s.leadPos); ok && at-s.leadPos < s.limit() {
		return s.requestAt(at), nil, true
	}
	if s.full && s.mem == nil {
		at, ok = s.missing(0)
		return s.requestAt(at), nil, ok
	}
	for r := range s.waiting {
		if at, ok = s.wantedBy(r); ok {
			return at, nil, true
		}
	}
	return 0, nil, false
}

// wantedBy is where a request for a waiting reader should begin.
func (s *Source) wantedBy(r *Reader) (at int64, ok bool) {
	pos, waits := s.waiting[r]
	if !waits {
		return 0, false
	}
	at, ok = s.missing(pos)
	return s.requestAt(at), ok
}

// limit is how far in front of the reader to load; mu is held.
func (s *Source) limit() int64 {
	switch {
	case s.mem != nil:
		return memChunks * chunkSize / 2
	case s.full:
		return 1 << 62
	}
	return headBytes
}

// requestAt is the byte to ask for to get at: what a cut request left of its
// last chunk is used, otherwise whole chunks are loaded.
func (s *Source) requestAt(at int64) int64 {
	if at == s.hot.to && s.hot.to > s.hot.from {
		return at
	}
	return at / chunkSize * chunkSize
}
