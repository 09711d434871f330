//go:build testhooks && linux

package serve_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// peak is the most memory that a process has had, in MiB.
func peak(t *testing.T, pid int) int {
	t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(raw), "VmHWM:")
	kib := 0
	if _, err := fmt.Sscan(rest, &kib); err != nil {
		t.Fatal(err)
	}
	return kib >> 10
}

// store is the service and its object store; files are counted and thrown away.
func store(t *testing.T) (*httptest.Server, *atomic.Int64) {
	t.Helper()
	var most atomic.Int64
	var address string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := io.Copy(io.Discard, r.Body)
		if err != nil {
			t.Error(err)
		}
		most.Store(max(n, most.Load()))
		_, _ = io.WriteString(w, `{"code":200,"needUpload":true,"songId":"1","upload":["`+address+
			`"],"result":{"objectKey":"k/0","token":"t","docId":"7","resourceId":5}}`)
	}))
	address = s.URL
	t.Cleanup(s.Close)
	return s, &most
}

func TestALargeUploadGoesToDiskNotToMemory(t *testing.T) {
	const size = 500 << 20
	upstream, most := store(t)
	s := serving(t, program(t), upstream.URL, nil)
	before := peak(t, s.pid)
	body, kind := parts("songFile", size)
	res, err := http.Post(s.address+"/cloud", kind, body)
	if err != nil {
		t.Fatal(err)
	}
	if got := text(t, res); res.StatusCode != 200 || most.Load() != size {
		t.Errorf("%d %.200s, the store got %d bytes", res.StatusCode, got, most.Load())
	}
	if after := peak(t, s.pid); after > before+40 {
		t.Errorf("%d MiB, before %d", after, before)
	}
}

// TestManySocketsCostLittle opens as many sockets as there may be, up to ten
// thousand, whose callers send a part of a header and wait.
func TestManySocketsCostLittle(t *testing.T) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	upstream, _ := store(t)
	s := serving(t, program(t), upstream.URL, nil)
	host := strings.TrimPrefix(s.address, "http://")
	before := peak(t, s.pid)
	for _, c := range []struct {
		name  string
		count int
		bytes string
		more  int // MiB
		works bool
	}{
		{"slow headers", 900, "GET /banner HTTP/1.1\r\nHost: localhost\r\n", 60, true},
		{"large headers", 500, "GET /banner HTTP/1.1\r\nHost: localhost\r\nX: " + strings.Repeat("x", 60<<10), 160, true},
		{"ten thousand", int(min(10_000, limit.Cur-300)), "GET /", 160, false},
	} {
		slow := make([]net.Conn, 0, c.count)
		for range c.count {
			limit := time.Minute
			if len(slow) >= 1000 { // enough of them
				limit = 2 * time.Second
			}
			conn, err := net.DialTimeout("tcp", host, limit)
			if err != nil {
				break // the queue of the system is full: refused, which is a limit too
			}
			_ = conn.SetDeadline(time.Now().Add(time.Minute))
			_, _ = io.WriteString(conn, c.bytes) // may have been cut off already
			slow = append(slow, conn)
		}
		if len(slow) < min(c.count, 1000) {
			t.Errorf("%s: only %d sockets", c.name, len(slow))
		}
		if c.works { // for others meanwhile
			if res := ask(t, "GET", s.address+"/banner", ""); res.StatusCode != 200 || text(t, res) == "" {
				t.Errorf("%s: status %d", c.name, res.StatusCode)
			}
			if line, err := bufio.NewReader(slow[0]).ReadString('\n'); err == nil && !strings.Contains(line, " 4") {
				t.Errorf("%s: %q", c.name, line)
			}
		}
		open, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", s.pid))
		if err != nil {
			t.Fatal(err)
		}
		if got := peak(t, s.pid); len(open) > 1200 || got > before+c.more {
			t.Errorf("%s: %d files open, %d MiB, before %d", c.name, len(open), got, before)
		}
		t.Logf("%s: %d sockets, %d files open, %d MiB, before %d", c.name, len(slow), len(open), peak(t, s.pid), before)
		for _, conn := range slow {
			_ = conn.Close()
		}
		if res := ask(t, "GET", s.address+"/banner?timestamp=1", ""); res.StatusCode != 200 || text(t, res) == "" {
			t.Errorf("after %s: status %d", c.name, res.StatusCode)
		}
	}
}
