package keymap_test

import (
	"slices"
	"strings"
	"testing"

	"ncmtui/config"
	"ncmtui/ui/keymap"
)

// needed must have a key in every preset; the rest is in the palette.
var needed = []keymap.Action{
	keymap.Up, keymap.Down, keymap.Enter, keymap.Back, keymap.Quit, keymap.Help, keymap.Command, keymap.Palette, keymap.Menu,
	keymap.PlayPause, keymap.Next, keymap.Previous, keymap.VolumeUp, keymap.VolumeDown, keymap.CycleMode, keymap.Like, keymap.LikeRow,
	keymap.Undo, keymap.Filter, keymap.SearchAll, keymap.GoQueue, keymap.GoLyrics, keymap.NextPane, keymap.Remove, keymap.Top,
	keymap.Section1, keymap.Section2, keymap.Settings, keymap.Refresh, keymap.PlayNext, keymap.Append, keymap.Mark,
}

func TestEveryPresetReachesWhatIsNeededWithoutConflicts(t *testing.T) {
	t.Parallel()
	for _, name := range keymap.Presets {
		m, problems := keymap.Of(name, nil)
		if problems != nil {
			t.Errorf("%s: %v", name, problems)
		}
		scopes := []keymap.Scope{keymap.Queue, keymap.List}
		for _, a := range needed {
			if m.KeyOf(scopes, a) == "" {
				t.Errorf("%s: %s has no key", name, a)
			}
		}
		for _, x := range m.All() {
			for _, y := range m.All() {
				n := min(len(x.Keys), len(y.Keys))
				if x.Scope == y.Scope && x.Action != y.Action && slices.Equal(x.Keys[:n], y.Keys[:n]) {
					t.Errorf("%s, %s: %v is %s, %v is %s", name, x.Scope, x.Keys, x.Action, y.Keys, y.Action)
				}
			}
		}
	}
}

func TestPresetsHaveTheKeysOfTheirPrograms(t *testing.T) {
	t.Parallel()
	list := []keymap.Scope{keymap.Songs, keymap.List}
	for _, c := range []struct {
		preset, keys string
		want         keymap.Action
	}{
		{"musicfox", "g", keymap.Top},
		{"musicfox", "tab", keymap.AddTo},
		{"musicfox", "w", keymap.Logout},
		{"musicfox", "ctrl+g l", keymap.GoLyrics},
		{"musicfox", "P", keymap.Heart},
		{"musicfox", ":", keymap.Command},
		{"musicbox", "l", keymap.Enter},
		{"musicbox", "h", keymap.Back},
		{"musicbox", "f", keymap.Filter},
		{"musicbox", "d", keymap.PageDown},
		{"rmpc", "p", keymap.PlayPause},
		{"rmpc", ">", keymap.Next},
		{"rmpc", "space", keymap.Mark},
		{"rmpc", "g g", keymap.Top},
		{"no such", "g g", keymap.Top},
	} {
		m, _ := keymap.Of(c.preset, nil)
		if a, _ := m.Find(list, strings.Fields(c.keys)); a != c.want {
			t.Errorf("%s: %q is %q, want %q", c.preset, c.keys, a, c.want)
		}
	}
}

func TestBindsGoOverThePreset(t *testing.T) {
	t.Parallel()
	m, problems := keymap.Of("rmpc", []config.Bind{{Keys: "p", Action: "previous", Line: 1}})
	if a, _ := m.Find(nil, []string{"p"}); a != keymap.Previous || len(problems) != 1 {
		t.Errorf("p is %q, told %v", a, problems)
	}
}

func TestFullWidthKeysAreTheirAsciiOnes(t *testing.T) {
	t.Parallel()
	for full, want := range map[string]string{
		"，": ",", "。": ".", "【": "[", "】": "]", "、": "\\", "？": "?", "；": ";", "：": ":", "《": "<", "》": ">",
		"＝": "=", "－": "-", "～": "~", "／": "/", "　": "space", "·": "`", "！": "!", "ｊ": "j", "−": "-", "「": "{",
	} {
		if got := keymap.Normal(full); got != want {
			t.Errorf("%s is %q, want %q", full, got, want)
		}
	}
}
