package ui

import (
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

// hintOrder is what the hint row names, as far as it makes sense in the
// focused pane and there is room. The last ones always have room.
var (
	hintOrder = []keymap.Action{
		keymap.Confirm, keymap.Cancel, keymap.ToggleFollow,
		keymap.Enter, keymap.PlayPause, keymap.Next,
		keymap.Remove, keymap.MoveDown, keymap.MoveUp, keymap.ClearQueue,
		keymap.Like, keymap.Trash, keymap.PlayNext, keymap.Menu, keymap.WriteComment, keymap.ReplyComment, keymap.LikeComment, keymap.EditSearch, keymap.Filter, keymap.SearchAll, keymap.Command, keymap.Undo,
		keymap.NextPane, keymap.NextTab, keymap.Zoom, keymap.Back, keymap.Refresh,
	}
	hintLast = []keymap.Action{keymap.Help, keymap.Quit}
)

// hints is the last row: a toast while there is one, else the live keymap.
func (a *App) hints() string {
	p := &a.env.Theme.Plain
	if a.asking == nil && a.toast.until.After(a.env.Now()) {
		role := kit.Text
		if a.toast.bad {
			role = kit.Warn
		}
		return kit.Line(p, a.lay.w, kit.Span{Text: text.Of(" "), Role: role}, kit.Span{Text: text.Of(a.toast.text), Role: role})
	}
	if a.asking == nil && a.layer != nil && a.lay.shape > mini {
		return a.layerHints()
	}
	if a.asking == nil && a.typist() != nil {
		return a.typingHints()
	}
	last := a.hintSpans(hintLast, a.lay.w)
	room := a.lay.w - kit.Width(last) - 1
	return kit.Ends(p, a.lay.w, a.hintSpans(hintOrder, room), last)
}

// typingHints are the two keys that are not text.
func (a *App) typingHints() string {
	t := a.env.Texts.Typing
	return a.twoHints(t.Done, t.Cancel)
}

// layerHints are the two keys of every layer, or the beginning of a menu's key.
func (a *App) layerHints() string {
	t := lang.Menu.In(a.env.Lang)
	if _, ok := a.layer.(*prompt); ok {
		return a.twoHints(t.Run, t.Close)
	}
	if p, ok := a.layer.(*picker); ok && p.typed != nil {
		return kit.Line(&a.env.Theme.Plain, a.lay.w,
			kit.Span{Text: text.Of(" " + keymap.Label(p.typed) + " …  "), Role: kit.Accent},
			kit.Span{Text: text.Of("Esc"), Role: kit.Text}, kit.Span{Text: text.Of(" " + a.env.Texts.Typing.Cancel), Role: kit.Quiet})
	}
	return a.twoHints(t.Choose, t.Close)
}

func (a *App) twoHints(enter, esc string) string {
	return kit.Line(&a.env.Theme.Plain, a.lay.w,
		kit.Span{Text: text.Of(" Enter"), Role: kit.Text}, kit.Span{Text: text.Of(" " + enter + "  "), Role: kit.Quiet},
		kit.Span{Text: text.Of("Esc"), Role: kit.Text}, kit.Span{Text: text.Of(" " + esc), Role: kit.Quiet})
}

func (a *App) hintSpans(order []keymap.Action, room int) []kit.Span {
	scopes, now, l := a.scopes(), a.state(), a.env.Lang
	bound := a.boundIn(scopes)
	spans := []kit.Span{{Text: text.Of(" ")}}
	used := 1
	for _, action := range order {
		e, _ := a.env.Keys.Entry(action)
		key, short := bound[action], pick(a.hintHere(action) != "", a.hintHere(action), e.Short.In(l))
		if key == "" || short == "" || e.Missing(now, l) != "" || a.pointless(action) {
			continue
		}
		k, s := text.Of(key), text.Of(" "+short+"  ")
		if used+k.Width()+s.Width() > room {
			break
		}
		used += k.Width() + s.Width()
		spans = append(spans, kit.Span{Text: k, Role: kit.Text}, kit.Span{Text: s, Role: kit.Quiet})
	}
	return spans
}

// hintHere is what an action is called in the focused pane, "" for its usual
// name.
func (a *App) hintHere(action keymap.Action) string {
	t := a.env.Texts.Hints
	_, song := a.selected()
	switch p := a.focused().(type) {
	case *pane.Login:
		if action == keymap.Refresh {
			return t.NewCode
		}
	case *pane.Lyrics:
		if action == keymap.Enter {
			return t.Line
		}
	case *pane.Settings:
		if action == keymap.Enter {
			return lang.Setting.In(a.env.Lang).Change
		}
	case *pane.Comments:
		if t := lang.Comments.In(a.env.Lang); action == keymap.Enter {
			return pick(p.Sideways(), t.Open, t.Author)
		}
	case *pane.FM:
		if action == keymap.Enter {
			return pick(p.On(), t.Play, t.Start)
		}
	default:
		if action == keymap.Enter && song {
			return t.Play
		}
	}
	return ""
}

// pointless: possible, but not worth a hint here.
func (a *App) pointless(action keymap.Action) bool {
	asked := action == keymap.Confirm || action == keymap.Cancel
	if asked || a.asking != nil {
		return asked != (a.asking != nil)
	}
	switch action {
	case keymap.Trash:
		return !a.env.Snap.Queue.FM
	case keymap.Remove:
		return a.focused() != a.queue
	case keymap.ToggleFollow:
		return !a.lyrics.Browsing()
	case keymap.Enter:
		switch p := a.focused().(type) {
		case *pane.Login, *pane.Help, *pane.Messages:
			return true
		case *pane.Lyrics:
			return !p.Browsing()
		}
	case keymap.NextPane, keymap.NextTab:
		return a.zoom
	case keymap.Back:
		return len(a.history) < 2 && a.focus == onMain && !a.zoom
	default:
	}
	return false
}

// boundIn gives the first key of each action that the scopes do not hide. It
// is kept until the scopes change.
func (a *App) boundIn(scopes []keymap.Scope) map[keymap.Action]string {
	id := ""
	for _, s := range scopes {
		id += string(s) + " "
	}
	if m, ok := a.bound[id]; ok {
		return m
	}
	m := map[keymap.Action]string{}
	for _, b := range a.env.Keys.Bound(scopes) {
		m[b.Action] = b.Keys[0]
	}
	a.bound[id] = m
	return m
}

func (a *App) whichKey() kit.Popup {
	var next []kit.Pair
	for _, b := range a.env.Keys.Continue(a.scopes(), a.typed) {
		next = append(next, kit.Pair{Key: b.Keys[0], Text: b.Text.In(a.env.Lang)})
	}
	return kit.WhichKey(a.env.Theme, a.lay.w, keymap.Label(a.typed), next)
}
