package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// replace answers damage found while running: the file is set aside, and a
// backup or an empty one takes its place. Whoever comes second finds it done.
func (d *DB) replace(broken *handle, why error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed || d.h != broken {
		return
	}
	_ = broken.close()
	d.forgetSlots()
	if d.opt.Beside {
		d.h = d.memory(Notice{Code: NoticeMemory, Path: d.path, Err: why})
		return
	}
	lock, err := lockFile(filepath.Join(d.opt.Dir, "store.lock"), openWait)
	if err != nil {
		d.h = d.memory(Notice{Code: NoticeMemory, Path: d.path, Err: errors.Join(why, err)})
		return
	}
	defer lock.Close()
	h, err := d.rebuild(why)
	if err != nil {
		h = d.memory(Notice{Code: NoticeMemory, Path: d.path, Err: err})
	}
	d.h = h
}

// degrade answers a disk that takes no writes: from now on all goes to memory
// and the file stays as it is. The old outbox rows stay in it too, and are
// sent after the next start: nothing is sent twice.
func (d *DB) degrade(broken *handle, why error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed || d.h != broken {
		return
	}
	_ = broken.close()
	d.forgetSlots()
	d.h = d.memory(Notice{Code: NoticeMemory, Path: d.path, Err: why})
	d.h.rejoins = true
}

// standIn is the store in memory for a file that cannot be written, and knows
// what can be read of it. Only then does what it keeps go to the disk once that
// works: without, a queue of nothing would replace the one of the file.
func (d *DB) standIn(why error) *handle {
	h := d.memory(Notice{Code: NoticeMemory, Path: d.path, Err: why})
	if walHasContent(d.path) { // newer than what could be read
		return h
	}
	if err := seed(context.Background(), h.w, d.path); err != nil {
		d.opt.Log.Info("store: nothing to be read of the file", "err", err)
		return h
	}
	h.rejoins = true
	return h
}

// seedPlays is how much of the history is read into memory.
const seedPlays = 5000

// seed copies what carryOver brings back, but for the outbox: its rows stay
// in the file and are sent after the next start. What was copied is remembered:
// another process may write meanwhile, and an old row must not come back over a
// newer one. A file that is not there holds nothing.
func seed(ctx context.Context, memory *sql.DB, path string) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return attached(ctx, memory, dsn(path)+"?immutable=1", func(tx *sql.Tx) error {
		var version int
		if err := tx.QueryRowContext(ctx, "PRAGMA disk.user_version").Scan(&version); err != nil || version != len(migrations()) {
			return errors.Join(err, fmt.Errorf("schema %d", version))
		}
		for _, c := range carried {
			if c.name == "outbox" {
				continue
			}
			rows := "disk." + c.name
			if c.name == "history" {
				rows = fmt.Sprintf("(SELECT * FROM disk.history ORDER BY id DESC LIMIT %d) ORDER BY id", seedPlays)
			}
			if err := c.copy(ctx, tx, "main", rows); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, "CREATE TEMP TABLE was_"+c.name+" AS SELECT * FROM main."+c.name); err != nil {
				return err
			}
		}
		return nil
	})
}

// rejoinWait is how long all wait for another process that opens the file.
const rejoinWait = 100 * time.Millisecond

// rejoin tries to go back from memory to the disk that had failed.
func (d *DB) rejoin() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed || !d.h.memory || !d.h.rejoins {
		return
	}
	d.rejoinLocked()
}

func (d *DB) rejoinLocked() {
	ctx := context.Background()
	lock, err := lockFile(filepath.Join(d.opt.Dir, "store.lock"), rejoinWait)
	if err != nil {
		return
	}
	defer lock.Close()
	disk, err := d.openDisk()
	if err != nil {
		return
	}
	if err := carryOver(ctx, d.h.w, d.path); err != nil {
		_ = disk.close()
		d.opt.Log.Info("store: the disk still fails", "err", err)
		return
	}
	_ = d.h.close()
	d.forgetSlots()
	d.h = disk
	d.notice(Notice{Code: NoticeBack, Path: d.path})
}

// table is one whose rows move between memory and disk, without the column
// that numbers them.
type table struct{ name, verb, number string }

// carried are all such tables; the rest is a cache and comes back by itself. "OR
// IGNORE" because a play is unique, "OR REPLACE" where memory has the newer row.
var carried = []table{
	{"queues", "INSERT OR REPLACE", ""},
	{"places", "INSERT OR REPLACE", ""},
	{"former", "INSERT OR REPLACE", ""},
	{"lyric_offsets", "INSERT OR REPLACE", ""},
	{"history", "INSERT OR IGNORE", "id"},
	{"outbox", "INSERT OR IGNORE", "id"},
	{"heard", "INSERT OR REPLACE", ""},
	{"fm_seen", "INSERT OR IGNORE", "n"},
	{"memory", "INSERT OR REPLACE", ""},
}

// copy puts rows into the table of a database; both have the newest schema.
func (t table) copy(ctx context.Context, tx *sql.Tx, into, rows string) error {
	var columns string
	err := tx.QueryRowContext(ctx, "SELECT group_concat(name) FROM pragma_table_info(?) WHERE name <> ?", t.name, t.number).Scan(&columns)
	if err == nil {
		_, err = tx.ExecContext(ctx, fmt.Sprintf("%s INTO %s.%s (%s) SELECT %s FROM %s", t.verb, into, t.name, columns, columns, rows))
	}
	if err != nil {
		return fmt.Errorf("copy %s: %w", t.name, err)
	}
	return nil
}

func carryOver(ctx context.Context, memory *sql.DB, path string) error {
	return attached(ctx, memory, dsn(path), func(tx *sql.Tx) error {
		for _, c := range carried {
			var seeded bool
			if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM temp.sqlite_master WHERE name = ?", "was_"+c.name).Scan(&seeded); err != nil {
				return err
			}
			rows := "main." + c.name
			if seeded {
				rows = "(SELECT * FROM main." + c.name + " EXCEPT SELECT * FROM temp.was_" + c.name + ")"
			}
			if err := c.copy(ctx, tx, "disk", rows); err != nil {
				return err
			}
		}
		return nil
	})
}

// attached runs f in a transaction in which a file is the database "disk".
func attached(ctx context.Context, memory *sql.DB, file string, f func(tx *sql.Tx) error) (err error) {
	conn, err := memory.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "ATTACH DATABASE ? AS disk", file); err != nil {
		return err
	}
	defer func() {
		_, derr := conn.ExecContext(ctx, "DETACH DATABASE disk")
		err = errors.Join(err, derr)
	}()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		return errors.Join(err, ignoreDone(tx.Rollback()))
	}
	return tx.Commit()
}
