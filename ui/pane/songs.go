package pane

import (
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// songRows are songs in a table; details may come later than ids.
type songRows struct {
	env   *Env
	ids   []int64
	songs []*catalogue.Song // nil: details are still to come
	miss  []bool            // asked for in vain

	// Where rows are more than songs: how one looks, and what it is sorted by.
	draw  func(i int, cells []kit.Cell) (dim bool)
	order func(column string, i int) kit.Key
}

// Len is the number of ids.
func (r *songRows) Len() int { return len(r.ids) }

// ID is the song's.
func (r *songRows) ID(i int) int64 { return r.ids[i] }

// SortKey is what a song is sorted by.
func (r *songRows) SortKey(column string, i int) kit.Key {
	s := r.songs[i]
	switch {
	case s == nil:
		return kit.Key{None: true}
	case r.order != nil:
		return r.order(column, i)
	}
	switch column {
	case "artist":
		return kit.Key{Text: Names(s.Artists).String() + "\x00" + s.Album.Name}
	case "album":
		return kit.Key{Text: s.Album.Name}
	case "length":
		return kit.Key{N: int64(s.Duration)}
	}
	return kit.Key{Text: s.Name}
}

// Key is what a filter looks at.
func (r *songRows) Key(i int) string {
	if r.songs[i] == nil {
		return ""
	}
	return songKey(r.songs[i])
}

func songKey(s *catalogue.Song) string {
	var b strings.Builder
	b.WriteString(s.Name)
	for _, a := range s.Alias {
		b.WriteByte(' ')
		b.WriteString(a)
	}
	for _, a := range s.Artists {
		b.WriteByte(' ')
		b.WriteString(a.Name)
	}
	b.WriteByte(' ')
	b.WriteString(s.Album.Name)
	return b.String()
}

// The columns of a list of songs.
const (
	colNumber = iota
	colHeart
	colTitle
	colArtist
	colAlbum
	colMark
	colLength
)

func songColumns(t *lang.Texts, n int) []kit.Column {
	return []kit.Column{
		colNumber: {Title: "#", Width: max(3, len(strconv.Itoa(n))), Right: true},
		colHeart:  {Title: "♥", Width: 1, Drop: 4},
		colTitle:  {Title: t.Table.Title, Share: 7, Min: 14, Sort: "title"},
		colArtist: {Title: t.Table.Artist, Share: 4, Min: 10, Sort: "artist"},
		colAlbum:  {Title: t.Table.Album, Share: 3, Min: 14, Drop: 5, Sort: "album"},
		colMark:   {Width: 4, Drop: 1},
		colLength: {Title: t.Table.Length, Width: 5, Right: true, Drop: 3, Sort: "length"},
	}
}

var (
	dots        = text.Of("…")
	playGlyph   = text.Of("▶")
	pausedGlyph = text.Of("‖")
	heart       = text.Of("♥")
)

// Row fills the cells of a song.
func (r *songRows) Row(i int, cells []kit.Cell) (dim bool) {
	if r.songs[i] == nil {
		cells[colNumber] = kit.Cell{Text: number(i + 1), Role: kit.Faint}
		cells[colTitle] = kit.Cell{Text: dots, Role: kit.Faint}
		return true
	}
	if r.draw != nil {
		return r.draw(i, cells)
	}
	fillSong(r.env, r.songs[i], i+1, r.ids[i] == r.env.Playing(), cells)
	return r.songs[i].Right == catalogue.Grey
}

// fillSong is the one way in which a song looks in a table.
func fillSong(env *Env, s *catalogue.Song, n int, playing bool, cells []kit.Cell) {
	cells[colNumber] = kit.Cell{Text: number(n), Role: kit.Faint}
	cells[colTitle] = kit.Cell{Text: text.Of(s.Name), Tail: alias(s), Role: kit.Text}
	if s.Name == "" {
		cells[colTitle] = kit.Cell{Text: dots, Role: kit.Faint}
	}
	if playing {
		glyph := playGlyph
		if env.Snap.Status == player.Paused || env.Snap.Status == player.Stopped {
			glyph = pausedGlyph
		}
		cells[colNumber] = kit.Cell{Text: glyph, Role: kit.Accent}
		cells[colTitle].Role = kit.Loud
	}
	if env.Likes.Has(s.ID) {
		cells[colHeart] = kit.Cell{Text: heart, Role: kit.Accent}
	}
	cells[colArtist] = kit.Cell{Text: Names(s.Artists), Role: kit.Quiet}
	cells[colAlbum] = kit.Cell{Text: text.Of(s.Album.Name), Role: kit.Quiet}
	cells[colMark] = kit.Cell{Text: text.Of(mark(env.Texts, s)), Role: kit.Quiet}
	if s.Duration > 0 {
		cells[colLength] = kit.Cell{Text: text.Of(kit.Clock(s.Duration)), Role: kit.Quiet}
	}
}

func number(n int) text.Clean { return text.Of(strconv.Itoa(n)) }

func alias(s *catalogue.Song) text.Clean {
	if len(s.Alias) == 0 || s.Alias[0] == "" {
		return text.Clean{}
	}
	return text.Of(s.Alias[0])
}

func mark(t *lang.Texts, s *catalogue.Song) string {
	switch {
	case s.Right == catalogue.Grey:
		return t.Marks.Grey
	case s.Right == catalogue.Trial:
		return t.Marks.Trial
	case s.Cloud:
		return t.Marks.Cloud
	case s.Right == catalogue.VIP:
		return t.Marks.VIP
	}
	return ""
}

// Names joins artists as the service's own pages do.
func Names(refs []catalogue.Ref) text.Clean {
	switch len(refs) {
	case 0:
		return text.Clean{}
	case 1:
		return text.Of(refs[0].Name)
	}
	var b strings.Builder
	for i, a := range refs {
		if i > 0 {
			b.WriteString(" / ")
		}
		b.WriteString(a.Name)
	}
	return text.Of(b.String())
}

// songList is a page of songs: daily, a playlist, an album, an artist, the
// songs of a search.
type songList struct {
	sheet
	rows   songRows
	source player.Source

	columns func(n int) []kit.Column // nil: those of songs
	as      func(i int) Choice       // what a row is played as; nil: the song, from the source
}

func (l *songList) init(env *Env, source player.Source) {
	l.Base = NewBase(env)
	l.rows.env = env
	l.source = source
	l.table = kit.Table{Rows: &l.rows, Columns: songColumns(env.Texts, 0), Heads: true}
	l.empty = kit.Notice{What: env.Texts.States.EmptyList}
	l.markable = true
	l.sortAs(source.Kind)
}

// set replaces the rows: ids with the details known so far.
func (l *songList) set(ids []int64, songs []catalogue.Song) {
	at := l.selectedID()
	known := make(map[int64]*catalogue.Song, len(l.rows.ids))
	for i, s := range l.rows.songs {
		if s != nil {
			known[l.rows.ids[i]] = s
		}
	}
	l.loaded, l.err = true, nil
	l.rows.ids = ids
	l.rows.songs = make([]*catalogue.Song, len(ids))
	l.rows.miss = make([]bool, len(ids))
	l.table.Columns = l.columnsOf(len(ids))
	l.learn(songs)
	for i, id := range ids { // read anew, a list does not flicker
		if l.rows.songs[i] == nil {
			l.rows.songs[i] = known[id]
		}
	}
	l.table.Changed()
	l.Locate(at)
}

func (l *songList) columnsOf(n int) []kit.Column {
	if l.columns != nil {
		return l.columns(n)
	}
	return songColumns(l.Env.Texts, n)
}

// setSongs replaces the rows by songs with all details.
func (l *songList) setSongs(songs []catalogue.Song) {
	ids := make([]int64, len(songs))
	for i := range songs {
		ids[i] = songs[i].ID
	}
	l.set(ids, songs)
}

// extend adds songs at the end.
func (l *songList) extend(songs []catalogue.Song) {
	for i := range songs {
		l.rows.ids = append(l.rows.ids, songs[i].ID)
		l.rows.songs = append(l.rows.songs, &songs[i])
		l.rows.miss = append(l.rows.miss, false)
	}
	l.Env.Book.Put(songs)
	l.table.Changed()
}

// learn fills details in.
func (l *songList) learn(songs []catalogue.Song) {
	byID := make(map[int64]*catalogue.Song, len(songs))
	for i := range songs {
		byID[songs[i].ID] = &songs[i]
	}
	for i, id := range l.rows.ids {
		// Without a name and not grey: it could not be had this time.
		if s, ok := byID[id]; ok && l.rows.songs[i] == nil && (s.Name != "" || s.Right == catalogue.Grey) {
			l.rows.songs[i] = s
		}
	}
	l.Env.Book.Put(songs)
	l.table.Changed()
}

func (l *songList) selectedID() int64 {
	if i := l.table.Cursor(); i >= 0 {
		return l.rows.ids[i]
	}
	return 0
}

// Locate puts the cursor on a song.
func (l *songList) Locate(song int64) bool {
	for i, id := range l.rows.ids {
		if id == song && song != 0 {
			return l.table.Select(i)
		}
	}
	return false
}

// Selected is the song under the cursor.
func (l *songList) Selected() (Choice, bool) {
	i := l.table.Cursor()
	if i < 0 || l.rows.songs[i] == nil {
		return Choice{}, false
	}
	return l.choice(i), true
}

func (l *songList) choice(i int) Choice {
	if l.as != nil {
		return l.as(i)
	}
	return Choice{*l.rows.songs[i], TrackOf(*l.rows.songs[i], l.source)}
}

// Chosen are the marked songs, or the one under the cursor.
func (l *songList) Chosen() []Choice {
	var out []Choice
	for _, i := range l.table.Marked() {
		if l.rows.songs[i] != nil {
			out = append(out, l.choice(i))
		}
	}
	if c, ok := l.Selected(); ok && out == nil {
		out = append(out, c)
	}
	return out
}

// Count is the number of songs.
func (l *songList) Count() (int, bool) { return len(l.rows.ids), l.loaded && l.err == nil }

// Handle answers the actions of a list of songs.
func (l *songList) Handle(a keymap.Action) tea.Cmd {
	if l.move(a) {
		return nil
	}
	if a == keymap.Enter {
		l.play()
	}
	return nil
}

// play makes the list the queue in the order shown, from the row under the
// cursor. All ids go along, also those whose details are still to come.
func (l *songList) play() {
	at := l.table.Cursor()
	if at < 0 {
		return
	}
	if s := l.rows.songs[at]; s != nil && s.Right == catalogue.Grey {
		l.Env.Post(Fail{&player.Unavailable{Why: player.NoCopyright}})
		return
	}
	order := l.table.Order()
	tracks := make([]player.Track, len(order))
	start := 0
	for n, i := range order {
		if i == at {
			start = n
		}
		tracks[n] = l.track(i)
	}
	l.Env.Do(player.PlayList{Tracks: tracks, At: start})
}

// track is a row as it is played.
func (l *songList) track(i int) player.Track {
	if l.rows.songs[i] != nil {
		return l.choice(i).Track
	}
	return player.Track{ID: l.rows.ids[i], Source: l.source}
}

// Click selects, and opens on a double click.
func (l *songList) Click(x, y int, double bool) tea.Cmd {
	if l.point(x, y) && double {
		l.play()
	}
	return nil
}

// Apply redraws what the news touch.
func (l *songList) Apply(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case PlayerNews:
		if m.Before.Status != l.Env.Snap.Status || trackID(m.Before) != l.Env.Playing() {
			l.table.Redraw()
		}
	case LikeNews:
		l.table.Redraw()
	}
	return nil
}

func trackID(s player.Snapshot) int64 {
	if s.Track == nil {
		return 0
	}
	return s.Track.ID
}

// china is the service's time: its dates are midnights there.
var china = time.FixedZone("UTC+8", 8*60*60)

// released is a date, "" for none.
func released(at time.Time) string {
	if at.IsZero() || at.Year() < 1900 {
		return ""
	}
	return at.In(china).Format("2006-01-02")
}
