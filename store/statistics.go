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

// Hearing chooses plays for statistics: those of rows after After, or, with
// After 0, those that began from Since on and before Until; zero: no end.
type Hearing struct {
	UID          int64 // those without a login too
	After        int64
	Since, Until time.Time
}

// EachHeard calls f for every play that is chosen, in no order of time, with
// its row and what statistics need of it: Song, Title, Artists, Album, Started,
// Listened, Length. The Artists of plays may be one slice. begin is called
// before the first play, and again when a damaged file had to be replaced
// half-way and all begins anew.
func (d *DB) EachHeard(ctx context.Context, h Hearing, begin func(), f func(row int64, p Play)) error {
	query, args := h.query()
	return d.read(ctx, func(db *sql.DB) error {
		begin()
		rows, err := db.QueryContext(ctx, query, args...)
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

// query reads the table as it lies, unless a time is asked for: the index of
// times would lead to and fro.
func (h Hearing) query() (string, []any) {
	const fields = "SELECT id, song, title, artists, album, started, listened, length FROM history WHERE "
	if h.After > 0 || h.Since.IsZero() && h.Until.IsZero() {
		return fields + "id > ? AND +uid IN (?, 0) ORDER BY id", []any{h.After, h.UID}
	}
	first, last := int64(-1<<63), int64(1<<63-1)
	if !h.Since.IsZero() {
		first = h.Since.UnixMilli()
	}
	if !h.Until.IsZero() {
		last = h.Until.UnixMilli()
	}
	return fields + "uid IN (?, 0) AND started >= ? AND started < ?", []any{h.UID, first, last}
}

// PlayAt gives the ID of the play in a row, "" for none.
func (d *DB) PlayAt(ctx context.Context, row int64) (id string, err error) {
	err = d.read(ctx, func(db *sql.DB) error {
		id = ""
		err := db.QueryRowContext(ctx, "SELECT play FROM history WHERE id = ?", row).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return id, err
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
