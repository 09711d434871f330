package heard

import (
	"encoding/binary"
	"hash/crc32"
)

// Mark is how far a Ledger has come through the plays of a database: the number
// of the last one, its ID, and how many rows there were up to it, of whomever.
// By these a database is known that is not the same any more.
type Mark struct {
	Row  int64
	Play string
	Rows int64
}

// summaryForm begins a summary; it changes with the form.
const summaryForm = "ncmtui heard 2\n"

// Summary is all of a Ledger, to be kept: Restore goes on from it.
func (l *Ledger) Summary(m Mark) []byte {
	w := writer{b: append(make([]byte, 0, len(l.lines)+64*len(l.songs.all)), summaryForm...)}
	w.int(m.Row)
	w.text(m.Play)
	w.int(m.Rows)
	for _, n := range []*names{&l.songs, &l.artists, &l.albums} {
		w.names(n)
	}
	w.int(int64(len(l.credits)))
	for _, c := range l.credits {
		w.int(int64(len(c.names)))
		for _, name := range c.names {
			w.text(name)
		}
		for _, a := range c.artists {
			w.int(int64(a))
		}
	}
	w.b = append(w.b, l.lines...)
	return binary.BigEndian.AppendUint32(w.b, crc32.ChecksumIEEE(w.b))
}

// Restore gives the Ledger of a summary. ok is false for one that is none, or
// is damaged.
func Restore(body []byte) (l *Ledger, m Mark, ok bool) {
	if len(body) < len(summaryForm)+4 || string(body[:len(summaryForm)]) != summaryForm {
		return nil, m, false
	}
	sum := len(body) - 4
	if crc32.ChecksumIEEE(body[:sum]) != binary.BigEndian.Uint32(body[sum:]) {
		return nil, m, false
	}
	r := reader{b: body[len(summaryForm):sum]}
	m = Mark{Row: r.int(), Play: r.text(), Rows: r.int()}
	l = NewLedger()
	for _, n := range []*names{&l.songs, &l.artists, &l.albums} {
		n.all = r.names()
	}
	l.credits = make([]credit, r.count())
	for i := range l.credits {
		l.credits[i] = r.credit(len(l.artists.all))
	}
	if r.bad {
		return nil, m, false
	}
	return l, m, l.take(r.b)
}

// take makes lines its own, unless one of them is none.
func (l *Ledger) take(lines []byte) bool {
	r := reader{b: lines}
	for len(r.b) > 0 {
		l.last += r.int()
		r.uint()
		song, credit, album := r.uint(), r.uint(), r.uint()
		r.bad = r.bad || song >= uint64(len(l.songs.all)) || credit >= uint64(len(l.credits)) || album > uint64(len(l.albums.all))
	}
	l.lines = lines[:len(lines):len(lines)]
	return !r.bad
}

// writer appends numbers and texts.
type writer struct{ b []byte }

func (w *writer) int(n int64) { w.b = binary.AppendVarint(w.b, n) }

func (w *writer) text(s string) {
	w.int(int64(len(s)))
	w.b = append(w.b, s...)
}

func (w *writer) names(n *names) {
	w.int(int64(len(n.all)))
	for _, x := range n.all {
		w.text(x.key)
		w.int(x.id)
		w.text(x.name)
		w.text(x.by)
		w.int(x.newest)
		w.int(x.first)
	}
}

// reader reads what a writer wrote; bad says that it was something else.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) int() int64 {
	n, size := binary.Varint(r.b)
	r.skip(size)
	return n
}

func (r *reader) uint() uint64 {
	n, size := binary.Uvarint(r.b)
	r.skip(size)
	return n
}

func (r *reader) skip(size int) {
	if size <= 0 {
		r.b, r.bad = nil, true
		return
	}
	r.b = r.b[size:]
}

// count is a number of things that follow, each of at least a byte.
func (r *reader) count() int {
	n := r.int()
	if n < 0 || n > int64(len(r.b)) {
		r.b, r.bad = nil, true
		return 0
	}
	return int(n)
}

func (r *reader) text() string {
	n := r.count()
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}

func (r *reader) names() []named {
	all := make([]named, r.count())
	for i := range all {
		all[i] = named{key: r.text(), id: r.int(), name: r.text(), by: r.text(), newest: r.int(), first: r.int()}
	}
	return all
}

// credit reads one whose artists are of so many.
func (r *reader) credit(artists int) credit {
	c := credit{names: make([]string, r.count())}
	for i := range c.names {
		c.names[i] = r.text()
	}
	for _, name := range c.names {
		if name == "" {
			continue
		}
		a := r.int()
		r.bad = r.bad || a < 0 || a >= int64(artists)
		c.artists = append(c.artists, int(a))
	}
	return c
}
