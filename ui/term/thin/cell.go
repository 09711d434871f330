package thin

import (
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/kitty"
)

// cell is one cell of a screen.
type cell struct {
	r     rune  // the character; ^i for cluster i; 0 in the second half of a wide one
	width uint8 // 0 in the second half
	odd   bool  // terminals may disagree about its width
	style style
}

// grid is a screen, row by row.
type grid []cell

func (g grid) fill(c cell) {
	for i := range g {
		g[i] = c
	}
}

// blankOf is what erasing with a pen leaves: its background alone.
func blankOf(pen style) cell { return cell{r: ' ', width: 1, style: style{bg: pen.bg}} }

// blank is true for a cell that erasing can make.
func (c cell) blank() bool { return c.r == ' ' && !c.odd && c.style == style{bg: c.style.bg} }

// maxClusters bounds the characters of several runes that are remembered
// between two clear screens; a large image has one for each of its cells.
const maxClusters = 1 << 15

// clusters are the characters of more than one rune.
type clusters struct {
	index map[string]int
	texts []string
}

func (c *clusters) reset() {
	if len(c.texts) > 0 {
		c.index, c.texts = nil, nil
	}
}

// put gives the rune that stands for a cluster; ok is false when there are too
// many.
func (c *clusters) put(b []byte) (r rune, ok bool) {
	i, known := c.index[string(b)]
	if known {
		return ^rune(i), true
	}
	if len(c.texts) >= maxClusters {
		return 0, false
	}
	if c.index == nil {
		c.index = map[string]int{}
	}
	i = len(c.texts)
	c.texts = append(c.texts, string(b))
	c.index[c.texts[i]] = i
	return ^rune(i), true
}

func (c *clusters) append(buf []byte, r rune) []byte {
	if r < 0 {
		return append(buf, c.texts[^r]...)
	}
	return utf8.AppendRune(buf, r)
}

// certain gives the width of a rune that every terminal draws in as many cells
// and that never joins its neighbours; 0 for all others.
func certain(r rune) uint8 {
	switch {
	case r < 0x20 || r == 0x7f:
		return 0
	case r < 0x7f:
		return 1
	case r >= 0xa1 && r < 0x250 && r != 0xad: // Latin
		return 1
	case r >= 0x2010 && r <= 0x2027, r >= 0x2500 && r <= 0x25fc, r == 0x2665:
		// Dashes, dots, lines, blocks, shapes and the heart: one cell for the
		// renderer; a terminal set to wide ambiguous characters is another
		// matter, in which a whole line is no better than a part.
		return 1
	case r >= 0x3000 && r <= 0x3029, r >= 0x3041 && r <= 0x3096, r >= 0x309b && r <= 0x30ff,
		r >= 0x3105 && r <= 0x312f, r >= 0x3400 && r <= 0x4dbf, r >= 0x4e00 && r <= 0x9fff,
		r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff, r >= 0xff01 && r <= 0xff60:
		return 2
	}
	return 0
}

// character reads the first character of in: its cell and its length in
// bytes. n is 0 when in ends within a rune, -1 when it is not UTF-8.
func (w *Writer) character(in []byte) (c cell, n int) {
	r, n := utf8.DecodeRune(in)
	if r == utf8.RuneError && n <= 1 {
		if !utf8.FullRune(in) {
			return cell{}, 0
		}
		return cell{}, -1
	}
	if width := certain(r); width > 0 && lone(in[n:]) {
		return cell{r: r, width: width}, n
	}
	method := ansi.WcWidth
	if w.byGraph {
		method = ansi.GraphemeWidth
	}
	cluster, width := ansi.FirstGraphemeCluster(in, method)
	if width < 1 || width > 2 {
		return cell{}, -1
	}
	// A placeholder of an image is a cell in every terminal that is sent one;
	// a row that holds one need not be written whole.
	c = cell{r: r, width: uint8(width), odd: r != kitty.Placeholder}
	if len(cluster) > n {
		var ok bool
		if c.r, ok = w.clusters.put(cluster); !ok {
			return cell{}, -1
		}
	}
	return c, len(cluster)
}

// lone is true when rest begins with nothing that could join the character
// before it.
func lone(rest []byte) bool {
	if len(rest) == 0 || rest[0] < utf8.RuneSelf {
		return true
	}
	r, _ := utf8.DecodeRune(rest)
	return certain(r) > 0
}
