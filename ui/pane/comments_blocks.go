package pane

import (
	"ncmtui/ui/kit"
	"ncmtui/ui/text"
	"ncmtui/ui/theme"
)

// blockLine is a line of a block: what stands at its left end and at its right.
type blockLine struct{ left, right []kit.Span }

// blocks are items of several lines each, one under the other, the cursor on
// one of them. An item higher than the screen is scrolled through before the
// cursor goes on.
type blocks struct {
	draw func(i, w int) []blockLine // the lines of an item in w cells
	gap  int                        // blank lines behind each item

	w, h    int
	items   [][]blockLine
	start   []int // first line of each item, and the end of the last
	cursor  int
	top     int    // the first line shown
	version uint64 // grows with every visible change
}

// setSize sets the cells there are; the item under the cursor stays in sight.
func (b *blocks) setSize(w, h int) {
	if w == b.w && h == b.h {
		return
	}
	anew := w != b.w
	b.w, b.h = w, h
	if anew {
		b.renew(len(b.items))
	}
	b.settle()
}

// renew draws n items anew: the first ones are those of before, as far as the
// cursor is concerned.
func (b *blocks) renew(n int) {
	b.items = b.items[:0]
	b.grow(n)
}

// grow draws the items that came behind the others.
func (b *blocks) grow(n int) {
	for i := len(b.items); i < n; i++ {
		b.items = append(b.items, b.draw(i, b.w))
	}
	b.measure()
}

// redraw draws one item anew.
func (b *blocks) redraw(i int) {
	if i >= 0 && i < len(b.items) {
		b.items[i] = b.draw(i, b.w)
		b.measure()
		b.settle()
	}
}

func (b *blocks) measure() {
	b.version++
	b.start = b.start[:0]
	at := 0
	for _, lines := range b.items {
		b.start = append(b.start, at)
		at += len(lines) + b.gap
	}
	b.start = append(b.start, max(at-b.gap, 0))
	b.cursor = min(b.cursor, max(len(b.items)-1, 0))
	b.top = min(b.top, max(b.total()-b.h, 0))
}

// total is the number of lines.
func (b *blocks) total() int {
	if len(b.start) == 0 {
		return 0
	}
	return b.start[len(b.start)-1]
}

// end is the line behind an item.
func (b *blocks) end(i int) int { return b.start[i] + len(b.items[i]) }

// settle keeps the cursor on an item and the view on the cursor.
func (b *blocks) settle() {
	n := len(b.items)
	b.cursor = min(max(b.cursor, 0), max(n-1, 0))
	if n > 0 && b.h > 0 {
		from, to := b.start[b.cursor], b.end(b.cursor)
		if to-from >= b.h { // higher than the screen: a part of it is enough
			b.top = min(max(b.top, from), to-b.h)
		} else {
			b.top = min(max(b.top, to-b.h), from)
		}
	}
	b.top = min(max(b.top, 0), max(b.total()-b.h, 0))
}

// move moves the cursor by items, or through a high one.
func (b *blocks) move(by int) {
	n := len(b.items)
	if n == 0 {
		return
	}
	b.version++
	page := max(b.h-1, 1)
	if by == 1 && b.end(b.cursor) > b.top+b.h {
		b.top = min(b.top+page, b.end(b.cursor)-b.h)
		return
	}
	if by == -1 && b.start[b.cursor] < b.top {
		b.top = max(b.top-page, b.start[b.cursor])
		return
	}
	to := min(max(b.cursor+by, 0), n-1)
	if to < b.cursor && b.end(to)-b.start[to] >= b.h {
		b.top = b.end(to) - b.h
	}
	b.cursor = to
	b.settle()
}

// scroll moves the view by lines and takes the cursor along.
func (b *blocks) scroll(by int) { b.scrollTo(b.top + by) }

func (b *blocks) scrollTo(top int) {
	b.version++
	b.top = min(max(top, 0), max(b.total()-b.h, 0))
	for b.cursor < len(b.items)-1 && b.end(b.cursor) <= b.top {
		b.cursor++
	}
	for b.cursor > 0 && b.start[b.cursor] >= b.top+b.h {
		b.cursor--
	}
}

// moveTo puts the cursor on an item.
func (b *blocks) moveTo(i int) {
	b.version++
	b.cursor = i
	b.settle()
}

// page is how many items a page turns.
func (b *blocks) page() int {
	n := 0
	for i := b.cursor; i < len(b.items) && b.start[i] < b.top+b.h; i++ {
		n++
	}
	return max(n, 2)
}

// at is the item in a line of the view, -1 for none.
func (b *blocks) at(y int) int {
	for i := range b.items {
		if line := b.top + y; line >= b.start[i] && line < b.end(i) {
			return i
		}
	}
	return -1
}

// reset goes back to the beginning without items.
func (b *blocks) reset() {
	b.cursor, b.top = 0, 0
	b.renew(0)
}

// lines draws the view.
func (b *blocks) lines(th *theme.Theme, focused bool) []string {
	out := make([]string, 0, b.h)
	for i := range b.items {
		if b.end(i)+b.gap <= b.top || len(out) == b.h {
			continue
		}
		p := &th.Plain
		if i == b.cursor {
			p = &th.Shadow
			if focused {
				p = &th.Cursor
			}
		}
		for k, l := range b.items[i] {
			if line := b.start[i] + k; line >= b.top && line < b.top+b.h {
				out = append(out, kit.Ends(p, b.w, l.left, l.right))
			}
		}
		for k := range b.gap {
			if line := b.end(i) + k; line >= b.top && line < b.top+b.h {
				out = append(out, text.Blank(b.w))
			}
		}
	}
	return kit.Exactly(out, b.w, b.h)
}
