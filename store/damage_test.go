package store

import (
	"bytes"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// filled makes a store with a backup and gives its folder.
func filled(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	d := open(t, dir)
	if err := d.SaveQueue(t.Context(), 7, sampleQueue()); err != nil {
		t.Fatal(err)
	}
	var songs []Song
	for i := range int64(300) {
		songs = append(songs, Song{ID: i, At: time.Now(), Body: bytes.Repeat([]byte{byte(i)}, 200)})
	}
	if err := d.PutSongs(t.Context(), 1, songs); err != nil {
		t.Fatal(err)
	}
	if err := d.backup(t.Context()); err != nil {
		t.Fatal(err)
	}
	mustClose(t, d)
	return dir
}

func TestADamagedFileIsSetAsideAndTheBackupUsed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		damage func(path string, content []byte) error
	}{
		{"truncated", func(p string, b []byte) error { return os.Truncate(p, int64(len(b)/2)) }},
		{"cut inside the header", func(p string, _ []byte) error { return os.Truncate(p, 50) }},
		{"empty", func(p string, _ []byte) error { return os.Truncate(p, 0) }},
		{"zeroed", func(p string, b []byte) error { return os.WriteFile(p, make([]byte, len(b)), 0o600) }},
		{"text", func(p string, _ []byte) error {
			return os.WriteFile(p, []byte("hello, this is no database at all"), 0o600)
		}},
		{"missing", func(p string, _ []byte) error { return os.Remove(p) }},
		{"a folder", func(p string, _ []byte) error {
			if err := os.Remove(p); err != nil {
				return err
			}
			return os.MkdirAll(filepath.Join(p, "inside"), 0o700)
		}},
		{"all pages but the first", func(p string, b []byte) error {
			for i := 4096; i < len(b); i++ {
				b[i] = 0x5a
			}
			return os.WriteFile(p, b, 0o600)
		}},
		{"empty journal", func(p string, b []byte) error {
			if err := os.WriteFile(p+"-wal", nil, 0o600); err != nil {
				return err
			}
			return os.Truncate(p, int64(len(b)/3))
		}},
		{"journal of noise and a cut file", func(p string, b []byte) error {
			if err := os.WriteFile(p+"-wal", bytes.Repeat([]byte("noise"), 2000), 0o600); err != nil {
				return err
			}
			return os.Truncate(p, int64(len(b)/3))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := filled(t)
			path := filepath.Join(dir, "store.db")
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.damage(path, content); err != nil {
				t.Fatal(err)
			}
			d := open(t, dir)
			q, ok, err := d.LoadQueue(t.Context(), 7)
			if err != nil || !ok || len(q.Tracks) != 3 {
				t.Errorf("queue: %d tracks, %v, %v", len(q.Tracks), ok, err)
			}
			if !slices.Equal(codes(d), []NoticeCode{NoticeRestored}) {
				t.Errorf("notices: %v", d.Notices())
			}
			if aside, _ := filepath.Glob(path + ".corrupt-*"); len(aside) == 0 && c.name != "missing" {
				t.Error("nothing was set aside")
			}
			if err := d.Remember(t.Context(), map[Memo]string{all("it"): "works"}); err != nil {
				t.Error(err)
			}
			mustClose(t, d)
			if d := open(t, dir); d.Ready(t.Context()) != nil || len(d.Notices()) != 0 {
				t.Errorf("the start after: %v", d.Notices())
			}
		})
	}
}

func TestWithoutABackupItStartsEmpty(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "store.db"), []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := open(t, dir)
	if _, ok, err := d.LoadQueue(t.Context(), 7); ok || err != nil {
		t.Errorf("%v %v", ok, err)
	}
	if kept, _ := d.Kept(t.Context()); !kept || !slices.Equal(codes(d), []NoticeCode{NoticeEmpty}) {
		t.Errorf("kept %v, notices %v", kept, d.Notices())
	}
}

func TestADamagedBackupIsPassedOver(t *testing.T) {
	t.Parallel()
	dir := filled(t)
	for _, name := range []string{"store.db", "store.db.bak"} {
		if err := os.Truncate(filepath.Join(dir, name), 5000); err != nil {
			t.Fatal(err)
		}
	}
	d := open(t, dir)
	if _, ok, err := d.LoadQueue(t.Context(), 7); ok || err != nil || !slices.Equal(codes(d), []NoticeCode{NoticeEmpty}) {
		t.Errorf("%v %v %v", ok, err, d.Notices())
	}
}

// damages is how many of each file are tried: all of them where the faults are
// wanted.
func damages() uint64 {
	if os.Getenv("NCMTUI_REQUIRE_FAULTS") == "1" {
		return 300
	}
	return 24
}

// TestAFileThatIsHitLeavesTheLogin damages every file of the folder in turn:
// the login is there unless its own file was hit; then nothing panics.
func TestAFileThatIsHitLeavesTheLogin(t *testing.T) {
	t.Parallel()
	made := filled(t)
	s := OpenSessions(SessionOptions{Dir: made})
	for i := range int64(2) { // the second leaves a backup
		if err := s.Update(func(now *Session) { now.Put(login(7, fmt.Sprint("cookie-", i), i)) }); err != nil {
			t.Fatal(err)
		}
	}
	for _, hit := range []string{"store.db", "store.db.bak", "session.json", "session.json.bak"} {
		whole, err := os.ReadFile(filepath.Join(made, hit))
		if err != nil {
			t.Fatal(err)
		}
		for seed := range damages() {
			dir := filepath.Join(t.TempDir(), "data")
			if err := os.CopyFS(dir, os.DirFS(made)); err != nil {
				t.Fatal(err)
			}
			r := rand.New(rand.NewPCG(seed, 7))
			broken := slices.Clone(whole)[:len(whole)-r.IntN(2)*r.IntN(len(whole))]
			for range r.IntN(5) {
				if at := r.IntN(len(broken) + 1); at < len(broken) {
					broken[at] = byte(r.Uint32())
				}
			}
			if err := os.WriteFile(filepath.Join(dir, hit), broken, 0o600); err != nil {
				t.Fatal(err)
			}
			got := OpenSessions(SessionOptions{Dir: dir}).Load()
			if _, ok := got.Account(7); !ok && strings.HasPrefix(hit, "store") || got.DeviceID == "" {
				t.Errorf("%s, seed %d: %d logins", hit, seed, len(got.Accounts))
			}
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestRandomDamageNeverStopsTheProgram overwrites parts of the file while no
// one looks; whatever it hits, every call works or errs, and the store can be
// used afterwards.
func TestRandomDamageNeverStopsTheProgram(t *testing.T) {
	t.Parallel()
	dir := filled(t)
	path := filepath.Join(dir, "store.db")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	backup, err := os.ReadFile(path + ".bak")
	if err != nil {
		t.Fatal(err)
	}
	for seed := range damages() {
		r := rand.New(rand.NewPCG(seed, 1))
		dir := t.TempDir()
		path := filepath.Join(dir, "store.db")
		broken := slices.Clone(whole)
		for range 1 + r.IntN(4) {
			at, n := r.IntN(len(broken)), 1+r.IntN(4096)
			for i := at; i < min(at+n, len(broken)); i++ {
				broken[i] = byte(r.Uint32())
			}
		}
		if err := os.WriteFile(path, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path+".bak", backup, 0o600); err != nil {
			t.Fatal(err)
		}
		d := Open(Options{Dir: dir})
		ctx := t.Context()
		ids := make([]int64, 300)
		for i := range ids {
			ids[i] = int64(i)
		}
		_, _, _ = d.LoadQueue(ctx, 7)
		_ = d.Songs(ctx, 1, ids, func(int64, time.Time, []byte) {})
		_ = d.SaveQueue(ctx, 7, sampleQueue())
		_ = d.PutSongs(ctx, 1, []Song{{ID: 1, Body: []byte("x")}})
		if err := d.SaveQueue(ctx, 7, sampleQueue()); err != nil {
			t.Errorf("seed %d: %v, notices %v", seed, err, d.Notices())
		}
		if q, ok, err := d.LoadQueue(ctx, 7); err != nil || !ok || len(q.Tracks) != 3 {
			t.Errorf("seed %d: %v %v, notices %v", seed, ok, err, d.Notices())
		}
		_ = d.Close()
	}
}

func TestADiskThatTakesNothingLeavesMemory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "data"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	d := open(t, filepath.Join(dir, "data")) // a file where the folder should be
	if err := d.SaveQueue(t.Context(), 7, sampleQueue()); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := d.LoadQueue(t.Context(), 7); !ok || err != nil || !slices.Equal(codes(d), []NoticeCode{NoticeMemory}) {
		t.Errorf("%v %v %v", ok, err, d.Notices())
	}
}

func TestAFullDiskIsSaidOnceAndLeftAgain(t *testing.T) {
	t.Parallel()
	dir := filled(t)
	d := open(t, dir)
	ctx := t.Context()
	if err := d.RecordPlay(ctx, nil, Report{Play: "before", Kind: "play", UID: 1, State: "new", Played: time.Now()}); err != nil {
		t.Fatal(err)
	}
	full(t, d, 1)
	for i := range 5 {
		p := Play{ID: fmt.Sprint("during", i), UID: 1, Started: time.Now()}
		if err := d.RecordPlay(ctx, &p, Report{Play: p.ID, Kind: "play", UID: 1, State: "new", Played: time.Now()}); err != nil {
			t.Fatal(err)
		}
		if err := d.PutDoc(ctx, Doc{Kind: "big", ID: int64(i), Body: make([]byte, 1<<20)}); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(codes(d), []NoticeCode{NoticeMemory}) {
		t.Errorf("notices %v", d.Notices())
	}
	d.rejoin()
	if kept, _ := d.Kept(ctx); !kept || !slices.Equal(codes(d), []NoticeCode{NoticeMemory, NoticeBack}) {
		t.Errorf("kept %v, notices %v", kept, d.Notices())
	}
	mustClose(t, d)
	d = open(t, dir)
	plays, err := d.History(ctx, 1, time.Time{}, 10)
	r, ok, err2 := d.NextReport(ctx, 1)
	if err != nil || err2 != nil || len(plays) != 5 || !ok || r.Play != "before" {
		t.Errorf("%d plays, first report %q, %v %v", len(plays), r.Play, err, err2)
	}
}

// full makes the database as large as it may get: SQLite then says FULL as it
// does on a full disk.
func full(t *testing.T, d *DB, spare int) {
	t.Helper()
	err := d.use(t.Context(), false, func(h *handle) error {
		var pages int
		if err := h.w.QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
			return err
		}
		_, err := h.w.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages+spare))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatWasInMemoryIsWrittenAtTheEnd(t *testing.T) {
	t.Parallel()
	dir := filled(t)
	d := open(t, dir)
	full(t, d, 0)
	if err := d.PutDoc(t.Context(), Doc{Kind: "big", Body: make([]byte, 1<<20)}); err != nil {
		t.Fatal(err)
	}
	if err := d.RecordPlay(t.Context(), &Play{ID: "late", UID: 1, Started: time.Now()}); err != nil {
		t.Fatal(err)
	}
	mustClose(t, d)
	plays, err := open(t, dir).History(t.Context(), 1, time.Time{}, 10)
	if err != nil || len(plays) != 1 {
		t.Errorf("%v %v", plays, err)
	}
}

func TestDamageFoundWhileRunningIsRepaired(t *testing.T) {
	t.Parallel()
	dir := filled(t)
	d := open(t, dir)
	if err := d.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	calls := 0
	err := d.read(t.Context(), func(db *sql.DB) error {
		if calls++; calls == 1 {
			return errDamaged
		}
		return db.Ping()
	})
	if err != nil || calls != 2 || !slices.Equal(codes(d), []NoticeCode{NoticeRestored}) {
		t.Errorf("%v after %d calls, %v", err, calls, d.Notices())
	}
	if q, ok, err := d.LoadQueue(t.Context(), 7); !ok || err != nil || len(q.Tracks) != 3 {
		t.Errorf("%v %v", ok, err)
	}
}
