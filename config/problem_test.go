package config

import "testing"

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
	if got := env[0].Sentence().EN; got != `NCMTUI_LANG: "lang" cannot be "tlh", it takes auto | zh | en; the default is used` {
		t.Errorf("%q", got)
	}
}
