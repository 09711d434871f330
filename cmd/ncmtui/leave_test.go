//go:build unix

package main

import (
	"net"
	"syscall"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
)

// leaveBound is far above what is promised (500 ms), because the machine of a
// test may be busy; what it really took is logged.
const leaveBound = 3 * time.Second

// firstSong is the first one of the daily list.
const firstSong = "海风吹过第七站"

// situations are what the program may be doing when it is told to go.
var situations = []struct {
	name string
	in   func(t *testing.T) *terminal
}{
	{name: "idle", in: func(t *testing.T) *terminal {
		s := newRig(t, ncmfake.Options{LoggedIn: true}).run()
		s.shows(firstSong)
		return s
	}},
	{name: "loading", in: func(t *testing.T) *terminal {
		r := newRig(t, ncmfake.Options{LoggedIn: true})
		r.service.Faults().Always("/api/song/enhance/player/url*", ncmfake.Fault{StallAfter: -1})
		s := r.run()
		s.shows(firstSong)
		s.keys("\r")
		s.shows("…  " + firstSong)
		return s
	}},
	{name: "playing", in: func(t *testing.T) *terminal {
		s := newRig(t, ncmfake.Options{LoggedIn: true}).run()
		s.shows(firstSong)
		s.keys("\r")
		s.shows("▶  "+firstSong, "0:01 ")
		return s
	}},
	{name: "black hole", in: func(t *testing.T) *terminal {
		r := newRig(t, ncmfake.Options{LoggedIn: true})
		r.env["NCMTUI_UPSTREAM"] = blackHole(t)
		s := r.run()
		s.shows("每日推荐")
		s.keys("2")
		s.shows("我的歌单")
		return s
	}},
}

// blackHole is the address of a server that takes connections and never says
// anything.
func blackHole(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return "http://" + l.Addr().String()
}

func TestSignalsEndTheProgramAndGiveTheTerminalBack(t *testing.T) {
	t.Parallel()
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT} {
		for _, in := range situations {
			t.Run(sig.String()+" while "+in.name, func(t *testing.T) {
				t.Parallel()
				s := in.in(t)
				start := time.Now()
				if err := s.cmd.Process.Signal(sig); err != nil {
					t.Fatal(err)
				}
				code := s.exit()
				took := time.Since(start)
				if code != exitDone || took > leaveBound {
					t.Errorf("exit code %d after %v", code, took)
				}
				t.Logf("ended after %v", took.Round(time.Millisecond))
				s.givenBack()
			})
		}
	}
}

func TestQuitEndsTheProgramAtOnceWhateverItDoes(t *testing.T) {
	t.Parallel()
	for _, in := range situations {
		for _, key := range []string{"q", "\x03"} {
			t.Run(in.name, func(t *testing.T) {
				t.Parallel()
				s := in.in(t)
				start := time.Now()
				s.keys(key)
				code := s.exit()
				took := time.Since(start)
				if code != exitDone || took > leaveBound {
					t.Errorf("exit code %d after %v", code, took)
				}
				t.Logf("ended after %v", took.Round(time.Millisecond))
				s.givenBack()
			})
		}
	}
}

func TestWhatPlayedIsThereAgainPaused(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(s *terminal){
		"quit":    func(s *terminal) { s.keys("q") },
		"TERM":    func(s *terminal) { _ = s.cmd.Process.Signal(syscall.SIGTERM) },
		"HUP":     func(s *terminal) { _ = s.cmd.Process.Signal(syscall.SIGHUP) },
		"hung up": func(s *terminal) { s.hang() },
		"QUIT twice": func(s *terminal) {
			_ = s.cmd.Process.Signal(syscall.SIGQUIT)
			_ = s.cmd.Process.Signal(syscall.SIGQUIT)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, ncmfake.Options{LoggedIn: true})
			s := r.run()
			s.shows(firstSong)
			s.keys("\r")
			s.shows("▶  " + firstSong)
			s.keys("V", "V", "V")
			s.shows("0:31 ")
			start := time.Now()
			leave(s)
			code := s.exit()
			if took := time.Since(start); took > leaveBound || code != exitDone && name != "hung up" {
				t.Errorf("exit code %d after %v", code, took)
			}
			again := r.run()
			again.shows("‖  "+firstSong, "0:3")
			again.keys("q")
			if code := again.exit(); code != exitDone {
				t.Errorf("exit code %d", code)
			}
			again.givenBack()
		})
	}
}
