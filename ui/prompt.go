package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

func init() {
	does(func(a *App) tea.Cmd { return a.ask("") }, keymap.Command)
}

// prompt is the command line: in the last row, what can be meant above it.
type prompt struct {
	input   kit.Input
	options []option
	at      int // in options, -1 none was taken yet
	back    int // steps into the history, 0 none
	draft   string
}

// option is what an input can be completed to.
type option struct{ text, args, help string }

const (
	maxTried   = 50
	maxOptions = 8
	maxCommand = 1100 // characters: a playlist is described in 1,000
)

// ask opens the command line with a text.
func (a *App) ask(s string) tea.Cmd {
	if a.tried == nil {
		a.tried = slices.DeleteFunc(strings.Split(a.env.Memory.Recall("commands"), "\n"), func(s string) bool { return s == "" })
	}
	p := &prompt{}
	p.input.Limit = maxCommand
	p.input.Set(s)
	p.complete(a)
	a.over(p)
	return nil
}

// complete finds what the input can mean.
func (p *prompt) complete(a *App) {
	p.at = -1
	name, arg, spaced := strings.Cut(strings.TrimLeft(p.input.Value(), " :"), " ")
	p.options = p.options[:0]
	if spaced {
		c, ok := commandNamed(name)
		if !ok || c.complete == nil {
			return
		}
		values := c.complete(a)
		for _, i := range kit.Rank(len(values), arg, func(i int) string { return values[i] }) {
			p.options = append(p.options, option{text: name + " " + values[i]})
		}
		return
	}
	for _, c := range commandTable() {
		if strings.HasPrefix(c.name, name) {
			p.options = append(p.options, option{c.name, c.args, c.help.In(a.env.Lang)})
		}
	}
	if len(p.options) == 0 && name != "" {
		cs := commandTable()
		for _, i := range kit.Rank(len(cs), name, func(i int) string { return cs[i].name + "\x00" + cs[i].help.ZH + cs[i].help.EN }) {
			p.options = append(p.options, option{cs[i].name, cs[i].args, cs[i].help.In(a.env.Lang)})
		}
	}
}

func (p *prompt) key(a *App, k tea.KeyPressMsg) tea.Cmd {
	switch k.Keystroke() {
	case "esc", "ctrl+p":
		a.shut()
	case "enter":
		return p.run(a)
	case "tab":
		p.take(1)
	case "shift+tab":
		p.take(-1)
	case "up":
		p.recall(a, 1)
	case "down":
		p.recall(a, -1)
	case "backspace":
		if p.input.Value() == "" {
			a.shut()
			return nil
		}
		p.typed(a, k)
	default:
		p.typed(a, k)
	}
	return nil
}

func (p *prompt) typed(a *App, k tea.KeyPressMsg) {
	if _, changed := p.input.Type(k); changed {
		p.back = 0
		p.complete(a)
	}
}

func (p *prompt) paste(a *App, s string) {
	p.input.Insert(s)
	p.complete(a)
}

// take puts the next option into the input.
func (p *prompt) take(by int) {
	n := len(p.options)
	if n == 0 {
		return
	}
	if p.at < 0 && by < 0 {
		p.at = 0
	}
	p.at = (p.at + by + n) % n
	o := p.options[p.at]
	if p.input.Set(o.text); o.args != "" && n == 1 {
		p.input.Set(o.text + " ")
	}
}

// recall goes through the commands of before that begin as what is typed.
func (p *prompt) recall(a *App, by int) {
	if p.back == 0 {
		p.draft = p.input.Value()
	}
	for at := p.back + by; at >= 0 && at <= len(a.tried); at += by {
		s := p.draft
		if at > 0 {
			s = a.tried[len(a.tried)-at]
		}
		if strings.HasPrefix(s, p.draft) {
			p.back = at
			p.input.Set(s)
			return
		}
	}
}

func (p *prompt) run(a *App) tea.Cmd {
	line := strings.TrimSpace(strings.TrimLeft(text.Of(p.input.Value()).String(), " :"))
	a.shut()
	if line == "" {
		return nil
	}
	a.tried = append(slices.DeleteFunc(a.tried, func(s string) bool { return s == line }), line)
	a.tried = a.tried[max(len(a.tried)-maxTried, 0):]
	a.env.Memory.Remember("commands", strings.Join(a.tried, "\n"))
	return a.command(line)
}

// draw puts the options over the input, in the last rows.
func (p *prompt) draw(a *App) placed {
	th, w := a.env.Theme, a.lay.w
	inner := w - 2
	first := max(min(p.at-maxOptions/2, len(p.options)-maxOptions), 0)
	names := 0
	for _, o := range p.options {
		names = max(names, text.Of(o.text).Width()+1+text.Of(o.args).Width())
	}
	names = min(names+2, inner/2)
	var lines []string
	for i := first; i < min(first+maxOptions, len(p.options)); i++ {
		o := p.options[i]
		pal := &th.Plain
		if i == p.at {
			pal = &th.Cursor
		}
		name := kit.Line(pal, names, kit.Span{Text: text.Of(" " + o.text), Role: kit.Strong}, kit.Span{Text: text.Of(" " + o.args), Role: kit.Quiet})
		lines = append(lines, name+kit.Line(pal, inner-names, kit.Span{Text: text.Of(" " + o.help), Role: kit.Quiet}))
	}
	line, x := p.input.Line(&th.Plain, inner-3, lang.Commands.In(a.env.Lang).Hint)
	lines = append(lines, kit.Line(&th.Plain, 2, kit.Span{Text: text.Of(" :"), Role: kit.Accent})+line+" ")
	box := kit.Popup{Lines: kit.Frame(th, w, nil, lines, true, kit.Bar{}), W: w}
	return placed{box, 0, a.lay.h - len(box.Lines), &tea.Position{X: 3 + x, Y: len(lines)}}
}

func (p *prompt) click(a *App, _, y int) tea.Cmd {
	first := max(min(p.at-maxOptions/2, len(p.options)-maxOptions), 0)
	if i := first + y - 1; y >= 1 && i < len(p.options) && y <= maxOptions {
		if o := p.options[i]; o.args == "" {
			p.input.Set(o.text)
			return p.run(a)
		}
		p.input.Set(p.options[i].text + " ")
		p.complete(a)
	}
	return nil
}
