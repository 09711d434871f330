package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"
)

// Play is one line of the history: a song that was heard, or a part of it.
type Play struct {
	ID         string // unique for each play
	UID        int64  // the account, 0 without a login
	Song       int64
	Title      string
	Artists    []string
	Album      string
	SourceKind string
	SourceID   int64
	SourceName string
	Started    time.Time
	Listened   time.Duration
	Length     time.Duration
	Ending     string
	Counted    bool      // it qualified and is reported to the service
	Accepted   time.Time // zero: the service has not taken the report yet
}

// RecordPlay keeps a play (nil: none) and its reports, all or nothing. What is
// there already, by Play.ID or a report's identity, stays as it is.
func (d *DB) RecordPlay(ctx context.Context, p *Play, reports ...Report) error {
	return d.write(ctx, func(tx *sql.Tx) error {
		if p != nil {
			if err := insertPlay(ctx, tx, *p); err != nil {
				return err
			}
		}
		for i := range reports {
			if err := insertReport(ctx, tx, &reports[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func insertPlay(ctx context.Context, tx *sql.Tx, p Play) error {
	artists, err := json.Marshal(p.Artists)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT OR IGNORE INTO history (play, uid, song, title, artists, album,
		source_kind, source_id, source_name, started, listened, length, ending, counted, accepted)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.ID, p.UID, p.Song, p.Title, string(artists), p.Album, p.SourceKind, p.SourceID, p.SourceName,
		millis(p.Started), p.Listened.Milliseconds(), p.Length.Milliseconds(), p.Ending, p.Counted, millis(p.Accepted))
	return err
}

// Counted is the number of the account's plays that the service took since
// then.
func (d *DB) Counted(ctx context.Context, uid int64, since time.Time) (int, error) {
	var n int
	err := d.read(ctx, func(db *sql.DB) error {
		return db.QueryRowContext(ctx, "SELECT count(*) FROM history WHERE uid = ? AND accepted >= ? AND accepted > 0",
			uid, millis(since)).Scan(&n)
	})
	return n, err
}

// History gives at most limit plays of the account that started before the
// time (zero: now), newest first.
func (d *DB) History(ctx context.Context, uid int64, before time.Time, limit int) ([]Play, error) {
	if before.IsZero() {
		before = d.opt.Now().Add(time.Hour) // a clock that was set back hides nothing
	}
	var plays []Play
	err := d.read(ctx, func(db *sql.DB) error {
		plays = nil
		rows, err := db.QueryContext(ctx, `SELECT play, uid, song, title, artists, album, source_kind, source_id,
			source_name, started, listened, length, ending, counted, accepted FROM history
			WHERE uid = ? AND started < ? ORDER BY started DESC, id DESC LIMIT ?`, uid, millis(before), limit)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // rows.Err tells
		for rows.Next() {
			p, err := scanPlay(rows)
			if err != nil {
				return err
			}
			plays = append(plays, p)
		}
		return rows.Err()
	})
	return plays, err
}

func scanPlay(rows *sql.Rows) (Play, error) {
	var p Play
	var artists string
	var started, listened, length, accepted int64
	err := rows.Scan(&p.ID, &p.UID, &p.Song, &p.Title, &artists, &p.Album, &p.SourceKind, &p.SourceID,
		&p.SourceName, &started, &listened, &length, &p.Ending, &p.Counted, &accepted)
	if err != nil {
		return Play{}, err
	}
	if err := json.Unmarshal([]byte(artists), &p.Artists); err != nil {
		p.Artists = nil
	}
	p.Started, p.Accepted = fromMillis(started), fromMillis(accepted)
	p.Listened = time.Duration(listened) * time.Millisecond
	p.Length = time.Duration(length) * time.Millisecond
	return p, nil
}

// millis keeps the zero time as 0.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}
