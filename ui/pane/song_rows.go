package pane

import (
	"strconv"
	"strings"
	"time"

	"ncmtui/player"
	"ncmtui/store/catalogue"
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

// china is the service's time: its dates are midnights there.
var china = time.FixedZone("UTC+8", 8*60*60)

// released is a date, "" for none.
func released(at time.Time) string {
	if at.IsZero() || at.Year() < 1900 {
		return ""
	}
	return at.In(china).Format("2006-01-02")
}
