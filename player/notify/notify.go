// Package notify shows the song that begins as a notification of the desktop.
// It shows what it is given, as text and never as a program, replaces its own
// last notification, and never makes the player wait.
package notify

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"ncmtui/internal/safe"
)

// Note is what is shown. The texts are clean: one line each, no controls.
type Note struct {
	Title, Body string
	Image       *Image // nil: none
}

// Image is a picture: three bytes a pixel, red, green, blue, row by row.
type Image struct {
	W, H int
	RGB  []byte
}

// whole says whether the picture has all its pixels.
func (i *Image) whole() bool {
	return i != nil && i.W > 0 && i.H > 0 && i.W <= maxSide && i.H <= maxSide && len(i.RGB) == 3*i.W*i.H
}

// maxSide bounds a picture; a message of the bus is not for large ones.
const maxSide = 512

// Desktop shows notes. The next one takes the place of the last.
type Desktop interface {
	Show(ctx context.Context, n Note) error
	Close() error
}

// showLimit bounds one attempt to show a note, its picture included.
const showLimit = 5 * time.Second

// Notifier shows the newest note, on one goroutine that Close ends.
type Notifier struct {
	desktop Desktop
	log     *slog.Logger

	mu     sync.Mutex
	next   func(context.Context) Note // nil: nothing waits
	cancel context.CancelFunc         // of what is being shown
	stop   context.CancelFunc
	wake   chan struct{}
	group  safe.Group
}

// New starts a Notifier. A nil desktop is the system's, a nil log none.
func New(desktop Desktop, log *slog.Logger) *Notifier {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	if desktop == nil {
		desktop = System()
	}
	n := &Notifier{desktop: desktop, log: log, wake: make(chan struct{}, 1)}
	ctx, stop := context.WithCancel(context.Background())
	n.stop = stop
	n.group.Go("notifications", func() { n.run(ctx) })
	return n
}

// Show hands a note over; it returns at once. The note is made on the
// notifier's goroutine, with its cover for instance; a newer one ends that.
func (n *Notifier) Show(note func(context.Context) Note) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.next = note
	if n.cancel != nil {
		n.cancel()
	}
	select {
	case n.wake <- struct{}{}:
	default:
	}
}

// Close ends the notifier; it does not wait for a desktop that does not answer.
func (n *Notifier) Close() {
	n.stop()
	n.group.Wait()
}

func (n *Notifier) run(ctx context.Context) {
	defer func() { _ = n.desktop.Close() }()
	failed := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-n.wake:
		}
		err := n.show(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil && !failed { // once: a machine without a desktop stays one
			n.log.Info("no notification", "err", err)
		}
		failed = err != nil
	}
}

func (n *Notifier) show(whole context.Context) error {
	ctx, cancel := context.WithTimeout(whole, showLimit)
	defer cancel()
	n.mu.Lock()
	made := n.next
	n.next, n.cancel = nil, cancel
	n.mu.Unlock()
	if made == nil {
		return nil
	}
	note := made(ctx)
	if n.newer() || whole.Err() != nil {
		return nil
	}
	if ctx.Err() != nil { // it is shown as it is
		ctx, cancel = context.WithTimeout(whole, showLimit)
		defer cancel()
	}
	err := n.desktop.Show(ctx, note)
	if n.newer() {
		return nil // that one ended this
	}
	return err
}

func (n *Notifier) newer() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.next != nil
}
