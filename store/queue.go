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

// SaveQueue replaces the saved queue and place, both or none.
func (d *DB) SaveQueue(ctx context.Context, q Queue) error {
	tracks, err := json.Marshal(q.Tracks)
	if err != nil {
		return fmt.Errorf("save queue: %w", err)
	}
	order, err := json.Marshal(q.Order)
	if err != nil {
		return fmt.Errorf("save queue: %w", err)
	}
	now := d.opt.Now().UnixMilli()
	return d.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO queue (id, tracks, walk, fm, saved)
			VALUES (1, ?, ?, ?, ?)`, tracks, order, q.FM, now)
		if err != nil {
			return err
		}
		return savePlayback(ctx, tx, q.Playback, now)
	})
}

// SavePlayback replaces the place in the queue that is saved already.
func (d *DB) SavePlayback(ctx context.Context, p Playback) error {
	now := d.opt.Now().UnixMilli()
	return d.write(ctx, func(tx *sql.Tx) error { return savePlayback(ctx, tx, p, now) })
}

func savePlayback(ctx context.Context, tx *sql.Tx, p Playback, now int64) error {
	_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO playback
		(id, current, position, volume, muted, mode, saved) VALUES (1, ?, ?, ?, ?, ?, ?)`,
		p.Current, p.Position.Milliseconds(), p.Volume, p.Muted, p.Mode, now)
	return err
}

// LoadQueue gives what was saved last; false when nothing was. Indexes that do
// not fit the tracks are repaired, not reported.
func (d *DB) LoadQueue(ctx context.Context) (Queue, bool, error) {
	var q Queue
	var tracks, order []byte
	var saved, position int64
	err := d.read(ctx, func(db *sql.DB) error {
		tracks, order = nil, nil
		err := db.QueryRowContext(ctx, `SELECT current, position, volume, muted, mode, playback.saved,
			coalesce(tracks, '[]'), coalesce(walk, '[]'), coalesce(fm, 0)
			FROM playback LEFT JOIN queue ON queue.id = playback.id`).Scan(
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
	if err := errors.Join(json.Unmarshal(tracks, &q.Tracks), json.Unmarshal(order, &q.Order)); err != nil {
		d.opt.Log.Warn("store: saved queue", "err", err)
		q.Tracks, q.Order = nil, nil
	}
	q.repair()
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
