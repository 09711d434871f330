package store

import (
	"context"
	"database/sql"
)

// Memory gives all that was remembered by name.
func (d *DB) Memory(ctx context.Context) (map[string]string, error) {
	var all map[string]string
	err := d.read(ctx, func(db *sql.DB) error {
		all = map[string]string{}
		rows, err := db.QueryContext(ctx, "SELECT name, value FROM memory")
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // rows.Err tells
		for rows.Next() {
			var name, value string
			if err := rows.Scan(&name, &value); err != nil {
				return err
			}
			all[name] = value
		}
		return rows.Err()
	})
	return all, err
}

// Remember keeps values by name; an empty one is forgotten.
func (d *DB) Remember(ctx context.Context, values map[string]string) error {
	return d.write(ctx, func(tx *sql.Tx) error {
		for name, value := range values {
			var err error
			if value == "" {
				_, err = tx.ExecContext(ctx, "DELETE FROM memory WHERE name = ?", name)
			} else {
				_, err = tx.ExecContext(ctx, "INSERT OR REPLACE INTO memory (name, value) VALUES (?, ?)", name, value)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
