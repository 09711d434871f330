package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestTheSampleChangesNothingAndShowsEveryKey(t *testing.T) {
	t.Parallel()
	commented := regexp.MustCompile(`(?m)^#([a-z0-9_]+ = )`)
	for _, zh := range []bool{true, false} {
		c, problems := Load(write(t, Sample(zh)))
		if c.Given, problems = nil, slices.Clip(problems); len(problems) != 0 || !reflect.DeepEqual(c, Default()) {
			t.Errorf("as it is: %v %+v", problems, c)
		}
		used := commented.ReplaceAllString(Sample(zh), "$1")
		c, problems = Load(write(t, used))
		given := len(c.Given)
		if c.Given = nil; len(problems) != 0 || given != len(Keys) || !reflect.DeepEqual(c, Default()) {
			t.Errorf("with its lines in use: %d keys, %v", given, problems)
		}
		if c, problems = Load(write(t, strings.ReplaceAll(used, `#"`, `"`))); len(problems) != 0 || len(c.Binds) != 2 {
			t.Errorf("with its keys in use: %v %v", c.Binds, problems)
		}
	}
}

func TestTheReferenceTellsEveryKey(t *testing.T) {
	t.Parallel()
	for _, zh := range []bool{true, false} {
		doc := Reference(zh, func(key string) bool { return key != "realip" })
		for _, k := range Keys {
			for _, part := range []string{"\n### " + k.Name + "\n" + k.Text.In(zh), "`" + k.Values() + "`", EnvName(k.Name)} {
				if !strings.Contains(doc, part) {
					t.Errorf("%s: no %q", k.Name, part)
				}
			}
		}
		if n := strings.Count(doc, referenceWords.start.In(zh)); n != 1 {
			t.Errorf("%d keys wait for the next start", n)
		}
	}
}

func TestInitNeverTouchesAFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "new", "config.toml")
	if err := Init(path, "volume = 5\n"); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if err := Init(path, "other"); !errors.Is(err, fs.ErrExist) {
		t.Error(err)
	}
	if raw, _ := os.ReadFile(path); string(raw) != "volume = 5\n" {
		t.Errorf("%q", raw)
	}
	link := filepath.Join(t.TempDir(), "config.toml")
	if err := os.Symlink(filepath.Join(t.TempDir(), "nowhere"), link); err != nil {
		return // not every Windows lets us
	}
	if err := Init(link, "other"); !errors.Is(err, fs.ErrExist) {
		t.Error("a link that leads nowhere is somebody's:", err)
	}
}

func TestChangedTellsWhatDiffers(t *testing.T) {
	t.Parallel()
	a, _ := Load(write(t, "volume = 5\nlang = \"zh\"\n[keys.bind]\nq = \"quit\"\n"))
	b, _ := Load(write(t, "# moved\nlang = \"en\"\naudio.crossfade = 3\n[keys.bind]\nq = \"quit\"\n"))
	if keys, binds := Changed(a, b); !slices.Equal(keys, []string{"volume", "lang", "audio.crossfade"}) || binds {
		t.Error(keys, binds)
	}
	c, _ := Load(write(t, "lang = \"en\"\naudio.crossfade = 3\n[keys.bind]\nq = \"none\"\n"))
	if keys, binds := Changed(b, c); keys != nil || !binds {
		t.Error(keys, binds)
	}
	if by := b.By("lang"); !strings.HasSuffix(by, "config.toml") || b.By("volume") != "" {
		t.Error(by)
	}
}
