package ncmfake

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Fault is one thing that goes wrong with one answer. Status, Code and Body
// replace the answer; the other fields spoil it, whichever it is.
type Fault struct {
	// Status is an HTTP status, Code the code of a JSON body with Message;
	// Body is a whole body, of type Kind (text/html when empty).
	Status  int
	Code    int
	Message string
	Body    string
	Kind    string

	// Refuse refuses the connection.
	Refuse bool
	// Delay is waited for before the answer starts.
	Delay time.Duration
	// CutAfter breaks the connection off after so many bytes of the body
	// (-1: at once); with Quiet the cut looks like a regular end, with Reset
	// like a reset by the other side.
	CutAfter int64
	Quiet    bool
	Reset    bool
	// StallAfter sends nothing more after so many bytes (-1: not one) until
	// the request is cancelled or StallFor has passed.
	StallAfter int64
	StallFor   time.Duration
	// Rate lets so many bytes a second through.
	Rate int

	// Whole ignores a Range and sends everything, with status 200.
	Whole bool
	// Unsized leaves the Content-Length out: the body ends with the connection.
	Unsized bool
	// OtherTag is the ETag instead of the file's.
	OtherTag string
	// Grown is added to the total in a Content-Range, Moved to its first byte.
	Grown, Moved int64
}

// bend changes the head of a true answer.
func (f Fault) bend(a *answer) {
	if f.Unsized {
		a.length = -1
		a.header.Del("Content-Length")
	}
	if f.OtherTag != "" {
		a.header.Set("ETag", f.OtherTag)
	}
	if f.Grown == 0 && f.Moved == 0 {
		return
	}
	var from, to, total int64
	if n, _ := fmt.Sscanf(a.header.Get("Content-Range"), "bytes %d-%d/%d", &from, &to, &total); n == 3 {
		a.header.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from+f.Moved, to, total+f.Grown))
	}
}

// Portal is the page of a captive portal in place of any answer.
func Portal() Fault {
	return Fault{Status: 200, Body: "<html><head><title>Wi-Fi</title></head><body>请登录网络</body></html>"}
}

func (f Fault) answers() bool { return f.Status != 0 || f.Code != 0 || f.Body != "" }

func (f Fault) slow() bool { return f.Rate > 0 || f.StallAfter != 0 }

func (f Fault) answer() *answer {
	status := f.Status
	if status == 0 {
		status = http.StatusOK
	}
	if f.Code != 0 {
		body := obj{"code": f.Code, "message": f.Message}
		if f.Message == "" {
			body = obj{"code": f.Code, "msg": nil}
		}
		b, _ := json.Marshal(body)
		return newAnswer(status, jsonType, b)
	}
	kind := f.Kind
	if kind == "" {
		kind = "text/html; charset=utf-8"
	}
	return newAnswer(status, kind, []byte(f.Body))
}

// wrap spoils a body.
func (f Fault) wrap(ctx context.Context, body io.Reader) io.Reader {
	if f.CutAfter != 0 || f.StallAfter != 0 || f.Rate > 0 {
		return &spoiled{f: f, ctx: ctx, body: body}
	}
	return body
}

type spoiled struct {
	f    Fault
	ctx  context.Context //nolint:containedctx // the request's, for as long as its body
	body io.Reader
	sent int64
}

// Read gives what the fault lets through.
func (s *spoiled) Read(p []byte) (int, error) {
	if f := s.f; f.CutAfter != 0 {
		left := max(f.CutAfter, 0) - s.sent
		if left <= 0 {
			switch {
			case f.Quiet:
				return 0, io.EOF
			case f.Reset:
				return 0, os.NewSyscallError("read", syscall.ECONNRESET)
			}
			return 0, io.ErrUnexpectedEOF
		}
		p = p[:min(int64(len(p)), left)]
	}
	if f := s.f; f.StallAfter != 0 {
		left := max(f.StallAfter, 0) - s.sent
		if left <= 0 {
			if err := s.stall(); err != nil {
				return 0, err
			}
		} else {
			p = p[:min(int64(len(p)), left)]
		}
	}
	if rate := s.f.Rate; rate > 0 {
		p = p[:min(len(p), max(rate/20, 1))]
		if err := wait(s.ctx, time.Duration(len(p))*time.Second/time.Duration(rate)); err != nil {
			return 0, err
		}
	}
	n, err := s.body.Read(p)
	s.sent += int64(n)
	return n, err
}

func (s *spoiled) stall() error {
	if s.f.StallFor == 0 {
		<-s.ctx.Done()
		return s.ctx.Err()
	}
	d := s.f.StallFor
	s.f.StallAfter = 0
	return wait(s.ctx, d)
}

// Faults is the script of what goes wrong; its methods may be called at any
// time. A pattern is matched against the API path (/api/song/lyric/v1), the
// name of media (/audio/2600000001.mp3, /cover/109951162560001001.jpg) and the
// host; * stands for anything, also for slashes.
type Faults struct {
	mu    sync.Mutex
	rules []rule
	slow  time.Duration
}

type rule struct {
	pattern string
	fault   Fault
	left    int // -1: for ever
}

// Next spoils the next matching answer.
func (f *Faults) Next(pattern string, fault Fault) { f.Times(1, pattern, fault) }

// Always spoils every matching answer until Clear.
func (f *Faults) Always(pattern string, fault Fault) { f.Times(-1, pattern, fault) }

// Times spoils the next n matching answers, after those of earlier rules.
func (f *Faults) Times(n int, pattern string, fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules = append(f.rules, rule{pattern, fault, n})
}

// Latency is waited for before every answer, besides that of the Options.
func (f *Faults) Latency(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.slow = d
}

// Clear ends all faults and the latency.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules, f.slow = nil, 0
}

func (f *Faults) latency() time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.slow
}

func (f *Faults) take(host, path string) (Fault, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, r := range f.rules {
		if !glob(r.pattern, path) && !glob(r.pattern, host) {
			continue
		}
		if r.left > 0 {
			if f.rules[i].left--; f.rules[i].left == 0 {
				f.rules = append(f.rules[:i:i], f.rules[i+1:]...)
			}
		}
		return r.fault, true
	}
	return Fault{}, false
}

// glob matches * against anything.
func glob(pattern, s string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == s
	}
	if !strings.HasPrefix(s, parts[0]) {
		return false
	}
	s = s[len(parts[0]):]
	last := len(parts) - 1
	for _, p := range parts[1:last] {
		i := strings.Index(s, p)
		if i < 0 {
			return false
		}
		s = s[i+len(p):]
	}
	return strings.HasSuffix(s, parts[last])
}

// refused is what a client sees of a refused connection.
func refused(host string) error {
	return &net.OpError{Op: "dial", Net: "tcp", Addr: hostAddr(host), Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
}

type hostAddr string

func (hostAddr) Network() string  { return "tcp" }
func (h hostAddr) String() string { return string(h) }
