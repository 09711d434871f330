package keymap_test

import (
	"strings"
	"testing"

	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
)

func TestDefaultPresetHasNoConflict(t *testing.T) {
	t.Parallel()
	if _, problems := keymap.New(nil); len(problems) > 0 {
		t.Errorf("problems: %v", problems)
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

func TestRebindingReplacesKeysAndReportsConflicts(t *testing.T) {
	t.Parallel()
	m, problems := keymap.New(map[string][]string{
		"play-pause":  {"ctrl+p", "。"},
		"next":        {},
		"volume-up":   {"j"},
		"volume-down": {"g"},
		"mute":        {"j j"},
		"quit":        {"ctrl+s"},
		"fly":         {"z"},
	})
	if a, _ := m.Find(nil, []string{"ctrl+p"}); a != keymap.PlayPause {
		t.Errorf("ctrl+p is %q", a)
	}
	if a, _ := m.Find(nil, []string{"space"}); a != keymap.None {
		t.Errorf("space is still %q", a)
	}
	if a, _ := m.Find(nil, []string{"]"}); a != keymap.None {
		t.Errorf("] is still %q", a)
	}
	var said []string
	for _, p := range problems {
		said = append(said, p.Error())
	}
	all := strings.Join(said, "\n")
	for _, want := range []string{
		`key "." : play-pause`, `key "j": volume-up and down both want it (global); down keeps it`,
		"longer sequences begin with it", `key "j j": mute and down`, "terminals stop", "no such action",
	} {
		want = strings.ReplaceAll(want, `" : play-pause`, `": play-pause and unlike`)
		if !strings.Contains(all, want) {
			t.Errorf("no report holds %q:\n%s", want, all)
		}
	}
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
	if got := strings.Join(keys, ""); got != "g/lqpfo" {
		t.Errorf("after g: %q", got)
	}
}
