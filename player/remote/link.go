package remote

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/player"
)

// How long a screen looks for a player that has gone without a word, and how
// often: a service manager may be starting it again.
const (
	seekFor   = 3 * time.Second
	seekEvery = 50 * time.Millisecond
)

// firstLimit bounds what a Link's beginning may take, songsLimit what it waits
// for the songs of the queue: a long one comes behind the first frame.
const (
	firstLimit = 2 * time.Second
	songsLimit = 10 * time.Millisecond
)

// Link is the player of another process as a screen has it: a
// player.Controller that stands over lost connections, as of a screen that was
// suspended. It ends when the player does.
type Link struct {
	dial  func(context.Context) (net.Conn, error)
	ctx   context.Context // of the goroutines; ends with Close
	stop  context.CancelFunc
	group safe.Group
	over  chan struct{}
	err   error // why; set before over

	mu    sync.Mutex
	far   *Client
	snap  player.Snapshot
	subs  map[*player.Subscription]struct{}
	liked func(song int64, on bool)
	said  func(Notice)
}

// Connect makes a Link to the player whose runtime folder is dir.
// ErrNotRunning: there is none.
func Connect(ctx context.Context, dir string) (*Link, error) {
	return NewLink(ctx, func(ctx context.Context) (net.Conn, error) { return dial(ctx, dir) })
}

// NewLink makes a Link over the connections that dial makes.
func NewLink(ctx context.Context, dial func(context.Context) (net.Conn, error)) (*Link, error) {
	l := &Link{dial: dial, over: make(chan struct{}), subs: map[*player.Subscription]struct{}{}}
	l.ctx, l.stop = context.WithCancel(context.Background())
	far, err := l.open(ctx)
	if err != nil {
		l.stop()
		return nil, err
	}
	sub := far.Subscribe()
	l.far, l.snap = far, sub.Snapshot()
	songs := make(chan struct{})
	l.group.Go("control link", func() {
		l.askSongs(far, songs)
		l.follow(far, sub)
	})
	select {
	case <-songs:
	case <-time.After(songsLimit):
	}
	return l, nil
}

// open connects and waits for the player's state, without its songs.
func (l *Link) open(ctx context.Context) (*Client, error) {
	ctx, cancel := context.WithTimeout(ctx, firstLimit)
	defer cancel()
	conn, err := l.dial(ctx)
	if err != nil {
		return nil, err
	}
	far, err := NewClient(conn)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	far.Hear(l.liked, l.said)
	l.mu.Unlock()
	if err := far.Watch(ctx, false); err != nil {
		_ = far.Close()
		return nil, err
	}
	return far, nil
}

// askSongs asks for the queue's songs too and closes came when they are there.
func (l *Link) askSongs(far *Client, came chan struct{}) {
	l.group.Go("control songs", func() {
		ctx, cancel := context.WithTimeout(l.ctx, sendLimit)
		defer cancel()
		_ = far.Watch(ctx, true)
		l.pass(far, nil)
		close(came)
	})
}

// follow passes the news of the player on, of one connection after the other,
// until the player is over.
func (l *Link) follow(far *Client, sub *player.Subscription) {
	defer close(l.over)
	for {
		select {
		case <-sub.Wake:
			l.pass(far, sub)
			continue
		case <-l.ctx.Done():
			l.err = ErrGone
		case <-far.Done():
			l.pass(far, sub)
			l.err = far.Err()
		}
		sub.Close()
		_ = far.Close()
		if l.ctx.Err() != nil || errors.Is(l.err, ErrEnded) {
			return
		}
		l.freeze()
		next, err := l.again()
		if err != nil {
			return
		}
		far, sub = next, next.Subscribe()
		l.mu.Lock()
		l.far = far
		l.mu.Unlock()
		l.pass(far, sub)
		l.askSongs(far, make(chan struct{}))
	}
}

// again looks for the player for a while.
func (l *Link) again() (*Client, error) {
	ctx, cancel := context.WithTimeout(l.ctx, seekFor)
	defer cancel()
	for {
		far, err := l.open(ctx)
		if err == nil {
			return far, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(seekEvery):
		}
	}
}

// pass publishes what the player told: with sub nil the state alone.
func (l *Link) pass(far *Client, sub *player.Subscription) {
	var events []player.Event
	l.mu.Lock()
	defer l.mu.Unlock()
	if sub != nil {
		events = sub.Events() // first: the state that follows shows what they did
	}
	if far == l.far {
		l.snap = far.snapshot()
	}
	l.publish(events)
}

func (l *Link) publish(events []player.Event) {
	for sub := range l.subs {
		sub.Publish(l.snap, events...)
	}
}

// freeze lets the clock of the state stand while nobody tells the time.
func (l *Link) freeze() {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.snap.At, l.snap.Taken, l.snap.Moving = l.snap.Position(now), now, false
	l.publish(nil)
}

// Do gives a command. Without a connection it is lost: who presses a key then
// sees that nothing moves.
func (l *Link) Do(c player.Command) { l.Client().Do(c) }

// Subscribe gives a view of the player.
func (l *Link) Subscribe() *player.Subscription {
	l.mu.Lock()
	defer l.mu.Unlock()
	var sub *player.Subscription
	sub = player.NewSubscription(l.snap, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.subs, sub)
	})
	l.subs[sub] = struct{}{}
	return sub
}

// Client is the present connection.
func (l *Link) Client() *Client {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.far
}

// Bands is Client.Bands.
func (l *Link) Bands(dst []float32, at time.Time) bool { return l.Client().Bands(dst, at) }

// Hear is Client.Hear over all connections.
func (l *Link) Hear(liked func(song int64, on bool), said func(Notice)) {
	l.mu.Lock()
	l.liked, l.said = liked, said
	far := l.far
	l.mu.Unlock()
	far.Hear(liked, said)
}

// Over is closed when the player is over; Err says why then: ErrEnded, or
// ErrGone when nobody ended it.
func (l *Link) Over() <-chan struct{} { return l.over }

// Err is nil until Over is closed.
func (l *Link) Err() error {
	select {
	case <-l.over:
		return l.err
	default:
		return nil
	}
}

// Close ends the connection. The player goes on.
func (l *Link) Close() error {
	l.stop()
	_ = l.Client().Close()
	l.group.Wait()
	return nil
}
