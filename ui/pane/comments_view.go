package pane

import (
	"fmt"

	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// head is the number of lines above the comments.
func (c *Comments) head() int {
	if c.H >= 10 {
		return 2
	}
	return min(1, c.H)
}

// foot is the number of lines below them.
func (c *Comments) foot() int {
	if !c.draft.open() {
		return 0
	}
	return min(3, max(c.H-c.head(), 0))
}

// SetSize gives the comments what the lines around them leave.
func (c *Comments) SetSize(w, h int) {
	c.W, c.H = w, h
	c.resize()
}

func (c *Comments) resize() {
	t := c.now()
	t.list.setSize(c.W, max(c.H-c.head()-c.foot(), 0))
	t.list.version++
}

func (c *Comments) titles() []string {
	t := lang.Comments.In(c.Env.Lang)
	return []string{t.Hot, t.New, t.Best}
}

// Lines draws the page.
func (c *Comments) Lines() []string {
	if c.W < 4 || c.H < 1 {
		return kit.Blanks(c.W, c.H)
	}
	t := c.now()
	now := commentsDrawn{
		list: t, version: t.list.version, look: c.Env.Look, w: c.W, h: c.H, focused: c.Focused,
		waiting: c.Waiting(t.topic), on: c.on, day: c.Env.Now().Year(),
	}
	if c.lines != nil && now == c.drawn && !c.draft.open() {
		return c.lines
	}
	if now.look != c.drawn.look {
		t.list.renew(len(t.items)) // the words of another language are of other widths
	}
	out := append(make([]string, 0, c.H), c.topLine(t))
	if c.head() == 2 {
		out = append(out, text.Blank(c.W))
	}
	out = append(out, c.body(t)...)
	out = kit.Exactly(out, c.W, c.H-c.foot())
	if c.foot() > 0 {
		out = append(out, c.inputLines()...)
	}
	c.drawn, c.lines = now, kit.Exactly(out, c.W, c.H)
	return c.lines
}

// topLine is the tabs, or whose floor it is, and how many there are.
func (c *Comments) topLine(t *thread) string {
	l := lang.Comments.In(c.Env.Lang)
	left := append([]kit.Span{{Text: oneBlank}}, kit.Tabs(c.titles(), int(c.tab))...)
	count := fmt.Sprintf(l.Total, t.total)
	if t.over != nil {
		left = []kit.Span{
			{Text: text.Of(" ‹ "), Role: kit.Quiet},
			{Text: text.Of(fmt.Sprintf(l.Floor, text.Of(t.over.Name).String())), Role: kit.Strong},
		}
		count = answers(l, t.total)
	}
	var right []kit.Span
	if t.loaded && t.total > 0 {
		right = []kit.Span{{Text: text.Of(count + " "), Role: kit.Quiet}}
	}
	return kit.Ends(&c.Env.Theme.Plain, c.W, left, right)
}

// body is the comments, or why there are none; under a comment without
// answers, what the case is.
func (c *Comments) body(t *thread) []string {
	if len(t.items) == 0 {
		return c.notice(t).Lines(c.Env.Theme, c.W, t.list.h)
	}
	lines := t.list.lines(c.Env.Theme, c.Focused && !c.draft.typing)
	if room := t.list.h - t.list.total(); t.over != nil && len(t.items) == 1 && room > 2 {
		n := c.notice(t)
		if t.loaded && t.err == nil && !c.Waiting(t.topic) {
			n = kit.Notice{What: lang.Comments.In(c.Env.Lang).NoAnswers}
		}
		lines = append(lines[:t.list.total():t.list.total()], n.Lines(c.Env.Theme, c.W, room)...)
	}
	return lines
}

// inputLines are what is written, under a line that says to whom.
func (c *Comments) inputLines() []string {
	p, l := &c.Env.Theme.Plain, lang.Comments.In(c.Env.Lang)
	what := l.Write
	if c.draft.to != nil {
		what = fmt.Sprintf(l.Reply, text.Of(c.draft.to.Name).String())
	}
	role := kit.Quiet
	if c.draft.sending {
		what, role = l.Sending, kit.Accent
	}
	prompt := kit.Span{Text: text.Of(" › "), Role: kit.Quiet}
	if c.draft.typing && c.Focused {
		prompt.Role = kit.Accent
	}
	line, at := c.draft.input.Line(p, c.W-4, what)
	c.cursor = 3 + at
	lines := []string{
		text.Blank(c.W),
		kit.Line(p, c.W, kit.Span{Text: oneBlank}, kit.Span{Text: text.Of(what), Role: role}),
		kit.Line(p, 3, prompt) + line + " ",
	}
	return lines[len(lines)-c.foot():]
}
