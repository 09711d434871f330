package heard

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"time"

	"ncmtui/store"
)

// Mark is how far a Tally has come through the plays: the number of the last
// one in the database, and its ID, by which a database is known that is not the
// same any more.
type Mark struct {
	Row  int64
	Play string
}

// summaryForm begins a summary; it changes with the form.
const summaryForm = "ncmtui heard 1\n"

// Summary is all of a Tally, to be kept: Restore goes on from it. That is of
// use for a Tally of all plays alone.
func (t *Tally) Summary(m Mark) []byte {
	w := writer{b: []byte(summaryForm)}
	w.text(zoneSign(t.zone, t.now))
	w.int(m.Row)
	w.text(m.Play)
	s := &t.stats
	w.int(int64(s.Plays))
	w.int(int64(s.Listened))
	w.time(s.First)
	w.time(s.Last)
	for _, row := range [][]time.Duration{s.Hours[:], s.Weekdays[:], s.Months[:]} {
		for _, d := range row {
			w.int(int64(d))
		}
	}
	w.int(int64(len(t.years)))
	for year := range t.years {
		w.int(int64(year))
	}
	for _, all := range []map[string]*entry{t.songs, t.artists, t.albums} {
		w.entries(all)
	}
	w.int(int64(len(t.days)))
	for n, d := range t.days {
		w.int(n)
		w.int(int64(d.plays))
		w.int(int64(d.listened))
		w.text(d.song)
		w.int(int64(d.most))
	}
	return binary.BigEndian.AppendUint32(w.b, crc32.ChecksumIEEE(w.b))
}

// Restore gives the Tally of a summary. ok is false for one that is none, is
// damaged, or is of another zone.
func Restore(body []byte, now time.Time, zone *time.Location) (t *Tally, m Mark, ok bool) {
	if len(body) < len(summaryForm)+4 || string(body[:len(summaryForm)]) != summaryForm {
		return nil, m, false
	}
	sum := len(body) - 4
	if crc32.ChecksumIEEE(body[:sum]) != binary.BigEndian.Uint32(body[sum:]) {
		return nil, m, false
	}
	r := reader{b: body[len(summaryForm):sum]}
	if r.text() != zoneSign(zone, now) {
		return nil, m, false
	}
	m.Row, m.Play = r.int(), r.text()
	t = NewTally(time.Time{}, time.Time{}, now, zone)
	s := &t.stats
	s.Plays, s.Listened = int(r.int()), time.Duration(r.int())
	s.First, s.Last = r.time(zone), r.time(zone)
	for _, row := range [][]time.Duration{s.Hours[:], s.Weekdays[:], s.Months[:]} {
		for i := range row {
			row[i] = time.Duration(r.int())
		}
	}
	for range r.count() {
		t.years[int(r.int())] = true
	}
	t.songs, t.artists, t.albums = r.entries(), r.entries(), r.entries()
	for range r.count() {
		n := r.int()
		t.days[n] = &day{plays: int(r.int()), listened: time.Duration(r.int()), song: r.text(), most: int(r.int())}
	}
	return t, m, !r.bad && len(r.b) == 0
}

// zoneSign tells zones apart by their offsets in the year of now: the machine's
// own is called Local everywhere.
func zoneSign(zone *time.Location, now time.Time) string {
	sign := zone.String()
	for _, m := range []time.Month{time.January, time.July} {
		_, offset := time.Date(now.Year(), m, 1, 0, 0, 0, 0, zone).Zone()
		sign += fmt.Sprint(" ", offset)
	}
	return sign
}

// Span is a time from Since on and before Until.
type Span struct{ Since, Until time.Time }

// Stale are the days of a restored Tally to which plays were added: their
// songs must be counted again, with Recount for every play of each.
func (t *Tally) Stale() []Span {
	var out []Span
	for n, d := range t.days {
		if d.stale {
			d.stale, d.songs, d.song, d.most = false, map[string]int{}, "", 0
			out = append(out, Span{t.midnight(n), t.midnight(n + 1)})
		}
	}
	return out
}

// Recount counts a play of a stale day, which was added already.
func (t *Tally) Recount(p store.Play) {
	if d := t.days[dayNumber(p.Started.In(t.zone))]; d != nil && d.songs != nil && p.Listened > 0 && Counts(p) {
		d.add(songKey(p))
	}
}

// writer appends numbers and texts.
type writer struct{ b []byte }

func (w *writer) int(n int64) { w.b = binary.AppendVarint(w.b, n) }

func (w *writer) text(s string) {
	w.int(int64(len(s)))
	w.b = append(w.b, s...)
}

// time keeps milliseconds, as the database does; never is the least number.
func (w *writer) time(t time.Time) {
	if t.IsZero() {
		w.int(math.MinInt64)
		return
	}
	w.int(t.UnixMilli())
}

func (w *writer) entries(all map[string]*entry) {
	w.int(int64(len(all)))
	for key, e := range all {
		w.text(key)
		w.int(e.ID)
		w.text(e.Name)
		w.text(e.By)
		w.int(int64(e.Plays))
		w.int(int64(e.Listened))
		w.time(e.First)
		w.time(e.named)
	}
}

// reader reads what a writer wrote; bad says that it was something else.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) int() int64 {
	n, size := binary.Varint(r.b)
	if size <= 0 {
		r.b, r.bad = nil, true
		return 0
	}
	r.b = r.b[size:]
	return n
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

func (r *reader) time(zone *time.Location) time.Time {
	n := r.int()
	if n == math.MinInt64 {
		return time.Time{}
	}
	return time.UnixMilli(n).In(zone)
}

func (r *reader) entries() map[string]*entry {
	n := r.count()
	all := make(map[string]*entry, n)
	for range n {
		key := r.text()
		all[key] = &entry{
			Entry: Entry{
				ID: r.int(), Name: r.text(), By: r.text(), Plays: int(r.int()), Listened: time.Duration(r.int()), First: r.time(time.Local),
			},
			named: r.time(time.Local),
		}
	}
	return all
}
