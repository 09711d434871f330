package keymap

import (
	"fmt"
	"slices"
	"strings"

	"ncmtui/config"
)

// free is the action of a bind that only takes the key away.
const free = "none"

// loss is a default key that a bind took.
type loss struct {
	by   config.Bind
	keys []string
	had  Action
}

// rebind changes the bindings as the user wishes.
func (m *Map) rebind(binds []config.Bind) []config.Problem {
	var (
		problems []config.Problem
		lost     []loss
	)
	for _, b := range binds {
		keys, p := m.read(b)
		if p == nil {
			p = m.clash(b, keys)
		}
		if p != nil {
			p.Source, p.Line, p.Column = b.Source, b.Line, b.Column
			problems = append(problems, *p)
			continue
		}
		lost = append(lost, m.take(b, keys)...)
		if b.Action == free {
			continue
		}
		for _, s := range scopesOf(Action(b.Action)) {
			if !m.has(s, keys) {
				m.bindings = append(m.bindings, Binding{Scope: s, Keys: keys, Action: Action(b.Action), wished: true})
			}
		}
	}
	return append(problems, m.told(lost)...)
}

// read gives the keys of a bind, or why it cannot be.
func (m *Map) read(b config.Bind) ([]string, *config.Problem) {
	if _, known := m.entries[Action(b.Action)]; !known && b.Action != free {
		names := []string{free}
		for _, e := range entries() {
			names = append(names, string(e.Action))
		}
		return nil, &config.Problem{
			Kind: config.BadBind, Key: b.Keys, Suggestion: config.Nearest(b.Action, names),
			Said: config.Text{ZH: fmt.Sprintf("没有 %q 这个操作", b.Action), EN: fmt.Sprintf("unknown action %q", b.Action)},
		}
	}
	keys := strings.Fields(b.Keys)
	if b.Keys == " " {
		keys = []string{"space"}
	}
	for i, k := range keys {
		keys[i] = Normal(k)
		if len([]rune(keys[i])) > 1 {
			keys[i] = strings.ToLower(keys[i])
		}
		if why, no := forbidden[keys[i]]; no {
			return nil, &config.Problem{Kind: config.BadBind, Key: b.Keys, Said: config.Text{
				ZH: fmt.Sprintf("按键 %q 不能绑定：%s", k, why.ZH), EN: fmt.Sprintf("the key %q cannot be bound: %s", k, why.EN),
			}}
		}
		if !isKey(keys[i]) {
			return nil, &config.Problem{Kind: config.BadBind, Key: b.Keys, Said: config.Text{
				ZH: fmt.Sprintf("没有 %q 这个按键", k), EN: fmt.Sprintf("there is no key %q", k),
			}}
		}
	}
	if len(keys) == 0 {
		return nil, &config.Problem{Kind: config.BadBind, Key: b.Keys, Said: config.Text{ZH: "没有写按键", EN: "a bind without a key"}}
	}
	return keys, nil
}

// clash: an earlier bind of the user's has the keys, or begins with them, or
// they with it.
func (m *Map) clash(b config.Bind, keys []string) *config.Problem {
	for _, have := range m.bindings {
		if have.wished && overlap(have.Keys, keys) && !(slices.Equal(have.Keys, keys) && string(have.Action) == b.Action) {
			return &config.Problem{Kind: config.BadBind, Key: b.Keys, Said: config.Text{
				ZH: fmt.Sprintf("按键 %q 和前面的 %q（%s）冲突，使用前面的", b.Keys, strings.Join(have.Keys, " "), have.Action),
				EN: fmt.Sprintf("the keys %q clash with %q (%s) before; the first holds", b.Keys, strings.Join(have.Keys, " "), have.Action),
			}}
		}
	}
	return nil
}

// take removes the default bindings that a bind comes in place of.
func (m *Map) take(b config.Bind, keys []string) []loss {
	scopes := scopesOf(Action(b.Action))
	var lost []loss
	m.bindings = slices.DeleteFunc(m.bindings, func(have Binding) bool {
		everywhere := slices.Contains(scopes, Global) && have.Scope != Ask && have.Scope != Typing
		switch {
		case !everywhere && !slices.Contains(scopes, have.Scope), !overlap(have.Keys, keys), string(have.Action) == b.Action:
			return false
		case b.Action == free:
			return slices.Equal(have.Keys, keys)
		}
		lost = append(lost, loss{b, have.Keys, have.Action})
		return true
	})
	return lost
}

// told are the losses of which the user may not know: an action that got a key
// of the user's as well was thought of.
func (m *Map) told(lost []loss) []config.Problem {
	var out []config.Problem
	for _, l := range lost {
		left := ""
		thought := false
		for _, b := range m.bindings {
			if b.Action == l.had {
				thought = thought || b.wished
				left = Label(b.Keys)
			}
		}
		if thought {
			continue
		}
		said := config.Text{
			ZH: fmt.Sprintf("%q 现在是 %s，%s 失去了按键 %s", l.by.Keys, l.by.Action, l.had, Label(l.keys)),
			EN: fmt.Sprintf("%q now is %s; %s lost its key %s", l.by.Keys, l.by.Action, l.had, Label(l.keys)),
		}
		if left == "" {
			said.ZH += "，没有其他按键"
			said.EN += " and has no other"
		}
		out = append(out, config.Problem{
			Source: l.by.Source, Line: l.by.Line, Column: l.by.Column, Kind: config.BadBind, Key: l.by.Keys, Said: said,
		})
	}
	return out
}

func (m *Map) has(s Scope, keys []string) bool {
	return slices.ContainsFunc(m.bindings, func(b Binding) bool { return b.Scope == s && slices.Equal(b.Keys, keys) })
}

// overlap: the same sequence, or one begins with the other.
func overlap(a, b []string) bool {
	n := min(len(a), len(b))
	return slices.Equal(a[:n], b[:n])
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
