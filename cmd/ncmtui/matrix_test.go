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

// situation is what the program may be doing when it is told to go.
type situation struct {
	name string
	in   func(r *rig) *terminal
}

var situations = []situation{
	{"idle", func(r *rig) *terminal {
		s := r.run()
		s.shows(firstSong)
		return s
	}},
	{"loading", func(r *rig) *terminal {
		r.service.Faults().Always("/api/song/enhance/player/url*", ncmfake.Fault{StallAfter: -1})
		s := r.run()
		s.shows(firstSong)
		s.keys("\r")
		s.shows("…  " + firstSong)
		return s
	}},
	{"playing", func(r *rig) *terminal {
		s := r.run()
		s.shows(firstSong)
		s.keys("\r")
		s.plays(firstSong, 1)
		return s
	}},
	{"black hole", func(r *rig) *terminal {
		r.env["NCMTUI_UPSTREAM"] = blackHole(r.t)
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
	leave func(s *terminal)
	code  int
	gone  bool // the terminal is
}{
	{name: "TERM", leave: signalled(syscall.SIGTERM)},
	{name: "INT", leave: signalled(syscall.SIGINT)},
	{name: "HUP", leave: signalled(syscall.SIGHUP)},
	{name: "QUIT", leave: signalled(syscall.SIGQUIT)},
	{name: "q", leave: typed("q")},
	{name: "Ctrl-C", leave: typed("\x03")},
	{name: "closed terminal", leave: (*terminal).hang, gone: true},
	{name: "panic", leave: typed(f12), code: exitCrash},
}

func signalled(sig syscall.Signal) func(*terminal) {
	return func(s *terminal) {
		if err := s.cmd.Process.Signal(sig); err != nil {
			s.t.Fatal(err)
		}
	}
}

func typed(key string) func(*terminal) {
	return func(s *terminal) {
		if _, err := s.ptmx.WriteString(key); err != nil {
			s.t.Fatal(err)
		}
	}
}

// TestWhateverItDoesItLeavesWholeAndSaved is every way to go in every
// situation. How long that takes is BenchmarkLeaving's.
func TestWhateverItDoesItLeavesWholeAndSaved(t *testing.T) {
	t.Parallel()
	for _, how := range exits {
		for _, in := range situations {
			t.Run(how.name+" while "+in.name, func(t *testing.T) {
				t.Parallel()
				r := newRig(t, ncmfake.Options{LoggedIn: true})
				r.login(t)
				if how.code == exitCrash {
					r.env["NCMTUI_TEST_PANIC"] = "goroutine"
				}
				s := in.in(r)
				s.keys("-") // the change that must be there afterwards
				s.said("音量  95")
				how.leave(s)
				if code := s.exit(); code != how.code && !how.gone {
					t.Errorf("exit code %d", code)
				}
				if !how.gone {
					s.givenBack()
				}
				s.end()
				r.saved(t, in)
			})
		}
	}
}

// login puts the rig's login where the program keeps it.
func (r *rig) login(t testing.TB) {
	t.Helper()
	cookie := r.env["NCMTUI_COOKIE"]
	delete(r.env, "NCMTUI_COOKIE")
	cmd := exec.Command(program(t), "auth", "import", "-")
	cmd.Env, cmd.Dir, cmd.Stdin = r.environ(), r.dir, strings.NewReader(cookie)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
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
