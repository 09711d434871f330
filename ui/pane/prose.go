package pane

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// prose is a text to read: wrapped to the width and scrolled by lines.
type prose struct {
	sheet
	name  string
	feed  feed[Paragraph]
	paras rowsOf[Paragraph]

	lines  []proseLine // wrapped for forW cells
	forW   int
	top    int
	page   []string // what was drawn last, for pageOf and the top paged
	pageOf drawnFor
	paged  int
}

type proseLine struct {
	text  text.Clean
	title bool
}

// measure is the widest a line of text is, in cells: more is hard to read.
const measure = 76

func newProse(env *Env, name string, read reading[Paragraph]) *prose {
	p := &prose{name: name}
	p.Base = NewBase(env)
	p.table = kit.Table{Rows: &p.paras}
	p.empty = kit.Notice{What: lang.Works.In(env.Lang).NoAbout}
	p.feed = feed[Paragraph]{sheet: &p.sheet, read: func() reading[Paragraph] { return read }, show: p.show}
	return p
}

func (p *prose) dialled() *dials { return nil }

func (p *prose) show(paras []Paragraph, _ bool) {
	p.paras.items = nil
	for _, para := range paras {
		if strings.TrimSpace(para.Text) != "" {
			p.paras.items = append(p.paras.items, para)
		}
	}
	p.forW = 0
	p.table.Redraw()
	p.scroll(p.top)
}

// Title is the page's name.
func (p *prose) Title() text.Clean { return text.Of(p.name) }

// Open reads the text when it is not there.
func (p *prose) Open() tea.Cmd { return p.feed.open() }

// SetSize wraps the text anew.
func (p *prose) SetSize(w, h int) {
	p.sheet.SetSize(w, h)
	p.scroll(p.top)
}

// wrapped are the lines of the text at the width there is.
func (p *prose) wrapped() []proseLine {
	if p.forW == p.W && p.lines != nil {
		return p.lines
	}
	w := min(p.W-4, measure)
	p.forW, p.lines = p.W, []proseLine{}
	for i, para := range p.paras.items {
		if i > 0 && !p.paras.items[i-1].Title {
			p.lines = append(p.lines, proseLine{})
		}
		for raw := range strings.Lines(para.Text) {
			for _, l := range text.Of(strings.TrimSpace(raw)).Wrap(w) {
				p.lines = append(p.lines, proseLine{l, para.Title})
			}
		}
	}
	return p.lines
}

// Lines draws what is in view.
func (p *prose) Lines() []string {
	lines := p.wrapped()
	if len(lines) == 0 || p.W < 8 {
		return p.sheet.Lines()
	}
	now := drawnFor{p.table.Version(), p.Env.Look, 0, p.W, p.H, p.Focused, false}
	if p.page != nil && p.pageOf == now && p.paged == p.top {
		return p.page
	}
	var out []string
	for _, l := range lines[p.top:min(p.top+p.H, len(lines))] {
		role := kit.Text
		if l.title {
			role = kit.Strong
		}
		out = append(out, kit.Line(&p.Env.Theme.Plain, p.W, kit.Span{Text: text.Of("  ")}, kit.Span{Text: l.text, Role: role}))
	}
	p.page, p.pageOf, p.paged = kit.Exactly(out, p.W, p.H), now, p.top
	return p.page
}

// scroll puts a line at the top, clamped.
func (p *prose) scroll(top int) { p.top = max(min(top, len(p.wrapped())-p.H), 0) }

// Bare is true: there is nothing to open in a text.
func (p *prose) Bare() bool { return true }

// Handle scrolls.
func (p *prose) Handle(a keymap.Action) tea.Cmd {
	if by, ok := stride(a, p.H, len(p.wrapped())); ok {
		p.scroll(p.top + by)
		return nil
	}
	if a == keymap.Refresh {
		return p.feed.load(p.Renew)
	}
	return nil
}

// stride is how far an action moves in a text of all lines, of which a page is
// shown.
func stride(a keymap.Action, page, all int) (by int, ok bool) {
	switch a {
	case keymap.Up:
		return -1, true
	case keymap.Down:
		return 1, true
	case keymap.HalfUp:
		return -max(page/2, 1), true
	case keymap.HalfDown:
		return max(page/2, 1), true
	case keymap.PageUp:
		return -page, true
	case keymap.PageDown:
		return page, true
	case keymap.Top:
		return -all, true
	case keymap.Bottom:
		return all, true
	default:
		return 0, false
	}
}

// Apply takes the text.
func (p *prose) Apply(msg tea.Msg) tea.Cmd { return p.feed.apply(msg) }

// Click has nothing to select.
func (p *prose) Click(int, int, bool) tea.Cmd { return nil }

// Wheel scrolls.
func (p *prose) Wheel(rows int) tea.Cmd {
	p.scroll(p.top + rows)
	return nil
}

// MoveTo shows the n-th line first.
func (p *prose) MoveTo(n int) tea.Cmd {
	p.scroll(n)
	return nil
}

// ScrollTo shows the lines from one on.
func (p *prose) ScrollTo(top int) tea.Cmd { return p.MoveTo(top) }

// Scroll tells what is shown.
func (p *prose) Scroll() (top, shown, total int) { return p.top, p.H, len(p.wrapped()) }

// Sorts is none: a text has one order.
func (p *prose) Sorts() []SortColumn { return nil }
