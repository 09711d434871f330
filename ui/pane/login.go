package pane

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/mdp/qrterminal/v3"
	"rsc.io/qr"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

const (
	qrTopic      = "qr"
	qrPauseTopic = "pause"
	qrCheckTopic = "check"
	qrWhoTopic   = "who"
	picTopic     = "picture"

	pollEvery = 2500 * time.Millisecond // the service limits faster ones
	qrLife    = 5 * time.Minute         // no code is asked about for longer
	maxMisses = 3                       // questions without an answer, one after the other
	maxRenews = 3                       // codes that follow an expired one by themselves

	// maxQR bounds the address put into a code; real ones have 80 bytes.
	maxQR = 300

	// What the app needs around a page, so that a size can be named: frame,
	// header, player bar, hints; and the narrowest window with pages.
	aroundW, aroundH, leastW = 2, 6, 50
)

// Login is the page that shows a QR code and waits for the phone.
type Login struct {
	Base
	code    QR
	made    time.Time
	state   QRState
	started bool
	misses  int
	renews  int
	err     error
	user    User
	done    bool
	picture string // a file with the code, where it has no room here

	art     []string // the code, drawn
	artFrom string
	artW    int
}

// NewLogin makes the page.
func NewLogin(env *Env) *Login { return &Login{Base: NewBase(env)} }

// Title is the page's name.
func (l *Login) Title() text.Clean { return text.Of(l.Env.Texts.Login.Title) }

// Scopes are the login's.
func (l *Login) Scopes() []keymap.Scope { return []keymap.Scope{keymap.QR} }

// SetSize changes the cells.
func (l *Login) SetSize(w, h int) { l.W, l.H = w, h }

// Open asks for a code, or goes on waiting with the one it has.
func (l *Login) Open() tea.Cmd {
	switch {
	case l.Env.Account == nil, l.done, l.busy():
		return nil
	case l.started && l.err == nil && l.state != QRExpired && l.left() > 0:
		return l.After(qrPauseTopic, pollEvery)
	}
	return l.begin()
}

// begin is renew at the user's wish.
func (l *Login) begin() tea.Cmd {
	l.renews = 0
	return l.renew()
}

func (l *Login) busy() bool {
	return l.Waiting(qrTopic) || l.Waiting(qrCheckTopic) || l.Waiting(qrPauseTopic) || l.Waiting(qrWhoTopic)
}

// renew asks for a new code.
func (l *Login) renew() tea.Cmd {
	if l.Env.Account == nil {
		return nil
	}
	l.Leave()
	l.code, l.err, l.misses, l.started, l.picture = QR{}, nil, 0, true, ""
	account := l.Env.Account
	return l.Ask(qrTopic, askLimit, func(ctx context.Context) (any, error) { return account.NewQR(ctx) })
}

// left is how long the code will still be asked about.
func (l *Login) left() time.Duration { return max(l.made.Add(qrLife).Sub(l.Env.Now()), 0) }

// Handle asks for a new code when there is no good one.
func (l *Login) Handle(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Refresh:
		if !l.done && !l.Waiting(qrTopic) && !l.Waiting(qrWhoTopic) {
			return l.begin()
		}
	case keymap.Enter:
		if !l.done && (l.err != nil || l.expired()) {
			return l.begin()
		}
	default:
	}
	return nil
}

// expire shows the next code while somebody may still be looking, and then
// says that the last one is of no use.
func (l *Login) expire() tea.Cmd {
	l.state = QRExpired
	if l.renews == maxRenews {
		return nil
	}
	l.renews++
	return l.renew()
}

func (l *Login) expired() bool { return l.code.Key != "" && l.state == QRExpired }

// Apply takes the answers, each of which asks the next question.
func (l *Login) Apply(msg tea.Msg) tea.Cmd {
	a, ok := msg.(Answer)
	if !ok || !l.Accept(a) {
		return nil
	}
	switch a.Topic {
	case qrTopic:
		return l.gotCode(a)
	case qrPauseTopic:
		return l.check()
	case qrCheckTopic:
		return l.gotState(a)
	case qrWhoTopic:
		return l.gotUser(a)
	case picTopic:
		l.picture, _ = a.Value.(string) // without one the link is there
	}
	return nil
}

func (l *Login) gotCode(a Answer) tea.Cmd {
	code, ok := a.Value.(QR)
	if l.err = a.Err; l.err != nil || !ok {
		return nil
	}
	l.code, l.state, l.made = code, QRWaiting, l.Env.Now()
	return tea.Batch(l.After(qrPauseTopic, pollEvery), l.paint())
}

// paint wishes for a picture of a code that has no room here.
func (l *Login) paint() tea.Cmd {
	l.draw()
	if l.Env.Ways == nil || l.fits() {
		return nil
	}
	ways, url := l.Env.Ways, l.code.URL
	return l.Ask(picTopic, askLimit, func(ctx context.Context) (any, error) { return ways.Picture(ctx, url) })
}

func (l *Login) fits() bool { return l.artW > 0 && l.artW <= l.W && len(l.art)+1 <= l.H }

func (l *Login) check() tea.Cmd {
	if l.left() == 0 {
		return l.expire()
	}
	account, key := l.Env.Account, l.code.Key
	return l.Ask(qrCheckTopic, askLimit, func(ctx context.Context) (any, error) { return account.CheckQR(ctx, key) })
}

func (l *Login) gotState(a Answer) tea.Cmd {
	if a.Err != nil {
		// One lost answer is no end: the code still stands.
		if l.misses++; l.misses >= maxMisses {
			l.err = a.Err
			return nil
		}
		return l.After(qrPauseTopic, pollEvery)
	}
	l.misses = 0
	state, ok := a.Value.(QRState)
	if !ok {
		return nil
	}
	switch l.state = state; state {
	case QRExpired:
		return l.expire()
	case QRConfirmed:
		account := l.Env.Account
		return l.Ask(qrWhoTopic, askLimit, func(ctx context.Context) (any, error) { return account.Who(ctx) })
	default:
	}
	return l.After(qrPauseTopic, pollEvery)
}

// gotUser ends the page: the session is kept already.
func (l *Login) gotUser(a Answer) tea.Cmd {
	user, ok := a.Value.(User)
	if l.err = a.Err; l.err != nil || !ok {
		return nil
	}
	l.done, l.user = true, user
	l.Env.Post(LoggedIn{User: user})
	l.Env.Post(Close{})
	return nil
}

// NextChange is the next second of the countdown.
func (l *Login) NextChange(now time.Time) time.Time {
	if !l.scanning() {
		return time.Time{}
	}
	if part := l.left() % time.Second; part > 0 {
		return now.Add(part)
	}
	return now.Add(time.Second)
}

// scanning says whether the code on the screen can be used.
func (l *Login) scanning() bool {
	return l.code.Key != "" && l.err == nil && !l.done && l.state != QRExpired && l.left() > 0
}

// Lines draws the page.
func (l *Login) Lines() []string {
	t := &l.Env.Texts.Login
	switch {
	case l.done:
		return l.notice(kit.Notice{What: fmt.Sprintf(t.Done, text.Of(l.user.Name).String())})
	case l.Env.Account != nil && l.code.Key == "" && l.err == nil:
		return l.notice(kit.Notice{What: t.Asking})
	case l.Env.Account == nil || l.err != nil:
		return l.notice(l.failure())
	case !l.scanning() && l.state != QRConfirmed:
		return l.notice(kit.Notice{What: t.Expired, Do: l.newCode()})
	}
	return l.scan()
}

func (l *Login) notice(n kit.Notice) []string { return n.Lines(l.Env.Theme, l.W, l.H) }

func (l *Login) failure() kit.Notice {
	n := kit.Notice{What: l.Env.Texts.Login.Failed, Do: l.Env.Texts.Login.CookieHint, Bad: true}
	if l.err != nil {
		n.Do = joined(l.explained(), l.newCode())
	}
	return n
}

func (l *Login) explained() string {
	if l.Env.Explain == nil {
		return ""
	}
	return l.Env.Explain(l.err).String()
}

func (l *Login) newCode() string {
	k := l.Env.Keys.KeyOf(l.Scopes(), keymap.Refresh)
	if k == "" {
		return ""
	}
	return fmt.Sprintf(l.Env.Texts.Login.NewCode, k)
}

func joined(parts ...string) string {
	var has []string
	for _, p := range parts {
		if p != "" {
			has = append(has, p)
		}
	}
	return strings.Join(has, " · ")
}

// scan draws the code with what to do above it and the link below, or the
// link alone where the code has no room.
func (l *Login) scan() []string {
	t := &l.Env.Texts.Login
	l.draw()
	head := t.Scan + "  " + clock(l.left())
	if l.state == QRScanned || l.state == QRConfirmed {
		head = t.Scanned
	}
	role := kit.Strong
	var out []string
	add := func(s string, r kit.Role) {
		for _, line := range text.Of(s).Wrap(max(l.W, 1)) {
			out = append(out, l.centred(line, r))
		}
	}
	if !l.fits() {
		if l.artW > 0 {
			add(fmt.Sprintf(t.TooSmall, max(l.artW+aroundW, leastW), len(l.art)+1+aroundH), kit.Warn)
		}
		add(t.Link+"  "+clock(l.left()), role)
		add(l.code.URL, kit.Accent)
		if l.picture != "" {
			add(fmt.Sprintf(lang.Ways.In(l.Env.Lang).Picture, l.picture), kit.Quiet)
		}
		return kit.Exactly(out, l.W, l.H)
	}
	add(text.Of(head).Cut(l.W).String(), role)
	left := (l.W - l.artW) / 2
	for _, row := range l.art {
		out = append(out, text.Blank(left)+row+text.Blank(l.W-left-l.artW))
	}
	if len(out)+2 <= l.H {
		add(t.Link, kit.Quiet)
		add(l.code.URL, kit.Accent)
	}
	if len(out)+2 <= l.H {
		out = append(out, text.Blank(l.W))
		add(t.Kept, kit.Faint)
	}
	return kit.Exactly(out, l.W, l.H)
}

func (l *Login) centred(s text.Clean, r kit.Role) string {
	left := max((l.W-s.Width())/2, 0)
	return text.Blank(left) + kit.Line(&l.Env.Theme.Plain, l.W-left, kit.Span{Text: s, Role: r})
}

func clock(d time.Duration) string {
	s := int((d + time.Second - 1) / time.Second)
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// A code must be black on white whatever the theme: cameras do not read
// every inverted one.
const (
	qrOn  = "\x1b[38;2;255;255;255;48;2;0;0;0m"
	qrEnd = "\x1b[38;2;255;255;255m"
	qrOff = "\x1b[m"
)

// draw makes the code's rows, once for each address.
func (l *Login) draw() {
	if l.artFrom == l.code.URL {
		return
	}
	l.artFrom, l.art, l.artW = l.code.URL, nil, 0
	if len(l.code.URL) > maxQR {
		return // not one of the service; the link is all there is
	}
	var b strings.Builder
	qrterminal.GenerateWithConfig(l.code.URL, qrterminal.Config{
		Level: qr.L, Writer: &b, HalfBlocks: true, QuietZone: 2,
		WhiteChar: "█", BlackChar: " ", WhiteBlackChar: "▀", BlackWhiteChar: "▄",
	})
	for row := range strings.Lines(b.String()) {
		row = strings.TrimSuffix(row, "\n")
		l.artW = text.Width(row)
		on := qrOn
		if strings.Trim(row, "▀") == "" {
			on = qrEnd // the quiet zone ends within the row
		}
		l.art = append(l.art, on+row+qrOff)
	}
}
