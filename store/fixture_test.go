package store

import (
	"bytes"
	"compress/gzip"
	"database/sql"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// writeFixture writes the database of the newest schema, once it is released:
// go test ./store -run Fixture -fixture.
var writeFixture = flag.Bool("fixture", false, "write the fixture of the newest schema")

func fixtureOf(version int) string {
	return filepath.Join("testdata", fmt.Sprintf("schema-%d.db.gz", version))
}

// released is the database of an older version, as that version wrote it.
func released(t testing.TB, version int) []byte {
	t.Helper()
	f, err := os.Open(fixtureOf(version))
	if err != nil {
		t.Fatalf("a released schema has no fixture: %v", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// fixtureRows are what every released schema had; later tables are empty in the
// older fixtures.
var fixtureRows = []string{
	`INSERT INTO queue VALUES (1, '[{"id":11,"title":"晴天","artists":["周杰伦"]},{"id":12},{"id":13}]', '[2,0,1]', 0, 1700000000000)`,
	`INSERT INTO playback VALUES (1, 1, 61234, 55, 1, 'shuffle', 1700000000000)`,
	`INSERT INTO history (play, uid, song, title, artists, album, source_kind, source_id, source_name, started, listened, length, ending, counted, accepted)
		VALUES ('p1', 7, 11, '晴天', '["周杰伦"]', '叶惠美', 'list', 3, 'mine', 1700000000000, 60000, 269000, 'playend', 1, 1700000060000)`,
	`INSERT INTO outbox (play, kind, uid, song, type, source, source_id, seconds, ending, alg, played, state, attempts, unsure, next, last_code)
		VALUES ('p2', 'play', 7, 12, 'song', 'list', 3, 60, 'ui', '', 1700000000000, 'new', 0, 0, 0, '')`,
	`INSERT INTO accounts VALUES (1, 7)`,
	fmt.Sprintf(`INSERT INTO songs VALUES (%d, 1700000000000, 'body')`, 1<<songBits|11),
	`INSERT INTO docs VALUES (7, 'playlist', 3, 5, 1700000000000, 'list')`,
	`INSERT INTO fm_seen (uid, song) VALUES (7, 21), (7, 22)`,
	`INSERT INTO searches (uid, query) VALUES (7, '夜')`,
}

// TestEveryOlderSchemaHasAFixture wants one of each schema but the newest. With
// -fixture it makes those that are missing: what the schema's own steps make,
// with the rows in the form of the first.
func TestEveryOlderSchemaHasAFixture(t *testing.T) {
	for version := 1; version < len(migrations()); version++ {
		if _, err := os.Stat(fixtureOf(version)); err == nil {
			continue // written by the version that released it
		}
		if !*writeFixture {
			t.Errorf("schema %d has no fixture: go test ./store -run Fixture -args -fixture", version)
			continue
		}
		path := filepath.Join(t.TempDir(), "store.db")
		db, err := sql.Open("sqlite", dsn(path))
		if err != nil {
			t.Fatal(err)
		}
		run := func(stmt string) {
			if _, err := db.Exec(stmt); err != nil {
				t.Fatalf("%d: %v\n%s", version, err, stmt)
			}
		}
		run(migrations()[0])
		for _, stmt := range fixtureRows {
			run(stmt)
		}
		for _, step := range migrations()[1:version] {
			run(step)
		}
		run(fmt.Sprintf("PRAGMA user_version = %d", version))
		run("VACUUM")
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write(raw); err != nil || z.Close() != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(fixtureOf(version), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestEveryReleasedSchemaIsBroughtToTheNewest(t *testing.T) {
	t.Parallel()
	for version := 1; version < len(migrations()); version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "store.db"), released(t, version), 0o600); err != nil {
				t.Fatal(err)
			}
			d := open(t, dir)
			checkReleased(t, d)
			if len(d.Notices()) != 0 {
				t.Errorf("notices %v", d.Notices())
			}
			mustClose(t, d)
			if h := Examine(t.Context(), dir); h.Err != nil || h.Schema != h.Newest || h.Backup.IsZero() {
				t.Errorf("afterwards: %+v", h)
			}
		})
	}
}

// checkReleased looks whether all that the fixtures hold is there.
func checkReleased(t *testing.T, d *DB) {
	t.Helper()
	ctx := t.Context()
	q, ok, err := d.LoadQueue(ctx, 7)
	if err != nil || !ok || len(q.Tracks) != 3 || q.Tracks[0].Title != "晴天" || q.Order[0] != 2 || q.Current != 1 ||
		q.Position != 61234*time.Millisecond || q.Volume != 55 || !q.Muted || q.Mode != "shuffle" {
		t.Errorf("queue: %+v %v %v", q, ok, err)
	}
	if plays, err := d.History(ctx, 7, time.Time{}, 10); err != nil || len(plays) != 1 || plays[0].Listened != time.Minute || plays[0].SourceName != "mine" {
		t.Errorf("history: %+v %v", plays, err)
	}
	var reports int
	if err := d.read(ctx, func(db *sql.DB) error {
		return db.QueryRow("SELECT count(*) FROM outbox WHERE play = 'p2' AND uid = 7 AND seconds = 60").Scan(&reports)
	}); err != nil || reports != 1 {
		t.Errorf("outbox: %d, %v", reports, err)
	}
	songs := 0
	if err := d.Songs(ctx, 7, []int64{11}, func(id int64, _ time.Time, body []byte) {
		if id == 11 && string(body) == "body" {
			songs++
		}
	}); err != nil || songs != 1 {
		t.Errorf("songs: %d %v", songs, err)
	}
	if doc, ok, err := d.Doc(ctx, 7, "playlist", 3); err != nil || !ok || doc.Version != 5 || string(doc.Body) != "list" {
		t.Errorf("docs: %+v %v", doc, err)
	}
	if seen, err := d.FMSeen(ctx, 7); err != nil || len(seen) != 2 {
		t.Errorf("fm: %v %v", seen, err)
	}
	if kept, err := d.Memory(ctx); err != nil || kept[Memo{7, "searches"}] != "夜" {
		t.Errorf("searches: %v %v", kept, err)
	}
}

func TestAccountsHaveTheirOwnQueues(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "store.db"), released(t, 1), 0o600); err != nil {
		t.Fatal(err)
	}
	d := open(t, dir)
	ctx := t.Context()
	// The queue of nobody is there for whoever asks, until somebody writes.
	for _, uid := range []int64{0, 7, 8} {
		if q, ok, err := d.LoadQueue(ctx, uid); err != nil || !ok || len(q.Tracks) != 3 {
			t.Errorf("account %d: %v %v", uid, ok, err)
		}
	}
	if err := d.SavePlayback(ctx, 7, Playback{Current: 2, Position: time.Second, Volume: 60, Mode: "list"}); err != nil {
		t.Fatal(err)
	}
	if q, ok, _ := d.LoadQueue(ctx, 7); !ok || len(q.Tracks) != 3 || q.Current != 2 || q.Position != time.Second {
		t.Errorf("taken over: %+v", q)
	}
	if q, ok, _ := d.LoadQueue(ctx, 8); ok {
		t.Errorf("the other account has %+v", q)
	}
	if err := d.SaveQueue(ctx, 8, sampleQueue()); err != nil {
		t.Fatal(err)
	}
	if q, _, _ := d.LoadQueue(ctx, 7); len(q.Tracks) != 3 || q.Tracks[0].ID != 11 {
		t.Errorf("the first account's is now %+v", q)
	}
	if _, ok, err := d.Former(ctx, 7); ok || err != nil {
		t.Errorf("a queue before: %v %v", ok, err)
	}
	if err := d.SaveFormer(ctx, 7, sampleQueue()); err != nil {
		t.Fatal(err)
	}
	if q, ok, err := d.Former(ctx, 7); !ok || err != nil || len(q.Tracks) != 3 || q.Order[0] != 2 || q.Position != 61234*time.Millisecond {
		t.Errorf("the queue before: %+v %v", q, err)
	}
	if err := d.SaveFormer(ctx, 7, Queue{}); err != nil {
		t.Fatal(err)
	}
	if _, ok, _ := d.Former(ctx, 7); ok {
		t.Error("an empty queue before is one")
	}
}

func TestLyricOffsetsAreKeptBySong(t *testing.T) {
	t.Parallel()
	d := open(t, t.TempDir())
	for song, by := range map[int64]time.Duration{1: 300 * time.Millisecond, 2: -time.Second, 3: 0} {
		if err := d.SetLyricOffset(t.Context(), song, by); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.SetLyricOffset(t.Context(), 2, 0); err != nil {
		t.Fatal(err)
	}
	if got, err := d.LyricOffsets(t.Context()); err != nil || len(got) != 1 || got[1] != 300*time.Millisecond {
		t.Errorf("%v %v", got, err)
	}
}

func TestWhatTheScreenRememberedIsEverybodysUntilAnAccountKeepsItsOwn(t *testing.T) {
	t.Parallel()
	for version := 2; version < 5; version++ { // the schemas without owners
		dir := t.TempDir()
		path := filepath.Join(dir, "store.db")
		if err := os.WriteFile(path, released(t, version), 0o600); err != nil {
			t.Fatal(err)
		}
		old, err := sql.Open("sqlite", dsn(path))
		if err != nil {
			t.Fatal(err)
		}
		for _, stmt := range []string{
			"INSERT INTO memory VALUES ('layout', 'wide'), ('podcast places', '9 61'), ('searches', '雨')",
			"INSERT INTO searches (uid, query) VALUES (8, 'a'), (8, 'b')",
		} {
			if _, err := old.Exec(stmt); err != nil {
				t.Fatal(err)
			}
		}
		if err := old.Close(); err != nil {
			t.Fatal(err)
		}
		d := open(t, dir)
		want := map[Memo]string{
			all("layout"): "wide", all("podcast places"): "9 61", all("searches"): "雨",
			{7, "searches"}: "夜", {8, "searches"}: "b\na",
		}
		if got, err := d.Memory(t.Context()); err != nil || !maps.Equal(got, want) {
			t.Errorf("schema %d: %v, %v", version, got, err)
		}
		mustClose(t, d)
	}
}
