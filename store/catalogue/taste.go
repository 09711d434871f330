package catalogue

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// likedSet is the account's liked songs at one moment; nobody changes it.
// delta holds the few changes since base was read, so that a like does not
// copy thousands of ids.
type likedSet struct {
	known bool
	base  map[int64]struct{}
	delta map[int64]bool
}

func (s *likedSet) has(id int64) bool {
	if like, ok := s.delta[id]; ok {
		return like
	}
	_, ok := s.base[id]
	return ok
}

func (s *likedSet) with(id int64, like bool) *likedSet {
	next := &likedSet{known: s.known, base: s.base, delta: maps.Clone(s.delta)}
	if next.delta == nil {
		next.delta = map[int64]bool{}
	}
	next.delta[id] = like
	return next
}

// taste orders the changes of likes.
type taste struct {
	mu   sync.Mutex     // the liked set is replaced under it
	turn chan struct{}  // one change is on its way at a time
	seq  map[int64]int  // changes under way, per song: only the last one rolls back
	sure map[int64]bool // what the service is known to hold of those songs
	user int64          // whose likes were read last
}

func newTaste() taste {
	return taste{turn: make(chan struct{}, 1), seq: map[int64]int{}, sure: map[int64]bool{}}
}

// IsLiked says whether the account likes the song, as far as is known. It
// takes no lock.
func (c *Catalogue) IsLiked(id int64) bool { return c.liked.Load().has(id) }

// LikedKnown says whether the liked songs were read, from disk or the service.
func (c *Catalogue) LikedKnown() bool { return c.liked.Load().known }

// PeekLiked fills the set IsLiked reads with what is on disk, without asking
// the service; false when nothing is.
func (c *Catalogue) PeekLiked(ctx context.Context, user int64) bool {
	if c.LikedKnown() {
		return true
	}
	account := c.who()
	ids, _, ok := peekDoc[[]int64](ctx, c, docKey{account, kindLiked, user})
	if ok {
		c.setLiked(account, user, ids, false)
	}
	return ok
}

// Liked reads the user's liked songs from the service into the set IsLiked
// reads, newest first. With an error the ones known last are there all the
// same.
func (c *Catalogue) Liked(ctx context.Context, user int64) ([]int64, error) {
	c.PeekLiked(ctx, user)
	account := c.who()
	return readDoc(ctx, c, docKey{account, kindLiked, user}, never, func(ctx context.Context) ([]int64, error) {
		return c.readLiked(ctx, account, user)
	})
}

func (c *Catalogue) readLiked(ctx context.Context, account, user int64) ([]int64, error) {
	if c.opt.Taste == nil {
		return nil, ErrNoService
	}
	ids, err := c.opt.Taste.Liked(ctx, user)
	if err == nil {
		keepDoc(ctx, c, docKey{account, kindLiked, user}, 0, ids)
		c.setLiked(account, user, ids, true)
	}
	return ids, err
}

// setLiked replaces the set. Changes that are on their way stay on top of it;
// what is on disk never replaces what the service said.
func (c *Catalogue) setLiked(account, user int64, ids []int64, fromService bool) {
	if c.who() != account {
		return
	}
	c.taste.mu.Lock()
	defer c.taste.mu.Unlock()
	now := c.liked.Load()
	if now.known && !fromService {
		return
	}
	next := &likedSet{known: true, base: make(map[int64]struct{}, len(ids)), delta: map[int64]bool{}}
	for _, id := range ids {
		next.base[id] = struct{}{}
	}
	for id, like := range now.delta {
		if c.taste.seq[id] > 0 {
			next.delta[id] = like
		}
	}
	c.taste.user = user
	c.liked.Store(next)
}

// SetLiked likes a song or takes the like back. IsLiked says so at once; when
// the service refuses, it is as before and the error says why. When the
// outcome is unknown, the likes are read again and IsLiked tells the truth:
// then there is an error only if the truth is not what was wished.
func (c *Catalogue) SetLiked(ctx context.Context, id int64, like bool) error {
	if c.opt.Taste == nil {
		return ErrNoService
	}
	account := c.who()
	c.wish(id, like)
	err := c.change(ctx, account, id, like)
	c.settle(account, id, like, err)
	if err == nil {
		c.likedListChanged()
	}
	return err
}

// Heard takes over a like that somebody else has made with the service.
func (c *Catalogue) Heard(id int64, like bool) {
	c.taste.mu.Lock()
	if c.taste.seq[id] == 0 {
		c.liked.Store(c.liked.Load().with(id, like))
	}
	c.taste.mu.Unlock()
	c.likedListChanged()
}

// wish shows the change before it is made.
func (c *Catalogue) wish(id int64, like bool) {
	c.taste.mu.Lock()
	defer c.taste.mu.Unlock()
	now := c.liked.Load()
	if c.taste.seq[id] == 0 {
		c.taste.sure[id] = now.has(id)
	}
	c.taste.seq[id]++
	c.liked.Store(now.with(id, like))
}

// settle ends a wish. While another one for the same song is on its way, that
// one is shown; the last one that fails shows what is sure.
func (c *Catalogue) settle(account, id int64, like bool, err error) {
	c.taste.mu.Lock()
	defer c.taste.mu.Unlock()
	if err == nil {
		c.taste.sure[id] = like
	}
	c.taste.seq[id]--
	if c.taste.seq[id] > 0 {
		return
	}
	if err != nil && c.who() == account {
		c.liked.Store(c.liked.Load().with(id, c.taste.sure[id]))
	}
	delete(c.taste.seq, id)
	delete(c.taste.sure, id)
}

func (c *Catalogue) change(ctx context.Context, account, id int64, like bool) error {
	select {
	case c.taste.turn <- struct{}{}:
		defer func() { <-c.taste.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	err := c.opt.Taste.SetLiked(ctx, id, like)
	if err == nil || !c.opt.Ambiguous(err) {
		return err
	}
	c.taste.mu.Lock()
	user := c.taste.user
	c.taste.mu.Unlock()
	if user == 0 {
		user = account
	}
	ids, rerr := c.readLiked(context.WithoutCancel(ctx), account, user)
	if rerr != nil {
		return err
	}
	liked := slices.Contains(ids, id)
	c.taste.mu.Lock()
	c.taste.sure[id] = liked
	c.taste.mu.Unlock()
	if liked == like {
		return nil
	}
	return err
}

// FM gives the next songs of the personal FM, as the service sends them; that
// none comes twice is its caller's to see to.
func (c *Catalogue) FM(ctx context.Context) ([]Song, error) {
	if c.opt.Taste == nil {
		return nil, ErrNoService
	}
	account := c.who()
	songs, err := c.opt.Taste.FM(ctx)
	if err == nil {
		c.keep(ctx, account, songs)
	}
	return songs, err
}

// Trash tells the FM not to play a song again; listened is how far it was
// heard.
func (c *Catalogue) Trash(ctx context.Context, id int64, listened time.Duration) error {
	if c.opt.Taste == nil {
		return ErrNoService
	}
	return c.opt.Taste.Trash(ctx, id, listened)
}
