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
	handler *Handler
	http    http.Server
}

// NewServer makes the server of a Handler. What net/http has to say about
// connections goes to log, nil to nobody.
func NewServer(h *Handler, log *slog.Logger) *Server {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Server{handler: h, http: http.Server{
		Handler: h, ReadHeaderTimeout: headerTime, IdleTimeout: idleTime, WriteTimeout: wholeTime, MaxHeaderBytes: maxHeader,
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			return context.WithValue(ctx, connectionKey{}, c)
		},
		ConnState: func(c net.Conn, state http.ConnState) {
			if state == http.StateIdle {
				c.(*connection).idle()
			}
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
		bounded := &listener{Listener: l, handler: s.handler, slots: slots, closed: make(chan struct{})}
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
	handler *Handler
	slots   chan struct{}
	closed  chan struct{}
	once    sync.Once
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
	return &connection{Conn: c, handler: l.handler, slots: l.slots}, nil
}

// Close ends a waiting Accept too.
func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}
