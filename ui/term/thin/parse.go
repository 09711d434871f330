package thin

import (
	"bytes"

	"github.com/charmbracelet/x/ansi"
)

// param is a parameter of a control sequence; v is -1 when it is left out,
// more is true when a colon follows.
type param struct {
	v    int
	more bool
}

// maxParams is more than the renderer uses; longer sequences are not followed.
const maxParams = 32

// step takes the first thing of the stream; n is its length, 0 when it is not
// whole yet.
func (w *Writer) step(in []byte) (n int) {
	c := in[0]
	if c == ansi.ESC {
		return w.escape(in)
	}
	w.home = false
	switch {
	case w.lost:
		if n = bytes.IndexByte(in, ansi.ESC); n < 0 {
			n = len(in)
		}
		w.pass(in[:n])
		return n
	case c < ' ' || c == ansi.DEL:
		w.control(in[:1])
		return 1
	}
	ch, n := w.character(in)
	if n < 0 {
		w.lose(in[:1])
		return 1
	}
	if n > 0 {
		ch.style = w.cur.pen
		w.put(ch)
	}
	return n
}

func (w *Writer) control(in []byte) {
	switch in[0] {
	case '\r':
		w.cur.x, w.cur.wrap = 0, false
	case '\n':
		w.index()
		if w.newline {
			w.cur.x = 0
		}
	case '\b':
		w.cur.x, w.cur.wrap = max(w.cur.x-1, 0), false
	case '\t':
		w.tab(1)
	case 0, '\a':
		w.pass(in)
	default:
		w.lose(in)
	}
}

// escape takes a sequence.
func (w *Writer) escape(in []byte) (n int) {
	if len(in) < 2 {
		return 0
	}
	home := w.home
	w.home = false
	switch in[1] {
	case '[':
		return w.sequence(in, home)
	case ']', 'P', '_', '^', 'X':
		return w.str(in)
	}
	n = 2
	for in[n-1] >= 0x20 && in[n-1] < 0x30 { // intermediates
		if n == len(in) {
			return 0
		}
		n++
	}
	seq := in[:n]
	switch {
	case w.lost, in[1] == '=', in[1] == '>', in[1] == '(' && in[2] == 'B':
		w.pass(seq)
	case in[1] == 'M':
		w.reverseIndex()
	case in[1] == 'D':
		w.index()
	default:
		w.lose(seq)
	}
	return n
}

// str takes a title, a clipboard, a picture: what ends in ST or BEL.
func (w *Writer) str(in []byte) (n int) {
	tmux := bytes.HasPrefix(in, []byte("\x1bPtmux;"))
	for n = 2; ; n++ {
		if n >= len(in) {
			return 0
		}
		if in[n] == '\a' && in[1] == ']' {
			n++
			break
		}
		if in[n] == ansi.ESC {
			if n+1 == len(in) {
				return 0
			}
			if in[n+1] == ansi.ESC && tmux { // an escape of what is handed on
				n++
				continue
			}
			if in[n+1] == '\\' {
				n += 2
			}
			break
		}
	}
	seq := in[:n]
	link := bytes.HasPrefix(seq, []byte("\x1b]8;"))
	drawn := in[1] == 'P' && in[2] != '+' && in[2] != '$' && !tmux
	switch {
	case !w.lost && (link || drawn):
		w.lose(seq)
	case in[1] == '_':
		w.agree()
		w.pass(seq)
	default:
		w.pass(seq)
	}
	return n
}

// sequence takes a control sequence.
func (w *Writer) sequence(in []byte, home bool) (n int) {
	var (
		room          [maxParams]param
		p             = room[:0]
		prefix, inter byte
		open, over    bool
	)
	for n = 2; ; n++ {
		if n >= len(in) {
			return 0
		}
		c := in[n]
		switch {
		case c >= '0' && c <= '9':
			if !open {
				p, over = grow(p, over)
				open = true
			}
			if last := &p[len(p)-1]; last.v < 0 {
				last.v = int(c - '0')
			} else if last.v < 1<<20 {
				last.v = last.v*10 + int(c-'0')
			}
			continue
		case c == ';' || c == ':':
			if !open {
				p, over = grow(p, over)
			}
			p[len(p)-1].more = c == ':'
			open = false
			continue
		case c >= '<' && c <= '?':
			prefix = c
			continue
		case c >= ' ' && c <= '/':
			inter = c
			continue
		}
		break
	}
	n++
	q := csi{in[:n], p, prefix, inter, in[n-1]}
	if q.final < '@' || q.final > '~' || over {
		w.lose(q.seq)
		return n
	}
	w.follow(q, home)
	return n
}

// csi is a control sequence, taken apart.
type csi struct {
	seq           []byte
	p             []param
	prefix, inter byte // 0: none
	final         byte
}

// follow does what a control sequence says; home is true when the one before
// it put the cursor into the first cell.
func (w *Writer) follow(q csi, home bool) {
	seq, p, final := q.seq, q.p, q.final
	switch {
	case q.prefix == '?' && q.inter == 0 && (final == 'h' || final == 'l'):
		w.modes(seq, p, final == 'h')
	case q.prefix == '?' && (final == 'J' || final == 'K'):
		w.lose(seq)
	case q.prefix != 0 || q.inter != 0:
		w.pass(seq)
	case final == 'm':
		w.sgr(seq, p)
	case final == 'J' && at(p, 0, 0) == 2:
		w.clear(seq, home)
	case w.lost:
		w.home = final == 'H' && at(p, 0, 1) <= 1 && at(p, 1, 1) <= 1
		w.pass(seq)
	case final == 'c' || final == 't':
		w.pass(seq)
	case final == 'n':
		w.agree()
		w.pass(seq)
	default:
		if !w.move(final, p) && !w.edit(final, p) && !w.scrolling(final, p, seq) {
			w.lose(seq)
		}
	}
}

func grow(p []param, over bool) (q []param, tooMany bool) {
	if len(p) == maxParams {
		p[maxParams-1] = param{v: -1}
		return p, true
	}
	return append(p, param{v: -1}), over
}

// at is parameter i, or what it is when left out.
func at(p []param, i, missing int) int {
	if i >= len(p) || p[i].v < 0 {
		return missing
	}
	return p[i].v
}

func (w *Writer) sgr(seq []byte, p []param) {
	known := w.cur.pen.apply(p)
	switch {
	case w.lost:
		w.pass(seq)
	case !known:
		w.lose(seq)
	}
}

// clear is the one sequence after which all is known again.
func (w *Writer) clear(seq []byte, home bool) {
	if w.lost {
		w.pass(seq)
		if w.alt && home {
			w.found()
		}
		return
	}
	x, y := w.cur.x, w.cur.y
	clear(w.dirty)
	w.setPen(w.cur.pen)
	w.pass([]byte(ansi.CursorHomePosition))
	w.pass(seq)
	w.found()
	w.cur.x, w.cur.y = min(x, w.w-1), min(y, w.h-1)
}

const (
	modeWrap     = 7
	modeCursor   = 25
	modeOrigin   = 6
	modeAlt      = 1049
	modeSync     = 2026
	modeGrapheme = 2027
)

// modes are switched, the ones that matter here noticed.
func (w *Writer) modes(seq []byte, p []param, on bool) {
	if len(p) != 1 {
		w.lose(seq) // the renderer never does
		return
	}
	switch p[0].v {
	case modeWrap:
		w.noWrap = !on
		if !w.lost {
			return // written where it is needed
		}
	case modeCursor:
		w.showCursor(seq, on)
		return
	case modeSync:
		w.update(seq, on)
		return
	case modeGrapheme:
		w.byGraph = on
	case modeAlt:
		w.alt = on
		w.lose(seq)
		return
	case modeOrigin, 47, 1047, 1048:
		w.lose(seq)
		return
	}
	w.pass(seq)
}

// showCursor: it must be in its place before it is seen. An update that was
// nothing leaves no blink.
func (w *Writer) showCursor(seq []byte, on bool) {
	w.hidden = !on
	if on {
		w.agree()
		if bytes.HasSuffix(w.buf, []byte(ansi.ResetModeTextCursorEnable)) {
			w.buf = w.buf[:len(w.buf)-len(ansi.ResetModeTextCursorEnable)]
		}
	}
	w.pass(seq)
}

// update is a bracket around what the terminal shows at once; one around
// nothing is left out.
func (w *Writer) update(seq []byte, on bool) {
	if on {
		w.sync = len(w.buf)
		w.pass(seq)
		return
	}
	if !w.lost {
		w.bring()
	}
	if w.sync >= 0 && len(w.buf) == w.sync+len(seq) {
		w.buf = w.buf[:w.sync]
	} else {
		w.pass(seq)
	}
	w.sync = -1
}
