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

	songs, artists, albums map[string]*Entry
	days                   map[time.Time]*dayTally
	years                  map[int]bool
}

// dayTally is a day of the time asked for.
type dayTally struct {
	Day
	songs map[string]int
}

// NewTally begins Stats from since on and before until (zero: no end). All
// plays there are must be added, not those of the time alone: what was found
// in it was not heard before.
func NewTally(since, until, now time.Time, zone *time.Location) *Tally {
	return &Tally{
		stats: Stats{Since: since, Until: until}, zone: zone, now: now,
		songs: map[string]*Entry{}, artists: map[string]*Entry{}, albums: map[string]*Entry{},
		days: map[time.Time]*dayTally{}, years: map[int]bool{},
	}
}

// Add takes a play; it is always true, for store.EachPlay.
func (t *Tally) Add(p store.Play) bool {
	if p.Listened <= 0 {
		return true
	}
	counts, in := Counts(p), t.in(p.Started)
	at := p.Started.In(t.zone)
	if counts {
		t.years[at.Year()] = true
	}
	if !counts && !in {
		return true
	}
	plays, listened := 0, time.Duration(0)
	if in {
		listened = p.Listened
		if counts {
			plays = 1
		}
		t.addTime(p, at, plays)
	}
	song := songKey(p)
	count(t.songs, song, Entry{ID: p.Song, Name: p.Title, By: strings.Join(p.Artists, " / ")}, plays, listened, p.Started, counts)
	for _, a := range p.Artists {
		if a != "" {
			count(t.artists, key(a), Entry{Name: a}, plays, listened, p.Started, counts)
		}
	}
	if p.Album != "" {
		by := ""
		if len(p.Artists) > 0 {
			by = p.Artists[0]
		}
		count(t.albums, key(p.Album, by), Entry{Name: p.Album, By: by}, plays, listened, p.Started, counts)
	}
	return true
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
func (t *Tally) addTime(p store.Play, at time.Time, plays int) {
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
	day := DayOf(at, t.zone)
	d := t.days[day]
	if d == nil {
		d = &dayTally{Day: Day{Date: day}, songs: map[string]int{}}
		t.days[day] = d
	}
	d.Plays += plays
	d.Listened += p.Listened
	if plays > 0 {
		d.songs[songKey(p)]++
	}
}

// count adds a play to what it is of. The names of the newest play hold: they
// are corrected in the course of time.
func count(all map[string]*Entry, key string, named Entry, plays int, listened time.Duration, at time.Time, counts bool) {
	e := all[key]
	if e == nil {
		e = &named
		all[key] = e
	}
	e.Plays += plays
	e.Listened += listened
	if counts && (e.First.IsZero() || at.Before(e.First)) {
		e.First = at
	}
}

// Stats gives what was added so far.
func (t *Tally) Stats() Stats {
	s := t.stats
	s.TopSongs, s.Songs = top(t.songs, nil)
	s.TopArtists, s.Artists = top(t.artists, nil)
	s.TopAlbums, s.Albums = top(t.albums, nil)
	found := func(e *Entry) bool { return t.in(e.First) }
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
	var days []time.Time
	for date, d := range t.days {
		if d.Plays == 0 {
			continue
		}
		days = append(days, date)
		if d.Listened > s.Busiest.Listened || d.Listened == s.Busiest.Listened && date.Before(s.Busiest.Date) {
			s.Busiest = d.Day
		}
		for key, n := range d.songs {
			e := t.songs[key]
			if n > s.Obsession.Plays || n == s.Obsession.Plays && (date.Before(s.ObsessionDay) || date.Equal(s.ObsessionDay) && e.Name < s.Obsession.Name) {
				s.Obsession, s.ObsessionDay = *e, date
				s.Obsession.Plays = n
			}
		}
	}
	s.Days = len(days)
	slices.SortFunc(days, time.Time.Compare)
	today := DayOf(t.now, t.zone)
	for i := 0; i < len(days); {
		j := i + 1
		for j < len(days) && days[j].Equal(days[j-1].AddDate(0, 0, 1)) {
			j++
		}
		run := Streak{j - i, days[i], days[j-1]}
		if run.Days > s.Longest.Days {
			s.Longest = run
		}
		if !run.To.Before(today.AddDate(0, 0, -1)) {
			s.Current = run
		}
		i = j
	}
}

// top are the entries heard most of those that keep wants (nil: all), and how
// many there are.
func top(all map[string]*Entry, keep func(*Entry) bool) ([]Entry, int) {
	list := make([]Entry, 0, len(all))
	for _, e := range all {
		if e.Plays > 0 && (keep == nil || keep(e)) {
			list = append(list, *e)
		}
	}
	slices.SortFunc(list, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(b.Plays, a.Plays), cmp.Compare(b.Listened, a.Listened), cmp.Compare(a.Name, b.Name), cmp.Compare(a.By, b.By))
	})
	n := len(list)
	return slices.Clip(list[:min(n, Top)]), n
}
