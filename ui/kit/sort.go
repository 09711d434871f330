package kit

import (
	"cmp"
	"slices"

	"ncmtui/ui/pinyin"
	"ncmtui/ui/text"
)

// Key is what a row is sorted by: first the number, then the text. A row with
// None stands at the end in both directions: it is not known yet.
type Key struct {
	N    int64
	Text string // uncleaned; Chinese comes in the order of its pinyin
	None bool
}

// Sortable are rows that can be put in another order. SortKey is asked for the
// columns that have a Sort name, and with that.
type Sortable interface {
	SortKey(column string, i int) Key
}

// sorting is a view over the rows in another order.
type sorting struct {
	column string
	desc   bool
	order  []int // shown before the filter → row
}

// Sort puts the rows in the order of a column, "" in their own. It is false
// when there is no such column. The cursor stays on its row.
func (t *Table) Sort(column string, desc bool) bool {
	if column == "" {
		t.sorting = nil
		t.Changed()
		return true
	}
	_, can := t.Rows.(Sortable)
	if !can || !slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Sort == column }) {
		return false
	}
	t.sorting = &sorting{column: column, desc: desc}
	t.Changed()
	return true
}

// Sorted gives the column that the rows are sorted by, "" for their own order.
func (t *Table) Sorted() (column string, desc bool) {
	if t.sorting == nil {
		return "", false
	}
	return t.sorting.column, t.sorting.desc
}

// Sorts are the columns by which the rows can be sorted.
func (t *Table) Sorts() []Column {
	if _, can := t.Rows.(Sortable); !can {
		return nil
	}
	var out []Column
	for _, c := range t.Columns {
		if c.Sort != "" {
			out = append(out, c)
		}
	}
	return out
}

// NextSort goes through the columns, each up and then down, and back to the
// rows' own order.
func (t *Table) NextSort() (column string, desc bool) {
	cols := t.Sorts()
	if len(cols) == 0 {
		return "", false
	}
	now, down := t.Sorted()
	if now != "" && !down {
		return now, true
	}
	i := slices.IndexFunc(cols, func(c Column) bool { return c.Sort == now }) + 1
	if i >= len(cols) {
		return "", false
	}
	return cols[i].Sort, false
}

// HeadAt gives the column whose title is under a cell.
func (t *Table) HeadAt(x, y int) (Column, bool) {
	if y != 0 || t.headLines() == 0 || t.Len() == 0 {
		return Column{}, false
	}
	t.layout()
	at := 1
	for i, c := range t.Columns {
		if t.widths[i] == 0 {
			continue
		}
		if x >= at && x < at+t.widths[i] {
			return c, true
		}
		at += t.widths[i] + 2
	}
	return Column{}, false
}

// run puts the rows in order. Equal ones keep theirs.
func (s *sorting) run(rows Rows) {
	n := rows.Len()
	keys := make([]Key, n)
	s.order = make([]int, n)
	by, _ := rows.(Sortable)
	for i := range n {
		s.order[i] = i
		if by != nil {
			keys[i] = by.SortKey(s.column, i)
			if keys[i].Text != "" {
				keys[i].Text = pinyin.SortKey(fold(keys[i].Text))
			}
		}
	}
	slices.SortStableFunc(s.order, func(a, b int) int {
		if keys[a].None != keys[b].None {
			return cmp.Compare(asInt(keys[a].None), asInt(keys[b].None))
		}
		if s.desc {
			a, b = b, a
		}
		return cmp.Or(cmp.Compare(keys[a].N, keys[b].N), cmp.Compare(keys[a].Text, keys[b].Text))
	})
}

// heading is a column's title with the direction it is sorted in.
func (t *Table) heading(c Column) text.Clean {
	now, desc := t.Sorted()
	if now == "" || c.Sort != now {
		return text.Of(c.Title)
	}
	if desc {
		return text.Of(c.Title + "↓")
	}
	return text.Of(c.Title + "↑")
}

func asInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Order gives the rows of Rows in the order shown, those that a filter hides
// as well.
func (t *Table) Order() []int {
	if t.Rows == nil {
		return nil
	}
	out := make([]int, t.Rows.Len())
	for i := range out {
		out[i] = t.sortedRow(i)
	}
	return out
}
