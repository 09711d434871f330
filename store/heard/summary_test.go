package heard_test

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ncmtui/store"
	"ncmtui/store/heard"
)

// heardPlay is a play of one of a few songs within three weeks, at a
// millisecond of its own, so that no two of them contend for a name.
func heardPlay(rt *rapid.T, n int) store.Play {
	p := store.Play{
		ID: fmt.Sprint(n), Song: rapid.Int64Range(0, 4).Draw(rt, "song"), Length: 4 * time.Minute,
		Started:  time.UnixMilli(1_700_000_000_000 + rapid.Int64Range(0, 21*24*3600).Draw(rt, "at")*1000 + int64(n)),
		Listened: time.Duration(rapid.IntRange(0, 240).Draw(rt, "heard")) * time.Second,
		Artists:  []string{rapid.SampledFrom([]string{"周杰伦", "B", "b"}).Draw(rt, "artist")},
		Album:    rapid.SampledFrom([]string{"", "辑"}).Draw(rt, "album"),
	}
	p.Title = rapid.SampledFrom([]string{"晴天", "Qing Tian"}).Draw(rt, "title")
	return p
}

// keptTally adds plays to a Tally of all times, part by part, each kept and
// restored, as the store does it.
func keptTally(rt *rapid.T, plays []store.Play, now time.Time) *heard.Tally {
	t := heard.NewTally(time.Time{}, time.Time{}, now, shanghai)
	for at := 0; at < len(plays); {
		n := rapid.IntRange(1, len(plays)-at).Draw(rt, "part")
		for _, p := range plays[at : at+n] {
			t.Add(p)
		}
		at += n
		for _, day := range t.Stale() {
			for _, p := range plays[:at] {
				if !p.Started.Before(day.Since) && p.Started.Before(day.Until) {
					t.Recount(p)
				}
			}
		}
		body := t.Summary(heard.Mark{Row: int64(at), Play: plays[at-1].ID})
		restored, mark, ok := heard.Restore(body, now, shanghai)
		if !ok || mark.Row != int64(at) || mark.Play != plays[at-1].ID {
			rt.Fatalf("restored: %v, %+v", ok, mark)
		}
		t = restored
	}
	return t
}

// plain is Stats without the zones of its times.
func plain(s heard.Stats) string {
	for _, at := range []*time.Time{&s.First, &s.Last} {
		*at = at.In(shanghai)
	}
	for _, list := range [][]heard.Entry{s.TopSongs, s.TopArtists, s.TopAlbums, s.TopNewSongs, s.TopNewArtists, {s.Obsession}} {
		for i := range list {
			list[i].First = list[i].First.In(shanghai)
		}
	}
	s.Obsession.First = s.Obsession.First.In(shanghai)
	return fmt.Sprintf("%+v", s)
}

func TestAKeptSumTellsTheSameAsAllPlays(t *testing.T) {
	t.Parallel()
	now := time.UnixMilli(1_700_000_000_000).AddDate(0, 0, 21)
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(0, 40).Draw(rt, "plays")
		plays := make([]store.Play, n)
		for i := range plays {
			plays[i] = heardPlay(rt, i)
		}
		since := now.AddDate(0, 0, -rapid.IntRange(0, 25).Draw(rt, "since"))
		until := since.AddDate(0, 0, rapid.IntRange(0, 10).Draw(rt, "until"))
		all := keptTally(rt, plays, now)
		if got, want := plain(all.Stats()), plain(tally(time.Time{}, time.Time{}, now, plays...)); got != want {
			rt.Fatalf("kept  %s\nplain %s", got, want)
		}
		part := heard.NewTally(since, until, now, shanghai)
		for _, p := range plays {
			if !p.Started.Before(since) && p.Started.Before(until) {
				part.Add(p)
			}
		}
		part.Know(all)
		if got, want := plain(part.Stats()), plain(tally(since, until, now, plays...)); got != want {
			rt.Fatalf("part  %s\nplain %s", got, want)
		}
	})
}

func TestTheOrderOfPlaysDoesNotMatter(t *testing.T) {
	t.Parallel()
	now := time.UnixMilli(1_700_000_000_000).AddDate(0, 0, 21)
	rapid.Check(t, func(rt *rapid.T) {
		plays := make([]store.Play, rapid.IntRange(0, 20).Draw(rt, "plays"))
		for i := range plays {
			plays[i] = heardPlay(rt, i)
		}
		other := rapid.Permutation(plays).Draw(rt, "order")
		if a, b := plain(tally(time.Time{}, time.Time{}, now, plays...)), plain(tally(time.Time{}, time.Time{}, now, other...)); a != b {
			rt.Fatalf("%s\n%s", a, b)
		}
	})
}

func TestASumOfAnotherZoneOrADamagedOneIsNone(t *testing.T) {
	t.Parallel()
	now := at("2026-03-04 12:00")
	ta := heard.NewTally(time.Time{}, time.Time{}, now, shanghai)
	ta.Add(play("2026-03-02 10:00", 1, 60))
	body := ta.Summary(heard.Mark{Row: 1, Play: "a"})
	if _, _, ok := heard.Restore(body, now, time.UTC); ok {
		t.Error("restored in another zone")
	}
	for i := range body {
		if _, _, ok := heard.Restore(body[:i], now, shanghai); ok {
			t.Errorf("restored the first %d bytes", i)
		}
		bad := bytes.Clone(body)
		bad[i] ^= 0x10
		if _, _, ok := heard.Restore(bad, now, shanghai); ok {
			t.Errorf("restored with a wrong byte %d", i)
		}
	}
	if got, mark, ok := heard.Restore(body, now, shanghai); !ok || mark != (heard.Mark{Row: 1, Play: "a"}) || !reflect.DeepEqual(got.Stats().Years, []int{2026}) {
		t.Errorf("%v %+v", ok, mark)
	}
}

func TestTheListsHoldTheFiftyHeardMost(t *testing.T) {
	t.Parallel()
	ta := heard.NewTally(time.Time{}, time.Time{}, at("2026-03-04 12:00"), shanghai)
	var want []int64
	for song := int64(1); song <= 120; song++ {
		for range song * 7 % 121 {
			ta.Add(play("2026-03-02 10:00", song, 60))
		}
		want = append(want, song)
	}
	slices.SortFunc(want, func(a, b int64) int { return int(b*7%121 - a*7%121) })
	s := ta.Stats()
	if s.Songs != 120 || len(s.TopSongs) != heard.Top {
		t.Fatalf("%d songs, %d of them told", s.Songs, len(s.TopSongs))
	}
	for i, e := range s.TopSongs {
		if e.ID != want[i] {
			t.Fatalf("place %d is of %d, want %d", i+1, e.ID, want[i])
		}
	}
}
