package catalogue

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/store"
)

// Disk is what is kept between runs; *store.DB is one.
type Disk interface {
	// Songs calls f for each of the account's stored songs among ids; body is
	// valid during the call only.
	Songs(ctx context.Context, account int64, ids []int64, f func(id int64, at time.Time, body []byte)) error
	PutSongs(ctx context.Context, account int64, songs []store.Song) error
	Doc(ctx context.Context, account int64, kind string, id int64) (store.Doc, bool, error)
	PutDoc(ctx context.Context, doc store.Doc) error
}

var _ Disk = (*store.DB)(nil)

// Options of a Catalogue. A nil fetcher or a nil Disk is one that has nothing.
type Options struct {
	Songs  SongFetcher
	Lists  ListFetcher
	Taste  TasteFetcher
	Search Searcher
	Disk   Disk
	// Ambiguous says that a failed change may have been made all the same; nil
	// takes timeouts for such.
	Ambiguous func(error) bool
	Now       func() time.Time // nil: time.Now
	Log       *slog.Logger     // nil: none
}

// The bounds of what is held in memory: songs for one giant list and its
// surroundings, pages for some walking back.
const (
	songsHeld   = 16384
	docsHeld    = 64
	batchSize   = 1000 // ids a request (FEATURES, "Every playlist complete at once")
	batchesOpen = 4    // requests for songs at the same time
)

// ErrNoService says that nobody was given to ask.
var ErrNoService = errors.New("no service to ask")

// Catalogue gives songs, lists and lyrics. All methods may be called from any
// goroutine; Peek, IsLiked and LikedKnown do no IO and may be called from a
// screen's update. What a method returns is shared: nobody changes its slices.
type Catalogue struct {
	opt   Options
	group safe.Group
	slots chan struct{} // bounds the batches under way

	mu       sync.Mutex
	account  int64
	songs    *lru[int64, Song]
	docs     *lru[docKey, held]
	versions map[int64]version   // of playlists, as lists told them
	batches  map[int64]*batch    // song ids under way
	live     map[*batch]struct{} // also those begun for an account before
	closed   bool
	writes   []func()      // that wait for the disk
	written  chan struct{} // closed when all are over; nil: none is under way

	taste  taste
	liked  atomic.Pointer[likedSet]
	calls  *flight[docKey, any]
	errLog sync.Once
}

// docKey names a document: what it is, whose, and which.
type docKey struct {
	account int64
	kind    string
	id      int64
}

// held is a document in memory.
type held struct {
	value   any
	version int64
	at      time.Time
}

// New gives a Catalogue of a guest; SetAccount says who is logged in.
func New(opt Options) *Catalogue {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.Ambiguous == nil {
		opt.Ambiguous = isTimeout
	}
	c := &Catalogue{
		opt: opt, slots: make(chan struct{}, batchesOpen),
		songs: newLRU[int64, Song](songsHeld), docs: newLRU[docKey, held](docsHeld),
		versions: map[int64]version{}, batches: map[int64]*batch{}, live: map[*batch]struct{}{},
		taste: newTaste(),
	}
	c.calls = newFlight[docKey, any](&c.group)
	c.liked.Store(&likedSet{})
	return c
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &t) && t.Timeout()
}

// SetAccount says whose rights, lists and likes are meant from now on, 0 a
// guest's. What was held in memory of another account is dropped.
func (c *Catalogue) SetAccount(account int64) {
	c.mu.Lock()
	written, same := c.written, c.account == account
	c.mu.Unlock()
	if same {
		return
	}
	if written != nil {
		<-written // what was in memory only can be read again
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.account = account
	c.songs.clear()
	c.docs.clear()
	c.versions = map[int64]version{}
	c.batches = map[int64]*batch{} // who waits gets what was asked for
	c.liked.Store(&likedSet{})
}

// Close cancels the calls that are under way and waits for them, and for what
// is being written: their callers need not have left.
func (c *Catalogue) Close() {
	c.calls.stop()
	c.mu.Lock()
	c.closed = true
	for b := range c.live {
		b.cancel()
	}
	c.mu.Unlock()
	c.group.Wait()
}

func (c *Catalogue) who() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.account
}

// diskFailed logs an error of the disk once: the service is asked instead.
func (c *Catalogue) diskFailed(err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		c.errLog.Do(func() { c.opt.Log.Warn("catalogue: disk", "err", err) })
	}
}
