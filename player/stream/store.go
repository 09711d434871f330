package stream

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"

	"ncmtui/internal/safe"
)

// Store owns the cache folder and all running downloads.
type Store struct {
	opts   Options
	root   atomic.Pointer[os.Root] // nil: nothing is kept
	ctx    context.Context
	cancel context.CancelFunc
	tasks  sync.WaitGroup

	mu     sync.Mutex
	kept   map[string]*keptFile // by base name: whole songs
	parts  map[string]*keptFile
	live   map[string]*Source
	ending map[string]*Source // released, not closed yet
	plain  map[string]bool    // hosts whose https does not work
	proven map[string]bool    // whole songs whose sum was checked by this process
	closed bool

	proof   safe.Secret // the address that last brought bytes of a song
	proofOf string      // its source
}

// OpenStore opens the cache in o.Dir, making it when it is not there. An error
// says that nothing can be kept; the Store that comes with it works all the
// same, from memory. The caller must Close it.
func OpenStore(o Options) (*Store, error) {
	o.fill()
	s := &Store{
		opts: o, kept: map[string]*keptFile{}, parts: map[string]*keptFile{},
		live: map[string]*Source{}, ending: map[string]*Source{}, plain: map[string]bool{}, proven: map[string]bool{},
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	if o.Dir == "" {
		return s, nil
	}
	if err := s.settleIn(); err != nil {
		return s, fmt.Errorf("audio cache: %w", err)
	}
	if err := s.scan(); err != nil {
		return s, fmt.Errorf("audio cache: %w", err)
	}
	s.evict(0)
	return s, nil
}

// Close ends all downloads and waits for them. Readers get ErrClosed.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	live := make([]*Source, 0, len(s.live))
	for _, src := range s.live {
		live = append(live, src)
	}
	s.mu.Unlock()
	s.cancel()
	for _, src := range live {
		src.fail(ErrClosed)
	}
	s.tasks.Wait()
	var err error
	for _, src := range live {
		err = errors.Join(err, src.shut())
	}
	if root := s.folder(); root != nil {
		err = errors.Join(err, root.Close())
	}
	return err
}

// folder is the cache's, nil when nothing is kept.
func (s *Store) folder() *os.Root { return s.root.Load() }

// settleIn makes the folder and opens it. It does so again when somebody has
// deleted it under a running program: what was kept is gone then. The caller
// holds mu, or is the only one there is.
func (s *Store) settleIn() error {
	if err := os.MkdirAll(s.opts.Dir, 0o700); err != nil {
		return err
	}
	root, err := os.OpenRoot(s.opts.Dir)
	if err != nil {
		return err
	}
	clear(s.kept)
	clear(s.parts)
	clear(s.proven)
	if old := s.root.Swap(root); old != nil {
		return old.Close()
	}
	return nil
}

// Reconnect gives up connections that may have died unnoticed, as in a
// suspend, and makes what waits for the network try again now.
func (s *Store) Reconnect() {
	if t, ok := s.opts.Transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, src := range s.live {
		src.reconnect()
	}
}

// Source opens a song. One that is being loaded is shared; one that is kept
// whole needs neither address nor network. renew may be nil for those only.
// notify (or nil) hears of changes of Status, at most some times a second,
// on the download's goroutine; it must not block. Release the source after
// use. It waits while a source of the same song is being closed.
func (s *Store) Source(m Media, renew Renew, notify func(Status)) (*Source, error) {
	if m.Asked.IsZero() {
		m.Asked = s.opts.Now()
	}
	key := m.base()
	s.mu.Lock()
	defer s.mu.Unlock()
	for old := s.ending[key]; old != nil; old = s.ending[key] {
		s.mu.Unlock()
		<-old.ended // its file is still being closed
		s.mu.Lock()
	}
	if s.closed {
		return nil, ErrClosed
	}
	if src, ok := s.live[key]; ok && src.join(notify) {
		return src, nil
	}
	src := newSource(s, key, m, renew, notify)
	if err := src.openFile(); err != nil {
		return nil, err
	}
	s.live[key] = src
	s.tasks.Add(1)
	ctx, cancel := context.WithCancel(s.ctx)
	src.stop = cancel
	safe.Go("stream", func() {
		defer s.tasks.Done()
		defer cancel()
		src.run(ctx)
		src.mu.Lock()
		src.over = true
		src.mu.Unlock()
		src.settle()
	})
	return src, nil
}

// retire takes a released source out of the live ones; until retired its
// file is still open.
func (s *Store) retire(src *Source) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.live[src.key] == src {
		delete(s.live, src.key)
	}
	s.ending[src.key] = src
}

func (s *Store) retired(src *Source) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ending[src.key] == src {
		delete(s.ending, src.key)
	}
}
