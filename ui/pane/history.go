package pane

import (
	"context"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store"
	"ncmtui/store/catalogue"
	"ncmtui/store/heard"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// HistorySource tells what was heard on this machine, by the account and
// before any login.
type HistorySource interface {
	// Plays gives at most limit plays that began from since on and before a
	// time (zero: no end), newest first.
	Plays(ctx context.Context, since, before time.Time, limit int) ([]store.Play, error)
	// Told gives the statistics of a time; zero: no end.
	Told(ctx context.Context, since, until time.Time) (heard.Stats, error)
}

// historyPart is how many plays are read at once.
const historyPart = 500

// span is a time that can be chosen: from since on, up to until.
type span struct {
	name         string
	since, until func(today time.Time) time.Time // nil: no end
}

func daysAgo(n int) func(time.Time) time.Time {
	return func(today time.Time) time.Time { return today.AddDate(0, 0, -n) }
}

func yearBegin(today time.Time) time.Time {
	return time.Date(today.Year(), 1, 1, 0, 0, 0, 0, today.Location())
}

// ends are the times of a span, now being now.
func (s span) ends(now time.Time) (since, until time.Time) {
	today := heard.DayOf(now, now.Location())
	if s.since != nil {
		since = s.since(today)
	}
	if s.until != nil {
		until = s.until(today)
	}
	return since, until
}

func historySpans(t *lang.HistoryTexts) []span {
	return []span{
		{name: t.All},
		{name: t.Today, since: daysAgo(0)},
		{name: t.Yesterday, since: daysAgo(1), until: daysAgo(0)},
		{name: t.Week, since: daysAgo(6)},
		{name: t.Month, since: daysAgo(29)},
		{name: t.ThisYear, since: yearBegin},
	}
}

// dialOf makes spans something to choose from.
func dialOf(name string, spans []span, changed func() tea.Cmd) *dials {
	d := &dial{name: name}
	for _, s := range spans {
		d.options = append(d.options, Category{Name: s.name})
	}
	return &dials{list: []*dial{d}, changed: changed}
}

// history is the tab of the plays on this machine.
type history struct {
	*things[store.Play]
	spans []span
}

func newHistory(env *Env) *history {
	t, src := lang.History.In(env.Lang), env.History
	h := &history{spans: historySpans(t)}
	rows := rowsOf[store.Play]{draw: h.row, key: h.key, id: playID, sort: h.sortKey}
	h.things = newThings(env, "history", t.Title, historyColumns(env), rows, func() reading[store.Play] {
		since, until := h.spans[h.dials.list[0].at].ends(env.Now())
		return func(ctx context.Context, from int64) (Part[store.Play], error) {
			before := until
			if from != 0 {
				before = time.UnixMilli(from)
			}
			got, err := src.Plays(ctx, since, before, historyPart)
			p := Part[store.Play]{Rows: got, More: len(got) == historyPart}
			if len(got) > 0 {
				p.Next = got[len(got)-1].Started.UnixMilli()
			}
			return p, err
		}
	})
	h.markable = true
	h.thing = func(p *store.Play) (Thing, bool) { return SongThing(h.choice(p)), p.Song != 0 }
	h.enter = h.play
	h.empty = kit.Notice{What: t.None, Do: t.NoneDo}
	h.dials = dialOf(t.When, h.spans, h.changed)
	return h
}

func playID(p *store.Play) int64 {
	f := fnv.New64a()
	_, _ = f.Write([]byte(p.ID)) // a hash takes everything
	return int64(f.Sum64() >> 1)
}

// The columns of the plays.
const (
	playDay = iota
	playTime
	playHeart
	playTitle
	playArtist
	playAlbum
	playHeard
	playTaken
)

func historyColumns(env *Env) []kit.Column {
	t := lang.History.In(env.Lang)
	return []kit.Column{
		playDay:    {Title: t.Day, Width: 11, Drop: 4},
		playTime:   {Title: t.Time, Width: 5, Sort: "when"},
		playHeart:  {Title: "♥", Width: 1, Drop: 3},
		playTitle:  {Title: env.Texts.Table.Title, Share: 6, Min: 12, Sort: "title"},
		playArtist: {Title: env.Texts.Table.Artist, Share: 4, Min: 8, Drop: 1, Sort: "artist"},
		playAlbum:  {Title: env.Texts.Table.Album, Share: 3, Min: 12, Drop: 6, Sort: "album"},
		playHeard:  {Title: t.Heard, Width: 5, Right: true, Drop: 2, Sort: "heard"},
		playTaken:  {Width: 1, Drop: 5},
	}
}

var taken = text.Of("✓")

// Apply shows hearts anew, or takes an answer.
func (h *history) Apply(msg tea.Msg) tea.Cmd {
	if _, likes := msg.(LikeNews); likes {
		h.table.Redraw()
		return nil
	}
	return h.things.Apply(msg)
}

// row fills the cells of a play: what was only begun stands back, and a day is
// told once.
func (h *history) row(i int, p *store.Play, cells []kit.Cell) {
	now := h.Env.Now()
	at := p.Started.In(now.Location())
	role, quiet := kit.Text, kit.Quiet
	if !heard.Counts(*p) {
		role, quiet = kit.Faint, kit.Faint
	}
	sorted, _ := h.table.Sorted()
	filtered, _ := h.table.Filtered()
	if i == 0 || sorted != "" || filtered || !heard.DayOf(h.rows.items[i-1].Started, now.Location()).Equal(heard.DayOf(at, now.Location())) {
		cells[playDay] = kit.Cell{Text: text.Of(dayName(h.Env, at)), Role: kit.Quiet}
	}
	cells[playTime] = kit.Cell{Text: text.Of(at.Format("15:04")), Role: kit.Faint}
	if h.Env.Likes.Has(p.Song) {
		cells[playHeart] = kit.Cell{Text: heart, Role: kit.Accent}
	}
	cells[playTitle] = kit.Cell{Text: text.Of(p.Title), Role: role}
	if p.Song != 0 && p.Song == h.Env.Playing() {
		cells[playTitle].Role = kit.Loud
	}
	cells[playArtist] = kit.Cell{Text: text.Of(strings.Join(p.Artists, " / ")), Role: quiet}
	cells[playAlbum] = kit.Cell{Text: text.Of(p.Album), Role: quiet}
	cells[playHeard] = kit.Cell{Text: text.Of(kit.Clock(p.Listened)), Role: quiet}
	if !p.Accepted.IsZero() {
		cells[playTaken] = kit.Cell{Text: taken, Role: kit.Accent}
	}
}

// dayName is a day as one says it.
func dayName(env *Env, at time.Time) string {
	t, now := lang.History.In(env.Lang), env.Now()
	day, today := heard.DayOf(at, now.Location()), heard.DayOf(now, now.Location())
	switch {
	case day.Equal(today):
		return t.Today
	case day.Equal(today.AddDate(0, 0, -1)):
		return t.Yesterday
	case day.Year() != today.Year():
		return day.Format(time.DateOnly)
	}
	return day.Format("01-02 ") + t.Weekdays[(int(day.Weekday())+6)%7]
}

// key lets a filter find a day as well: 2026-11-20.
func (h *history) key(p *store.Play) string {
	at := p.Started.In(h.Env.Now().Location())
	return strings.Join([]string{p.Title, strings.Join(p.Artists, " "), p.Album, at.Format(time.DateOnly), dayName(h.Env, at)}, " ")
}

func (h *history) sortKey(column string, p *store.Play) kit.Key {
	switch column {
	case "artist":
		return kit.Key{Text: strings.Join(p.Artists, " / ")}
	case "album":
		return kit.Key{Text: p.Album}
	case "heard":
		return kit.Key{N: int64(p.Listened)}
	case "title":
		return kit.Key{Text: p.Title}
	}
	return kit.Key{N: p.Started.UnixMilli()}
}

// choice is a play as a song that can be played again, counted for what it was
// played from.
func (h *history) choice(p *store.Play) Choice {
	s, ok := h.Env.Book.Song(p.Song)
	if !ok {
		s = catalogue.Song{ID: p.Song, Name: p.Title, Album: catalogue.Ref{Name: p.Album}, Duration: p.Length}
		for _, a := range p.Artists {
			s.Artists = append(s.Artists, catalogue.Ref{Name: a})
		}
	}
	return Choice{s, TrackOf(s, player.Source{Kind: p.SourceKind, ID: p.SourceID, Name: p.SourceName})}
}

// play makes the songs of the rows the queue, each once, from one on.
func (h *history) play(from *store.Play) {
	if from.Song == 0 {
		h.Env.Post(Say{Text: lang.History.In(h.Env.Lang).NoSong, Bad: true})
		return
	}
	var tracks []player.Track
	seen := map[int64]bool{}
	at := 0
	for _, i := range h.table.Order() {
		p := &h.rows.items[i]
		if p.Song == from.Song && !seen[p.Song] {
			at = len(tracks)
		}
		if p.Song != 0 && !seen[p.Song] {
			seen[p.Song] = true
			tracks = append(tracks, h.choice(p).Track)
		}
	}
	h.Env.Do(player.PlayList{Tracks: tracks, At: at})
}

// Selected is the song under the cursor; where that has none, the first of the
// marked ones.
func (h *history) Selected() (Choice, bool) {
	i := h.table.Cursor()
	if i >= 0 && h.rows.items[i].Song != 0 {
		return h.choice(&h.rows.items[i]), true
	}
	for _, i := range h.table.Marked() {
		if h.rows.items[i].Song != 0 {
			return h.choice(&h.rows.items[i]), true
		}
	}
	return Choice{}, false
}

// Chosen are the songs of the marked rows, each once, or the one under the
// cursor.
func (h *history) Chosen() []Choice {
	var out []Choice
	for _, i := range h.table.Marked() {
		p := &h.rows.items[i]
		if p.Song != 0 && !slices.ContainsFunc(out, func(c Choice) bool { return c.Song.ID == p.Song }) {
			out = append(out, h.choice(p))
		}
	}
	if c, ok := h.Selected(); ok && out == nil {
		out = append(out, c)
	}
	return out
}

// Locate puts the cursor on the newest play of a song.
func (h *history) Locate(song int64) bool {
	for i := range h.rows.items {
		if h.rows.items[i].Song == song && song != 0 {
			return h.table.Select(i)
		}
	}
	return false
}

// changed reads the plays of another time.
func (h *history) changed() tea.Cmd {
	t := lang.History.In(h.Env.Lang)
	h.empty = kit.Notice{What: t.NoneThen}
	if h.dials.list[0].at == 0 {
		h.empty = kit.Notice{What: t.None, Do: t.NoneDo}
	}
	return h.feed.restart()
}

// historyFor is how long plays are shown without looking for newer ones.
const historyFor = 2 * time.Second

// renewed looks for newer plays.
func (h *history) renewed(after time.Duration) tea.Cmd {
	return h.feed.renewed(min(after, historyFor))
}
