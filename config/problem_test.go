package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAFlagsMistakePromisesNoDefault(t *testing.T) {
	t.Parallel()
	c := Default()
	problems := Flags(map[string]string{"lang": "tlh"})(&c)
	if len(problems) != 1 {
		t.Fatal(problems)
	}
	want := Text{`--lang 不能是 "tlh"，应为 auto | zh | en`, `--lang cannot be "tlh", it takes auto | zh | en`}
	if got := problems[0].Sentence(); got != want {
		t.Errorf("%q", got)
	}
	env := Env(func(name string) (string, bool) { return "tlh", name == "NCMTUI_LANG" })(&c)
	if got := env[0].Sentence().EN; got != `NCMTUI_LANG: "lang" cannot be "tlh", it takes auto | zh | en; it is left out` {
		t.Errorf("%q", got)
	}
}

func TestAVariablesMistakeLeavesTheFilesValue(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(file, []byte("quality = \"lossless\"\nvolume = 101\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, problems := Load(file, Env(func(name string) (string, bool) { return "loud", name == "NCMTUI_QUALITY" }))
	if len(problems) != 2 || c.Quality != "lossless" || c.Volume != 100 {
		t.Fatalf("%s %d: %v", c.Quality, c.Volume, problems)
	}
	for i, want := range []string{"the default is used", "it is left out"} {
		if got := problems[i].Error(); !strings.Contains(got, want) {
			t.Errorf("%s", got)
		}
	}
}
