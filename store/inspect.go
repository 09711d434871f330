package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Health is what can be told of the database of a data folder.
type Health struct {
	Path   string
	Size   int64     // bytes, the journal's included; 0: there is none yet
	Schema int       // of the file
	Newest int       // of this program
	Backup time.Time // of the newest copy; zero: none
	Set    int       // damaged files that were set aside
	Plays  int64     // rows of the history
	Unsent int64     // reports in the outbox
	Err    error     // what is wrong with it; nil: nothing
}

// Examine looks at the database without changing it, also while a player uses
// it. It reads the whole file.
func Examine(ctx context.Context, dir string) Health {
	h := Health{Path: filepath.Join(dir, "store.db"), Newest: len(migrations())}
	if info, err := os.Stat(h.Path + ".bak"); err == nil {
		h.Backup = info.ModTime()
	}
	if aside, err := filepath.Glob(h.Path + ".corrupt-*[0-9]"); err == nil {
		h.Set = len(aside)
	}
	info, err := os.Stat(h.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return h
	}
	if err != nil {
		h.Err = err
		return h
	}
	h.Size = info.Size()
	if wal, err := os.Stat(h.Path + "-wal"); err == nil {
		h.Size += wal.Size()
	}
	h.Err = h.read(ctx)
	return h
}

func (h *Health) read(ctx context.Context) (err error) {
	how := "mode=ro"
	if !walHasContent(h.Path) {
		how = "immutable=1" // nobody writes, and reading would leave journals behind
	}
	db, err := sql.Open("sqlite", dsn(h.Path)+"?"+how+"&_pragma=busy_timeout(2000)&_pragma=query_only(1)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if h.Schema, err = userVersion(ctx, db); err != nil {
		return err
	}
	if err := quickCheck(ctx, db); err != nil {
		return err
	}
	if h.Schema > h.Newest {
		return fmt.Errorf("schema %d: %w", h.Schema, errNewer)
	}
	if h.Schema == 0 {
		return nil
	}
	return errors.Join(
		db.QueryRowContext(ctx, "SELECT count(*) FROM history").Scan(&h.Plays),
		db.QueryRowContext(ctx, "SELECT count(*) FROM outbox WHERE state <> 'dead'").Scan(&h.Unsent),
	)
}
