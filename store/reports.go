package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"
)

// Report is a row of the outbox: something a service is to hear of a play.
// (Service, Play, Kind) is its identity.
type Report struct {
	Service  string // netease, lastfm, listenbrainz; "" is netease
	User     string // at another service
	Play     string
	Kind     string // startplay, play, love, unlove
	UID      int64  // 0 for other services
	Song     int64
	Type     string // song, dj
	Source   string
	SourceID int64
	Seconds  int
	Ending   string
	Alg      string
	Played   time.Time

	Title   string
	Artists []string
	Album   string
	Length  time.Duration
	Started time.Time

	State    string // new, sending, retry, dead
	Attempts int
	Unsure   int // sends whose outcome is unknown
	Next     time.Time
	LastCode string
}

// netease is the service whose account UID is of.
const netease = "netease"

// ErrGone says that the report is no longer in the outbox.
var ErrGone = errors.New("report is not in the outbox")

func insertReport(ctx context.Context, tx *sql.Tx, r *Report) error {
	artists, err := json.Marshal(r.Artists)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT OR IGNORE INTO outbox (service, user, play, kind, uid, song, type, source,
		source_id, seconds, ending, alg, played, title, artists, album, length, started,
		state, attempts, unsure, next, last_code)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		cmp.Or(r.Service, netease), r.User, r.Play, r.Kind, r.UID, r.Song, r.Type, r.Source, r.SourceID, r.Seconds,
		r.Ending, r.Alg, millis(r.Played), r.Title, string(artists), r.Album, r.Length.Milliseconds(), millis(r.Started),
		r.State, r.Attempts, r.Unsure, millis(r.Next), r.LastCode)
	return err
}

// Reports gives the oldest reports to a service that are not dead, at most so
// many: of the account, or of the user there.
func (d *DB) Reports(ctx context.Context, service string, uid int64, user string, most int) ([]Report, error) {
	var out []Report
	err := d.read(ctx, func(db *sql.DB) error {
		out = nil
		rows, err := db.QueryContext(ctx, `SELECT service, user, play, kind, uid, song, type, source, source_id, seconds,
			ending, alg, played, title, artists, album, length, started, state, attempts, unsure, next, last_code
			FROM outbox WHERE service = ? AND uid = ? AND user = ? AND state <> 'dead' ORDER BY id LIMIT ?`,
			service, uid, user, most)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // rows.Err tells
		for rows.Next() {
			r, err := scanReport(rows)
			if err != nil {
				return err
			}
			out = append(out, r)
		}
		return rows.Err()
	})
	return out, err
}

func scanReport(rows *sql.Rows) (Report, error) {
	var r Report
	var artists string
	var played, length, started, next int64
	err := rows.Scan(&r.Service, &r.User, &r.Play, &r.Kind, &r.UID, &r.Song, &r.Type, &r.Source, &r.SourceID, &r.Seconds,
		&r.Ending, &r.Alg, &played, &r.Title, &artists, &r.Album, &length, &started, &r.State, &r.Attempts, &r.Unsure,
		&next, &r.LastCode)
	if err != nil {
		return Report{}, err
	}
	if err := json.Unmarshal([]byte(artists), &r.Artists); err != nil {
		r.Artists = nil
	}
	r.Played, r.Started, r.Next = fromMillis(played), fromMillis(started), fromMillis(next)
	r.Length = time.Duration(length) * time.Millisecond
	return r, nil
}

// NextReport gives the account's oldest report to the music service that is
// not dead; false when there is none.
func (d *DB) NextReport(ctx context.Context, uid int64) (Report, bool, error) {
	all, err := d.Reports(ctx, netease, uid, "", 1)
	if err != nil || len(all) == 0 {
		return Report{}, false, err
	}
	return all[0], true, nil
}

// MarkReport stores the reports' State, Attempts, Unsure, Next and LastCode,
// all or nothing. ErrGone when one is not there: then none must be sent.
func (d *DB) MarkReport(ctx context.Context, reports ...Report) error {
	return d.write(ctx, func(tx *sql.Tx) error {
		for i := range reports {
			r := &reports[i]
			res, err := tx.ExecContext(ctx, `UPDATE outbox SET state = ?, attempts = ?, unsure = ?, next = ?, last_code = ?
				WHERE service = ? AND play = ? AND kind = ?`, r.State, r.Attempts, r.Unsure, millis(r.Next), r.LastCode,
				cmp.Or(r.Service, netease), r.Play, r.Kind)
			if err != nil {
				return err
			}
			if n, err := res.RowsAffected(); err != nil || n == 0 {
				return errors.Join(err, ErrGone)
			}
		}
		return nil
	})
}

// DoneReport is DoneReports of one.
func (d *DB) DoneReport(ctx context.Context, r Report, at time.Time) error {
	return d.DoneReports(ctx, at, r)
}

// DoneReports takes reports out of the outbox, all or nothing; those of plays
// to the music service stamp the history with the time it took them.
func (d *DB) DoneReports(ctx context.Context, at time.Time, reports ...Report) error {
	return d.write(ctx, func(tx *sql.Tx) error {
		for i := range reports {
			r := &reports[i]
			service := cmp.Or(r.Service, netease)
			if _, err := tx.ExecContext(ctx, "DELETE FROM outbox WHERE service = ? AND play = ? AND kind = ?",
				service, r.Play, r.Kind); err != nil {
				return err
			}
			if r.Kind != "play" || service != netease {
				continue
			}
			if _, err := tx.ExecContext(ctx, "UPDATE history SET accepted = ? WHERE play = ?", millis(at), r.Play); err != nil {
				return err
			}
		}
		return nil
	})
}

// Proved is the number of the account's plays that the service took since then
// and that its listening record shows.
func (d *DB) Proved(ctx context.Context, uid int64, since time.Time) (int, error) {
	var n int
	err := d.read(ctx, func(db *sql.DB) error {
		return db.QueryRowContext(ctx,
			"SELECT count(*) FROM history WHERE uid = ? AND accepted >= ? AND accepted > 0 AND proved > 0",
			uid, millis(since)).Scan(&n)
	})
	return n, err
}

// Unproved gives the account's plays that the service took since then and that
// its listening record has not shown, oldest first.
func (d *DB) Unproved(ctx context.Context, uid int64, since time.Time) ([]Play, error) {
	var plays []Play
	err := d.read(ctx, func(db *sql.DB) error {
		plays = nil
		rows, err := db.QueryContext(ctx, `SELECT play, song, accepted FROM history
			WHERE uid = ? AND accepted >= ? AND accepted > 0 AND proved = 0 ORDER BY accepted, id`, uid, millis(since))
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // rows.Err tells
		for rows.Next() {
			p, accepted := Play{UID: uid}, int64(0)
			if err := rows.Scan(&p.ID, &p.Song, &accepted); err != nil {
				return err
			}
			p.Accepted = fromMillis(accepted)
			plays = append(plays, p)
		}
		return rows.Err()
	})
	return plays, err
}

// Heard gives the listening record of the account as it was kept, and when; a
// zero time for never.
func (d *DB) Heard(ctx context.Context, uid int64) (counts map[int64]int, at time.Time, err error) {
	err = d.read(ctx, func(db *sql.DB) error {
		counts, at = nil, time.Time{}
		var text string
		var ms int64
		err := db.QueryRowContext(ctx, "SELECT counts, at FROM heard WHERE uid = ?", uid).Scan(&text, &ms)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err == nil && json.Unmarshal([]byte(text), &counts) == nil {
			at = fromMillis(ms)
		}
		return err
	})
	return counts, at, err
}

// KeepHeard keeps the account's listening record as it was at that time, and
// which plays it proves, all or nothing.
func (d *DB) KeepHeard(ctx context.Context, uid int64, counts map[int64]int, proved []string, at time.Time) error {
	text, err := json.Marshal(counts)
	if err != nil {
		return err
	}
	return d.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO heard (uid, at, counts) VALUES (?, ?, ?)",
			uid, millis(at), string(text)); err != nil {
			return err
		}
		for _, play := range proved {
			if _, err := tx.ExecContext(ctx, "UPDATE history SET proved = ? WHERE play = ?", millis(at), play); err != nil {
				return err
			}
		}
		return nil
	})
}

// Outgoing is how much waits for a service, and how much was given up.
type Outgoing struct {
	Service string
	Waiting int
	GivenUp int
}

// Outgoings counts the outbox by service.
func (d *DB) Outgoings(ctx context.Context) ([]Outgoing, error) {
	var out []Outgoing
	err := d.read(ctx, func(db *sql.DB) error {
		out = nil
		rows, err := db.QueryContext(ctx, `SELECT service, sum(state <> 'dead'), sum(state = 'dead') FROM outbox
			GROUP BY service ORDER BY service`)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // rows.Err tells
		for rows.Next() {
			var o Outgoing
			if err := rows.Scan(&o.Service, &o.Waiting, &o.GivenUp); err != nil {
				return err
			}
			out = append(out, o)
		}
		return rows.Err()
	})
	return out, err
}
