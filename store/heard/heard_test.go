package heard_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ncmtui/store"
	"ncmtui/store/heard"
)

var shanghai = time.FixedZone("", 8*3600)

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

func play(when string, song int64, seconds int) store.Play {
	return store.Play{
		ID: fmt.Sprint(when, song), Song: song, Title: fmt.Sprintf("歌 %d", song), Artists: []string{fmt.Sprintf("人 %d", song%3)},
		Album: fmt.Sprintf("辑 %d", song%2), Started: at(when), Listened: time.Duration(seconds) * time.Second, Length: 4 * time.Minute,
	}
}

func ledger(plays ...store.Play) *heard.Ledger {
	l := heard.NewLedger()
	for _, p := range plays {
		l.Add(p)
	}
	return l
}

func tally(since, until, now time.Time, plays ...store.Play) heard.Stats {
	return ledger(plays...).Stats(since, until, now, shanghai)
}

func TestAYearIsToldInFull(t *testing.T) {
	t.Parallel()
	since, until := heard.Year(2026, shanghai)
	s := tally(
		since, until, at("2026-03-04 12:00"),
		play("2025-12-31 23:59", 1, 200), // before: not of the year, but known
		play("2026-01-01 00:00", 1, 240),
		play("2026-03-02 08:00", 1, 240), // a Monday
		play("2026-03-02 08:10", 2, 240),
		play("2026-03-02 09:00", 2, 100),
		play("2026-03-03 22:00", 3, 10), // does not count, but was heard
		play("2026-03-03 22:01", 4, 30),
		play("2027-01-01 00:00", 9, 240),
	)
	minutes := func(d time.Duration) float64 { return d.Minutes() }
	for name, c := range map[string]struct{ got, want any }{
		"plays": {s.Plays, 5}, "listened": {s.Listened, 860 * time.Second},
		"songs": {s.Songs, 3}, "artists": {s.Artists, 2}, "albums": {s.Albums, 3}, "days": {s.Days, 3},
		"top song": {s.TopSongs[0].Name, "歌 1"}, "top plays": {s.TopSongs[0].Plays, 2},
		"second": {s.TopSongs[1].Name, "歌 2"}, "top artist": {s.TopArtists[0].Name, "人 1"},
		"new songs": {s.NewSongs, 2}, "new artists": {s.NewArtists, 1}, "new": {s.TopNewSongs[0].Name, "歌 2"},
		"longest": {s.Longest, heard.Streak{Days: 2, From: at("2026-03-02 00:00"), To: at("2026-03-03 00:00")}},
		"current": {s.Current.Days, 2}, "busiest": {s.Busiest.Date, at("2026-03-02 00:00")},
		"obsession": {s.Obsession.Name + s.ObsessionDay.Format(" 01-02"), "歌 2 03-02"}, "obsessed": {s.Obsession.Plays, 2},
		"monday": {s.Weekdays[0], 580 * time.Second}, "midnight": {s.Hours[0], 240 * time.Second}, "march": {s.Months[2], 620 * time.Second},
		"years": {s.Years, []int{2027, 2026, 2025}}, "first": {s.First, at("2026-01-01 00:00")}, "last": {s.Last, at("2026-03-03 22:01")},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	if m := minutes(s.Listened); m < 14 || m > 15 {
		t.Errorf("%v minutes", m)
	}
}

func TestAStreakOfLongAgoIsNotGoingOn(t *testing.T) {
	t.Parallel()
	a, b := play("2026-03-01 10:00", 1, 60), play("2026-03-02 10:00", 1, 60)
	for now, want := range map[string]int{"2026-03-02 23:59": 2, "2026-03-03 23:59": 2, "2026-03-04 00:00": 0} {
		if s := tally(time.Time{}, time.Time{}, at(now), b, a); s.Current.Days != want || s.Longest.Days != 2 {
			t.Errorf("%s: %+v, %+v", now, s.Current, s.Longest)
		}
	}
	if s := tally(time.Time{}, time.Time{}, at("2026-03-02 00:00")); !s.Empty() || len(s.TopSongs) > 0 {
		t.Errorf("nothing is %+v", s)
	}
}

func somePlay(rt *rapid.T) store.Play {
	p := store.Play{
		ID: rapid.StringMatching(`[a-z]{4,8}`).Draw(rt, "id"), Song: rapid.Int64Range(0, 12).Draw(rt, "song"),
		Title: rapid.SampledFrom([]string{"晴天", "a\u0000b", "“引号”", "x"}).Draw(rt, "title"), Album: rapid.SampledFrom([]string{"", "辑"}).Draw(rt, "album"),
		Artists: rapid.SliceOfN(rapid.SampledFrom([]string{"周杰伦", "B", "c, d"}), 1, 3).Draw(rt, "artists"),
		Started: time.Unix(rapid.Int64Range(1_500_000_000, 1_900_000_000).Draw(rt, "at"), 0).UTC(),
		Length:  time.Duration(rapid.IntRange(1, 600).Draw(rt, "length")) * time.Second, Ending: "playend",
		SourceKind: "list", SourceID: 7, SourceName: "单",
	}
	p.Listened = min(time.Duration(rapid.IntRange(1, 700).Draw(rt, "heard"))*time.Second, p.Length)
	return p
}

func TestEveryPlayIsOnTheClockAndInTheCalendar(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var want time.Duration
		l := heard.NewLedger()
		for _, p := range rapid.SliceOf(rapid.Custom(somePlay)).Draw(rt, "plays") {
			want += p.Listened
			l.Add(p)
		}
		s := l.Stats(time.Time{}, time.Time{}, time.Unix(1_900_000_000, 0), shanghai)
		var hours, days, months time.Duration
		for _, d := range s.Hours {
			hours += d
		}
		for _, d := range s.Weekdays {
			days += d
		}
		for _, d := range s.Months {
			months += d
		}
		if s.Listened != want || hours != want || days != want || months != want {
			rt.Fatalf("%v: %v %v %v %v", want, s.Listened, hours, days, months)
		}
		if s.NewSongs != s.Songs || s.Longest.Days > s.Days || s.Current.Days > s.Longest.Days || s.Busiest.Plays > s.Plays {
			rt.Fatalf("%+v", s)
		}
	})
}

func TestPlaysComeBackAsTheyWent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		plays := rapid.SliceOf(rapid.Custom(somePlay)).Draw(rt, "plays")
		var own, listens bytes.Buffer
		if err := errors.Join(heard.Write(&own, heard.Own, plays), heard.Write(&listens, heard.Listens, plays)); err != nil {
			rt.Fatal(err)
		}
		got, dropped, err := heard.Read(&own)
		if err != nil || dropped != 0 || len(got) != len(plays) || len(got) > 0 && !reflect.DeepEqual(got, plays) {
			rt.Fatalf("%v, %d dropped, %v", got, dropped, err)
		}
		got, _, err = heard.Read(&listens)
		if err != nil {
			rt.Fatal(err)
		}
		i := 0
		for _, p := range plays {
			if !heard.Counts(p) {
				continue
			}
			g := got[i]
			i++
			if g.Song != p.Song || g.Title != p.Title || !g.Started.Equal(p.Started) || g.Listened != p.Listened || g.Length != p.Length || !reflect.DeepEqual(g.Artists, p.Artists) {
				rt.Fatalf("%+v came back as %+v", p, g)
			}
		}
		if i != len(got) {
			rt.Fatalf("%d of %d", len(got), i)
		}
	})
}

func TestListensOfOthersAreRead(t *testing.T) {
	t.Parallel()
	const one = `{"listened_at":1700000000,"track_metadata":{"artist_name":"A","track_name":"T","additional_info":{"duration":200}}}`
	for name, c := range map[string]struct {
		in            string
		plays, droped int
	}{
		"list": {"[" + one + "," + one + "]", 2, 0}, "answer": {`{"payload":{"count":1,"listens":[` + one + `]}}`, 1, 0},
		"lines": {one + "\n\n" + one + "\nnope\n", 2, 1}, "one": {one, 1, 0}, "mark": {"\ufeff" + one, 1, 0},
		"without a title": {"[" + one + `,{"listened_at":1,"track_metadata":{}}]`, 1, 1},
	} {
		got, dropped, err := heard.Read(strings.NewReader(c.in))
		if err != nil || len(got) != c.plays || dropped != c.droped {
			t.Errorf("%s: %d plays, %d dropped, %v", name, len(got), dropped, err)
			continue
		}
		if p := got[0]; p.Title != "T" || p.Listened != 200*time.Second || p.Started.Unix() != 1700000000 || p.ID == "" || p.ID != got[len(got)-1].ID {
			t.Errorf("%s: %+v", name, p)
		}
	}
	for _, in := range []string{"", "nope", "{}", "[1]", `[{"listened_at":1}]`, `{"a":1}` + "\nx"} {
		if got, _, err := heard.Read(strings.NewReader(in)); !errors.Is(err, heard.ErrForm) {
			t.Errorf("%q gives %v, %v", in, got, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"ncmtui_history":1,"plays":[{"id":"a","title":"b","started":"2026-01-01T00:00:00Z","listened_ms":-5}]}`)
	f.Add(`[{"listened_at":99999999999999999,"track_metadata":{"track_name":"x","additional_info":{"duration":99999999999}}}]`)
	f.Add("{\"listened_at\":1}\n{")
	f.Fuzz(func(t *testing.T, in string) {
		plays, dropped, err := heard.Read(strings.NewReader(in))
		if err != nil && len(plays) > 0 || dropped < 0 {
			t.Fatal(plays, dropped, err)
		}
		for _, p := range plays {
			if p.ID == "" || p.Title == "" || p.Listened < 0 || p.Length < 0 {
				t.Fatalf("%+v", p)
			}
		}
	})
}
