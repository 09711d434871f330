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
	hint             int // row
}

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

func arrange(w, h int, preset string) layout {
	l := layout{w: w, h: h, hint: h - 1}
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
	switch preset {
	case "focus":
		l.shape = min(l.shape, one)
	case "list":
		l.shape = min(l.shape, two)
	}
	barH := 2
	if h < 16 {
		barH = 1
	}
	body := h - 1 - barH - 1
	if l.shape == two && h >= 20 {
		l.strip = rect{0, h - 3 - barH, w, 2}
		body -= 2
	}
	l.bar = rect{0, h - 1 - barH, w, barH}
	x := 0
	if l.shape >= two {
		l.nav = rect{0, 1, 16, body}
		if l.shape == three {
			l.nav.w = 18
			right := rightOf(preset, w)
			l.right = rect{w - right, 1, right, body}
		}
		x = l.nav.w
	}
	l.main = rect{x, 1, w - x - l.right.w, body}
	return l
}
