//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"

	"golang.org/x/sys/unix"
	xterm "golang.org/x/term"
)

const (
	pasteOn, pasteOff  = "\x1b[?2004h", "\x1b[?2004l"
	pasteBegin, pasted = "\x1b[200~", "\x1b[201~"

	// moreWait is how long an Enter waits for what a terminal without marks of
	// pastes may send behind it: lines that came as one.
	moreWait = 100 * time.Millisecond
	// maxHidden bounds what is pasted, in bytes.
	maxHidden = 1 << 20
)

// readHidden reads what is typed or pasted on a terminal, up to Enter, without
// showing it. It edits by itself: the system's own lines end at 4095 bytes, where
// a Cookie header goes on, and at the first of several, whose others the shell
// would get.
func readHidden(in *os.File, out io.Writer) (string, error) {
	before, err := xterm.MakeRaw(int(in.Fd()))
	if err != nil {
		return "", err
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	_, _ = io.WriteString(out, pasteOn)
	defer func() {
		signal.Stop(signals)
		_, _ = io.WriteString(out, pasteOff)
		_ = xterm.Restore(int(in.Fd()), before)
	}()
	var line hiddenLine
	entered := false
	for buf := make([]byte, 4<<10); ; {
		more, err := readable(in, moreWait)
		select {
		case <-signals:
			return "", context.Canceled
		default:
		}
		switch {
		case err != nil:
			return "", err
		case !more && entered:
			return line.text(), nil
		case !more:
			continue
		}
		n, err := in.Read(buf)
		if err != nil {
			return "", err
		}
		if entered { // it was one of several lines
			line.got = append(line.got, '\n')
		}
		if entered, err = line.add(buf[:n]); err != nil {
			return "", err
		}
	}
}

// readable waits until there is something to read, or the time is over. (select
// and not poll, which some systems do not have for terminals.)
func readable(in *os.File, wait time.Duration) (bool, error) {
	var set unix.FdSet
	fd := int(in.Fd())
	set.Zero()
	set.Set(fd)
	limit := unix.NsecToTimeval(wait.Nanoseconds())
	n, err := unix.Select(fd+1, &set, nil, nil, &limit)
	if errors.Is(err, unix.EINTR) {
		return false, nil
	}
	return n > 0, err
}

// hiddenLine is what was typed so far.
type hiddenLine struct {
	got     []byte
	rest    []byte // the beginning of a sequence
	pasting bool
}

var errTooLong = errors.New("too long")

// add takes bytes of the terminal; end says that the last of them was Enter.
func (l *hiddenLine) add(b []byte) (end bool, err error) {
	b = append(l.rest, b...)
	l.rest = nil
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == 0x1b:
			n := sequence(b[i:])
			if n == 0 {
				l.rest = bytes.Clone(b[i:])
				return false, nil
			}
			switch string(b[i : i+n]) {
			case pasteBegin:
				l.pasting = true
			case pasted:
				l.pasting = false
			}
			i += n - 1
		case c == '\r' || c == '\n':
			if !l.pasting && i == len(b)-1 {
				return true, nil
			}
			l.got = append(l.got, '\n')
		case l.pasting || c >= ' ' && c != 0x7f || c == '\t':
			l.got = append(l.got, c)
		default:
			if err := l.key(c); err != nil {
				return false, err
			}
		}
		if len(l.got) > maxHidden {
			return false, errTooLong
		}
	}
	return false, nil
}

// key is one that edits, or ends.
func (l *hiddenLine) key(c byte) error {
	switch c {
	case 0x03, 0x1c: // Ctrl-C, Ctrl-\
		return context.Canceled
	case 0x04: // Ctrl-D
		if len(l.got) == 0 {
			return io.EOF
		}
	case 0x08, 0x7f:
		_, n := utf8.DecodeLastRune(l.got)
		l.got = l.got[:len(l.got)-n]
	case 0x15: // Ctrl-U
		l.got = nil
	}
	return nil
}

// sequence is the length of the escape sequence that b begins with; 0 when it
// goes on.
func sequence(b []byte) int {
	if len(b) == 1 {
		return 0
	}
	if b[1] != '[' && b[1] != 'O' {
		return 1
	}
	for i, c := range b[2:] {
		if c >= 0x40 && c <= 0x7e {
			return i + 3
		}
	}
	return 0
}

func (l *hiddenLine) text() string { return strings.ToValidUTF8(string(l.got), "?") }
