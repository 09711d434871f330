package wire

import (
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ncmtui/store"
	stats "ncmtui/store/heard"
)

// manyPlays are plays of some thousand songs, the last of them now, one every
// twelve minutes.
func manyPlays(n int, now time.Time) []store.Play {
	out := make([]store.Play, n)
	for i := range out {
		song := int64(i)*int64(i)%19997 + 1
		out[i] = store.Play{
			ID: fmt.Sprint("many-", i), Song: song, Title: fmt.Sprint("歌 ", song), Artists: []string{fmt.Sprint("人 ", song%997)},
			Album: fmt.Sprint("辑 ", song%3989), Started: now.Add(-time.Duration(n-i) * 12 * time.Minute),
			Listened: time.Duration(20+i%220) * time.Second, Length: 4 * time.Minute, Ending: "playend",
		}
	}
	return out
}

// plainly makes the statistics as they were made first: of all plays.
func plainly(t testing.TB, db *store.DB, uid int64, since, until, now time.Time) stats.Stats {
	t.Helper()
	all := stats.NewLedger()
	err := db.EachPlay(t.Context(), uid, time.Time{}, time.Time{}, func(p store.Play) bool { all.Add(p); return true })
	if err != nil {
		t.Fatal(err)
	}
	return all.Stats(since, until, now, now.Location())
}

// keptOften is a sum that is kept after a few plays.
const keptOften = 300

func TestStatisticsTellTheSameWithAKeptSum(t *testing.T) {
	t.Parallel()
	dir, now := t.TempDir(), time.Date(2026, 5, 6, 7, 8, 9, 0, time.FixedZone("", 8*3600))
	db := store.Open(store.Options{Dir: dir})
	defer func() { _ = db.Close() }()
	add := func(plays ...store.Play) {
		t.Helper()
		if n, err := db.AddPlays(t.Context(), 7, plays); err != nil || n != len(plays) {
			t.Fatalf("%d of %d plays, %v", n, len(plays), err)
		}
	}
	same := func(what string) {
		t.Helper()
		year, end := stats.Year(2026, now.Location())
		for _, span := range [][2]time.Time{{}, {year, end}, {now.AddDate(0, 0, -6), {}}, {{}, year}} {
			want, err := json.Marshal(plainly(t, db, 7, span[0], span[1], now))
			if err != nil {
				t.Fatal(err)
			}
			got, err := ledgers{db, 7, keptOften}.all(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if have, _ := json.Marshal(got.Stats(span[0], span[1], now, now.Location())); string(have) != string(want) {
				t.Errorf("%s, from %v to %v:\n%s\nwant\n%s", what, span[0], span[1], have, want)
			}
		}
	}
	sum := filepath.Join(dir, "heard-7.sum")
	same("nothing")
	many := manyPlays(keptOften+400, now.Add(-time.Hour))
	add(many[:200]...)
	same("a few")
	if _, err := os.Stat(sum); err == nil {
		t.Error("a few plays were summed up on disk")
	}
	add(many[200:]...)
	same("many")
	if _, err := os.Stat(sum); err != nil {
		t.Errorf("many plays were not summed up: %v", err)
	}
	late := many[len(many)-1]
	late.ID, late.Started, late.Title = "late", now, "新名"
	add(late)
	same("one more")
	old := many[250]
	old.ID, old.Started = "old", old.Started.Add(time.Minute)
	add(old)
	same("one of before")
	for i := range 100 {
		far := many[i]
		far.ID, far.Started = fmt.Sprint("far", i), now.AddDate(-2, 0, -i)
		add(far)
	}
	same("many days of before")
	raw, err := sql.Open("sqlite", filepath.Join(dir, "store.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = raw.Close() }()
	if _, err := raw.ExecContext(t.Context(), "DELETE FROM history WHERE id % 7 = 3"); err != nil {
		t.Fatal(err)
	}
	same("plays taken out by somebody else")
	now = now.In(time.FixedZone("", -5*3600))
	same("another zone")
	if err := os.WriteFile(sum, []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	same("a damaged sum")
}

func TestASumOfAnotherDatabaseIsNotTaken(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 6, 7, 8, 9, 0, time.UTC)
	dir, other := t.TempDir(), t.TempDir()
	for i, d := range []string{dir, other} {
		db := store.Open(store.Options{Dir: d})
		plays := manyPlays(keptOften, now.Add(-time.Duration(i)*time.Minute))
		for k := range plays {
			plays[k].ID += fmt.Sprint(" of ", i)
			plays[k].Listened += time.Duration(i) * time.Second
		}
		if _, err := db.AddPlays(t.Context(), 7, plays); err != nil {
			t.Fatal(err)
		}
		if _, err := (ledgers{db, 7, keptOften}).all(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	body, err := os.ReadFile(filepath.Join(other, "heard-7.sum"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "heard-7.sum"), body, 0o600); err != nil {
		t.Fatal(err)
	}
	db := store.Open(store.Options{Dir: dir})
	defer func() { _ = db.Close() }()
	all, err := ledgers{db, 7, keptOften}.all(t.Context())
	got := all.Stats(time.Time{}, time.Time{}, now, now.Location())
	if want := plainly(t, db, 7, time.Time{}, time.Time{}, now); err != nil || got.Listened != want.Listened {
		t.Errorf("%v heard, want %v, %v", got.Listened, want.Listened, err)
	}
}

var statPlays = flag.Int("plays", 100_000, "how many plays the benchmark of the statistics has")

// BenchmarkStatistics tells what `ncmtui stats` takes with many plays (-plays
// 1000000): the first time, with the sum kept, and of one year.
func BenchmarkStatistics(b *testing.B) {
	dir, now := b.TempDir(), time.Now()
	db := store.Open(store.Options{Dir: dir})
	defer func() { _ = db.Close() }()
	for plays := manyPlays(*statPlays, now); len(plays) > 0; {
		n := min(len(plays), 20_000)
		if _, err := db.AddPlays(b.Context(), 7, plays[:n]); err != nil {
			b.Fatal(err)
		}
		plays = plays[n:]
	}
	year, end := stats.Year(now.Year(), now.Location())
	sum := filepath.Join(dir, "heard-7.sum")
	for _, c := range []struct {
		name         string
		since, until time.Time
		forget       bool
	}{{"first", time.Time{}, time.Time{}, true}, {"kept", time.Time{}, time.Time{}, false}, {"year", year, end, false}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if c.forget {
					_ = os.Remove(sum)
				}
				if _, err := told(b.Context(), db, 7, c.since, c.until, now); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			plainly(b, db, 7, time.Time{}, time.Time{}, now)
		}
	})
}
