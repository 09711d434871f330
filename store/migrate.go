package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"sync"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations are the steps in order; step i leads to user_version i+1. A step
// that was released is never changed.
var migrations = sync.OnceValue(func() []string {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	steps := make([]string, len(names)) // Glob sorts
	for i, name := range names {
		text, err := fs.ReadFile(migrationFiles, name)
		if err != nil {
			panic(err) // embedded
		}
		steps[i] = string(text)
	}
	return steps
})

// errNewer says that the file was written by a later version of the program.
var errNewer = errors.New("written by a newer version")

func userVersion(ctx context.Context, db *sql.DB) (int, error) {
	var v int
	err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&v)
	return v, err
}

// migrate brings a database from version to the newest, each step in a
// transaction of its own: a crash leaves the schema before or after a step.
// Two processes may do it at once; the second finds the step done.
func migrate(ctx context.Context, db *sql.DB, from int) error {
	for v := from; v < len(migrations()); v++ {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		if err := migrateStep(ctx, tx, v); err != nil {
			return errors.Join(fmt.Errorf("schema %d: %w", v+1, err), ignoreDone(tx.Rollback()))
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}

func migrateStep(ctx context.Context, tx *sql.Tx, v int) error {
	var now int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&now); err != nil {
		return err
	}
	if now > v {
		return nil
	}
	if _, err := tx.ExecContext(ctx, migrations()[v]); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", v+1))
	return err
}
