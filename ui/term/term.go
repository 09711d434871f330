// Package term owns what reaches the terminal beside the frame, and giving
// the terminal back however the program ends. It draws nothing.
package term

import (
	"errors"
	"io"
	"os"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	xterm "golang.org/x/term"

	"ncmtui/internal/safe"
	"ncmtui/ui/lang"
	"ncmtui/ui/term/thin"
	"ncmtui/ui/text"
)

// titleCells bounds the window's title; window lists show fewer.
const titleCells = 120

// Title is the text for tea.View.WindowTitle, which the renderer writes out
// as it is.
func Title(t text.Clean) string { return t.Cut(titleCells).String() }

// maxCopy bounds what goes through OSC 52; terminals drop longer sequences.
const maxCopy = 64 << 10

// Copy puts clean text into the clipboard, by OSC 52. Call it only for a key
// the user pressed.
func Copy(t text.Clean) tea.Cmd {
	s := t.String()
	if s == "" || len(s) > maxCopy {
		return nil
	}
	return tea.SetClipboard(s)
}

// Unfit says why there can be no full screen. Reason is "input", "output" or
// "dumb".
type Unfit struct{ Reason string }

// Error is the English sentence.
func (u *Unfit) Error() string { return u.Sentence(lang.EN).String() }

// Sentence says what is the case, and what to do.
func (u *Unfit) Sentence(l lang.Lang) lang.Sentence {
	what := map[string]lang.Both{
		"input":  {ZH: "标准输入不是终端，不能打开全屏界面", EN: "standard input is not a terminal, so there can be no full screen"},
		"output": {ZH: "标准输出不是终端，不能打开全屏界面", EN: "standard output is not a terminal, so there can be no full screen"},
		"dumb":   {ZH: "终端类型（TERM）为空或为 dumb，不能打开全屏界面", EN: "the terminal says of itself (TERM) that it is dumb, or nothing, so there can be no full screen"},
	}[u.Reason]
	do := lang.Both{
		ZH: "在终端里运行；ncmtui --help 列出用法",
		EN: "run it in a terminal; ncmtui --help lists what there is",
	}
	return lang.Sentence{What: what.In(l), Do: do.In(l)}
}

// Check says whether the two files can carry a full screen; the error is an
// *Unfit. The size is no reason: the screen itself asks for a larger one.
func Check(in, out *os.File, getenv func(string) string) error {
	switch {
	case in == nil || !xterm.IsTerminal(int(in.Fd())):
		return &Unfit{"input"}
	case out == nil || !xterm.IsTerminal(int(out.Fd())):
		return &Unfit{"output"}
	case dumb(getenv("TERM")):
		return &Unfit{"dumb"}
	}
	return nil
}

// writeLimit is how long giving the terminal back may take: one that stopped
// reading (XOFF, a dead connection) must not keep the program.
const writeLimit = 200 * time.Millisecond

// Screen is the terminal while the program has it. In and Out go to
// tea.WithInput and tea.WithOutput; after Restore, writes to Out go nowhere,
// so that no late frame spoils the shell.
type Screen struct {
	In  *os.File
	Out *Gate

	saved *state
	once  sync.Once
	err   error

	mu    sync.Mutex
	guard *guard
	over  bool // given back
}

// Open remembers the mode of a terminal that passed Check. It must be called
// before the program changes it.
func Open(in, out *os.File) (*Screen, error) {
	saved, err := saveState(in, out)
	if err != nil {
		return nil, err
	}
	return &Screen{In: in, Out: newGate(out), saved: saved}, nil
}

// wholeLines is the variable that lets every byte of the renderer through,
// for a terminal that shows something else than package thin believes.
const wholeLines = "NCMTUI_WHOLE_LINES"

// Restore gives the terminal back as it was at Open. It may be called more
// than once and from any goroutine, a panicking one too, and is over in little
// more than 200 ms even on a terminal that has stopped reading; all calls give
// the first one's error. Call it before anything is printed for the shell.
func (s *Screen) Restore() error {
	s.once.Do(func() {
		done := make(chan error, 1)
		s.Out.shut()
		safe.Go("terminal restore", func() {
			_, err := s.Out.File.Write(Restore())
			done <- err
		})
		var wrote error
		select {
		case wrote = <-done:
		case <-time.After(writeLimit):
			wrote = os.ErrDeadlineExceeded
		}
		s.err = errors.Join(wrote, s.saved.restore(s.In, s.Out.File))
		s.mu.Lock()
		defer s.mu.Unlock()
		s.over = true
		if s.guard != nil {
			s.guard.end()
		}
	})
	return s.err
}

// Gate is the terminal's output, which can be shut for good. What the
// terminal shows already does not pass.
type Gate struct {
	*os.File
	way    io.Writer // to the file, nil: none but its own
	mu     sync.RWMutex
	closed bool
}

func newGate(f *os.File) *Gate {
	g := &Gate{File: f}
	if os.Getenv(wholeLines) == "" {
		g.way = thin.New(f, func() (w, h int) {
			w, h, err := xterm.GetSize(int(f.Fd()))
			if err != nil {
				return 0, 0
			}
			return w, h
		})
	}
	return g
}

// Write passes on until the gate is shut; after that it drops, without an
// error, so that the renderer ends as always.
func (g *Gate) Write(p []byte) (int, error) {
	g.mu.RLock()
	closed := g.closed
	g.mu.RUnlock()
	if closed {
		return len(p), nil
	}
	if g.way == nil {
		return g.File.Write(p)
	}
	return g.way.Write(p)
}

// WriteString is Write; without it the file's own would pass the gate.
func (g *Gate) WriteString(s string) (int, error) { return g.Write([]byte(s)) }

// shut closes the gate without waiting for a write that is stuck.
func (g *Gate) shut() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
}
