package verb

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ncmtui/ui/text"
)

// listensFile is a year of listens as ListenBrainz exports them: three songs,
// the first one every day of May.
func listensFile(t *testing.T) string {
	t.Helper()
	var all []string
	add := func(at time.Time, title, artist string) {
		name, err := json.Marshal(title)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprintf(`{"listened_at":%d,"track_metadata":{"artist_name":%q,"track_name":%s,"release_name":"辑","additional_info":{"duration_ms":240000}}}`, at.Unix(), artist, name))
	}
	for day := 1; day <= 31; day++ {
		add(time.Date(2026, 5, day, 21, 30, 0, 0, time.Local), "晴天\u001b[31m", "周杰伦")
	}
	add(time.Date(2026, 7, 1, 8, 0, 0, 0, time.Local), "Hello", "Adele")
	add(time.Date(2025, 7, 1, 8, 0, 0, 0, time.Local), "Hello", "Adele")
	file := filepath.Join(t.TempDir(), "listens.json")
	if err := os.WriteFile(file, []byte("["+strings.Join(all, ",")+"]"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestPlaysComeInOnceAndAreSummedUp(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	file := listensFile(t)
	if got := r.must("history"); got != "" {
		t.Errorf("before: %q", got)
	}
	for _, want := range []string{"33 read, 33 new, 0 not understood\n", "33 read, 0 new, 0 not understood\n"} {
		if got := r.must("history", "import", file); got != want {
			t.Errorf("imported %q, want %q", got, want)
		}
	}
	if got := r.must("history", "--search", "hello adele"); strings.Count(got, "\n") != 2 || !strings.HasPrefix(got, "2026-07-01 08:00\tHello\tAdele\t辑\t4:00\t0") {
		t.Errorf("history of Hello:\n%s", got)
	}
	if got := r.must("history", "--since", "2026-05-30", "--until", "2026-05-31", "--json"); strings.Count(got, `"title"`) != 2 || !json.Valid([]byte(got)) {
		t.Errorf("of two days:\n%s", got)
	}
	var s Stats
	if err := json.Unmarshal([]byte(r.must("stats", "--year", "2026", "--json")), &s); err != nil {
		t.Fatal(err)
	}
	if s.Plays != 32 || s.Songs != 2 || s.ListenedMS != 32*240_000 || s.LongestStreak != (Streak{31, "2026-05-01", "2026-05-31"}) ||
		s.NewSongs != 1 || len(s.HoursMS) != 24 || s.HoursMS[21] != 31*240_000 || len(s.TopAlbums) != 2 || s.Busiest.Day != "2026-05-01" {
		t.Errorf("%+v", s)
	}
	if got, want := r.must("stats", "--top", "1"), "song\t1\t晴天[31m\t周杰伦\t31\t124\nartist\t1\t周杰伦\t\t31\t124\nalbum\t1\t辑\t周杰伦\t31\t124\n"; got != want {
		t.Errorf("in a pipe:\n%q\nwant\n%q", got, want)
	}
}

func TestPlaysGoOutAndComeBackElsewhere(t *testing.T) {
	t.Parallel()
	r, other := newRig(t, true), newRig(t, false)
	r.must("history", "import", listensFile(t))
	for i, format := range []string{"json", "listenbrainz"} {
		file := filepath.Join(t.TempDir(), "out.json")
		r.must("history", "export", "--format", format, "--year", "2026", file)
		if st, err := os.Stat(file); err != nil || st.Mode().Perm() != 0o600 {
			t.Errorf("%v, %v", st, err)
		}
		if code := r.run("history", "export", file); code != Failed {
			t.Errorf("a file that is there: exit code %d", code)
		}
		want := []string{"32 read, 32 new, 0 not understood\n", "32 read, 0 new, 0 not understood\n"}[i]
		if got := other.must("history", "import", file); got != want {
			t.Errorf("%s: %q", format, got)
		}
	}
	r.in = r.must("history", "export")
	if got := r.must("history", "import", "-"); got != "33 read, 0 new, 0 not understood\n" {
		t.Errorf("its own: %q", got)
	}
}

func TestWrongHistoryIsRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t, false)
	r.in = "nope"
	for args, want := range map[string]int{
		"history import -": Failed, "history import /no/such/file": Failed, "history import": Usage, "history export --format xml": Usage,
		"history --since May": Usage, "stats --year 3": Usage, "stats --until 2026-13-01": Usage, "stats --year 2026 --since 2026-01-01": -1,
		"stats": 0, "stats --json": 0, "history": 0,
	} {
		if code := r.run(strings.Fields(args)...); code != want {
			t.Errorf("%s: exit code %d, want %d: %s", args, code, want, r.err.String())
		}
	}
}

func TestStatisticsFitTheTerminal(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	r.must("history", "import", listensFile(t))
	r.terminal = true
	for _, r.width = range []int{44, 60, 80, 140} {
		got := r.must("stats", "--year", "2026")
		for line := range strings.Lines(got) {
			if w := text.Width(strings.TrimSuffix(line, "\n")); w > r.width {
				t.Errorf("%d cells of %d: %q", w, r.width, line)
			}
		}
		for _, want := range []string{"2:08 h", "31 (2026-05-01 – 2026-05-31)", "21  ━━━", "Mon  ", "周杰伦"} {
			if !strings.Contains(got, want) {
				t.Errorf("%q is missing in\n%s", want, got)
			}
		}
	}
}
