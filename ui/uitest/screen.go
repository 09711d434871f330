package uitest

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Screen is the emulator alone, for a program that runs outside the test, on
// a terminal line of the kernel. What the program writes goes to Write; what
// the emulator answers comes from Read. Nothing is checked here.
type Screen struct{ term *terminal }

// NewScreen makes an empty screen. Close it.
func NewScreen(w, h int) *Screen {
	t := newTerminal(w, h)
	t.line = true
	return &Screen{t}
}

// Write takes what the program wrote.
func (s *Screen) Write(p []byte) (int, error) { return s.term.Write(p) }

// Read waits for the next answer, until Close.
func (s *Screen) Read(p []byte) (int, error) { return s.term.input.Read(p) }

// Rows are the lines of the screen, each as wide as it.
func (s *Screen) Rows() []string { return s.term.grid().rows() }

// Has says whether a row holds the text.
func (s *Screen) Has(text string) bool {
	_, _, ok := s.term.grid().find(text)
	return ok
}

// String is the screen as text.
func (s *Screen) String() string { return strings.Join(s.Rows(), "\n") }

// Coloured says whether any cell has a colour.
func (s *Screen) Coloured() bool {
	for _, row := range s.term.grid() {
		for _, c := range row {
			if c.style.Fg != nil || c.style.Bg != nil {
				return true
			}
		}
	}
	return false
}

// Title is the window's title.
func (s *Screen) Title() string {
	s.term.mu.Lock()
	defer s.term.mu.Unlock()
	return s.term.title
}

// AltScreen says whether the program has the screen to itself.
func (s *Screen) AltScreen() bool {
	s.term.mu.Lock()
	defer s.term.mu.Unlock()
	return s.term.em.IsAltScreen()
}

// CursorShown says whether the cursor can be seen.
func (s *Screen) CursorShown() bool {
	s.term.mu.Lock()
	defer s.term.mu.Unlock()
	return s.term.modes[ansi.ModeTextCursorEnable]
}

// Resize changes the size; the program hears of it from the kernel.
func (s *Screen) Resize(w, h int) { s.term.resize(w, h) }

// Close ends Read.
func (s *Screen) Close() { s.term.close() }
