// Package store owns what is kept between runs: the session file, the
// database of queue, history, outbox and cached songs, and the instance lock.
// It never knows the service, the player or the screen, and never loses the
// music over a disk that fails: then it keeps things in memory and says so.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"ncmtui/internal/safe"
)

// Options say where the database is. The zero value keeps all in memory.
type Options struct {
	Dir string           // the data folder; "" keeps nothing
	Now func() time.Time // nil: time.Now
	Log *slog.Logger     // nil: none
	// Beside says that another process of ours has the file open already and
	// looks after it: nothing is checked, repaired, pruned or backed up here.
	Beside bool
	// OnNotice is called, from the store's goroutines, for what the user
	// should hear of; Notices gives them as well. It must return at once.
	OnNotice func(Notice)
}

// NoticeCode is what a Notice is about.
type NoticeCode string

// The codes. A screen turns them into sentences.
const (
	NoticeMemory   NoticeCode = "memory"   // the disk cannot be used: nothing new is kept
	NoticeNewer    NoticeCode = "newer"    // the file is of a newer version: left alone, nothing is kept
	NoticeRestored NoticeCode = "restored" // the file was damaged; Path is where it lies, a backup took its place
	NoticeEmpty    NoticeCode = "empty"    // the same, but there was no backup
	NoticeNoWAL    NoticeCode = "no-wal"   // network disk: slower journal
	NoticeBack     NoticeCode = "back"     // the disk works again, what was in memory is kept now
	NoticeSession  NoticeCode = "session"  // the session file cannot be written: the login is not kept
	NoticeKeyring  NoticeCode = "keyring"  // the keyring did not take the login: it is in the file
	NoticeLocked   NoticeCode = "locked"   // the keyring did not give the login: nobody is logged in
	NoticeLeft     NoticeCode = "left"     // the login is in the file again, and the keyring, Path, still holds it
)

// Notice is one thing the user should hear of, once.
type Notice struct {
	Code NoticeCode
	Path string
	Err  error
}

// ErrClosed is what every method says after Close.
var ErrClosed = errors.New("store closed")

// DB is the database. Open gives it at once and opens it in a goroutine of its
// own; every method waits for that, so none may be called from a screen's
// update. All methods may be called from any goroutine.
type DB struct {
	opt   Options
	path  string
	group safe.Group
	ready chan struct{}
	stop  context.CancelFunc

	mu     sync.RWMutex // held for reading while the handle is in use
	h      *handle
	closed bool

	noticeMu sync.Mutex
	notices  []Notice

	slotMu sync.Mutex
	slots  map[int64]int64
}

// Open gives the database of the data folder. It does no IO itself.
func Open(opt Options) *DB {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	ctx, stop := context.WithCancel(context.Background())
	d := &DB{opt: opt, ready: make(chan struct{}), stop: stop, slots: map[int64]int64{}}
	if opt.Dir != "" {
		d.path = filepath.Join(opt.Dir, "store.db")
	}
	d.group.Go("store open", func() {
		d.h = d.open()
		close(d.ready)
		d.maintain(ctx)
	})
	return d
}

// Ready waits until the database is open; it is always open in the end, in
// memory if need be.
func (d *DB) Ready(ctx context.Context) error {
	select {
	case <-d.ready:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("store: %w", context.Cause(ctx))
	}
}

// Kept says whether what is written now survives this run.
func (d *DB) Kept(ctx context.Context) (bool, error) {
	if err := d.Ready(ctx); err != nil {
		return false, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	return !d.h.memory, nil
}

// Notices gives all notices so far.
func (d *DB) Notices() []Notice {
	d.noticeMu.Lock()
	defer d.noticeMu.Unlock()
	return slices.Clone(d.notices)
}

func (d *DB) notice(n Notice) {
	d.noticeMu.Lock()
	d.notices = append(d.notices, n)
	d.noticeMu.Unlock()
	d.opt.Log.Warn("store", "notice", string(n.Code), "path", n.Path, "err", n.Err)
	if d.opt.OnNotice != nil {
		d.opt.OnNotice(n)
	}
}

// Close waits for what is under way and closes the database. What had to stay
// in memory is written now if the disk takes it.
func (d *DB) Close() error {
	<-d.ready
	d.stop()
	d.group.Wait()
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil
	}
	if d.h.memory && d.h.rejoins {
		d.rejoinLocked()
	}
	d.closed = true
	return d.h.close()
}

// read runs f on the reading connections.
func (d *DB) read(ctx context.Context, f func(q *sql.DB) error) error {
	return d.use(ctx, false, func(h *handle) error { return f(h.r) })
}

// write runs f in one transaction, which is on disk when write returns nil.
func (d *DB) write(ctx context.Context, f func(tx *sql.Tx) error) error {
	return d.use(ctx, true, func(h *handle) error {
		tx, err := h.w.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		if err := f(tx); err != nil {
			return errors.Join(err, ignoreDone(tx.Rollback()))
		}
		return tx.Commit()
	})
}

// use runs f on the handle, and once more on a repaired one when the file
// turns out to be damaged or the disk stops taking writes.
func (d *DB) use(ctx context.Context, writing bool, f func(h *handle) error) error {
	if err := d.Ready(ctx); err != nil {
		return err
	}
	h, err := d.try(f)
	switch {
	case err == nil || h == nil:
		return err
	case h.memory:
	case isDamaged(err):
		d.replace(h, err)
		_, err = d.try(f)
	case writing && isDiskTrouble(err):
		d.degrade(h, err)
		_, err = d.try(f)
	}
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

func (d *DB) try(f func(h *handle) error) (*handle, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if d.closed {
		return nil, ErrClosed
	}
	return d.h, f(d.h)
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}
