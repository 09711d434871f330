package ui

import (
	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

// entry is one of the left pane.
type entry struct {
	action keymap.Action
	digit  string
	name   func(*lang.Texts) string
	page   pane.Page
}

// now is the visit that is shown.
func (a *App) now() *visit { return &a.history[len(a.history)-1] }

// page is the page that is shown.
func (a *App) page() pane.Page { return a.now().page }

// enterSection opens a section at its first row.
func (a *App) enterSection(i int) tea.Cmd {
	s := a.sections[i]
	a.noteBelow(s.page)
	a.navRow = i
	a.focus, a.zoom = onMain, false
	cmd := a.visit(visit{page: s.page, section: i})
	top := s.page.Handle(keymap.Top)
	if f, ok := s.page.(interface{ Focus() }); ok {
		f.Focus()
	}
	a.refocus()
	return tea.Batch(cmd, top)
}

// noteBelow keeps which page the help is asked for.
func (a *App) noteBelow(next pane.Page) {
	_, help := next.(*pane.Help)
	if _, there := a.page().(*pane.Help); !help || there {
		return
	}
	if a.below = a.focused(); a.below == nil {
		a.below = a.page()
	}
}

// goTo opens a page on top of the one shown.
func (a *App) goTo(p pane.Page) tea.Cmd {
	v := visit{page: p, section: a.now().section}
	v.parents = append(append(v.parents, a.now().parents...), a.page())
	a.focus, a.zoom = onMain, false
	return a.visit(v)
}

func (a *App) visit(v visit) tea.Cmd {
	if a.page() == v.page {
		a.refocus()
		return open(v.page)
	}
	a.page().Leave()
	a.unsay()
	a.history = append(a.history, v)
	if len(a.history) > maxHistory {
		a.history = append(a.history[:0], a.history[1:]...)
	}
	return a.show()
}

// back leaves the page for the one before.
func (a *App) back() tea.Cmd {
	if len(a.history) < 2 {
		return nil
	}
	a.page().Leave()
	a.history = a.history[:len(a.history)-1]
	a.navRow = a.now().section
	return a.show()
}

// home leaves all pages but the section's: they may be the account's own.
func (a *App) home() tea.Cmd {
	i := a.now().section
	if len(a.history) == 1 && a.page() == a.sections[i].page {
		return nil
	}
	a.page().Leave()
	a.history = []visit{{page: a.sections[i].page, section: i}}
	return a.show()
}

func (a *App) show() tea.Cmd {
	a.resize(a.lay.w, a.lay.h)
	a.refocus()
	return open(a.page())
}

// rightPage is the right pane's page.
func (a *App) rightPage() pane.Page {
	switch a.tab {
	case 1:
		return a.queue
	case 2:
		return a.comments
	}
	return a.lyrics
}

// focused is the page that gets keys; nil when the sections have them.
func (a *App) focused() pane.Page {
	switch {
	case a.zoom:
		return a.lyrics
	case a.lay.shape == mini:
		return a.page()
	case a.focus == onNav:
		return nil
	case a.focus == onRight:
		return a.rightPage()
	}
	return a.page()
}

// refocus tells the panes which one has the keys.
func (a *App) refocus() {
	f := a.focused()
	for _, p := range []pane.Page{a.page(), a.lyrics, a.queue, a.comments} {
		p.SetFocus(f != nil && p.ID() == f.ID())
	}
}

// resize gives every pane its cells.
func (a *App) resize(w, h int) {
	a.lay = arrange(w, h, a.room())
	if a.lay.shape <= mini {
		a.lyrics.SetSize(w, h)
		return
	}
	mw, mh := a.lay.main.inner()
	a.page().SetSize(mw, mh)
	rw, rh := mw, mh
	if a.lay.right.w > 0 {
		rw, rh = a.lay.right.inner()
	}
	a.queue.SetSize(rw, rh)
	a.comments.SetSize(rw, rh)
	if a.zoom {
		z := a.zoomed()
		rw, rh = z.lyrics.w, z.lyrics.h
	}
	a.lyrics.SetSize(rw, rh)
}
