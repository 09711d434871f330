package catalogue

import (
	"context"
	"slices"
	"strconv"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/store"
)

// songsFresh is how long a stored song is taken without asking again: rights
// change when a membership ends.
const songsFresh = 30 * 24 * time.Hour

// Peek gives the songs that are in memory, in the order of ids. A place whose
// song is not there holds Song{ID: id} without a name.
func (c *Catalogue) Peek(ids []int64) []Song {
	out := make([]Song, len(ids))
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, id := range ids {
		s, ok := c.songs.get(id)
		if !ok {
			s = Song{ID: id}
		}
		out[i] = s
	}
	return out
}

// Songs gives the songs of ids, in their order and number: from memory, from
// disk, and the others from the service, by up to 1,000 a request. One that
// the service does not know is Song{ID: id, Right: Grey} without a name, so
// that places and counts stay true. With an error the songs that could be had
// are there all the same, the others are Song{ID: id} without a name and not
// Grey.
func (c *Catalogue) Songs(ctx context.Context, ids []int64) ([]Song, error) {
	out := c.Peek(ids)
	places := missing(out)
	if len(places) == 0 {
		return out, nil
	}
	account := c.who()
	stale, err := c.fromDisk(ctx, account, places, out)
	if err == nil {
		err = c.fromService(ctx, account, places, out)
	}
	for id, s := range stale { // better an old song than none
		fill(out, places, id, s)
	}
	repeat(out)
	return out, err
}

// missing maps the ids that have no song yet to the first of their places.
func missing(songs []Song) map[int64]int {
	n := 0
	for i := range songs {
		if isMissing(&songs[i]) {
			n++
		}
	}
	places := make(map[int64]int, n)
	for i := range songs {
		if !isMissing(&songs[i]) {
			continue
		}
		if _, there := places[songs[i].ID]; !there {
			places[songs[i].ID] = i
		}
	}
	return places
}

func isMissing(s *Song) bool { return s.Name == "" && s.Right != Grey }

func fill(out []Song, places map[int64]int, id int64, s Song) {
	if i, ok := places[id]; ok {
		out[i] = s
		delete(places, id)
	}
}

// repeat fills the later places of ids that stand in the list several times.
func repeat(out []Song) {
	var late []int
	for i := range out {
		if isMissing(&out[i]) {
			late = append(late, i)
		}
	}
	if len(late) == 0 {
		return
	}
	had := make(map[int64]int, len(out))
	for i := range out {
		if !isMissing(&out[i]) {
			had[out[i].ID] = i
		}
	}
	for _, i := range late {
		if j, ok := had[out[i].ID]; ok {
			out[i] = out[j]
		}
	}
}

// fromDisk fills what is stored and fresh, and gives what is stored but old.
func (c *Catalogue) fromDisk(ctx context.Context, account int64, places map[int64]int, out []Song) (stale map[int64]Song, err error) {
	if c.opt.Disk == nil {
		return nil, nil
	}
	ids := make([]int64, 0, len(places))
	for id := range places {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	stale = map[int64]Song{}
	for _, part := range c.readParts(ctx, account, ids) {
		c.diskFailed(part.err)
		c.hold(account, part.fresh)
		for i := range part.fresh {
			fill(out, places, part.fresh[i].ID, part.fresh[i])
		}
		for i := range part.old {
			stale[part.old[i].ID] = part.old[i]
		}
	}
	return stale, ctx.Err()
}

// part is what one reading of the disk found.
type part struct {
	fresh, old []Song
	err        error
}

// readParts reads the ids, a long list in two halves at once: SQLite spends
// its time computing, not waiting.
func (c *Catalogue) readParts(ctx context.Context, account int64, ids []int64) []part {
	if len(ids) < 2*batchSize {
		return []part{c.readPart(ctx, account, ids)}
	}
	var parts [2]part
	var group safe.Group
	group.Go("catalogue disk", func() { parts[1] = c.readPart(ctx, account, ids[len(ids)/2:]) })
	parts[0] = c.readPart(ctx, account, ids[:len(ids)/2])
	group.Wait()
	return parts[:]
}

func (c *Catalogue) readPart(ctx context.Context, account int64, ids []int64) part {
	now := c.opt.Now()
	p := part{fresh: make([]Song, 0, len(ids))}
	p.err = c.opt.Disk.Songs(ctx, account, ids, func(id int64, at time.Time, body []byte) {
		s, err := decodeSong(id, body)
		switch {
		case err != nil:
		case now.Sub(at).Abs() > songsFresh:
			p.old = append(p.old, s)
		default:
			p.fresh = append(p.fresh, s)
		}
	})
	return p
}

// hold puts songs into memory unless the account has changed meanwhile.
func (c *Catalogue) hold(account int64, songs []Song) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.account != account {
		return
	}
	for _, s := range songs {
		c.songs.put(s.ID, s)
	}
}

// keep puts songs that came from the service into memory and on disk.
func (c *Catalogue) keep(ctx context.Context, account int64, songs []Song) {
	plain := make([]Song, 0, len(songs))
	for _, s := range songs {
		if s.Name != "" {
			s.Reason, s.Alg = "", ""
			plain = append(plain, s)
		}
	}
	c.hold(account, plain)
	if len(plain) == 0 {
		return
	}
	now := c.opt.Now()
	c.write(ctx, func(ctx context.Context) error {
		rows := make([]store.Song, len(plain))
		for i, s := range plain {
			rows[i] = store.Song{ID: s.ID, At: now, Body: encodeSong(s)}
		}
		return c.opt.Disk.PutSongs(ctx, account, rows)
	})
}

// batch is one request for songs; several callers may wait for parts of it.
type batch struct {
	done    chan struct{}
	songs   map[int64]Song
	err     error
	waiting int
	cancel  context.CancelFunc
}

// fromService fills the rest. Ids that somebody asks for already are waited
// for, not asked for again.
func (c *Catalogue) fromService(ctx context.Context, account int64, places map[int64]int, out []Song) error {
	if len(places) == 0 {
		return nil
	}
	if c.opt.Songs == nil {
		return ErrNoService
	}
	wait := c.board(ctx, account, inOrder(out, places))
	var all error
	for b := range wait {
		select {
		case <-b.done:
		case <-ctx.Done():
			all = ctx.Err()
		}
		if !c.leave(b) {
			continue
		}
		if b.err != nil {
			if all == nil {
				all = b.err
			}
			continue
		}
		for id := range wait[b] {
			fill(out, places, id, b.songs[id])
		}
	}
	return all
}

// inOrder gives the ids of places in the order of the rows: what is asked for
// first comes first.
func inOrder(out []Song, places map[int64]int) []int64 {
	ids := make([]int64, 0, len(places))
	for i := range out {
		if at, ok := places[out[i].ID]; ok && at == i {
			ids = append(ids, out[i].ID)
		}
	}
	return ids
}

// board puts every id into a batch, an existing one or a new one, and gives
// the batches with the ids wanted of each.
func (c *Catalogue) board(ctx context.Context, account int64, ids []int64) map[*batch]map[int64]bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	wait := map[*batch]map[int64]bool{}
	join := func(b *batch, id int64) {
		if wait[b] == nil {
			wait[b] = map[int64]bool{}
			b.waiting++
		}
		wait[b][id] = true
	}
	var fresh []int64
	for _, id := range ids {
		if b := c.batches[id]; b != nil {
			join(b, id)
		} else {
			fresh = append(fresh, id)
		}
	}
	for len(fresh) > 0 {
		n := min(batchSize, len(fresh))
		b := c.launch(ctx, account, fresh[:n:n])
		for _, id := range fresh[:n] {
			join(b, id)
		}
		fresh = fresh[n:]
	}
	return wait
}

// launch starts a batch; c.mu is held.
func (c *Catalogue) launch(ctx context.Context, account int64, ids []int64) *batch {
	batchCtx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	b := &batch{done: make(chan struct{}), songs: make(map[int64]Song, len(ids)), cancel: cancel}
	for _, id := range ids {
		c.batches[id] = b
	}
	c.live[b] = struct{}{}
	if c.closed {
		cancel()
	}
	c.group.Go("catalogue songs", func() {
		defer cancel()
		b.err = c.fetch(batchCtx, account, ids, b.songs)
		c.mu.Lock()
		c.unboard(b, ids)
		delete(c.live, b)
		c.mu.Unlock()
		close(b.done)
	})
	return b
}

func (c *Catalogue) unboard(b *batch, ids []int64) {
	for _, id := range ids {
		if c.batches[id] == b {
			delete(c.batches, id)
		}
	}
}

// fetch asks for one batch. What the service does not know becomes a nameless
// grey song, held in memory only.
func (c *Catalogue) fetch(ctx context.Context, account int64, ids []int64, into map[int64]Song) error {
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	songs, err := c.opt.Songs.Songs(ctx, ids)
	if err != nil {
		return err
	}
	for i, s := range songs {
		s.Reason, s.Alg = "", ""
		if s.Name == "" { // an upload without tags; without a name it would count as missing
			s.Name = strconv.FormatInt(s.ID, 10)
		}
		songs[i] = s
		into[s.ID] = s
	}
	var unknown []Song
	for _, id := range ids {
		if into[id].Name == "" {
			into[id] = Song{ID: id, Right: Grey}
			unknown = append(unknown, into[id])
		}
	}
	c.hold(account, unknown)
	c.keep(ctx, account, songs)
	return nil
}

// leave takes one waiter off a batch and says whether the batch is done; with
// the last waiter an unfinished one is cancelled.
func (c *Catalogue) leave(b *batch) (done bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	b.waiting--
	select {
	case <-b.done:
		return true
	default:
	}
	if b.waiting == 0 {
		b.cancel()
		for id, other := range c.batches {
			if other == b {
				delete(c.batches, id)
			}
		}
	}
	return false
}

// Refresh asks the service for ids again, whatever is stored.
func (c *Catalogue) Refresh(ctx context.Context, ids []int64) ([]Song, error) {
	out := make([]Song, len(ids))
	for i, id := range ids {
		out[i] = Song{ID: id}
	}
	err := c.fromService(ctx, c.who(), missing(out), out)
	repeat(out)
	return out, err
}
