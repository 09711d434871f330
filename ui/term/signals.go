package term

import (
	"os"
	"os/signal"
)

// Signals delivers the signals that end the program: TERM, HUP, INT and QUIT on
// Unix; Ctrl-C, Ctrl-Break and the closing of the console, logoff and shutdown
// (as TERM) on Windows. From then on none of them ends the process by itself:
// one that comes while it saves must not cut that short. The channel is never
// closed.
func Signals() <-chan os.Signal {
	c := make(chan os.Signal, 4)
	signal.Notify(c, ending...)
	return c
}
