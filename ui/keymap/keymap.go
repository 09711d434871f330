package keymap

import (
	"fmt"
	"slices"
	"strings"

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
}

// Map is a keymap in use. It is not changed after New.
type Map struct {
	bindings []Binding
	entries  map[Action]Entry
	lookup   map[Scope]map[string]Action
	prefixes map[Scope]map[string]bool
}

// Problem is something in a rebinding that cannot hold.
type Problem struct {
	Scope  Scope
	Keys   string
	Action Action
	Other  Action // not empty: the action that has the keys already
	Why    string // for a log, in English
}

func (p Problem) Error() string {
	if p.Other != "" {
		return fmt.Sprintf("key %q: %s and %s both want it (%s); %s keeps it", p.Keys, p.Action, p.Other, p.Scope, p.Other)
	}
	return fmt.Sprintf("key %q for %q: %s", p.Keys, p.Action, p.Why)
}

// New makes the default keymap, changed by rebind: action name → sequences
// (keys parted by blanks, "g g", "ctrl+d"), which replace all keys of that
// action; an empty list unbinds it. What cannot hold is reported and left
// out.
func New(rebind map[string][]string) (*Map, []Problem) {
	m := &Map{
		entries:  map[Action]Entry{},
		lookup:   map[Scope]map[string]Action{},
		prefixes: map[Scope]map[string]bool{},
	}
	for _, e := range entries {
		m.entries[e.Action] = e
	}
	var problems []Problem
	for _, b := range defaults() {
		if _, changed := rebind[string(b.Action)]; !changed {
			problems = append(problems, m.add(b)...)
		}
	}
	names := make([]string, 0, len(rebind))
	for name := range rebind {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		problems = append(problems, m.rebind(Action(name), rebind[name])...)
	}
	return m, problems
}

// Default is the default keymap.
func Default() *Map {
	m, _ := New(nil)
	return m
}

func (m *Map) rebind(a Action, sequences []string) []Problem {
	if _, known := m.entries[a]; !known {
		return []Problem{{Action: a, Why: "no such action"}}
	}
	scopes := scopesOf(a)
	var problems []Problem
	for _, seq := range sequences {
		keys := strings.Fields(seq)
		for i, k := range keys {
			keys[i] = Normal(k)
		}
		for _, s := range scopes {
			problems = append(problems, m.add(Binding{Scope: s, Keys: keys, Action: a})...)
		}
	}
	return problems
}

// scopesOf gives the scopes in which the default keymap has the action.
func scopesOf(a Action) []Scope {
	var scopes []Scope
	for _, b := range defaults() {
		if b.Action == a && !slices.Contains(scopes, b.Scope) {
			scopes = append(scopes, b.Scope)
		}
	}
	if scopes == nil {
		scopes = []Scope{Global}
	}
	return scopes
}

func (m *Map) add(b Binding) []Problem {
	seq := strings.Join(b.Keys, " ")
	p := Problem{Scope: b.Scope, Keys: seq, Action: b.Action}
	if len(b.Keys) == 0 {
		p.Why = "no key"
		return []Problem{p}
	}
	for _, k := range b.Keys {
		if why, no := forbidden[k]; no {
			p.Why = why
			return []Problem{p}
		}
	}
	table, prefix := m.lookup[b.Scope], m.prefixes[b.Scope]
	if table == nil {
		table, prefix = map[string]Action{}, map[string]bool{}
		m.lookup[b.Scope], m.prefixes[b.Scope] = table, prefix
	}
	if other, taken := table[seq]; taken && other != b.Action {
		p.Other = other
		return []Problem{p}
	}
	if prefix[seq] {
		p.Why = "longer sequences begin with it"
		return []Problem{p}
	}
	for i := 1; i < len(b.Keys); i++ {
		head := strings.Join(b.Keys[:i], " ")
		if other, taken := table[head]; taken {
			p.Other = other
			return []Problem{p}
		}
	}
	for i := 1; i < len(b.Keys); i++ {
		prefix[strings.Join(b.Keys[:i], " ")] = true
	}
	if _, again := table[seq]; !again {
		table[seq] = b.Action
		m.bindings = append(m.bindings, b)
	}
	return nil
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
	for _, e := range entries {
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
	for _, e := range entries {
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
