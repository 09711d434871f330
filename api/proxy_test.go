package api

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"ncmtui/internal/safe"
)

// proxyThat takes connections on loopback and answers each with what say
// gives for its first bytes.
func proxyThat(t *testing.T, say func(*bufio.Reader, net.Conn)) (address string, asked *atomic.Int32) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	asked = new(atomic.Int32)
	var group safe.Group
	t.Cleanup(group.Wait)
	t.Cleanup(func() { _ = l.Close() })
	group.Go("proxy", func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			asked.Add(1)
			group.Go("proxy's client", func() {
				defer conn.Close()
				say(bufio.NewReader(conn), conn)
			})
		}
	})
	return l.Addr().String(), asked
}

func closed(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	return l.Addr().String()
}

func TestAFailingProxyIsNamedAndNotPassedBy(t *testing.T) {
	t.Parallel()
	const secret = "hunter2"
	refusing, connects := proxyThat(t, func(r *bufio.Reader, w net.Conn) {
		if req, err := http.ReadRequest(r); err == nil && req.Method == http.MethodConnect {
			_, _ = io.WriteString(w, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
		}
	})
	socks, greetings := proxyThat(t, func(r *bufio.Reader, w net.Conn) {
		if b, err := r.Peek(3); err == nil && b[0] == 5 {
			_, _ = w.Write([]byte{5, 0xff}) // no way to authenticate is taken
		}
	})
	for _, c := range []struct {
		name, address, says string
		asked               *atomic.Int32
	}{
		{"nobody listens", "http://me:" + secret + "@" + closed(t), "refused", nil},
		{"nobody listens, socks", "socks5://me:" + secret + "@" + closed(t), "refused", nil},
		{"wrong password", "http://me:" + secret + "@" + refusing, "407 Proxy Authentication Required", connects},
		{"socks without a method", "socks5h://me:" + secret + "@" + socks, "no acceptable authentication methods", greetings},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			u, err := url.Parse(c.address)
			if err != nil {
				t.Fatal(err)
			}
			client, err := New(Options{Proxy: http.ProxyURL(u), Session: loggedIn()})
			if err != nil {
				t.Fatal(err)
			}
			err = client.Like(t.Context(), 7, true)
			var e *Error
			if !errors.As(err, &e) || !errors.Is(err, ErrProxy) || !errors.Is(err, ErrNetwork) || !Unsent(err) || e.Proxy != u.Host {
				t.Fatalf("%#v", err)
			}
			if said := err.Error(); !strings.Contains(said, "proxy "+u.Host) || !strings.Contains(said, c.says) || strings.Contains(said, secret) {
				t.Error(said)
			}
			if c.asked != nil && c.asked.Load() != maxTries {
				t.Errorf("asked %d times", c.asked.Load())
			}
		})
	}
}
