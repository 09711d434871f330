package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

// navigate does what moves between panes and pages.
func (a *App) navigate(action keymap.Action) (tea.Cmd, bool) {
	switch action {
	case keymap.Quit:
		return a.quit(), true
	case keymap.Back:
		return a.stepBack(), true
	case keymap.NextPane:
		a.turnFocus(1)
	case keymap.PrevPane:
		a.turnFocus(-1)
	case keymap.Left, keymap.Right:
		return nil, a.sideways(action)
	case keymap.NextTab:
		a.nextTab()
	case keymap.Zoom:
		a.zoom = !a.zoom
		a.tab = 0
	case keymap.GoLyrics:
		a.tab, a.focus = 0, onRight
	case keymap.GoQueue:
		a.zoom = false
		a.tab, a.focus = 1, onRight
	case keymap.GoPlaying:
		a.zoom = false
		a.locate()
	case keymap.SearchAll:
		return a.enterSection(a.sectionOf(keymap.Section5)), true
	case keymap.GoFM:
		return a.enterSection(a.sectionOf(keymap.Section3)), true
	case keymap.Login:
		return a.login(), true
	case keymap.Logout:
		a.question(pane.Sure{Question: a.env.Texts.Ask.Logout, Yes: a.logout})
	case keymap.OffsetLess, keymap.OffsetMore, keymap.ToggleFollow:
		return a.lyrics.Handle(action), true
	default:
		if i := a.sectionOf(action); i >= 0 {
			return a.enterSection(i), true
		}
		return nil, false
	}
	a.resize(a.lay.w, a.lay.h)
	a.refocus()
	return nil, true
}

// nextTab turns the right pane to its next tab; where there is no right pane,
// it comes in place of the list. From full-screen lyrics that is the queue.
func (a *App) nextTab() {
	switch {
	case a.zoom:
		a.zoom = false
		a.tab, a.focus = 1, onRight
	case a.lay.shape < three && a.focus != onRight:
		a.focus = onRight
	default:
		a.tab = (a.tab + 1) % rightTabs
	}
}

func (a *App) sectionOf(action keymap.Action) int {
	for i, s := range a.sections {
		if s.action == action {
			return i
		}
	}
	return -1
}

// stepBack undoes the nearest thing: zoom, filter, focus, page.
func (a *App) stepBack() tea.Cmd {
	if a.zoom {
		a.zoom = false
		a.show()
		return nil
	}
	if b, ok := a.focused().(pane.Backer); ok && b.Back() {
		a.refocus()
		return nil
	}
	if a.focus != onMain {
		a.focus = onMain
		a.refocus()
		return nil
	}
	if len(a.history) > 1 {
		a.unsay()
	}
	return a.back()
}

func (a *App) turnFocus(by int) {
	a.zoom = false
	a.focus = area((int(a.focus) + by + 3) % 3)
	if a.focus == onNav {
		a.navRow = a.now().section
	}
}

// sideways goes to the pane at the left or right, unless the page turns its
// own tabs.
func (a *App) sideways(action keymap.Action) (done bool) {
	if a.zoom {
		return true
	}
	if s, ok := a.focused().(pane.Sidewise); ok && s.Sideways() {
		if e, ok := s.(pane.Ender); !ok || !e.Ends(action) {
			return false
		}
	}
	switch {
	case action == keymap.Left && a.focus > onNav:
		a.focus--
	case action == keymap.Right && a.focus < onRight:
		a.focus++
	}
	if a.focus == onNav {
		a.navRow = a.now().section
	}
	a.resize(a.lay.w, a.lay.h)
	a.refocus()
	return true
}

// locate puts the cursor on the playing song: in the page, else in the queue.
func (a *App) locate() {
	id := a.env.Playing()
	if l, ok := a.page().(pane.Locator); ok && l.Locate(id) {
		a.focus = onMain
		return
	}
	if a.queue.Locate(id) {
		a.tab, a.focus = 1, onRight
		return
	}
	a.say(a.env.Texts.Toast.NotHere, true)
}

func (a *App) login() tea.Cmd {
	if a.env.User.LoggedIn {
		a.say(fmt.Sprintf(a.env.Texts.Toast.LoggedIn, text.Of(a.env.User.Name).String()), false)
		return nil
	}
	switch a.page().(type) {
	case *pane.Login, *pane.Logins:
		return nil
	}
	return a.goTo(pane.NewLogins(a.env))
}

// fulfil does what panes wished for; a wish may lead to others.
func (a *App) fulfil(cmds *[]tea.Cmd) {
	for range 8 {
		wishes := a.env.TakePosted()
		if len(wishes) == 0 {
			return
		}
		for _, w := range wishes {
			*cmds = append(*cmds, a.wish(w))
		}
	}
}

func (a *App) wish(w tea.Msg) tea.Cmd {
	switch w := w.(type) {
	case pane.Go:
		return a.goTo(w.Page)
	case pane.Say:
		a.say(text.Of(w.Text).String(), w.Bad)
		a.toast.kept = w.Kept
	case pane.Fail:
		a.fail(w.Err)
	case pane.Sure:
		a.question(w)
	case pane.Close:
		return a.back()
	case pane.LoggedIn:
		a.userKnown = true
		a.say(fmt.Sprintf(a.env.Texts.Toast.LoggedIn, text.Of(w.User.Name).String()), false)
		return a.know(w.User)
	case pane.LoggedOut:
		return a.know(pane.User{})
	case pane.Tune:
		return a.edit(w.Key)
	case pane.Open:
		return a.openThing(w.Thing)
	case pane.Change:
		return a.send(w)
	case pane.Act:
		return a.do(w.Action)
	case pane.Did:
		a.note(change{name: w.Name, back: w.Back})
	}
	return nil
}
