package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

// View draws the whole screen: exactly h lines of exactly w cells.
func (a *App) View() tea.View {
	var lines []string
	if a.look.wait {
		lines = kit.Blanks(a.lay.w, a.lay.h)
	} else {
		lines = a.screen()
		a.overlay(lines)
	}
	v := tea.NewView(strings.Join(lines, "\n"))
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.ReportFocus = true
	v.WindowTitle = a.title()
	v.Cursor = a.cursor()
	return v
}

func (a *App) screen() []string {
	l := a.lay
	switch l.shape {
	case tiny:
		return a.tinyScreen()
	case mini:
		return a.miniScreen()
	default:
	}
	lines := make([]string, 0, l.h)
	lines = append(lines, a.header())
	if l.banner.h > 0 {
		lines = append(lines, a.banner())
	}
	lines = append(lines, a.body()...)
	if l.strip.h > 0 && !a.zoom {
		lines = append(lines, a.strip()...)
	}
	lines = append(lines, a.spectrumLines()...)
	lines = append(lines, a.bar()...)
	return append(lines, a.hints())
}

// strip is the sung line and the one after it, above the bar.
func (a *App) strip() []string {
	if a.env.Snap.Track == nil {
		return kit.Blanks(a.lay.strip.w, a.lay.strip.h)
	}
	return a.lyrics.Strip(a.lay.strip.w, a.lay.strip.h)
}

// title is the window's title.
func (a *App) title() string {
	if t := a.env.Snap.Track; t != nil {
		return title(a.env.SongOf(t)).Cut(120).String()
	}
	return "ncmtui"
}

// body joins the frames.
func (a *App) body() []string {
	l := a.lay
	if a.zoom {
		return a.zoomFrame()
	}
	var main []string
	switch {
	case l.shape == one:
		main = a.single()
	case l.shape == two && a.focus == onRight:
		main = a.rightFrame(l.main.w)
	default:
		main = kit.Frame(a.env.Theme, l.main.w, a.count(), a.page().Lines(), a.focus == onMain, a.bars(a.page()))
	}
	if l.nav.w == 0 {
		return main
	}
	nav := kit.Frame(a.env.Theme, l.nav.w, nil, a.nav(l.nav.inner()), a.focus == onNav, kit.Bar{})
	var right []string
	if l.right.w > 0 {
		right = a.rightFrame(l.right.w)
	}
	for i := range main {
		main[i] = nav[i] + main[i]
		if right != nil {
			main[i] += right[i]
		}
	}
	return main
}

// count is the upper edge of the list: how much there is, what is waited for.
func (a *App) count() []kit.Span {
	title := kit.Span{Text: a.page().Title(), Role: pick(a.focus == onMain, kit.Strong, kit.Text)}
	spans := []kit.Span{title}
	if c, ok := a.page().(pane.Counter); ok {
		if n, known := c.Count(); known {
			spans = append(spans, kit.Span{Text: text.Of("  " + lang.Count(a.env.Texts.Header.Songs, n, n)), Role: kit.Quiet})
		}
	}
	if m, ok := a.page().(pane.Marker); ok && m.Marked() > 0 {
		spans = append(spans, kit.Span{Text: text.Of("  " + fmt.Sprintf(lang.List.In(a.env.Lang).Marked, m.Marked())), Role: kit.Accent})
	}
	if w, ok := a.page().(pane.Waiter); ok && w.Busy() {
		spans = append(spans, kit.Span{Text: text.Of("  " + a.env.Texts.States.Loading), Role: kit.Quiet})
	}
	return spans
}

func (a *App) bars(p pane.Page) kit.Bar {
	if s, ok := p.(pane.Scrolled); ok {
		top, shown, total := s.Scroll()
		return kit.Bar{Top: top, Shown: shown, Total: total}
	}
	return kit.Bar{}
}

func (a *App) rightTabs() []string {
	t := a.env.Texts.Tabs
	return []string{t.Lyrics, t.Queue, lang.Comments.In(a.env.Lang).Title}
}

func (a *App) rightFrame(w int) []string {
	p := a.rightPage()
	return kit.Frame(a.env.Theme, w, kit.Tabs(a.rightTabs(), a.tab), p.Lines(), a.focus == onRight, a.bars(p))
}

// oneTabs are the panes of the one-pane screen.
func (a *App) oneTabs() (titles []string, active int) {
	t := a.env.Texts.Tabs
	page := a.page().Title().Cut(16)
	titles = append([]string{t.Sections, page.String()}, a.rightTabs()...)
	if over := kit.Width(kit.Tabs(titles, 0)) - (a.lay.main.w - 6); over > 0 {
		titles[1] = page.Cut(max(page.Width()-over, 4)).String()
	}
	switch a.focus {
	case onNav:
		return titles, 0
	case onRight:
		return titles, 2 + a.tab
	default:
	}
	return titles, 1
}

func (a *App) single() []string {
	titles, active := a.oneTabs()
	var (
		lines []string
		bar   kit.Bar
	)
	switch a.focus {
	case onNav:
		lines = a.nav(a.lay.main.inner())
	case onRight:
		lines, bar = a.rightPage().Lines(), a.bars(a.rightPage())
	default:
		lines, bar = a.page().Lines(), a.bars(a.page())
	}
	return kit.Frame(a.env.Theme, a.lay.main.w, kit.Tabs(titles, active), lines, true, bar)
}

// nav draws the sections in w×h cells.
func (a *App) nav(w, h int) []string {
	th := a.env.Theme
	lines := make([]string, 0, h)
	for i, s := range a.sections {
		if i >= h {
			break
		}
		p, role, digit := &th.Plain, kit.Text, kit.Faint
		if i == a.now().section {
			role, digit = kit.Loud, kit.Accent
			p = &th.Shadow
		}
		if a.focus == onNav {
			p = pick(i == a.navRow, &th.Cursor, &th.Plain)
		}
		lines = append(lines, kit.Line(p, w,
			kit.Span{Text: text.Of(" " + s.digit + "  "), Role: digit},
			kit.Span{Text: text.Of(s.name(a.env.Texts)), Role: role}))
	}
	return kit.Exactly(lines, w, h)
}

// cursor is the terminal's cursor, where text is typed.
func (a *App) cursor() *tea.Cursor {
	if a.asking == nil && a.layer != nil && a.lay.shape > mini {
		p := a.layer.draw(a)
		if p.cursor == nil {
			return nil
		}
		return barCursor(p.x+p.cursor.X, p.y+p.cursor.Y)
	}
	t := a.typist()
	if t == nil || a.asking != nil {
		return nil
	}
	at := t.Cursor()
	if at == nil {
		return nil
	}
	r := a.lay.main
	switch {
	case a.zoom:
		r = a.zoomRect()
	case a.focus == onRight && a.lay.right.w > 0:
		r = a.lay.right
	}
	return barCursor(r.x+1+at.X, r.y+1+at.Y)
}

func barCursor(x, y int) *tea.Cursor {
	c := tea.NewCursor(x, y)
	c.Shape = tea.CursorBar
	return c
}

// overlay puts a question or the continuations of a key over the screen.
func (a *App) overlay(lines []string) {
	if a.lay.shape == tiny {
		return
	}
	if a.layer != nil && a.lay.shape > mini {
		p := a.layer.draw(a)
		kit.Overlay(lines, p.box.Lines, a.lay.w, p.box.W, p.x, p.y)
	}
	var p placed
	switch {
	case a.asking != nil:
		p = a.questionBox()
	case a.typed != nil && !a.env.Now().Before(a.typedAt.Add(whichDelay)):
		p = a.corner(a.whichKey())
	case len(a.notes) > 0:
		p = a.notePlace()
	}
	kit.Overlay(lines, p.box.Lines, a.lay.w, p.box.W, p.x, p.y)
}

// questionBox is the open question over the screen.
func (a *App) questionBox() placed {
	keys, ask, t := a.env.Keys, a.scopes(), a.env.Texts.Ask
	return a.middle(kit.Confirm(a.env.Theme, a.lay.w, a.lay.h, a.asking.Question,
		kit.Pair{Key: keys.KeyOf(ask, "confirm"), Text: t.Yes}, kit.Pair{Key: keys.KeyOf(ask, "cancel"), Text: t.No}), nil)
}

// notePlace is the box of the notices over the screen.
func (a *App) notePlace() placed { return a.corner(a.noteBox()) }

// corner places a box above the bar at the right, inside of the frame there.
func (a *App) corner(box kit.Popup) placed {
	return placed{box, max(a.lay.w-box.W-2, 0), max(a.lay.h-len(box.Lines)-2-a.lay.bar.h, 0), nil}
}
