package theme

import (
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"ncmtui/config"
)

// findable is what faint text needs (WCAG 2, AA, for what is no body text).
const findable = 3.0

func TestEveryThemeCanBeRead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		colour colours
		floor  float64
	}{{"dark", dark, 4.5}, {"light", light, 4.5}, {"contrast on dark", contrastDark, 7}, {"contrast on light", contrastLight, 7}} {
		for role, read := range map[string]string{
			"strong": c.colour.strong, "text": c.colour.text, "quiet": c.colour.quiet, "accent": c.colour.accent, "warn": c.colour.warn,
		} {
			if got := contrastOf(parse(read), parse(c.colour.ground)); got < c.floor {
				t.Errorf("%s: %s has %.1f:1 on the background, wants %.1f", c.name, role, got, c.floor)
			}
			if got := contrastOf(parse(read), parse(c.colour.cursor)); got < onCursor {
				t.Errorf("%s: %s has %.1f:1 on the cursor", c.name, role, got)
			}
		}
		if got := contrastOf(parse(c.colour.faint), parse(c.colour.ground)); got < findable {
			t.Errorf("%s: what is faint has %.1f:1 on the background, wants %.1f", c.name, got, findable)
		}
	}
}

func TestAnAccentIsTakenOnlyWhenItCanBeRead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		theme  *Theme
		accent color.Color
		taken  bool
	}{
		{"bright on dark", Dark(), color.RGBA{0x60, 0xc0, 0xff, 255}, true},
		{"a little too dark: made lighter", Dark(), color.RGBA{0x20, 0x70, 0xb0, 255}, true},
		{"far too dark", Dark(), color.RGBA{0x06, 0x06, 0x20, 255}, false},
		{"bright on light", Light(), color.RGBA{0xff, 0xff, 0x60, 255}, false},
		{"deep on light", Light(), color.RGBA{0x10, 0x40, 0x90, 255}, true},
		{"no colours", None(), color.RGBA{0x60, 0xc0, 0xff, 255}, false},
	} {
		got := c.theme.Accented(c.accent, nil)
		if (*got != *c.theme) != c.taken {
			t.Errorf("%s: taken %v", c.name, *got != *c.theme)
		}
		if a := got.Accent(); a != nil && contrastOf(a, parse(c.theme.made.ground)) < Legible {
			t.Errorf("%s: %v cannot be read", c.name, a)
		}
	}
}

func TestThemeFilesTellWhatIsWrongAndWhere(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text         string
		kind         config.ProblemKind
		line, column int
		suggestion   string
	}{
		{"accent = \"#fff\"\n", 0, 0, 0, ""},
		{"# mine\nacent = \"#ff0000\"\n", config.UnknownKey, 2, 1, "accent"},
		{"accent = \"red\"\n", config.BadValue, 1, 10, ""},
		{"accent = 7\n", config.BadValue, 1, 10, ""},
		{"base = \"drak\"", config.BadValue, 1, 8, "dark"},
		{"[colours]\n", config.UnknownKey, 1, 2, ""},
		{"text = \n", config.Syntax, 1, 8, ""},
	} {
		th, problems := Parse("mine", "mine.toml", []byte(c.text))
		if th == nil || th.Name != "mine" {
			t.Fatalf("%q gave no theme", c.text)
		}
		if c.kind == 0 {
			if len(problems) != 0 || hex(th.Accent()) != "#ffffff" {
				t.Errorf("%q: %v, accent %v", c.text, problems, th.Accent())
			}
			continue
		}
		if len(problems) != 1 || problems[0].Kind != c.kind || problems[0].Line != c.line || problems[0].Column != c.column || problems[0].Suggestion != c.suggestion {
			t.Errorf("%q: %+v", c.text, problems)
		}
	}
}

func TestFolderFindsThemes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{"mine.toml": `base = "light"`, "dark.toml": "", "notes.txt": ""} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f := Folder(dir)
	if got := f.Names(); !slices.Equal(got, []string{"mine"}) {
		t.Errorf("names %v", got)
	}
	if th, problems := f.Load("mine"); th == nil || len(problems) != 0 || th.made.text != light.text {
		t.Errorf("%+v %v", th, problems)
	}
	for _, name := range []string{"mien", "../mine", ""} {
		th, problems := f.Load(name)
		if th != nil || len(problems) != 1 || problems[0].Kind != config.BadValue {
			t.Errorf("%q: %v %v", name, th, problems)
		}
	}
	if _, problems := f.Load("mien"); problems[0].Suggestion != "mine" {
		t.Errorf("suggestion %q", problems[0].Suggestion)
	}
	if th, _ := Folder("").Load("mine"); th != nil {
		t.Error("a theme without a folder")
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("base = \"light\"\naccent = \"#f00\"\n[x]\ny=1"))
	f.Add([]byte("\xef\xbb\xbfaccent=[1,2]\nquiet={a=1}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		th, problems := Parse("x", "x.toml", text)
		if th == nil || len(problems) > maxProblems {
			t.Fatalf("%v %d", th, len(problems))
		}
		for _, p := range problems {
			if p.Line < 1 || p.Column < 1 {
				t.Errorf("a problem without a place: %+v", p)
			}
		}
	})
}
