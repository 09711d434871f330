package store

import (
	"context"
	"database/sql"
	"time"
)

// playFields are the columns of a Play, as scanPlay reads them.
const playFields = `play, uid, song, title, artists, album, source_kind, source_id,
	source_name, started, listened, length, ending, counted, accepted`

// EachPlay calls f for every play of the account, and for those without a
// login, that started from since on and before until (zero: no end), newest
// first, until f is false. f is called again from the first play when a
// damaged file had to be replaced half-way.
func (d *DB) EachPlay(ctx context.Context, uid int64, since, until time.Time, f func(Play) bool) error {
	last := int64(1<<63 - 1)
	if !until.IsZero() {
		last = until.UnixMilli()
	}
	first := int64(-1 << 63)
	if !since.IsZero() {
		first = since.UnixMilli()
	}
	return d.read(ctx, func(db *sql.DB) error {
		rows, err := db.QueryContext(ctx, "SELECT "+playFields+` FROM history
			WHERE uid IN (?, 0) AND started >= ? AND started < ? ORDER BY started DESC, id DESC`, uid, first, last)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // rows.Err tells
		for rows.Next() {
			p, err := scanPlay(rows)
			if err != nil {
				return err
			}
			if !f(p) {
				return nil
			}
		}
		return rows.Err()
	})
}

// AddPlays keeps plays of before, of another program or machine, all or none,
// and gives how many were new. A play is known by its ID, or by its song in the
// second in which it began: others write no more of the time than that. Where
// one of the two has no song id, as listens of other programs have none, the
// title tells the song.
func (d *DB) AddPlays(ctx context.Context, uid int64, plays []Play) (int, error) {
	added := 0
	err := d.write(ctx, func(tx *sql.Tx) error {
		added = 0
		for _, p := range plays {
			var known bool
			at := p.Started.Unix() * 1000
			err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM history WHERE play = ? OR
				uid IN (?, 0) AND started >= ? AND started < ? AND
				CASE WHEN song <> 0 AND ? <> 0 THEN song = ? ELSE title = ? END)`,
				p.ID, uid, at, at+1000, p.Song, p.Song, p.Title).Scan(&known)
			if err != nil {
				return err
			}
			if known {
				continue
			}
			p.UID = uid
			if err := insertPlay(ctx, tx, p); err != nil {
				return err
			}
			added++
		}
		return nil
	})
	return added, err
}
