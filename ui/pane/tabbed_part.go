package pane

import tea "charm.land/bubbletea/v2"

// What the app asks of a page, a tabbed one asks of the part that is shown.

// Thing is what is under the cursor.
func (t *tabbed) Thing() (Thing, bool) {
	if h, ok := t.now().(Holder); ok {
		return h.Thing()
	}
	return Thing{}, false
}

// Selected is the song under the cursor.
func (t *tabbed) Selected() (Choice, bool) {
	if c, ok := t.now().(Chooser); ok {
		return c.Selected()
	}
	return Choice{}, false
}

// Bare is true where the shown part has nothing to open.
func (t *tabbed) Bare() bool {
	b, ok := t.now().(Bare)
	return ok && b.Bare()
}

// Chosen are the marked songs, or the one under the cursor.
func (t *tabbed) Chosen() []Choice {
	if g, ok := t.now().(Gatherer); ok {
		return g.Chosen()
	}
	return nil
}

// Marked is the number of marked rows.
func (t *tabbed) Marked() int {
	if m, ok := t.now().(Marker); ok {
		return m.Marked()
	}
	return 0
}

// Unmark takes the marks away.
func (t *tabbed) Unmark() {
	if m, ok := t.now().(Marker); ok {
		m.Unmark()
	}
}

// Sort puts the rows in another order.
func (t *tabbed) Sort(column string, desc bool) bool {
	s, ok := t.now().(Sorter)
	return ok && s.Sort(column, desc)
}

// Sorts are the columns that Sort takes.
func (t *tabbed) Sorts() []SortColumn {
	if s, ok := t.now().(Sorter); ok {
		return s.Sorts()
	}
	return nil
}

// MoveTo puts the cursor on the n-th row.
func (t *tabbed) MoveTo(n int) tea.Cmd {
	if j, ok := t.now().(Jumper); ok {
		return j.MoveTo(n)
	}
	return nil
}

// ScrollTo shows the rows from one on.
func (t *tabbed) ScrollTo(top int) tea.Cmd {
	if s, ok := t.now().(Scroller); ok {
		return s.ScrollTo(top)
	}
	return nil
}

// Scroll tells what is shown.
func (t *tabbed) Scroll() (top, shown, total int) {
	if s, ok := t.now().(Scrolled); ok {
		return s.Scroll()
	}
	return 0, 0, 0
}

// Locate puts the cursor on a song.
func (t *tabbed) Locate(song int64) bool {
	l, ok := t.now().(Locator)
	return ok && l.Locate(song)
}

// Back clears marks or a filter.
func (t *tabbed) Back() bool {
	b, ok := t.now().(Backer)
	return ok && b.Back()
}

// Busy says whether the part waits for its rows.
func (t *tabbed) Busy() bool {
	w, ok := t.now().(Waiter)
	return ok && w.Busy()
}

// Count is the number of songs.
func (t *tabbed) Count() (int, bool) {
	if c, ok := t.now().(Counter); ok {
		return c.Count()
	}
	return 0, false
}

// Typing is true while a filter is typed.
func (t *tabbed) Typing() bool {
	y, ok := t.now().(Typist)
	return ok && y.Typing()
}

// Type gives a key to the filter.
func (t *tabbed) Type(k tea.KeyPressMsg) tea.Cmd {
	if y, ok := t.now().(Typist); ok {
		return y.Type(k)
	}
	return nil
}

// Paste gives text to the filter.
func (t *tabbed) Paste(s string) tea.Cmd {
	if y, ok := t.now().(Typist); ok {
		return y.Paste(s)
	}
	return nil
}

// Cursor is the terminal's cursor while a filter is typed.
func (t *tabbed) Cursor() *tea.Position {
	y, ok := t.now().(Typist)
	if !ok {
		return nil
	}
	at := y.Cursor()
	if at == nil {
		return nil
	}
	return &tea.Position{X: at.X, Y: at.Y + t.head().lines}
}
