package verb

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ncmtui/cmd/internal/wire"
	listened "ncmtui/store/heard"
	"ncmtui/ui/lang"
)

// Stats tells of what was heard on this machine in a time.
type Stats struct {
	Since      *time.Time `json:"since" doc:"as asked for"`
	Until      *time.Time `json:"until" doc:"not part of it"`
	First      *time.Time `json:"first" doc:"play of that time"`
	Last       *time.Time `json:"last"`
	Plays      int        `json:"plays" doc:"those that count: 30 s, or half of a shorter song"`
	ListenedMS int64      `json:"listened_ms" doc:"of all plays"`
	Songs      int        `json:"songs" doc:"different ones"`
	Artists    int        `json:"artists"`
	Albums     int        `json:"albums"`
	Days       int        `json:"days" doc:"with music"`

	TopSongs      []Heard `json:"top_songs" doc:"at most 50, as the other lists"`
	TopArtists    []Heard `json:"top_artists"`
	TopAlbums     []Heard `json:"top_albums"`
	NewSongs      int     `json:"new_songs" doc:"heard for the first time ever"`
	NewArtists    int     `json:"new_artists"`
	TopNewSongs   []Heard `json:"top_new_songs"`
	TopNewArtists []Heard `json:"top_new_artists"`

	HoursMS    []int64 `json:"hours_ms" doc:"24, by the hour in which plays began, in the zone of the machine"`
	WeekdaysMS []int64 `json:"weekdays_ms" doc:"7, from Monday on"`
	MonthsMS   []int64 `json:"months_ms" doc:"12"`

	LongestStreak Streak    `json:"longest_streak"`
	CurrentStreak Streak    `json:"current_streak" doc:"0 days when it ended before yesterday"`
	Busiest       HeardDay  `json:"busiest_day"`
	Obsession     Obsession `json:"obsession" doc:"the song heard most often on one day"`
}

// Heard is a song, an artist or an album with how often it was listened.
type Heard struct {
	ID         int64  `json:"id" doc:"of a song, 0 where it is not known"`
	Name       string `json:"name"`
	By         string `json:"by"`
	Plays      int    `json:"plays"`
	ListenedMS int64  `json:"listened_ms"`
}

// Streak is a run of days with music.
type Streak struct {
	Days int    `json:"days"`
	From string `json:"from" doc:"as 2026-05-04, \"\" none"`
	To   string `json:"to"`
}

// HeardDay is a day with what was heard on it.
type HeardDay struct {
	Day        string `json:"day"`
	Plays      int    `json:"plays"`
	ListenedMS int64  `json:"listened_ms"`
}

// Obsession is a song that was heard often on one day.
type Obsession struct {
	Day   string `json:"day"`
	Song  Heard  `json:"song"`
	Plays int    `json:"plays" doc:"on that day"`
}

func statsOf(s listened.Stats) Stats {
	return Stats{
		Since: at(s.Since), Until: at(s.Until), First: at(s.First), Last: at(s.Last), Plays: s.Plays, ListenedMS: s.Listened.Milliseconds(),
		Songs: s.Songs, Artists: s.Artists, Albums: s.Albums, Days: s.Days,
		TopSongs: each(s.TopSongs, entry), TopArtists: each(s.TopArtists, entry), TopAlbums: each(s.TopAlbums, entry),
		NewSongs: s.NewSongs, NewArtists: s.NewArtists, TopNewSongs: each(s.TopNewSongs, entry), TopNewArtists: each(s.TopNewArtists, entry),
		HoursMS: each(s.Hours[:], time.Duration.Milliseconds), WeekdaysMS: each(s.Weekdays[:], time.Duration.Milliseconds), MonthsMS: each(s.Months[:], time.Duration.Milliseconds),
		LongestStreak: streak(s.Longest), CurrentStreak: streak(s.Current),
		Busiest:   HeardDay{dayText(s.Busiest.Date), s.Busiest.Plays, s.Busiest.Listened.Milliseconds()},
		Obsession: Obsession{dayText(s.ObsessionDay), entry(s.Obsession), s.Obsession.Plays},
	}
}

func entry(e listened.Entry) Heard {
	return Heard{e.ID, e.Name, e.By, e.Plays, e.Listened.Milliseconds()}
}

func streak(s listened.Streak) Streak { return Streak{s.Days, dayText(s.From), dayText(s.To)} }

func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func newStats(w *World) *cobra.Command {
	var when period
	top := 10
	cmd := w.reading("stats", "What was heard on this machine, summed up", 0, 0, func(ctx context.Context, r *run, _ []string) error {
		if top < 0 {
			return usage("--top must not be negative")
		}
		got, err := past(r, func(w *wire.Past) (listened.Stats, error) {
			since, until, err := when.ends(w.Now())
			if err != nil {
				return listened.Stats{}, err
			}
			return w.Told(ctx, since, until)
		})
		if err != nil {
			return err
		}
		s := statsOf(got)
		return r.rows(s, func() error {
			if !r.Terminal {
				return writeLines(r.Out, rankedColumns, s.ranked(top))
			}
			return r.review(s, top)
		})
	})
	cmd.Long = `stats sums up what the player wrote down on this machine; it asks nobody. In a pipe it prints the songs, artists
and albums heard most: a line has what it is of, its place, name, artist, plays and minutes.`
	cmd.Example = "  ncmtui stats --year 2026\n  ncmtui stats --since 2026-05-01 --json | jq .listened_ms/60000"
	when.add(cmd, true)
	cmd.Flags().IntVar(&top, "top", top, "at most `N` of songs, artists, albums (up to 50)")
	return cmd
}

// ranked is a row of the lists of what was heard most.
type rankedRow struct {
	kind  string
	place int
	Heard
}

func (s Stats) ranked(top int) []rankedRow {
	var out []rankedRow
	add := func(kind string, all []Heard) {
		for i, h := range all[:min(top, len(all))] {
			out = append(out, rankedRow{kind, i + 1, h})
		}
	}
	add("song", s.TopSongs)
	add("artist", s.TopArtists)
	add("album", s.TopAlbums)
	return out
}

var (
	headMinutes = lang.Both{ZH: "分钟", EN: "Minutes"}
	headTimes   = lang.Both{ZH: "次数", EN: "Plays"}
)

var rankedColumns = []column[rankedRow]{
	word(lang.Both{ZH: "种类", EN: "Kind"}, func(x rankedRow) string { return x.kind }, 0, 0),
	num(lang.Both{ZH: "#", EN: "#"}, func(x rankedRow) int64 { return int64(x.place) }, 0),
	word(headName, func(x rankedRow) string { return x.Name }, 0, 8),
	word(headArtist, func(x rankedRow) string { return x.By }, 1, 8),
	num(headTimes, func(x rankedRow) int64 { return int64(x.Plays) }, 0),
	num(headMinutes, func(x rankedRow) int64 { return x.ListenedMS / 60000 }, 2),
}

// review prints the statistics for people.
func (r *run) review(s Stats, top int) error {
	if s.Plays == 0 && s.ListenedMS == 0 {
		_, err := fmt.Fprintln(r.Err, r.say(lang.Both{ZH: "这段时间没有听歌记录", EN: "nothing was heard in this time"}))
		return err
	}
	if err := writeFields(r.Out, r.lang, statFields, s); err != nil {
		return err
	}
	names := []string{}
	for h := range 24 {
		names = append(names, fmt.Sprintf("%02d", h))
	}
	r.bars(lang.Both{ZH: "一天里", EN: "By hour"}, names, s.HoursMS)
	week := strings.Split(r.say(lang.Both{ZH: "周一 周二 周三 周四 周五 周六 周日", EN: "Mon Tue Wed Thu Fri Sat Sun"}), " ")
	r.bars(lang.Both{ZH: "一周里", EN: "By weekday"}, week, s.WeekdaysMS)
	for _, l := range []struct {
		name lang.Both
		of   []Heard
	}{
		{lang.Both{ZH: "歌曲", EN: "Songs"}, s.TopSongs},
		{lang.Both{ZH: "歌手", EN: "Artists"}, s.TopArtists},
		{lang.Both{ZH: "专辑", EN: "Albums"}, s.TopAlbums},
		{lang.Both{ZH: "新遇见的歌", EN: "New songs"}, s.TopNewSongs},
	} {
		if len(l.of) == 0 || top == 0 {
			continue
		}
		if _, err := fmt.Fprintf(r.Out, "\n%s\n", r.say(l.name)); err != nil {
			return err
		}
		rows := Stats{TopSongs: l.of}.ranked(top)
		if err := writeTable(r.Out, r.lang, r.Width(), rankedColumns[1:], rows); err != nil {
			return err
		}
	}
	return nil
}

// bars prints times as bars, without those before the first and after the last
// of a long row.
func (r *run) bars(title lang.Both, names []string, ms []int64) {
	most := int64(1)
	for _, v := range ms {
		most = max(most, v)
	}
	first, last := 0, len(ms)-1
	for len(ms) > 7 && first < last && ms[first] == 0 {
		first++
	}
	for len(ms) > 7 && last > first && ms[last] == 0 {
		last--
	}
	_, _ = fmt.Fprintf(r.Out, "\n%s\n", r.say(title)) // a broken pipe is told by the tables after it
	room := max(min(r.Width()-16, 48), 8)
	for i := first; i <= last; i++ {
		n := int(ms[i] * int64(room) * 2 / most)
		bar := strings.Repeat("━", n/2) + strings.Repeat("╸", n%2)
		if n == 0 && ms[i] > 0 {
			bar = "╸"
		}
		_, _ = fmt.Fprintln(r.Out, strings.TrimRight(names[i]+"  "+bar+" "+hoursText(ms[i]), " "))
	}
}

// hoursText is a time as 3:20, hours and minutes; "" for none.
func hoursText(ms int64) string {
	if ms < 60_000 {
		return ""
	}
	return fmt.Sprintf("%d:%02d", ms/3_600_000, ms/60_000%60)
}

var statFields = []column[Stats]{
	word(lang.Both{ZH: "时间", EN: "Listened"}, func(s Stats) string { return hoursText(s.ListenedMS) + " h" }, 0, 0),
	num(headTimes, func(s Stats) int64 { return int64(s.Plays) }, 0),
	num(headSongs, func(s Stats) int64 { return int64(s.Songs) }, 0),
	num(lang.Both{ZH: "歌手数", EN: "Artists"}, func(s Stats) int64 { return int64(s.Artists) }, 0),
	num(lang.Both{ZH: "专辑数", EN: "Albums"}, func(s Stats) int64 { return int64(s.Albums) }, 0),
	num(lang.Both{ZH: "有音乐的天数", EN: "Days"}, func(s Stats) int64 { return int64(s.Days) }, 0),
	word(lang.Both{ZH: "最长连续", EN: "Longest streak"}, func(s Stats) string { return s.LongestStreak.text() }, 0, 0),
	word(lang.Both{ZH: "现在连续", EN: "Streak now"}, func(s Stats) string { return s.CurrentStreak.text() }, 0, 0),
	word(lang.Both{ZH: "最满的一天", EN: "Fullest day"}, func(s Stats) string { return s.Busiest.Day + "  " + hoursText(s.Busiest.ListenedMS) + " h" }, 0, 0),
	word(lang.Both{ZH: "单曲循环", EN: "On repeat"}, func(s Stats) string {
		if s.Obsession.Plays < 2 {
			return ""
		}
		return s.Obsession.Song.Name + "  ×" + strconv.Itoa(s.Obsession.Plays) + "  " + s.Obsession.Day
	}, 0, 0),
	word(lang.Both{ZH: "新遇见", EN: "New"}, func(s Stats) string {
		return strconv.Itoa(s.NewSongs) + " / " + strconv.Itoa(s.NewArtists)
	}, 0, 0),
}

func (s Streak) text() string {
	if s.Days == 0 {
		return ""
	}
	return fmt.Sprintf("%d (%s – %s)", s.Days, s.From, s.To)
}
