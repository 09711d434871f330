package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"time"
)

// Song is a cached song: an opaque body, and when it came from the service.
type Song struct {
	ID   int64
	At   time.Time
	Body []byte
}

// Doc is a cached document of any other kind (playlist, lyrics, daily list):
// an opaque body with the version its source gave it. UID 0 is for what is the
// same for all accounts.
type Doc struct {
	UID     int64
	Kind    string
	ID      int64
	Version int64
	At      time.Time
	Body    []byte
}

// songBits is the room for a song id inside the key; ids are below 2^40 today.
const songBits = 48

const songMask = 1<<songBits - 1

func storable(id int64) bool { return id >= 0 && id <= songMask }

// Songs calls f for each of the account's cached songs among ids, which are all
// different, in the order of their numbers. body is valid during the call only. f is called again
// from the first song when a damaged file had to be replaced half-way.
func (d *DB) Songs(ctx context.Context, uid int64, ids []int64, f func(id int64, at time.Time, body []byte)) error {
	return d.read(ctx, func(db *sql.DB) error {
		slot, err := d.slot(ctx, db, uid)
		if err != nil || slot < 0 {
			return err
		}
		rows, err := db.QueryContext(ctx, "SELECT songs.key, at, body FROM json_each(?) CROSS JOIN songs ON songs.key = json_each.value",
			keyList(slot, ids))
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // rows.Err tells
		var key, at int64
		var body sql.RawBytes
		for rows.Next() {
			if err := rows.Scan(&key, &at, &body); err != nil {
				return err
			}
			f(key&songMask, fromMillis(at), body)
		}
		return rows.Err()
	})
}

// keyList writes the keys as JSON, sorted: neighbours lie on the same page.
func keyList(slot int64, ids []int64) string {
	keys := make([]int64, 0, len(ids))
	for _, id := range ids {
		if storable(id) {
			keys = append(keys, slot<<songBits|id)
		}
	}
	slices.Sort(keys)
	list := make([]byte, 0, 18*len(keys)+2)
	list = append(list, '[')
	for i, k := range keys {
		if i > 0 {
			list = append(list, ',')
		}
		list = strconv.AppendInt(list, k, 10)
	}
	return string(append(list, ']'))
}

// PutSongs keeps songs for the account.
func (d *DB) PutSongs(ctx context.Context, uid int64, songs []Song) error {
	return d.write(ctx, func(tx *sql.Tx) error {
		var slot int64
		_, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO accounts (uid) VALUES (?)", uid)
		if err == nil {
			err = tx.QueryRowContext(ctx, "SELECT slot FROM accounts WHERE uid = ?", uid).Scan(&slot)
		}
		if err != nil {
			return err
		}
		put, err := tx.PrepareContext(ctx, "INSERT OR REPLACE INTO songs (key, at, body) VALUES (?, ?, ?)")
		if err != nil {
			return err
		}
		defer func() { _ = put.Close() }()
		for _, s := range songs {
			if !storable(s.ID) {
				continue
			}
			if _, err := put.ExecContext(ctx, slot<<songBits|s.ID, millis(s.At), s.Body); err != nil {
				return err
			}
		}
		return nil
	})
}

// slot is the account's number in the song keys, -1 when it has no songs yet.
func (d *DB) slot(ctx context.Context, db *sql.DB, uid int64) (int64, error) {
	d.slotMu.Lock()
	slot, ok := d.slots[uid]
	d.slotMu.Unlock()
	if ok {
		return slot, nil
	}
	err := db.QueryRowContext(ctx, "SELECT slot FROM accounts WHERE uid = ?", uid).Scan(&slot)
	if errors.Is(err, sql.ErrNoRows) {
		return -1, nil
	}
	if err != nil {
		return -1, err
	}
	d.slotMu.Lock()
	d.slots[uid] = slot
	d.slotMu.Unlock()
	return slot, nil
}

// forgetSlots goes with every change of the handle: another file has other
// slots.
func (d *DB) forgetSlots() {
	d.slotMu.Lock()
	clear(d.slots)
	d.slotMu.Unlock()
}

// Doc gives a cached document; false when there is none.
func (d *DB) Doc(ctx context.Context, uid int64, kind string, id int64) (Doc, bool, error) {
	doc := Doc{UID: uid, Kind: kind, ID: id}
	found := true
	err := d.read(ctx, func(db *sql.DB) error {
		var at int64
		err := db.QueryRowContext(ctx, "SELECT version, at, body FROM docs WHERE uid = ? AND kind = ? AND id = ?",
			uid, kind, id).Scan(&doc.Version, &at, &doc.Body)
		doc.At = fromMillis(at)
		found = err == nil
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	if err != nil || !found {
		return Doc{}, false, err
	}
	return doc, true, nil
}

// PutDoc keeps a document in place of the one before.
func (d *DB) PutDoc(ctx context.Context, doc Doc) error {
	return d.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO docs (uid, kind, id, version, at, body) VALUES (?, ?, ?, ?, ?, ?)",
			doc.UID, doc.Kind, doc.ID, doc.Version, millis(doc.At), doc.Body)
		return err
	})
}
