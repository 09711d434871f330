package catalogue

import (
	"context"
	"encoding/json"
	"time"

	"ncmtui/store"
)

// The kinds of documents on disk.
const (
	kindDailySongs     = "daily-songs"
	kindDailyPlaylists = "daily-playlists"
	kindUserPlaylists  = "playlists"
	kindPlaylist       = "playlist"
	kindLyrics         = "lyrics"
	kindLiked          = "liked"
	kindAlbum          = "album"
	kindArtist         = "artist"
)

// peekDoc gives a document from memory, else from disk. What is there is
// shared: nobody changes its slices.
func peekDoc[T any](ctx context.Context, c *Catalogue, key docKey) (value T, h held, ok bool) {
	c.mu.Lock()
	h, ok = c.docs.get(key)
	c.mu.Unlock()
	if ok {
		value, ok = h.value.(T)
		return value, h, ok
	}
	if c.opt.Disk == nil {
		return value, held{}, false
	}
	doc, ok, err := c.opt.Disk.Doc(ctx, key.account, key.kind, key.id)
	c.diskFailed(err)
	if err != nil || !ok {
		return value, held{}, false
	}
	if err := json.Unmarshal(doc.Body, &value); err != nil {
		var none T
		return none, held{}, false // of another version
	}
	h = held{value: value, version: doc.Version, at: doc.At}
	c.holdDoc(key, h)
	return value, h, true
}

func (c *Catalogue) holdDoc(key docKey, h held) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if key.account == 0 || key.account == c.account {
		c.docs.put(key, h)
	}
}

// keepDoc puts a document that came from the service into memory and on disk.
func keepDoc[T any](ctx context.Context, c *Catalogue, key docKey, version int64, value T) {
	h := held{value: value, version: version, at: c.opt.Now()}
	c.holdDoc(key, h)
	c.write(ctx, func(ctx context.Context) error {
		body, err := json.Marshal(value)
		if err != nil {
			return err
		}
		return c.opt.Disk.PutDoc(ctx, store.Doc{
			UID: key.account, Kind: key.kind, ID: key.id, Version: version, At: h.at, Body: body,
		})
	})
}

// writeLimit bounds one writing.
const writeLimit = 5 * time.Second

// write lets f write to disk behind the caller's back, after those before it:
// who waits for a list has waited for the service, and a disk that syncs may
// take as long again.
func (c *Catalogue) write(ctx context.Context, f func(context.Context) error) {
	if c.opt.Disk == nil {
		return
	}
	ctx = context.WithoutCancel(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	c.writes = append(c.writes, func() {
		ctx, cancel := context.WithTimeout(ctx, writeLimit)
		defer cancel()
		c.diskFailed(f(ctx))
	})
	if c.written == nil {
		c.written = make(chan struct{})
		c.group.Go("catalogue disk", c.writeAll)
	}
}

// writeAll writes until there is nothing left.
func (c *Catalogue) writeAll() {
	for {
		c.mu.Lock()
		if len(c.writes) == 0 {
			close(c.written)
			c.written = nil
			c.mu.Unlock()
			return
		}
		f := c.writes[0]
		c.writes = c.writes[1:]
		c.mu.Unlock()
		f()
	}
}

// askDoc makes the call for a document, once for all that want it now.
func askDoc[T any](ctx context.Context, c *Catalogue, key docKey, ask func(context.Context) (T, error)) (T, error) {
	v, err := c.calls.do(ctx, key, func(ctx context.Context) (any, error) { return ask(ctx) })
	value, _ := v.(T)
	return value, err
}

type anewKey struct{}

// Anew marks a call whose answer must come from the service itself: what is
// kept serves only when that fails.
func Anew(ctx context.Context) context.Context { return context.WithValue(ctx, anewKey{}, true) }

func anew(ctx context.Context) bool { return ctx.Value(anewKey{}) != nil }

// readDoc gives a document: the kept one when fresh says so and Anew was not
// asked for, else the service's; when that fails, the kept one with the error.
func readDoc[T any](ctx context.Context, c *Catalogue, key docKey, fresh func(held) bool, ask func(context.Context) (T, error)) (T, error) {
	old, h, ok := peekDoc[T](ctx, c, key)
	if ok && !anew(ctx) && fresh(h) {
		return old, nil
	}
	value, err := askDoc(ctx, c, key, ask)
	if err != nil && ok {
		return old, err
	}
	return value, err
}

// youngerThan is the freshness of what changes slowly.
func (c *Catalogue) youngerThan(d time.Duration) func(held) bool {
	return func(h held) bool { return c.within(h.at, d) }
}

// within says whether a time is not that long ago. One that is to come is of a
// clock that was wrong, and would stay young until then.
func (c *Catalogue) within(at time.Time, d time.Duration) bool {
	return c.opt.Now().Sub(at).Abs() < d
}

// never is the freshness of what is asked for each time.
func never(held) bool { return false }
