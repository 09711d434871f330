package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

var (
	brand  = text.Of(" ncmtui")
	arrow  = text.Of(" › ")
	spaces = text.Of("   ")
	lamp   = text.Of("● ")
	noLamp = text.Of("○ ")
)

// header is the first line: where one is, who one is, what counted.
func (a *App) header() string {
	left := []kit.Span{{Text: brand, Role: kit.Loud}, {Text: spaces}}
	trail := a.trail()
	for i, p := range trail {
		if i > 0 {
			left = append(left, kit.Span{Text: arrow, Role: kit.Faint})
		}
		role := kit.Quiet
		if i == len(trail)-1 {
			role = kit.Text
		}
		left = append(left, kit.Span{Text: crumb(p), Role: role})
	}
	return kit.Ends(&a.env.Theme.Plain, a.lay.w, left, a.account())
}

func crumb(p pane.Page) text.Clean { return p.Title().Cut(40) }

// trail is the way to the page that is shown, from its section on.
func (a *App) trail() []pane.Page {
	trail := append(append([]pane.Page(nil), a.now().parents...), a.page())
	if root := a.sections[a.now().section].page; trail[0].ID() != root.ID() {
		trail = append([]pane.Page{root}, trail...)
	}
	if len(trail) > 4 {
		trail = append(trail[:1:1], trail[len(trail)-3:]...)
	}
	return trail
}

// clickHeader opens the palette by the program's name, a page that was come
// through by its own, and the account's page by the user's; without a login,
// the login.
func (a *App) clickHeader(x int) tea.Cmd {
	switch account := a.lay.w - kit.Width(a.account()); {
	case x < brand.Width():
		return a.do(keymap.Palette)
	case x < account:
		at := brand.Width() + spaces.Width()
		for _, p := range a.trail() {
			if w := crumb(p).Width(); x >= at && x < at+w {
				return a.returnTo(p)
			}
			at += crumb(p).Width() + arrow.Width()
		}
		return nil
	case !a.userKnown:
		return nil
	case a.env.User.LoggedIn:
		return a.do(keymap.Myself)
	}
	return a.do(keymap.Login)
}

// returnTo goes back to a page of the trail; to the last one from what hides it.
func (a *App) returnTo(p pane.Page) tea.Cmd {
	a.focus, a.zoom = onMain, false
	for i := len(a.history) - 1; i >= 0; i-- {
		if a.history[i].page.ID() == p.ID() {
			if a.unsay(); i < len(a.history)-1 {
				a.page().Leave()
			}
			a.history = a.history[:i+1]
			a.navRow = a.now().section
			return a.show()
		}
	}
	return a.visit(visit{page: p, section: a.now().section})
}

func (a *App) account() []kit.Span {
	t := a.env.Texts.Header
	var out []kit.Span
	u := a.env.User
	switch {
	case !a.userKnown:
	case u.LoggedIn:
		out = append(out, kit.Span{Text: lamp, Role: kit.Accent}, kit.Span{Text: text.Of(u.Name).Cut(20), Role: kit.Text})
		if u.VIP {
			out = append(out, kit.Span{Text: text.Of(" VIP"), Role: kit.Quiet})
		}
	default:
		out = append(out, kit.Span{Text: noLamp, Role: kit.Quiet}, kit.Span{Text: text.Of(t.Guest), Role: kit.Text},
			kit.Span{Text: text.Of("  " + fmt.Sprintf(t.LoginHint, a.env.Keys.KeyOf(nil, keymap.Login))), Role: kit.Quiet})
	}
	return append(append(out, a.told()...), kit.Span{Text: text.Of(" ")})
}
