package pane

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// enterTopic is the login under way; codeTopic the wish for a code by SMS.
const (
	enterTopic = "enter"
	codeTopic  = "code"
)

// codeEvery is how long the service takes no other wish for a code.
const codeEvery = time.Minute

// Logins is the login page: the QR code, and beside it the other ways in.
type Logins struct {
	Base
	qr    *Login
	forms []*form
	at    int // 0 the code, then the forms
	sent  time.Time
	told  string // what went well
	err   error  // of the form that is shown
	done  bool
}

// NewLogins makes the page. Where there is no other way, it is that of the
// code alone.
func NewLogins(env *Env) Page {
	l := &Logins{Base: NewBase(env), qr: NewLogin(env)}
	if env.Ways == nil {
		return l.qr
	}
	l.qr.within(l.id)
	l.forms = []*form{cookieForm(env), smsForm(env), passwordForm(env)}
	return l
}

func (l *Logins) texts() *lang.WayTexts { return lang.Ways.In(l.Env.Lang) }

// Title is the page's name.
func (l *Logins) Title() text.Clean { return l.qr.Title() }

// Scopes are the login's.
func (l *Logins) Scopes() []keymap.Scope { return l.qr.Scopes() }

// SetSize changes the cells; the code gets the row of the tabs when it has no
// room without it.
func (l *Logins) SetSize(w, h int) {
	l.W, l.H = w, h
	l.qr.SetSize(w, h-l.top())
}

// top are the rows of the tabs.
func (l *Logins) top() int {
	l.qr.draw()
	if l.at == 0 && l.qr.artW > 0 && l.H <= len(l.qr.art)+2 {
		return 0
	}
	return min(2, max(l.H-1, 0))
}

// SetFocus passes the focus on.
func (l *Logins) SetFocus(on bool) {
	l.Base.SetFocus(on)
	l.qr.SetFocus(on)
}

// Open starts what the shown way needs.
func (l *Logins) Open() tea.Cmd {
	if l.at == 0 {
		return l.qr.Open()
	}
	return nil
}

// Leave ends all questions; what was typed of secrets is forgotten.
func (l *Logins) Leave() {
	l.qr.Leave()
	l.Base.Leave()
	for _, f := range l.forms {
		f.wipe()
	}
}

func (l *Logins) form() *form {
	if l.at == 0 {
		return nil
	}
	return l.forms[l.at-1]
}

// turn shows another way.
func (l *Logins) turn(to int) tea.Cmd {
	if to < 0 || to > len(l.forms) || to == l.at {
		return nil
	}
	if f := l.form(); f != nil {
		f.typing = false
	}
	l.at, l.err, l.told = to, nil, ""
	if f := l.form(); f != nil {
		f.begin()
		l.qr.Leave() // nobody looks at the code
		return nil
	}
	return l.qr.Open()
}

// Handle turns the ways; the rest is the shown one's.
func (l *Logins) Handle(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Left:
		return l.turn(l.at - 1)
	case keymap.Right:
		return l.turn(l.at + 1)
	default:
	}
	f := l.form()
	switch {
	case f == nil:
		return l.qr.Handle(a)
	case a == keymap.Enter:
		f.typing = true
	}
	return nil
}

// Sideways is true: left and right turn the ways.
func (l *Logins) Sideways() bool { return true }

// Ends says whether there is no further way in that direction.
func (l *Logins) Ends(a keymap.Action) bool {
	return a == keymap.Left && l.at == 0 || a == keymap.Right && l.at == len(l.forms)
}

// Click turns the ways, and puts the cursor into a field.
func (l *Logins) Click(x, y int, _ bool) tea.Cmd {
	if l.top() > 0 && y == 0 {
		if i := kit.TabAt(l.titles(), x-1); i >= 0 {
			return l.turn(i)
		}
		return nil
	}
	if f := l.form(); f != nil {
		f.click(y - l.top() - l.intro(f))
	}
	return nil
}

// Wheel does nothing: nothing is longer than the page.
func (l *Logins) Wheel(int) tea.Cmd { return nil }

// Typing is true while a field has the keys.
func (l *Logins) Typing() bool {
	f := l.form()
	return f != nil && f.typing && !l.done
}

// Type edits the field; Enter goes on, in the last one it logs in.
func (l *Logins) Type(k tea.KeyPressMsg) tea.Cmd {
	f := l.form()
	if f == nil {
		return nil
	}
	switch k.Keystroke() {
	case "enter":
		return l.enter(f)
	case "esc":
		f.typing = false
	case "tab", "down":
		f.move(1)
	case "shift+tab", "up":
		f.move(-1)
	case "left":
		return l.turn(l.at - 1)
	case "right":
		return l.turn(l.at + 1)
	default:
		if f.fields[f.on].key(k) {
			l.err = nil
		}
	}
	return nil
}

// Paste puts text into the field, as it is: a cookie has lines.
func (l *Logins) Paste(s string) tea.Cmd {
	if f := l.form(); f != nil {
		f.fields[f.on].paste(s)
		l.err = nil
	}
	return nil
}

// enter is the key in a field.
func (l *Logins) enter(f *form) tea.Cmd {
	if l.Waiting(enterTopic) || l.Waiting(codeTopic) {
		return nil
	}
	if f.asksCode() {
		return l.sendCode(f)
	}
	if f.on < len(f.fields)-1 {
		f.move(1)
		return nil
	}
	if !f.full() {
		l.err, l.told = errIncomplete, ""
		return nil
	}
	l.err, l.told = nil, ""
	return l.Ask(enterTopic, askLimit, f.send())
}

var errIncomplete = errors.New("incomplete")

// Apply takes the answers; those of the code's questions are its own.
func (l *Logins) Apply(msg tea.Msg) tea.Cmd {
	a, ok := msg.(Answer)
	if !ok {
		return nil
	}
	switch a.Topic {
	case enterTopic, codeTopic:
		if !l.Accept(a) {
			return nil
		}
	default:
		return l.qr.Apply(msg)
	}
	l.err = a.Err
	if a.Topic == codeTopic {
		if a.Err == nil {
			l.told, l.sent = l.texts().Sent, l.Env.Now()
			l.form().move(1)
		}
		return nil
	}
	user, ok := a.Value.(User)
	if l.err != nil || !ok {
		return nil
	}
	l.done = true
	l.qr.done, l.qr.user = true, user
	for _, f := range l.forms {
		f.wipe()
	}
	l.Env.Post(LoggedIn{User: user})
	l.Env.Post(Close{})
	return nil
}

// NextChange is the next second of a countdown.
func (l *Logins) NextChange(now time.Time) time.Time {
	if l.at == 0 {
		return l.qr.NextChange(now)
	}
	if left := l.again(); left > 0 && l.form().sms {
		return now.Add(left - (left-1)/time.Second*time.Second)
	}
	return time.Time{}
}

// again is when another code can be asked for.
func (l *Logins) again() time.Duration {
	if l.sent.IsZero() {
		return 0
	}
	return max(l.sent.Add(codeEvery).Sub(l.Env.Now()), 0)
}

// failure is what is said of an error of a form.
func (l *Logins) failure() []string {
	t := l.texts()
	var refused *Refusal
	switch {
	case errors.Is(l.err, errIncomplete):
		return []string{t.Incomplete}
	case errors.Is(l.err, ErrCookie):
		return []string{t.NoCookie}
	case errors.Is(l.err, fs.ErrNotExist), errors.Is(l.err, fs.ErrPermission):
		return []string{t.NoFile}
	case l.Env.Explain == nil:
		return []string{l.err.Error()}
	}
	s := l.Env.Explain(l.err)
	lines := []string{s.What, s.Do}
	if errors.As(l.err, &refused) {
		if refused.Text != "" {
			lines[0] += "：" + text.Of(refused.Text).String()
		}
		lines[0] += " · " + fmt.Sprintf(t.Code2, refused.Code)
		if refused.Verify != "" {
			lines = append(lines, t.Verify, refused.Verify)
		}
	}
	return append(lines, t.Kept)
}
