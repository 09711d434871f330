package pane

import (
	tea "charm.land/bubbletea/v2"
)

// What the shown page of a folder is asked for.

// Thing is what is under the cursor.
func (f *folder) Thing() (Thing, bool) {
	if h, ok := f.now().(Holder); ok {
		return h.Thing()
	}
	return Thing{}, false
}

// Selected is the song under the cursor.
func (f *folder) Selected() (Choice, bool) {
	if c, ok := f.now().(Chooser); ok {
		return c.Selected()
	}
	return Choice{}, false
}

// Bare is true where the shown page has nothing to open.
func (f *folder) Bare() bool {
	b, ok := f.now().(Bare)
	return ok && b.Bare()
}

// Chosen are the marked songs, or the one under the cursor.
func (f *folder) Chosen() []Choice {
	if g, ok := f.now().(Gatherer); ok {
		return g.Chosen()
	}
	return nil
}

// Marked is the number of marked rows.
func (f *folder) Marked() int {
	if m, ok := f.now().(Marker); ok {
		return m.Marked()
	}
	return 0
}

// Unmark takes the marks away.
func (f *folder) Unmark() {
	if m, ok := f.now().(Marker); ok {
		m.Unmark()
	}
}

// Sort puts the rows in another order.
func (f *folder) Sort(column string, desc bool) bool {
	s, ok := f.now().(Sorter)
	return ok && s.Sort(column, desc)
}

// Sorts are the columns that Sort takes.
func (f *folder) Sorts() []SortColumn {
	if s, ok := f.now().(Sorter); ok {
		return s.Sorts()
	}
	return nil
}

// MoveTo puts the cursor on the n-th row.
func (f *folder) MoveTo(n int) tea.Cmd {
	if j, ok := f.now().(Jumper); ok {
		return j.MoveTo(n)
	}
	return nil
}

// ScrollTo shows the rows from one on.
func (f *folder) ScrollTo(top int) tea.Cmd {
	if s, ok := f.now().(Scroller); ok {
		return s.ScrollTo(top)
	}
	return nil
}

// Scroll tells what is shown.
func (f *folder) Scroll() (top, shown, total int) {
	if s, ok := f.now().(Scrolled); ok {
		return s.Scroll()
	}
	return 0, 0, 0
}

// Locate puts the cursor on a song.
func (f *folder) Locate(song int64) bool {
	l, ok := f.now().(Locator)
	return ok && l.Locate(song)
}

// Busy says whether the shown page waits for its rows.
func (f *folder) Busy() bool {
	w, ok := f.now().(Waiter)
	return ok && w.Busy()
}

// Back takes marks and filters away.
func (f *folder) Back() bool {
	b, ok := f.now().(Backer)
	return ok && b.Back()
}

// Typing is true while a filter is typed.
func (f *folder) Typing() bool {
	t, ok := f.now().(Typist)
	return ok && t.Typing()
}

// Type gives a key to the filter.
func (f *folder) Type(k tea.KeyPressMsg) tea.Cmd {
	if t, ok := f.now().(Typist); ok {
		return t.Type(k)
	}
	return nil
}

// Paste gives text to the filter.
func (f *folder) Paste(s string) tea.Cmd {
	if t, ok := f.now().(Typist); ok {
		return t.Paste(s)
	}
	return nil
}

// Cursor is the terminal's cursor while a filter is typed.
func (f *folder) Cursor() *tea.Position {
	t, ok := f.now().(Typist)
	if !ok {
		return nil
	}
	f.fit()
	at := t.Cursor()
	if at == nil {
		return nil
	}
	_, above := f.heads()
	return &tea.Position{X: at.X, Y: at.Y + above}
}
