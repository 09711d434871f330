package ui

import (
	"context"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
	"ncmtui/ui/theme"
)

// area is what has the focus.
type area uint8

const (
	onNav area = iota
	onMain
	onRight
)

// lyricPage is the lyrics, beside the list, full screen, and as a strip.
type lyricPage interface {
	pane.Page
	pane.Stripped
	pane.Clocked
	Browsing() bool
	Breadth() int
}

// visit is a page in the history, and the pages it was reached through.
type visit struct {
	page    pane.Page
	section int
	parents []pane.Page
}

// App is the screen: the only tea.Model of the program.
type App struct {
	svc  Services
	env  *pane.Env
	desk pane.Base // the app's own questions
	sub  *player.Subscription
	done chan struct{}
	once *sync.Once

	lay      layout
	sections []entry
	navRow   int
	history  []visit   // the last one is shown
	below    pane.Page // had the keys before the help
	lyrics   lyricPage
	queue    *pane.Queue
	comments *pane.Comments
	tab      int // of the right pane: 0 lyrics, 1 queue, 2 comments
	focus    area
	zoom     bool

	typed     []string // a sequence that is not complete
	typedAt   time.Time
	toast     toast
	notes     []text.Clean // in a box, see Notice.Stays
	notedAt   time.Time
	thrown    thrown
	changes   []change // the last one is taken back first
	writes    int
	preset    string               // of the layout
	layer     layer                // over the screen, nil none
	own       []catalogue.Playlist // the account's, as read last
	tried     []string             // commands, the last one is the latest
	undoing   undoing
	sought    sought
	asking    *pane.Sure
	counted   int
	tally     Tally
	leaving   int // see leaveFM
	userKnown bool
	lost      bool // the login, not given up by the user
	tickAt    time.Time
	tickGen   uint64
	press     press // of the mouse
	bound     map[string]map[keymap.Action]string
	look      look
	lines     lining
	art       art
	spectrum  spectrum
	blurred   bool // the terminal has not the focus
	service   service
	ahead     ahead
	resumed   resumed
}

const (
	toastTime  = 3 * time.Second
	badTime    = 7 * time.Second
	whichDelay = 350 * time.Millisecond // before a half-typed sequence is explained
	whoLimit   = 15 * time.Second
	maxHistory = 50
	longest    = 10 * time.Second // of a wait for what changes slowly: waits cannot be taken back
)

// New makes the screen. Close it when the program has ended.
func New(svc Services) *App {
	if svc.Now == nil {
		svc.Now = time.Now
	}
	if svc.Keys == nil {
		svc.Keys = keymap.Default()
	}
	if svc.Memory == nil {
		svc.Memory = pane.Forgetful{}
	}
	a := &App{svc: svc, done: make(chan struct{}), once: &sync.Once{}, focus: onMain, bound: map[string]map[keymap.Action]string{}}
	texts := lang.Of(svc.Lang)
	a.env = &pane.Env{
		Sources: svc.Sources, Player: svc.Player, Explain: explain(svc, texts, func() bool { return a.env.Guest }), RetryAt: svc.RetryAt, Now: svc.Now,
		Lang: svc.Lang, Texts: texts, Theme: theme.Named(svc.Theme, true), Keys: svc.Keys,
		Likes: pane.NewLikes(nil), Book: pane.NewBook(), Memory: svc.Memory,
		Follows: pane.Follows{}, Log: &pane.Log{}, Done: a.done,
	}
	if svc.Player != nil {
		a.sub = svc.Player.Subscribe()
		a.env.Snap = a.sub.Snapshot()
	}
	a.dress()
	a.follows()
	a.art = newArt(svc.Cover)
	a.art.tmux = svc.Tmux
	a.env.Cover = func(h int) []string { return a.cover(a.art.width(h), h) }
	a.desk, a.preset = pane.NewBase(a.env), svc.Memory.Recall("layout")
	a.spectrum.on = svc.Memory.Recall("spectrum") == "on"
	a.sections = a.makeSections()
	a.lyrics = pane.NewLyrics(a.env)
	a.queue = pane.NewQueue(a.env)
	a.comments = pane.NewSideComments(a.env)
	a.history = []visit{{page: a.sections[0].page}}
	a.resume()
	if svc.AtLogin {
		a.history = append(a.history, visit{page: pane.NewLogins(a.env), section: a.now().section, parents: []pane.Page{a.page()}})
	}
	a.recount()
	a.refocus()
	return a
}

// Close ends what waits for the player. It may be called more than once, and
// from anywhere.
func (a *App) Close() {
	a.once.Do(func() {
		close(a.done)
		if a.sub != nil {
			a.sub.Close()
		}
	})
}

type (
	wakeMsg struct{}
	tickMsg struct{ gen uint64 }
)

// Init starts to listen to the player and reads the first page.
func (a *App) Init() tea.Cmd {
	cmds := []tea.Cmd{a.listen(), a.hear(0), a.who(), open(a.page()), a.portray()}
	if l, ok := a.lyrics.(pane.Opener); ok {
		cmds = append(cmds, l.Open())
	}
	cmds = append(cmds, a.lookAround())
	a.retick(&cmds)
	return tea.Batch(cmds...)
}

func open(p pane.Page) tea.Cmd {
	if o, ok := p.(pane.Opener); ok {
		return o.Open()
	}
	return nil
}

// listen waits for the next news of the player.
func (a *App) listen() tea.Cmd {
	if a.sub == nil {
		return nil
	}
	wake, done := a.sub.Wake, a.done
	return func() tea.Msg {
		select {
		case <-wake:
			return wakeMsg{}
		case <-done:
			return nil
		}
	}
}

const (
	whoTopic   = "who"
	likedTopic = "liked"
)

func (a *App) who() tea.Cmd {
	account := a.svc.Account
	if account == nil {
		return nil
	}
	return a.desk.AskKept(whoTopic, whoLimit, func(ctx context.Context) (any, error) { return account.Who(ctx) })
}

// Update routes a message, then does what panes wished, then sets the next
// tick.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if t, ok := msg.(tickMsg); ok && t.gen != a.tickGen {
		return a, nil // another one came in its place: it must not start one more
	}
	cmds := []tea.Cmd{a.route(msg)}
	a.fulfil(&cmds)
	cmds = append(cmds, a.comments.Follow(a.commentsShown()))
	a.rearrange()
	cmds = append(cmds, a.keepPlace(msg))
	a.upload(&cmds)
	a.lookAhead()
	a.retick(&cmds)
	return a, tea.Batch(cmds...)
}

func (a *App) route(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case tea.WindowSizeMsg:
		a.resize(m.Width, m.Height)
		a.unseen()
	case tea.KeyPressMsg:
		return a.key(m)
	case tea.PasteMsg:
		if a.layer != nil && a.asking == nil {
			a.layer.paste(a, m.Content)
		} else if t := a.typist(); t != nil {
			return t.Paste(m.Content)
		}
	case tea.MouseMsg:
		return a.mouse(m)
	case tea.BackgroundColorMsg, tea.ColorProfileMsg, showMsg:
		return a.lit(m)
	case tea.TerminalVersionMsg:
		return a.named(m.Name)
	case uv.KittyGraphicsEvent:
		a.answered(m)
	case uv.CellSizeEvent:
		a.cellsAre(m.Width, m.Height)
	case tea.FocusMsg, tea.BlurMsg:
		_, a.blurred = m.(tea.BlurMsg)
	case wakeMsg:
		return tea.Batch(a.news(), a.listen())
	case tickMsg:
		a.tickAt = time.Time{}
		a.recount()
		a.listenIn()
	case noticeMsg:
		return a.notice(Notice(m))
	case pane.Answer:
		return a.answer(m)
	}
	return nil
}

func (a *App) recount() {
	if a.svc.Counted != nil {
		a.counted = a.svc.Counted()
	}
	if a.svc.Tally != nil {
		a.tally = a.svc.Tally()
		a.counted = a.tally.Accepted
	}
}

// news brings the player's state to all pages.
func (a *App) news() tea.Cmd {
	before := a.env.Snap
	a.env.Snap = a.sub.Snapshot()
	events := a.sub.Events()
	a.recount()
	a.leaveOn()
	a.outdate(before)
	a.sought.pass(before, a.env.Snap, a.env.Now())
	a.undone()
	for _, e := range events {
		a.tell(e, before)
	}
	return tea.Batch(a.broadcast(pane.PlayerNews{Before: before, Events: events}), a.portray())
}

// broadcast brings news to every page once.
func (a *App) broadcast(msg tea.Msg) tea.Cmd {
	cmds := []tea.Cmd{a.lyrics.Apply(msg), a.queue.Apply(msg), a.comments.Apply(msg)}
	seen := map[pane.ID]bool{}
	each := func(p pane.Page) {
		if !seen[p.ID()] {
			seen[p.ID()] = true
			cmds = append(cmds, p.Apply(msg))
		}
	}
	for _, s := range a.sections {
		each(s.page)
	}
	for _, v := range a.history {
		each(v.page)
	}
	return tea.Batch(cmds...)
}

// answer brings an answer to who asked, if it is still here.
func (a *App) answer(m pane.Answer) tea.Cmd {
	if m.Err != nil || !m.Kept {
		a.hearService(m.Err)
	}
	switch m.To {
	case a.desk.ID():
		return a.settle(m)
	case a.lyrics.ID():
		return a.lyrics.Apply(m)
	case a.queue.ID():
		return a.queue.Apply(m)
	case a.comments.ID():
		return a.comments.Apply(m)
	}
	for _, s := range a.sections {
		if s.page.ID() == m.To {
			return s.page.Apply(m)
		}
	}
	for _, v := range a.history {
		if v.page.ID() == m.To {
			return v.page.Apply(m)
		}
	}
	return nil
}
