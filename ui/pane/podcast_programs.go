package pane

import (
	"context"
	"fmt"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// Programs are programs that play like songs: a podcast's page, or the chart.
type Programs struct {
	fedSongs[Program]
	list  ProgramList
	about Podcast
	told  bool   // about was read
	name  string // of a list without a podcast
}

// NewPodcast makes the page of a podcast of which at least id and name are
// known.
func NewPodcast(env *Env, t Thing) *Programs {
	p := newPrograms(env, ProgramList{Podcast: t.ID}, "")
	p.about = Podcast{ID: t.ID, Name: t.Name, Subscribed: t.Followed}
	p.source = player.Source{Kind: "djradio", ID: t.ID, Name: t.Name}
	p.describe()
	return p
}

func newPrograms(env *Env, l ProgramList, name string) *Programs {
	p := &Programs{list: l, name: name}
	p.init(env, player.Source{Kind: "djradio", ID: l.Podcast})
	p.rows.draw, p.rows.order = p.row, p.sortKey
	p.columns, p.as = p.programColumns, p.played
	p.table.Columns = p.columns(0)
	p.sortAs("programs")
	p.empty = kit.Notice{What: lang.Podcast.In(env.Lang).NoPrograms}
	src := env.Podcasts
	p.feedBy(func(pr *Program) catalogue.Song { return pr.Song }, func() reading[Program] {
		l := p.list
		return func(ctx context.Context, from int64) (Part[Program], error) { return src.Programs(ctx, l, from) }
	})
	return p
}

func (p *Programs) dialled() *dials { return nil }

func (p *Programs) programColumns(n int) []kit.Column {
	t, tb := lang.Podcast.In(p.Env.Lang), p.Env.Texts.Table
	cols := []kit.Column{
		{Title: "#", Width: max(4, len(strconv.Itoa(n))), Right: true, Drop: 6},
		{Title: tb.Name, Share: 5, Min: 14, Sort: "title"},
	}
	if p.list.Podcast == 0 {
		cols = append(cols, kit.Column{Title: t.Title, Share: 3, Min: 10, Drop: 5, Sort: "podcast"})
	}
	return append(cols,
		kit.Column{Title: t.Plays, Width: 7, Right: true, Drop: 3, Sort: "plays"},
		kit.Column{Title: t.Date, Width: 10, Right: true, Drop: 4, Sort: "date"},
		kit.Column{Title: tb.Length, Width: 7, Right: true, Drop: 2, Sort: "length"},
	)
}

// row fills the cells of a program.
func (p *Programs) row(i int, cells []kit.Cell) (dim bool) {
	pr := p.items[p.rows.ids[i]]
	n := i + 1
	if p.list.Podcast != 0 && pr.Number > 0 {
		n = pr.Number
	}
	var full [colLength + 1]kit.Cell
	fillSong(p.Env, &pr.Song, n, pr.Song.ID == p.Env.Playing(), full[:])
	out := []kit.Cell{full[colNumber], full[colTitle]}
	if p.list.Podcast == 0 {
		out = append(out, kit.Cell{Text: text.Of(pr.Podcast.Name), Role: kit.Quiet})
	}
	copy(cells, append(out,
		kit.Cell{Text: text.Of(roughly(p.Env.Lang, pr.Listeners)), Role: kit.Quiet},
		kit.Cell{Text: text.Of(released(pr.Created)), Role: kit.Quiet},
		full[colLength],
	))
	return pr.Song.Right == catalogue.Grey
}

func (p *Programs) sortKey(column string, i int) kit.Key {
	pr := p.items[p.rows.ids[i]]
	switch column {
	case "podcast":
		return kit.Key{Text: pr.Podcast.Name}
	case "plays":
		return kit.Key{N: pr.Listeners}
	case "date":
		return kit.Key{N: pr.Created.Unix(), None: pr.Created.IsZero()}
	case "length":
		return kit.Key{N: int64(pr.Song.Duration)}
	}
	return kit.Key{Text: pr.Song.Name}
}

// Title is the podcast's name, or the list's.
func (p *Programs) Title() text.Clean {
	if p.list.Podcast != 0 {
		return text.Of(p.about.Name)
	}
	return text.Of(p.name)
}

// Scopes are the podcast's, then those of a list.
func (p *Programs) Scopes() []keymap.Scope {
	if p.list.Podcast == 0 {
		return p.songList.Scopes()
	}
	return append([]keymap.Scope{keymap.Podcast}, p.songList.Scopes()...)
}

// About is the podcast.
func (p *Programs) About() (Thing, bool) { return PodcastThing(&p.about), p.list.Podcast != 0 }

// Thing is the program under the cursor.
func (p *Programs) Thing() (Thing, bool) {
	i := p.table.Cursor()
	if i < 0 {
		return Thing{}, false
	}
	pr := p.items[p.rows.ids[i]]
	t := ProgramThing(pr)
	t.Choice = p.played(i)
	if p.list.Podcast != 0 {
		t.Of, t.Followed = catalogue.Ref{ID: p.about.ID, Name: p.about.Name}, p.about.Subscribed
	}
	return t, true
}

// played is a program as it is played: its plays are its podcast's.
func (p *Programs) played(i int) Choice {
	pr := p.items[p.rows.ids[i]]
	if p.list.Podcast != 0 {
		return Choice{pr.Song, TrackOf(pr.Song, p.source)}
	}
	return pr.choice()
}

// Count is none: songs are counted, these are programs.
func (p *Programs) Count() (int, bool) { return 0, false }

func (p *Programs) describe() {
	if p.list.Podcast == 0 {
		return
	}
	t := lang.Podcast.In(p.Env.Lang)
	var spans []kit.Span
	if p.Env.Follows.On(PodcastThing(&p.about)) {
		spans = append(spans, kit.Span{Text: text.Of("♥ "), Role: kit.Accent})
	}
	if p.about.Host.Name != "" {
		spans = append(spans, kit.Span{Text: text.Of(p.about.Host.Name), Role: kit.Text})
	}
	spans = join(spans, text.Of(p.about.Category).String())
	if p.about.Programs > 0 {
		spans = join(spans, lang.Count(t.Count, p.about.Programs, p.about.Programs))
	}
	if p.about.Subscribers > 0 {
		spans = join(spans, fmt.Sprintf(t.SubCount, roughly(p.Env.Lang, int64(p.about.Subscribers))))
	}
	spans = join(spans, pickText(p.list.Oldest, t.Oldest, t.Newest))
	spans = join(spans, text.Of(p.about.Description).String())
	p.setIntro(spans...)
}

// Open reads the podcast and its first programs.
func (p *Programs) Open() tea.Cmd {
	var about tea.Cmd
	if p.list.Podcast != 0 && !p.told && !p.Waiting(aboutTopic) {
		about = p.ask(p.Ask)
	}
	return tea.Batch(about, p.feed.open())
}

const aboutTopic = "about"

func (p *Programs) ask(ask asking) tea.Cmd {
	src, id := p.Env.Podcasts, p.list.Podcast
	return ask(aboutTopic, askLimit, func(ctx context.Context) (any, error) { return src.Podcast(ctx, id) })
}

// Handle turns the order round, and reads on at the end.
func (p *Programs) Handle(a keymap.Action) tea.Cmd {
	switch {
	case a == keymap.Refresh && p.list.Podcast != 0:
		return tea.Batch(p.ask(p.Renew), p.feed.load(p.Renew))
	case a == keymap.Refresh:
		return p.feed.load(p.Renew)
	case a == keymap.TurnRound:
		p.list.Oldest = !p.list.Oldest
		p.describe()
		return p.feed.restart()
	}
	return tea.Batch(p.songList.Handle(a), p.feed.pageOn(moreWithin))
}

// Apply takes the podcast and its programs.
func (p *Programs) Apply(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case FollowNews:
		p.describe()
	case Answer:
		if m.Topic == aboutTopic {
			p.tell(m)
			return nil
		}
	}
	return tea.Batch(p.songList.Apply(msg), p.feed.apply(msg))
}

// tell takes what is known of the podcast itself. Without it its programs are
// still there.
func (p *Programs) tell(m Answer) {
	about, ok := m.Value.(Podcast)
	if !p.Accept(m) || m.Err != nil || !ok {
		return
	}
	p.about, p.told = about, true
	p.source.Name = about.Name
	p.describe()
}
