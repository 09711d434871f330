package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"ncmtui/config"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

// Reload is what is new in the settings' file while the program runs.
type Reload struct {
	Config  config.Config // all of it, lang made zh or en
	Changed []string      // keys of Config with another value than before
	Keys    *keymap.Map   // the bindings anew; nil: they are as before
}

// Tunes says whether the screen itself can change a key while the program
// runs; Services.Settings has others.
func Tunes(key string) bool {
	_, ok := tuners[key]
	return ok
}

// presetKey goes with the bindings: they are made of both.
const presetKey = "keys.preset"

// reload does what the file says now, and tells in one sentence what holds
// and what waits for the next start.
func (a *App) reload(r Reload) tea.Cmd {
	t := lang.Reloads.In(a.env.Lang)
	var cmds []tea.Cmd
	var now, later []string
	if r.Keys != nil {
		a.rebind(r.Keys)
		now = append(now, t.Keys)
	}
	for _, key := range r.Changed {
		name := a.tuned(key)
		own, ok := tuners[key]
		switch {
		case key == presetKey: // done with the bindings
		case ok:
			cmds, now = append(cmds, own.set(a, r.Config)), append(now, name)
		case a.svc.Settings != nil && a.svc.Settings.Set(key, r.Config.Value(key)) == nil:
			now = append(now, name)
		default:
			later = append(later, name)
		}
	}
	a.say(reloaded(lang.Reloads.In(a.env.Lang), now, later), false)
	return tea.Batch(append(cmds, a.broadcast(pane.SettingNews{}))...)
}

// reloaded is the sentence about it.
func reloaded(t *lang.ReloadTexts, now, later []string) string {
	var said []string
	if len(now) > 0 {
		said = append(said, fmt.Sprintf(t.Now, strings.Join(now, t.Comma)))
	}
	if len(later) > 0 {
		said = append(said, fmt.Sprintf(t.Later, strings.Join(later, t.Comma)))
	}
	return text.Of(strings.Join(said, " · ")).String()
}

// rebind gives every action the keys of m.
func (a *App) rebind(m *keymap.Map) {
	a.typed = nil
	a.svc.Keys, a.env.Keys = m, m
	a.env.Explain = explain(a.svc, a.env.Texts, func() bool { return a.env.Guest })
	a.bound = map[string]map[keymap.Action]string{}
	a.env.Look++
}
