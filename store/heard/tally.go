package heard

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// tally makes Stats of a Ledger's lines.
type tally struct {
	*Ledger
	stats       Stats
	zone        *time.Location
	since, till int64 // Unix milliseconds; till is not part of it

	heardSongs, heardArtists, heardAlbums []amount // by number
	days                                  map[int64]*day
	years                                 map[int]bool
}

// amount is how much one song, artist or album was heard in the time.
type amount struct {
	plays    int
	listened time.Duration
}

func (a *amount) add(n line) {
	a.listened += n.listened
	if n.counts {
		a.plays++
	}
}

// day is a day of the time, and the song heard most often on it.
type day struct {
	amount
	songs map[int]int
	song  int
	most  int
}

// Stats tells of the plays from since on and before until (zero: no end), in a
// zone. Streaks go on until now.
func (l *Ledger) Stats(since, until, now time.Time, zone *time.Location) Stats {
	t := tally{
		Ledger: l, stats: Stats{Since: since, Until: until}, zone: zone, since: math.MinInt64, till: math.MaxInt64,
		heardSongs: make([]amount, len(l.songs.all)), heardArtists: make([]amount, len(l.artists.all)), heardAlbums: make([]amount, len(l.albums.all)),
		days: map[int64]*day{}, years: map[int]bool{},
	}
	if !since.IsZero() {
		t.since = ceil(since)
	}
	if !until.IsZero() {
		t.till = ceil(until)
	}
	for n := range l.each() {
		t.add(n)
	}
	t.lists()
	t.calendar(dayNumber(now.In(zone)))
	return t.stats
}

// ceil is a time in Unix milliseconds, rounded up.
func ceil(t time.Time) int64 { return t.Add(time.Millisecond - 1).UnixMilli() }

func (t *tally) in(at int64) bool { return at >= t.since && at < t.till }

// add puts a play where it belongs on the clock and in the calendar.
func (t *tally) add(n line) {
	in := t.in(n.at)
	if !in && !n.counts {
		return
	}
	at := time.UnixMilli(n.at).In(t.zone)
	if n.counts {
		t.years[at.Year()] = true
	}
	if !in {
		return
	}
	s := &t.stats
	if s.First.IsZero() || at.Before(s.First) {
		s.First = at
	}
	if at.After(s.Last) {
		s.Last = at
	}
	s.Hours[at.Hour()] += n.listened
	s.Weekdays[(int(at.Weekday())+6)%7] += n.listened
	s.Months[at.Month()-1] += n.listened
	t.heardSongs[n.song].add(n)
	for _, a := range t.credits[n.credit].artists {
		t.heardArtists[a].add(n)
	}
	if n.album >= 0 {
		t.heardAlbums[n.album].add(n)
	}
	t.addDay(dayNumber(at), n)
}

func (t *tally) addDay(number int64, n line) {
	d := t.days[number]
	if d == nil {
		d = &day{songs: map[int]int{}}
		t.days[number] = d
	}
	d.add(n)
	if !n.counts {
		return
	}
	d.songs[n.song]++
	if c := d.songs[n.song]; c > d.most || c == d.most && t.songs.all[n.song].key < t.songs.all[d.song].key {
		d.song, d.most = n.song, c
	}
}

// dayNumber numbers the days of the time's zone.
func dayNumber(at time.Time) int64 {
	y, m, d := at.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / secondsADay
}

const secondsADay = 24 * 60 * 60

// midnight is the beginning of the n-th day.
func (t *tally) midnight(n int64) time.Time {
	y, m, d := time.Unix(n*secondsADay, 0).UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.zone)
}

// lists fills in what was heard most.
func (t *tally) lists() {
	s := &t.stats
	s.TopSongs, s.Songs = t.songs.top(t.heardSongs, nil)
	s.TopArtists, s.Artists = t.artists.top(t.heardArtists, nil)
	s.TopAlbums, s.Albums = t.albums.top(t.heardAlbums, nil)
	found := func(n *named) bool { return t.in(n.first) }
	s.TopNewSongs, s.NewSongs = t.songs.top(t.heardSongs, found)
	s.TopNewArtists, s.NewArtists = t.artists.top(t.heardArtists, found)
	for year := range t.years {
		s.Years = append(s.Years, year)
	}
	slices.SortFunc(s.Years, func(a, b int) int { return cmp.Compare(b, a) })
}

// calendar fills in what is told of days.
func (t *tally) calendar(today int64) {
	s := &t.stats
	var days []int64
	for n, d := range t.days {
		s.Plays += d.plays
		s.Listened += d.listened
		if d.plays > 0 {
			days = append(days, n)
		}
	}
	slices.Sort(days)
	s.Days = len(days)
	for _, n := range days {
		d := t.days[n]
		if d.listened > s.Busiest.Listened {
			s.Busiest = Day{t.midnight(n), d.plays, d.listened}
		}
		if d.most > s.Obsession.Plays {
			s.Obsession = t.songs.all[d.song].entry(t.heardSongs[d.song])
			s.Obsession.Plays, s.ObsessionDay = d.most, t.midnight(n)
		}
	}
	for i := 0; i < len(days); {
		j := i + 1
		for j < len(days) && days[j] == days[j-1]+1 {
			j++
		}
		run := Streak{j - i, t.midnight(days[i]), t.midnight(days[j-1])}
		if run.Days > s.Longest.Days {
			s.Longest = run
		}
		if days[j-1] >= today-1 {
			s.Current = run
		}
		i = j
	}
}

func (n *named) entry(a amount) Entry {
	e := Entry{ID: n.id, Name: n.name, By: n.by, Plays: a.plays, Listened: a.listened}
	if n.first != never {
		e.First = time.UnixMilli(n.first)
	}
	return e
}

// top are those heard most that keep wants (nil: all), and how many there are.
func (n *names) top(heard []amount, keep func(*named) bool) ([]Entry, int) {
	best, count := make([]Entry, 0, Top+1), 0
	for i := range n.all {
		if heard[i].plays == 0 || keep != nil && !keep(&n.all[i]) {
			continue
		}
		count++
		if len(best) == Top && heard[i].plays < best[Top-1].Plays {
			continue
		}
		e := n.all[i].entry(heard[i])
		at, _ := slices.BinarySearchFunc(best, e, before)
		best = slices.Insert(best, at, e)
		best = best[:min(len(best), Top)]
	}
	return best, count
}

// before is negative when a was heard more than b.
func before(a, b Entry) int {
	return cmp.Or(cmp.Compare(b.Plays, a.Plays), cmp.Compare(b.Listened, a.Listened), cmp.Compare(a.Name, b.Name), cmp.Compare(a.By, b.By), cmp.Compare(a.ID, b.ID))
}
