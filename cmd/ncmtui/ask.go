package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"regexp"
	"sync"

	xterm "golang.org/x/term"

	"ncmtui/internal/safe"
)

var errNoTerminal = errors.New("no terminal")

// lastAnswer ends what a terminal says: its kind, which every one tells.
var lastAnswer = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\x1b\[\?[\d;]*c`)
})

// ask writes a question to the terminal and reads what it answers, until the
// last answer or the end of ctx; what came by then is given in any case. A
// terminal that never answers keeps a goroutine that waits for the next key.
func ask(ctx context.Context, in, out *os.File, question string) (string, error) {
	if !xterm.IsTerminal(int(in.Fd())) || !xterm.IsTerminal(int(out.Fd())) {
		return "", errNoTerminal
	}
	before, err := xterm.MakeRaw(int(in.Fd()))
	if err != nil {
		return "", err
	}
	defer func() { _ = xterm.Restore(int(in.Fd()), before) }()
	if _, err := out.WriteString(question); err != nil {
		return "", err
	}
	heard := make(chan []byte, 1)
	safe.Go("terminal's answer", func() { listen(ctx, in, heard) })
	var said []byte
	for {
		select {
		case <-ctx.Done():
			return string(said), context.Cause(ctx)
		case more, ok := <-heard:
			if said = append(said, more...); !ok {
				return string(said), errNoTerminal
			}
			if lastAnswer().Match(said) {
				return string(said), nil
			}
		}
	}
}

// listen passes on what is typed, until the last answer of the terminal.
func listen(ctx context.Context, in *os.File, heard chan<- []byte) {
	defer close(heard)
	var said, buf []byte
	for buf = make([]byte, 256); ; {
		n, err := in.Read(buf)
		said = append(said, buf[:n]...)
		select {
		case heard <- bytes.Clone(buf[:n]):
		case <-ctx.Done():
			return
		}
		if err != nil || lastAnswer().Match(said) {
			return
		}
	}
}
