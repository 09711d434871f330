package verb

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ncmtui/config"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
)

// settle writes the settings of a rig.
func (r *rig) settle(text string) {
	r.t.Helper()
	if err := os.MkdirAll(r.places.Config, 0o700); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(r.places.File(), []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

func TestInitWritesAFileOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t, false)
	if out := r.must("config", "init"); out != r.places.File()+"\n" {
		t.Errorf("%q", out)
	}
	raw, err := os.ReadFile(r.places.File())
	if err != nil || string(raw) != config.Sample(false) {
		t.Errorf("%v\n%s", err, raw)
	}
	r.settle("volume = 3\n")
	if code := r.run("config", "init"); code != Failed || !strings.Contains(r.err.String(), "left as it is") {
		t.Errorf("exit code %d: %s", code, r.err.String())
	}
	if raw, _ := os.ReadFile(r.places.File()); string(raw) != "volume = 3\n" {
		t.Errorf("the user's file was written: %s", raw)
	}
	if r.run("config", "check"); len(r.wants) != 0 {
		t.Error("it connected to the service")
	}
}

func TestInitWritesTheLanguageOfTheUser(t *testing.T) {
	t.Parallel()
	r := newRig(t, false)
	r.lang = lang.ZH
	r.must("config", "init")
	if raw, _ := os.ReadFile(r.places.File()); string(raw) != config.Sample(true) {
		t.Error("not Chinese")
	}
}

func TestCheckTellsLineColumnAndSuggestion(t *testing.T) {
	t.Parallel()
	r := newRig(t, false)
	if code := r.run("config", "check"); code != 0 || r.out.String() != "" || !strings.Contains(r.err.String(), "are right") {
		t.Errorf("without a file: exit code %d: %s%s", code, r.out.String(), r.err.String())
	}
	r.settle("volum = 3\nlang = \"zz\"\n[keys.bind]\n\"ctrl+n\" = \"nxt\"\n")
	r.environ = map[string]string{"NCMTUI_VOLUME": "many"}
	if code := r.run("config", "check"); code != Failed || strings.Count(r.out.String(), "\n") != 4 || !strings.Contains(r.err.String(), "4 mistakes") {
		t.Errorf("exit code %d: %s%s", code, r.out.String(), r.err.String())
	}
	for _, want := range []string{
		`config.toml:1:1: unknown key "volum"; did you mean "volume"?`, `config.toml:2:8: "lang" cannot be "zz", it takes auto | zh | en`,
		`config.toml:4:1: unknown action "nxt"; did you mean "next"?`, `NCMTUI_VOLUME: "volume" cannot be "many", it takes 0..100`,
	} {
		if !strings.Contains(r.out.String(), want) {
			t.Errorf("no %q in\n%s", want, r.out.String())
		}
	}
	if code := r.run("config", "check", "--json"); code != Failed {
		t.Error(code)
	}
	var got []Mistake
	if err := json.Unmarshal(r.out.Bytes(), &got); err != nil || len(got) != 4 || got[0].Line != 1 || got[0].Suggestion != "volume" || got[1].Column != 8 {
		t.Errorf("%v %+v", err, got)
	}
}

func TestShowTellsWhereEachValueComesFrom(t *testing.T) {
	t.Parallel()
	r := newRig(t, false)
	r.settle("volume = 3\nlang = \"zh\"\nnetwork.proxy = \"http://me:hunter2@proxy:1\"\n[keys.bind]\n\"ctrl+n\" = \"next\"\n")
	r.environ = map[string]string{"NCMTUI_LANG": "en"}
	out := r.must("config", "show")
	for _, want := range []string{
		"volume\t3\t" + r.places.File() + "\n", "lang\ten\tNCMTUI_LANG\n", "mode\torder\tdefault\n",
		"network.proxy\thttp://…@proxy:1\t", "keys.bind.\"ctrl+n\"\tnext\t" + r.places.File() + "\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Contains(out, "hunter2") || strings.Count(out, "\n") != len(config.Keys)+1 {
		t.Error(out)
	}
	r.terminal, r.lang = true, lang.ZH
	if out = r.must("config", "show"); !strings.Contains(out, "默认") {
		t.Error(out)
	}
}

func TestPathTellsTheFolders(t *testing.T) {
	t.Parallel()
	r := newRig(t, false)
	p := r.places
	want := strings.Join([]string{p.File(), p.Data, p.State, p.Cache, p.Runtime}, "\t") + "\n"
	if out := r.must("config", "path"); out != want {
		t.Errorf("%q", out)
	}
	if _, err := os.Stat(p.Config); err == nil {
		t.Error("it made a folder")
	}
}

// TestSettingsAreDocumented holds docs/CONFIG.md to the program, in both
// languages.
func TestSettingsAreDocumented(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]lang.Lang{"CONFIG.md": lang.EN, "CONFIG.zh-CN.md": lang.ZH} {
		r := newRig(t, false)
		r.lang = l
		doc := r.must("config", "docs")
		for _, e := range keymap.Default().Entries() {
			if !strings.Contains(doc, "| `"+string(e.Action)+"` | ") {
				t.Errorf("no action %s", e.Action)
			}
		}
		path := filepath.Join("..", "..", "..", "docs", name)
		if *update {
			if err := os.WriteFile(path, []byte(doc), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != doc {
			t.Errorf("docs/%s is not what the program does (%v): run go test ./cmd/internal/verb -run Documented -update", name, err)
		}
	}
}
