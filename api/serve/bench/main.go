// Command bench compares servers of the documented addresses: it is both the
// upstream they call and the callers they answer, on loopback. docs/PERFORMANCE.md
// says how to run it. It starts and installs nothing.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"ncmtui/internal/safe"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	set := flag.NewFlagSet("bench", flag.ContinueOnError)
	upstream := set.String("upstream", "", "be the upstream at this `ADDRESS`, nothing else")
	size := set.Int("size", 8<<10, "bytes of an upstream answer")
	target := set.String("target", "", "call this `URL`; % is replaced by a number that never comes again")
	clients := set.Int("clients", 32, "callers at a time")
	length := set.Duration("time", 10*time.Second, "how long")
	if err := set.Parse(args); err != nil {
		return err
	}
	if *upstream != "" {
		return beUpstream(ctx, *upstream, *size)
	}
	return load(ctx, out, *target, *clients, *length)
}

// beUpstream answers everything alike, so that only the servers differ.
func beUpstream(ctx context.Context, address string, size int) error {
	const item = `{"id":186016,"name":"晴天","ar":[{"id":6452,"name":"周杰伦"}],"al":{"id":18905,"name":"叶惠美"},"dt":269000}`
	items := strings.Repeat(item+",", max(size/len(item), 1)-1) + item
	body := []byte(`{"songs":[` + items + `],"code":200}`)
	s := http.Server{ReadHeaderTimeout: 5 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json;charset=UTF-8")
		_, _ = w.Write(body)
	})}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { _ = s.Close() })
	if err := s.Serve(l); err != http.ErrServerClosed { //nolint:errorlint // net/http gives it as it is
		return err
	}
	return nil
}

// load calls as fast as answers come, and says how fast that was. It speaks
// HTTP by hand: a generator that needs as much of the machine as the servers
// measures itself.
func load(ctx context.Context, out io.Writer, target string, clients int, length time.Duration) error {
	u, err := url.Parse(target)
	if err != nil || u.Host == "" {
		return fmt.Errorf("-target %q is no address", target)
	}
	ctx, cancel := context.WithTimeout(ctx, length)
	defer cancel()
	var number, failed atomic.Int64
	number.Store(time.Now().UnixMilli())
	took := make([][]time.Duration, clients)
	begun := time.Now()
	var group safe.Group
	for i := range clients {
		group.Go("caller", func() {
			c := caller{host: u.Host, before: "GET " + u.RequestURI()}
			c.before, c.after, c.numbered = strings.Cut(c.before, "%")
			c.after += " HTTP/1.1\r\nHost: " + u.Host + "\r\n\r\n"
			defer c.close()
			for ctx.Err() == nil {
				at := time.Now()
				if err := c.call(ctx, number.Add(1)); err == nil {
					took[i] = append(took[i], time.Since(at))
				} else if ctx.Err() == nil {
					failed.Add(1)
				}
			}
		})
	}
	group.Wait()
	all := slices.Concat(took...)
	slices.Sort(all)
	if len(all) == 0 {
		return fmt.Errorf("no call succeeded, %d failed", failed.Load())
	}
	_, err = fmt.Fprintf(out, "%.0f requests/s, p50 %.2f ms, p99 %.2f ms, %d requests, %d failed\n",
		float64(len(all))/time.Since(begun).Seconds(), ms(all[len(all)/2]), ms(all[len(all)*99/100]), len(all), failed.Load())
	return err
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// caller keeps one connection and makes one call after the other.
type caller struct {
	host          string
	before, after string
	numbered      bool
	conn          net.Conn
	in            *bufio.Reader
	out           []byte
}

func (c *caller) close() {
	if c.conn != nil {
		_ = c.conn.Close()
		c.conn = nil
	}
}

func (c *caller) call(ctx context.Context, number int64) error {
	if c.conn == nil {
		var d net.Dialer
		conn, err := d.DialContext(ctx, "tcp", c.host)
		if err != nil {
			return err
		}
		c.conn, c.in = conn, bufio.NewReaderSize(conn, 64<<10)
	}
	c.out = append(c.out[:0], c.before...)
	if c.numbered {
		c.out = strconv.AppendInt(c.out, number, 10)
	}
	c.out = append(c.out, c.after...)
	_ = c.conn.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := c.conn.Write(c.out); err != nil {
		c.close()
		return err
	}
	status, err := readAnswer(c.in)
	if err != nil {
		c.close()
		return err
	}
	if status != "200" {
		return fmt.Errorf("status %s", status)
	}
	return nil
}

// readAnswer reads an answer with a length and throws its body away.
func readAnswer(in *bufio.Reader) (status string, err error) {
	length := -1
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return "", err
		}
		text := strings.TrimRight(string(line), "\r\n")
		if status == "" {
			if len(text) < 12 {
				return "", fmt.Errorf("no status in %q", text)
			}
			status = text[9:12]
			continue
		}
		if text == "" {
			break
		}
		if len(text) > 15 && strings.EqualFold(text[:15], "content-length:") {
			if length, err = strconv.Atoi(strings.TrimSpace(text[15:])); err != nil {
				return "", err
			}
		}
	}
	if length < 0 {
		return "", errors.New("an answer without its length")
	}
	_, err = in.Discard(length)
	return status, err
}
