package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"ncmtui/internal/safe"
)

// The bounds of connections.
const (
	headerTime     = 5 * time.Second
	idleTime       = time.Minute
	maxHeader      = 64 << 10
	maxConnections = 1024
	stopTime       = 5 * time.Second // for calls under way when the server is asked to stop
	// wholeTime bounds a request from its header to its answer; uploads set
	// their own bound.
	wholeTime = callTime + queueTime + 2*bodyTime
)

// Server is a Handler on sockets, with the limits that a Handler alone cannot
// set.
type Server struct {
	http http.Server
}

// NewServer makes the server of a Handler. What net/http has to say about
// connections goes to log, nil to nobody.
func NewServer(h http.Handler, log *slog.Logger) *Server {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Server{http: http.Server{
		Handler: h, ReadHeaderTimeout: headerTime, IdleTimeout: idleTime, WriteTimeout: wholeTime, MaxHeaderBytes: maxHeader,
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			return context.WithValue(ctx, connectionKey{}, c)
		},
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}}
}

// Listen opens the sockets of a host: for 127.0.0.1 and localhost also [::1],
// where the machine has it. Port 0 takes a free one.
func Listen(ctx context.Context, host string, port int) ([]net.Listener, error) {
	if host == "localhost" {
		host = "127.0.0.1"
	}
	var config net.ListenConfig
	first, err := config.Listen(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(port)))
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	all := []net.Listener{first}
	if host == "127.0.0.1" {
		port = first.Addr().(*net.TCPAddr).Port
		if second, err := config.Listen(ctx, "tcp", net.JoinHostPort("::1", strconv.Itoa(port))); err == nil {
			all = append(all, second)
		}
	}
	return all, nil
}

// Serve answers on the listeners until the context ends or one of them fails,
// then lets the calls under way finish for a few seconds. It closes the
// listeners. An end by the context is no error.
func (s *Server) Serve(ctx context.Context, on ...net.Listener) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	slots := make(chan struct{}, maxConnections)
	var group safe.Group
	var once sync.Once
	var failed error
	for _, l := range on {
		bounded := &listener{Listener: l, slots: slots, closed: make(chan struct{})}
		group.Go("serve", func() {
			if err := s.http.Serve(bounded); !errors.Is(err, http.ErrServerClosed) {
				once.Do(func() { failed = fmt.Errorf("serve: %w", err) })
				cancel()
			}
		})
	}
	<-ctx.Done()
	stop, done := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer done()
	if err := s.http.Shutdown(stop); err != nil {
		_ = s.http.Close() // who is still there after that is cut off
	}
	group.Wait()
	return failed
}

// listener lets only so many connections be open; others wait in the kernel's
// own queue.
type listener struct {
	net.Listener
	slots  chan struct{}
	closed chan struct{}
	once   sync.Once
}

// Accept waits for a free place, then for a connection.
func (l *listener) Accept() (net.Conn, error) {
	select {
	case l.slots <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.slots
		return nil, err
	}
	return &connection{Conn: c, slots: l.slots}, nil
}

// Close ends a waiting Accept too.
func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

// connection gives its place back when it ends, and can hold the beginning of
// an answer: net/http writes one of more than 4 KiB in two pieces, and each
// piece costs about as much as all else of a stored answer.
type connection struct {
	net.Conn
	slots chan struct{}
	once  sync.Once
	wait  int     // bytes that are sure to be written yet; net/http writes one answer at a time
	held  *[]byte // from pieces
}

var pieces = sync.Pool{New: func() any { return new([]byte) }}

// Close gives the place to the next connection.
func (c *connection) Close() error {
	err := c.Conn.Close()
	c.once.Do(func() { <-c.slots })
	return err
}

type connectionKey struct{}

// The answers that are sent in one piece, by the length of their bodies.
const (
	fromPiece = 3 << 10
	toPiece   = 16 << 10
)

// onePiece prepares the connection of a request for a whole answer.
func onePiece(ctx context.Context, body int) {
	if c, ok := ctx.Value(connectionKey{}).(*connection); ok && body >= fromPiece && body <= toPiece {
		c.wait, c.held = body, pieces.Get().(*[]byte)
	}
}

// Write holds what comes before the end of an answer announced by onePiece.
// With its header the answer is longer than announced: nothing stays here.
func (c *connection) Write(p []byte) (int, error) {
	if c.held == nil {
		return c.Conn.Write(p)
	}
	*c.held = append(*c.held, p...)
	if c.wait -= len(p); c.wait > 0 {
		return len(p), nil
	}
	_, err := c.Conn.Write(*c.held)
	*c.held = (*c.held)[:0]
	pieces.Put(c.held)
	c.held = nil
	if err != nil {
		return 0, err
	}
	return len(p), nil
}
