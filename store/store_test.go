package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func open(t testing.TB, dir string) *DB {
	t.Helper()
	d := Open(Options{Dir: dir})
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func mustClose(t testing.TB, d *DB) {
	t.Helper()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}

func codes(d *DB) []NoticeCode {
	var list []NoticeCode
	for _, n := range d.Notices() {
		list = append(list, n.Code)
	}
	return list
}

func sampleQueue() Queue {
	return Queue{
		Tracks: []Track{
			{ID: 1, Title: "晴天", Artists: []string{"周杰伦"}, Album: "叶惠美", AlbumID: 2, Cover: "https://x", DurationMS: 269000, SourceKind: "list", SourceID: 3, SourceName: "mine", Alg: "a"},
			{ID: 2, Title: "b", Grey: true},
			{ID: 3, Title: "c", Trial: true},
		},
		Order:    []int{2, 0, 1},
		FM:       true,
		Playback: Playback{Current: 2, Position: 61234 * time.Millisecond, Volume: 55, Muted: true, Mode: "shuffle"},
	}
}

func TestTheQueueComesBackToTheMillisecond(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d := open(t, dir)
	if _, ok, err := d.LoadQueue(t.Context(), 7); ok || err != nil {
		t.Errorf("an empty store has a queue: %v %v", ok, err)
	}
	want := sampleQueue()
	if err := d.SaveQueue(t.Context(), 7, want); err != nil {
		t.Fatal(err)
	}
	want.Position = 70001 * time.Millisecond
	if err := d.SavePlayback(t.Context(), 7, want.Playback); err != nil {
		t.Fatal(err)
	}
	mustClose(t, d)
	got, ok, err := open(t, dir).LoadQueue(t.Context(), 7)
	got.Saved = time.Time{}
	if err != nil || !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v %v %v", got, ok, err)
	}
}

func TestASavedQueueThatDoesNotFitIsRepaired(t *testing.T) {
	t.Parallel()
	d := open(t, t.TempDir())
	q := sampleQueue()
	q.Order, q.Current, q.Volume = []int{0, 0, 7}, 12, 300
	if err := d.SaveQueue(t.Context(), 7, q); err != nil {
		t.Fatal(err)
	}
	got, _, err := d.LoadQueue(t.Context(), 7)
	if err != nil || !slices.Equal(got.Order, []int{0, 1, 2}) || got.Current != -1 || got.Volume != 100 || got.Position != 0 {
		t.Errorf("%+v %v", got, err)
	}
}

func TestPlaysAndReportsAreKeptTogether(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d := open(t, dir)
	ctx := t.Context()
	at := time.UnixMilli(1_700_000_000_000)
	for i := range 3 {
		p := Play{ID: fmt.Sprint("p", i), UID: 1, Song: 7, Title: "t", Artists: []string{"x", "y"}, Started: at.Add(time.Duration(i) * time.Hour), Listened: time.Minute, Length: 2 * time.Minute, Ending: "ui", Counted: true}
		r := Report{Play: p.ID, Kind: "play", UID: 1, Song: 7, Type: "song", Source: "list", SourceID: 4, Seconds: 60, Ending: "ui", Alg: "g", Played: at, State: "new"}
		for range 2 { // the second time changes nothing
			if err := d.RecordPlay(ctx, &p, r); err != nil {
				t.Fatal(err)
			}
		}
	}
	r, ok, err := d.NextReport(ctx, 1)
	if err != nil || !ok || r.Play != "p0" || r.Seconds != 60 || !r.Played.Equal(at) || r.Alg != "g" {
		t.Fatalf("%+v %v %v", r, ok, err)
	}
	r.State, r.Attempts, r.Unsure, r.Next, r.LastCode = "dead", 3, 1, at, "400"
	if err := d.MarkReport(ctx, r); err != nil {
		t.Fatal(err)
	}
	mustClose(t, d)
	d = open(t, dir)
	if r, _, err = d.NextReport(ctx, 1); err != nil || r.Play != "p1" {
		t.Fatalf("%+v %v", r, err)
	}
	done := at.Add(5 * time.Hour)
	if err := d.DoneReport(ctx, r, done); err != nil {
		t.Fatal(err)
	}
	if err := d.MarkReport(ctx, r); !errors.Is(err, ErrGone) {
		t.Errorf("a report that is gone: %v", err)
	}
	if _, ok, err := d.NextReport(ctx, 2); ok || err != nil {
		t.Error("another account has reports", err)
	}
	n, err1 := d.Counted(ctx, 1, done.Add(-time.Minute))
	none, err2 := d.Counted(ctx, 1, done.Add(time.Minute))
	if n != 1 || none != 0 || err1 != nil || err2 != nil {
		t.Errorf("counted %d and %d, %v %v", n, none, err1, err2)
	}
	plays, err := d.History(ctx, 1, at.Add(2*time.Hour), 10)
	if err != nil || len(plays) != 2 || plays[0].ID != "p1" || !plays[0].Accepted.Equal(done) || !slices.Equal(plays[1].Artists, []string{"x", "y"}) {
		t.Errorf("%+v %v", plays, err)
	}
}

func TestTheOutboxIsBounded(t *testing.T) {
	t.Parallel()
	now := time.UnixMilli(1_700_000_000_000)
	d := Open(Options{Dir: t.TempDir(), Now: func() time.Time { return now }})
	defer d.Close()
	var reports []Report
	for i := range reportsMax + 50 {
		reports = append(reports, Report{Play: fmt.Sprint(i), Kind: "play", UID: 1, State: "new", Played: now})
	}
	reports[reportsMax+49].Played = now.Add(-31 * 24 * time.Hour)
	if err := d.RecordPlay(t.Context(), nil, reports...); err != nil {
		t.Fatal(err)
	}
	if err := d.prune(t.Context()); err != nil {
		t.Fatal(err)
	}
	var n int
	err := d.read(t.Context(), func(db *sql.DB) error { return db.QueryRow("SELECT count(*) FROM outbox").Scan(&n) })
	if r, _, _ := d.NextReport(t.Context(), 1); n != reportsMax-1 || r.Play != "50" || err != nil {
		t.Errorf("%d rows, first %s, %v", n, r.Play, err)
	}
}

func TestSongsAndDocsBelongToAccounts(t *testing.T) {
	t.Parallel()
	d := open(t, t.TempDir())
	ctx := t.Context()
	at := time.UnixMilli(5000)
	for uid := int64(1); uid <= 2; uid++ {
		if err := d.PutSongs(ctx, uid, []Song{{ID: 9, At: at, Body: []byte{byte(uid)}}, {ID: 1 << 47, At: at, Body: []byte("big")}, {ID: -1, At: at, Body: []byte("no")}}); err != nil {
			t.Fatal(err)
		}
		if err := d.PutDoc(ctx, Doc{UID: uid, Kind: "k", ID: 3, Version: uid, At: at, Body: []byte("body")}); err != nil {
			t.Fatal(err)
		}
	}
	for uid := int64(1); uid <= 3; uid++ {
		got := map[int64]string{}
		err := d.Songs(ctx, uid, []int64{-1, 1 << 47, 9, 10}, func(id int64, when time.Time, body []byte) {
			got[id] = string(body)
			if !when.Equal(at) {
				t.Errorf("at %v", when)
			}
		})
		want := map[int64]string{9: string(byte(uid)), 1 << 47: "big"}
		if uid == 3 {
			want = map[int64]string{}
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("account %d: %v %v", uid, got, err)
		}
		doc, ok, err := d.Doc(ctx, uid, "k", 3)
		if err != nil || ok != (uid < 3) || ok && (doc.Version != uid || string(doc.Body) != "body" || !doc.At.Equal(at)) {
			t.Errorf("account %d: %+v %v %v", uid, doc, ok, err)
		}
	}
}

func TestSongsOfTheFMMoveToTheEndAndAreBounded(t *testing.T) {
	t.Parallel()
	d := open(t, t.TempDir())
	ctx := t.Context()
	var songs []int64
	for i := range int64(fmKept + 20) {
		songs = append(songs, i, 1)
	}
	for _, part := range [][]int64{songs[:10], songs[10:]} {
		if err := d.AddFMSeen(ctx, 1, part...); err != nil {
			t.Fatal(err)
		}
	}
	seen, err := d.FMSeen(ctx, 1)
	if err != nil || len(seen) != fmKept || seen[fmKept-1] != 1 || slices.Contains(seen, 2) {
		t.Errorf("%d seen, %v", len(seen), err)
	}
}

func TestEverythingWorksInMemory(t *testing.T) {
	t.Parallel()
	d := Open(Options{})
	ctx := t.Context()
	if err := d.SaveQueue(ctx, 7, sampleQueue()); err != nil {
		t.Fatal(err)
	}
	if q, ok, err := d.LoadQueue(ctx, 7); err != nil || !ok || len(q.Tracks) != 3 {
		t.Errorf("%v %v", ok, err)
	}
	if kept, err := d.Kept(ctx); kept || err != nil || len(d.Notices()) != 0 {
		t.Errorf("kept %v, %v, %v", kept, err, d.Notices())
	}
	mustClose(t, d)
	mustClose(t, d)
	if err := d.SaveQueue(ctx, 7, Queue{}); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

func TestItWorksInABubbleAndBacksUpOnceADay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		// The files' times are the machine's, the bubble's clock starts in 2000.
		d := Open(Options{Dir: dir, Now: func() time.Time { return time.Now().AddDate(100, 0, 0) }})
		if err := d.SaveQueue(t.Context(), 7, sampleQueue()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(20 * time.Minute)
		synctest.Wait()
		mustClose(t, d)
	})
	for _, name := range []string{"store.db", "store.db.bak", "store.db.bak2"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() < 4096 {
			t.Errorf("%s: %v %v", name, info, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*tmp*")); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

// TestABackupOfAClockThatWasAheadIsNoneOfToday has one whose time is to come.
func TestABackupOfAClockThatWasAheadIsNoneOfToday(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	now := time.Now()
	d := &DB{opt: Options{Now: func() time.Time { return now }}, path: filepath.Join(dir, "store.db")}
	if err := os.WriteFile(d.path+".bak", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for age, due := range map[time.Duration]bool{time.Hour: false, -time.Hour: false, 25 * time.Hour: true, -365 * 24 * time.Hour: true} {
		at := now.Add(-age)
		if err := os.Chtimes(d.path+".bak", at, at); err != nil {
			t.Fatal(err)
		}
		if d.backupDue() != due {
			t.Errorf("%v old: due %v", age, !due)
		}
	}
}

func TestACallerMayLeaveBeforeItIsOpen(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	d := &DB{opt: Options{Now: time.Now}, ready: make(chan struct{})} // never opens
	if err := d.SaveQueue(ctx, 7, Queue{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestANewerFileIsLeftAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d := open(t, dir)
	if err := d.write(t.Context(), func(tx *sql.Tx) error { _, err := tx.Exec("PRAGMA user_version = 999"); return err }); err != nil {
		t.Fatal(err)
	}
	mustClose(t, d)
	before := snapshot(t, dir)
	d = open(t, dir)
	if err := d.SaveQueue(t.Context(), 7, sampleQueue()); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(codes(d), []NoticeCode{NoticeNewer}) {
		t.Errorf("notices %v", d.Notices())
	}
	mustClose(t, d)
	if after := snapshot(t, dir); !reflect.DeepEqual(before, after) {
		t.Error("the file of the newer version was changed")
	}
}

func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".lock") {
			b, _ := os.ReadFile(filepath.Join(dir, e.Name()))
			files[e.Name()] = string(b)
		}
	}
	return files
}

func TestEverySchemaStepCanBeRepeated(t *testing.T) {
	t.Parallel()
	h, err := openMemory()
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	for from := range len(migrations()) { // another process was faster
		if err := migrate(t.Context(), h.w, from); err != nil {
			t.Errorf("from %d: %v", from, err)
		}
	}
	if v, err := userVersion(t.Context(), h.w); err != nil || v != len(migrations()) {
		t.Errorf("version %d, %v", v, err)
	}
}

func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	d := Open(Options{Dir: dir})
	if err := d.SaveQueue(b.Context(), 7, sampleQueue()); err != nil {
		b.Fatal(err)
	}
	mustClose(b, d)
	b.Run("return", func(b *testing.B) {
		for b.Loop() {
			d := Open(Options{Dir: dir})
			b.StopTimer()
			mustClose(b, d)
			b.StartTimer()
		}
	})
	b.Run("ready with the queue", func(b *testing.B) {
		for b.Loop() {
			d := Open(Options{Dir: dir})
			if _, ok, err := d.LoadQueue(b.Context(), 7); !ok || err != nil {
				b.Fatal(err)
			}
			b.StopTimer()
			mustClose(b, d)
			b.StartTimer()
		}
	})
}

func BenchmarkSaveQueueOfTenThousand(b *testing.B) {
	d := open(b, b.TempDir())
	q := sampleQueue()
	for len(q.Tracks) < 10000 {
		q.Tracks = append(q.Tracks, q.Tracks[0])
		q.Order = append(q.Order, len(q.Order))
	}
	for b.Loop() {
		if err := d.SaveQueue(b.Context(), 7, q); err != nil {
			b.Fatal(err)
		}
	}
}
