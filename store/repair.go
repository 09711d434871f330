package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
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

// carried are the tables whose rows move from memory to disk, without the
// column that numbers them; the rest is a cache and comes back by itself. "OR
// IGNORE" because a play is unique, "OR REPLACE" where memory has the newer row.
var carried = []struct{ table, verb, number string }{
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

func carryOver(ctx context.Context, memory *sql.DB, path string) (err error) {
	conn, err := memory.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "ATTACH DATABASE ? AS disk", dsn(path)); err != nil {
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
	for _, c := range carried {
		var columns string // both have the newest schema
		err := tx.QueryRowContext(ctx, "SELECT group_concat(name) FROM pragma_table_info(?) WHERE name <> ?", c.table, c.number).Scan(&columns)
		if err == nil {
			_, err = tx.ExecContext(ctx, fmt.Sprintf("%s INTO disk.%s (%s) SELECT %s FROM main.%s", c.verb, c.table, columns, columns, c.table))
		}
		if err != nil {
			return errors.Join(fmt.Errorf("carry over %s: %w", c.table, err), ignoreDone(tx.Rollback()))
		}
	}
	return tx.Commit()
}
