package store

import (
	"context"
	"database/sql"
)

// Everybody owns what the screen remembers whoever is logged in.
const Everybody = nobody

// Memo names a thing that is remembered, and whose it is: of an account, of
// the guest (0), or of Everybody.
type Memo struct {
	UID  int64
	Name string
}

// Memory gives all that was remembered.
func (d *DB) Memory(ctx context.Context) (map[Memo]string, error) {
	var all map[Memo]string
	err := d.read(ctx, func(db *sql.DB) error {
		all = map[Memo]string{}
		rows, err := db.QueryContext(ctx, "SELECT uid, name, value FROM memory")
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // rows.Err tells
		for rows.Next() {
			var m Memo
			var value string
			if err := rows.Scan(&m.UID, &m.Name, &value); err != nil {
				return err
			}
			all[m] = value
		}
		return rows.Err()
	})
	return all, err
}

// Remember keeps values; an empty one is forgotten.
func (d *DB) Remember(ctx context.Context, values map[Memo]string) error {
	return d.write(ctx, func(tx *sql.Tx) error {
		for m, value := range values {
			var err error
			if value == "" {
				_, err = tx.ExecContext(ctx, "DELETE FROM memory WHERE uid = ? AND name = ?", m.UID, m.Name)
			} else {
				_, err = tx.ExecContext(ctx, "INSERT OR REPLACE INTO memory (uid, name, value) VALUES (?, ?, ?)", m.UID, m.Name, value)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
