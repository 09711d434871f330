package kit

import (
	"strings"

	"ncmtui/ui/text"
	"ncmtui/ui/theme"
)

// Column is one column of a Table.
type Column struct {
	Title string
	Width int // cells; 0: shares what is left
	Share int // weight of a column without Width
	Min   int // least cells of a column without Width
	Right bool
	Drop  int    // the highest goes first when there is no room; 0 never goes
	Sort  string // the name under which rows are sorted by it, "" never
}

// Cell is a row's text in one column. Tail stands behind it, quietly, as far
// as there is room.
type Cell struct {
	Text text.Clean
	Tail text.Clean
	Role Role
}

// Rows are what a Table shows. Row fills the cells, one for each column; dim
// rows cannot be used. Key is the text a filter looks at, of all columns. What
// else rows may be: Sortable, Known.
type Rows interface {
	Len() int
	Row(i int, cells []Cell) (dim bool)
	Key(i int) string
}

// Table is a virtual list: only the rows on the screen are asked for. Its
// cursor and scroll survive changes of size and of rows.
type Table struct {
	Rows    Rows
	Columns []Column
	Heads   bool // column titles, when there are 6 lines or more

	w, h        int
	cursor, top int   // in shown rows
	at          int64 // ID of the row under the cursor
	known       bool  // there is one, and it has an ID
	filter      *filter
	sorting     *sorting
	marks       marks
	version     uint64 // grows with every visible change
	cells       []Cell
	widths      []int
	widthsFor   int
}

// context is how many rows stay between the cursor and the edge while there
// are more behind it.
const context = 2

// SetSize sets the cells the table has.
func (t *Table) SetSize(w, h int) {
	if w == t.w && h == t.h {
		return
	}
	t.w, t.h = w, h
	t.version++
	t.settle()
}

// Version changes whenever the lines may differ.
func (t *Table) Version() uint64 { return t.version }

// Changed tells that rows or columns changed: order and filter are asked anew,
// the cursor stays on its row if that is still there.
func (t *Table) Changed() {
	t.version++
	t.widths = nil
	if t.Rows == nil {
		return
	}
	if t.sorting != nil {
		t.sorting.run(t.Rows)
	}
	if t.filter != nil {
		t.filter.keys = nil
		t.filter.run(t)
	}
	t.prune()
	t.stay()
	t.settle()
}

// stay puts the cursor back on the row it was on, in the same line.
func (t *Table) stay() {
	if !t.known {
		return
	}
	is := func(shown int) bool {
		id, ok := t.id(t.row(shown))
		return ok && id == t.at
	}
	if t.cursor < t.Len() && is(t.cursor) {
		return
	}
	for i := range t.Len() {
		if is(i) {
			t.top += i - t.cursor
			t.cursor = i
			return
		}
	}
}

// Redraw tells that only the look of rows changed.
func (t *Table) Redraw() { t.version++ }

// Len is the number of rows shown, after the filter.
func (t *Table) Len() int {
	if t.filter != nil {
		return len(t.filter.hits)
	}
	if t.Rows == nil {
		return 0
	}
	return t.Rows.Len()
}

// row turns a shown row into a row of Rows.
func (t *Table) row(shown int) int {
	if t.filter != nil {
		return t.filter.hits[shown]
	}
	return t.sortedRow(shown)
}

// sortedRow is row without the filter.
func (t *Table) sortedRow(i int) int {
	if t.sorting != nil && i < len(t.sorting.order) {
		return t.sorting.order[i]
	}
	return i
}

// Cursor is the selected row of Rows, -1 for none.
func (t *Table) Cursor() int {
	if t.cursor < 0 || t.cursor >= t.Len() {
		return -1
	}
	return t.row(t.cursor)
}

// Select puts the cursor on a row of Rows; false when a filter hides it.
func (t *Table) Select(row int) bool {
	if t.filter == nil && t.sorting == nil {
		t.MoveTo(row)
		return row >= 0 && row < t.Len()
	}
	for i := range t.Len() {
		if t.row(i) == row {
			t.MoveTo(i)
			return true
		}
	}
	return false
}

// Move moves the cursor by rows.
func (t *Table) Move(by int) { t.MoveTo(t.cursor + by) }

// MoveTo puts the cursor on a shown row, clamped.
func (t *Table) MoveTo(shown int) {
	t.cursor = shown
	t.version++
	t.settle()
}

// ScrollBy moves the view and takes the cursor along when it would leave.
func (t *Table) ScrollBy(by int) {
	page := t.Page()
	t.top = min(max(t.top+by, 0), max(t.Len()-page, 0))
	margin := min(context, (page-1)/2)
	first, last := t.top, t.top+page-1
	if t.top > 0 {
		first += margin
	}
	if last < t.Len()-1 {
		last -= margin
	}
	t.cursor = min(max(t.cursor, first), last)
	t.version++
	t.settle()
}

// Page is the number of rows that fit.
func (t *Table) Page() int { return max(t.h-t.headLines()-t.footLines(), 1) }

// Scroll tells what is shown.
func (t *Table) Scroll() (top, shown, total int) { return t.top, t.Page(), t.Len() }

// Window gives the rows of Rows on the screen: the first and last as shown.
func (t *Table) Window() []int {
	var rows []int
	for i := t.top; i < min(t.top+t.Page(), t.Len()); i++ {
		rows = append(rows, t.row(i))
	}
	return rows
}

func (t *Table) headLines() int {
	if t.Heads && t.h >= 6 {
		return 1
	}
	return 0
}

func (t *Table) footLines() int {
	if t.filter != nil && t.h >= 3 {
		return 1
	}
	return 0
}

// settle keeps the cursor inside the rows and the view around the cursor.
func (t *Table) settle() {
	n, page := t.Len(), t.Page()
	t.cursor = min(max(t.cursor, 0), max(n-1, 0))
	margin := min(context, (page-1)/2)
	t.top = min(t.top, max(t.cursor-margin, 0))
	t.top = max(t.top, t.cursor-page+1+margin)
	t.top = min(max(t.top, 0), max(n-page, 0))
	t.at, t.known = t.id(t.Cursor())
}

// At turns a line of the table into a shown row.
func (t *Table) At(y int) (shown int, ok bool) {
	shown = t.top + y - t.headLines()
	ok = y >= t.headLines() && y < t.h-t.footLines() && shown < t.Len()
	return shown, ok
}

// Lines draws the table: w cells, h lines. empty is drawn when there is no
// row.
func (t *Table) Lines(th *theme.Theme, focused bool, empty Notice) []string {
	if t.w < 1 || t.h < 1 {
		return Blanks(max(t.w, 0), max(t.h, 0))
	}
	t.layout()
	out := make([]string, 0, t.h)
	rows := t.h - t.headLines() - t.footLines()
	n := t.Len()
	if n == 0 {
		out = append(out, empty.Lines(th, t.w, rows+t.headLines())...)
	} else {
		if t.headLines() > 0 {
			out = append(out, t.head(th))
		}
		out = t.body(out, th, focused, rows)
	}
	if t.footLines() > 0 {
		out = append(out, t.filter.line(th, t.w, n, t.Rows.Len()))
	}
	return out
}

func (t *Table) body(out []string, th *theme.Theme, focused bool, rows int) []string {
	var b strings.Builder
	marked := t.marksNow()
	for i := range rows {
		shown := t.top + i
		if shown >= t.Len() {
			out = append(out, text.Blank(t.w))
			continue
		}
		p := &th.Plain
		if shown == t.cursor {
			p = &th.Shadow
			if focused {
				p = &th.Cursor
			}
		}
		b.Reset()
		b.Grow(t.w * 3)
		t.draw(&b, p, t.row(shown), marked(shown))
		out = append(out, b.String())
	}
	return out
}

func (t *Table) head(th *theme.Theme) string {
	var b strings.Builder
	cells := make([]Cell, len(t.Columns))
	for i, c := range t.Columns {
		cells[i] = Cell{Text: t.heading(c), Role: Faint}
	}
	t.paint(&b, &th.Plain, cells, look{})
	return b.String()
}

// look is what holds for a whole row.
type look struct{ dim, marked bool }

func (t *Table) draw(b *strings.Builder, p *theme.Palette, row int, marked bool) {
	clear(t.cells)
	dim := t.Rows.Row(row, t.cells)
	t.paint(b, p, t.cells, look{dim, marked})
}

// paint writes one row: a blank at both ends (the mark in the left one), two
// between columns.
func (t *Table) paint(b *strings.Builder, p *theme.Palette, cells []Cell, l look) {
	if l.marked {
		p.Accent.Write(b, "▌")
	} else {
		p.Blank.Write(b, " ")
	}
	used, firstDrawn := 1, true
	for i, c := range cells {
		w := t.widths[i]
		if w == 0 {
			continue
		}
		if !firstDrawn {
			p.Blank.Write(b, "  ")
			used += 2
		}
		firstDrawn = false
		role := c.Role
		if l.dim {
			role = Faint
		}
		used += w
		if t.Columns[i].Right {
			Style(p, role).Write(b, c.Text.Fit(w, text.Right))
			continue
		}
		txt := c.Text.Cut(w)
		Style(p, role).Write(b, txt.String())
		w -= txt.Width()
		if tw := c.Tail.Width(); tw > 0 && w >= 6 {
			tail := c.Tail.Cut(w - 1)
			p.Blank.Write(b, " ")
			p.Faint.Write(b, tail.String())
			w -= tail.Width() + 1
		}
		p.Blank.Write(b, text.Blank(w))
	}
	p.Blank.Write(b, text.Blank(t.w-used))
}
