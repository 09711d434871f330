package heard

import (
	"encoding/binary"
	"iter"
	"math"
	"strconv"
	"strings"
	"time"

	"ncmtui/store"
)

// Ledger holds what statistics need of every play, packed into some twelve
// bytes each: Stats tells of any time, and no database is read for it. Plays
// come in any order.
type Ledger struct {
	lines []byte // packed, see Add
	last  int64  // when the play packed last began, Unix milliseconds

	songs, artists, albums names

	credits  []credit
	creditOf map[string]int  // by its names, packed; nil: not made since Restore
	albumOf  map[release]int // nil: the same
}

// names are songs, artists or albums, numbered as they came.
type names struct {
	all []named
	of  map[string]int // by key; nil: not made since Restore
}

// named is one of them. Times are Unix milliseconds.
type named struct {
	key      string
	id       int64 // of a song
	name, by string
	newest   int64 // of the plays, which the names are of: they are corrected in the course of time
	first    int64 // of the plays that count; never: none does
}

const never = math.MaxInt64

// credit is the artists of a play.
type credit struct {
	names   []string
	artists []int // their numbers, but for those without a name
}

// release is an album as a play names it.
type release struct {
	name   string
	credit int
}

// line is a play, in numbers of the Ledger.
type line struct {
	at       int64 // Unix milliseconds
	listened time.Duration
	counts   bool
	song     int
	credit   int
	album    int // -1: none
}

// NewLedger gives an empty one.
func NewLedger() *Ledger { return &Ledger{} }

// Add takes a play, to the millisecond. Of plays that began at the same time
// the last one names what they are of.
func (l *Ledger) Add(p store.Play) {
	if p.Listened <= 0 {
		return
	}
	if l.creditOf == nil {
		l.index()
	}
	n := line{at: p.Started.UnixMilli(), listened: p.Listened, counts: Counts(p), album: -1}
	n.song = l.songs.number(songKey(p))
	l.songs.all[n.song].told(n, p.Song, p.Title, strings.Join(p.Artists, " / "))
	n.credit = l.credit(p.Artists)
	i := 0
	for _, a := range p.Artists {
		if a != "" {
			l.artists.all[l.credits[n.credit].artists[i]].told(n, 0, a, "")
			i++
		}
	}
	if p.Album != "" {
		by := ""
		if len(p.Artists) > 0 {
			by = p.Artists[0]
		}
		n.album = l.album(release{p.Album, n.credit}, by)
		l.albums.all[n.album].told(n, 0, p.Album, by)
	}
	l.pack(n)
}

func songKey(p store.Play) string {
	if p.Song != 0 {
		return strconv.FormatInt(p.Song, 10)
	}
	return key(p.Title, strings.Join(p.Artists, "\x00"))
}

// number gives the number of a key, a new one if need be.
func (n *names) number(key string) int {
	i, ok := n.of[key]
	if !ok {
		i = len(n.all)
		n.of[key] = i
		n.all = append(n.all, named{key: key, newest: math.MinInt64, first: never})
	}
	return i
}

// told takes the names of a play unless it has those of a later one.
func (n *named) told(of line, id int64, name, by string) {
	if of.at >= n.newest {
		n.id, n.name, n.by, n.newest = id, name, by, of.at
	}
	if of.counts {
		n.first = min(n.first, of.at)
	}
}

// credit gives the number of artists, a new one if need be.
func (l *Ledger) credit(artists []string) int {
	var buf [64]byte
	packed := packNames(buf[:0], artists)
	i, ok := l.creditOf[string(packed)]
	if !ok {
		i = len(l.credits)
		l.creditOf[string(packed)] = i
		c := credit{names: artists}
		for _, a := range artists {
			if a != "" {
				c.artists = append(c.artists, l.artists.number(key(a)))
			}
		}
		l.credits = append(l.credits, c)
	}
	return i
}

func packNames(b []byte, names []string) []byte {
	for _, n := range names {
		b = append(binary.AppendUvarint(b, uint64(len(n))), n...)
	}
	return b
}

// album gives the number of an album, a new one if need be.
func (l *Ledger) album(r release, by string) int {
	i, ok := l.albumOf[r]
	if !ok {
		i = l.albums.number(key(r.name, by))
		l.albumOf[r] = i
	}
	return i
}

// index makes what finds numbers.
func (l *Ledger) index() {
	for _, n := range []*names{&l.songs, &l.artists, &l.albums} {
		n.of = make(map[string]int, len(n.all))
		for i := range n.all {
			n.of[n.all[i].key] = i
		}
	}
	l.creditOf, l.albumOf = make(map[string]int, len(l.credits)), map[release]int{}
	for i, c := range l.credits {
		l.creditOf[string(packNames(nil, c.names))] = i
	}
}

// pack appends a line: what it began later than the one before, how long it was
// heard, with a bit that says whether it counts, and its numbers.
func (l *Ledger) pack(n line) {
	heard := uint64(n.listened.Milliseconds()) << 1
	if n.counts {
		heard |= 1
	}
	b := binary.AppendVarint(l.lines, n.at-l.last)
	for _, v := range []uint64{heard, uint64(n.song), uint64(n.credit), uint64(n.album + 1)} {
		b = binary.AppendUvarint(b, v)
	}
	l.lines, l.last = b, n.at
}

// each gives all lines, in the order they came.
func (l *Ledger) each() iter.Seq[line] {
	return func(yield func(line) bool) {
		n := line{}
		for b := l.lines; len(b) > 0; {
			later, size := binary.Varint(b)
			b = b[size:]
			var v [4]uint64
			for i := range v {
				v[i], size = binary.Uvarint(b)
				b = b[size:]
			}
			n = line{n.at + later, time.Duration(v[0]>>1) * time.Millisecond, v[0]&1 != 0, int(v[1]), int(v[2]), int(v[3]) - 1}
			if !yield(n) {
				return
			}
		}
	}
}
