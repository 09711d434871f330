package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"ncmtui/internal/safe"
)

// EachHeard calls f for every play of the account, and for those without a
// login, of the rows after a row, in their order, with the row and what
// statistics need of it: Song, Title, Artists, Album, Started, Listened,
// Length. The Artists of plays may be one slice. begin is called before the
// first play, and again when a damaged file had to be replaced half-way and all
// begins anew.
func (d *DB) EachHeard(ctx context.Context, uid, after int64, begin func(), f func(row int64, p Play)) error {
	return d.read(ctx, func(db *sql.DB) error {
		begin()
		// As the table lies: an index of times or accounts would lead to and fro.
		rows, err := db.QueryContext(ctx, `SELECT id, song, title, artists, album, started, listened, length
			FROM history WHERE id > ? AND +uid IN (?, 0) ORDER BY id`, after, uid)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // rows.Err tells
		names := map[string][]string{}      // by their JSON
		for rows.Next() {
			var p Play
			var artists string
			var row, started, listened, length int64
			if err := rows.Scan(&row, &p.Song, &p.Title, &artists, &p.Album, &started, &listened, &length); err != nil {
				return err
			}
			list, known := names[artists]
			if !known {
				if json.Unmarshal([]byte(artists), &list) != nil {
					list = nil
				}
				names[artists] = list
			}
			p.Artists, p.Started = list, fromMillis(started)
			p.Listened, p.Length = time.Duration(listened)*time.Millisecond, time.Duration(length)*time.Millisecond
			f(row, p)
		}
		return rows.Err()
	})
}

// PlaysUntil gives the ID of the play in a row, "" for none, and how many plays
// there are up to it, of whomever; -1 while only some of them are in memory.
func (d *DB) PlaysUntil(ctx context.Context, row int64) (id string, plays int64, err error) {
	err = d.use(ctx, false, func(h *handle) error {
		id = ""
		err := h.r.QueryRowContext(ctx, "SELECT play FROM history WHERE id = ?", row).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if h.memory {
			plays = -1
			return err
		}
		// SQLite counts a whole table by its pages; of the rows after it there are few.
		return errors.Join(err, h.r.QueryRowContext(ctx,
			"SELECT (SELECT count(*) FROM history) - (SELECT count(*) FROM history WHERE id > ?)", row).Scan(&plays))
	})
	return id, plays, err
}

// maxSummary bounds the file of a summary; 100,000 songs take 10 MB.
const maxSummary = 256 << 20

// Summary gives what KeepSummary kept for the account last; nil: nothing, and
// without a folder never anything.
func (d *DB) Summary(uid int64) []byte {
	if d.opt.Dir == "" {
		return nil
	}
	body, err := safe.ReadAtMost(d.summaryPath(uid), maxSummary)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			d.opt.Log.Warn("store: the summary of the statistics", "err", err)
		}
		return nil
	}
	return body
}

// KeepSummary keeps a summary of an account's plays. It can be made again: that
// it could not be kept is in the log only.
func (d *DB) KeepSummary(uid int64, body []byte) {
	if d.opt.Dir == "" {
		return
	}
	if err := safe.WriteFile(d.summaryPath(uid), body); err != nil {
		d.opt.Log.Warn("store: the summary of the statistics", "err", err)
	}
	_ = os.Remove(safe.Backup(d.summaryPath(uid))) // nobody goes back to an old one
}

func (d *DB) summaryPath(uid int64) string {
	return filepath.Join(d.opt.Dir, fmt.Sprintf("heard-%d.sum", uid))
}
