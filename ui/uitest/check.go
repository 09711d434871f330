package uitest

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// check holds a screen against what is true of every screen.
func (s *Session) check(g grid) {
	s.t.Helper()
	if s.finished || !s.Running() {
		return // the terminal is the shell's again
	}
	s.watch.mu.Lock()
	view, plain := s.watch.view, s.watch.plain
	s.watch.mu.Unlock()
	for _, wrong := range []string{
		s.checkFrame(view.Content),
		checkRunes(g),
		checkRepaint(g, view.Content, plain),
		checkBorders(g),
	} {
		if wrong != "" {
			s.fail("%s", wrong)
		}
	}
}

// checkFrame wants exactly h lines of w cells by both width models.
func (s *Session) checkFrame(content string) string {
	if s.loose {
		return ""
	}
	lines := strings.Split(content, "\n")
	if len(lines) != s.h {
		return fmt.Sprintf("the frame has %d lines on a screen of %d", len(lines), s.h)
	}
	for y, l := range lines {
		if a, b := ansi.StringWidth(l), ansi.StringWidthWc(l); a != s.w || b != s.w {
			return fmt.Sprintf("line %d of the frame is %d cells wide (%d by wcwidth), the screen %d: %q", y, a, b, s.w, l)
		}
	}
	return ""
}

func checkRunes(g grid) string {
	if _, y, ok := g.find("\uFFFD"); ok {
		return fmt.Sprintf("row %d holds U+FFFD", y)
	}
	return ""
}

// checkRepaint wants the screen, drawn change by change, to be what the frame
// gives when it is drawn at once.
func checkRepaint(g grid, content string, plain bool) string {
	if len(g) == 0 {
		return ""
	}
	want := drawGrid(content, len(g[0]), len(g))
	if plain {
		g, want = g.withoutStyles(), want.withoutStyles()
	}
	if d := g.diff(want); d != "" {
		return "the screen is not what a full repaint shows: " + d
	}
	return ""
}

func (g grid) withoutStyles() grid {
	out := make(grid, len(g))
	for y := range g {
		out[y] = make([]cell, len(g[y]))
		for x := range g[y] {
			out[y][x].text = g[y][x].text
		}
	}
	return out
}

const (
	topLeft     = "┌╭┏╔"
	topRight    = "┐╮┓╗"
	bottomLeft  = "└╰┗╚"
	bottomRight = "┘╯┛╝"
	wall        = "│┃║├┤┼┣┫╋╠╣╬"
	tee         = "┬┴┼┳┻╋╦╩╬├┤"
)

type box struct{ x1, y1, x2, y2 int }

// checkBorders wants every corner of a box to have its wall down or up to the
// corner that belongs to it. What another whole box covers may be missing: a
// dialog lies over the panes.
func checkBorders(g grid) string {
	boxes := wholeBoxes(g)
	covered := func(x, y int) bool {
		for _, b := range boxes {
			if x >= b.x1 && x <= b.x2 && y >= b.y1 && y <= b.y2 {
				return true
			}
		}
		return false
	}
	for y := range g {
		for x := range g[y] {
			step, ends := 0, ""
			switch t := g[y][x].text; {
			case t == "":
			case strings.Contains(topLeft, t):
				step, ends = 1, bottomLeft
			case strings.Contains(topRight, t):
				step, ends = 1, bottomRight
			case strings.Contains(bottomLeft, t):
				step, ends = -1, topLeft
			case strings.Contains(bottomRight, t):
				step, ends = -1, topRight
			}
			if step == 0 {
				continue
			}
			if at, ok := follow(g, x, y, step, ends, covered); !ok {
				return fmt.Sprintf("the border of the corner %s in row %d column %d breaks in row %d:\n%s",
					g[y][x].text, y, x, at, strings.Join(g.rows(), "\n"))
			}
		}
	}
	return ""
}

// follow walks along a wall to the corner that ends it, which may be covered
// as well.
func follow(g grid, x, y, step int, ends string, covered func(x, y int) bool) (at int, ok bool) {
	hidden := false
	for at = y + step; at >= 0 && at < len(g); at += step {
		t := g[at][x].text
		switch {
		case t != "" && strings.Contains(ends, t):
			return at, true
		case covered(x, at):
			hidden = true
		case t == "" || !strings.Contains(wall+tee, t):
			return at, hidden
		}
	}
	return at, hidden
}

// wholeBoxes finds the rectangles whose four walls are all there.
func wholeBoxes(g grid) []box {
	never := func(int, int) bool { return false }
	var boxes []box
	for y := range g {
		for x := range g[y] {
			if t := g[y][x].text; t == "" || !strings.Contains(topLeft, t) {
				continue
			}
			bottom, ok := follow(g, x, y, 1, bottomLeft, never)
			if !ok {
				continue
			}
			for x2 := x + 1; x2 < len(g[y]); x2++ {
				if t := g[y][x2].text; t == "" || !strings.Contains(topRight, t) {
					continue
				}
				if b2, ok := follow(g, x2, y, 1, bottomRight, never); ok && b2 == bottom {
					boxes = append(boxes, box{x, y, x2, bottom})
				}
				break
			}
		}
	}
	return boxes
}
