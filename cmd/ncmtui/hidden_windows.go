package main

import (
	"io"
	"os"

	xterm "golang.org/x/term"
)

// readHidden reads a line that is typed on a terminal without showing it.
func readHidden(in *os.File, _ io.Writer) (string, error) {
	text, err := xterm.ReadPassword(int(in.Fd()))
	return string(text), err
}
