package kit

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"ncmtui/ui/text"
	"ncmtui/ui/theme"
)

// Bar is the part of a longer whole that is shown, for the scroll bar.
type Bar struct{ Top, Shown, Total int }

// Frame draws a rounded border around lines of w-2 cells, with a title in
// the upper edge and the scroll bar in the right one. It gives len(lines)+2
// lines of w cells.
func Frame(th *theme.Theme, w int, title []Span, lines []string, focused bool, bar Bar) []string {
	edge := th.Plain.Line
	if focused {
		edge = th.Plain.Edge
	}
	out := make([]string, 0, len(lines)+2)
	inner := max(w-2, 0)
	out = append(out, top(th, edge, inner, title))
	left := edge.Paint("│")
	from, to := thumb(bar, len(lines))
	for i, l := range lines {
		right := left
		if i >= from && i < to {
			right = th.Plain.Quiet.Paint("┃")
		}
		out = append(out, left+l+right)
	}
	return append(out, edge.Paint("╰"+strings.Repeat("─", inner)+"╯"))
}

func top(th *theme.Theme, edge theme.Style, inner int, title []Span) string {
	tw := Width(title)
	if tw == 0 || inner < 6 {
		return edge.Paint("╭" + strings.Repeat("─", inner) + "╮")
	}
	tw = min(tw, inner-4)
	return edge.Paint("╭─ ") + Line(&th.Plain, tw, title...) +
		edge.Paint(" "+strings.Repeat("─", inner-tw-3)+"╮")
}

// thumb gives the rows of the scroll bar's thumb; none when all is shown.
func thumb(b Bar, h int) (from, to int) {
	if b.Total <= b.Shown || h < 3 || b.Total <= 0 {
		return 0, 0
	}
	size := max(h*b.Shown/b.Total, 1)
	room := b.Total - b.Shown
	from = ((h-size)*b.Top + room/2) / room
	return from, from + size
}

// Tabs are titles of which one is active.
func Tabs(titles []string, active int) []Span {
	var spans []Span
	for i, t := range titles {
		if i > 0 {
			spans = append(spans, Span{text.Of(" │ "), Faint})
		}
		role := Quiet
		if i == active {
			role = Strong
		}
		spans = append(spans, Span{text.Of(t), role})
	}
	return spans
}

// TabAt says which tab lies under cell x of what Tabs draws, -1 for none.
func TabAt(titles []string, x int) int {
	at := 0
	for i, t := range titles {
		w := text.Of(t).Width()
		if x >= at && x < at+w {
			return i
		}
		at += w + 3
	}
	return -1
}

// Overlay puts a box (lines of bw cells) over a screen of w cells a line, its
// corner at x, y.
func Overlay(screen, box []string, w, bw, x, y int) {
	for i, b := range box {
		if y+i < 0 || y+i >= len(screen) || x < 0 || x+bw > w {
			continue
		}
		line := screen[y+i]
		left := text.Fit(ansi.Truncate(line, x, ""), x, text.Left)
		right := ansi.TruncateLeft(line, x+bw, "")
		if text.Width(right) > w-x-bw { // a wide character was cut in half
			right = ansi.TruncateLeft(line, x+bw+1, "")
		}
		right = text.Fit(right, w-x-bw, text.Right)
		screen[y+i] = left + "\x1b[m" + b + "\x1b[m" + right
	}
}
