// Package heard owns what is told of the plays that were kept: the statistics,
// and the forms in which plays are taken elsewhere and back. It reads no disk
// and knows no service.
package heard

import (
	"strings"
	"time"

	"ncmtui/store"
)

// Counts says whether a play counts as one: from 30 s of listening, or half of
// a song shorter than a minute, as the service has it.
func Counts(p store.Play) bool {
	need := 30 * time.Second
	if p.Length > 0 && p.Length < 2*need {
		need = p.Length / 2
	}
	return p.Listened >= max(need, time.Second)
}

// Entry is a song, an artist or an album with how often it was heard.
type Entry struct {
	ID       int64 // of a song, 0 where it is not known
	Name, By string
	Plays    int
	Listened time.Duration
	First    time.Time // ever
}

// Day is a day with what was heard on it.
type Day struct {
	Date     time.Time // its midnight
	Plays    int
	Listened time.Duration
}

// Streak is a run of days with music.
type Streak struct {
	Days     int
	From, To time.Time // midnights
}

// Top is how many entries the lists of Stats hold at most.
const Top = 50

// Stats tells of the plays between two times, in a zone.
type Stats struct {
	Since, Until time.Time // as asked for; zero: no end
	First, Last  time.Time // of the plays
	Plays        int       // those that count
	Listened     time.Duration

	Songs, Artists, Albums, Days int // different ones

	TopSongs, TopArtists, TopAlbums []Entry
	// What was heard for the first time ever, and counted.
	NewSongs, NewArtists       int
	TopNewSongs, TopNewArtists []Entry

	Hours    [24]time.Duration // by the hour in which plays began
	Weekdays [7]time.Duration  // from Monday on
	Months   [12]time.Duration

	Longest, Current Streak // Current ends today or yesterday
	Busiest          Day
	// Obsession is the song that was heard most often on one day.
	Obsession    Entry
	ObsessionDay time.Time
	Years        []int // with plays, ever, newest first
}

// Empty says whether nothing was heard.
func (s *Stats) Empty() bool { return s.Plays == 0 && s.Listened == 0 }

// Year gives the ends of a year in a zone.
func Year(year int, zone *time.Location) (since, until time.Time) {
	return time.Date(year, 1, 1, 0, 0, 0, 0, zone), time.Date(year+1, 1, 1, 0, 0, 0, 0, zone)
}

// DayOf is the midnight that a time comes after.
func DayOf(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}

// key is what makes two names one.
func key(parts ...string) string { return strings.ToLower(strings.Join(parts, "\x00")) }
