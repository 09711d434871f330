//go:build !unix || ios

package notify

import (
	"context"
	"errors"
)

// System is the desktop of this session: of this kind of system none is known.
func System() Desktop { return none{} }

func sessionBus() bool { return false }

type none struct{}

// errNotSupported says that there are no notifications on this system.
var errNotSupported = errors.New("notifications are not supported on this system")

func (none) Show(context.Context, Note) error { return errNotSupported }
func (none) Close() error                     { return nil }
