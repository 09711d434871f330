package store

import (
	"context"
	"database/sql"
	"slices"
)

const (
	fmKept       = 500
	searchesKept = 100
)

// FMSeen gives the songs the account's FM played last, at most 500, oldest
// first.
func (d *DB) FMSeen(ctx context.Context, uid int64) ([]int64, error) {
	return recent[int64](ctx, d, "SELECT song FROM fm_seen WHERE uid = ? ORDER BY n DESC LIMIT ?", uid, fmKept)
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

// Searches gives the account's last searches, at most 100, oldest first.
func (d *DB) Searches(ctx context.Context, uid int64) ([]string, error) {
	return recent[string](ctx, d, "SELECT query FROM searches WHERE uid = ? ORDER BY n DESC LIMIT ?", uid, searchesKept)
}

// AddSearch puts a search at the end; one that was there moves.
func (d *DB) AddSearch(ctx context.Context, uid int64, query string) error {
	return d.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO searches (uid, query) VALUES (?, ?)", uid, query); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM searches WHERE uid = ?1 AND n <=
			(SELECT n FROM searches WHERE uid = ?1 ORDER BY n DESC LIMIT 1 OFFSET ?2)`, uid, searchesKept)
		return err
	})
}

// ClearSearches forgets the account's searches.
func (d *DB) ClearSearches(ctx context.Context, uid int64) error {
	return d.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM searches WHERE uid = ?", uid)
		return err
	})
}

// recent runs a newest-first query of one column and turns it round.
func recent[T any](ctx context.Context, d *DB, query string, uid int64, limit int) ([]T, error) {
	var list []T
	err := d.read(ctx, func(db *sql.DB) error {
		list = nil
		rows, err := db.QueryContext(ctx, query, uid, limit)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // rows.Err tells
		for rows.Next() {
			var v T
			if err := rows.Scan(&v); err != nil {
				return err
			}
			list = append(list, v)
		}
		return rows.Err()
	})
	slices.Reverse(list)
	return list, err
}
