// Package text owns the width and the safety of everything drawn: text from
// outside becomes a Clean here and is measured, cut, padded and wrapped here.
// It never writes to a terminal and knows no colours.
package text

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// MaxCells is the most a Clean can hold; what is longer ends in Ellipsis.
const MaxCells = 512

// Ellipsis stands at the end of what was cut.
const Ellipsis = "…"

// Clean is one line of text that is safe to draw: valid UTF-8 in NFC, no
// control, bidi or invisible runes, at most 8 combining marks a cell and
// MaxCells wide, and as wide under wcwidth as under grapheme clustering.
// Only Of, Concat and the methods of Clean make one. The zero value is the
// empty text. Compare the String, not the Clean.
type Clean struct {
	s     string
	w     int32
	shape shape
}

// shape says how much care a text needs when it is cut.
type shape uint8

const (
	ascii    shape = iota // a byte is a cell
	simple                // a rune is a cluster, one or two cells
	clusters              // anything else
)

// String is the text itself.
func (c Clean) String() string { return c.s }

// Width is the number of cells.
func (c Clean) Width() int { return int(c.w) }

// Empty is true for a text without cells.
func (c Clean) Empty() bool { return c.w == 0 }

// Align says where the blanks of a Fit go.
type Align uint8

// The alignments: text at the left, at the right, in the centre (the odd
// blank at the right).
const (
	Left Align = iota
	Right
	Centre
)

// Cut gives at most w cells, ending in Ellipsis when something was cut off.
func (c Clean) Cut(w int) Clean {
	if int(c.w) <= w {
		return c
	}
	if w < ellipsisWidth {
		return Clean{}
	}
	head, _ := c.Split(w - ellipsisWidth)
	if head.shape == ascii {
		head.shape = simple
	}
	return Clean{s: head.s + Ellipsis, w: head.w + int32(ellipsisWidth), shape: head.shape}
}

// Split gives the longest head of at most w cells and the rest; a cluster is
// never torn, so the head may be one cell short.
func (c Clean) Split(w int) (head, rest Clean) {
	switch {
	case w <= 0:
		return Clean{}, c
	case w >= int(c.w):
		return c, Clean{}
	}
	n, hw := c.prefix(w)
	return Clean{s: c.s[:n], w: int32(hw), shape: c.shape},
		Clean{s: c.s[n:], w: c.w - int32(hw), shape: c.shape}
}

// prefix gives the bytes and cells of the longest head of at most w cells.
func (c Clean) prefix(w int) (bytes, cells int) {
	if c.shape == ascii {
		n := min(w, len(c.s))
		return n, n
	}
	for bytes < len(c.s) {
		n, cw := c.next(bytes)
		if cells+cw > w {
			break
		}
		bytes += n
		cells += cw
	}
	return bytes, cells
}

// next measures the cluster at byte i.
func (c Clean) next(i int) (bytes, cells int) {
	switch c.shape {
	case ascii:
		return 1, 1
	case simple:
		return simpleAt(c.s, i)
	default:
		cluster, w := ansi.FirstGraphemeCluster(c.s[i:], ansi.GraphemeWidth)
		return len(cluster), w
	}
}

// Fit gives exactly w cells: cut with Ellipsis, or padded with blanks.
func (c Clean) Fit(w int, a Align) string {
	if int(c.w) == w {
		return c.s
	}
	if int(c.w) > w {
		c = c.Cut(w)
	}
	return pad(c.s, int(c.w), w, a)
}

// Append is Fit onto dst, without an allocation when dst has room and nothing
// is cut.
func (c Clean) Append(dst []byte, w int, a Align) []byte {
	if int(c.w) > w {
		if w < ellipsisWidth {
			return AppendBlank(dst, w)
		}
		n, cells := c.prefix(w - ellipsisWidth)
		l, r := sides(w-cells-ellipsisWidth, a)
		dst = AppendBlank(dst, l)
		dst = append(dst, c.s[:n]...)
		dst = append(dst, Ellipsis...)
		return AppendBlank(dst, r)
	}
	l, r := sides(w-int(c.w), a)
	dst = AppendBlank(dst, l)
	dst = append(dst, c.s...)
	return AppendBlank(dst, r)
}

// Concat is the texts one after the other, at most MaxCells.
func Concat(parts ...Clean) Clean {
	var b strings.Builder
	total, worst := 0, ascii
	for _, p := range parts {
		b.WriteString(p.s)
		total += int(p.w)
		worst = max(worst, p.shape)
	}
	if worst == clusters || total > MaxCells { // neighbours may merge
		return Of(b.String())
	}
	return Clean{s: b.String(), w: int32(total), shape: worst}
}

// Width is the number of cells of a string that may hold SGR of our own.
func Width(s string) int {
	if isASCII(s) {
		return len(s)
	}
	return ansi.StringWidth(s)
}

// Cut is Clean.Cut for a string with SGR of our own; every sequence of it is
// kept, so the styles still end.
func Cut(s string, w int) string {
	switch {
	case Width(s) <= w:
		return s
	case w < ellipsisWidth:
		return ansi.Truncate(s, 0, "")
	}
	return ansi.Truncate(s, w, Ellipsis)
}

// Fit is Clean.Fit for a string with SGR of our own.
func Fit(s string, w int, a Align) string {
	sw := Width(s)
	if sw > w {
		s = Cut(s, w)
		sw = Width(s)
	}
	return pad(s, sw, w, a)
}

// Blank is n blanks; none for n below 1.
func Blank(n int) string {
	switch {
	case n <= 0:
		return ""
	case n <= len(blanks):
		return blanks[:n]
	}
	return strings.Repeat(" ", n)
}

// AppendBlank puts n blanks at the end of dst.
func AppendBlank(dst []byte, n int) []byte {
	for n > 0 {
		k := min(n, len(blanks))
		dst = append(dst, blanks[:k]...)
		n -= k
	}
	return dst
}

var blanks = strings.Repeat(" ", 256)

func pad(s string, have, want int, a Align) string {
	if have >= want {
		return s
	}
	l, r := sides(want-have, a)
	return Blank(l) + s + Blank(r)
}

func sides(n int, a Align) (left, right int) {
	switch a {
	case Right:
		return n, 0
	case Centre:
		return n / 2, n - n/2
	default:
		return 0, n
	}
}
