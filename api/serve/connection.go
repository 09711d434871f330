package serve

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// connection gives its place back when it ends, answers by itself what was
// answered before (see told), and can hold the beginning of an answer:
// net/http writes one of more than 4 KiB in two pieces, and each piece costs
// about as much as all else of a stored answer.
//
// All of it belongs to the goroutine of net/http's connection; only early is
// written by the one that watches for the caller to leave meanwhile.
type connection struct {
	net.Conn
	handler *Handler
	slots   chan struct{}
	once    sync.Once

	wait int     // bytes that are sure to be written yet; net/http writes one answer at a time
	held *[]byte // from pieces

	bounds
	early    atomic.Uint32 // 0x100 and the byte of the next request that came before its turn
	learning *told         // the answer that is about to be written
	extended time.Time
}

var pieces = sync.Pool{New: func() any { return new([]byte) }}

// Close gives the place to the next connection.
func (c *connection) Close() error {
	err := c.Conn.Close()
	c.once.Do(func() { <-c.slots })
	return err
}

// idle is called by net/http when a request is answered.
func (c *connection) idle() {
	var early []byte
	if b := c.early.Swap(0); b != 0 {
		early = []byte{byte(b)}
	}
	c.answered(early)
	c.learning, c.extended = nil, time.Time{}
}

// Read gives net/http what comes, except for requests that can be answered
// here.
func (c *connection) Read(p []byte) (int, error) {
	if len(p) == 1 { // net/http watches for the caller to leave
		n, err := c.Conn.Read(p)
		if n == 1 {
			c.early.Store(0x100 | uint32(p[0]))
		}
		return n, err
	}
	for {
		n, err := c.Conn.Read(p)
		if err == nil && c.fresh && c.handler.cache != nil {
			done, err := c.handler.again(c, p[:n])
			if err != nil {
				return 0, err
			}
			if done {
				continue
			}
		}
		c.add(p[:n])
		return n, err
	}
}

// extend gives the caller as long for its next request, and for taking its
// answer, as net/http does; once a second will do.
func (c *connection) extend() {
	if now := time.Now(); now.Sub(c.extended) > time.Second {
		c.extended = now
		_ = c.SetReadDeadline(now.Add(idleTime)) // a closed connection says so when it is used
		_ = c.SetWriteDeadline(now.Add(wholeTime))
	}
}

type connectionKey struct{}

func connectionOf(ctx context.Context) *connection {
	c, _ := ctx.Value(connectionKey{}).(*connection)
	return c
}

// The answers that are sent in one piece, by the length of their bodies.
const (
	fromPiece = 3 << 10
	toPiece   = 16 << 10
)

// onePiece prepares the connection of a request for a whole answer.
func onePiece(ctx context.Context, body int) {
	if c := connectionOf(ctx); c != nil && body >= fromPiece && body <= toPiece {
		c.wait, c.held = body, pieces.Get().(*[]byte)
		*c.held = (*c.held)[:0]
	}
}

// Write holds what comes before the end of an answer announced by onePiece.
// With its header the answer is longer than announced: nothing stays here.
func (c *connection) Write(p []byte) (int, error) {
	if c.learning != nil {
		if c.whole() {
			c.handler.cache.learn(string(c.given), *c.learning, p)
		}
		c.learning = nil
	}
	if c.held == nil {
		return c.Conn.Write(p)
	}
	*c.held = append(*c.held, p...)
	if c.wait -= len(p); c.wait > 0 {
		return len(p), nil
	}
	_, err := c.Conn.Write(*c.held)
	pieces.Put(c.held)
	c.held = nil
	if err != nil {
		return 0, err
	}
	return len(p), nil
}
