package remote

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"os"
	"sync"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/player"
)

// Server lets other processes command a player and watch it.
type Server struct {
	player player.Controller
	host   Host
	log    *slog.Logger
	now    func() time.Time
	ctx    context.Context // of what clients asked for; ends with Close
	stop   context.CancelFunc
	group  safe.Group
	close  func() error // the socket's; nil without one

	mu      sync.Mutex
	clients map[*client]struct{}
	closed  bool
	unsaid  []Notice
}

// Options of a Server. Player is needed.
type Options struct {
	Player player.Controller
	Host   Host
	Now    func() time.Time // nil: time.Now
	Log    *slog.Logger     // nil: none
}

// NewServer makes a server without a socket: Serve takes its connections.
func NewServer(o Options) *Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{player: o.Player, host: o.Host, log: o.Log, now: o.Now, clients: map[*client]struct{}{}}
	s.ctx, s.stop = context.WithCancel(context.Background())
	return s
}

// Listen opens the control socket in dir and serves it until Close. The folder
// is made when it is not there. A socket that a dead player left is taken
// over; ErrInUse says that its player lives, ErrForeign that the folder is
// somebody else's or a link, *PathTooLong and ErrNotSupported what they say.
func Listen(dir string, o Options) (*Server, error) {
	l, release, err := listen(dir)
	if err != nil {
		return nil, err
	}
	s := NewServer(o)
	s.close = func() error { return errors.Join(l.Close(), release()) }
	s.group.Go("control socket", func() {
		for {
			conn, err := l.Accept()
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err != nil { // out of descriptors: others may end
				s.log.Warn("control socket", "err", err)
				if !s.pause(writeLimit) {
					return
				}
				continue
			}
			if err := checkPeer(conn); err != nil {
				s.log.Warn("control socket", "refused", err)
				_ = conn.Close()
				continue
			}
			s.Serve(conn)
		}
	})
	return s, nil
}

// pause waits, false: the server was closed meanwhile.
func (s *Server) pause(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-s.ctx.Done():
		return false
	}
}

// byeLimit is what the end waits for clients to take the last line, byeLook how
// often it looks whether the line before is through.
const (
	byeLimit = 100 * time.Millisecond
	byeLook  = time.Millisecond
)

// Close tells all clients that the player ends, ends their connections, takes
// the socket away and waits for the server's goroutines.
func (s *Server) Close() error {
	s.stop()
	var err error
	s.mu.Lock()
	s.closed = true
	until := time.Now().Add(byeLimit)
	for c := range s.clients {
		c.bye(until)
		_ = c.conn.Close()
	}
	shut := s.close
	s.close = nil
	s.mu.Unlock()
	if shut != nil {
		err = shut()
	}
	s.group.Wait()
	return err
}

// Serve talks to a client on a connection that is trusted already, in
// goroutines of its own.
func (s *Server) Serve(conn net.Conn) {
	c := &client{server: s, conn: conn}
	s.mu.Lock()
	full, closed := len(s.clients) >= maxClients, s.closed
	if !full && !closed {
		s.clients[c] = struct{}{}
	}
	s.mu.Unlock()
	if closed {
		_ = conn.Close()
		return
	}
	s.group.Go("control client", func() {
		defer func() { _ = conn.Close() }()
		if full {
			_ = c.write(line{Error: &Fault{Code: CodeTooMany, Text: "too many clients"}})
			return
		}
		c.run()
		s.mu.Lock()
		delete(s.clients, c)
		s.mu.Unlock()
	})
}

// client is one connection. Its reader's goroutine answers; another one tells
// news once it watches.
type client struct {
	server *Server
	conn   net.Conn
	hand   hand
	watch  *watch
	group  safe.Group

	mu sync.Mutex // of writing: a line, or pages that belong together
}

// write sends lines together, or gives the connection up.
func (c *client) write(lines ...line) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, l := range lines {
		raw, err := encode(l)
		if err != nil {
			c.server.log.Warn("control socket", "line", err)
			_ = c.conn.Close()
			return err
		}
		// A client that does not read must not hold anybody up.
		if err := c.conn.SetWriteDeadline(time.Now().Add(writeLimit)); err != nil {
			return err
		}
		if _, err := c.conn.Write(raw); err != nil {
			_ = c.conn.Close()
			return err
		}
	}
	return nil
}

// bye writes the last line of a client that watches, if it takes one by then.
func (c *client) bye(until time.Time) {
	if c.watch == nil {
		return
	}
	for !c.mu.TryLock() {
		if time.Now().After(until) {
			return
		}
		time.Sleep(byeLook)
	}
	defer c.mu.Unlock()
	if raw, err := encode(line{Bye: true}); err == nil && c.conn.SetWriteDeadline(until) == nil {
		_, _ = c.conn.Write(raw)
	}
}

func (c *client) run() {
	defer c.group.Wait()
	defer func() { _ = c.conn.Close() }()
	hello := Hello{Program: "ncmtui", Version: c.server.host.Version, Protocol: Protocol, PID: os.Getpid(), Stays: c.server.host.Stays}
	if c.write(line{Hello: &hello}) != nil {
		return
	}
	defer c.unwatch()
	in := newReader(c.conn)
	for {
		raw, err := in.next()
		if errors.Is(err, errTooLong) {
			_ = c.write(line{Error: &Fault{Code: CodeTooLong, Text: "a line is longer than 65536 bytes"}})
		}
		if err != nil {
			return
		}
		if len(raw) == 0 {
			continue
		}
		r, err := readRequest(raw)
		var answer []line
		if err == nil {
			answer, err = c.answer(r)
		}
		if err != nil && c.server.ctx.Err() != nil {
			continue // the player ends: that it has gone is all there is to say
		}
		if err != nil {
			answer = []line{{Error: faultOf(err)}}
		}
		for i := range answer {
			answer[i].Re = r.ID
		}
		if c.write(answer...) != nil {
			return
		}
		if r.Cmd == askWatch && err == nil {
			c.watch.begin()
		}
	}
}

// answer does what is asked. What was staged is for the very next request.
func (c *client) answer(r request) ([]line, error) {
	if err := c.hand.add(r); err != nil {
		c.hand = hand{}
		return nil, err
	}
	if r.Cmd == askStage {
		return one(line{OK: true}), nil
	}
	h := c.hand
	c.hand = hand{}
	cmd, err := r.command(h)
	switch {
	case err != nil:
		return nil, err
	case cmd != nil:
		c.server.player.Do(cmd)
		return one(line{OK: true}), nil
	}
	switch r.Cmd {
	case askWatch:
		c.startWatch(r.Queue, r.Delta)
		return one(line{OK: true}), nil
	case askStatus:
		st := c.server.state(c.server.snapshot())
		return one(line{State: &st}), nil
	case askTold:
		return c.told(r)
	case askQueue:
		return queueLines(c.server.snapshot().Queue), nil
	default:
		ctx, cancel := context.WithTimeout(c.server.ctx, hostLimit)
		defer cancel()
		return c.server.ask(ctx, r)
	}
}

func one(l line) []line { return []line{l} }

func queueLines(q player.Queue) []line {
	all := queuePages(q)
	out := make([]line, len(all))
	for i := range all {
		out[i] = line{Queue: &all[i], More: i < len(all)-1}
	}
	return out
}

func (s *Server) snapshot() player.Snapshot {
	sub := s.player.Subscribe()
	defer sub.Close()
	return sub.Snapshot()
}

func (s *Server) state(snap player.Snapshot) State {
	st := stateOf(snap, s.now(), &s.host)
	st.Screens = s.screens()
	return st
}

// screens are the clients that watch the queue too.
func (s *Server) screens() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for c := range s.clients {
		if c.watch != nil && c.watch.queue.Load() {
			n++
		}
	}
	return n
}
