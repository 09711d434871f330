// Package kit owns the parts that pages are made of: table, input, frame,
// dialog, seek bar. It never asks a service and knows no page.
package kit

import (
	"strings"

	"ncmtui/ui/text"
	"ncmtui/ui/theme"
)

// Role picks one style of a palette.
type Role uint8

// The roles, as in theme.Palette.
const (
	Text Role = iota
	Strong
	Quiet
	Faint
	Accent
	Loud
	Warn
	Rising
)

// Style gives the palette's style of a role.
func Style(p *theme.Palette, r Role) theme.Style {
	switch r {
	case Strong:
		return p.Strong
	case Quiet:
		return p.Quiet
	case Faint:
		return p.Faint
	case Accent:
		return p.Accent
	case Loud:
		return p.Loud
	case Warn:
		return p.Warn
	case Rising:
		return p.Rising
	default:
		return p.Text
	}
}

// Span is a piece of a line with one style.
type Span struct {
	Text text.Clean
	Role Role
}

// Line paints spans one after the other and pads them to w cells; what does
// not fit is cut.
func Line(p *theme.Palette, w int, spans ...Span) string {
	var b strings.Builder
	left := w
	for _, s := range spans {
		if left <= 0 {
			break
		}
		c := s.Text.Cut(left)
		Style(p, s.Role).Write(&b, c.String())
		left -= c.Width()
	}
	p.Blank.Write(&b, text.Blank(left))
	return b.String()
}

// Width is the number of cells of spans.
func Width(spans []Span) int {
	n := 0
	for _, s := range spans {
		n += s.Text.Width()
	}
	return n
}

// Ends paints spans at both ends of a line of w cells. The right end keeps
// its place, the left one is cut.
func Ends(p *theme.Palette, w int, left, right []Span) string {
	rw := Width(right)
	if rw > w {
		right, rw = nil, 0
	}
	if rw == 0 {
		return Line(p, w, left...)
	}
	gap := 1
	if w-rw < gap {
		gap = w - rw
	}
	return Line(p, w-rw-gap, left...) + p.Blank.Paint(text.Blank(gap)) + Line(p, rw, right...)
}

// Blanks gives h empty lines of w cells.
func Blanks(w, h int) []string {
	lines := make([]string, max(h, 0))
	blank := text.Blank(w)
	for i := range lines {
		lines[i] = blank
	}
	return lines
}

// Exactly cuts or fills lines to h of w cells; the lines must have w already.
func Exactly(lines []string, w, h int) []string {
	if len(lines) >= h {
		return lines[:max(h, 0)]
	}
	return append(lines, Blanks(w, h-len(lines))...)
}

// Notice is what stands in an empty pane: what is the case, and what to do.
type Notice struct {
	What, Do string
	Bad      bool
}

// Lines draws the notice, a little above the middle.
func (n Notice) Lines(th *theme.Theme, w, h int) []string {
	lines := Blanks(w, h)
	if h < 1 || w < 4 {
		return lines
	}
	role := Quiet
	if n.Bad {
		role = Warn
	}
	inner := w - 4
	body := make([]string, 0, 6)
	for _, l := range text.Of(n.What).Wrap(inner) {
		body = append(body, centred(th, w, Span{l, role}))
	}
	if n.Do != "" {
		if h > 4 {
			body = append(body, lines[0])
		}
		for _, l := range text.Of(n.Do).Wrap(inner) {
			body = append(body, centred(th, w, Span{l, Quiet}))
		}
	}
	if len(body) > h {
		body = body[:h]
	}
	copy(lines[(h-len(body))*2/5:], body)
	return lines
}

func centred(th *theme.Theme, w int, s Span) string {
	left := (w - s.Text.Width()) / 2
	return text.Blank(left) + Line(&th.Plain, w-left, s)
}
