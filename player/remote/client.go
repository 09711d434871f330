package remote

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"syscall"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/player"
)

// Client is the other end: a player.Controller of the player behind the
// socket, and what its host offers. All methods can be called from any
// goroutine.
type Client struct {
	conn  net.Conn
	hello Hello
	group safe.Group
	done  chan struct{} // the connection is over
	once  sync.Once
	err   error // why; set before done

	mu     sync.Mutex
	last   int64 // id of a request
	mail   []request
	bell   chan struct{}
	asked  map[int64]*question
	specs  map[int64]string // of SetOutput under way
	state  State
	taken  time.Time
	snap   player.Snapshot
	queue  assembly
	next   assembly       // of a change under way
	events []player.Event // since the last state
	subs   map[*player.Subscription]struct{}
	liked  func(song int64, on bool)
	said   func(Notice)

	unheard []Notice // said before anybody listened
	ended   bool     // the player said so
	bands   heardBands
}

// question waits for its answer.
type question struct {
	lines []line
	done  chan struct{}
}

// Dial connects to the player whose runtime folder is dir. ErrNotRunning:
// there is none.
func Dial(ctx context.Context, dir string) (*Client, error) {
	conn, err := dial(ctx, dir)
	if err != nil {
		return nil, err
	}
	return NewClient(conn)
}

// NewClient talks over a connection, which it closes in the end; the first
// line has to say who is there.
func NewClient(conn net.Conn) (*Client, error) {
	in := newReader(conn)
	hello, err := greeting(conn, in)
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	c := &Client{
		conn: conn, hello: hello, done: make(chan struct{}), bell: make(chan struct{}, 1),
		asked: map[int64]*question{}, specs: map[int64]string{}, subs: map[*player.Subscription]struct{}{},
	}
	c.snap.Queue.Current = -1
	c.group.Go("control answers", func() { c.end(c.read(in)) })
	c.group.Go("control requests", c.send)
	return c, nil
}

func greeting(conn net.Conn, in reader) (Hello, error) {
	_ = conn.SetReadDeadline(time.Now().Add(helloLimit))
	raw, err := in.next()
	if err != nil {
		return Hello{}, fmt.Errorf("%w: no greeting: %w", ErrGone, err)
	}
	l, err := readLine(raw)
	switch {
	case err != nil:
		return Hello{}, fmt.Errorf("what listens is no player: %w", err)
	case l.Error != nil:
		return Hello{}, l.Error
	case l.Hello == nil:
		return Hello{}, errors.New("what listens is no player")
	case l.Hello.Protocol != Protocol:
		return *l.Hello, &OtherVersion{PID: l.Hello.PID, Protocol: l.Hello.Protocol}
	}
	return *l.Hello, conn.SetReadDeadline(time.Time{})
}

// Hello is what the player said of itself.
func (c *Client) Hello() Hello { return c.hello }

// Done is closed when the connection is over; Err says why then.
func (c *Client) Done() <-chan struct{} { return c.done }

// Err is ErrGone, of which ErrEnded is one, or what else ended the connection;
// nil while it lasts.
func (c *Client) Err() error {
	select {
	case <-c.done:
		return c.err
	default:
		return nil
	}
}

// Close ends the connection. The player goes on.
func (c *Client) Close() error {
	c.end(ErrGone)
	c.group.Wait()
	return nil
}

func (c *Client) end(err error) {
	c.once.Do(func() {
		c.err = err
		_ = c.conn.Close()
		close(c.done)
	})
}

// Do gives a command; it is carried out in order. What the player refuses is
// not told, but for an output.
func (c *Client) Do(cmd player.Command) {
	reqs := compose(cmd)
	if len(reqs) == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	id := c.post(reqs)
	if set, ok := cmd.(player.SetOutput); ok {
		c.specs[id] = set.Spec
	}
}

// post lines requests up; the id is the last one's. The caller has the lock.
func (c *Client) post(reqs []request) int64 {
	for _, r := range reqs {
		c.last++
		r.ID = c.last
		c.mail = append(c.mail, r)
	}
	select {
	case c.bell <- struct{}{}:
	default:
	}
	return c.last
}

func (c *Client) send() {
	for {
		select {
		case <-c.done:
			return
		case <-c.bell:
		}
		c.mu.Lock()
		mail := c.mail
		c.mail = nil
		c.mu.Unlock()
		for _, r := range mail {
			raw, err := encode(r)
			if err == nil {
				_ = c.conn.SetWriteDeadline(time.Now().Add(sendLimit))
				_, err = c.conn.Write(raw)
			}
			if errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET) {
				return // what it said before it went is still to be read
			}
			if err != nil {
				c.end(fmt.Errorf("%w: %w", ErrGone, err))
				return
			}
		}
	}
}

func (c *Client) read(in reader) error {
	for {
		raw, err := in.next()
		if err != nil {
			c.mu.Lock()
			ended := c.ended
			c.mu.Unlock()
			if ended {
				return ErrEnded
			}
			return fmt.Errorf("%w: %w", ErrGone, err)
		}
		l, err := readLine(raw)
		if err != nil {
			return fmt.Errorf("a line of the player is not understood: %w", err)
		}
		if err := c.take(l); err != nil {
			return err
		}
	}
}

// take sorts a line: an answer, or news.
func (c *Client) take(l line) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if l.Re != 0 {
		c.answered(l)
		return nil
	}
	switch {
	case l.Error != nil:
		return l.Error
	case l.Queue != nil:
		return c.queue.add(*l.Queue)
	case l.Change != nil:
		return c.changed(*l.Change, l.More)
	case l.Like != nil && c.liked != nil:
		c.liked(l.Like.Song, l.Like.On)
	case l.Notice != nil && c.said != nil:
		c.said(*l.Notice)
	case l.Notice != nil:
		c.unheard = append(c.unheard, *l.Notice)
	case l.Bye:
		c.ended = true
	case l.Event != nil:
		if e := l.Event.event(); e != nil {
			c.events = append(c.events, e)
		}
	case l.State != nil:
		c.show(*l.State)
	}
	return nil
}

// changed takes a line of what changed in the queue.
func (c *Client) changed(ch change, more bool) error {
	err := c.next.amend(ch, &c.queue, more)
	if err == nil && !more {
		c.queue, c.next = c.next, assembly{}
	}
	return err
}

// show publishes a state with the events before it.
func (c *Client) show(st State) {
	c.state, c.taken = st, time.Now()
	c.snap = st.snapshot(c.taken)
	q, n := &c.snap.Queue, st.Queue.Length
	if c.queue.rev == st.Queue.Rev && len(c.queue.tracks) == n && len(c.queue.order) == n {
		q.Tracks, q.Order = c.queue.tracks, c.queue.order
	} else if n > 0 {
		q.Rev = 0 // the songs are to come
	}
	q.Current = max(min(q.Current, len(q.Tracks)-1), -1)
	c.publish()
}

func (c *Client) publish() {
	for sub := range c.subs {
		sub.Publish(c.snap, c.events...)
	}
	c.events = nil
}

func (c *Client) answered(l line) {
	if l.Re == c.bands.asked {
		c.bands.take(l.Bands)
	}
	if spec, ok := c.specs[l.Re]; ok {
		delete(c.specs, l.Re)
		if l.Error != nil {
			c.events = append(c.events, player.OutputRefused{Spec: spec, Err: l.Error})
			c.publish()
		}
	}
	q := c.asked[l.Re]
	if q == nil {
		return
	}
	q.lines = append(q.lines, l)
	if !l.More {
		delete(c.asked, l.Re)
		close(q.done)
	}
}

// Subscribe gives a view of the player. Before Watch it has no news.
func (c *Client) Subscribe() *player.Subscription {
	c.mu.Lock()
	defer c.mu.Unlock()
	var sub *player.Subscription
	sub = player.NewSubscription(c.snap, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.subs, sub)
	})
	c.subs[sub] = struct{}{}
	return sub
}

func (c *Client) snapshot() player.Snapshot {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.snap
}

// State is the last that Watch told, and when it came.
func (c *Client) State() (State, time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state, c.taken
}

// ask sends a request and waits for the answer to the last of its lines.
func (c *Client) ask(ctx context.Context, reqs ...request) ([]line, error) {
	q := &question{done: make(chan struct{})}
	c.mu.Lock()
	id := c.post(reqs)
	c.asked[id] = q
	c.mu.Unlock()
	select {
	case <-q.done:
	case <-c.done:
		return nil, c.err
	case <-ctx.Done():
		c.mu.Lock()
		delete(c.asked, id)
		c.mu.Unlock()
		return nil, ctx.Err()
	}
	if i := slices.IndexFunc(q.lines, func(l line) bool { return l.Error != nil }); i >= 0 {
		return nil, q.lines[i].Error
	}
	return q.lines, nil
}
