package stream

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"ncmtui/internal/safe"
)

// cdn is an in-process server of one file with scripted faults.
type cdn struct {
	data []byte
	// script changes the answer to request n (from 0); nil: all is well.
	script func(n int, a *answer) error

	mu   sync.Mutex
	reqs []*http.Request
	sent int64
	live int // bodies not yet closed
	most int
}

// answer is what the server is about to send.
type answer struct {
	from    int64
	probe   bool // it asks for one byte only
	whole   bool // the body is the whole file
	status  int
	header  http.Header
	body    []byte
	cut     int           // body ends with a reset after so many bytes, -1 never
	quiet   bool          // body ends early without an error
	stall   int           // nothing comes after so many bytes, -1 never
	perRead int           // bytes a read gives
	pause   time.Duration // before each read
	wait    time.Duration // before the head
}

// plays changes the script while requests run.
func (c *cdn) plays(script func(int, *answer) error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.script = script
}

func (c *cdn) RoundTrip(req *http.Request) (*http.Response, error) {
	c.mu.Lock()
	n := len(c.reqs)
	c.reqs = append(c.reqs, req)
	script := c.script
	c.mu.Unlock()
	first, last, _ := strings.Cut(strings.TrimPrefix(req.Header.Get("Range"), "bytes="), "-")
	from, _ := strconv.ParseInt(first, 10, 64)
	a := &answer{
		from: from, probe: last != "", status: 206, body: c.data[min(from, int64(len(c.data))):], cut: -1, stall: -1, perRead: 16 << 10,
		header: http.Header{
			"Content-Type": {"audio/mpeg"}, "Etag": {`"one"`},
			"Content-Range": {fmt.Sprintf("bytes %d-%d/%d", from, len(c.data)-1, len(c.data))},
		},
	}
	if script != nil {
		if err := script(n, a); err != nil {
			return nil, err
		}
	}
	if a.whole {
		a.body = c.data
	}
	select {
	case <-time.After(a.wait):
	case <-req.Context().Done():
		return nil, req.Context().Err()
	}
	c.mu.Lock()
	c.live++
	c.most = max(c.most, c.live)
	c.mu.Unlock()
	ctx, cancel := context.WithCancel(req.Context())
	return &http.Response{
		StatusCode: a.status, Header: a.header, Request: req, ContentLength: -1,
		Body: &body{cdn: c, a: a, ctx: ctx, cancel: cancel, r: bytes.NewReader(a.body)},
	}, nil
}

type body struct {
	cdn    *cdn
	a      *answer
	ctx    context.Context
	cancel context.CancelFunc
	r      *bytes.Reader
	sent   int
	once   sync.Once
}

func (b *body) Read(p []byte) (int, error) {
	limit := b.a.perRead
	if b.a.cut >= 0 {
		limit = min(limit, b.a.cut-b.sent)
		if limit <= 0 {
			if b.a.quiet {
				return 0, io.EOF
			}
			return 0, errors.New("connection reset")
		}
	}
	if b.a.stall >= 0 {
		limit = min(limit, b.a.stall-b.sent)
		if limit <= 0 {
			<-b.ctx.Done()
			return 0, b.ctx.Err()
		}
	}
	if b.a.pause > 0 {
		select {
		case <-time.After(b.a.pause):
		case <-b.ctx.Done():
			return 0, b.ctx.Err()
		}
	}
	if b.ctx.Err() != nil {
		return 0, b.ctx.Err()
	}
	n, err := b.r.Read(p[:min(len(p), limit)])
	b.sent += n
	b.cdn.mu.Lock()
	b.cdn.sent += int64(n)
	b.cdn.mu.Unlock()
	return n, err
}

func (b *body) Close() error {
	b.once.Do(func() {
		b.cancel()
		b.cdn.mu.Lock()
		b.cdn.live--
		b.cdn.mu.Unlock()
	})
	return nil
}

// bytes is how many bytes of bodies were read.
func (c *cdn) bytes() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.sent
}

func (c *cdn) ranges() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []string
	for _, r := range c.reqs {
		out = append(out, strings.TrimPrefix(r.Header.Get("Range"), "bytes="))
	}
	return out
}

func noise(n int) []byte {
	rng := rand.New(rand.NewPCG(1, 2))
	p := make([]byte, n)
	for i := range p {
		p[i] = byte(rng.Uint32())
	}
	p[0] = 0xff
	return p
}

func sum(p []byte) string {
	h := md5.Sum(p)
	return hex.EncodeToString(h[:])
}

const address = safe.Secret("http://m1.music.126.net/a/b.mp3?sig=x")

func mediaOf(data []byte) Media {
	return Media{Track: 7, URL: address, Size: int64(len(data)), MD5: sum(data), Format: "mp3", Level: "exhigh", Bitrate: 320000}
}

func openStore(t testing.TB, o Options) *Store {
	t.Helper()
	if o.AllowHosts == nil {
		o.AllowHosts = []string{"m1.music.126.net"} // no try over https
	}
	s, err := OpenStore(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func never(context.Context) (Media, error) { return Media{}, errors.New("renewed without need") }

// load reads the whole song through a new reader.
func load(t *testing.T, src *Source) ([]byte, error) {
	t.Helper()
	r := src.NewReader()
	defer func() { _ = r.Close() }()
	return io.ReadAll(r)
}
