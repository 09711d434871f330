package uitest

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
)

var update = flag.Bool("update", false, "write the golden screens")

// Roles names styles in goldens.
type Roles struct {
	whole map[string]string // all that is visible of a style → role
	blank map[string]string // all that is visible of it on a blank → role
}

// RolesOf builds Roles from role → any text rendered in it. Of roles that look
// the same, the first by name stands for all.
func RolesOf(samples map[string]string) Roles {
	r := Roles{whole: map[string]string{}, blank: map[string]string{}}
	for _, name := range slices.Sorted(maps.Keys(samples)) {
		style := drawGrid(samples[name], 1, 1)[0][0].style
		for text, to := range map[string]map[string]string{"x": r.whole, " ": r.blank} {
			if key := styleKey(style, text); key != "" && to[key] == "" {
				to[key] = name
			}
		}
	}
	return r
}

// of is "" for no style, and the style itself when no role looks like it.
func (r Roles) of(s uv.Style, text string) string {
	key, names := styleKey(s, text), r.whole
	if text == " " {
		names = r.blank
	}
	if name, ok := names[key]; ok {
		return name
	}
	return key
}

// Golden compares the screen with testdata/screens/NAME.golden: the grid of
// cells, then the runs of styles by role, "row first-last role". The test's
// -update flag writes it.
func (s *Session) Golden(name string, roles Roles) *Session {
	s.t.Helper()
	g := s.settled()
	s.check(g)
	compareGolden(s.t, filepath.Join("testdata", "screens", name+".golden"), g.golden(roles))
	return s
}

func compareGolden(t testing.TB, path, got string) {
	t.Helper()
	if *update {
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(got), 0o600)); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("no golden %s: run the test with -update and look at it", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	if w := strings.ReplaceAll(string(want), "\r\n", "\n"); w != got {
		t.Errorf("the screen is not %s\n--- want\n%s--- got\n%s", path, w, got)
	}
}

func (g grid) golden(roles Roles) string {
	var b strings.Builder
	for _, row := range g.rows() {
		fmt.Fprintf(&b, "|%s|\n", row)
	}
	for y := range g {
		first, role := 0, ""
		flush := func(x int) {
			if role != "" {
				fmt.Fprintf(&b, "%d %d-%d %s\n", y, first, x-1, role)
			}
		}
		for x, c := range g[y] {
			text := c.text
			if text == "" {
				continue // belongs to the cell before it
			}
			if next := roles.of(c.style, text); next != role {
				flush(x)
				first, role = x, next
			}
		}
		flush(len(g[y]))
	}
	return b.String()
}
