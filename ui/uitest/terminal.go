package uitest

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"ncmtui/internal/safe"
)

// terminal is the emulator behind a mutex, with a line discipline in front of
// it and an input queue without a bound behind it: answers of the emulator
// never wait for the program, as a real kernel buffers them.
type terminal struct {
	mu     sync.Mutex
	em     *vt.Emulator
	part   []byte // the beginning of a rune
	last   byte   // the last printable ASCII byte, for combining marks
	bytes  int
	title  string
	images map[string]bool // by id
	clip   string
	line   bool // a real line is in front: a newline is one
	modes  map[ansi.Mode]bool
	input  inbox
	wait   sync.WaitGroup

	record  bool
	written bytes.Buffer
}

// graphics keeps count of the images it was given, in kitty's protocol.
func (t *terminal) graphics(data []byte) bool {
	control, _, ok := strings.Cut(strings.TrimPrefix(string(data), "G"), ";")
	if !ok {
		control = strings.TrimPrefix(string(data), "G")
	}
	keys := map[string]string{}
	for pair := range strings.SplitSeq(control, ",") {
		k, v, _ := strings.Cut(pair, "=")
		keys[k] = v
	}
	switch keys["a"] {
	case "T":
		t.images[keys["i"]] = true
	case "d":
		delete(t.images, keys["i"])
	}
	return true
}

func newTerminal(w, h int) *terminal {
	t := &terminal{em: vt.NewEmulator(w, h), modes: map[ansi.Mode]bool{}, images: map[string]bool{}}
	t.modes[ansi.ModeTextCursorEnable] = true
	t.input.cond.L = &t.input.mu
	t.em.SetCallbacks(vt.Callbacks{
		EnableMode:       func(m ansi.Mode) { t.modes[m] = true },
		DisableMode:      func(m ansi.Mode) { t.modes[m] = false },
		CursorVisibility: func(v bool) { t.modes[ansi.ModeTextCursorEnable] = v },
	})
	t.em.RegisterApcHandler(t.graphics)
	t.wait.Add(1)
	safe.Go("uitest terminal input", func() {
		defer t.wait.Done()
		_, _ = io.Copy(&t.input, onlyReader{t.em})
		t.input.close()
	})
	return t
}

// onlyReader hides every other method from io.Copy.
type onlyReader struct{ io.Reader }

// Write takes the program's output: a newline becomes CR LF, as a terminal
// line does it. Two weaknesses of the emulator are kept from it: a mark on an
// ASCII letter is dropped, because it would get a cell of its own, and titles
// and clipboard are read here, because the byte 0x9C within a rune (夜) would
// end them.
func (t *terminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bytes += len(p)
	if t.record {
		t.written.Write(p)
	}
	in := append(t.part, p...)
	t.part = nil
	out := make([]byte, 0, len(in)+16)
	for len(in) > 0 {
		if n := t.command(in); n > 0 {
			in = in[n:]
			continue
		} else if n < 0 || !utf8.FullRune(in) {
			t.part = bytes.Clone(in)
			break
		}
		r, n := utf8.DecodeRune(in)
		switch {
		case r == '\n' && !t.line:
			out = append(out, '\r', '\n')
		case t.last != 0 && unicode.In(r, unicode.Mn, unicode.Me):
		default:
			out = append(out, in[:n]...)
			t.last = 0
			if r >= ' ' && r < utf8.RuneSelf {
				t.last = byte(r)
			}
		}
		in = in[n:]
	}
	_, err := t.em.Write(clampMargins(out, t.em.Height()))
	return len(p), err
}

var margins = regexp.MustCompile("\x1b\\[([0-9]+);([0-9]+)r")

// clampMargins keeps scroll margins within the rows, as terminals do: those
// that the program wrote for a taller window arrive after it became lower.
func clampMargins(out []byte, rows int) []byte {
	return margins.ReplaceAllFunc(out, func(m []byte) []byte {
		part := margins.FindSubmatch(m)
		top, _ := strconv.Atoi(string(part[1]))
		bottom, _ := strconv.Atoi(string(part[2]))
		switch {
		case bottom <= rows:
			return m
		case top >= rows:
			return []byte("\x1b[r")
		}
		return fmt.Appendf(nil, "\x1b[%d;%dr", top, rows)
	})
}

// command reads a title or a clipboard command at the start of in; n is its
// length, 0 when there is none, -1 when it is not whole yet.
func (t *terminal) command(in []byte) (n int) {
	if in[0] != ansi.ESC {
		return 0
	}
	if len(in) < 5 {
		// Short enough to be the beginning of one, or to be something else.
		for _, start := range []string{"\x1b]0;", "\x1b]2;", "\x1b]52;"} {
			if strings.HasPrefix(start, string(in)) {
				return -1
			}
		}
		return 0
	}
	title := bytes.HasPrefix(in, []byte("\x1b]0;")) || bytes.HasPrefix(in, []byte("\x1b]2;"))
	if !title && !bytes.HasPrefix(in, []byte("\x1b]52;")) {
		return 0
	}
	end := bytes.IndexAny(in[1:], "\a\x1b") + 1
	switch {
	case end == 0, in[end] == ansi.ESC && end+1 == len(in):
		return -1
	case in[end] == ansi.ESC:
		n = end + 2
	default:
		n = end + 1
	}
	if title {
		t.title = string(in[4:end])
	} else {
		t.clip = string(in[2:end])
	}
	return n
}

// send puts bytes into the program's input.
func (t *terminal) send(s string) { _, _ = t.input.Write([]byte(s)) }

func (t *terminal) key(k uv.KeyPressEvent) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.em.SendKey(k)
}

func (t *terminal) mouse(m vt.Mouse) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.em.SendMouse(m)
}

func (t *terminal) resize(w, h int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.em.Resize(w, h)
	_, _ = t.em.WriteString("\x1b7\x1b[r\x1b8") // as terminals do; the old margins may lie outside
}

func (t *terminal) size() (w, h int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.em.Width(), t.em.Height()
}

// close ends the input; the emulator itself stays readable.
func (t *terminal) close() {
	if pw, ok := t.em.InputPipe().(io.Closer); ok {
		_ = pw.Close()
	}
	t.wait.Wait()
}

// grid copies the screen.
func (t *terminal) grid() grid {
	t.mu.Lock()
	defer t.mu.Unlock()
	return copyGrid(t.em, t.em.Width(), t.em.Height())
}

// inbox is a queue of bytes; Read waits for the next ones.
type inbox struct {
	mu     sync.Mutex
	cond   sync.Cond
	buf    []byte
	closed bool
}

// Write never waits.
func (b *inbox) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.buf = append(b.buf, p...)
	b.cond.Broadcast()
	return len(p), nil
}

// Read waits for a byte, and ends after close.
func (b *inbox) Read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(b.buf) == 0 && !b.closed {
		b.cond.Wait()
	}
	if len(b.buf) == 0 {
		return 0, io.EOF
	}
	n := copy(p, b.buf)
	b.buf = b.buf[n:]
	return n, nil
}

func (b *inbox) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	b.cond.Broadcast()
}
