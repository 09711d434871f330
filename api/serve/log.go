package serve

import (
	"io"
	"strconv"
	"sync"
	"time"
)

// accessLog writes one line a request: method, route, status, milliseconds.
// The route is the table's own text, never what the caller sent.
type accessLog struct {
	out io.Writer

	mu  sync.Mutex
	buf []byte
}

func (l *accessLog) write(method, path string, status int, took time.Duration) {
	if l.out == nil {
		return
	}
	switch method {
	case "GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH":
	default:
		method = "-"
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	b := append(l.buf[:0], method...)
	b = append(append(b, ' '), path...)
	b = strconv.AppendInt(append(b, ' '), int64(status), 10)
	b = strconv.AppendInt(append(b, ' '), took.Milliseconds(), 10)
	l.buf = append(b, "ms\n"...)
	_, _ = l.out.Write(l.buf)
}
