package pane

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"ncmtui/internal/safe"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
	"ncmtui/ui/theme"
)

// form is one way in: some fields, and what is done with them.
type form struct {
	intro, warning string
	fields         []*field
	on             int // the field with the keys
	typing         bool
	sms            bool // country, number, code: the number sends for the code
	// send makes the question of what was typed.
	send func() func(context.Context) (any, error)
}

// field is one line that is typed. A hidden one shows only how much it holds;
// nothing of what it holds leaves it but by the form's question.
type field struct {
	name   string
	hidden bool
	begins string // as it is at first
	value  string
}

// maxSecret bounds what is pasted, in bytes: a cookie file of one site.
const maxSecret = 256 << 10

func (f *form) begin() { f.typing, f.on = true, f.firstEmpty() }

func (f *form) firstEmpty() int {
	for i, x := range f.fields {
		if x.value == "" {
			return i
		}
	}
	return len(f.fields) - 1
}

func (f *form) move(by int) { f.on = (f.on + by + len(f.fields)) % len(f.fields) }

func (f *form) click(row int) {
	if row >= 0 && row < len(f.fields) {
		f.on, f.typing = row, true
	}
}

// asksCode says whether Enter here sends a code: in the number, unless the code
// is there already.
func (f *form) asksCode() bool {
	return f.sms && f.on == 1 && f.fields[1].value != ""
}

func (f *form) full() bool {
	for _, x := range f.fields {
		if strings.TrimSpace(x.value) == "" {
			return false
		}
	}
	return true
}

// wipe forgets what was typed.
func (f *form) wipe() {
	for _, x := range f.fields {
		x.value = x.begins
	}
	f.typing = false
}

// width is the cells of the longest name.
func (f *form) width() int {
	w := 0
	for _, x := range f.fields {
		w = max(w, text.Width(x.name))
	}
	return w
}

func (x *field) secret() safe.Secret { return safe.Secret(strings.TrimSpace(x.value)) }

// key edits; the cursor stands at the end. It says whether the key was its own.
func (x *field) key(k tea.KeyPressMsg) bool {
	switch k.Keystroke() {
	case "backspace":
		if r := []rune(x.value); len(r) > 0 {
			x.value = string(r[:len(r)-1])
		}
		return true
	case "ctrl+u":
		x.value = ""
		return true
	case "ctrl+w", "alt+backspace":
		x.value = strings.TrimRightFunc(x.value, unicode.IsSpace)
		x.value = x.value[:strings.LastIndexFunc(x.value, unicode.IsSpace)+1]
		return true
	}
	if k.Text == "" {
		return false
	}
	x.add(k.Text)
	return true
}

func (x *field) paste(s string) {
	if !x.hidden {
		s = strings.Join(strings.Fields(s), "")
	}
	x.add(s)
}

func (x *field) add(s string) {
	if len(x.value)+len(s) <= maxSecret {
		x.value += s
	}
}

// line draws it in w cells and gives the cursor's.
func (x *field) line(p *theme.Palette, w int) (string, int) {
	shown := text.Of(x.value)
	if x.hidden {
		n := len([]rune(x.value))
		dots := strings.Repeat("•", min(n, 12))
		if n > 12 {
			dots += fmt.Sprintf("… %d", n)
		}
		shown = text.Of(dots)
	}
	if shown.Width() > w-1 {
		_, shown = shown.Split(shown.Width() - max(w-1, 0))
	}
	return kit.Line(p, w, kit.Span{Text: shown, Role: kit.Strong}), min(shown.Width(), max(w-1, 0))
}

func cookieForm(env *Env) *form {
	t := lang.Ways.In(env.Lang)
	f := &form{intro: t.CookieHow, fields: []*field{{name: t.CookieField, hidden: true}}}
	f.send = func() func(context.Context) (any, error) {
		cookie := f.fields[0].secret()
		return func(ctx context.Context) (any, error) { return env.Ways.Import(ctx, cookie) }
	}
	return f
}

// chinaCode is the calling code that nearly everybody has.
const chinaCode = "86"

func smsForm(env *Env) *form {
	t := lang.Ways.In(env.Lang)
	f := &form{sms: true, fields: []*field{
		{name: t.Country, begins: chinaCode, value: chinaCode}, {name: t.Phone}, {name: t.Code},
	}}
	f.send = func() func(context.Context) (any, error) {
		return logsIn(env, Credentials{Country: f.country(), Phone: f.fields[1].secret(), Code: f.fields[2].secret()})
	}
	return f
}

func (f *form) country() string {
	return strings.TrimLeft(strings.TrimSpace(f.fields[0].value), "+0")
}

func passwordForm(env *Env) *form {
	t := lang.Ways.In(env.Lang)
	f := &form{warning: t.PasswordRisk, fields: []*field{{name: t.Account}, {name: t.Secret, hidden: true}}}
	f.send = func() func(context.Context) (any, error) {
		return logsIn(env, ByPassword(f.fields[0].value, safe.Secret(f.fields[1].value)))
	}
	return f
}

// ByPassword sorts a name: an address has an @, anything else is a phone
// number, with its calling code when it begins with + and has a blank.
func ByPassword(name string, password safe.Secret) Credentials {
	name = strings.TrimSpace(name)
	if strings.Contains(name, "@") {
		return Credentials{Email: safe.Secret(name), Password: password}
	}
	country, phone := "", name
	if code, rest, ok := strings.Cut(name, " "); ok && strings.HasPrefix(code, "+") {
		country, phone = strings.TrimLeft(code, "+0"), rest
	}
	return Credentials{Country: country, Phone: safe.Secret(strings.Join(strings.Fields(phone), "")), Password: password}
}

func logsIn(env *Env, c Credentials) func(context.Context) (any, error) {
	return func(ctx context.Context) (any, error) { return env.Ways.LogIn(ctx, c) }
}

// sendCode asks for a code, at most once a minute.
func (l *Logins) sendCode(f *form) tea.Cmd {
	if l.again() > 0 {
		f.move(1)
		return nil
	}
	l.err, l.told = nil, ""
	country, phone, ways := f.country(), f.fields[1].secret(), l.Env.Ways
	return l.Ask(codeTopic, askLimit, func(ctx context.Context) (any, error) { return nil, ways.SendCode(ctx, country, phone) })
}
