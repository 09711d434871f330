package ui

import (
	"fmt"

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
	trail := append(append([]pane.Page(nil), a.now().parents...), a.page())
	if root := a.sections[a.now().section].page; trail[0].ID() != root.ID() {
		trail = append([]pane.Page{root}, trail...)
	}
	if len(trail) > 4 {
		trail = append(trail[:1:1], trail[len(trail)-3:]...)
	}
	for i, p := range trail {
		if i > 0 {
			left = append(left, kit.Span{Text: arrow, Role: kit.Faint})
		}
		role := kit.Quiet
		if i == len(trail)-1 {
			role = kit.Text
		}
		left = append(left, kit.Span{Text: p.Title().Cut(40), Role: role})
	}
	return kit.Ends(&a.env.Theme.Plain, a.lay.w, left, a.account())
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
	if a.svc.Counted != nil && u.LoggedIn {
		out = append(out, kit.Span{Text: spaces}, kit.Span{Text: text.Of(fmt.Sprintf(t.Counted, a.counted)), Role: kit.Quiet})
	}
	return append(out, kit.Span{Text: text.Of(" ")})
}
