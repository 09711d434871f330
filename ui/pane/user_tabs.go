package pane

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// leaf is a page in a tab of a folder.
type leaf interface {
	Page
	Opener
	base() *Base
}

func (b *Base) base() *Base { return b }

// folder is a page of several pages, of which one is shown: the titles of all
// stand above it, under what is told of the whole.
type folder struct {
	Base
	leaves []leaf
	tab    int
	card   func(w int) []blockLine // above the tabs; nil nothing
}

func (f *folder) bind(env *Env, leaves ...leaf) {
	f.Base = NewBase(env)
	f.leaves = leaves
	for _, l := range leaves {
		l.base().id = f.id // the numbers of questions tell whose an answer is
	}
}

func (f *folder) now() leaf { return f.leaves[f.tab] }

// Open asks the shown page for its rows.
func (f *folder) Open() tea.Cmd {
	f.fit()
	return f.now().Open()
}

// Sideways is true: left and right turn the tabs.
func (f *folder) Sideways() bool { return true }

func (f *folder) turn(to int) tea.Cmd {
	f.tab = (to + len(f.leaves)) % len(f.leaves)
	f.SetFocus(f.Focused)
	return f.Open()
}

// Handle turns the tabs; the rest is the page's.
func (f *folder) Handle(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Left:
		return f.turn(f.tab - 1)
	case keymap.Right:
		return f.turn(f.tab + 1)
	default:
	}
	return f.now().Handle(a)
}

// Apply brings answers and news to all pages.
func (f *folder) Apply(msg tea.Msg) tea.Cmd {
	cmds := make([]tea.Cmd, len(f.leaves))
	for i, l := range f.leaves {
		cmds[i] = l.Apply(msg)
	}
	return tea.Batch(cmds...)
}

// Leave cancels all questions.
func (f *folder) Leave() {
	f.Base.Leave()
	for _, l := range f.leaves {
		l.Leave()
	}
}

// SetFocus tells whether keys come here.
func (f *folder) SetFocus(on bool) {
	f.Focused = on
	for i, l := range f.leaves {
		l.SetFocus(on && i == f.tab)
	}
}

// Scopes are the page's.
func (f *folder) Scopes() []keymap.Scope {
	if s, ok := f.now().(Scoped); ok {
		return s.Scopes()
	}
	return []keymap.Scope{keymap.List}
}

// cardHeight is the least number of lines with room for the whole card.
const cardHeight = 18

// cardLines is what is told of the whole: all of it, its first line, nothing.
func (f *folder) cardLines() []blockLine {
	if f.card == nil || f.H < 10 {
		return nil
	}
	lines := f.card(f.W)
	if f.H < cardHeight && len(lines) > 1 {
		lines = lines[:1]
	}
	return lines
}

// heads tells the line of the tabs, and how many lines stand above the page.
func (f *folder) heads() (tabs, all int) {
	if n := len(f.cardLines()); n > 0 {
		tabs = n + 1
	}
	all = tabs + 1
	if f.H >= 12 {
		all++
	}
	return tabs, min(all, f.H)
}

// SetSize gives the shown page what the lines above it leave.
func (f *folder) SetSize(w, h int) {
	f.W, f.H = w, h
	f.fit()
}

func (f *folder) fit() {
	_, above := f.heads()
	f.now().SetSize(f.W, f.H-above)
}

// titles are those of the tabs that fit, from one on; the shown one is among
// them.
func (f *folder) titles() (from int, titles []string) {
	for _, l := range f.leaves {
		titles = append(titles, l.Title().String())
	}
	for from < f.tab && kit.Width(kit.Tabs(titles[from:f.tab+1], 0)) > f.W-4 {
		from++
	}
	return from, titles[from:]
}

// Lines draws the page.
func (f *folder) Lines() []string {
	if f.W < 4 || f.H < 2 {
		return kit.Blanks(f.W, f.H)
	}
	f.fit()
	p := &f.Env.Theme.Plain
	at, above := f.heads()
	out := kit.Blanks(f.W, above)
	for i, l := range f.cardLines() {
		out[i] = kit.Ends(p, f.W, l.left, l.right)
	}
	from, titles := f.titles()
	tabs := append([]kit.Span{{Text: oneBlank}}, kit.Tabs(titles, f.tab-from)...)
	if from > 0 {
		tabs[0] = kit.Span{Text: text.Of("‹"), Role: kit.Faint}
	}
	var right []kit.Span
	if n, ok := f.rows(); ok && kit.Width(tabs) < f.W-12 {
		right = []kit.Span{{Text: text.Of(fmt.Sprintf(lang.User.In(f.Env.Lang).All, n) + " "), Role: kit.Quiet}}
	}
	out[at] = kit.Ends(p, f.W, tabs, right)
	return kit.Exactly(append(out, f.now().Lines()...), f.W, f.H)
}

// rows is how many rows the shown page has, as far as that is worth a word.
func (f *folder) rows() (string, bool) {
	if c, ok := f.now().(interface{ counted() (string, bool) }); ok {
		return c.counted()
	}
	return "", false
}

// Click goes to a tab, or to the page.
func (f *folder) Click(x, y int, double bool) tea.Cmd {
	tabs, above := f.heads()
	if y == tabs {
		from, titles := f.titles()
		if i := kit.TabAt(titles, x-1); i >= 0 {
			return f.turn(from + i)
		}
		return nil
	}
	if p, ok := f.now().(Pointed); ok && y >= above {
		return p.Click(x, y-above, double)
	}
	return nil
}

// Wheel scrolls.
func (f *folder) Wheel(rows int) tea.Cmd {
	if p, ok := f.now().(Pointed); ok {
		return p.Wheel(rows)
	}
	return nil
}
