package uitest

import (
	"fmt"
	"image/color"
	"strings"
	"unicode"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// cell is one cell of a screen; text is "" in the second half of a wide one.
type cell struct {
	text  string
	style uv.Style
}

// grid is a screen, by row.
type grid [][]cell

type cells interface{ CellAt(x, y int) *uv.Cell }

func copyGrid(src cells, w, h int) grid {
	g := make(grid, h)
	for y := range g {
		g[y] = make([]cell, w)
		for x := 0; x < w; x++ {
			c := src.CellAt(x, y)
			if c == nil || c.Content == "" {
				if c != nil && c.Width == 0 && x > 0 {
					continue // the second half
				}
				g[y][x].text = " "
				if c != nil {
					g[y][x].style = c.Style
				}
				continue
			}
			g[y][x] = cell{text: dropMarks(c.Content), style: c.Style}
			for k := 1; k < c.Width && x+1 < w; k++ {
				x++
				g[y][x].style = c.Style
			}
		}
	}
	return g
}

// drawGrid paints a frame at once, the way the renderer's first frame is.
func drawGrid(content string, w, h int) grid {
	buf := uv.NewScreenBuffer(w, h)
	buf.Method = ansi.GraphemeWidth
	uv.NewStyledString(content).Draw(buf, uv.Rect(0, 0, w, h))
	return copyGrid(buf, w, h)
}

// dropMarks takes the marks off an ASCII letter (see terminal.Write).
func dropMarks(s string) string {
	if s[0] >= 0x80 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Mn, unicode.Me) {
			return -1
		}
		return r
	}, s)
}

// row is the text of a row, as wide as the screen.
func (g grid) row(y int) string {
	var b strings.Builder
	for _, c := range g[y] {
		b.WriteString(c.text)
	}
	return b.String()
}

func (g grid) rows() []string {
	rows := make([]string, len(g))
	for y := range g {
		rows[y] = g.row(y)
	}
	return rows
}

// find gives the column and row of the first place of s.
func (g grid) find(s string) (x, y int, ok bool) {
	for y := range g {
		if before, _, found := strings.Cut(g.row(y), s); found {
			return ansi.StringWidth(before), y, true
		}
	}
	return 0, 0, false
}

// diff names the first cell in which two grids differ.
func (g grid) diff(o grid) string {
	if len(g) != len(o) || len(g) > 0 && len(g[0]) != len(o[0]) {
		return "the sizes differ"
	}
	for y := range g {
		for x := range g[y] {
			a, b := &g[y][x], &o[y][x]
			if a.text == b.text && a.style.Equal(&b.style) {
				continue
			}
			if a.text != b.text || styleKey(a.style, a.text) != styleKey(b.style, b.text) {
				return fmt.Sprintf("row %d column %d: %q %s, want %q %s\n%s\n%s", y, x,
					a.text, styleKey(a.style, a.text), b.text, styleKey(b.style, b.text), g.row(y), o.row(y))
			}
		}
	}
	return ""
}

// styleKey names what is visible of a style: the foreground of a blank is not.
func styleKey(s uv.Style, text string) string {
	var b strings.Builder
	part := func(name string, c color.Color) {
		if c == nil {
			return
		}
		switch c := c.(type) {
		case ansi.BasicColor:
			fmt.Fprintf(&b, "%s%d ", name, uint8(c))
		case ansi.IndexedColor:
			fmt.Fprintf(&b, "%s%d ", name, uint8(c))
		default:
			r, g, bl, _ := c.RGBA()
			fmt.Fprintf(&b, "%s#%02x%02x%02x ", name, r>>8, g>>8, bl>>8)
		}
	}
	reverse := s.Attrs&uv.AttrReverse != 0
	if text != " " || reverse {
		part("fg", s.Fg)
	}
	part("bg", s.Bg)
	attrs := s.Attrs
	if text == " " {
		attrs &= uv.AttrReverse
	}
	if attrs != 0 {
		fmt.Fprintf(&b, "attr%02x ", attrs)
	}
	if s.Underline != 0 {
		fmt.Fprintf(&b, "ul%d ", s.Underline)
	}
	return strings.TrimSpace(b.String())
}
