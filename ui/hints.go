package ui

import (
	tea "charm.land/bubbletea/v2"

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
		keymap.LikeComment, keymap.WriteComment, keymap.ReplyComment,
		keymap.Like, keymap.Trash, keymap.PlayNext, keymap.Menu, keymap.EditSearch, keymap.Filter, keymap.SearchAll, keymap.Command, keymap.Undo,
		keymap.NextPane, keymap.NextTab, keymap.Zoom, keymap.Refresh,
	}
	hintLast = []keymap.Action{keymap.Back, keymap.Help, keymap.Quit}
	// miniOrder is that of the mini player.
	miniOrder = []keymap.Action{keymap.PlayPause, keymap.Next, keymap.Previous, keymap.Like, keymap.Quit}
)

// hint is a key of the last row with what it does; a click does the same.
type hint struct {
	key, text text.Clean
	do        func(*App) tea.Cmd
}

func (h hint) width() int { return h.key.Width() + h.text.Width() }

// hints is the last row: a toast while there is one, else the live keymap.
func (a *App) hints() string {
	p := &a.env.Theme.Plain
	if a.toasted() {
		role := kit.Text
		if a.toast.bad {
			role = kit.Warn
		}
		return kit.Line(p, a.lay.w, kit.Span{Text: text.Of(" "), Role: role}, kit.Span{Text: text.Of(a.toast.text), Role: role})
	}
	if q, ok := a.layer.(*picker); ok && a.asking == nil && q.typed != nil && a.lay.shape > mini {
		return kit.Line(p, a.lay.w,
			kit.Span{Text: text.Of(" " + keymap.Label(q.typed) + " …  "), Role: kit.Accent},
			kit.Span{Text: text.Of("Esc"), Role: kit.Text}, kit.Span{Text: text.Of(" " + a.env.Texts.Typing.Cancel), Role: kit.Quiet})
	}
	left, right := a.hintRow()
	return kit.Ends(p, a.lay.w, hintSpans(left), hintSpans(right))
}

// toasted says whether a toast stands in place of the hints.
func (a *App) toasted() bool { return a.asking == nil && a.toast.until.After(a.env.Now()) }

// hintRow is what the last row names, at its left and at its right end.
func (a *App) hintRow() (left, right []hint) {
	typing := a.env.Texts.Typing
	switch t := lang.Menu.In(a.env.Lang); {
	case a.asking == nil && a.lay.shape == mini:
		return a.hintsOf(miniOrder, a.lay.w), nil
	case a.asking == nil && a.layer != nil:
		_, line := a.layer.(*prompt)
		return twoHints(pick(line, t.Run, t.Choose), t.Close), nil
	case a.asking == nil && a.typist() != nil:
		return twoHints(typing.Done, typing.Cancel), nil
	}
	right = a.hintsOf(hintLast, a.lay.w)
	return a.hintsOf(hintOrder, a.lay.w-kit.Width(hintSpans(right))-1), right
}

// twoHints are the two keys that are not text.
func twoHints(enter, esc string) []hint {
	press := func(code rune) func(*App) tea.Cmd {
		return func(a *App) tea.Cmd { return a.key(tea.KeyPressMsg{Code: code}) }
	}
	return []hint{
		{text.Of("Enter"), text.Of(" " + enter + "  "), press(tea.KeyEnter)},
		{text.Of("Esc"), text.Of(" " + esc), press(tea.KeyEscape)},
	}
}

// hintSpans draws hints, a blank before them.
func hintSpans(hints []hint) []kit.Span {
	if len(hints) == 0 {
		return nil
	}
	spans := []kit.Span{{Text: text.Of(" ")}}
	for _, h := range hints {
		spans = append(spans, kit.Span{Text: h.key, Role: kit.Text}, kit.Span{Text: h.text, Role: kit.Quiet})
	}
	return spans
}

// clickHint does what the hint under a cell of the last row names; a toast
// that says how to take something back does it, another one leads to the
// messages so far.
func (a *App) clickHint(x int) tea.Cmd {
	if a.toasted() {
		if a.toast.undo {
			return a.undo()
		}
		if a.lay.shape == mini {
			return nil
		}
		return a.do(keymap.Messages)
	}
	left, right := a.hintRow()
	for at, hints := range map[int][]hint{1: left, a.lay.w - kit.Width(hintSpans(right)) + 1: right} {
		for _, h := range hints {
			if x >= at && x < at+h.width() {
				return h.do(a)
			}
			at += h.width()
		}
	}
	return nil
}

// hintsOf are those of the actions that make sense here, as far as there is
// room.
func (a *App) hintsOf(order []keymap.Action, room int) []hint {
	scopes, now, l := a.scopes(), a.state(), a.env.Lang
	bound := a.boundIn(scopes)
	var hints []hint
	used := 1
	for _, action := range order {
		e, _ := a.env.Keys.Entry(action)
		key, short := bound[action], pick(a.hintHere(action) != "", a.hintHere(action), e.Short.In(l))
		if key == "" || short == "" || e.Missing(now, l) != "" || a.pointless(action) {
			continue
		}
		h := hint{text.Of(key), text.Of(" " + short + "  "), func(a *App) tea.Cmd { return a.do(action) }}
		if used+h.width() > room {
			break
		}
		used += h.width()
		hints = append(hints, h)
	}
	return hints
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
	case *pane.Logins:
		if action == keymap.Refresh && p.Bare() {
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
		case pane.Bare:
			return p.Bare()
		}
	case keymap.Filter: // nothing to look through
		p, ok := a.focused().(pane.Bare)
		return ok && p.Bare()
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
	if a.lay.shape == mini {
		return kit.Popup{} // nothing of what follows is the player's alone
	}
	var next []kit.Pair
	for _, b := range a.env.Keys.Continue(a.scopes(), a.typed) {
		next = append(next, kit.Pair{Key: b.Keys[0], Text: b.Text.In(a.env.Lang)})
	}
	return kit.WhichKey(a.env.Theme, a.lay.w, a.lay.main.y+a.lay.main.h-1, keymap.Label(a.typed), next)
}
