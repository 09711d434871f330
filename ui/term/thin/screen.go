package thin

import (
	"strconv"

	"github.com/charmbracelet/x/ansi"
)

// put writes a character at the wanted cursor, as a terminal does.
func (w *Writer) put(c cell) {
	if w.cur.wrap && !w.noWrap {
		w.cur.x, w.cur.wrap = 0, false
		w.index()
	}
	if c.width == 2 && w.cur.x == w.w-1 {
		// Terminals differ in what becomes of it, the renderer never does it.
		w.lose(w.clusters.append(nil, c.r))
		return
	}
	w.last = c
	if c.r == ' ' {
		c.style = c.style.onBlank()
	}
	row := w.row(w.cur.y)
	x := w.cur.x
	w.split(row, x)
	w.split(row, x+int(c.width))
	row[x] = c
	if c.width == 2 {
		row[x+1] = cell{odd: c.odd, style: c.style}
	}
	if w.cur.x += int(c.width); w.cur.x >= w.w {
		w.cur.x, w.cur.wrap = w.w-1, true
	}
}

// row is a wanted row, about to be changed.
func (w *Writer) row(y int) []cell {
	w.dirty[y] = true
	return w.want[y*w.w : (y+1)*w.w]
}

// split makes sure that no character reaches over the left edge of column x.
// What terminals leave of one differs, so that the row is written whole.
func (w *Writer) split(row []cell, x int) {
	if x <= 0 || x >= len(row) || row[x].width != 0 {
		return
	}
	for _, i := range []int{x - 1, x} {
		row[i] = cell{r: ' ', width: 1, odd: true, style: row[i].style.onBlank()}
	}
}

// move takes the sequences that only move the cursor.
func (w *Writer) move(final byte, p []param) bool {
	n := max(at(p, 0, 1), 1)
	x, y := w.cur.x, w.cur.y
	switch final {
	case 'A':
		y = max(y-n, pick(y >= w.top, w.top, 0))
	case 'B':
		y = min(y+n, pick(y <= w.bot, w.bot, w.h-1))
	case 'C', 'a':
		x += n
	case 'D':
		x -= n
	case 'G', '`':
		x = n - 1
	case 'd':
		y = n - 1
	case 'H', 'f':
		y, x = n-1, max(at(p, 1, 1), 1)-1
	case 'I':
		w.tab(n)
		return true
	case 'Z':
		for range min(n, w.w) {
			x = max((x-1)/8*8, 0)
		}
	default:
		return false
	}
	w.cur.x, w.cur.y, w.cur.wrap = min(max(x, 0), w.w-1), min(max(y, 0), w.h-1), false
	return true
}

func (w *Writer) tab(n int) {
	for range min(n, w.w) {
		w.cur.x = min((w.cur.x/8+1)*8, w.w-1)
	}
	w.cur.wrap = false
}

// edit takes the sequences that erase, insert and delete characters.
func (w *Writer) edit(final byte, p []param) bool {
	n := max(at(p, 0, 1), 1)
	mode := at(p, 0, 0)
	x, y := w.cur.x, w.cur.y
	switch {
	case final == 'X':
		w.erase(y, x, min(x+n, w.w))
	case final == 'K' && mode <= 2:
		w.erase(y, pick(mode == 0, x, 0), pick(mode == 1, x+1, w.w))
	case final == 'J' && mode <= 1:
		w.erase(y, pick(mode == 0, x, 0), pick(mode == 1, x+1, w.w))
		for i := range w.h {
			if mode == 0 && i > y || mode == 1 && i < y {
				w.erase(i, 0, w.w)
			}
		}
	case final == '@':
		w.shift(n, false)
	case final == 'P':
		w.shift(n, true)
	case final == 'b':
		if w.last.width == 0 {
			return false
		}
		for range min(n, w.w*w.h) {
			w.put(w.last)
		}
	default:
		return false
	}
	return true
}

// erase blanks the columns from a to b (not included) of a row.
func (w *Writer) erase(y, a, b int) {
	row := w.row(y)
	w.split(row, a)
	w.split(row, b)
	grid(row[a:b]).fill(blankOf(w.cur.pen))
	w.cur.wrap = false
}

// shift deletes or inserts n characters at the cursor.
func (w *Writer) shift(n int, del bool) {
	row := w.row(w.cur.y)
	x := w.cur.x
	n = min(n, w.w-x)
	w.split(row, x)
	blank := blankOf(w.cur.pen)
	if del {
		w.split(row, x+n)
		copy(row[x:], row[x+n:])
		grid(row[w.w-n:]).fill(blank)
	} else {
		w.split(row, w.w-n)
		copy(row[x+n:], row[x:w.w-n])
		grid(row[x : x+n]).fill(blank)
	}
	w.cur.wrap = false
}

// scrolling takes the sequences that move whole rows. The terminal does them
// too: writing the rows anew would be dearer.
func (w *Writer) scrolling(final byte, p []param, seq []byte) bool {
	n := max(at(p, 0, 1), 1)
	inside := w.cur.y >= w.top && w.cur.y <= w.bot
	switch {
	case final == 'r':
		top, bot := max(at(p, 0, 1), 1)-1, min(max(at(p, 1, w.h), 1), w.h)-1
		if top >= bot {
			return false
		}
		w.top, w.bot = top, bot
		w.pass(seq)
		w.cur.x, w.cur.y, w.cur.wrap = 0, 0, false
		w.real.x, w.real.y = 0, 0
	case final == 'S':
		w.scroll(seq, w.top, n)
	case final == 'T' && len(p) <= 1:
		w.scroll(seq, w.top, -n)
	case final == 'M' && inside && w.cur.x == 0:
		w.scroll(seq, w.cur.y, n)
	case final == 'L' && inside && w.cur.x == 0:
		w.scroll(seq, w.cur.y, -n)
	default:
		return false
	}
	return true
}

// index goes a row down, and scrolls at the last one of the region.
func (w *Writer) index() {
	w.cur.wrap = false
	switch {
	case w.cur.y == w.bot:
		w.scroll([]byte("\x1bD"), w.top, 1)
	case w.cur.y < w.h-1:
		w.cur.y++
	}
}

func (w *Writer) reverseIndex() {
	w.cur.wrap = false
	switch {
	case w.cur.y == w.top:
		w.scroll([]byte(ansi.ReverseIndex), w.top, -1)
	case w.cur.y > 0:
		w.cur.y--
	}
}

// scroll moves the rows from top to the end of the region up by n, or down,
// here and on the terminal.
func (w *Writer) scroll(seq []byte, top, n int) {
	w.agree()
	w.pass(seq)
	blank := blankOf(w.cur.pen)
	for _, g := range []grid{w.want, w.show} {
		region := g[top*w.w : (w.bot+1)*w.w]
		by := min(max(n, -n)*w.w, len(region))
		if n > 0 {
			copy(region, region[by:])
			region[len(region)-by:].fill(blank)
		} else {
			copy(region[by:], region)
			region[:by].fill(blank)
		}
	}
}

// gap is how many equal cells are written again rather than jumped over.
const gap = 3

// draw writes the difference between what is wanted and what is shown.
func (w *Writer) draw() {
	for y, dirty := range w.dirty {
		if dirty {
			w.dirty[y] = false
			w.drawRow(y, w.show[y*w.w:(y+1)*w.w], w.want[y*w.w:(y+1)*w.w])
		}
	}
}

func (w *Writer) drawRow(y int, old, row []cell) {
	first, last, odd := -1, -1, false
	for x := range row {
		if old[x] != row[x] {
			if last = x; first < 0 {
				first = x
			}
		}
		odd = odd || old[x].odd || row[x].odd
	}
	if first < 0 {
		return
	}
	tail := len(row) // from here on all is blank and alike
	for tail > 0 && row[tail-1].blank() && row[tail-1] == row[len(row)-1] {
		tail--
	}
	if odd {
		w.drawWhole(y, row, tail)
	} else {
		w.drawParts(y, old, row, first, last, tail)
	}
	copy(old, row)
}

// drawWhole writes a row onto nothing, so that a character that is as wide as
// the terminal thinks leaves nothing behind.
func (w *Writer) drawWhole(y int, row []cell, tail int) {
	w.moveTo(0, y)
	if tail < len(row) {
		w.setPen(row[len(row)-1].style)
	} else {
		w.setPen(style{})
	}
	w.pass([]byte(ansi.EraseLineRight))
	for x := 0; x < tail; {
		n := 1
		for x+n < tail && row[x+n].width == 0 {
			n++
		}
		w.write(y, row, x, x+n)
		if row[x].odd {
			w.real.x = -1
			if x += n; x < tail {
				w.moveTo(x, y)
			}
			continue
		}
		x += n
	}
	w.real.x = -1
}

func (w *Writer) drawParts(y int, old, row []cell, first, last, tail int) {
	for x := first; x <= min(last, tail-1); {
		if old[x] == row[x] {
			x++
			continue
		}
		from, to := x, x+1
		for same := 0; x <= min(last, tail-1) && same <= gap; x++ {
			if old[x] == row[x] {
				same++
			} else {
				same, to = 0, x+1
			}
		}
		for row[from].width == 0 {
			from--
		}
		for to < len(row) && row[to].width == 0 {
			to++
		}
		w.moveTo(from, y)
		w.write(y, row, from, to)
		x = to
	}
	if last >= tail {
		w.moveTo(max(first, tail), y)
		w.setPen(row[len(row)-1].style)
		w.pass([]byte(ansi.EraseLineRight))
	}
}

// write writes the columns from a to b of a row at the real cursor.
func (w *Writer) write(y int, row []cell, a, b int) {
	corner := b == w.w && y == w.h-1
	for x := a; x < b; x++ {
		c := row[x]
		if c.width == 0 {
			continue
		}
		w.setPen(c.style)
		if corner && x+int(c.width) == b {
			w.pass([]byte(ansi.ResetModeAutoWrap))
		}
		w.buf = w.clusters.append(w.buf, c.r)
	}
	if corner {
		w.pass([]byte(ansi.SetModeAutoWrap))
	}
	if w.real.x = b; b >= w.w {
		w.real.x = -1 // at the right edge, where terminals differ
	}
}

// moveTo moves the real cursor, by absolute columns.
func (w *Writer) moveTo(x, y int) {
	switch {
	case w.real.x == x && w.real.y == y:
		return
	case w.real.x >= 0 && w.real.y == y:
		w.buf = append(w.buf, "\x1b["...)
		w.buf = strconv.AppendInt(w.buf, int64(x+1), 10)
		w.buf = append(w.buf, 'G')
	default:
		w.buf = append(w.buf, "\x1b["...)
		w.buf = strconv.AppendInt(w.buf, int64(y+1), 10)
		w.buf = append(w.buf, ';')
		w.buf = strconv.AppendInt(w.buf, int64(x+1), 10)
		w.buf = append(w.buf, 'H')
	}
	w.real.x, w.real.y = x, y
}

func (w *Writer) setPen(s style) {
	w.buf = appendChange(w.buf, w.real.pen, s)
	w.real.pen = s
}

func pick[T any](yes bool, a, b T) T {
	if yes {
		return a
	}
	return b
}
