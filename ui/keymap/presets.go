package keymap

import (
	"slices"
	"strings"
)

// Presets are the names of the presets.
var Presets = []string{"default", "musicfox", "musicbox", "rmpc"}

// change is what a preset changes of the default one: an action in it has these
// keys and no others, and a key of theirs nothing else.
type change struct {
	prefix string // comes in place of g before other keys, "" g stays
	binds  []bind
}

var presets = map[string]change{
	// go-musicfox (internal/keybindings). Its : is the command line here; what
	// its g stands before went to Ctrl-g.
	"musicfox": {"ctrl+g", []bind{
		{Global, Up, []string{"k", "K", "up"}},
		{Global, Down, []string{"j", "J", "down"}},
		{Global, Left, []string{"h", "H", "left"}},
		{Global, Right, []string{"l", "right"}},
		{Global, PageUp, []string{"ctrl+u", "pgup"}},
		{Global, PageDown, []string{"ctrl+d", "pgdown"}},
		{Global, Top, []string{"g", "home"}},
		{Global, Enter, []string{"enter", "n", "N"}},
		{Global, Back, []string{"esc", "b", "B", "backspace"}},
		{Global, Quit, []string{"q", "Q"}},
		{Global, Refresh, []string{"r", "R"}},
		{Global, GoQueue, []string{"c", "C", "ctrl+g q"}},
		{Global, Logout, []string{"w"}},
		{Global, NextPane, []string{"ctrl+w"}},
		{Global, PrevPane, []string{"alt+w"}},
		{Global, NextTab, []string{"W"}},
		{Global, AddTo, []string{"`", "tab"}},
		{Global, TakeFrom, []string{"~", "shift+tab"}},
		{Global, FollowRow, []string{";", "'"}},
	}},
	// musicbox (README): its u and d turn pages, l opens and h goes back. What
	// its g stands before went to Ctrl-g.
	"musicbox": {"ctrl+g", []bind{
		{Global, PageUp, []string{"u", "pgup"}},
		{Global, PageDown, []string{"d", "pgdown"}},
		{Global, Back, []string{"h", "esc", "b", "backspace"}},
		{Global, Enter, []string{"l", "enter", "n"}},
		{Global, Left, []string{"left"}},
		{Global, Right, []string{"right"}},
		{Global, Top, []string{"g", "home"}},
		{List, Filter, []string{"f"}},
		{Global, Next, []string{"]", "/"}},
		{Find, EditSearch, []string{"/"}},
		{Global, GoQueue, []string{"p", "ctrl+g q"}},
		{Global, CycleMode, []string{"P"}},
		{Global, Heart, []string{"H"}},
		{Global, Append, []string{"a"}},
		{Global, Album, []string{"alt+a"}},
		{Global, LikeRow, []string{"s", "<"}},
		{Global, Artist, []string{"alt+s"}},
		{Global, Section2, []string{"c", "2"}},
		{Queue, Remove, []string{"r", "delete"}},
		{Global, Refresh, []string{"ctrl+r"}},
		{Global, Trash, []string{"."}},
		{Global, Unlike, []string{"alt+,"}},
		{Global, Logout, []string{"w"}},
		{Global, NextTab, []string{"W"}},
		{Global, Undo, []string{"U"}},
		{Global, Similar, []string{"alt+f"}},
	}},
	// rmpc (assets/example_config.ron). Likes went to the quotes and brackets,
	// artists and albums to Alt.
	"rmpc": {"", []bind{
		{Global, PlayPause, []string{"p"}},
		{Global, Next, []string{">"}},
		{Global, Previous, []string{"<"}},
		{Global, SeekAhead, []string{"f"}},
		{Global, SeekBack5, []string{"b"}},
		{Global, SeekBack, []string{"alt+b"}},
		{Global, SeekAhead9, []string{"alt+f"}},
		{Global, VolumeUp, []string{"."}},
		{Global, VolumeDown, []string{","}},
		{Global, CycleMode, []string{"x", "z", "v"}},
		{Global, Zoom, []string{"Z"}},
		{Global, NextPane, []string{"tab", "g t", "ctrl+w l", "ctrl+right"}},
		{Global, PrevPane, []string{"shift+tab", "g T", "ctrl+w h", "ctrl+left"}},
		{Global, NextTab, []string{"ctrl+w w"}},
		{Global, PageUp, []string{"ctrl+b", "pgup"}},
		{Global, PageDown, []string{"ctrl+f", "pgdown"}},
		{Global, Enter, []string{"enter"}},
		{Global, Back, []string{"esc", "backspace"}},
		{List, Mark, []string{"space"}},
		{Global, Append, []string{"a"}},
		{Global, Menu, []string{"ctrl+x", "m"}},
		{Queue, Remove, []string{"d", "delete"}},
		{Queue, ClearQueue, []string{"D"}},
		{Global, GoPlaying, []string{"C", "g p"}},
		{Global, Like, []string{"'"}},
		{Global, Unlike, []string{"\""}},
		{Global, LikeRow, []string{"("}},
		{Global, UnlikeRow, []string{")"}},
		{Global, Album, []string{"alt+a"}},
		{Global, Similar, []string{"alt+s"}},
	}},
}

// all are the changes of a preset: what stands behind g in the default one goes
// to its prefix.
func (c change) all() []bind {
	out := slices.Clone(c.binds)
	for _, b := range slices.Concat(preset, addedKeys) {
		own := slices.ContainsFunc(c.binds, func(o bind) bool { return o.scope == b.scope && o.action == b.action })
		if own || c.prefix == "" {
			continue
		}
		var keys []string
		for _, k := range b.keys {
			if rest, ok := strings.CutPrefix(k, "g "); ok && rest != "g" {
				k = c.prefix + " " + rest
			}
			keys = append(keys, k)
		}
		if !slices.Equal(keys, b.keys) {
			out = append(out, bind{b.scope, b.action, keys})
		}
	}
	return out
}

// presetNamed gives the bindings of a preset, the default ones for a name that
// is none.
func presetNamed(name string) []Binding {
	all := defaults()
	changes := bindings(presets[name].all())
	moved := func(b Binding) bool {
		return slices.ContainsFunc(changes, func(c Binding) bool { return c.Action == b.Action && c.Scope == b.Scope })
	}
	taken := func(b Binding) bool {
		return slices.ContainsFunc(changes, func(c Binding) bool {
			near := c.Scope == b.Scope || c.Scope == Global && b.Scope != Ask && b.Scope != Typing
			return near && c.Action != b.Action && overlap(c.Keys, b.Keys)
		})
	}
	all = slices.DeleteFunc(all, func(b Binding) bool { return moved(b) || taken(b) })
	return append(all, changes...)
}
