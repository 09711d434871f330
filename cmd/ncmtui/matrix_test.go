//go:build unix

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/store"
)

// promised is what leaving may take. A test's machine may be busy: a cell that
// takes longer is tried again, and then measured against how long the machine
// takes for a program that does nothing (see sluggish).
const promised = 500 * time.Millisecond

// usual is what a program that says its version takes on a machine at rest,
// well rounded up.
const usual = 40 * time.Millisecond

// situation is what the program may be doing when it is told to go.
type situation struct {
	name string
	in   func(t *testing.T, r *rig) *terminal
}

var situations = []situation{
	{"idle", func(_ *testing.T, r *rig) *terminal {
		s := r.run()
		s.shows(firstSong)
		return s
	}},
	{"loading", func(_ *testing.T, r *rig) *terminal {
		r.service.Faults().Always("/api/song/enhance/player/url*", ncmfake.Fault{StallAfter: -1})
		s := r.run()
		s.shows(firstSong)
		s.keys("\r")
		s.shows("…  " + firstSong)
		return s
	}},
	{"playing", func(_ *testing.T, r *rig) *terminal {
		s := r.run()
		s.shows(firstSong)
		s.keys("\r")
		s.plays(firstSong, 1)
		return s
	}},
	{"black hole", func(t *testing.T, r *rig) *terminal {
		r.env["NCMTUI_UPSTREAM"] = blackHole(t)
		s := r.run()
		s.shows("每日推荐")
		s.keys("2")
		s.shows("我的歌单")
		return s
	}},
}

// exits are the ways to go; each leaves the terminal to whoever had it before,
// except where there is none any more.
var exits = []struct {
	name  string
	leave func(t *testing.T, s *terminal)
	code  int
	gone  bool // the terminal is
}{
	{name: "TERM", leave: signalled(syscall.SIGTERM)},
	{name: "INT", leave: signalled(syscall.SIGINT)},
	{name: "HUP", leave: signalled(syscall.SIGHUP)},
	{name: "QUIT", leave: signalled(syscall.SIGQUIT)},
	{name: "q", leave: typed("q")},
	{name: "Ctrl-C", leave: typed("\x03")},
	{name: "closed terminal", leave: func(_ *testing.T, s *terminal) { s.hang() }, gone: true},
	{name: "panic", leave: typed(f12), code: exitCrash},
}

func signalled(sig syscall.Signal) func(*testing.T, *terminal) {
	return func(t *testing.T, s *terminal) {
		t.Helper()
		if err := s.cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
	}
}

func typed(key string) func(*testing.T, *terminal) {
	return func(t *testing.T, s *terminal) {
		t.Helper()
		if _, err := s.ptmx.WriteString(key); err != nil {
			t.Fatal(err)
		}
	}
}

// TestWhateverItDoesItLeavesWholeAndSaved is every way to go in every
// situation.
func TestWhateverItDoesItLeavesWholeAndSaved(t *testing.T) {
	t.Parallel()
	for _, how := range exits {
		for _, in := range situations {
			t.Run(how.name+" while "+in.name, func(t *testing.T) {
				t.Parallel()
				var took []time.Duration
				for len(took) < 3 {
					r := newRig(t, ncmfake.Options{LoggedIn: true})
					r.login(t)
					if how.code == exitCrash {
						r.env["NCMTUI_TEST_PANIC"] = "goroutine"
					}
					s := in.in(t, r)
					s.keys("-") // the change that must be there afterwards
					s.shows("音量  95")
					begun := time.Now()
					how.leave(t, s)
					code := s.exit()
					took = append(took, time.Since(begun))
					if code != how.code && !how.gone {
						t.Errorf("exit code %d", code)
					}
					if !how.gone {
						s.givenBack()
					}
					r.saved(t, in)
					s.end()
					if took[len(took)-1] <= promised {
						break
					}
				}
				t.Logf("ended after %v", took)
				if last := took[len(took)-1]; last > promised && last > promised*sluggish(t)/usual {
					t.Errorf("it took %v, three times", took)
				}
			})
		}
	}
}

// login puts the rig's login where the program keeps it.
func (r *rig) login(t *testing.T) {
	t.Helper()
	cookie := r.env["NCMTUI_COOKIE"]
	delete(r.env, "NCMTUI_COOKIE")
	cmd := exec.Command(program(t), "auth", "import", "-")
	cmd.Env, cmd.Dir, cmd.Stdin = r.environ(), r.dir, strings.NewReader(cookie)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// sluggish is how long the machine takes now for a program that does nothing,
// never less than usual.
func sluggish(t *testing.T) time.Duration {
	t.Helper()
	r := newRig(t, ncmfake.Options{})
	begun := time.Now()
	if code, _, errOut := r.piped("--version"); code != exitDone {
		t.Fatal(errOut)
	}
	return max(time.Since(begun), usual)
}

// saved looks for what the program had to keep.
func (r *rig) saved(t *testing.T, in situation) {
	t.Helper()
	dir := r.folder("data")
	db := store.Open(store.Options{Dir: dir})
	defer func() { _ = db.Close() }()
	kept := store.OpenSessions(store.SessionOptions{Dir: dir}).Load()
	q, ok, err := db.LoadQueue(t.Context(), kept.Active)
	if err != nil || !ok || q.Volume != 95 {
		t.Errorf("kept of account %d: %v, volume %d, %v", kept.Active, ok, q.Volume, err)
	}
	if account, ok := kept.Account(kept.Active); !ok || account.Cookies["MUSIC_U"] == "" {
		t.Error("the login is gone")
	}
	switch in.name {
	case "playing":
		if len(q.Tracks) != 30 || q.Position < time.Second {
			t.Errorf("%d songs, at %v", len(q.Tracks), q.Position)
		}
	case "loading":
		if len(q.Tracks) != 30 {
			t.Errorf("%d songs", len(q.Tracks))
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.tmp*")); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	if crashes, _ := filepath.Glob(filepath.Join(r.folder("state"), "crash-*")); len(crashes) > 1 {
		t.Errorf("crashes: %v", crashes)
	}
	if _, err := os.Stat(filepath.Join(r.env["XDG_RUNTIME_DIR"], "ncmtui", "control.sock")); err == nil {
		t.Error("the socket is left behind")
	}
}

// migrateIn is the variable that makes this test program bring a folder's
// database to the newest schema; see TestMain.
const migrateIn = "NCMTUI_TEST_MIGRATE"

// migrateOnly does so.
func migrateOnly(dir string) int {
	db := store.Open(store.Options{Dir: dir})
	if err := db.Ready(context.Background()); err != nil {
		return 1
	}
	if db.Close() != nil {
		return 1
	}
	return 0
}
