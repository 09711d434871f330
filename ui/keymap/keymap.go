package keymap

import (
	"slices"
	"strings"

	"ncmtui/config"
	"ncmtui/ui/lang"
)

// Need is what must be there for an action to make sense; a State is the
// union of what is.
type Need uint16

// The needs, in the order in which a missing one is named.
const (
	Track    Need = 1 << iota // something plays or is paused
	Song                      // a song is selected
	Queued                    // the queue is not empty
	Account                   // logged in
	Undoable                  // there is a change of the queue to take back
	Radio                     // the personal FM plays
	Thing                     // something is selected: a song, a list, an artist …
)

// State is what is there now.
type State = Need

// Entry describes an action: one line of the help.
type Entry struct {
	Action Action
	Group  Group
	Text   lang.Both // what it does, for the help
	Short  lang.Both // the same for the hint row; empty: never hinted
	Needs  Need
}

// Missing gives the reason why the action makes no sense now, "" if it does.
func (e Entry) Missing(now State, l lang.Lang) string {
	for _, r := range reasons {
		if e.Needs&^now&r.need != 0 {
			return r.text.In(l)
		}
	}
	return ""
}

// Binding is one key sequence in one scope.
type Binding struct {
	Scope  Scope
	Keys   []string // each as Name gives it
	Action Action

	wished bool // by the user
}

// Map is a keymap in use. It is not changed after New.
type Map struct {
	preset   string
	binds    []config.Bind // the user's
	bindings []Binding
	entries  map[Action]Entry
	lookup   map[Scope]map[string]Action
	prefixes map[Scope]map[string]bool
}

// New is Of with the default preset.
func New(binds []config.Bind) (*Map, []config.Problem) { return Of("", binds) }

// Of makes a preset's keymap ("" the default one) with the user's binds, which
// add keys to their actions, "none" for no action. A bind takes its keys from
// whatever had them. What cannot hold, and what lost a key, is told.
func Of(preset string, binds []config.Bind) (*Map, []config.Problem) {
	m := &Map{
		preset:   preset,
		binds:    binds,
		bindings: presetNamed(preset),
		entries:  map[Action]Entry{},
		lookup:   map[Scope]map[string]Action{},
		prefixes: map[Scope]map[string]bool{},
	}
	for _, e := range entries() {
		m.entries[e.Action] = e
	}
	problems := m.rebind(binds)
	for _, b := range m.bindings {
		m.index(b)
	}
	return m, problems
}

// Preset is the name of the preset it was made of.
func (m *Map) Preset() string {
	if m.preset == "" {
		return "default"
	}
	return m.preset
}

// In is the keymap of another preset with the same binds of the user.
func (m *Map) In(preset string) *Map {
	other, _ := Of(preset, m.binds)
	return other
}

// Default is the default keymap.
func Default() *Map {
	m, _ := New(nil)
	return m
}

func (m *Map) index(b Binding) {
	if m.lookup[b.Scope] == nil {
		m.lookup[b.Scope], m.prefixes[b.Scope] = map[string]Action{}, map[string]bool{}
	}
	for i := 1; i < len(b.Keys); i++ {
		m.prefixes[b.Scope][strings.Join(b.Keys[:i], " ")] = true
	}
	m.lookup[b.Scope][strings.Join(b.Keys, " ")] = b.Action
}

// Find looks a typed sequence up, in the scopes' order, Global last. more is
// true when it is the beginning of a longer one.
func (m *Map) Find(scopes []Scope, typed []string) (a Action, more bool) {
	seq := strings.Join(typed, " ")
	for _, s := range scopes {
		if a, ok := m.lookup[s][seq]; ok {
			return a, false
		}
		more = more || m.prefixes[s][seq]
	}
	if more {
		return None, true
	}
	if a, ok := m.lookup[Global][seq]; ok {
		return a, false
	}
	return None, m.prefixes[Global][seq]
}

// Bound is an action with the keys that reach it in a place.
type Bound struct {
	Entry
	Scope Scope
	Keys  []string // labels of the sequences, the first one is shown
}

// Bound lists what can be done in the scopes and globally, in the order of
// the help.
func (m *Map) Bound(scopes []Scope) []Bound {
	all := append(slices.Clone(scopes), Global)
	var out []Bound
	for _, e := range entries() {
		var b Bound
		for _, s := range all {
			for _, have := range m.bindings {
				if have.Scope == s && have.Action == e.Action && !m.hidden(all, have) {
					b.Entry, b.Scope = e, s
					b.Keys = append(b.Keys, Label(have.Keys))
				}
			}
		}
		if b.Keys != nil {
			out = append(out, b)
		}
	}
	return out
}

// hidden: an earlier scope uses the same keys for something else.
func (m *Map) hidden(scopes []Scope, b Binding) bool {
	a, _ := m.Find(scopes[:len(scopes)-1], b.Keys)
	return a != b.Action
}

// Everything lists all bound actions of all scopes, in the order of the help.
func (m *Map) Everything() []Bound {
	var out []Bound
	for _, e := range entries() {
		b := Bound{Entry: e}
		for _, have := range m.bindings {
			if have.Action == e.Action {
				b.Scope = have.Scope
				if l := Label(have.Keys); !slices.Contains(b.Keys, l) {
					b.Keys = append(b.Keys, l)
				}
			}
		}
		if b.Keys != nil {
			out = append(out, b)
		}
	}
	return out
}

// Continue lists what can follow a typed prefix.
func (m *Map) Continue(scopes []Scope, typed []string) []Bound {
	var out []Bound
	n := len(typed)
	for _, s := range append(slices.Clone(scopes), Global) {
		for _, b := range m.bindings {
			if b.Scope == s && len(b.Keys) > n && slices.Equal(b.Keys[:n], typed) {
				out = append(out, Bound{Entry: m.entries[b.Action], Scope: s, Keys: []string{Label(b.Keys[n:])}})
			}
		}
	}
	return out
}

// Entries are all actions, bound or not, in the order of the help.
func (m *Map) Entries() []Entry { return entries() }

// Entry describes an action.
func (m *Map) Entry(a Action) (Entry, bool) {
	e, ok := m.entries[a]
	return e, ok
}

// KeyOf gives the label of the first key of an action in the scopes or
// globally, "" when it has none.
func (m *Map) KeyOf(scopes []Scope, a Action) string {
	for _, s := range append(slices.Clone(scopes), Global) {
		for _, b := range m.bindings {
			if b.Scope == s && b.Action == a {
				return Label(b.Keys)
			}
		}
	}
	return ""
}
