package store

import (
	"context"
	"database/sql"
	"slices"
)

// fmKept is how many songs the FM does not bring again.
const fmKept = 500

// FMSeen gives the songs the account's FM played last, at most 500, oldest
// first.
func (d *DB) FMSeen(ctx context.Context, uid int64) ([]int64, error) {
	var songs []int64
	err := d.read(ctx, func(db *sql.DB) error {
		songs = nil
		rows, err := db.QueryContext(ctx, "SELECT song FROM fm_seen WHERE uid = ? ORDER BY n DESC LIMIT ?", uid, fmKept)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // rows.Err tells
		for rows.Next() {
			var song int64
			if err := rows.Scan(&song); err != nil {
				return err
			}
			songs = append(songs, song)
		}
		return rows.Err()
	})
	slices.Reverse(songs)
	return songs, err
}

// AddFMSeen puts songs at the end; one that was there moves.
func (d *DB) AddFMSeen(ctx context.Context, uid int64, songs ...int64) error {
	return d.write(ctx, func(tx *sql.Tx) error {
		for _, song := range songs {
			if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO fm_seen (uid, song) VALUES (?, ?)", uid, song); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM fm_seen WHERE uid = ?1 AND n <=
			(SELECT n FROM fm_seen WHERE uid = ?1 ORDER BY n DESC LIMIT 1 OFFSET ?2)`, uid, fmKept)
		return err
	})
}
