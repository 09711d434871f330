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
const leaveBound = 10 * time.Second

// firstSong is the first one of the daily list.
const firstSong = "海风吹过第七站"

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
			s.plays(firstSong, 31)
			start := time.Now()
			leave(s)
			code := s.exit()
			if took := time.Since(start); took > leaveBound || code != exitDone && name != "hung up" {
				t.Errorf("exit code %d after %v", code, took)
			}
			again := r.run()
			again.shows("‖  " + firstSong)
			again.reaches(31)
			again.keys("q")
			if code := again.exit(); code != exitDone {
				t.Errorf("exit code %d", code)
			}
			again.givenBack()
		})
	}
}
