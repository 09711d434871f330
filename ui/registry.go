package ui

import (
	"cmp"
	"slices"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

// What the screen consists of is declared by files of their own, one for each
// page or part (page_*.go), in their init: none of them touches a line of
// another's.

// sectionSpec declares an entry of the left pane.
type sectionSpec struct {
	order  int // from the top; the digit's tens, so that others fit in between
	action keymap.Action
	digit  string // shown before the name, "" none
	name   func(*lang.Texts) string
	open   func(*App) pane.Page
}

var (
	sectionSpecs []sectionSpec
	openers      = map[pane.Kind]func(*App, pane.Thing) pane.Page{}
	doers        = map[keymap.Action]func(*App) tea.Cmd{}
	menus        = map[pane.Kind][]keymap.Action{}
)

// section adds an entry to the left pane.
func section(s sectionSpec) {
	sectionSpecs = append(sectionSpecs, s)
}

// opens says which page a thing has.
func opens(k pane.Kind, page func(*App, pane.Thing) pane.Page) {
	openers[k] = page
}

// does says what an action does wherever it is asked for; what a page does
// itself needs no entry.
func does(do func(*App) tea.Cmd, actions ...keymap.Action) {
	for _, a := range actions {
		doers[a] = do
	}
}

// offers adds actions to the menu of a kind of things.
func offers(k pane.Kind, actions ...keymap.Action) {
	menus[k] = append(menus[k], actions...)
}

// makeSections makes the pages of the left pane, in their order.
func (a *App) makeSections() []entry {
	specs := slices.Clone(sectionSpecs)
	slices.SortStableFunc(specs, func(x, y sectionSpec) int { return cmp.Compare(x.order, y.order) })
	out := make([]entry, len(specs))
	for i, s := range specs {
		out[i] = entry{s.action, s.digit, s.name, s.open(a)}
	}
	return out
}

// openThing opens the page of a thing.
func (a *App) openThing(t pane.Thing) tea.Cmd {
	open, ok := openers[t.Kind]
	if !ok || t.ID == 0 {
		a.say(lang.Things.In(a.env.Lang).NoPage, true)
		return nil
	}
	return a.goTo(open(a, t))
}
