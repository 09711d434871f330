package output

import (
	"bufio"
	"bytes"
	"net"
)

// fakeWire is a pulseConn that reads from memory.
func fakeWire(b []byte, gone func(error)) *pulseConn {
	w := &pulseConn{Conn: (*net.UnixConn)(nil), r: bufio.NewReader(bytes.NewReader(b)), gone: gone}
	w.live.Store(true)
	return w
}
