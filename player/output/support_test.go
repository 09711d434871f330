package output

import (
	"bufio"
	"bytes"
	"context"
	"net"
	"testing"
	"time"
)

// fakeWire is a pulseConn that reads from memory.
func fakeWire(b []byte, gone func(error)) *pulseConn {
	w := &pulseConn{Conn: (*net.UnixConn)(nil), r: bufio.NewReader(bytes.NewReader(b)), gone: gone}
	w.live.Store(true)
	return w
}

// patience bounds every waiting for another process: the machine of a test may be
// busy.
const patience = time.Minute

// await polls for something that another process does.
func await(t testing.TB, what string, ok func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for !ok() {
		select {
		case <-ctx.Done():
			t.Fatalf("%s does not come", what)
		case <-time.After(10 * time.Millisecond):
		}
	}
}
