package ui

// shape is how much of the screen there is room for.
type shape uint8

const (
	tiny  shape = iota // one honest line
	mini               // what plays, from 40×6
	one                // one pane with tabs, from 50×12
	two                // sections and one more, a lyric strip, from 80×12
	three              // sections, list, lyrics or queue, from 120×12
)

const (
	miniW, miniH = 40, 6
	fullW, fullH = 50, 12
)

// rect is a place on the screen, in cells.
type rect struct{ x, y, w, h int }

func (r rect) has(x, y int) bool {
	return x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h
}

// inner is what a frame leaves.
func (r rect) inner() (w, h int) { return max(r.w-2, 0), max(r.h-2, 0) }

// layout says where everything is. A rect without width is not shown. In the
// shape two the main one holds the list or the right pane, in one any of the
// three.
type layout struct {
	shape            shape
	w, h             int
	nav, main, right rect
	strip, bar       rect
	banner, spectrum rect
	art              rect // the cover, in the bar
	hint             int  // row
	room             room // what it was arranged for
}

// room is what the layout is to have room for.
type room struct {
	preset           string
	cover            [2]int // cells of it in a bar of two and of three rows; 0: none
	spectrum, banner bool
}

// Sizes of what comes and goes.
const (
	tallH       = 36 // from here on the bar has a third line
	artW        = 80 // and from here on a cover beside it
	spectrumMin = 20
)

// zoomed is the most cells that full-screen lyrics take: longer lines are
// hard to follow, so they stand in the middle.
const zoomed = 72

// layouts are the presets: all panes; no right pane beside the list; a right
// pane as wide as the list; one pane alone.
var layouts = []string{"default", "list", "wide", "focus"}

// rightOf is how many of w cells the right pane has in a preset.
func rightOf(preset string, w int) int {
	if preset == "wide" {
		return (w - 18) / 2
	}
	return min(max(w*30/100, 36), 60)
}

func arrange(w, h int, is room) layout {
	l := layout{w: w, h: h, hint: h - 1, room: is}
	switch {
	case w < miniW || h < miniH:
		l.shape = tiny
		return l
	case w < fullW || h < fullH:
		l.shape = mini
		return l
	case w < 80:
		l.shape = one
	case w < 120:
		l.shape = two
	default:
		l.shape = three
	}
	switch is.preset {
	case "focus":
		l.shape = min(l.shape, one)
	case "list":
		l.shape = min(l.shape, two)
	}
	l.rows(h, is)
	x := 0
	if l.shape >= two {
		l.nav = rect{0, l.main.y, 16, l.main.h}
		if l.shape == three {
			l.nav.w = 18
			right := rightOf(is.preset, w)
			l.right = rect{w - right, l.main.y, right, l.main.h}
		}
		x = l.nav.w
	}
	l.main.x, l.main.w = x, w-x-l.right.w
	return l
}

// rows gives each part its rows: the main rect what the others leave.
func (l *layout) rows(h int, is room) {
	w := l.w
	barH := 2
	switch {
	case h < 16:
		barH = 1
	case h >= tallH && is.cover[1] > 0 && w >= artW:
		barH = 3
	}
	top, end := 1, h-1-barH
	l.bar = rect{0, end, w, barH}
	if barH > 1 && w >= artW && is.cover[0] > 0 {
		l.art = rect{1, l.bar.y, is.cover[barH-2], barH}
	}
	if is.banner && h >= 16 {
		l.banner = rect{0, top, w, 1}
		top++
	}
	if is.spectrum && h >= spectrumMin {
		n := 1
		if h >= tallH {
			n = 2
		}
		end -= n
		l.spectrum = rect{0, end, w, n}
	}
	if l.shape == two && h >= 20 {
		end -= 2
		l.strip = rect{0, end, w, 2}
	}
	l.main = rect{0, top, w, end - top}
}
