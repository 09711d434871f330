package pane

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/text"
)

const (
	pauseTopic = "pause"
	tipTopic   = "tips"
	pause      = 350 * time.Millisecond // of typing, before a search is sent
	pageSize   = 50
	moreWithin = 10 // rows from the end at which the next page is asked for
)

// Search is the search page: what is typed at the top, what that may become
// under it, a tab for each kind. While nothing is typed it offers words.
type Search struct {
	tabbed
	hits  []*hits
	words *words

	input  kit.Input
	typing bool
	fresh  bool  // what is typed next replaces the text
	owner  int64 // who typed it; 0 a guest
	tips   []string
	tip    int // the one that Tab took, -1 none
	cursor int // cell of the input's cursor
	fullH  int
}

// NewSearch makes the page, ready to type.
func NewSearch(env *Env) *Search {
	s := &Search{typing: true, tip: -1}
	s.Env = env // tabs are made with it
	s.hits = append(s.kinds(), s.moreKinds()...)
	parts := make([]tab, len(s.hits))
	for i, h := range s.hits {
		parts[i] = h.tab
		h.core.empty = kit.Notice{What: env.Texts.States.TypeToSearch}
	}
	s.init(env, nil, parts...)
	s.words = newWords(env)
	s.words.within(s.id)
	return s
}

func (s *Search) hit() *hits { return s.hits[s.active] }

// typed is what is to be searched.
func (s *Search) typed() string { return strings.TrimSpace(s.input.Value()) }

// offering: nothing is typed, so words are offered.
func (s *Search) offering() bool { return s.typed() == "" }

// Title is the section's name, or what was searched.
func (s *Search) Title() text.Clean {
	if q := *s.hit().query; q != "" {
		return text.Of(s.Env.Texts.Sections.Search + " “" + q + "”")
	}
	return text.Of(s.Env.Texts.Sections.Search)
}

// Scopes are those of the search, then of a list.
func (s *Search) Scopes() []keymap.Scope {
	return append([]keymap.Scope{keymap.Find}, s.tabbed.Scopes()...)
}

// SetFocus tells whether keys come here.
func (s *Search) SetFocus(on bool) {
	s.tabbed.SetFocus(on && !s.typing)
	s.words.SetFocus(on && !s.typing)
	s.Focused = on
}

// topLines is what the input takes, with what it may become.
func (s *Search) topLines() int {
	if s.fullH >= 10 {
		return 2
	}
	return 1
}

// SetSize gives the tables what the input leaves.
func (s *Search) SetSize(w, h int) {
	s.fullH = h
	s.tabbed.SetSize(w, max(h-s.topLines(), 0))
	s.words.SetSize(w, max(h-s.topLines(), 0))
}

// Lines draws the page.
func (s *Search) Lines() []string {
	if s.W < 8 || s.fullH < 3 {
		return kit.Blanks(s.W, s.fullH)
	}
	s.SetFocus(s.Focused)
	out := []string{s.inputLine()}
	if s.topLines() == 2 {
		out = append(out, kit.Line(&s.Env.Theme.Plain, s.W, s.tipSpans()...))
	}
	if s.offering() {
		out = append(out, s.words.Lines()...)
	} else {
		s.hit().core.empty = s.nothing()
		out = append(out, s.tabbed.Lines()...)
	}
	return kit.Exactly(out, s.W, s.fullH)
}

// Open reads what is shown.
func (s *Search) Open() tea.Cmd {
	if s.offering() {
		return s.words.Open()
	}
	return s.tabbed.Open()
}

// Handle switches tabs, moves, opens, and pages on at the end.
func (s *Search) Handle(a keymap.Action) tea.Cmd {
	switch {
	case a == keymap.EditSearch:
		s.edit()
		return nil
	case s.offering():
		return s.offered(a)
	case a == keymap.Left, a == keymap.Right:
		return s.turn(a)
	case a == keymap.Refresh:
		*s.hit().query = ""
		return s.search()
	case a == keymap.Enter:
		s.words.keep(s.typed())
	}
	return s.tabbed.Handle(a)
}

// offered acts on the words.
func (s *Search) offered(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Enter:
		return s.For(s.words.chosen())
	case keymap.Forget:
		s.words.drop()
		return nil
	default:
		return s.words.Handle(a)
	}
}

func (s *Search) turn(a keymap.Action) tea.Cmd {
	step := 1
	if a == keymap.Left {
		step = len(s.hits) - 1
	}
	return s.turnTo((s.active + step) % len(s.hits))
}

func (s *Search) turnTo(i int) tea.Cmd {
	s.active = i
	s.fit()
	s.SetFocus(s.Focused)
	return s.search()
}

// search asks for the first page of what is typed, unless the tab has it.
func (s *Search) search() tea.Cmd {
	q, h := s.typed(), s.hit()
	s.owner = s.Env.User.ID
	if q == "" {
		return s.words.Open()
	}
	if *h.query == q && h.core.err == nil {
		return nil
	}
	*h.query, h.total = q, 0
	return h.restart()
}

// nothing is said where nothing was found; while one types, other words are
// just typed.
func (s *Search) nothing() kit.Notice {
	st := s.Env.Texts.States
	n := kit.Notice{What: st.EmptySearch}
	if !s.typing {
		n.Do = fmt.Sprintf(st.OtherWords, s.Env.Keys.KeyOf(s.Scopes(), keymap.EditSearch))
	}
	return n
}

// suggest asks what the letters may become.
func (s *Search) suggest() tea.Cmd {
	src, q := s.Env.Find, s.typed()
	if src == nil || q == "" || !s.typing {
		return nil
	}
	return s.Ask(tipTopic, askLimit, func(ctx context.Context) (any, error) { return src.Suggest(ctx, q) })
}

// Apply takes pages of results, suggestions, and the end of a pause in typing.
func (s *Search) Apply(msg tea.Msg) tea.Cmd {
	if n, ok := msg.(UserNews); ok && n.Other {
		s.handOver()
	}
	if a, ok := msg.(Answer); ok {
		switch a.Topic {
		case pauseTopic:
			if s.Accept(a) {
				return tea.Batch(s.search(), s.suggest())
			}
			return nil
		case tipTopic:
			if s.Accept(a) && a.Err == nil { // without suggestions one types on
				s.tips, _ = a.Value.([]string)
				s.tip = -1
			}
			return nil
		}
	}
	return tea.Batch(s.words.Apply(msg), s.tabbed.Apply(msg))
}

// Click goes to the input, to a suggestion, to a tab, or to a row.
func (s *Search) Click(x, y int, double bool) tea.Cmd {
	switch {
	case y == 0:
		s.edit()
		return nil
	case y < s.topLines():
		if i := s.tipAt(x); i >= 0 {
			return s.take(i)
		}
		return nil
	}
	y -= s.topLines()
	if s.offering() {
		s.typing = false
		if s.words.point(x, y) && double {
			return s.For(s.words.chosen())
		}
		return nil
	}
	if y == s.head().tabs {
		was := s.active
		cmd := s.tabbed.Click(x, y, double)
		if s.active != was {
			return s.turnTo(s.active)
		}
		return cmd
	}
	s.typing = false
	return s.tabbed.Click(x, y, double)
}

// Wheel scrolls.
func (s *Search) Wheel(rows int) tea.Cmd {
	if s.offering() {
		return s.words.Wheel(rows)
	}
	return s.tabbed.Wheel(rows)
}

// Scroll tells what is shown.
func (s *Search) Scroll() (top, shown, total int) {
	if s.offering() {
		return s.words.Scroll()
	}
	return s.tabbed.Scroll()
}

// Thing is what is under the cursor.
func (s *Search) Thing() (Thing, bool) {
	if s.typing || s.offering() {
		return Thing{}, false
	}
	return s.tabbed.Thing()
}

// Bare is true where Enter neither opens a result nor searches a word.
func (s *Search) Bare() bool {
	if s.offering() {
		return s.words.Bare()
	}
	return s.tabbed.Bare()
}

// Selected is the song under the cursor, where the tab has songs.
func (s *Search) Selected() (Choice, bool) {
	if s.typing || s.offering() {
		return Choice{}, false
	}
	return s.tabbed.Selected()
}

// Chosen are the marked songs, or the one under the cursor.
func (s *Search) Chosen() []Choice {
	if s.typing || s.offering() {
		return nil
	}
	return s.tabbed.Chosen()
}

// Count is none: the input tells how many were found.
func (s *Search) Count() (int, bool) { return 0, false }

// Busy says whether the tab waits for results.
func (s *Search) Busy() bool { return !s.offering() && s.tabbed.Busy() }

// Leave cancels all questions.
func (s *Search) Leave() {
	s.words.Leave()
	s.tabbed.Leave()
}
