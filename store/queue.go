package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Track is one entry of the saved queue.
type Track struct {
	ID         int64    `json:"id"`
	Title      string   `json:"title,omitempty"`
	Artists    []string `json:"artists,omitempty"`
	Album      string   `json:"album,omitempty"`
	AlbumID    int64    `json:"albumId,omitempty"`
	Cover      string   `json:"cover,omitempty"`
	DurationMS int64    `json:"ms,omitempty"`
	SourceKind string   `json:"src,omitempty"`
	SourceID   int64    `json:"srcId,omitempty"`
	SourceName string   `json:"srcName,omitempty"`
	Alg        string   `json:"alg,omitempty"`
	Grey       bool     `json:"grey,omitempty"`
	Trial      bool     `json:"trial,omitempty"`
}

// Playback is where the player stands. Current indexes Queue.Tracks, -1 none.
type Playback struct {
	Current  int
	Position time.Duration
	Volume   int // 0..100
	Muted    bool
	Mode     string
}

// Queue is the queue with the place in it. Order holds indexes into Tracks in
// the order they are played.
type Queue struct {
	Tracks []Track
	Order  []int
	FM     bool
	Playback
	Saved time.Time
}

// SaveQueue replaces the account's saved queue and place, both or none.
func (d *DB) SaveQueue(ctx context.Context, uid int64, q Queue) error {
	tracks, order, err := q.encode()
	if err != nil {
		return err
	}
	now := d.opt.Now().UnixMilli()
	return d.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO queues (uid, tracks, walk, fm, saved)
			VALUES (?, ?, ?, ?, ?)`, uid, tracks, order, q.FM, now)
		if err != nil {
			return err
		}
		return savePlayback(ctx, tx, uid, q.Playback, now)
	})
}

func (q Queue) encode() (tracks, order []byte, err error) {
	if tracks, err = json.Marshal(q.Tracks); err == nil {
		order, err = json.Marshal(q.Order)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("save queue: %w", err)
	}
	return tracks, order, nil
}

// SavePlayback replaces the place in the account's queue, which is saved
// already.
func (d *DB) SavePlayback(ctx context.Context, uid int64, p Playback) error {
	now := d.opt.Now().UnixMilli()
	return d.write(ctx, func(tx *sql.Tx) error {
		if err := ownQueue(ctx, tx, uid); err != nil {
			return err
		}
		return savePlayback(ctx, tx, uid, p, now)
	})
}

// nobody owns what was kept before each account had its own: whoever writes
// first takes it over.
const nobody = -1

func ownQueue(ctx context.Context, tx *sql.Tx, uid int64) error {
	_, err := tx.ExecContext(ctx, "UPDATE OR IGNORE queues SET uid = ? WHERE uid = ?", uid, nobody)
	return err
}

func savePlayback(ctx context.Context, tx *sql.Tx, uid int64, p Playback, now int64) error {
	_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO places
		(uid, current, position, volume, muted, mode, saved) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		uid, p.Current, p.Position.Milliseconds(), p.Volume, p.Muted, p.Mode, now)
	for _, table := range []string{"queues", "places"} {
		if err == nil {
			_, err = tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE uid = ?", nobody)
		}
	}
	return err
}

// LoadQueue gives what was saved last of the account; false when nothing was.
// Indexes that do not fit the tracks are repaired, not reported.
func (d *DB) LoadQueue(ctx context.Context, uid int64) (Queue, bool, error) {
	var q Queue
	var tracks, order []byte
	var saved, position int64
	err := d.read(ctx, func(db *sql.DB) error {
		tracks, order = nil, nil
		err := db.QueryRowContext(ctx, `SELECT current, position, volume, muted, mode, places.saved,
			coalesce(tracks, '[]'), coalesce(walk, '[]'), coalesce(fm, 0)
			FROM places LEFT JOIN queues ON queues.uid = places.uid
			WHERE places.uid IN (?, ?) ORDER BY places.uid DESC LIMIT 1`, uid, nobody).Scan(
			&q.Current, &position, &q.Volume, &q.Muted, &q.Mode, &saved, &tracks, &order, &q.FM)
		if errors.Is(err, sql.ErrNoRows) {
			saved = 0
			return nil
		}
		return err
	})
	if err != nil || saved == 0 {
		return Queue{Playback: Playback{Current: -1}}, false, err
	}
	q.Position = time.Duration(position) * time.Millisecond
	q.Saved = time.UnixMilli(saved)
	d.decode(&q, tracks, order)
	return q, true, nil
}

// decode fills the queue's lists; of what cannot be read nothing.
func (d *DB) decode(q *Queue, tracks, order []byte) {
	if err := errors.Join(json.Unmarshal(tracks, &q.Tracks), json.Unmarshal(order, &q.Order)); err != nil {
		d.opt.Log.Warn("store: saved queue", "err", err)
		q.Tracks, q.Order = nil, nil
	}
	q.repair()
}

// SaveFormer keeps the queue that the account's present one has replaced, with
// its place; one without tracks is none.
func (d *DB) SaveFormer(ctx context.Context, uid int64, q Queue) error {
	tracks, order, err := q.encode()
	if err != nil {
		return err
	}
	return d.write(ctx, func(tx *sql.Tx) error {
		if len(q.Tracks) == 0 {
			_, err := tx.ExecContext(ctx, "DELETE FROM former WHERE uid = ?", uid)
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO former (uid, tracks, walk, current, position) VALUES (?, ?, ?, ?, ?)",
			uid, tracks, order, q.Current, q.Position.Milliseconds())
		return err
	})
}

// Former gives the queue before the account's present one; false without one.
func (d *DB) Former(ctx context.Context, uid int64) (Queue, bool, error) {
	var q Queue
	var tracks, order []byte
	var position int64
	found := true
	err := d.read(ctx, func(db *sql.DB) error {
		tracks, order = nil, nil
		err := db.QueryRowContext(ctx, "SELECT tracks, walk, current, position FROM former WHERE uid = ?", uid).
			Scan(&tracks, &order, &q.Current, &position)
		found = err == nil
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	if err != nil || !found {
		return Queue{Playback: Playback{Current: -1}}, false, err
	}
	q.Position = time.Duration(position) * time.Millisecond
	d.decode(&q, tracks, order)
	return q, true, nil
}

// repair makes Order a permutation of the tracks and Current one of them.
func (q *Queue) repair() {
	seen := make([]bool, len(q.Tracks))
	for _, i := range q.Order {
		if i < 0 || i >= len(seen) || seen[i] {
			q.Order = nil
			break
		}
		seen[i] = true
	}
	if len(q.Order) != len(q.Tracks) {
		q.Order = make([]int, len(q.Tracks))
		for i := range q.Order {
			q.Order[i] = i
		}
	}
	if q.Current < -1 || q.Current >= len(q.Tracks) {
		q.Current, q.Position = -1, 0
	}
	q.Position = max(q.Position, 0)
	q.Volume = min(max(q.Volume, 0), 100)
}
