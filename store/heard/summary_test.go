package heard_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
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

// keptLedger adds plays to a Ledger, part by part, each kept and restored, as
// the store does it.
func keptLedger(rt *rapid.T, plays []store.Play) *heard.Ledger {
	l := heard.NewLedger()
	for at := 0; at < len(plays); {
		n := rapid.IntRange(1, len(plays)-at).Draw(rt, "part")
		for _, p := range plays[at : at+n] {
			l.Add(p)
		}
		at += n
		kept := heard.Mark{Row: int64(at), Play: plays[at-1].ID, Rows: int64(at)}
		restored, mark, ok := heard.Restore(l.Summary(kept))
		if !ok || mark != kept {
			rt.Fatalf("restored: %v, %+v", ok, mark)
		}
		l = restored
	}
	return l
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

func TestALedgerTellsWhatItsPlaysSumUpTo(t *testing.T) {
	t.Parallel()
	now := time.UnixMilli(1_700_000_000_000).AddDate(0, 0, 21)
	zones := []*time.Location{shanghai, time.UTC, time.FixedZone("", -9*3600-1800)}
	rapid.Check(t, func(rt *rapid.T) {
		plays := make([]store.Play, rapid.IntRange(0, 40).Draw(rt, "plays"))
		for i := range plays {
			plays[i] = heardPlay(rt, i)
		}
		since := now.AddDate(0, 0, -rapid.IntRange(0, 25).Draw(rt, "since"))
		until := since.AddDate(0, 0, rapid.IntRange(0, 10).Draw(rt, "until"))
		zone := rapid.SampledFrom(zones).Draw(rt, "zone")
		for name, l := range map[string]*heard.Ledger{"fresh": ledger(plays...), "kept": keptLedger(rt, plays)} {
			for _, span := range [][2]time.Time{{}, {since, until}, {since, {}}, {{}, until}} {
				got, want := plain(l.Stats(span[0], span[1], now, zone)), plain(plainly(plays, span[0], span[1], now, zone))
				if got != want {
					rt.Fatalf("%s, %v\nledger %s\nplain  %s", name, span, got, want)
				}
			}
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

func TestADamagedSumIsNone(t *testing.T) {
	t.Parallel()
	mark := heard.Mark{Row: 3, Play: "a", Rows: 2}
	body := ledger(play("2026-03-02 10:00", 1, 60), play("2026-03-02 10:10", 2, 60)).Summary(mark)
	for i := range body {
		if _, _, ok := heard.Restore(body[:i]); ok {
			t.Errorf("restored the first %d bytes", i)
		}
		bad := bytes.Clone(body)
		bad[i] ^= 0x10
		if _, _, ok := heard.Restore(bad); ok {
			t.Errorf("restored with a wrong byte %d", i)
		}
	}
	got, have, ok := heard.Restore(body)
	if !ok || have != mark || got.Stats(time.Time{}, time.Time{}, at("2026-03-04 12:00"), shanghai).Plays != 2 {
		t.Errorf("%v %+v", ok, have)
	}
}

// FuzzRestore reads what is no summary, with a sum that fits.
func FuzzRestore(f *testing.F) {
	body := ledger(play("2026-03-02 10:00", 1, 60), play("2026-03-02 10:10", 0, 60)).Summary(heard.Mark{Row: 3, Play: "a", Rows: 2})
	f.Add(body[:len(body)-4])
	f.Add(body[:20])
	f.Fuzz(func(t *testing.T, in []byte) {
		l, _, ok := heard.Restore(binary.BigEndian.AppendUint32(in, crc32.ChecksumIEEE(in)))
		if !ok {
			return
		}
		l.Stats(time.Time{}, time.Time{}, at("2026-03-04 12:00"), shanghai)
		l.Add(play("2026-03-05 10:00", 5, 60))
		if _, _, ok := heard.Restore(l.Summary(heard.Mark{})); !ok {
			t.Error("not restored again")
		}
	})
}

func TestTheListsHoldTheFiftyHeardMost(t *testing.T) {
	t.Parallel()
	l := heard.NewLedger()
	var want []int64
	for song := int64(1); song <= 120; song++ {
		for range song * 7 % 121 {
			l.Add(play("2026-03-02 10:00", song, 60))
		}
		want = append(want, song)
	}
	slices.SortFunc(want, func(a, b int64) int { return int(b*7%121 - a*7%121) })
	s := l.Stats(time.Time{}, time.Time{}, at("2026-03-04 12:00"), shanghai)
	if s.Songs != 120 || len(s.TopSongs) != heard.Top {
		t.Fatalf("%d songs, %d of them told", s.Songs, len(s.TopSongs))
	}
	for i, e := range s.TopSongs {
		if e.ID != want[i] {
			t.Fatalf("place %d is of %d, want %d", i+1, e.ID, want[i])
		}
	}
}
