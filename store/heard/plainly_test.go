package heard_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"ncmtui/store"
	"ncmtui/store/heard"
)

// plainly makes Stats as its fields say it, without a thought of what that
// takes.
func plainly(plays []store.Play, since, until, now time.Time, zone *time.Location) heard.Stats {
	in := func(at time.Time) bool { return !at.Before(since) && (until.IsZero() || at.Before(until)) }
	s := heard.Stats{Since: since, Until: until}
	years, days, onDay := map[int]bool{}, map[time.Time]heard.Day{}, map[time.Time][]store.Play{}
	var some []store.Play
	for _, p := range plays {
		if p.Listened <= 0 {
			continue
		}
		at := p.Started.In(zone)
		if heard.Counts(p) {
			years[at.Year()] = true
		}
		if !in(at) {
			continue
		}
		some = append(some, p)
		s.Listened += p.Listened
		s.Hours[at.Hour()] += p.Listened
		s.Weekdays[(int(at.Weekday())+6)%7] += p.Listened
		s.Months[at.Month()-1] += p.Listened
		if s.First.IsZero() || at.Before(s.First) {
			s.First = at
		}
		if at.After(s.Last) {
			s.Last = at
		}
		d := days[heard.DayOf(at, zone)]
		d.Date = heard.DayOf(at, zone)
		d.Listened += p.Listened
		if heard.Counts(p) {
			s.Plays++
			d.Plays++
			onDay[d.Date] = append(onDay[d.Date], p)
		}
		days[d.Date] = d
	}
	s.Years = slices.SortedFunc(maps.Keys(years), func(a, b int) int { return b - a })
	songs, artists, albums := entriesOf(plays, some, songOf), entriesOf(plays, some, artistsOf), entriesOf(plays, some, albumOf)
	s.TopSongs, s.Songs = topOf(songs, nil)
	s.TopArtists, s.Artists = topOf(artists, nil)
	s.TopAlbums, s.Albums = topOf(albums, nil)
	found := func(e heard.Entry) bool { return in(e.First) }
	s.TopNewSongs, s.NewSongs = topOf(songs, found)
	s.TopNewArtists, s.NewArtists = topOf(artists, found)
	for _, date := range slices.SortedFunc(maps.Keys(onDay), time.Time.Compare) {
		if d := days[date]; d.Listened > s.Busiest.Listened {
			s.Busiest = d
		}
		counts := map[string]int{}
		for _, p := range onDay[date] {
			counts[songOf(p)[0].key]++
		}
		for _, k := range slices.Sorted(maps.Keys(counts)) {
			if counts[k] > s.Obsession.Plays {
				s.Obsession, s.ObsessionDay = songs[k], date
				s.Obsession.Plays = counts[k]
			}
		}
		s.Days++
		run := heard.Streak{Days: 1, From: date, To: date}
		for at := date.AddDate(0, 0, -1); onDay[at] != nil; at = at.AddDate(0, 0, -1) {
			run.Days, run.From = run.Days+1, at
		}
		if run.Days > s.Longest.Days {
			s.Longest = run
		}
		if !date.Before(heard.DayOf(now, zone).AddDate(0, 0, -1)) {
			s.Current = run
		}
	}
	return s
}

// part is a song, artist or album of a play.
type part struct {
	key string
	heard.Entry
}

func songOf(p store.Play) []part {
	k := fmt.Sprint(p.Song)
	if p.Song == 0 {
		k = strings.ToLower(p.Title + "\x00" + strings.Join(p.Artists, "\x00"))
	}
	return []part{{k, heard.Entry{ID: p.Song, Name: p.Title, By: strings.Join(p.Artists, " / ")}}}
}

func artistsOf(p store.Play) (out []part) {
	for _, a := range p.Artists {
		if a != "" {
			out = append(out, part{strings.ToLower(a), heard.Entry{Name: a}})
		}
	}
	return out
}

func albumOf(p store.Play) []part {
	by := ""
	if len(p.Artists) > 0 {
		by = p.Artists[0]
	}
	if p.Album == "" {
		return nil
	}
	return []part{{strings.ToLower(p.Album + "\x00" + by), heard.Entry{Name: p.Album, By: by}}}
}

// entriesOf counts what some plays are of; names and first plays are of all.
func entriesOf(all, some []store.Play, of func(store.Play) []part) map[string]heard.Entry {
	out, newest := map[string]heard.Entry{}, map[string]time.Time{}
	for _, p := range all {
		for _, x := range of(p) {
			if p.Listened <= 0 {
				continue
			}
			e := out[x.key]
			if at, ok := newest[x.key]; !ok || !p.Started.Before(at) {
				e.ID, e.Name, e.By, newest[x.key] = x.ID, x.Name, x.By, p.Started
			}
			if heard.Counts(p) && (e.First.IsZero() || p.Started.Before(e.First)) {
				e.First = p.Started
			}
			out[x.key] = e
		}
	}
	for _, p := range some {
		for _, x := range of(p) {
			e := out[x.key]
			e.Listened += p.Listened
			if heard.Counts(p) {
				e.Plays++
			}
			out[x.key] = e
		}
	}
	return out
}

func topOf(all map[string]heard.Entry, keep func(heard.Entry) bool) ([]heard.Entry, int) {
	var out []heard.Entry
	for _, e := range all {
		if e.Plays > 0 && (keep == nil || keep(e)) {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b heard.Entry) int {
		return cmp.Or(b.Plays-a.Plays, cmp.Compare(b.Listened, a.Listened), cmp.Compare(a.Name, b.Name), cmp.Compare(a.By, b.By), cmp.Compare(a.ID, b.ID))
	})
	return out[:min(len(out), heard.Top)], len(out)
}
