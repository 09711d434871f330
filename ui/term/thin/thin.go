// Package thin owns the last stretch of the way to the terminal: it knows what
// the terminal shows and passes on only what changes that. It decides nothing
// about what is shown.
//
// The renderer of Bubble Tea writes a whole line anew when the line holds a
// wide character, because it cannot trust every terminal with half of one. On
// a screen full of Chinese that is 12 kB for one key. The Writer reads the
// renderer's stream as a terminal would, into the grid of cells that is
// wanted, compares it with the grid that is shown, and writes the difference,
// always from absolute columns and whole characters. Where a row holds
// something whose width terminals disagree about (emoji, combining marks),
// that row is still written whole.
//
// What the Writer does not know how to follow goes to the terminal untouched,
// and so does everything after it until the program clears the screen.
package thin

import (
	"bytes"
	"io"
	"sync"
)

// Writer is an io.Writer in front of a terminal. Make it with New.
type Writer struct {
	mu      sync.Mutex
	out     io.Writer
	size    func() (w, h int)
	newline bool

	w, h       int
	want, show grid
	dirty      []bool // rows of want that may differ from show
	clusters   clusters
	top, bot   int // the scrolling region, last row included

	cur     cursor // where the program believes the cursor to be
	real    cursor // where it is; x < 0: not known
	lost    bool   // the grids are not true: all is passed on
	alt     bool
	home    bool // the last sequence put the cursor into the first cell
	hidden  bool // the cursor
	noWrap  bool
	byGraph bool // the terminal clusters graphemes (mode 2027)
	last    cell // the last character written, for REP

	held []byte // the beginning of a sequence that is not whole yet
	buf  []byte // what goes to the terminal
	sync int    // where in buf an update was opened (mode 2026), -1: it is not
}

type cursor struct {
	x, y int
	wrap bool // the next character goes to the next row
	pen  style
}

// Option changes what New makes.
type Option func(*Writer)

// NewlineReturns says that the terminal's line turns LF into CR LF, as it
// does when it is not raw.
func NewlineReturns() Option { return func(w *Writer) { w.newline = true } }

// New makes a Writer to out. size gives the terminal's size in cells; it is
// asked whenever the screen is cleared.
func New(out io.Writer, size func() (w, h int), opts ...Option) *Writer {
	w := &Writer{out: out, size: size, lost: true, sync: -1}
	for _, o := range opts {
		o(w)
	}
	return w
}

// maxHeld bounds a sequence that does not end.
const maxHeld = 1 << 20

// Write takes what the renderer writes, one frame or several, and passes on
// what is needed in one write. After an error the terminal may show anything,
// so nothing is left out until the screen is cleared.
func (w *Writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	in := p
	if len(w.held) > 0 {
		in = append(w.held, p...)
		w.held = nil
	}
	w.buf = w.buf[:0]
	for len(in) > 0 {
		n := w.step(in)
		if n == 0 {
			w.hold(in)
			break
		}
		in = in[n:]
	}
	w.settle()
	if len(w.buf) == 0 {
		return len(p), nil
	}
	if _, err := w.out.Write(w.buf); err != nil {
		w.lost = true
		return 0, err
	}
	return len(p), nil
}

// hold keeps an incomplete sequence for the next write.
func (w *Writer) hold(in []byte) {
	if len(in) > maxHeld {
		w.lose(in)
		return
	}
	w.held = bytes.Clone(in)
}

// settle brings the terminal to what is wanted at the end of a write.
func (w *Writer) settle() {
	w.sync = -1
	if !w.lost {
		w.bring()
	}
}

// bring draws; the cursor matters only where it is seen.
func (w *Writer) bring() {
	w.draw()
	if !w.hidden {
		w.moveTo(w.cur.x, w.cur.y)
	}
	w.setPen(style{})
}

// agree brings the terminal to exactly the state that the program believes it
// to be in, for a sequence that depends on it.
func (w *Writer) agree() {
	if w.lost {
		return
	}
	w.draw()
	w.moveTo(w.cur.x, w.cur.y)
	w.setPen(w.cur.pen)
}

// pass hands a sequence on that changes no cell and no cursor.
func (w *Writer) pass(seq []byte) { w.buf = append(w.buf, seq...) }

// lose hands a sequence on, and everything after it until a clear screen.
func (w *Writer) lose(seq []byte) {
	w.agree()
	w.lost = true
	w.pass(seq)
}

// found begins anew on a screen that is all blank, the cursor in its first
// cell.
func (w *Writer) found() {
	cols, rows := w.size()
	if cols <= 0 || rows <= 0 {
		w.lost = true
		return
	}
	if cols != w.w || rows != w.h {
		w.w, w.h = cols, rows
		w.want, w.show = make(grid, cols*rows), make(grid, cols*rows)
		w.dirty = make([]bool, rows)
	}
	w.clusters.reset()
	blank := blankOf(w.cur.pen)
	w.want.fill(blank)
	w.show.fill(blank)
	clear(w.dirty)
	w.top, w.bot = 0, rows-1
	w.cur.x, w.cur.y, w.cur.wrap = 0, 0, false
	w.real = w.cur
	w.last = cell{}
	w.lost, w.noWrap = false, false
}
