package term

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/lang"
	"ncmtui/ui/text"
	"ncmtui/ui/uitest"
)

// TestMain lets the test binary be the program of the terminal tests, and the
// guard of that program.
func TestMain(m *testing.M) {
	if RunGuard() || runProgram() {
		return
	}
	os.Exit(m.Run())
}

const attack = "夜曲\x1b]52;c;ZXZpbA==\x07\x1b]0;owned\x07\r\u009b2J\u202E"

func TestTitleIsCleanAndShort(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"夜曲 - 周杰伦":               "夜曲 - 周杰伦",
		attack:                   "夜曲]52;c;ZXZpbA==]0;owned 2J",
		strings.Repeat("望", 100): strings.Repeat("望", 59) + "…",
	} {
		if got := Title(text.Of(raw)); got != want {
			t.Errorf("Title(%q) = %q, want %q", raw, got, want)
		}
	}
}

// copier copies what it is given, on any key.
type copier struct{ s text.Clean }

func (c copier) Init() tea.Cmd { return nil }
func (c copier) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.KeyPressMsg); ok {
		return c, Copy(c.s)
	}
	return c, nil
}

func (c copier) View() tea.View {
	v := tea.NewView("x")
	v.WindowTitle = Title(c.s)
	return v
}

func TestCopyReachesTheClipboardClean(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{"夜曲": "夜曲", attack: "夜曲]52;c;ZXZpbA==]0;owned 2J", "\x1b": ""} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := uitest.Start(t, copier{text.Of(raw)}, 10, 2, uitest.Loose())
				if s.Clipboard() != "" {
					t.Errorf("copied without a key: %q", s.Clipboard())
				}
				s.Keys("y")
				if s.Title() != want {
					t.Errorf("title %q, want %q", s.Title(), want)
				}
				if got := s.Copied(); got != want {
					t.Errorf("clipboard %q, want %q", got, want)
				}
			})
		})
	}
}

func TestCheckRefusesWhatIsNoTerminal(t *testing.T) {
	t.Parallel()
	f, err := os.Create(filepath.Join(t.TempDir(), "file"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, tc := range []struct {
		in, out *os.File
	}{{f, f}, {nil, nil}, {f, nil}} {
		var u *Unfit
		if err := Check(tc.in, tc.out, func(string) string { return "xterm" }); !errors.As(err, &u) || u.Reason != "input" {
			t.Errorf("Check gives %v", err)
		}
	}
}

func TestEveryRefusalHasBothHalvesInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, reason := range []string{"input", "output", "dumb"} {
		for _, l := range []lang.Lang{lang.ZH, lang.EN} {
			if s := (&Unfit{reason}).Sentence(l); s.What == "" || !strings.Contains(s.Do, "ncmtui --help") {
				t.Errorf("%s: %+v", reason, s)
			}
		}
	}
	if got := (&Unfit{"dumb"}).Error(); !strings.Contains(got, "dumb") || !strings.Contains(got, "terminal; ") {
		t.Errorf("Error() = %q", got)
	}
}
