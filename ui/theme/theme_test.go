package theme_test

import (
	"strings"
	"testing"

	"ncmtui/ui/text"
	"ncmtui/ui/theme"
)

func TestPaintAddsNoCellsAndEnds(t *testing.T) {
	t.Parallel()
	for _, th := range []*theme.Theme{theme.Dark(), theme.Light(), theme.None()} {
		for _, p := range []theme.Palette{th.Plain, th.Cursor, th.Shadow} {
			for _, s := range []theme.Style{p.Strong, p.Text, p.Quiet, p.Faint, p.Accent, p.Loud, p.Warn, p.Edge, p.Blank} {
				got := s.Paint("晴天 abc")
				if text.Width(got) != 8 {
					t.Errorf("%s: %q is %d cells", th.Name, got, text.Width(got))
				}
				if strings.Contains(got, "\x1b") && !strings.HasSuffix(got, "\x1b[m") {
					t.Errorf("%s: %q does not end", th.Name, got)
				}
			}
		}
	}
}

func TestThemeWithoutColourHasNone(t *testing.T) {
	t.Parallel()
	th := theme.None()
	for _, s := range []theme.Style{th.Plain.Accent, th.Plain.Quiet, th.Plain.Warn, th.Cursor.Text, th.Shadow.Text} {
		if got := s.Paint("x"); strings.Contains(got, "38;") || strings.Contains(got, "48;") {
			t.Errorf("%q has a colour", got)
		}
	}
	if th.Cursor.Text.Paint("x") == th.Plain.Text.Paint("x") {
		t.Error("the cursor cannot be seen")
	}
}

func TestNamedFollowsTheBackground(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		dark bool
		want string
	}{{"auto", true, "dark"}, {"auto", false, "light"}, {"", false, "light"}, {"dark", false, "dark"}, {"none", true, "none"}} {
		if got := theme.Named(c.name, c.dark).Name; got != c.want {
			t.Errorf("%q on dark=%v is %s", c.name, c.dark, got)
		}
	}
}
