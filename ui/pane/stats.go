package pane

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/store/heard"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// statistics is the tab that tells of the plays on this machine: a text to
// scroll.
type statistics struct {
	sheet
	dials *dials
	spans []span
	told  heard.Stats
	at    time.Time // when it was asked for

	top    int
	rows   []statRow // laid out for rowsOf
	rowsOf statFor
	page   []string
	pageOf statFor
}

// statRow is a line: spans from the left and the right.
type statRow struct{ left, right []kit.Span }

// statFor is what lines depend on.
type statFor struct {
	drawn drawnFor
	top   int
}

func newStatistics(env *Env) *statistics {
	t := lang.History.In(env.Lang)
	s := &statistics{}
	s.Base = NewBase(env)
	s.table = kit.Table{Rows: &rowsOf[int]{}}
	s.spans = []span{
		{name: t.ThisYear, since: yearBegin},
		{name: t.Month, since: daysAgo(29)},
		{name: t.Week, since: daysAgo(6)},
		{name: t.Today, since: daysAgo(0)},
		{name: t.All},
	}
	s.dials = dialOf(t.When, s.spans, s.changed)
	return s
}

func (s *statistics) dialled() *dials { return s.dials }

// Title is the tab's name.
func (s *statistics) Title() text.Clean { return text.Of(lang.History.In(s.Env.Lang).Stats) }

// Open reads what is told when it is not there, or plays may have come since.
func (s *statistics) Open() tea.Cmd {
	if s.Waiting(listTopic) || s.loaded && s.Env.Now().Sub(s.at) < stale {
		return nil
	}
	return s.load(s.Ask)
}

func (s *statistics) changed() tea.Cmd {
	s.loaded, s.told, s.top = false, heard.Stats{}, 0
	return s.load(s.Ask)
}

func (s *statistics) load(ask asking) tea.Cmd {
	src := s.Env.History
	since, until := s.spans[s.dials.list[0].at].ends(s.Env.Now())
	s.err, s.at = nil, s.Env.Now()
	s.table.Redraw()
	return ask(listTopic, askLimit, func(ctx context.Context) (any, error) { return src.Told(ctx, since, until) })
}

// forget takes away what was told: it was another account's.
func (s *statistics) forget() bool {
	had := s.loaded || s.err != nil || s.Waiting(listTopic)
	s.Drop(listTopic)
	s.loaded, s.err, s.told, s.top = false, nil, heard.Stats{}, 0
	s.table.Redraw()
	return had
}

func (s *statistics) renewed(after time.Duration) tea.Cmd {
	if !s.loaded || s.Waiting(listTopic) || s.Env.Now().Sub(s.at) < after {
		return nil
	}
	return s.load(s.Renew)
}

// Apply takes what is told.
func (s *statistics) Apply(msg tea.Msg) tea.Cmd {
	m, ok := msg.(Answer)
	if !ok || !s.Accept(m) {
		return nil
	}
	got, _ := m.Value.(heard.Stats)
	s.answered(m.Err, 0, func() {
		s.told = got
		s.addYears(got.Years)
	})
	t := lang.History.In(s.Env.Lang)
	s.empty = kit.Notice{What: t.NoneThen}
	if len(s.told.Years) == 0 {
		s.empty = kit.Notice{What: t.None, Do: t.NoneDo}
	}
	s.rows = nil
	return nil
}

// addYears makes the years before this one something to choose.
func (s *statistics) addYears(years []int) {
	now := s.Env.Now()
	for _, y := range years {
		name := strconv.Itoa(y)
		if y >= now.Year() || slices.ContainsFunc(s.spans, func(have span) bool { return have.name == name }) {
			continue
		}
		end := func(year int) func(time.Time) time.Time {
			return func(today time.Time) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, today.Location()) }
		}
		s.spans = append(s.spans, span{name: name, since: end(y), until: end(y + 1)})
		d := s.dials.list[0]
		d.options = append(d.options, Category{Name: name})
	}
}

// Handle scrolls; Enter plays the songs heard most.
func (s *statistics) Handle(a keymap.Action) tea.Cmd {
	if by, ok := stride(a, s.H, len(s.laidOut())); ok {
		s.scroll(s.top + by)
		return nil
	}
	switch a {
	case keymap.Enter:
		s.play()
	case keymap.Refresh:
		return s.load(s.Renew)
	default:
	}
	return nil
}

// play makes the songs heard most the queue.
func (s *statistics) play() {
	t := lang.History.In(s.Env.Lang)
	name := t.Stats + " · " + s.spans[s.dials.list[0].at].name
	from := player.Source{Kind: "list", Name: name}
	var tracks []player.Track
	for _, e := range s.told.TopSongs {
		if e.ID == 0 {
			continue
		}
		song, ok := s.Env.Book.Song(e.ID)
		if !ok {
			song = catalogue.Song{ID: e.ID, Name: e.Name, Artists: []catalogue.Ref{{Name: e.By}}}
		}
		tracks = append(tracks, TrackOf(song, from))
	}
	if len(tracks) == 0 {
		return
	}
	s.Env.Do(player.PlayList{Tracks: tracks})
	s.Env.Post(Say{Text: fmt.Sprintf(t.PlayedTop, name), Kept: true})
}

func (s *statistics) scroll(top int) {
	top = min(max(top, 0), max(len(s.laidOut())-s.H, 0))
	if top != s.top {
		s.top = top
		s.table.Redraw()
	}
}

// Wheel scrolls.
func (s *statistics) Wheel(rows int) tea.Cmd {
	s.scroll(s.top + rows)
	return nil
}

// Click does nothing: there is nothing to choose.
func (s *statistics) Click(int, int, bool) tea.Cmd { return nil }

// MoveTo scrolls to a line.
func (s *statistics) MoveTo(n int) tea.Cmd {
	s.scroll(n)
	return nil
}

// ScrollTo shows the lines from one on.
func (s *statistics) ScrollTo(top int) tea.Cmd {
	s.scroll(top)
	return nil
}

// Scroll tells what is shown.
func (s *statistics) Scroll() (top, shown, total int) {
	if s.told.Empty() {
		return 0, 0, 0
	}
	return s.top, s.H, len(s.laidOut())
}

// Lines draws what is in view.
func (s *statistics) Lines() []string {
	if s.err != nil || s.told.Empty() || s.W < 20 {
		return s.sheet.Lines()
	}
	rows := s.laidOut()
	s.top = min(s.top, max(len(rows)-s.H, 0))
	now := statFor{s.depends(), s.top}
	if s.page != nil && now == s.pageOf {
		return s.page
	}
	out := make([]string, 0, s.H)
	for _, r := range rows[s.top:min(s.top+s.H, len(rows))] {
		out = append(out, kit.Ends(&s.Env.Theme.Plain, s.W, r.left, r.right))
	}
	s.pageOf, s.page = now, kit.Exactly(out, s.W, s.H)
	return s.page
}

func (s *statistics) depends() drawnFor {
	return drawnFor{s.table.Version(), s.Env.Look, 0, s.W, s.H, s.Focused, false}
}
