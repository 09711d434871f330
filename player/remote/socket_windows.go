package remote

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"
	"unicode"
	"unsafe"

	"golang.org/x/sys/windows"
)

// maxPath is what the name of a pipe holds (CreateNamedPipe), here in bytes.
const maxPath = 256

// busyLook is how often a pipe is looked at whose every end is taken.
const busyLook = 5 * time.Millisecond

// Path is the name of the pipe of a runtime folder: the folder's, with a - for
// what the name of a pipe cannot have.
func Path(dir string) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' || r == '_' {
			return r
		}
		return '-'
	}, filepath.Clean(dir))
	return `\\.\pipe\` + name + `-control`
}

func pipeName(dir string) (*uint16, error) {
	path := Path(dir)
	if len(path) > maxPath {
		return nil, &PathTooLong{path}
	}
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return nil, fmt.Errorf("control socket: %w", err)
	}
	return name, nil
}

// ownSID is the user of this process.
func ownSID() (*windows.SID, error) {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return nil, fmt.Errorf("control socket: %w", err)
	}
	return user.User.Sid, nil
}

// oursAlone lets nobody but our own user in, an administrator neither. The
// owner is named: an administrator's programs would otherwise make what all
// administrators own.
func oursAlone() (*windows.SecurityAttributes, error) {
	sid, err := ownSID()
	if err != nil {
		return nil, err
	}
	sd, err := windows.SecurityDescriptorFromString(fmt.Sprintf("O:%[1]sD:P(A;;GA;;;%[1]s)", sid))
	if err != nil {
		return nil, fmt.Errorf("control socket: %w", err)
	}
	sa := &windows.SecurityAttributes{SecurityDescriptor: sd}
	sa.Length = uint32(unsafe.Sizeof(*sa))
	return sa, nil
}

// pipes is a listener: each of its connections is an instance of the pipe. One
// of them waits for the next client, so that the name is never free.
type pipes struct {
	path string
	name *uint16
	sa   *windows.SecurityAttributes

	mu      sync.Mutex
	next    windows.Handle // 0: none could be made
	waiting bool           // Accept has it
	closed  bool
}

// listen makes the pipe of dir, which lives as long as this process; nobody
// else can then make one of that name.
func listen(dir string) (net.Listener, func() error, error) {
	name, err := pipeName(dir)
	if err != nil {
		return nil, nil, err
	}
	p := &pipes{path: Path(dir), name: name}
	if p.sa, err = oursAlone(); err != nil {
		return nil, nil, err
	}
	h, err := openPipe(name)
	if err == nil {
		_ = windows.CloseHandle(h)
	}
	if err == nil || errors.Is(err, windows.ERROR_PIPE_BUSY) {
		return nil, nil, ErrInUse
	}
	p.next, err = p.instance(windows.FILE_FLAG_FIRST_PIPE_INSTANCE)
	if errors.Is(err, windows.ERROR_ACCESS_DENIED) || errors.Is(err, windows.ERROR_PIPE_BUSY) {
		return nil, nil, ErrInUse
	}
	if err != nil {
		return nil, nil, err
	}
	return p, func() error { return nil }, nil
}

func (p *pipes) instance(first uint32) (windows.Handle, error) {
	h, err := windows.CreateNamedPipe(p.name, windows.PIPE_ACCESS_DUPLEX|windows.FILE_FLAG_OVERLAPPED|first,
		windows.PIPE_TYPE_BYTE|windows.PIPE_READMODE_BYTE|windows.PIPE_WAIT|windows.PIPE_REJECT_REMOTE_CLIENTS,
		windows.PIPE_UNLIMITED_INSTANCES, maxLine, maxLine, 0, p.sa)
	if err != nil {
		return 0, fmt.Errorf("control socket: %w", err)
	}
	return h, nil
}

// Accept waits for a client, in one goroutine at a time.
func (p *pipes) Accept() (net.Conn, error) {
	for {
		h, err := p.client()
		if errors.Is(err, windows.ERROR_NO_DATA) { // it came and went
			continue
		}
		if err != nil {
			return nil, err
		}
		return &pipeConn{os.NewFile(uintptr(h), p.path)}, nil
	}
}

// client gives the instance that a client has connected to; the next one is
// there already then.
func (p *pipes) client() (windows.Handle, error) {
	o := &windows.Overlapped{}
	var err error
	if o.HEvent, err = windows.CreateEvent(nil, 1, 0, nil); err != nil {
		return 0, fmt.Errorf("control socket: %w", err)
	}
	defer func() { _ = windows.CloseHandle(o.HEvent) }()
	h, err := p.begin(o)
	if errors.Is(err, windows.ERROR_IO_PENDING) {
		var n uint32
		err = windows.GetOverlappedResult(h, o, &n, true) // until Close at the latest
	}
	runtime.KeepAlive(o)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting = false
	switch {
	case h == 0:
		return 0, err
	case p.closed:
		_ = windows.CloseHandle(h)
		return 0, net.ErrClosed
	}
	// What cannot be made now is tried again by the next Accept.
	p.next, _ = p.instance(0)
	if err != nil && !errors.Is(err, windows.ERROR_PIPE_CONNECTED) {
		_ = windows.CloseHandle(h)
		return 0, fmt.Errorf("control socket: %w", err)
	}
	return h, nil
}

// begin takes the next instance and lets it wait for a client. Without a
// handle there is none.
func (p *pipes) begin(o *windows.Overlapped) (windows.Handle, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return 0, net.ErrClosed
	}
	if p.next == 0 {
		var err error
		if p.next, err = p.instance(0); err != nil {
			return 0, err
		}
	}
	p.waiting = true
	return p.next, windows.ConnectNamedPipe(p.next, o)
}

// Close lets Accept return; connections that are there go on.
func (p *pipes) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return net.ErrClosed
	}
	p.closed = true
	switch {
	case p.waiting:
		_ = windows.CancelIoEx(p.next, nil) // a client may just have come: Accept closes it
		return nil
	case p.next != 0:
		return windows.CloseHandle(p.next)
	}
	return nil
}

func (p *pipes) Addr() net.Addr { return pipeAddr(p.path) }

// pipeConn is one end of a pipe. Its reads and writes end with it, and at their
// deadlines: the handle is an overlapped one.
type pipeConn struct{ *os.File }

func (c *pipeConn) LocalAddr() net.Addr  { return pipeAddr(c.Name()) }
func (c *pipeConn) RemoteAddr() net.Addr { return pipeAddr(c.Name()) }

type pipeAddr string

func (pipeAddr) Network() string  { return "pipe" }
func (a pipeAddr) String() string { return string(a) }

// openPipe takes an end of the pipe. Who has the other may ask who we are, and
// not act in our name.
func openPipe(name *uint16) (windows.Handle, error) {
	return windows.CreateFile(name, windows.GENERIC_READ|windows.GENERIC_WRITE, 0, nil, windows.OPEN_EXISTING,
		windows.FILE_FLAG_OVERLAPPED|windows.SECURITY_SQOS_PRESENT|windows.SECURITY_IDENTIFICATION, 0)
}

// dial connects to the player of dir, which has to be the same user's.
func dial(ctx context.Context, dir string) (net.Conn, error) {
	name, err := pipeName(dir)
	if err != nil {
		return nil, err
	}
	for {
		h, err := openPipe(name)
		switch {
		case err == nil:
			if err := ownPipe(h); err != nil {
				_ = windows.CloseHandle(h)
				return nil, err
			}
			return &pipeConn{os.NewFile(uintptr(h), Path(dir))}, nil
		case errors.Is(err, windows.ERROR_FILE_NOT_FOUND):
			return nil, ErrNotRunning
		case errors.Is(err, windows.ERROR_ACCESS_DENIED):
			return nil, fmt.Errorf("%w: %s is closed to you", ErrForeign, Path(dir))
		case !errors.Is(err, windows.ERROR_PIPE_BUSY): // all are taken until the player has made the next
			return nil, fmt.Errorf("control socket: %w", err)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(busyLook):
		}
	}
}

// ownPipe refuses a pipe that somebody else has made in the place of ours.
func ownPipe(h windows.Handle) error {
	sd, err := windows.GetSecurityInfo(h, windows.SE_KERNEL_OBJECT, windows.OWNER_SECURITY_INFORMATION)
	if err != nil {
		return fmt.Errorf("%w: nobody says whose pipe it is: %w", ErrForeign, err)
	}
	owner, _, err := sd.Owner()
	if err != nil {
		return fmt.Errorf("%w: nobody says whose pipe it is: %w", ErrForeign, err)
	}
	own, err := ownSID()
	if err != nil {
		return err
	}
	if owner == nil || !owner.Equals(own) {
		return fmt.Errorf("%w: the pipe belongs to another user", ErrForeign)
	}
	return nil
}

// checkPeer has nothing to refuse: the pipe lets nobody else in.
func checkPeer(net.Conn) error { return nil }
