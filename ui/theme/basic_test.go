package theme

import (
	"image/color"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
)

func TestSixteenColoursAreTheTerminalsOwn(t *testing.T) {
	t.Parallel()
	for _, th := range []*Theme{Dark(), Light(), Contrast(true), Contrast(false)} {
		b := th.Basic()
		if b.Name != th.Name || b.Plain == th.Plain {
			t.Errorf("%s: is not made anew", th.Name)
		}
		for _, p := range []Palette{b.Plain, b.Cursor, b.Shadow} {
			for _, s := range []Style{p.Strong, p.Text, p.Quiet, p.Faint, p.Accent, p.Loud, p.Warn, p.Rising, p.Edge, p.Line, p.Blank} {
				if got := s.Paint("x"); strings.Contains(got, "38;") || strings.Contains(got, "48;") {
					t.Errorf("%s: %q is none of the sixteen", th.Name, got)
				}
			}
		}
		if b.Cursor.Blank.Paint(" ") == " " || b.Shadow.Blank.Paint(" ") == " " || b.Cursor.Text == b.Plain.Text {
			t.Errorf("%s: the cursor cannot be seen", th.Name)
		}
	}
	if none := None(); none.Basic() != none {
		t.Error("a theme without colours has some")
	}
}

// TestBackgroundsStayGreyWith256Colours looks for what the nearest of 256
// colours makes of the rows under the cursor: a grey that is a little blue
// becomes navy.
func TestBackgroundsStayGreyWith256Colours(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]colours{"dark": dark, "light": light} {
		for _, role := range []string{c.quiet, c.faint, c.cursor, c.shadow} {
			near := colorprofile.ANSI256.Convert(lipgloss.Color(role))
			if r, g, b := parts(near); r != g || g != b {
				t.Errorf("%s: %s becomes #%02x%02x%02x", name, role, r, g, b)
			}
		}
	}
}

func parts(c color.Color) (r, g, b uint32) {
	r, g, b, _ = c.RGBA()
	return r >> 8, g >> 8, b >> 8
}
