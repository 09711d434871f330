package term

import (
	"context"
	"os"
	"os/signal"
)

// Signals delivers the signals that end the program, until ctx is done:
// TERM, HUP, INT and QUIT on Unix; Ctrl-C, Ctrl-Break and the closing of the
// console, logoff and shutdown (as TERM) on Windows. The channel is never
// closed.
func Signals(ctx context.Context) <-chan os.Signal {
	c := make(chan os.Signal, 4)
	signal.Notify(c, ending...)
	context.AfterFunc(ctx, func() { signal.Stop(c) })
	return c
}
