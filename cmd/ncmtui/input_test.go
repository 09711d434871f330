//go:build unix

package main

import (
	"strings"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
)

// paste is what a terminal sends for pasted text.
func paste(s string) string { return "\x1b[200~" + s + "\x1b[201~" }

// escape presses Esc, each time alone, until the text is there.
func (s *terminal) escape(to string) {
	s.t.Helper()
	s.until("Esc leads to "+to, func() bool {
		if s.screen.Has(to) {
			return true
		}
		s.keys("\x1b")
		time.Sleep(300 * time.Millisecond) // two at once are another key
		return s.screen.Has(to)
	})
}

// TestAHugePasteIsBounded pastes a megabyte wherever text is typed: the screen
// stays whole, the program answers, and nothing of it goes to the service but a
// search as long as a search may be.
func TestAHugePasteIsBounded(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{})
	s := r.run()
	s.shows("歌单")
	huge := strings.Repeat("海风吹过 第七站\x1b[31m\r\n\t", 1<<20/28)
	for _, at := range []struct {
		where string
		keys  []string
		shows string
	}{
		{"nowhere", nil, "歌单"},
		{"the search", []string{"g/"}, "海风吹过"},
		{"the command line", []string{":"}, "海风吹过"},
		{"the cookie", []string{"L", "\x1b[C"}, "cookies.txt"},
	} {
		s.keys(at.keys...)
		s.keys(paste(huge))
		s.shows(at.shows, "顺序播放")
		s.until(at.where+": rows of the screen's width", func() bool { return len(s.screen.Rows()) == r.h })
		s.escape("? 帮助")
	}
	for _, q := range r.service.Requests("*") {
		if n := len(q.Params); n > 8<<10 {
			t.Errorf("%s was sent %d bytes", q.Path, n)
		}
	}
	s.keys("q")
	if code := s.exit(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	s.givenBack()
}

// TestWhatNoKeyboardSendsIsPassedOver types what lines in disorder bring: cut
// characters, sequences that are none, a mouse beyond the screen, a paste
// without its end.
func TestWhatNoKeyboardSendsIsPassedOver(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	s := r.run()
	s.shows(firstSong)
	for _, odd := range []string{
		"\xe6\x9c", "\xff\xfe\x80", "\x1b[999~", "\x1b[1;99Z", "\x1b[<64;999;999M", "\x1b[<0;0;0m", "\x1b[M\x20", "\x1bO", "\x1b[?1;2c",
		"\x1b]11;rgb:ffff/ffff", "\x07", "\x1bP>|odd\x1b\\", "\x1b_Gi=31;EBADF\x1b\\", "\x1b[I\x1b[O", "\x1b[57441;1:3u",
		strings.Repeat("\x1b[", 5000), "\x00\x01\x1c", paste(""), paste("\x1b[200~"), "\u202e\u200b",
	} {
		s.keys(odd)
	}
	s.escape("? 帮助")
	s.escape(firstSong)
	s.keys("/", "\xe6", "\xb5", "\xb7") // a character that comes in three parts
	s.shows("海", "Esc")
	s.escape("? 帮助")
	s.keys("\x1b[200~a paste that takes its time", "q")
	s.keys("\x1b[201~")
	s.escape("? 帮助")
	s.keys("q")
	if code := s.exit(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	s.givenBack()
}
