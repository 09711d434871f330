package uitest

import (
	"encoding/base64"
	"fmt"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// Screen gives the rows of the screen, each as wide as it, after checking
// what holds for all of them.
func (s *Session) Screen() []string {
	s.t.Helper()
	g := s.settled()
	s.check(g)
	return g.rows()
}

// Frame gives the rows of the last frame as the program made them: with marks
// that the built-in terminal has no room for.
func (s *Session) Frame() []string {
	s.t.Helper()
	s.check(s.settled())
	s.watch.mu.Lock()
	defer s.watch.mu.Unlock()
	return strings.Split(ansi.Strip(s.watch.view.Content), "\n")
}

// Row is one row of Screen; -1 is the last.
func (s *Session) Row(y int) string {
	s.t.Helper()
	rows := s.Screen()
	if y < 0 {
		y += len(rows)
	}
	return rows[y]
}

// Expect fails unless every text is on the screen, each within one row.
func (s *Session) Expect(texts ...string) *Session {
	s.t.Helper()
	g := s.settled()
	s.check(g)
	for _, text := range texts {
		if _, _, ok := g.find(text); !ok {
			s.fail("the screen does not hold %q", text)
		}
	}
	return s
}

// ExpectNot fails when one of the texts is on the screen.
func (s *Session) ExpectNot(texts ...string) *Session {
	s.t.Helper()
	g := s.settled()
	s.check(g)
	for _, text := range texts {
		if _, y, ok := g.find(text); ok {
			s.fail("row %d of the screen holds %q", y, text)
		}
	}
	return s
}

// Find gives the column and row of the first place of text.
func (s *Session) Find(text string) (x, y int, ok bool) { return s.settled().find(text) }

// StyleOf is the style of the first cell of text.
func (s *Session) StyleOf(text string) uv.Style {
	s.t.Helper()
	g := s.settled()
	x, y, ok := g.find(text)
	if !ok {
		s.fail("the screen does not hold %q", text)
	}
	return g[y][x].style
}

// Styled is the part of the first place of text that is drawn in a role.
func (s *Session) Styled(text, role string, roles Roles) string {
	s.t.Helper()
	g := s.settled()
	s.check(g)
	x, y, ok := g.find(text)
	if !ok {
		s.fail("the screen does not hold %q", text)
	}
	var b strings.Builder
	for _, c := range g[y][x : x+ansi.StringWidth(text)] {
		if c.text != "" && roles.of(c.style, c.text) == role || c.text == " " && b.Len() > 0 {
			b.WriteString(c.text)
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// Cursor gives the cell of the cursor, and whether it is shown.
func (s *Session) Cursor() (x, y int, shown bool) {
	s.term.mu.Lock()
	defer s.term.mu.Unlock()
	p := s.term.em.CursorPosition()
	return p.X, p.Y, s.term.modes[ansi.ModeTextCursorEnable]
}

// Title is the window's title.
func (s *Session) Title() string {
	s.term.mu.Lock()
	defer s.term.mu.Unlock()
	return s.term.title
}

// Clipboard is the last OSC 52 the program sent, as it came: "52;c;" and base64.
func (s *Session) Clipboard() string {
	s.term.mu.Lock()
	defer s.term.mu.Unlock()
	return s.term.clip
}

// Copied is the text of Clipboard, "" when it is not of its form.
func (s *Session) Copied() string {
	b, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(s.Clipboard(), "52;c;"))
	if err != nil {
		return ""
	}
	return string(b)
}

// Images is how many images the terminal keeps for the program.
func (s *Session) Images() int {
	s.term.mu.Lock()
	defer s.term.mu.Unlock()
	return len(s.term.images)
}

// AltScreen says whether the program has the screen to itself.
func (s *Session) AltScreen() bool {
	s.term.mu.Lock()
	defer s.term.mu.Unlock()
	return s.term.em.IsAltScreen()
}

// Bytes is how much the program has written to the terminal so far.
func (s *Session) Bytes() int {
	s.term.mu.Lock()
	defer s.term.mu.Unlock()
	return s.term.bytes
}

// Written is all that the program has written to the terminal so far, when the
// session is Recorded.
func (s *Session) Written() string {
	s.term.mu.Lock()
	defer s.term.mu.Unlock()
	return s.term.written.String()
}

// Frames is how often the model's View was asked for.
func (s *Session) Frames() int {
	s.watch.mu.Lock()
	defer s.watch.mu.Unlock()
	return s.watch.count
}

// Running says whether the program still runs.
func (s *Session) Running() bool {
	select {
	case <-s.done:
		return false
	default:
		return true
	}
}

// fail stops the test and shows the screen.
func (s *Session) fail(format string, args ...any) {
	s.t.Helper()
	s.t.Fatalf("%s\n%s", fmt.Sprintf(format, args...), strings.Join(s.term.grid().rows(), "\n"))
}
