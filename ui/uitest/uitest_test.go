package uitest

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"ncmtui/ui/text"
)

func TestMain(m *testing.M) { os.Exit(Main(m)) }

// sample is a model that shows what reached it.
type sample struct {
	w, h  int
	log   []string
	typed string
	ticks int
}

type tickMsg struct{}

func tick() tea.Cmd { return tea.Tick(time.Second, func(time.Time) tea.Msg { return tickMsg{} }) }

func (m sample) Init() tea.Cmd { return tick() }

func (m sample) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
	case tickMsg:
		m.ticks++
		return m, tick()
	case tea.KeyPressMsg:
		if msg.String() == "q" {
			return m, tea.Quit
		}
		m.log = append(m.log, msg.String())
		m.typed += msg.Text
	case tea.PasteMsg:
		m.log = append(m.log, "paste:"+msg.Content)
	case tea.MouseClickMsg:
		m.log = append(m.log, fmt.Sprintf("click %d,%d", msg.X, msg.Y))
	case tea.MouseWheelMsg:
		m.log = append(m.log, "wheel "+msg.Button.String())
	}
	return m, nil
}

func (m sample) View() tea.View {
	lines := []string{
		"┌" + strings.Repeat("─", m.w-2) + "┐",
		"│" + text.Of(fmt.Sprintf("周杰伦 %d 秒", m.ticks)).Fit(m.w-2, text.Left) + "│",
		"│" + text.Fit("\x1b[1;31m"+strings.Join(m.log, " ")+"\x1b[m", m.w-2, text.Left) + "│",
	}
	for len(lines) < m.h-1 {
		lines = append(lines, "│"+text.Blank(m.w-2)+"│")
	}
	lines = append(lines, "└"+strings.Repeat("─", m.w-2)+"┘")
	v := tea.NewView(strings.Join(lines, "\n"))
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.WindowTitle = "sample"
	if m.typed != "" {
		v.Cursor = tea.NewCursor(text.Width(m.typed), 1)
	}
	return v
}

func TestScenarioLanguage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := Start(t, sample{w: 60, h: 10}, 60, 10)
		s.Expect("周杰伦 0 秒").ExpectNot("click")
		if !s.AltScreen() || s.Title() != "sample" {
			t.Errorf("alternate screen %v, title %q", s.AltScreen(), s.Title())
		}
		s.Keys("j", "G", "enter", "ctrl+d", "shift+tab", "esc", "ctrl+left", "alt+x", "space").
			Expect("j G enter ctrl+d shift+tab esc ctrl+left alt+x space")
		s.Resize(120, 6).Type("晴天").Paste("粘贴 ok").Expect("晴 天 paste:粘贴 ok")
		if x, y, shown := s.Cursor(); x != 7 || y != 1 || !shown {
			t.Errorf("cursor at %d,%d, shown %v", x, y, shown)
		}
		s.ClickOn("秒").Wheel(3, 3, -2).Expect("click 10,1 wheel wheelup wheel wheelup")
		s.Until("99 秒", 2*time.Minute)
		if len(s.Screen()) != 6 || text.Width(s.Row(-1)) != 120 {
			t.Errorf("the screen is %d rows, the last %d cells", len(s.Screen()), text.Width(s.Row(-1)))
		}
		if st := s.StyleOf("ctrl+d"); styleKey(st, "x") != "fg1 attr01" {
			t.Errorf("style %s", styleKey(st, "x"))
		}
		m, ok := s.Quit().(sample)
		if !ok || m.ticks < 99 || s.Running() || s.AltScreen() {
			t.Errorf("the last model is %+v", m)
		}
	})
}

func TestProgramEndsByItself(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := Start(t, sample{w: 60, h: 10}, 60, 10, Profile(colorprofile.ANSI), Env("NO_COLOR=1"))
		s.Keys("a").Expect("a").Keys("q").Ended()
	})
}

func TestGoldenHoldsCellsAndRoles(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := Start(t, sample{w: 24, h: 5}, 24, 5)
		s.Keys("x", "y").Golden("sample", RolesOf(map[string]string{"alarm": "\x1b[1;31mx\x1b[m", "plain": "x"}))
	})
}

func TestFaultsOfAScreenAreFound(t *testing.T) {
	t.Parallel()
	screen := func(rows ...string) grid {
		return drawGrid(strings.Join(rows, "\n"), text.Width(rows[0]), len(rows))
	}
	for _, tc := range []struct {
		name string
		g    grid
		ok   bool
	}{
		{"whole", screen("┌──┐", "│ab│", "└──┘"), true},
		{"two side by side", screen("┌1 歌─┐┌──┐", "│a    ├┤  │", "└─────┘└──┘"), true},
		{"tabs in the top border", screen("┌ a │ b ─┐", "│        │", "└────────┘"), true},
		{"a seek bar", screen("  ──●──── │ 3:00"), true},
		{"a dialog over panes", screen("┌───────┐┌────┐", "│  ┌──────┐   │", "│  │ ok   │   │", "└──└──────┘───┘"), true},
		{"shifted wall", screen("┌──┐", "│望│ ", "│a │", "└──┘"), true},
		{"a wall one cell off", screen("┌──┐ ", "│abc│", "└──┘ "), false},
		{"no bottom", screen("┌──┐", "│ab│"), false},
		{"no top", screen("│ab│", "└──┘"), false},
	} {
		if got := checkBorders(tc.g); (got == "") != tc.ok {
			t.Errorf("%s: %s", tc.name, got)
		}
	}
	if checkRunes(screen("a\uFFFDb")) == "" {
		t.Error("U+FFFD passes")
	}
	s := &Session{w: 4, h: 2}
	for content, ok := range map[string]bool{"abcd\n望ab": true, "abcd": false, "abc\nabcd": false, "abcd\n望abc": false, "👨\u200D👩ab\nabcd": false} {
		if got := s.checkFrame(content); (got == "") != ok {
			t.Errorf("%q: %q", content, got)
		}
	}
	g := screen("\x1b[31mab\x1b[m 望")
	for content, ok := range map[string]bool{"\x1b[31mab\x1b[m 望": true, "ab 望": false, "\x1b[31mab\x1b[m 星": false, "\x1b[31mab \x1b[m望": true} {
		if got := checkRepaint(g, content, false); (got == "") != ok {
			t.Errorf("%q: %q", content, got)
		}
	}
}
