package pane

import (
	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
)

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
