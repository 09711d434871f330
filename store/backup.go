package store

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"os"
	"time"

	"ncmtui/internal/safe"
)

const (
	backupEvery   = 24 * time.Hour
	maintainAfter = time.Minute // the start has other things to do
	maintainEvery = 5 * time.Minute
	songsKept     = 180 * 24 * time.Hour
	reportsKept   = 30 * 24 * time.Hour
	reportsMax    = 5000
)

// backups are the copies that exist, newest first.
func (d *DB) backups() []string {
	var found []string
	for _, name := range []string{d.path + ".bak", d.path + ".bak2"} {
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
			found = append(found, name)
		}
	}
	return found
}

func (d *DB) haveBackup() bool { return len(d.backups()) > 0 }

// backup writes a copy of the file beside it and keeps the copy before. It
// reads on a connection of its own, so that nobody waits for it.
func (d *DB) backup(ctx context.Context) error {
	tmp := d.path + ".bak.tmp"
	removeDatabase(tmp)
	f, err := safe.OpenPrivate(tmp, os.O_RDWR|os.O_CREATE|os.O_EXCL) // VACUUM INTO takes an empty file
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", dsn(d.path)+"?_pragma=busy_timeout(5000)")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // it only read
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", tmp); err != nil {
		removeDatabase(tmp)
		return err
	}
	if err := syncFile(tmp); err != nil {
		removeDatabase(tmp)
		return err
	}
	bak := d.path + ".bak"
	if d.haveBackup() {
		_ = os.Rename(bak, d.path+".bak2")
	}
	return os.Rename(tmp, bak)
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func copyFile(from, to string) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := safe.OpenPrivate(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	return errors.Join(err, dst.Sync(), dst.Close())
}

// maintain is the store's housekeeping, until Close.
func (d *DB) maintain(ctx context.Context) {
	timer := time.NewTimer(maintainAfter)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		d.rejoin()
		if d.opt.Beside {
			timer.Reset(maintainEvery)
			continue
		}
		if err := d.prune(ctx); err != nil && ctx.Err() == nil {
			d.opt.Log.Warn("store: prune", "err", err)
		}
		if kept, err := d.Kept(ctx); err == nil && kept && d.backupDue() {
			if err := d.backup(ctx); err != nil && ctx.Err() == nil {
				d.opt.Log.Warn("store: backup", "err", err)
			}
		}
		timer.Reset(maintainEvery)
	}
}

func (d *DB) backupDue() bool {
	info, err := os.Stat(d.path + ".bak")
	return err != nil || d.opt.Now().Sub(info.ModTime()).Abs() >= backupEvery // also of a clock that was ahead
}

// prune drops what nobody will ask for any more: cached songs of half a year
// ago, reports older than 30 days or beyond 5,000.
func (d *DB) prune(ctx context.Context) error {
	now := d.opt.Now()
	var dropped int64
	err := d.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM songs WHERE at < ?", now.Add(-songsKept).UnixMilli()); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM docs WHERE at < ?", now.Add(-songsKept).UnixMilli()); err != nil {
			return err
		}
		res, err := tx.ExecContext(ctx, `DELETE FROM outbox WHERE played < ? OR id <= (
			SELECT id FROM outbox ORDER BY id DESC LIMIT 1 OFFSET ?)`,
			now.Add(-reportsKept).UnixMilli(), reportsMax)
		if err != nil {
			return err
		}
		dropped, err = res.RowsAffected()
		return err
	})
	if dropped > 0 {
		d.opt.Log.Warn("store: play reports dropped", "count", dropped)
	}
	return err
}
