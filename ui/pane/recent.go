package pane

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// Heard is something played lately.
type Heard[T any] struct {
	What T
	At   time.Time
}

// Recents are what the account played lately, of one kind: only its list is
// filled.
type Recents struct {
	Songs     []Heard[catalogue.Song]
	Playlists []Heard[catalogue.Playlist]
	Albums    []Heard[catalogue.Album]
	Programs  []Heard[Program]
	Videos    []Heard[Clip]
}

// RecentSource tells what was played lately.
type RecentSource interface {
	// Recent takes the kinds of song, playlist, album, program and mv.
	Recent(ctx context.Context, k Kind) (Recents, error)
}

// ago is when something was, as one says it.
func ago(env *Env, at time.Time) text.Clean {
	if at.IsZero() {
		return text.Clean{}
	}
	t, now := lang.Recent.In(env.Lang), env.Now()
	d := now.Sub(at)
	here := at.In(now.Location())
	switch {
	case d < time.Minute:
		return text.Of(t.Now)
	case d < time.Hour:
		return text.Of(fmt.Sprintf(t.Minutes, int(d/time.Minute)))
	case d < 12*time.Hour || here.YearDay() == now.YearDay() && here.Year() == now.Year():
		return text.Of(fmt.Sprintf(t.Hours, int(d/time.Hour)))
	case d < 48*time.Hour && here.YearDay() == now.AddDate(0, 0, -1).YearDay():
		return text.Of(t.Yesterday)
	case here.Year() == now.Year():
		return text.Of(here.Format("01-02"))
	}
	return text.Of(here.Format("2006-01-02"))
}

const whenWidth = 11

// recentColumns puts the time behind the columns of a kind of things.
func recentColumns(env *Env, cols []kit.Column) []kit.Column {
	return append(cols, kit.Column{Title: lang.Recent.In(env.Lang).When, Width: whenWidth, Right: true, Drop: 1, Sort: "when"})
}

// recentRows are rows of a kind with the time they were played at.
func recentRows[T any](env *Env, of rowsOf[T]) rowsOf[Heard[T]] {
	return rowsOf[Heard[T]]{
		draw: func(i int, p *Heard[T], cells []kit.Cell) {
			last := len(cells) - 1
			of.draw(i, &p.What, cells[:last])
			cells[last] = kit.Cell{Text: ago(env, p.At), Role: kit.Quiet}
		},
		key: func(p *Heard[T]) string { return of.key(&p.What) },
		id:  func(p *Heard[T]) int64 { return of.id(&p.What) },
		sort: func(column string, p *Heard[T]) kit.Key {
			if column == "when" {
				return kit.Key{N: p.At.Unix(), None: p.At.IsZero()}
			}
			return of.sort(column, &p.What)
		},
	}
}

// newRecent makes the tab of a kind of things.
func newRecent[T any](env *Env, k Kind, name string, cols []kit.Column, rows rowsOf[T], of func(Recents) []Heard[T], thing func(*T) (Thing, bool)) *things[Heard[T]] {
	src := env.Recent
	p := newThings(env, "recent "+string(k), name, recentColumns(env, cols), recentRows(env, rows), func() reading[Heard[T]] {
		return whole(func(ctx context.Context) ([]Heard[T], error) {
			got, err := src.Recent(ctx, k)
			return of(got), err
		})
	})
	p.thing = func(r *Heard[T]) (Thing, bool) { return thing(&r.What) }
	t := lang.Recent.In(env.Lang)
	p.guest, p.empty = t.Guest, kit.Notice{What: t.None}
	return p
}

// tallied are songs with a number of their own: the time they were played at,
// or how often.
type tallied struct {
	songFeed
	when  map[int64]time.Time
	plays map[int64]int
	most  int
}

// newRecentSongs makes the tab of songs played lately.
func newRecentSongs(env *Env) *tallied {
	t := lang.Recent.In(env.Lang)
	c := &tallied{when: map[int64]time.Time{}}
	src := env.Recent
	c.make(env, t.Songs, "recent song", func(ctx context.Context) ([]catalogue.Song, any, error) {
		got, err := src.Recent(ctx, SongKind)
		songs, when := make([]catalogue.Song, 0, len(got.Songs)), make(map[int64]time.Time, len(got.Songs))
		for i := range got.Songs {
			songs = append(songs, got.Songs[i].What)
			when[got.Songs[i].What.ID] = got.Songs[i].At
		}
		return songs, when, err
	})
	c.feed.told = func(of any) { c.when, _ = of.(map[int64]time.Time) }
	c.columns = func(n int) []kit.Column { return recentColumns(env, songColumns(env.Texts, n)) }
	c.table.Columns = c.columns(0)
	c.empty = kit.Notice{What: t.None}
	return c
}

// newRank makes the tab of the songs played most.
func newRank(env *Env, week bool) *tallied {
	t := lang.Recent.In(env.Lang)
	c := &tallied{plays: map[int64]int{}}
	src, account := env.People, env.Account
	c.make(env, pickText(week, t.Week, t.All), "rank", func(ctx context.Context) ([]catalogue.Song, any, error) {
		who, err := account.Who(ctx)
		if err == nil && !who.LoggedIn {
			err = ErrLogin
		}
		if err != nil {
			return nil, nil, err
		}
		got, err := src.Ranking(ctx, who.ID, week)
		songs, plays := make([]catalogue.Song, 0, len(got)), make(map[int64]int, len(got))
		for i := range got {
			songs = append(songs, got[i].Song)
			plays[got[i].Song.ID] = got[i].Plays
		}
		return songs, plays, err
	})
	c.feed.told = func(of any) {
		c.plays, _ = of.(map[int64]int)
		c.most = 0
		for _, n := range c.plays {
			c.most = max(c.most, n)
		}
	}
	c.columns = c.rankColumns
	c.table.Columns = c.columns(0)
	c.empty = kit.Notice{What: t.NoRank}
	return c
}

func (c *tallied) make(env *Env, name, kind string, read func(context.Context) ([]catalogue.Song, any, error)) {
	c.songFeed = songFeed{name: name}
	c.init(env, player.Source{Kind: "list", Name: name})
	c.feedBy(itself, func() reading[catalogue.Song] {
		return func(ctx context.Context, _ int64) (Part[catalogue.Song], error) {
			songs, of, err := read(ctx)
			return Part[catalogue.Song]{Rows: songs, of: of}, err
		}
	})
	c.rows.draw, c.rows.order = c.row, c.sortKey
	c.guest = lang.Recent.In(env.Lang).Guest
	c.sortAs(kind)
}

// The columns of a rank.
const (
	rankNumber = iota
	rankHeart
	rankTitle
	rankArtist
	rankPlays
	rankBar
	rankLength
	barWidth = 16
)

func (c *tallied) rankColumns(n int) []kit.Column {
	t := songColumns(c.Env.Texts, n)
	return []kit.Column{
		rankNumber: t[colNumber], rankHeart: t[colHeart], rankTitle: t[colTitle], rankArtist: t[colArtist],
		rankPlays:  {Title: lang.Recent.In(c.Env.Lang).Plays, Width: 6, Right: true, Sort: "plays"},
		rankBar:    {Width: barWidth, Drop: 6},
		rankLength: t[colLength],
	}
}

// row fills the cells of a song.
func (c *tallied) row(i int, cells []kit.Cell) (dim bool) {
	s := c.rows.songs[i]
	var full [colLength + 1]kit.Cell
	fillSong(c.Env, s, i+1, s.ID == c.Env.Playing(), full[:])
	if c.plays == nil {
		copy(cells, full[:])
		cells[colLength+1] = kit.Cell{Text: ago(c.Env, c.when[s.ID]), Role: kit.Quiet}
		return s.Right == catalogue.Grey
	}
	cells[rankNumber], cells[rankHeart] = full[colNumber], full[colHeart]
	cells[rankTitle], cells[rankArtist], cells[rankLength] = full[colTitle], full[colArtist], full[colLength]
	n := c.plays[s.ID]
	cells[rankPlays] = kit.Cell{Text: number(n), Role: kit.Text}
	if c.most > 0 {
		cells[rankBar] = kit.Cell{Text: bar(n, c.most, barWidth), Role: kit.Faint}
	}
	return s.Right == catalogue.Grey
}

// bar is a share of w cells.
func bar(n, of, w int) text.Clean {
	return text.Of(strings.Repeat("━", max(n*w/max(of, 1), min(n, 1))))
}

func (c *tallied) sortKey(column string, i int) kit.Key {
	s := c.rows.songs[i]
	switch column {
	case "when":
		at := c.when[s.ID]
		return kit.Key{N: at.Unix(), None: at.IsZero()}
	case "plays":
		return kit.Key{N: int64(c.plays[s.ID])}
	case "artist":
		return kit.Key{Text: Names(s.Artists).String()}
	case "album":
		return kit.Key{Text: s.Album.Name}
	case "length":
		return kit.Key{N: int64(s.Duration)}
	}
	return kit.Key{Text: s.Name}
}

// Recent is the section of what was heard lately, and most.
type Recent struct{ tabbed }

// NewRecent makes the section.
func NewRecent(env *Env, choose Choose) *Recent {
	t := lang.Recent.In(env.Lang)
	r := &Recent{}
	programs := newRecent(env, ProgramKind, t.Programs, recentProgramColumns(env), recentProgramRows(env),
		func(r Recents) []Heard[Program] { return r.Programs },
		func(p *Program) (Thing, bool) { return ProgramThing(p), p.ID != 0 })
	programs.enter = func(p *Heard[Program]) { playPrograms(env, programs.rows.items, p) }
	r.init(env, choose,
		newRecentSongs(env),
		newRecent(env, PlaylistKind, t.Lists, playlistColumns(env.Texts), playlistRows(),
			func(r Recents) []Heard[catalogue.Playlist] { return r.Playlists },
			func(p *catalogue.Playlist) (Thing, bool) { return PlaylistThing(*p), p.ID != 0 }),
		newRecent(env, AlbumKind, t.Albums, albumColumns(env.Texts), albumRows(),
			func(r Recents) []Heard[catalogue.Album] { return r.Albums }, albumRow),
		programs,
		newRecent(env, MVKind, t.Videos, clipColumns(env), clipRows(env.Lang),
			func(r Recents) []Heard[Clip] { return r.Videos },
			func(c *Clip) (Thing, bool) { return clipThing(c), c.ID != 0 }),
		newRank(env, true), newRank(env, false),
		newHistory(env), newStatistics(env),
	)
	return r
}

// The tabs of what was heard on this machine, from the end.
const (
	StatsTab   = 1
	HistoryTab = 2
)

// Turn makes a tab, counted from the end, the one that Open reads.
func (r *Recent) Turn(fromEnd int) {
	r.active = len(r.parts) - fromEnd
	r.SetFocus(r.Focused)
	r.fit()
}

// Title is the section's name.
func (r *Recent) Title() text.Clean { return text.Of(lang.Recent.In(r.Env.Lang).Title) }

// Open reads the tab again when it is not quite new: songs were heard since.
func (r *Recent) Open() tea.Cmd {
	return tea.Batch(r.tabbed.Open(), r.now().(kept).renewed(recentFor))
}

// recentFor is how long what was heard lately is shown without asking again.
const recentFor = time.Minute

// Apply forgets what was another account's.
func (r *Recent) Apply(msg tea.Msg) tea.Cmd {
	return tea.Batch(r.forOther(msg), r.tabbed.Apply(msg))
}

// playPrograms plays the programs of a table from one on.
func playPrograms(env *Env, all []Heard[Program], from *Heard[Program]) {
	tracks := make([]player.Track, len(all))
	at := 0
	for i := range all {
		tracks[i] = all[i].What.choice().Track
		if &all[i] == from {
			at = i
		}
	}
	env.Do(player.PlayList{Tracks: tracks, At: at})
}

func recentProgramColumns(env *Env) []kit.Column {
	t := lang.Podcast.In(env.Lang)
	return []kit.Column{
		{Title: "#", Width: 3, Right: true, Drop: 4},
		{Title: env.Texts.Table.Name, Share: 5, Min: 14, Sort: "name"},
		{Title: t.Title, Share: 3, Min: 10, Drop: 5, Sort: "podcast"},
		{Title: env.Texts.Table.Length, Width: 7, Right: true, Drop: 2, Sort: "length"},
	}
}

func recentProgramRows(env *Env) rowsOf[Program] {
	return rowsOf[Program]{
		draw: func(i int, p *Program, cells []kit.Cell) {
			var full [colLength + 1]kit.Cell
			fillSong(env, &p.Song, i+1, p.Song.ID == env.Playing(), full[:])
			cells[0], cells[1], cells[3] = full[colNumber], full[colTitle], full[colLength]
			cells[2] = kit.Cell{Text: text.Of(p.Podcast.Name), Role: kit.Quiet}
		},
		key: func(p *Program) string { return p.Song.Name + " " + p.Podcast.Name },
		id:  func(p *Program) int64 { return p.ID },
		sort: func(column string, p *Program) kit.Key {
			switch column {
			case "podcast":
				return kit.Key{Text: p.Podcast.Name}
			case "length":
				return kit.Key{N: int64(p.Song.Duration)}
			}
			return kit.Key{Text: p.Song.Name}
		},
	}
}
