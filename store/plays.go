package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
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

// Report is a row of the outbox: something the service is to hear of a play.
// (Play, Kind) is its identity.
type Report struct {
	Play     string
	Kind     string // startplay, play
	UID      int64
	Song     int64
	Type     string // song, dj
	Source   string
	SourceID int64
	Seconds  int
	Ending   string
	Alg      string
	Played   time.Time

	State    string // new, sending, retry, dead
	Attempts int
	Unsure   int // sends whose outcome is unknown
	Next     time.Time
	LastCode string
}

// ErrGone says that the report is no longer in the outbox.
var ErrGone = errors.New("report is not in the outbox")

// RecordPlay keeps a play (nil: none) and its reports, all or nothing. What is
// there already, by Play.ID or (Play, Kind), stays as it is.
func (d *DB) RecordPlay(ctx context.Context, p *Play, reports ...Report) error {
	return d.write(ctx, func(tx *sql.Tx) error {
		if p != nil {
			if err := insertPlay(ctx, tx, *p); err != nil {
				return err
			}
		}
		for _, r := range reports {
			_, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO outbox (play, kind, uid, song, type, source,
				source_id, seconds, ending, alg, played, state, attempts, unsure, next, last_code)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
				r.Play, r.Kind, r.UID, r.Song, r.Type, r.Source, r.SourceID, r.Seconds, r.Ending, r.Alg,
				millis(r.Played), r.State, r.Attempts, r.Unsure, millis(r.Next), r.LastCode)
			if err != nil {
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

// NextReport gives the account's oldest report that is not dead; false when
// there is none.
func (d *DB) NextReport(ctx context.Context, uid int64) (Report, bool, error) {
	var r Report
	var played, next int64
	found := true
	err := d.read(ctx, func(db *sql.DB) error {
		err := db.QueryRowContext(ctx, `SELECT play, kind, uid, song, type, source, source_id, seconds, ending, alg,
			played, state, attempts, unsure, next, last_code FROM outbox
			WHERE uid = ? AND state <> 'dead' ORDER BY id LIMIT 1`, uid).Scan(
			&r.Play, &r.Kind, &r.UID, &r.Song, &r.Type, &r.Source, &r.SourceID, &r.Seconds, &r.Ending, &r.Alg,
			&played, &r.State, &r.Attempts, &r.Unsure, &next, &r.LastCode)
		found = err == nil
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	if err != nil || !found {
		return Report{}, false, err
	}
	r.Played, r.Next = fromMillis(played), fromMillis(next)
	return r, true, nil
}

// MarkReport stores the report's State, Attempts, Unsure, Next and LastCode.
// ErrGone when there is no such row: then it must not be sent.
func (d *DB) MarkReport(ctx context.Context, r Report) error {
	return d.write(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `UPDATE outbox SET state = ?, attempts = ?, unsure = ?, next = ?, last_code = ?
			WHERE play = ? AND kind = ?`, r.State, r.Attempts, r.Unsure, millis(r.Next), r.LastCode, r.Play, r.Kind)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, ErrGone)
		}
		return nil
	})
}

// DoneReport takes the report out of the outbox; a play's report stamps the
// history with the time the service took it.
func (d *DB) DoneReport(ctx context.Context, r Report, at time.Time) error {
	return d.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM outbox WHERE play = ? AND kind = ?", r.Play, r.Kind); err != nil {
			return err
		}
		if r.Kind != "play" {
			return nil
		}
		_, err := tx.ExecContext(ctx, "UPDATE history SET accepted = ? WHERE play = ?", millis(at), r.Play)
		return err
	})
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
