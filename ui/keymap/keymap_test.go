package keymap_test

import (
	"strings"
	"testing"

	"ncmtui/config"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
)

func TestDefaultPresetHasNoConflict(t *testing.T) {
	t.Parallel()
	m := keymap.Default()
	for _, c := range keymap.Preset() {
		if a, _ := m.Find([]keymap.Scope{c.Scope}, c.Keys); a != c.Action {
			t.Errorf("%v in %s is %q, not %q", c.Keys, c.Scope, a, c.Action)
		}
	}
}

func TestEveryBoundActionIsDescribedInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, b := range keymap.Default().Everything() {
		if b.Text.ZH == "" || b.Text.EN == "" {
			t.Errorf("%s has no text", b.Action)
		}
		if (b.Short.ZH == "") != (b.Short.EN == "") {
			t.Errorf("%s has a hint in one language only", b.Action)
		}
	}
}

func TestFindFollowsScopesAndSequences(t *testing.T) {
	t.Parallel()
	m := keymap.Default()
	list := []keymap.Scope{keymap.List}
	queue := []keymap.Scope{keymap.Queue, keymap.List}
	filtered := []keymap.Scope{keymap.Typing, keymap.List}
	for _, c := range []struct {
		scopes []keymap.Scope
		typed  string
		want   keymap.Action
		more   bool
	}{
		{nil, "j", keymap.Down, false},
		{nil, "g", keymap.None, true},
		{nil, "g g", keymap.Top, false},
		{nil, "g x", keymap.None, false},
		{nil, "/", keymap.None, false},
		{list, "/", keymap.Filter, false},
		{list, "g /", keymap.SearchAll, false},
		{list, "n", keymap.Enter, false},
		{filtered, "n", keymap.FilterNext, false},
		{list, "J", keymap.None, false},
		{queue, "J", keymap.MoveDown, false},
		{[]keymap.Scope{keymap.Ask}, "n", keymap.Cancel, false},
	} {
		a, more := m.Find(c.scopes, strings.Fields(c.typed))
		if a != c.want || more != c.more {
			t.Errorf("%v %q: %q %v, want %q %v", c.scopes, c.typed, a, more, c.want, c.more)
		}
	}
}

func TestBindsAddKeysAndTakeThem(t *testing.T) {
	t.Parallel()
	m, problems := keymap.New([]config.Bind{
		{Keys: "ctrl+n", Action: "next", Line: 2, Column: 1, Source: "c.toml"},
		{Keys: "Ctrl+F", Action: "previous"},
		{Keys: "j", Action: "next", Line: 4, Column: 1, Source: "c.toml"},
		{Keys: "g", Action: "refresh"},
		{Keys: "。", Action: "mute"},
		{Keys: "H", Action: "unlike"}, // gets a key for the one that mute took
		{Keys: "/", Action: "search"}, // also where lists have it
		{Keys: "x", Action: "none"},
		{Keys: "space", Action: "none"},
		{Keys: "f1", Action: "play-pause"},
		{Keys: "J", Action: "clear-queue"}, // holds in the queue only
	})
	for typed, want := range map[string]keymap.Action{
		"]": keymap.Next, "ctrl+n": keymap.Next, "j": keymap.Next, "ctrl+f": keymap.Previous, "down": keymap.Down,
		"g": keymap.Refresh, "g g": keymap.None, ".": keymap.Mute, "H": keymap.Unlike, "x": keymap.None,
		"space": keymap.None, "f1": keymap.PlayPause, "J": keymap.None,
	} {
		if a, _ := m.Find(nil, strings.Fields(typed)); a != want {
			t.Errorf("%s is %q, want %q", typed, a, want)
		}
	}
	for scope, want := range map[keymap.Scope]keymap.Action{keymap.List: keymap.SearchAll, keymap.Find: keymap.SearchAll} {
		if a, _ := m.Find([]keymap.Scope{scope}, []string{"/"}); a != want {
			t.Errorf("/ in %s is %q", scope, a)
		}
	}
	if a, _ := m.Find([]keymap.Scope{keymap.Queue}, []string{"J"}); a != keymap.ClearQueue {
		t.Errorf("J in the queue is %q", a)
	}
	said := sentences(problems)
	for _, want := range []string{
		`c.toml:4:1: "j" now is next; down lost its key j`, `"g" now is refresh; go-fm lost its key gf and has no other`, "filter lost its key /",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("no report holds %q:\n%s", want, said)
		}
	}
	for _, not := range []string{"unlike", "seek-back", "ctrl"} {
		if strings.Contains(said, not) {
			t.Errorf("%q is reported:\n%s", not, said)
		}
	}
}

func TestBindsThatCannotBeAreReported(t *testing.T) {
	t.Parallel()
	m, problems := keymap.New([]config.Bind{
		{Keys: "ctrl+n", Action: "nxt", Line: 2, Column: 1, Source: "c.toml"},
		{Keys: "ctrl+s", Action: "next", Line: 3, Column: 1, Source: "c.toml"},
		{Keys: "ctl+k", Action: "next"},
		{Keys: "x y", Action: "next"},
		{Keys: "x", Action: "mute"},
	})
	said := sentences(problems)
	for _, want := range []string{
		`c.toml:2:1: unknown action "nxt"; did you mean "next"?`, `c.toml:3:1: the key "ctrl+s" cannot be bound: terminals stop`,
		`there is no key "ctl+k"`, `the keys "x" clash with "x y" (next)`,
	} {
		if !strings.Contains(said, want) {
			t.Errorf("no report holds %q:\n%s", want, said)
		}
	}
	for _, p := range problems {
		if zh := p.Sentence().ZH; zh == "" || zh == p.Error() {
			t.Errorf("%q is not said in Chinese", p.Error())
		}
	}
	if a, _ := m.Find(nil, []string{"]"}); a != keymap.Next {
		t.Errorf("] is %q", a)
	}
	for _, key := range []string{"ctrl+s", "ctrl+q", "ctrl+space", "shift+space", "ctrl+.", "ctrl+z", "ctrl+c"} {
		if _, problems := keymap.New([]config.Bind{{Keys: key, Action: "mute"}}); len(problems) != 1 {
			t.Errorf("%s: %v", key, problems)
		}
	}
}

func sentences(problems []config.Problem) string {
	var said []string
	for _, p := range problems {
		said = append(said, p.Error())
	}
	return strings.Join(said, "\n")
}

func TestMissingNamesTheFirstReason(t *testing.T) {
	t.Parallel()
	e, _ := keymap.Default().Entry(keymap.Like)
	for _, c := range []struct {
		now  keymap.State
		want string
	}{
		{0, "needs a login"},
		{keymap.Account, "nothing is playing"},
		{keymap.Account | keymap.Track, ""},
	} {
		if got := e.Missing(c.now, lang.EN); got != c.want {
			t.Errorf("%b: %q, want %q", c.now, got, c.want)
		}
	}
}

func TestNormalTakesKeysOfChineseInputMethods(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"，": ",", "。": ".", "【": "[", "】": "]", "、": "\\", "？": "?", "；": ";", "：": ":", "《": "<", "》": ">",
		"＝": "=", "－": "-", "～": "~", "／": "/", "　": "space", " ": "space", "ｊ": "j", "j": "j", "ctrl+d": "ctrl+d", "晴": "晴",
	} {
		if got := keymap.Normal(typed); got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
}

func TestContinueListsWhatCanFollow(t *testing.T) {
	t.Parallel()
	var keys []string
	for _, b := range keymap.Default().Continue(nil, []string{"g"}) {
		keys = append(keys, b.Keys[0])
	}
	if got := strings.Join(keys, ""); !strings.HasPrefix(got, "ga/lqpfo") || !strings.Contains(got, "m") {
		t.Errorf("after g: %q", got)
	}
}

func TestLabelsAreWrittenAsPeopleSayThem(t *testing.T) {
	t.Parallel()
	for want, keys := range map[string][]string{
		"gg": {"g", "g"}, "Ctrl-d": {"ctrl+d"}, "S-Tab": {"shift+tab"}, "S-↓": {"shift+down"}, "Ctrl-←": {"ctrl+left"},
		"Alt-S-PgUp": {"alt+shift+pgup"}, "gSpace": {"g", "space"}, "+": {"+"}, "Ctrl-+": {"ctrl++"}, "F5": {"f5"},
	} {
		if got := keymap.Label(keys); got != want {
			t.Errorf("%v: %s, want %s", keys, got, want)
		}
	}
}
