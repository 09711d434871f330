package wire

import (
	"context"
	"log/slog"
	"maps"
	"sync"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/store"
)

// memoryWait is how long what the screen remembers waits for more: whoever
// sorts a list tries several orders.
const memoryWait = time.Second

// memory is what the screen remembers of itself, read at the start and written
// behind it. One goroutine writes, ended by stop.
type memory struct {
	db  *store.DB
	log *slog.Logger

	mu    sync.Mutex
	kept  map[string]string
	fresh map[string]string // not written yet
	wake  chan struct{}     // has room for one
	quit  chan struct{}
	once  sync.Once
	group safe.Group
}

func newMemory(db *store.DB, kept map[string]string, log *slog.Logger) *memory {
	m := &memory{
		db: db, log: log, kept: kept, fresh: map[string]string{},
		wake: make(chan struct{}, 1), quit: make(chan struct{}),
	}
	if m.kept == nil {
		m.kept = map[string]string{}
	}
	m.group.Go("remember", m.run)
	return m
}

// Recall gives what was remembered, "" nothing.
func (m *memory) Recall(name string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.kept[name]
}

// Remember keeps it; it returns at once.
func (m *memory) Remember(name, value string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept[name] == value {
		return
	}
	m.kept[name], m.fresh[name] = value, value
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

func (m *memory) run() {
	for {
		select {
		case <-m.wake:
		case <-m.quit:
			m.write()
			return
		}
		timer := time.NewTimer(memoryWait)
		select {
		case <-timer.C:
		case <-m.quit:
			timer.Stop()
		}
		m.write()
	}
}

// write puts on disk what is new; what could not be written is tried again
// with the next.
func (m *memory) write() {
	m.mu.Lock()
	fresh := m.fresh
	m.fresh = map[string]string{}
	m.mu.Unlock()
	if len(fresh) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), writeLimit)
	defer cancel()
	if err := m.db.Remember(ctx, fresh); err != nil {
		m.log.Warn("what the screen remembers was not written", "err", err)
		m.mu.Lock()
		defer m.mu.Unlock()
		newer := m.fresh
		m.fresh = fresh
		maps.Copy(m.fresh, newer)
	}
}

// stop writes what is left and ends.
func (m *memory) stop() {
	m.once.Do(func() { close(m.quit) })
	m.group.Wait()
}
