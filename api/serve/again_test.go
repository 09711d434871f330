package serve_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ncmtui/api"
	"ncmtui/api/serve"
	"ncmtui/internal/safe"
)

// echo answers with what was asked for and by whom, and counts.
type echo struct{ n atomic.Int64 }

func (e *echo) CallAs(_ context.Context, k api.Caller, path string, p api.Params) (api.Answer, error) {
	e.n.Add(1)
	body := fmt.Sprintf(`{"path":"%s","id":"%v","who":"%s","pad":"%s"}`, path, p["id"], k.Cookies["MUSIC_U"], strings.Repeat("x", 8<<10))
	return api.Answer{Status: 200, Body: []byte(body), SetCookie: []string{"NMTID=1; Path=/; Domain=.x"}}, nil
}

// locked is a log that may be read while the server runs.
type locked struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.String()
}

// pipes is a listener whose connections keep what is written in one piece in
// one piece.
type pipes struct {
	waiting chan net.Conn
	once    sync.Once
	closed  chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.waiting:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 3000} }

func (p *pipes) dial(t *testing.T) net.Conn {
	t.Helper()
	here, there := net.Pipe()
	p.waiting <- there
	t.Cleanup(func() { _ = here.Close() })
	_ = here.SetDeadline(time.Now().Add(time.Minute))
	return here
}

// piped runs a server whose callers are pipes.
func piped(t *testing.T, o serve.Options) *pipes {
	t.Helper()
	h, err := serve.New(o)
	if err != nil {
		t.Fatal(err)
	}
	p := &pipes{waiting: make(chan net.Conn), closed: make(chan struct{})}
	done := make(chan error, 1)
	safe.Go("server", func() { done <- serve.NewServer(h, nil).Serve(t.Context(), p) })
	t.Cleanup(func() {
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return p
}

func answerOf(t *testing.T, in *bufio.Reader) (*http.Response, string) {
	t.Helper()
	res, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	return res, text(t, res)
}

func head(id, more string) string {
	return "GET /album?id=" + id + " HTTP/1.1\r\nHost: localhost:3000\r\n" + more + "\r\n"
}

func TestARepeatedRequestIsAnsweredAsTheFirst(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	now := noon
	later := func(d time.Duration) {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(d)
	}
	var log locked
	calls := &echo{}
	p := piped(t, serve.Options{
		Calls: calls, Token: token, Origins: []string{"https://app.test"}, Log: &log,
		Now: func() time.Time { mu.Lock(); defer mu.Unlock(); return now },
	})
	c := p.dial(t)
	in := bufio.NewReader(c)
	ask := func(head string) (*http.Response, string) {
		t.Helper()
		if _, err := io.WriteString(c, head); err != nil {
			t.Fatal(err)
		}
		return answerOf(t, in)
	}
	bearer := "Authorization: Bearer " + token + "\r\nOrigin: https://app.test\r\n"
	mine := head("1", bearer+"Cookie: MUSIC_U=mine\r\n")
	first, want := ask(mine)
	told := 0
	for i := range 20 {
		later(time.Second)
		res, got := ask(mine)
		if got != want || res.StatusCode != 200 || calls.n.Load() != 1 {
			t.Fatalf("time %d: %d %.80s after %d calls", i, res.StatusCode, got, calls.n.Load())
		}
		for name, values := range first.Header {
			if name != "Date" && strings.Join(res.Header[name], "|") != strings.Join(values, "|") {
				t.Errorf("time %d: %s %q, first %q", i, name, res.Header[name], values)
			}
		}
		if res.Header.Get("Date") == now.UTC().Format(http.TimeFormat) { // net/http has no clock of ours
			told++
		}
	}
	if told < 5 { // a request that came very early goes through net/http
		t.Errorf("%d answers were told again", told)
	}
	for name, other := range map[string]struct {
		head   string
		status int
		has    string
	}{
		"another login":   {head("1", bearer+"Cookie: MUSIC_U=yours\r\n"), 200, `"who":"yours"`},
		"no token":        {head("1", "Cookie: MUSIC_U=mine\r\n"), 401, ""},
		"a foreign page":  {strings.Replace(mine, "https://app.test", "https://evil.test", 1), 403, ""},
		"a foreign name":  {strings.Replace(mine, "localhost:3000", "evil.test:3000", 1), 403, ""},
		"another address": {strings.Replace(mine, "/album", "/artists", 1), 200, `"path":"/artists"`},
		"HEAD":            {strings.Replace(head("1", bearer), "GET", "PUT", 1), 405, ""},
	} {
		for range 3 {
			if res, got := ask(other.head); res.StatusCode != other.status || !strings.Contains(got, other.has) {
				t.Errorf("%s: %d %.80s", name, res.StatusCode, got)
			}
		}
	}
	if lines := strings.Split(log.String(), "\n"); len(lines) < 6 || !strings.HasPrefix(lines[5], "GET /album 200 ") {
		t.Errorf("log %q", lines)
	}
	before := calls.n.Load()
	c = p.dial(t) // the one before is out of step by now
	in = bufio.NewReader(c)
	ask(mine)
	later(2 * time.Minute)
	if ask(mine); calls.n.Load() != before+1 {
		t.Errorf("%d calls after the answer was over", calls.n.Load()-before)
	}
}

// TestRequestsInAnyPiecesAreAnsweredInTheirOrder sends what a caller, or one
// that hopes to be misread, may send, cut anywhere.
func TestRequestsInAnyPiecesAreAnsweredInTheirOrder(t *testing.T) {
	t.Parallel()
	known := head("1", "")
	form := func(body string) string {
		return fmt.Sprintf("POST /album HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	}
	kinds := []struct{ bytes, id string }{
		{known, "1"},
		{known, "1"},
		{known, "1"},
		{head("2", "X-A: b\r\n"), "2"},
		{form("id=3&x=" + known), "3"},
		{form("id=4&x=\n\n"), "4"},
		{"GET /album?id=5 HTTP/1.1\nHost: localhost\n\n", "5"},
		{"GET /album?id=6 HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + fmt.Sprint(len(known)) + "\r\n\r\n" + known, "6"},
		{"GET /album?id=7 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(known), known), "7"},
		{"GET /album?id=8 HTTP/1.1\r\nHost: localhost\r\nX: " + strings.Repeat("y", 5000) + "\r\n\r\n", "8"},
	}
	for seed := range uint64(120) {
		dice := rand.New(rand.NewPCG(seed, 1))
		p := piped(t, serve.Options{Calls: &echo{}})
		c := p.dial(t)
		var stream strings.Builder
		var want []string
		stream.WriteString(known + known) // it is known by then
		want = append(want, "1", "1")
		for range 6 {
			k := kinds[dice.IntN(len(kinds))]
			stream.WriteString(k.bytes)
			want = append(want, k.id)
		}
		safe.Go("caller", func() {
			rest := stream.String()
			if seed%3 == 0 { // begin as most callers do
				_, _ = io.WriteString(c, known)
				rest = rest[len(known):]
			}
			for rest != "" {
				n := min(1+dice.IntN(2*len(known)), len(rest))
				switch at := strings.Index(rest, known); {
				case at == 0 && dice.IntN(2) == 0:
					n = len(known)
				case at > 0 && dice.IntN(2) == 0: // and what looks like a whole request is a piece of its own
					n = at
				}
				if _, err := io.WriteString(c, rest[:n]); err != nil {
					return // said by the reader
				}
				rest = rest[n:]
			}
		})
		in := bufio.NewReader(c)
		for i, id := range want {
			res, got := answerOf(t, in)
			if res.StatusCode != 200 || !strings.Contains(got, `"id":"`+id+`"`) {
				t.Fatalf("seed %d, answer %d of %v: %d %.80s", seed, i, want, res.StatusCode, got)
			}
		}
	}
}
