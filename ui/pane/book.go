package pane

import (
	"slices"

	"ncmtui/player"
	"ncmtui/store/catalogue"
)

// Choice is a selected song as the catalogue knows it, and as it is played.
type Choice struct {
	Song  catalogue.Song
	Track player.Track
}

// Follows are the things followed (true) or no longer (false) since the start.
type Follows map[followed]bool

type followed struct {
	kind Kind
	id   int64
}

// On says whether a thing is followed, as far as known.
func (f Follows) On(t Thing) bool {
	if on, ok := f[followed{t.Kind, t.ID}]; ok {
		return on
	}
	return t.Followed
}

// Set changes one.
func (f Follows) Set(t Thing, on bool) { f[followed{t.Kind, t.ID}] = on }

// Likes is the set of liked songs as far as known.
type Likes struct {
	Rev uint64 // grows with every change
	set map[int64]bool
}

// NewLikes makes a set.
func NewLikes(ids []int64) *Likes {
	l := &Likes{set: make(map[int64]bool, len(ids))}
	for _, id := range ids {
		l.set[id] = true
	}
	return l
}

// Has says whether a song is liked.
func (l *Likes) Has(id int64) bool { return l != nil && l.set[id] }

// Set changes one song.
func (l *Likes) Set(id int64, like bool) {
	l.Rev++
	if like {
		l.set[id] = true
		return
	}
	delete(l.set, id)
}

// Replace takes the service's list.
func (l *Likes) Replace(ids []int64) {
	l.Rev++
	clear(l.set)
	for _, id := range ids {
		l.set[id] = true
	}
}

// Book remembers songs by id, for queue entries that were started before
// their details were read: the last bookHeld songs at least, and at most twice
// as many, since a screen may be there for weeks.
type Book struct {
	// Turned grows when songs were forgotten.
	Turned uint64

	songs, before map[int64]*catalogue.Song
}

// bookHeld is as much as the longest lists have.
const bookHeld = 20_000

// NewBook makes an empty one.
func NewBook() *Book { return &Book{songs: map[int64]*catalogue.Song{}} }

// Put adds songs, which nobody may change from now on. Those that could not
// be had are left out.
func (b *Book) Put(songs []catalogue.Song) {
	for i := range songs {
		if s := &songs[i]; s.Name != "" || s.Right == catalogue.Grey {
			b.keep(s)
		}
	}
}

func (b *Book) keep(s *catalogue.Song) {
	b.songs[s.ID] = s
	if len(b.songs) < bookHeld {
		return
	}
	if len(b.before) > 0 {
		b.Turned++
	}
	b.songs, b.before = map[int64]*catalogue.Song{}, b.songs
}

// Song finds one. What is looked for is not forgotten.
func (b *Book) Song(id int64) (catalogue.Song, bool) {
	if s, ok := b.songs[id]; ok {
		return *s, true
	}
	s, ok := b.before[id]
	if !ok {
		return catalogue.Song{}, false
	}
	b.keep(s)
	return *s, true
}

// TrackOf makes what the player needs of a song.
func TrackOf(s catalogue.Song, from player.Source) player.Track {
	names := make([]string, 0, len(s.Artists))
	for _, a := range s.Artists {
		names = append(names, a.Name)
	}
	return player.Track{
		ID: s.ID, Title: s.Name, Artists: slices.Clip(names), Album: s.Album.Name, AlbumID: s.Album.ID,
		Cover: s.Cover, Duration: s.Duration, Source: from, Alg: s.Alg,
		Grey: s.Right == catalogue.Grey, Trial: s.Right == catalogue.Trial,
	}
}
