package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/pane"
)

// LoseLogin is what the screen gets when the account's login is over.
func LoseLogin() tea.Msg { return noticeMsg(Notice{LoginLost: true}) }

// Showing names what has the keys: a question, a layer, full-screen lyrics, the
// sections, or the type of the focused page.
func (a *App) Showing() string {
	switch {
	case a.lay.shape <= mini:
		return "mini"
	case a.asking != nil:
		return "question"
	case a.layer != nil:
		return strings.TrimPrefix(fmt.Sprintf("%T", a.layer), "*ui.")
	case a.typed != nil:
		return "which-key"
	case a.zoom:
		return "zoom"
	case a.focused() == nil:
		return "sections"
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", a.focused()), "*pane.")
}

// Sections are the actions of the left pane.
func (a *App) Sections() (out []keymap.Action) {
	for _, s := range a.sections {
		out = append(out, s.action)
	}
	return out
}

// SectionName is what an entry of the left pane is called.
func (a *App) SectionName(action keymap.Action) string {
	return a.sections[a.sectionOf(action)].name(a.env.Texts)
}

// Kinds are the things that have a page.
func Kinds() (out []pane.Kind) {
	for k := range openers {
		out = append(out, k)
	}
	return out
}

// AboutKind is the kind of thing that the shown page is about, "" for none.
func (a *App) AboutKind() pane.Kind {
	if p, ok := a.page().(pane.About); ok {
		t, _ := p.About()
		return t.Kind
	}
	return ""
}

// Layer is where the layer lies on the screen.
func (a *App) Layer() (x, y, w, h int) {
	p := a.layer.draw(a)
	return p.x, p.y, p.box.W, len(p.box.Lines)
}

// Selected is the song under the cursor.
func (a *App) Selected() (pane.Choice, bool) { return a.selected() }

// SelectedKind is the kind of what is under the cursor, "" for nothing.
func (a *App) SelectedKind() pane.Kind {
	t, _ := a.thing()
	return t.Kind
}

// Liked says whether a song is shown as liked.
func (a *App) Liked(song int64) bool { return a.env.Likes.Has(song) }

// Waiting says whether a pane that can be seen waits for something.
func (a *App) Waiting() bool {
	for _, p := range []pane.Page{a.page(), a.rightPage()} {
		if w, ok := p.(pane.Waiter); ok && w.Busy() {
			return true
		}
	}
	return false
}
