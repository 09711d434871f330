package kit

import "maps"

// Known are rows with a name of their own that outlives a change of the rows:
// the cursor and the marks go with it.
type Known interface {
	ID(i int) int64
}

// marks are the rows chosen for one action on all of them.
type marks struct {
	set    map[int64]bool
	anchor int64 // where a range was begun
	ranged bool  // one is open: from the anchor to the cursor
}

// id is the name of a row of Rows, false when rows have none.
func (t *Table) id(row int) (int64, bool) {
	k, ok := t.Rows.(Known)
	if !ok || row < 0 || row >= t.Rows.Len() {
		return 0, false
	}
	return k.ID(row), true
}

// ToggleMark marks the row under the cursor, or takes its mark, and goes on to
// the next one. An open range becomes marks instead.
func (t *Table) ToggleMark() bool {
	if t.marks.ranged {
		t.closeRange()
		return true
	}
	id, ok := t.id(t.Cursor())
	if !ok {
		return false
	}
	if t.marks.set[id] {
		delete(t.marks.set, id)
	} else {
		t.mark(id)
	}
	t.Move(1)
	return true
}

// Range opens a range at the cursor that grows with it, or makes marks of the
// open one.
func (t *Table) Range() bool {
	if t.marks.ranged {
		t.closeRange()
		return true
	}
	id, ok := t.id(t.Cursor())
	if !ok {
		return false
	}
	t.marks.anchor, t.marks.ranged = id, true
	t.version++
	return true
}

func (t *Table) mark(id int64) {
	if t.marks.set == nil {
		t.marks.set = map[int64]bool{}
	}
	t.marks.set[id] = true
}

func (t *Table) closeRange() {
	from, to := t.span()
	for i := from; i <= to; i++ {
		if id, ok := t.id(t.row(i)); ok {
			t.mark(id)
		}
	}
	t.marks.ranged = false
	t.version++
}

// span is the open range in shown rows; empty (1, 0) without one.
func (t *Table) span() (from, to int) {
	if !t.marks.ranged {
		return 1, 0
	}
	from, to = t.cursor, t.cursor
	for i := range t.Len() {
		if id, _ := t.id(t.row(i)); id == t.marks.anchor {
			from = i
			break
		}
	}
	return min(from, to), max(from, to)
}

// ClearMarks takes all marks away; it is false when there were none.
func (t *Table) ClearMarks() bool {
	if len(t.marks.set) == 0 && !t.marks.ranged {
		return false
	}
	t.marks = marks{}
	t.version++
	return true
}

// Marked gives the marked rows of Rows in the order shown, those that a filter
// hides as well.
func (t *Table) Marked() []int {
	if len(t.marks.set) == 0 && !t.marks.ranged || t.Rows == nil {
		return nil
	}
	ranged := map[int]bool{}
	for i, to := t.span(); i <= to; i++ {
		ranged[t.row(i)] = true
	}
	var out []int
	for i := range t.Rows.Len() {
		row := t.sortedRow(i)
		if id, ok := t.id(row); ok && (t.marks.set[id] || ranged[row]) {
			out = append(out, row)
		}
	}
	return out
}

// marksNow is a test for the rows on the screen.
func (t *Table) marksNow() func(shown int) bool {
	if len(t.marks.set) == 0 && !t.marks.ranged {
		return func(int) bool { return false }
	}
	from, to := t.span()
	return func(shown int) bool {
		if shown >= from && shown <= to {
			return true
		}
		id, ok := t.id(t.row(shown))
		return ok && t.marks.set[id]
	}
}

// prune forgets the marks of rows that are gone.
func (t *Table) prune() {
	if len(t.marks.set) == 0 && !t.marks.ranged {
		return
	}
	here := map[int64]bool{}
	for i := range t.Rows.Len() {
		if id, ok := t.id(i); ok {
			here[id] = true
		}
	}
	maps.DeleteFunc(t.marks.set, func(id int64, _ bool) bool { return !here[id] })
	t.marks.ranged = t.marks.ranged && here[t.marks.anchor]
}
