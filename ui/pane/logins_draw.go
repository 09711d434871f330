package pane

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/kit"
	"ncmtui/ui/text"
)

func (l *Logins) titles() []string {
	t := l.texts()
	return []string{t.QR, t.Cookie, t.SMS, t.Password}
}

// Lines draws the tabs and the shown way.
func (l *Logins) Lines() []string {
	l.SetSize(l.W, l.H) // the code may have come, or another one
	f := l.form()
	if f == nil || l.done {
		body := l.qr.Lines()
		if l.top() == 0 {
			return kit.Exactly(body, l.W, l.H)
		}
		return kit.Exactly(append(l.head(), body...), l.W, l.H)
	}
	lines := append(l.head(), l.words(f.intro, kit.Quiet)...)
	lines = append(lines, l.words(f.warning, kit.Warn)...)
	lines = append(lines, text.Blank(l.W))
	for i := range f.fields {
		lines = append(lines, l.field(f, i))
	}
	lines = append(lines, text.Blank(l.W))
	return kit.Exactly(append(lines, l.foot(f)...), l.W, l.H)
}

func (l *Logins) head() []string {
	spans := append([]kit.Span{{Text: text.Of(" ")}}, kit.Tabs(l.titles(), l.at)...)
	return []string{kit.Line(&l.Env.Theme.Plain, l.W, spans...), text.Blank(l.W)}[:l.top()]
}

// intro is how many rows stand above a form's fields.
func (l *Logins) intro(f *form) int {
	return len(l.words(f.intro, kit.Quiet)) + len(l.words(f.warning, kit.Warn)) + 1
}

// words wraps a sentence; none has no lines.
func (l *Logins) words(s string, r kit.Role) []string {
	if s == "" {
		return nil
	}
	var out []string
	for _, line := range text.Of(s).Wrap(max(l.W-2, 1)) {
		out = append(out, kit.Line(&l.Env.Theme.Plain, l.W, kit.Span{Text: text.Of(" ")}, kit.Span{Text: line, Role: r}))
	}
	return out
}

// field draws one: its name, then what was typed.
func (l *Logins) field(f *form, i int) string {
	p := &l.Env.Theme.Plain
	name := kit.Span{Text: text.Of(f.fields[i].name), Role: kit.Quiet}
	mark := " "
	if i == f.on && f.typing && l.Focused {
		name.Role, mark = kit.Accent, "›"
	}
	line, _ := f.fields[i].line(p, max(l.W-f.width()-5, 1))
	return kit.Line(p, f.width()+4, kit.Span{Text: text.Of(" " + mark + " "), Role: kit.Accent}, name) + line + text.Blank(min(1, max(l.W-f.width()-5, 0)))
}

// foot says how it stands, and what the keys do.
func (l *Logins) foot(f *form) []string {
	t := l.texts()
	var out []string
	switch {
	case l.Waiting(enterTopic), l.Waiting(codeTopic):
		out = l.words(t.Working, kit.Strong)
	case l.err != nil:
		for i, s := range l.failure() {
			role := kit.Quiet
			if i == 0 {
				role = kit.Warn
			}
			out = append(out, l.words(s, role)...)
		}
	default:
		out = l.words(l.told, kit.Strong)
	}
	if f.sms {
		if left := l.again(); left > 0 {
			out = append(out, l.words(fmt.Sprintf(t.Again, int((left+time.Second-1)/time.Second)), kit.Faint)...)
		} else {
			out = append(out, l.words(t.SendCode, kit.Faint)...)
		}
	}
	hint := t.Turn
	if f.typing {
		hint = t.Hint
	}
	return append(append(out, text.Blank(l.W)), l.words(hint, kit.Faint)...)
}

// Cursor is where the next letter goes.
func (l *Logins) Cursor() *tea.Position {
	f := l.form()
	if f == nil || !l.Typing() {
		return nil
	}
	_, at := f.fields[f.on].line(&l.Env.Theme.Plain, max(l.W-f.width()-5, 1))
	y := l.top() + l.intro(f) + f.on
	if y >= l.H {
		return nil
	}
	return &tea.Position{X: min(f.width()+4+at, max(l.W-1, 0)), Y: y}
}
