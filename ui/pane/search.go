package pane

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/text"
)

const (
	pauseTopic = "pause"
	pause      = 350 * time.Millisecond // of typing, before a search is sent
	pageSize   = 50
	moreWithin = 10 // rows from the end at which the next page is asked for
)

// Search is the search page: what is typed at the top, a tab for each kind.
type Search struct {
	Base
	input  kit.Input
	typing bool
	fresh  bool // what is typed next replaces the text
	tab    catalogue.Kind

	songs     songList
	albums    sheet
	artists   sheet
	playlists sheet
	albumRows rowsOf[catalogue.Album]
	artRows   rowsOf[catalogue.Artist]
	listRows  rowsOf[catalogue.Playlist]

	found  [4]result // by kind
	cursor int       // cell of the input's cursor
}

// result is what is known of one tab.
type result struct {
	query  string // "" none yet
	total  int
	offset int // of the next page
	more   bool
}

// NewSearch makes the page, ready to type.
func NewSearch(env *Env) *Search {
	s := &Search{Base: NewBase(env), typing: true}
	s.songs.init(env, player.Source{Kind: "search"})
	s.albumRows, s.artRows, s.listRows = albumRows(), artistRows(), playlistRows()
	s.prepare(&s.albums, &s.albumRows, albumColumns(env.Texts))
	s.prepare(&s.artists, &s.artRows, artistColumns(env.Texts))
	s.prepare(&s.playlists, &s.listRows, playlistColumns(env.Texts))
	for _, sh := range s.sheets() {
		sh.id = s.id
		sh.loaded = true
		sh.empty = kit.Notice{What: env.Texts.States.TypeToSearch}
	}
	return s
}

func (s *Search) prepare(sh *sheet, rows kit.Rows, cols []kit.Column) {
	sh.Base = NewBase(s.Env)
	sh.table = kit.Table{Rows: rows, Columns: cols, Heads: true}
	sh.kind = "search"
}

func (s *Search) sheets() [4]*sheet {
	return [4]*sheet{
		catalogue.KindSong: &s.songs.sheet, catalogue.KindAlbum: &s.albums,
		catalogue.KindArtist: &s.artists, catalogue.KindPlaylist: &s.playlists,
	}
}

func (s *Search) now() *sheet { return s.sheets()[s.tab] }

// Title is the section's name, or what was searched.
func (s *Search) Title() text.Clean {
	if q := s.found[s.tab].query; q != "" {
		return text.Of(s.Env.Texts.Sections.Search + " “" + q + "”")
	}
	return text.Of(s.Env.Texts.Sections.Search)
}

// Scopes are those of the search, then of a list.
func (s *Search) Scopes() []keymap.Scope { return []keymap.Scope{keymap.Find, keymap.List} }

// Sideways is true: left and right turn the tabs.
func (s *Search) Sideways() bool { return true }

// Back clears a filter.
func (s *Search) Back() bool { return s.now().Back() }

// SetFocus tells whether keys come here.
func (s *Search) SetFocus(on bool) {
	s.Focused = on
	for _, sh := range s.sheets() {
		sh.SetFocus(on && !s.typing)
	}
}

func (s *Search) headLines() int {
	if s.H >= 12 {
		return 4
	}
	return min(2, s.H)
}

// SetSize gives the tables what the input and the tabs leave.
func (s *Search) SetSize(w, h int) {
	s.W, s.H = w, h
	for _, sh := range s.sheets() {
		sh.SetSize(w, h-s.headLines())
	}
}

func (s *Search) tabTitles() []string {
	t := s.Env.Texts.Search
	return []string{t.Songs, t.Albums, t.Artists, t.Playlists}
}

// Lines draws the page.
func (s *Search) Lines() []string {
	if s.W < 4 || s.H < 3 {
		return kit.Blanks(s.W, s.H)
	}
	s.SetFocus(s.Focused)
	p := &s.Env.Theme.Plain
	prompt := kit.Span{Text: text.Of(" › "), Role: kit.Quiet}
	if s.typing && s.Focused {
		prompt.Role = kit.Accent
	}
	in, at := s.inputLine(p)
	s.cursor = 3 + at
	head := []string{kit.Line(p, 3, prompt) + in + " "}
	tabs := append([]kit.Span{{Text: text.Of(" ")}}, kit.Tabs(s.tabTitles(), int(s.tab))...)
	var right []kit.Span
	if r := s.found[s.tab]; r.query != "" && r.total > 0 {
		right = []kit.Span{{Text: text.Of(fmt.Sprintf(s.Env.Texts.Search.Total, r.total) + " "), Role: kit.Quiet}}
	}
	tabLine := kit.Ends(p, s.W, tabs, right)
	if s.headLines() == 4 {
		head = append(head, text.Blank(s.W), tabLine, text.Blank(s.W))
	} else {
		head = append(head, tabLine)
	}
	return kit.Exactly(append(head, s.now().Lines()...), s.W, s.H)
}

// Handle switches tabs, moves, opens, and pages on at the end.
func (s *Search) Handle(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.EditSearch:
		s.edit()
		return nil
	case keymap.Left, keymap.Right:
		return s.turn(a)
	case keymap.Enter:
		s.open()
		return nil
	case keymap.Refresh:
		s.found[s.tab].query = ""
		return s.search()
	default:
	}
	if s.now().move(a) {
		return s.pageOn()
	}
	return nil
}

func (s *Search) turn(a keymap.Action) tea.Cmd {
	step := 1
	if a == keymap.Left {
		step = len(s.found) - 1
	}
	s.tab = catalogue.Kind((int(s.tab) + step) % len(s.found))
	return s.search()
}

func (s *Search) open() {
	if s.tab == catalogue.KindSong {
		s.songs.play()
	} else if t, ok := s.Thing(); ok {
		s.Env.Post(Open{t})
	}
}

// Thing is what is under the cursor.
func (s *Search) Thing() (Thing, bool) {
	i := s.now().table.Cursor()
	if i < 0 || s.typing {
		return Thing{}, false
	}
	switch s.tab {
	case catalogue.KindAlbum:
		return AlbumThing(catalogue.Ref{ID: s.albumRows.items[i].ID, Name: s.albumRows.items[i].Name}), true
	case catalogue.KindArtist:
		return ArtistThing(catalogue.Ref{ID: s.artRows.items[i].ID, Name: s.artRows.items[i].Name}), true
	case catalogue.KindPlaylist:
		return PlaylistThing(s.listRows.items[i]), true
	default:
		c, ok := s.songs.Selected()
		return SongThing(c), ok
	}
}

// search asks for the first page of what is typed, unless the tab has it.
func (s *Search) search() tea.Cmd {
	query := strings.TrimSpace(s.input.Value())
	if query == "" || (s.found[s.tab].query == query && s.now().err == nil) {
		return nil
	}
	s.found[s.tab] = result{query: query}
	return s.ask(0)
}

func (s *Search) ask(offset int) tea.Cmd {
	src, kind, query := s.Env.Search, s.tab, s.found[s.tab].query
	s.now().err = nil
	s.now().table.Redraw()
	return s.now().Ask(listTopic, askLimit, func(ctx context.Context) (any, error) {
		return src.Search(ctx, kind, query, offset, pageSize)
	})
}

func (s *Search) pageOn() tea.Cmd {
	sh, r := s.now(), s.found[s.tab]
	if !r.more || sh.Waiting(listTopic) || sh.table.Cursor() < sh.table.Len()-moreWithin {
		return nil
	}
	return s.ask(r.offset)
}

// Apply takes pages of results, and the end of a pause in typing.
func (s *Search) Apply(msg tea.Msg) tea.Cmd {
	a, ok := msg.(Answer)
	if !ok {
		return s.songs.Apply(msg)
	}
	if s.Accept(a) {
		return s.search()
	}
	for kind, sh := range s.sheets() {
		if sh.Accept(a) {
			s.take(catalogue.Kind(kind), a)
		}
	}
	return nil
}

func (s *Search) take(kind catalogue.Kind, a Answer) {
	sh, r := s.sheets()[kind], &s.found[kind]
	f, _ := a.Value.(catalogue.Found)
	sh.empty = kit.Notice{What: s.Env.Texts.States.EmptySearch, Do: fmt.Sprintf(s.Env.Texts.States.OtherWords, s.Env.Keys.KeyOf(s.Scopes(), keymap.EditSearch))}
	if a.Err != nil && r.offset == 0 {
		s.clear(kind)
		sh.err = a.Err // an empty list of songs would have taken it away
		return
	}
	sh.answered(a.Err, 0, func() {
		first := r.offset == 0
		n := s.add(kind, f, first)
		r.total, r.more = f.Total, f.More && n > 0
		r.offset += n
		if first {
			sh.table.MoveTo(0)
		}
	})
}

func (s *Search) clear(kind catalogue.Kind) { s.add(kind, catalogue.Found{}, true) }

// add puts a page of results into its tab; it gives their number.
func (s *Search) add(kind catalogue.Kind, f catalogue.Found, first bool) int {
	switch kind {
	case catalogue.KindSong:
		if first {
			s.songs.setSongs(f.Songs)
		} else {
			s.songs.extend(f.Songs)
		}
		return len(f.Songs)
	case catalogue.KindAlbum:
		s.albumRows.items = extend(s.albumRows.items, f.Albums, first)
	case catalogue.KindArtist:
		s.artRows.items = extend(s.artRows.items, f.Artists, first)
	case catalogue.KindPlaylist:
		s.listRows.items = extend(s.listRows.items, f.Playlists, first)
	}
	s.sheets()[kind].table.Changed()
	return len(f.Albums) + len(f.Artists) + len(f.Playlists)
}

func extend[T any](have, more []T, first bool) []T {
	if first {
		return more
	}
	return append(have, more...)
}

// Click goes to the input, to a tab, or to a row.
func (s *Search) Click(x, y int, double bool) tea.Cmd {
	tabLine := 1
	if s.headLines() == 4 {
		tabLine = 2
	}
	switch y {
	case 0:
		s.edit()
	case tabLine:
		if i := kit.TabAt(s.tabTitles(), x-1); i >= 0 {
			s.tab = catalogue.Kind(i)
			return s.search()
		}
	default:
		s.typing = false
		if s.now().point(x, y-s.headLines()) && double {
			s.open()
		}
	}
	return nil
}

// Wheel scrolls.
func (s *Search) Wheel(rows int) tea.Cmd {
	s.now().table.ScrollBy(rows)
	return s.pageOn()
}

// Scroll tells what is shown.
func (s *Search) Scroll() (top, shown, total int) { return s.now().Scroll() }

// Selected is the song under the cursor, on the tab of songs.
func (s *Search) Selected() (Choice, bool) {
	if s.tab != catalogue.KindSong || s.typing {
		return Choice{}, false
	}
	return s.songs.Selected()
}

// Chosen are the marked songs, or the one under the cursor.
func (s *Search) Chosen() []Choice {
	if s.tab != catalogue.KindSong || s.typing {
		return nil
	}
	return s.songs.Chosen()
}

// Marked is the number of marked rows.
func (s *Search) Marked() int { return s.now().Marked() }

// Unmark takes the marks away.
func (s *Search) Unmark() { s.now().Unmark() }

// Sort puts the results that are there in another order.
func (s *Search) Sort(column string, desc bool) bool { return s.now().Sort(column, desc) }

// Sorts are the columns that Sort takes.
func (s *Search) Sorts() []SortColumn { return s.now().Sorts() }

// MoveTo puts the cursor on the n-th row.
func (s *Search) MoveTo(n int) tea.Cmd {
	s.now().table.MoveTo(n)
	return s.pageOn()
}

// ScrollTo shows the rows from one on.
func (s *Search) ScrollTo(top int) tea.Cmd {
	s.now().ScrollTo(top)
	return s.pageOn()
}

// Locate puts the cursor on a song.
func (s *Search) Locate(song int64) bool { return s.tab == catalogue.KindSong && s.songs.Locate(song) }

// Busy says whether the tab waits for results.
func (s *Search) Busy() bool { return s.now().Busy() }

// Leave cancels all questions.
func (s *Search) Leave() {
	s.Base.Leave()
	for kind, sh := range s.sheets() {
		if sh.Waiting(listTopic) && s.found[kind].offset == 0 {
			s.found[kind] = result{}
		}
		sh.Leave()
	}
}
