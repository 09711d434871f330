package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"modernc.org/sqlite" // the driver
)

// handle is one open database: one writing connection, a few that read. In
// memory both are the same single connection.
type handle struct {
	w, r    *sql.DB
	memory  bool
	rejoins bool // memory stands in for a good file on a disk that failed
}

func (h *handle) close() error {
	if h.memory {
		return h.w.Close()
	}
	// Readers first: the last connection to close folds the WAL in.
	return errors.Join(h.r.Close(), h.w.Close())
}

// openFile opens the file, which must exist with the right mode: SQLite would
// make it 0644.
func openFile(path string) (*handle, error) {
	common := "_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)"
	w, err := sql.Open("sqlite", dsn(path)+"?"+common+
		"&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	w.SetMaxOpenConns(1)
	r, err := sql.Open("sqlite", dsn(path)+"?"+common+"&_pragma=query_only(1)")
	if err != nil {
		return nil, errors.Join(err, w.Close())
	}
	r.SetMaxOpenConns(2)
	r.SetMaxIdleConns(2)
	return &handle{w: w, r: r}, nil
}

// openMemory gives an empty database with the newest schema. It lives as long
// as its one connection.
func openMemory() (*handle, error) {
	db, err := sql.Open("sqlite", "file::memory:?_pragma=foreign_keys(1)&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	db.SetMaxIdleConns(1)
	db.SetConnMaxLifetime(0)
	db.SetConnMaxIdleTime(0)
	if err := migrate(context.Background(), db, 0); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &handle{w: db, r: db, memory: true}, nil
}

// dsn writes a path as the file: address SQLite reads.
func dsn(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/… becomes /C:/…
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// SQLite's primary result codes, https://sqlite.org/rescode.html
const (
	codeReadOnly = 8
	codeIOErr    = 10
	codeCorrupt  = 11
	codeFull     = 13
	codeCantOpen = 14
	codeNotADB   = 26
)

// resultCode is the primary SQLite code in err, 0 when there is none.
func resultCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

func isDamaged(err error) bool {
	c := resultCode(err)
	return c == codeCorrupt || c == codeNotADB || errors.Is(err, errDamaged)
}

func isDiskTrouble(err error) bool {
	switch resultCode(err) {
	case codeReadOnly, codeIOErr, codeFull, codeCantOpen:
		return true
	default:
		return false
	}
}

var errDamaged = errors.New("database damaged")

// quickCheck reads the whole file's structure.
func quickCheck(ctx context.Context, db *sql.DB) error {
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("%w: %s", errDamaged, verdict)
	}
	return nil
}
