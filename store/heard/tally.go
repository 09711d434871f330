package heard

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"ncmtui/store"
)

// Tally makes Stats of plays that come one by one, in any order.
type Tally struct {
	stats Stats
	zone  *time.Location
	now   time.Time

	songs, artists, albums map[string]*entry
	days                   map[int64]*day // by the number of the day
	years                  map[int]bool
}

// entry is an Entry, with the time of the play that it has its names of.
type entry struct {
	Entry
	named time.Time
}

// day is a day of the time asked for, and the song heard most often on it.
type day struct {
	plays    int
	listened time.Duration
	songs    map[string]int // nil: as kept, only the one heard most often is known
	song     string
	most     int
	stale    bool // as kept, and there were more plays since
}

// NewTally begins Stats from since on and before until (zero: no end). All
// plays there are must be added, not those of the time alone, unless Know tells
// the rest: what was found in it was not heard before.
func NewTally(since, until, now time.Time, zone *time.Location) *Tally {
	return &Tally{
		stats: Stats{Since: since, Until: until}, zone: zone, now: now,
		songs: map[string]*entry{}, artists: map[string]*entry{}, albums: map[string]*entry{},
		days: map[int64]*day{}, years: map[int]bool{},
	}
}

// Add takes a play. Of plays that began at the same time the last one names
// what they are of.
func (t *Tally) Add(p store.Play) {
	if p.Listened <= 0 {
		return
	}
	counts, in := Counts(p), t.in(p.Started)
	at := p.Started.In(t.zone)
	if counts {
		t.years[at.Year()] = true
	}
	c := counting{at: p.Started, counts: counts}
	song := songKey(p)
	if in {
		c.listened = p.Listened
		if counts {
			c.plays = 1
		}
		t.addTime(p, at, song, c.plays)
	}
	c.add(t.songs, song, Entry{ID: p.Song, Name: p.Title, By: strings.Join(p.Artists, " / ")})
	for _, a := range p.Artists {
		if a != "" {
			c.add(t.artists, key(a), Entry{Name: a})
		}
	}
	if p.Album != "" {
		by := ""
		if len(p.Artists) > 0 {
			by = p.Artists[0]
		}
		c.add(t.albums, key(p.Album, by), Entry{Name: p.Album, By: by})
	}
}

func songKey(p store.Play) string {
	if p.Song != 0 {
		return strconv.FormatInt(p.Song, 10)
	}
	return key(p.Title, strings.Join(p.Artists, "\x00"))
}

func (t *Tally) in(at time.Time) bool {
	return !at.Before(t.stats.Since) && (t.stats.Until.IsZero() || at.Before(t.stats.Until))
}

// addTime puts a play of the time asked for where it belongs on the clock and
// in the calendar.
func (t *Tally) addTime(p store.Play, at time.Time, song string, plays int) {
	s := &t.stats
	s.Plays += plays
	s.Listened += p.Listened
	if s.First.IsZero() || at.Before(s.First) {
		s.First = at
	}
	if at.After(s.Last) {
		s.Last = at
	}
	s.Hours[at.Hour()] += p.Listened
	s.Weekdays[(int(at.Weekday())+6)%7] += p.Listened
	s.Months[at.Month()-1] += p.Listened
	d := t.days[dayNumber(at)]
	if d == nil {
		d = &day{songs: map[string]int{}}
		t.days[dayNumber(at)] = d
	}
	d.plays += plays
	d.listened += p.Listened
	switch {
	case plays == 0:
	case d.songs == nil:
		d.stale = true
	default:
		d.add(song)
	}
}

func (d *day) add(song string) {
	d.songs[song]++
	if n := d.songs[song]; n > d.most || n == d.most && song < d.song {
		d.song, d.most = song, n
	}
}

// dayNumber numbers the days of the time's zone.
func dayNumber(at time.Time) int64 {
	y, m, d := at.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / secondsADay
}

const secondsADay = 24 * 60 * 60

// midnight is the beginning of the n-th day.
func (t *Tally) midnight(n int64) time.Time {
	y, m, d := time.Unix(n*secondsADay, 0).UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.zone)
}

// counting is a play on its way to what it is of.
type counting struct {
	plays    int
	listened time.Duration
	at       time.Time
	counts   bool
}

// add adds it to one. The names of the newest play hold: they are corrected in
// the course of time.
func (c counting) add(all map[string]*entry, key string, named Entry) {
	e := all[key]
	switch {
	case e == nil:
		e = &entry{Entry: named, named: c.at}
		all[key] = e
	case !c.at.Before(e.named):
		e.ID, e.Name, e.By, e.named = named.ID, named.Name, named.By, c.at
	}
	e.Plays += c.plays
	e.Listened += c.listened
	if c.counts && (e.First.IsZero() || c.at.Before(e.First)) {
		e.First = c.at
	}
}

// Know tells a Tally, to which the plays of its time alone were added, what
// was before and after: all has every play there is.
func (t *Tally) Know(all *Tally) {
	t.years = all.years
	for mine, theirs := range map[*map[string]*entry]map[string]*entry{&t.songs: all.songs, &t.artists: all.artists, &t.albums: all.albums} {
		for key, e := range *mine {
			if known := theirs[key]; known != nil {
				e.First, e.ID, e.Name, e.By = known.First, known.ID, known.Name, known.By
			}
		}
	}
}

// Stats gives what was added so far.
func (t *Tally) Stats() Stats {
	s := t.stats
	s.TopSongs, s.Songs = top(t.songs, nil)
	s.TopArtists, s.Artists = top(t.artists, nil)
	s.TopAlbums, s.Albums = top(t.albums, nil)
	found := func(e *entry) bool { return t.in(e.First) }
	s.TopNewSongs, s.NewSongs = top(t.songs, found)
	s.TopNewArtists, s.NewArtists = top(t.artists, found)
	for year := range t.years {
		s.Years = append(s.Years, year)
	}
	slices.SortFunc(s.Years, func(a, b int) int { return cmp.Compare(b, a) })
	t.calendar(&s)
	return s
}

// calendar fills in what is told of days.
func (t *Tally) calendar(s *Stats) {
	var days []int64
	for n, d := range t.days {
		if d.plays > 0 {
			days = append(days, n)
		}
	}
	slices.Sort(days)
	s.Days = len(days)
	most := ""
	for _, n := range days {
		d := t.days[n]
		if d.listened > s.Busiest.Listened {
			s.Busiest = Day{t.midnight(n), d.plays, d.listened}
		}
		if d.most > s.Obsession.Plays {
			most, s.Obsession.Plays, s.ObsessionDay = d.song, d.most, t.midnight(n)
		}
	}
	if e := t.songs[most]; e != nil {
		plays := s.Obsession.Plays
		s.Obsession = e.Entry
		s.Obsession.Plays = plays
	}
	yesterday := dayNumber(t.now.In(t.zone)) - 1
	for i := 0; i < len(days); {
		j := i + 1
		for j < len(days) && days[j] == days[j-1]+1 {
			j++
		}
		run := Streak{j - i, t.midnight(days[i]), t.midnight(days[j-1])}
		if run.Days > s.Longest.Days {
			s.Longest = run
		}
		if days[j-1] >= yesterday {
			s.Current = run
		}
		i = j
	}
}

// top are the entries heard most of those that keep wants (nil: all), and how
// many there are.
func top(all map[string]*entry, keep func(*entry) bool) ([]Entry, int) {
	best, n := make([]*entry, 0, Top+1), 0
	for _, e := range all {
		if e.Plays == 0 || keep != nil && !keep(e) {
			continue
		}
		n++
		if len(best) == Top && before(e, best[Top-1]) > 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, e, func(a, b *entry) int { return before(a, b) })
		best = slices.Insert(best, at, e)
		best = best[:min(len(best), Top)]
	}
	out := make([]Entry, len(best))
	for i, e := range best {
		out[i] = e.Entry
	}
	return out, n
}

// before is negative when a was heard more than b.
func before(a, b *entry) int {
	return cmp.Or(cmp.Compare(b.Plays, a.Plays), cmp.Compare(b.Listened, a.Listened), cmp.Compare(a.Name, b.Name), cmp.Compare(a.By, b.By), cmp.Compare(a.ID, b.ID))
}
