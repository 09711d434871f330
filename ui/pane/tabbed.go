package pane

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// tab is a page in a tab of another.
type tab interface {
	Page
	Opener
	within(ID)
	dialled() *dials
}

// within gives a page the name of another for answers: the question's number
// tells whose they are.
func (b *Base) within(id ID) { b.id = id }

// tabbed is a page of several, of which one is shown: their titles above it,
// then what can be chosen for it.
type tabbed struct {
	Base
	parts  []tab
	active int
	intro  []kit.Span              // a line about the whole, above the tabs
	card   func(w int) []blockLine // lines about the whole in place of it; nil: none
	choose Choose

	asked   int    // the dial that was asked for while its options were read; -1 all
	waiting *dials // they are to be shown as soon as they are there
}

// optionsTopic is the question for the options of a dial.
const optionsTopic = "options"

func (t *tabbed) init(env *Env, choose Choose, parts ...tab) {
	t.Base = NewBase(env)
	t.choose, t.parts = choose, parts
	for _, p := range parts {
		p.within(t.id)
	}
}

func (t *tabbed) now() tab { return t.parts[t.active] }

func (t *tabbed) dials() *dials { return t.now().dialled() }

// Dialled says whether there is something to choose.
func (t *tabbed) Dialled() bool { return t.dials() != nil }

// Open asks the shown part for its rows, and for its choices.
func (t *tabbed) Open() tea.Cmd {
	t.fit()
	return tea.Batch(t.now().Open(), t.readOptions())
}

// readOptions reads the options that come from the service.
func (t *tabbed) readOptions() tea.Cmd {
	d := t.dials()
	if d == nil || d.unread() == nil || t.Waiting(optionsTopic) {
		return nil
	}
	dial := d.unread()
	read := dial.read
	return t.Ask(optionsTopic, askLimit, func(ctx context.Context) (any, error) {
		got, err := read(ctx)
		return options{d, dial, got}, err
	})
}

type options struct {
	of   *dials
	dial *dial
	got  []Category
}

func (t *tabbed) optionsRead(m Answer) tea.Cmd {
	wanted := t.waiting
	t.waiting = nil
	if m.Err != nil {
		if wanted != nil {
			t.Env.Post(Fail{m.Err})
		}
		return nil
	}
	o, _ := m.Value.(options)
	o.dial.options, o.dial.read = append(o.dial.options, o.got...), nil
	if wanted == o.of && wanted == t.dials() {
		wanted.ask(t.Env, t.asked, t.choose)
	}
	return nil
}

// ask lets the user choose: of one dial, or of all with -1.
func (t *tabbed) ask(which int) tea.Cmd {
	d := t.dials()
	if d == nil {
		return nil
	}
	if d.unread() != nil {
		t.asked, t.waiting = which, d
		t.Env.Post(Say{Text: lang.Discover.In(t.Env.Lang).Reading})
		return t.readOptions()
	}
	d.ask(t.Env, which, t.choose)
	return nil
}

func (t *tabbed) step(by int) tea.Cmd {
	d := t.dials()
	switch {
	case d == nil:
		return nil
	case d.unread() != nil:
		return t.ask(0)
	}
	return d.step(by)
}

// turn shows another tab.
func (t *tabbed) turn(to int) tea.Cmd {
	if n := len(t.parts); to < 0 || to >= n {
		to = (to + n) % n
	}
	t.active = to
	t.SetFocus(t.Focused)
	return t.Open()
}

// Sideways is true: left and right turn the tabs.
func (t *tabbed) Sideways() bool { return true }

// Handle turns tabs and chooses; the rest is the part's.
func (t *tabbed) Handle(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Left:
		return t.turn(t.active - 1)
	case keymap.Right:
		return t.turn(t.active + 1)
	case keymap.Choose:
		return t.ask(-1)
	case keymap.NextChoice:
		return t.step(1)
	case keymap.PrevChoice:
		return t.step(-1)
	default:
		return t.now().Handle(a)
	}
}

// Apply brings answers and news to all parts.
func (t *tabbed) Apply(msg tea.Msg) tea.Cmd {
	if m, ok := msg.(Answer); ok && m.Topic == optionsTopic {
		if t.Accept(m) {
			return t.optionsRead(m)
		}
		return nil
	}
	cmds := make([]tea.Cmd, len(t.parts))
	for i, p := range t.parts {
		cmds[i] = p.Apply(msg)
	}
	return tea.Batch(cmds...)
}

// Leave cancels all questions.
func (t *tabbed) Leave() {
	t.Base.Leave()
	t.waiting = nil
	for _, p := range t.parts {
		p.Leave()
	}
}

// SetFocus tells whether keys come here.
func (t *tabbed) SetFocus(on bool) {
	t.Focused = on
	for i, p := range t.parts {
		p.SetFocus(on && i == t.active)
	}
}

// Scopes are the part's, with the keys that choose first.
func (t *tabbed) Scopes() []keymap.Scope {
	scopes := []keymap.Scope{keymap.List}
	if s, ok := t.now().(Scoped); ok {
		scopes = s.Scopes()
	}
	if t.dials() != nil {
		return append([]keymap.Scope{keymap.Choices}, scopes...)
	}
	return scopes
}

// The lines above the part, from the top: what is told of the whole, the tabs,
// the choices. Blank ones stand between them where there is room.
type head struct {
	about       []blockLine // of the whole, from the first line on
	tabs, dials int         // their lines, -1 for none
	lines       int
}

const (
	roomyHeight = 18 // lines from which on blanks part the lines of the head, and all of a card is shown
	introHeight = 10 // lines from which on there is an intro, or the first line of a card
	dialsHeight = 6
)

// about is what is told of the whole: all of it, its first line, nothing.
func (t *tabbed) about() []blockLine {
	switch {
	case t.H < introHeight:
		return nil
	case t.card == nil && t.intro == nil:
		return nil
	case t.card == nil:
		return []blockLine{{left: append([]kit.Span{{Text: oneBlank}}, t.intro...)}}
	}
	lines := t.card(t.W)
	if t.H < roomyHeight && len(lines) > 1 {
		lines = lines[:1]
	}
	return lines
}

func (t *tabbed) head() head {
	h := head{about: t.about(), dials: -1}
	roomy := t.H >= roomyHeight
	next := len(h.about)
	line := func() int { next++; return next - 1 }
	if next > 0 && (roomy || t.card != nil) {
		line()
	}
	h.tabs = line()
	if t.dials() != nil && t.H >= dialsHeight {
		if roomy {
			line()
		}
		h.dials = line()
	}
	if t.H >= 12 {
		line()
	}
	h.lines = min(next, t.H)
	return h
}

// SetSize gives the shown part what the head leaves.
func (t *tabbed) SetSize(w, h int) {
	t.W, t.H = w, h
	t.fit()
}

func (t *tabbed) fit() { t.now().SetSize(t.W, t.H-t.head().lines) }

// setIntro changes what is told of the whole.
func (t *tabbed) setIntro(spans ...kit.Span) {
	t.intro = spans
	t.fit()
}

func (t *tabbed) titles() []string {
	out := make([]string, len(t.parts))
	for i, p := range t.parts {
		out[i] = p.Title().String()
	}
	return out
}

// shown are the tabs that fit, from one on; the active one is among them.
func (t *tabbed) shown() (from int, titles []string) {
	titles = t.titles()
	for from < t.active && kit.Width(kit.Tabs(titles[from:t.active+1], 0)) > t.W-4 {
		from++
	}
	return from, titles[from:]
}

// Lines draws the page.
func (t *tabbed) Lines() []string {
	if t.W < 4 || t.H < 2 {
		return kit.Blanks(t.W, t.H)
	}
	p, h := &t.Env.Theme.Plain, t.head()
	t.fit()
	out := kit.Blanks(t.W, h.lines)
	for i, l := range h.about {
		out[i] = kit.Ends(p, t.W, l.left, l.right)
	}
	from, titles := t.shown()
	tabs := kit.Tabs(titles, t.active-from)
	if from > 0 {
		tabs = append([]kit.Span{{Text: text.Of("‹ "), Role: kit.Faint}}, tabs...)
	}
	tabs = append([]kit.Span{{Text: oneBlank}}, tabs...)
	var count []kit.Span
	if n, ok := t.rows(); ok && kit.Width(tabs) < t.W-12 {
		count = []kit.Span{{Text: text.Of(fmt.Sprintf(lang.User.In(t.Env.Lang).All, n) + " "), Role: kit.Quiet}}
	}
	out[h.tabs] = kit.Ends(p, t.W, tabs, count)
	if d := t.dials(); h.dials >= 0 {
		key := t.Env.Keys.KeyOf(t.Scopes(), keymap.Choose)
		right := []kit.Span{
			{Text: text.Of(key), Role: kit.Text},
			{Text: text.Of(" " + lang.Discover.In(t.Env.Lang).Choose + " "), Role: kit.Quiet},
		}
		if left := d.spans(); key == "" || kit.Width(left)+kit.Width(right) >= t.W {
			out[h.dials] = kit.Line(p, t.W, left...)
		} else {
			out[h.dials] = kit.Ends(p, t.W, left, right)
		}
	}
	return kit.Exactly(append(out, t.now().Lines()...), t.W, t.H)
}

// rows is how many rows the shown part has, as far as that is worth a word.
func (t *tabbed) rows() (string, bool) {
	if c, ok := t.now().(interface{ counted() (string, bool) }); ok {
		return c.counted()
	}
	return "", false
}

// Click goes to a tab, to a choice, or to the part.
func (t *tabbed) Click(x, y int, double bool) tea.Cmd {
	h := t.head()
	switch {
	case y == h.tabs:
		from, titles := t.shown()
		at := x - 1
		if from > 0 {
			at -= 2
		}
		if i := kit.TabAt(titles, at); i >= 0 {
			return t.turn(from + i)
		}
	case y == h.dials:
		if d := t.dials(); d.under(x) >= 0 {
			return t.ask(d.under(x))
		} else if x >= t.W-12 {
			return t.ask(-1)
		}
	case y >= h.lines:
		if p, ok := t.now().(Pointed); ok {
			return p.Click(x, y-h.lines, double)
		}
	}
	return nil
}

// Wheel scrolls.
func (t *tabbed) Wheel(rows int) tea.Cmd {
	if p, ok := t.now().(Pointed); ok {
		return p.Wheel(rows)
	}
	return nil
}
