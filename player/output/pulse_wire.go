package output

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jfreymuth/pulse/proto"
)

const (
	pulseTimeout = 2 * time.Second // of a request, a write and the connection
	pulseVersion = 32              // no shared memory, no memfd
	pulsePort    = "4713"
	cookieLen    = 256
)

// address is where a sound server may listen.
type address struct{ network, addr string }

// pulseServers lists where to look, in order: $PULSE_SERVER alone if it is
// set, else the user's runtime directory by its variable and by its usual
// place.
func pulseServers(getenv func(string) string, uid int) []address {
	if text := getenv("PULSE_SERVER"); text != "" {
		var list []address
		for _, s := range strings.Fields(text) {
			if a, ok := parseServer(s); ok {
				list = append(list, a)
			}
		}
		return list
	}
	var dirs []string
	if dir := getenv("PULSE_RUNTIME_PATH"); dir != "" {
		dirs = append(dirs, dir)
	}
	if dir := getenv("XDG_RUNTIME_DIR"); dir != "" {
		dirs = append(dirs, filepath.Join(dir, "pulse"))
	}
	if dir := fmt.Sprintf("/run/user/%d/pulse", uid); uid >= 0 && !slices.Contains(dirs, dir) {
		dirs = append(dirs, dir)
	}
	list := make([]address, len(dirs))
	for i, dir := range dirs {
		list[i] = address{"unix", filepath.Join(dir, "native")}
	}
	return list
}

// parseServer reads one server string, see PulseAudio's "Server Strings".
func parseServer(s string) (address, bool) {
	if strings.HasPrefix(s, "{") { // only for the machine of this name
		name, rest, ok := strings.Cut(s[1:], "}")
		host, err := os.Hostname()
		if !ok || err != nil || name != host {
			return address{}, false
		}
		s = rest
	}
	network, addr, ok := strings.Cut(s, ":")
	switch {
	case s == "":
		return address{}, false
	case strings.HasPrefix(s, "/"):
		return address{"unix", s}, true
	case ok && network == "unix":
		return address{"unix", addr}, true
	case ok && (network == "tcp" || network == "tcp4" || network == "tcp6"):
		s = addr
	default:
		network = "tcp"
	}
	if _, _, err := net.SplitHostPort(s); err != nil {
		s = net.JoinHostPort(strings.Trim(s, "[]"), pulsePort)
	}
	return address{network, s}, true
}

// pulseCookie is what the server knows its user by. Without one, zeros: a
// server that asks for none takes them.
func pulseCookie(getenv func(string) string) []byte {
	home := getenv("HOME")
	places := []string{getenv("PULSE_COOKIE")}
	if dir := getenv("XDG_CONFIG_HOME"); dir != "" {
		places = append(places, filepath.Join(dir, "pulse", "cookie"))
	}
	if home != "" {
		places = append(places, filepath.Join(home, ".config", "pulse", "cookie"), filepath.Join(home, ".pulse-cookie"))
	}
	for _, path := range places {
		if path == "" {
			continue
		}
		if b, err := os.ReadFile(path); err == nil && len(b) == cookieLen {
			return b
		}
	}
	return make([]byte, cookieLen)
}

// errNoServer: the environment names none that this machine could have.
var errNoServer = errors.New("no sound server named")

// dialPulse connects to the first server that answers. Events go to event and
// the connection's end to gone, both from the library's reading goroutine:
// they must not block.
func dialPulse(ctx context.Context, event func(any), gone func(error)) (*proto.Client, *pulseConn, error) {
	list := pulseServers(os.Getenv, os.Getuid())
	if len(list) == 0 {
		return nil, nil, errNoServer
	}
	dialer := net.Dialer{Timeout: pulseTimeout}
	var tried error
	for _, a := range list {
		conn, err := dialer.DialContext(ctx, a.network, a.addr)
		if err != nil {
			tried = errors.Join(tried, err)
			continue
		}
		c, wire, err := greetPulse(conn, event, gone)
		if err != nil {
			tried = errors.Join(tried, fmt.Errorf("%s: %w", a.addr, err))
			continue
		}
		return c, wire, nil
	}
	return nil, nil, tried
}

// greetPulse begins to speak with a server; a connection on which it does not
// answer is closed.
func greetPulse(conn net.Conn, event func(any), gone func(error)) (*proto.Client, *pulseConn, error) {
	wire := &pulseConn{Conn: conn, r: bufio.NewReader(conn), gone: gone}
	c := &proto.Client{Callback: event}
	c.SetTimeout(pulseTimeout)
	c.Open(wire)
	c.SetVersion(pulseVersion)
	var reply proto.AuthReply
	err := c.Request(&proto.Auth{Version: pulseVersion, Cookie: pulseCookie(os.Getenv)}, &reply)
	if err != nil {
		_ = conn.Close()
		return nil, nil, err
	}
	c.SetVersion(reply.Version)
	wire.live.Store(true)
	return c, wire, nil
}

// pulseConn stands between the library and the socket: it passes on only
// messages the library knows (others it prints on the screen), sees every
// error (the library drops some), and bounds the time of a write.
type pulseConn struct {
	net.Conn
	r    *bufio.Reader
	left []byte // of the message that is being read
	msg  []byte
	gone func(error)
	live atomic.Bool // gone hears of errors: before, the one who connects does

	out  []byte // descriptor of the message that is being written, then all of it
	mu   sync.Mutex
	seek map[uint32]int64 // by stream, where its next data go to
}

const (
	descriptorLen = 20      // length, channel, offset (8), flags
	maxMessage    = 1 << 20 // ours hold some hundred bytes
	controlStream = 0xffffffff
)

// knownEvents are the server's own messages that the library reads.
var knownEvents = []uint32{
	proto.OpError, proto.OpReply, proto.OpRequest, proto.OpOverflow, proto.OpUnderflow,
	proto.OpPlaybackStreamKilled, proto.OpSubscribeEvent, proto.OpPlaybackStreamSuspended,
	proto.OpPlaybackStreamMoved, proto.OpClientEvent, proto.OpPlaybackStreamEvent, proto.OpStarted,
	proto.OpPlaybackBufferAttrChanged,
}

func (p *pulseConn) Read(b []byte) (int, error) {
	for len(p.left) == 0 {
		if err := p.next(); err != nil {
			p.broke(err)
			return 0, err
		}
	}
	n := copy(b, p.left)
	p.left = p.left[n:]
	return n, nil
}

// next takes one whole message and drops it if the library does not know it.
func (p *pulseConn) next() error {
	p.msg = append(p.msg[:0], make([]byte, descriptorLen)...)
	if _, err := io.ReadFull(p.r, p.msg); err != nil {
		return err
	}
	n := binary.BigEndian.Uint32(p.msg)
	channel := binary.BigEndian.Uint32(p.msg[4:])
	if n > maxMessage {
		return fmt.Errorf("message of %d bytes", n)
	}
	p.msg = append(p.msg, make([]byte, n)...)
	body := p.msg[descriptorLen:]
	if _, err := io.ReadFull(p.r, body); err != nil {
		return err
	}
	// A control message begins with a tagged number, its kind.
	if channel == controlStream && len(body) >= 10 &&
		slices.Contains(knownEvents, binary.BigEndian.Uint32(body[1:])) {
		p.left = p.msg
	}
	return nil
}

// seekAbsolute is PA_SEEK_ABSOLUTE: an offset from the start of the queue.
const seekAbsolute = 1

// seekTo makes the next data of a stream replace what its queue holds from a
// byte on, counted as the server's indexes are. The library cannot say that.
func (p *pulseConn) seekTo(stream uint32, offset int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seek == nil {
		p.seek = map[uint32]int64{}
	}
	p.seek[stream] = offset
}

// Write passes whole messages on: the library writes a descriptor, then what
// it describes, one message after the other.
func (p *pulseConn) Write(b []byte) (int, error) {
	p.out = append(p.out, b...)
	if len(p.out) < descriptorLen || len(p.out) < descriptorLen+int(binary.BigEndian.Uint32(p.out)) {
		return len(b), nil
	}
	channel := binary.BigEndian.Uint32(p.out[4:])
	p.mu.Lock()
	if offset, ok := p.seek[channel]; ok {
		delete(p.seek, channel)
		binary.BigEndian.PutUint64(p.out[8:], uint64(offset))
		binary.BigEndian.PutUint32(p.out[16:], seekAbsolute)
	}
	p.mu.Unlock()
	_ = p.SetWriteDeadline(time.Now().Add(pulseTimeout))
	_, err := p.Conn.Write(p.out)
	p.out = p.out[:0]
	if err != nil {
		p.broke(err)
		return 0, err
	}
	return len(b), nil
}

func (p *pulseConn) broke(err error) {
	if p.live.Load() {
		p.gone(fmt.Errorf("sound server: %w", err))
	}
}
