package pane

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// Deadlines of questions to the service.
const (
	askLimit   = 20 * time.Second
	writeLimit = 10 * time.Second
)

// sheet is a page that is a table: it draws it once per change, moves its
// cursor and filters it.
type sheet struct {
	Base
	table kit.Table
	intro []kit.Span // a line above the table, about the whole
	kind  string     // its order is remembered for

	markable bool // rows can be marked: there are actions for several

	loaded bool
	err    error
	empty  kit.Notice // when loaded and without rows
	guest  string     // what a guest is told in place of a missing login

	drawn drawnFor
	lines []string
}

// drawnFor is what the cached lines depend on.
type drawnFor struct {
	version, look, rev uint64
	w, h               int
	focused, waiting   bool
}

// listTopic is the question for a page's list.
const listTopic = "list"

// SetSize gives the table what the intro leaves.
func (s *sheet) SetSize(w, h int) {
	s.W, s.H = w, h
	s.table.SetSize(w, max(h-s.introLines(), 0))
}

func (s *sheet) introLines() int {
	if s.intro != nil && s.H >= 10 {
		return 2
	}
	return 0
}

// setIntro changes the line above the table.
func (s *sheet) setIntro(spans ...kit.Span) {
	s.intro = spans
	s.table.Redraw()
	s.SetSize(s.W, s.H)
}

// Lines draws the page.
func (s *sheet) Lines() []string {
	now := drawnFor{
		s.table.Version(), s.Env.Look, 0, s.W, s.H, s.Focused, s.Waiting(listTopic),
	}
	if s.lines != nil && now == s.drawn {
		return s.lines
	}
	var out []string
	if s.introLines() > 0 {
		inner := append([]kit.Span{{Text: text.Of(" ")}}, s.intro...)
		out = append(out, kit.Line(&s.Env.Theme.Plain, s.W, inner...), text.Blank(s.W))
	}
	out = append(out, s.table.Lines(s.Env.Theme, s.Focused, s.notice())...)
	s.drawn, s.lines = now, kit.Exactly(out, s.W, s.H)
	return s.lines
}

func (s *sheet) notice() kit.Notice {
	t := s.Env.Texts
	if on, _ := s.table.Filtered(); on && s.table.Rows != nil && s.table.Rows.Len() > 0 {
		return kit.Notice{What: t.States.EmptyFilter, Do: fmt.Sprintf(t.States.Clear, s.key(keymap.Back))}
	}
	switch {
	case s.err != nil:
		return s.failure(s.err)
	case s.Waiting(listTopic) || !s.loaded:
		return kit.Notice{What: t.States.Loading}
	}
	return s.empty
}

// failure is an error as a notice with the key that tries again.
func (s *sheet) failure(err error) kit.Notice {
	sen := s.Env.Explain(err)
	if s.Env.Guest && s.guest != "" && sen == s.Env.Explain(ErrLogin) {
		return kit.Notice{What: s.guest, Do: sen.Do}
	}
	do := sen.Do
	if k := s.key(keymap.Refresh); k != "" {
		if do != "" {
			do += " · "
		}
		do += fmt.Sprintf(s.Env.Texts.States.Retry, k)
	}
	return kit.Notice{What: sen.What, Do: do, Bad: true}
}

func (s *sheet) key(a keymap.Action) string { return s.Env.Keys.KeyOf(s.Scopes(), a) }

// Scopes are those of a list; while a filter stands, its keys come first.
func (s *sheet) Scopes() []keymap.Scope {
	if on, _ := s.table.Filtered(); on {
		return []keymap.Scope{keymap.Typing, keymap.List}
	}
	return []keymap.Scope{keymap.List}
}

// move answers the actions that every table knows.
func (s *sheet) move(a keymap.Action) bool {
	t := &s.table
	switch a {
	case keymap.Up, keymap.FilterPrev:
		t.Move(-1)
	case keymap.Down, keymap.FilterNext:
		t.Move(1)
	case keymap.HalfUp:
		t.Move(-t.Page() / 2)
	case keymap.HalfDown:
		t.Move(t.Page() / 2)
	case keymap.PageUp:
		t.Move(-t.Page())
	case keymap.PageDown:
		t.Move(t.Page())
	case keymap.Top:
		t.MoveTo(0)
	case keymap.Bottom:
		t.MoveTo(t.Len() - 1)
	case keymap.Filter:
		t.StartFilter(s.Env.Texts.Filter.Prompt, s.Env.Texts.Filter.Found)
	case keymap.Mark, keymap.MarkRange:
		s.mark(a)
	case keymap.NextSort:
		s.nextSort()
	default:
		return false
	}
	return true
}

// Back takes the marks away, then the filter.
func (s *sheet) Back() bool {
	if s.table.ClearMarks() {
		return true
	}
	on, _ := s.table.Filtered()
	s.table.ClearFilter()
	return on
}

// mark marks rows where that is good for something.
func (s *sheet) mark(a keymap.Action) {
	switch {
	case !s.markable:
		s.Env.Post(Say{Text: lang.List.In(s.Env.Lang).NoMarks, Bad: true})
	case a == keymap.Mark:
		s.table.ToggleMark()
	default:
		s.table.Range()
	}
}

// Marked is the number of marked rows.
func (s *sheet) Marked() int { return len(s.table.Marked()) }

// Unmark takes the marks away: what they were for is done.
func (s *sheet) Unmark() { s.table.ClearMarks() }

// sortAs gives the page the order that pages of its kind had last.
func (s *sheet) sortAs(kind string) {
	s.kind = kind
	column, down, _ := strings.Cut(s.Env.Memory.Recall("sort."+kind), " ")
	if column != "" {
		s.table.Sort(column, down != "")
	}
}

// Sort puts the rows in another order and remembers it for pages of the kind.
func (s *sheet) Sort(column string, desc bool) bool {
	if !s.table.Sort(column, desc) {
		return false
	}
	kept := column
	if desc {
		kept += " down"
	}
	s.Env.Memory.Remember("sort."+s.kind, kept)
	return true
}

// Sorts are the columns that Sort takes.
func (s *sheet) Sorts() []SortColumn {
	var out []SortColumn
	for _, c := range s.table.Sorts() {
		out = append(out, SortColumn{c.Sort, c.Title})
	}
	return out
}

// nextSort says what the rows are sorted by now.
func (s *sheet) nextSort() {
	t := lang.List.In(s.Env.Lang)
	if len(s.table.Sorts()) == 0 {
		s.Env.Post(Say{Text: t.Never, Bad: true})
		return
	}
	column, desc := s.table.NextSort()
	s.Sort(column, desc)
	for _, c := range s.table.Sorts() {
		switch {
		case c.Sort == column && desc:
			s.Env.Post(Say{Text: fmt.Sprintf(t.Down, c.Title)})
			return
		case c.Sort == column:
			s.Env.Post(Say{Text: fmt.Sprintf(t.Up, c.Title)})
			return
		}
	}
	s.Env.Post(Say{Text: t.Own})
}

// Typing is true while the filter is typed.
func (s *sheet) Typing() bool {
	_, typing := s.table.Filtered()
	return typing
}

// Type gives a key to the filter.
func (s *sheet) Type(k tea.KeyPressMsg) tea.Cmd {
	s.table.TypeFilter(k)
	return nil
}

// Paste gives text to the filter.
func (s *sheet) Paste(t string) tea.Cmd {
	s.table.PasteFilter(t)
	return nil
}

// Cursor is the terminal's cursor while the filter is typed.
func (s *sheet) Cursor() *tea.Position {
	s.Lines()
	x, y, ok := s.table.FilterCursor()
	if !ok {
		return nil
	}
	return &tea.Position{X: x, Y: y + s.introLines()}
}

// Wheel scrolls.
func (s *sheet) Wheel(rows int) tea.Cmd {
	s.table.ScrollBy(rows)
	return nil
}

// point puts the cursor on the row under a click; on a column's title it
// sorts.
func (s *sheet) point(x, y int) bool {
	if c, ok := s.table.HeadAt(x, y-s.introLines()); ok {
		if now, desc := s.table.Sorted(); c.Sort != "" && now == c.Sort && desc {
			s.Sort("", false)
		} else if c.Sort != "" {
			s.Sort(c.Sort, now == c.Sort)
		}
		return false
	}
	row, ok := s.table.At(y - s.introLines())
	if ok {
		s.table.MoveTo(row)
	}
	return ok
}

// MoveTo puts the cursor on the n-th row shown, the first is 0.
func (s *sheet) MoveTo(n int) tea.Cmd {
	s.table.MoveTo(n)
	return nil
}

// ScrollTo shows the rows from one on.
func (s *sheet) ScrollTo(top int) tea.Cmd {
	now, _, _ := s.table.Scroll()
	s.table.ScrollBy(top - now)
	return nil
}

// Scroll tells what is shown, for the scroll bar.
func (s *sheet) Scroll() (top, shown, total int) { return s.table.Scroll() }

// dialled is none: there is nothing to choose for the rows.
func (s *sheet) dialled() *dials { return nil }

// Bare is true without a row under the cursor.
func (s *sheet) Bare() bool { return s.table.Cursor() < 0 }

// CursorRow is the selected row of all rows, -1 for none.
func (s *sheet) CursorRow() int { return s.table.Cursor() }
