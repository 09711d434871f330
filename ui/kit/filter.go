package kit

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/pinyin"
	"ncmtui/ui/text"
	"ncmtui/ui/theme"
)

// filter is a view over the rows: those that hold all words typed.
type filter struct {
	input  Input
	typing bool
	hits   []int
	keys   []string // folded, by row; made once per set of rows
	was    string   // what hits are for
	keep   int      // the row to go back to when it is cleared
	prompt string
	found  string
	cursor int
}

// StartFilter opens the filter line, or goes on typing in it. prompt and
// found (two %d) are its texts.
func (t *Table) StartFilter(prompt, found string) {
	if t.filter == nil {
		keep := t.Cursor()
		t.filter = &filter{prompt: prompt, found: found, keep: keep}
		t.filter.run(t)
		t.filter.typing = true
		t.Select(keep)
		t.version++
		return
	}
	t.filter.typing = true
	t.version++
}

// Filtered says whether a filter is on, and whether it is being typed.
func (t *Table) Filtered() (on, typing bool) {
	if t.filter == nil {
		return false, false
	}
	return true, t.filter.typing
}

// ClearFilter shows all rows again, the cursor on the same row.
func (t *Table) ClearFilter() {
	if t.filter == nil {
		return
	}
	row := t.Cursor()
	if row < 0 {
		row = t.filter.keep
	}
	t.filter = nil
	t.version++
	t.MoveTo(row)
}

// TypeFilter takes a key while the filter is typed.
func (t *Table) TypeFilter(k tea.KeyPressMsg) {
	f := t.filter
	if f == nil {
		return
	}
	switch k.Keystroke() {
	case "enter":
		f.typing = false
		if f.input.Value() == "" {
			t.ClearFilter()
		}
	case "esc":
		t.ClearFilter()
	case "up":
		t.Move(-1)
	case "down":
		t.Move(1)
	case "backspace":
		if f.input.Value() == "" {
			t.ClearFilter()
			return
		}
		t.editFilter(k)
	default:
		t.editFilter(k)
	}
	t.version++
}

// PasteFilter takes pasted text while the filter is typed.
func (t *Table) PasteFilter(s string) {
	if t.filter != nil {
		t.filter.input.Insert(s)
		t.refilter()
	}
}

func (t *Table) editFilter(k tea.KeyPressMsg) {
	if _, changed := t.filter.input.Type(k); changed {
		t.refilter()
	}
}

func (t *Table) refilter() {
	row := t.Cursor()
	t.filter.run(t)
	if !t.Select(row) {
		t.MoveTo(0)
	}
	t.version++
}

// FilterCursor is the cell of the cursor in the table while typing.
func (t *Table) FilterCursor() (x, y int, ok bool) {
	if t.filter == nil || !t.filter.typing || t.footLines() == 0 {
		return 0, 0, false
	}
	return t.filter.cursor, t.h - 1, true
}

// run finds the rows that hold what is typed, in the order of the table. More
// typed at the end can only be less found.
func (f *filter) run(t *Table) {
	if t.Rows == nil {
		return
	}
	n, typed := t.Rows.Len(), fold(f.input.Value())
	words := strings.Fields(typed)
	if f.keys != nil && f.was != "" && strings.HasPrefix(typed, f.was) {
		f.hits = slices.DeleteFunc(f.hits, func(row int) bool { return !holds(f.keys[row], words) })
		f.was = typed
		return
	}
	f.was, f.hits = typed, f.hits[:0]
	if len(words) > 0 {
		f.fill(t.Rows, n)
	}
	for i := range n {
		if row := t.sortedRow(i); len(words) == 0 || holds(f.keys[row], words) {
			f.hits = append(f.hits, row)
		}
	}
}

// fill folds the rows' keys. Rows that were read since are folded again.
func (f *filter) fill(rows Rows, n int) {
	if len(f.keys) == n {
		return
	}
	f.keys = make([]string, n)
	for i := range n {
		f.keys[i] = fold(rows.Key(i))
	}
}

func holds(key string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(key, w) && !(pinyin.Typed(w) && pinyin.Contains(key, w)) {
			return false
		}
	}
	return true
}

// fold makes text comparable: lower case, full-width letters as ASCII.
func fold(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E:
			return r - 0xFEE0
		case r == 0x3000:
			return ' '
		}
		return r
	}, s))
}

func (f *filter) line(th *theme.Theme, w, shown, total int) string {
	p := &th.Plain
	prompt := text.Of(" " + f.prompt + " / ")
	count := text.Of(fmt.Sprintf(f.found, shown, total) + " ")
	room := w - prompt.Width() - count.Width() - 1
	if room < 4 {
		count, room = text.Clean{}, max(w-prompt.Width(), 1)
	}
	if prompt.Width() >= w {
		prompt, room = text.Clean{}, w
	}
	line, at := f.input.Line(p, room, "")
	f.cursor = prompt.Width() + at
	role := Quiet
	if f.typing {
		role = Accent
	}
	return Line(p, prompt.Width(), Span{prompt, role}) + line +
		Line(p, w-prompt.Width()-room, Span{text.Of(" "), Text}, Span{count, Quiet})
}
