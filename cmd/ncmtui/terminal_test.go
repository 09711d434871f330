//go:build unix

package main

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
)

func TestAnySizeIsTaken(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	s := r.run()
	s.shows(firstSong)
	s.keys("\r")
	s.shows("▶  " + firstSong)
	for _, size := range [][2]int{{1, 1}, {20, 5}, {0, 0}, {500, 200}, {40, 6}, {2, 80}} {
		s.resize(size[0], size[1])
		time.Sleep(50 * time.Millisecond)
	}
	s.resize(39, 5)
	s.shows("窗口太小")
	for i := range 200 { // in about a second
		s.resize(1+(i*37)%200, 1+(i*13)%60)
		time.Sleep(5 * time.Millisecond)
	}
	s.resize(r.w, r.h)
	s.shows("▶  "+firstSong, "每日推荐  30 首", "? 帮助")
	s.keys("q")
	if code := s.exit(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	s.givenBack()
}

func TestASizeOfNothingAtTheStartIsTaken(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{0, 0}, {1, 1}, {20, 5}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, ncmfake.Options{LoggedIn: true})
			r.w, r.h = size[0], size[1]
			s := r.run()
			s.until("the screen is up", s.screen.AltScreen)
			s.resize(120, 36)
			s.shows(firstSong)
			s.keys("q")
			if code := s.exit(); code != exitDone {
				t.Errorf("exit code %d", code)
			}
			s.givenBack()
		})
	}
}

func TestItComesBackAfterCtrlZAndAnotherSize(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	// A shell with jobs is what gets the terminal meanwhile.
	s := r.start(shell(program(t)))
	s.shows(firstSong)
	s.keys("\x1a")
	s.shows("STOPPED")
	s.until("the shell's screen", func() bool { return !s.screen.AltScreen() && s.screen.CursorShown() })
	s.resize(100, 30)
	s.keys("go\n")
	s.until("the program's screen", s.screen.AltScreen)
	s.shows(firstSong, "? 帮助")
	s.until("the hints in the last row of the new size", func() bool {
		rows := s.screen.Rows()
		return len(rows) == 30 && strings.Contains(rows[29], "退出")
	})
	s.keys("q")
	s.shows("EXIT 0")
	s.givenBack()
}

func TestNoColourWhereNoneIsWanted(t *testing.T) {
	t.Parallel()
	for _, env := range []string{"NO_COLOR=1", "LANG=C"} {
		t.Run(env, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, ncmfake.Options{LoggedIn: true})
			k, v, _ := strings.Cut(env, "=")
			r.env[k] = v
			s := r.run()
			s.shows(firstSong)
			if s.screen.Coloured() != (k != "NO_COLOR") {
				t.Errorf("coloured: %v", s.screen.Coloured())
			}
			s.keys("q")
			if code := s.exit(); code != exitDone {
				t.Errorf("exit code %d", code)
			}
			s.givenBack()
		})
	}
}

func TestATerminalThatStopsReadingDoesNotKeepTheProgram(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	s := r.run()
	s.shows(firstSong)
	s.deaf.Store(true)
	for i := range 40 { // what is drawn fills the line
		s.resize(120+i%2, 36)
		time.Sleep(20 * time.Millisecond)
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := s.exit(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	s.deaf.Store(false)
}
