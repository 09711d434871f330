//go:build !linux && !darwin && !windows

package remote

import (
	"context"
	"net"
	"path/filepath"
)

const maxPath = 107

// Path is where the socket of a runtime folder would be.
func Path(dir string) string { return filepath.Join(dir, "control.sock") }

func listen(string) (net.Listener, func() error, error) { return nil, nil, ErrNotSupported }

func dial(context.Context, string) (net.Conn, error) { return nil, ErrNotSupported }

func checkPeer(net.Conn) error { return ErrNotSupported }
