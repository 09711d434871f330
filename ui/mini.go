package ui

import (
	"fmt"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

// tinyScreen says honestly that there is no room, in as much as there is.
func (a *App) tinyScreen() []string {
	w, h := max(a.lay.w, 0), max(a.lay.h, 0)
	lines := kit.Blanks(w, h)
	if h > 0 && w > 0 {
		s := fmt.Sprintf(a.env.Texts.TooSmall, w, h, miniW, miniH)
		lines[(h-1)/2] = text.Of(s).Fit(w, text.Left)
	}
	return lines
}

// miniScreen is the player alone: what plays, what is sung, where.
func (a *App) miniScreen() []string {
	p := &a.env.Theme.Plain
	w, h := a.lay.w, a.lay.h
	snap := a.env.Snap
	lines := []string{}
	if snap.Track == nil {
		lines = append(lines, kit.Line(p, w, kit.Span{Text: text.Of(" ■  "), Role: kit.Faint},
			kit.Span{Text: text.Of(a.env.Texts.States.NothingPlays), Role: kit.Quiet}), text.Blank(w))
	} else {
		s := a.env.SongOf(snap.Track)
		var like []kit.Span
		if a.env.Likes.Has(s.ID) {
			like = []kit.Span{{Text: text.Of("♥ "), Role: kit.Accent}}
		}
		lines = append(lines, kit.Ends(p, w, []kit.Span{
			{Text: text.Of(" " + stateGlyph(snap.Status) + "  "), Role: kit.Accent}, {Text: text.Of(s.Name), Role: kit.Strong},
		}, like))
		by := []kit.Span{{Text: text.Of("    ")}, {Text: pane.Names(s.Artists), Role: kit.Quiet}}
		lines = append(lines, kit.Line(p, w, by...))
	}
	lines = append(lines, a.miniMiddle(max(h-5, 1))...)
	lines = append(lines, a.miniSeek())
	q := a.quality()
	left := []kit.Span{{Text: text.Of(" " + q), Role: kit.Quiet}}
	lines = append(lines, kit.Ends(p, w, left, a.settings()))
	return kit.Exactly(append(lines, a.miniHints()), w, h)
}

// miniMiddle is what is sung, or the way to something that could be.
func (a *App) miniMiddle(h int) []string {
	w := a.lay.w
	if a.env.Snap.Track != nil {
		return a.lyrics.Strip(w, h)
	}
	t := a.env.Texts.Mini
	s := text.Of(fmt.Sprintf(pick(a.env.User.LoggedIn || !a.userKnown, t.Choose, t.Login), fullW, fullH))
	lines := make([]string, 0, h)
	for _, l := range s.Wrap(w - 8) {
		lines = append(lines, kit.Line(&a.env.Theme.Plain, w, kit.Span{Text: text.Of("    ")}, kit.Span{Text: l, Role: kit.Text}))
	}
	return kit.Exactly(lines, w, h)
}

// ofPlayer says whether an action is for the player alone, with nothing of it
// on a page that is not shown.
func ofPlayer(action keymap.Action) bool {
	switch action {
	case keymap.Like, keymap.Unlike, keymap.Trash, keymap.CopyName, keymap.CopyLink,
		keymap.OffsetLess, keymap.OffsetMore, keymap.Quit:
		return true
	default:
	}
	return commandOf(action) != nil
}

func (a *App) miniSeek() string {
	if a.env.Snap.Track == nil {
		return text.Blank(a.lay.w)
	}
	p := &a.env.Theme.Plain
	cw := a.clockW()
	total := "-:--"
	if a.env.Snap.Duration > 0 {
		total = kit.Clock(a.env.Snap.Duration)
	}
	return a.clock() +
		a.seekBar(max(a.lay.w-2*cw-2, 0)) + p.Quiet.Paint(text.Of(total).Fit(cw, text.Right)) + " "
}

func (a *App) miniHints() string {
	if a.toast.until.After(a.env.Now()) {
		return a.hints()
	}
	spans := a.hintSpans([]keymap.Action{keymap.PlayPause, keymap.Next, keymap.Previous, keymap.Like, keymap.Quit}, a.lay.w)
	return kit.Line(&a.env.Theme.Plain, a.lay.w, spans...)
}
