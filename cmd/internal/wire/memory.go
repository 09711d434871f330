package wire

import (
	"context"
	"log/slog"
	"maps"
	"sync"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/store"
	"ncmtui/ui/pane"
)

// memoryWait is how long what the screen remembers waits for more: whoever
// sorts a list tries several orders.
const memoryWait = time.Second

// memory is what the screen remembers, of itself and of each account, read at
// the start and written behind it. One goroutine writes, ended by stop.
type memory struct {
	db  *store.DB
	log *slog.Logger
	who func() int64

	mu    sync.Mutex
	kept  map[store.Memo]string
	fresh map[store.Memo]string // not written yet
	wake  chan struct{}         // has room for one
	quit  chan struct{}
	once  sync.Once
	group safe.Group
}

func newMemory(db *store.DB, kept map[store.Memo]string, who func() int64, log *slog.Logger) *memory {
	m := &memory{
		db: db, log: log, who: who, kept: kept, fresh: map[store.Memo]string{},
		wake: make(chan struct{}, 1), quit: make(chan struct{}),
	}
	if m.kept == nil {
		m.kept = map[store.Memo]string{}
	}
	m.group.Go("remember", m.run)
	return m
}

// Owner is whose own things are recalled now.
func (m *memory) Owner() int64 { return m.who() }

// memo says whose a thing of that name is.
func (m *memory) memo(name string) store.Memo {
	if pane.OfAccount(name) {
		return store.Memo{UID: m.who(), Name: name}
	}
	return store.Memo{UID: store.Everybody, Name: name}
}

// Recall gives what was remembered, "" nothing. An account that has nothing of
// that name has what was kept before each had its own.
func (m *memory) Recall(name string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if value, ok := m.kept[m.memo(name)]; ok {
		return value
	}
	return m.kept[store.Memo{UID: store.Everybody, Name: name}]
}

// Remember keeps it; it returns at once.
func (m *memory) Remember(name, value string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	memo, before := m.memo(name), store.Memo{UID: store.Everybody, Name: name}
	if had, ok := m.kept[memo]; ok && had == value {
		return
	}
	m.kept[memo], m.fresh[memo] = value, value
	if _, ok := m.kept[before]; ok && memo != before { // it is this account's now
		delete(m.kept, before)
		m.fresh[before] = ""
	}
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
	m.fresh = map[store.Memo]string{}
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
