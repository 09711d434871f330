package pane

import (
	"regexp"
	"strconv"
	"sync"

	tea "charm.land/bubbletea/v2"

	"ncmtui/store/catalogue"
)

// Kind is what sort of thing a row is.
type Kind string

// The kinds; the words are those of the service's addresses.
const (
	SongKind     Kind = "song"
	PlaylistKind Kind = "playlist"
	AlbumKind    Kind = "album"
	ArtistKind   Kind = "artist"
	UserKind     Kind = "user"
	PodcastKind  Kind = "djradio"
	ProgramKind  Kind = "program"
	MVKind       Kind = "mv"
)

// Thing is what a row or a page stands for: what the action menu, links and
// following are about.
type Thing struct {
	Kind Kind
	ID   int64
	Name string // uncleaned
	// Followed: kept, subscribed or followed by the account, as far as known.
	Followed bool
	Link     string             // its page on the web, "" where kind and id tell it
	Choice   Choice             // of a song, or what is played of a program
	Of       catalogue.Ref      // of a program: its podcast
	Playlist catalogue.Playlist // of a playlist
}

// Address is the thing's page on the web.
func (t Thing) Address() string {
	if t.Link != "" {
		return t.Link
	}
	path := string(t.Kind)
	if t.Kind == UserKind {
		path = "user/home"
	}
	return "https://music.163.com/" + path + "?id=" + strconv.FormatInt(t.ID, 10)
}

// link finds what an address of the service's web pages is about.
var link = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`music\.163\.com/(?:#/)?(?:m/)?(?:my/m/music/)?(song|playlist|album|artist|user/home|djradio|program|mv)/?(?:\?(?:[^=&\s]+=[^&\s]*&)*?(?:id|userId)=)?(\d+)`)
})

// ThingOf reads an address of the service's web pages, also inside of other
// text. Only kind and id are known; the name is the id until the page is read.
func ThingOf(address string) (Thing, bool) {
	m := link().FindStringSubmatch(address)
	if m == nil {
		return Thing{}, false
	}
	id, err := strconv.ParseInt(m[2], 10, 64)
	k := Kind(m[1])
	if k == "user/home" {
		k = UserKind
	}
	return Thing{Kind: k, ID: id, Name: m[2]}, err == nil && id > 0
}

// SongThing is a song.
func SongThing(c Choice) Thing {
	return Thing{Kind: SongKind, ID: c.Song.ID, Name: c.Song.Name, Choice: c}
}

// PlaylistThing is a playlist.
func PlaylistThing(p catalogue.Playlist) Thing {
	return Thing{Kind: PlaylistKind, ID: p.ID, Name: p.Name, Followed: p.Subscribed, Playlist: p}
}

// AlbumThing is an album.
func AlbumThing(r catalogue.Ref) Thing { return Thing{Kind: AlbumKind, ID: r.ID, Name: r.Name} }

// ArtistThing is an artist.
func ArtistThing(r catalogue.Ref) Thing { return Thing{Kind: ArtistKind, ID: r.ID, Name: r.Name} }

// Open is the wish to open the page of a thing.
type Open struct{ Thing Thing }

type (
	// Holder knows what thing is under its cursor; pages of songs need it not.
	Holder interface{ Thing() (Thing, bool) }
	// About is a page of one thing: what is said of it holds when no row is
	// under the cursor.
	About interface{ About() (Thing, bool) }
	// Gatherer gives the songs that an action is for: the marked ones, or the
	// one under the cursor.
	Gatherer interface{ Chosen() []Choice }
	// Marker has marked rows.
	Marker interface {
		Marked() int
		Unmark()
	}
	// Sorter can put its rows in another order.
	Sorter interface {
		Sort(column string, desc bool) bool
		Sorts() []SortColumn
	}
	// Copier has text of its own under its cursor, clean, and what is said when
	// it was copied.
	Copier interface {
		Copied() (line, said string, ok bool)
	}
	// Jumper puts its cursor on the n-th row, the first is 0.
	Jumper interface{ MoveTo(n int) tea.Cmd }
	// Scroller shows its rows from one on, for the scroll bar.
	Scroller interface{ ScrollTo(top int) tea.Cmd }
)

// SortColumn is a column that rows can be sorted by.
type SortColumn struct{ Name, Title string }
