//go:build unix

package main

import (
	"net"
	"syscall"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
)

// firstSong is the first one of the daily list.
const firstSong = "海风吹过第七站"

// blackHole is the address of a server that takes connections and never says
// anything.
func blackHole(t testing.TB) string {
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
		"QUIT all the time": func(s *terminal) {
			for range 500 {
				if s.cmd.Process.Signal(syscall.SIGQUIT) != nil {
					return
				}
				time.Sleep(time.Millisecond)
			}
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
			leave(s)
			if code := s.exit(); code != exitDone && name != "hung up" {
				t.Errorf("exit code %d", code)
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
