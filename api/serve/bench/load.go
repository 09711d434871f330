//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/url"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// result is what callers saw.
type result struct {
	took   []time.Duration // of each call that succeeded
	failed int
	lasted time.Duration
}

func (r result) String() string {
	slices.Sort(r.took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	return fmt.Sprintf("%.0f requests/s, p50 %.2f ms, p99 %.2f ms, %d requests, %d failed",
		float64(len(r.took))/r.lasted.Seconds(), ms(r.took[len(r.took)/2]), ms(r.took[len(r.took)*99/100]), len(r.took), r.failed)
}

// generator is a number of callers in one thread: each sends a request as soon
// as its answer is there, over one connection that stays. A generator that
// needs as much of the machine as the servers measures itself, so there is no
// goroutine, no timer and no more than two system calls a request.
type generator struct {
	address       unix.Sockaddr
	before, after string // of the request, around the number
	numbered      bool
	number        int64
	poll          int
	callers       map[int32]*caller
	buf           [64 << 10]byte
	out           []byte
	result
}

// caller is one connection.
type caller struct {
	fd   int
	sent time.Time
	head []byte // of an answer, until it is whole
	left int    // bytes of the body that are to come; < 0: the head is
	bad  bool   // the status is not 200
}

func load(u *url.URL, clients int, length time.Duration) (result, error) {
	runtime.GOMAXPROCS(1)
	to, err := net.ResolveTCPAddr("tcp4", u.Host)
	if err != nil {
		return result{}, fmt.Errorf("target: %w", err)
	}
	g := &generator{
		address: &unix.SockaddrInet4{Port: to.Port, Addr: [4]byte(to.IP.To4())},
		number:  time.Now().UnixMilli(), callers: map[int32]*caller{},
	}
	g.before, g.after, g.numbered = strings.Cut("GET "+u.RequestURI(), "%")
	g.after += " HTTP/1.1\r\nHost: " + u.Host + "\r\n\r\n"
	if g.poll, err = unix.EpollCreate1(unix.EPOLL_CLOEXEC); err != nil {
		return result{}, fmt.Errorf("epoll: %w", err)
	}
	defer unix.Close(g.poll) //nolint:errcheck // the program ends
	begun := time.Now()
	for range clients {
		if err := g.connect(); err != nil {
			return result{}, err
		}
	}
	var events [256]unix.EpollEvent
	for now := begun; now.Sub(begun) < length; now = time.Now() {
		n, err := unix.EpollWait(g.poll, events[:], 100)
		if err != nil && !errors.Is(err, unix.EINTR) {
			return result{}, fmt.Errorf("epoll: %w", err)
		}
		for _, e := range events[:max(n, 0)] {
			if err := g.read(g.callers[e.Fd]); err != nil {
				g.failed++
				g.drop(e.Fd)
				if err := g.connect(); err != nil {
					return result{}, err
				}
			}
		}
	}
	g.lasted = time.Since(begun)
	return g.result, nil
}

// connect adds a caller, which sends its first request.
func (g *generator) connect() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err == nil {
		err = unix.Connect(fd, g.address)
	}
	if err == nil {
		err = unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1)
	}
	if err == nil {
		err = unix.EpollCtl(g.poll, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(fd)})
	}
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	c := &caller{fd: fd}
	g.callers[int32(fd)] = c
	return g.send(c)
}

func (g *generator) drop(fd int32) {
	_ = unix.Close(int(fd))
	delete(g.callers, fd)
}

func (g *generator) send(c *caller) error {
	g.out = append(g.out[:0], g.before...)
	if g.numbered {
		g.number++
		g.out = strconv.AppendInt(g.out, g.number, 10)
	}
	g.out = append(g.out, g.after...)
	c.left, c.bad, c.sent = -1, false, time.Now()
	_, err := unix.Write(c.fd, g.out)
	return err
}

// read takes what has come for a caller; a whole answer is followed by the
// next request.
func (g *generator) read(c *caller) error {
	n, err := unix.Read(c.fd, g.buf[:])
	if err != nil || n <= 0 {
		return fmt.Errorf("%d bytes: %w", n, err)
	}
	if c.left >= 0 {
		c.left -= n
	} else if err := c.begin(g.buf[:n]); err != nil {
		return err
	}
	if c.left != 0 {
		return nil
	}
	if c.bad {
		g.failed++
	} else {
		g.took = append(g.took, time.Since(c.sent))
	}
	return g.send(c)
}

// begin reads the head of an answer.
func (c *caller) begin(p []byte) error {
	if len(c.head) > 0 {
		c.head = append(c.head, p...)
		p = c.head
	}
	head, body, whole := bytes.Cut(p, []byte("\r\n\r\n"))
	if !whole {
		if len(c.head) == 0 {
			c.head = append(c.head, p...)
		}
		return nil
	}
	c.bad = len(head) < 12 || string(head[9:12]) != "200"
	for line := range bytes.SplitSeq(head, []byte("\r\n")) {
		if n, ok := lengthOf(line); ok {
			c.left = n - len(body)
		}
	}
	c.head = c.head[:0]
	if c.left < 0 {
		return errors.New("an answer without its length")
	}
	return nil
}
