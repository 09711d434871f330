package store

import (
	"context"
	"database/sql"
	"time"
)

// LyricOffsets gives by how much the texts of songs come later than their
// stamps say, by song, as set; songs without one are not in it.
func (d *DB) LyricOffsets(ctx context.Context) (map[int64]time.Duration, error) {
	var all map[int64]time.Duration
	err := d.read(ctx, func(db *sql.DB) error {
		all = map[int64]time.Duration{}
		rows, err := db.QueryContext(ctx, "SELECT song, ms FROM lyric_offsets")
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // rows.Err tells
		for rows.Next() {
			var song, ms int64
			if err := rows.Scan(&song, &ms); err != nil {
				return err
			}
			all[song] = time.Duration(ms) * time.Millisecond
		}
		return rows.Err()
	})
	return all, err
}

// SetLyricOffset keeps a song's offset, to the millisecond; 0 forgets it.
func (d *DB) SetLyricOffset(ctx context.Context, song int64, by time.Duration) error {
	return d.write(ctx, func(tx *sql.Tx) error {
		var err error
		if ms := by.Milliseconds(); ms == 0 {
			_, err = tx.ExecContext(ctx, "DELETE FROM lyric_offsets WHERE song = ?", song)
		} else {
			_, err = tx.ExecContext(ctx, "INSERT OR REPLACE INTO lyric_offsets (song, ms) VALUES (?, ?)", song, ms)
		}
		return err
	})
}
