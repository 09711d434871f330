//go:build linux || darwin

package remote

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"

	"ncmtui/internal/safe"
)

const (
	socketName = "control.sock"
	lockName   = "control.lock"
)

// Path is where the socket of a runtime folder is.
func Path(dir string) string { return filepath.Join(dir, socketName) }

// listen opens the socket of dir. Who holds the lock beside it owns it: a
// socket that is there all the same is a dead player's.
func listen(dir string) (_ net.Listener, release func() error, _ error) {
	path := Path(dir)
	if len(path) > maxPath {
		return nil, nil, &PathTooLong{path}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, nil, fmt.Errorf("control socket: %w", err)
	}
	if err := ownFolder(dir, true); err != nil {
		return nil, nil, err
	}
	lock, err := safe.OpenPrivate(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE)
	if err != nil {
		return nil, nil, fmt.Errorf("control socket: %w", err)
	}
	l, err := bind(path, lock)
	if err != nil {
		_ = lock.Close()
		return nil, nil, err
	}
	return l, lock.Close, nil
}

func bind(path string, lock *os.File) (net.Listener, error) {
	err := unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return nil, ErrInUse
	}
	if err != nil {
		return nil, fmt.Errorf("control socket: %w", err)
	}
	info, err := os.Lstat(path)
	if err == nil && info.Mode().Type() != fs.ModeSocket {
		return nil, fmt.Errorf("%w: %s is no socket", ErrForeign, path)
	}
	if err == nil {
		err = os.Remove(path)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("control socket: %w", err)
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return nil, fmt.Errorf("control socket: %w", err)
	}
	// By chmod: the umask is the whole process's. Until then the folder, which
	// nobody else enters, stands before it.
	if err := os.Chmod(path, 0o600); err != nil {
		_ = l.Close()
		return nil, fmt.Errorf("control socket: %w", err)
	}
	return l, nil
}

// ownFolder says whether dir is a folder of ours and no link to one; with shut
// it is closed to others.
func ownFolder(dir string, shut bool) error {
	fd, err := unix.Open(dir, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	switch {
	case errors.Is(err, unix.ELOOP), errors.Is(err, unix.ENOTDIR):
		return fmt.Errorf("%w: %s is a link or no folder", ErrForeign, dir)
	case errors.Is(err, unix.EACCES), errors.Is(err, unix.EPERM):
		return fmt.Errorf("%w: %s is closed to you", ErrForeign, dir)
	case err != nil:
		return fmt.Errorf("control socket: %s: %w", dir, err)
	}
	f := os.NewFile(uintptr(fd), dir)
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("control socket: %w", err)
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || int64(stat.Uid) != int64(os.Geteuid()) {
		return fmt.Errorf("%w: %s belongs to another user", ErrForeign, dir)
	}
	if info.Mode().Perm() == 0o700 {
		return nil
	}
	if !shut {
		return fmt.Errorf("%w: others may enter %s", ErrForeign, dir)
	}
	if err := f.Chmod(0o700); err != nil {
		return fmt.Errorf("control socket: %w", err)
	}
	return nil
}

// dial connects to the player of dir, which has to be the same user's.
func dial(ctx context.Context, dir string) (net.Conn, error) {
	path := Path(dir)
	if len(path) > maxPath {
		return nil, &PathTooLong{path}
	}
	err := ownFolder(dir, false)
	if err == nil {
		var conn net.Conn
		if conn, err = (&net.Dialer{}).DialContext(ctx, "unix", path); err == nil {
			if err = checkPeer(conn); err == nil {
				return conn, nil
			}
			_ = conn.Close()
		}
	}
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.ECONNREFUSED) {
		return nil, ErrNotRunning
	}
	return nil, err
}

// checkPeer refuses the process of another user at the other end.
func checkPeer(conn net.Conn) error {
	u, ok := conn.(*net.UnixConn)
	if !ok {
		return fmt.Errorf("%w: not a unix socket", ErrForeign)
	}
	raw, err := u.SyscallConn()
	if err != nil {
		return err
	}
	var uid uint32
	var asked error
	if err := raw.Control(func(fd uintptr) { uid, asked = peerUID(int(fd)) }); err != nil {
		return err
	}
	if asked != nil {
		return fmt.Errorf("%w: nobody says whose process it is: %w", ErrForeign, asked)
	}
	return checkUID(uid)
}

// checkUID lets our own user in, nobody else: root has other ways.
func checkUID(uid uint32) error {
	if int64(uid) != int64(os.Geteuid()) {
		return fmt.Errorf("%w: a process of user %d", ErrForeign, uid)
	}
	return nil
}
