package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

// tinyScreen says honestly that there is no room, in as much as there is.
func (a *App) tinyScreen() []string {
	w, h := max(a.lay.w, 0), max(a.lay.h, 0)
	lines := kit.Blanks(w, h)
	if h < 1 || w < 1 {
		return lines
	}
	said := text.Of(fmt.Sprintf(a.env.Texts.TooSmall, w, h, miniW, miniH)).Wrap(w)
	if len(said) > h {
		said = []text.Clean{text.Of(fmt.Sprintf("%d×%d < %d×%d", w, h, miniW, miniH))}
	}
	for i, l := range said {
		lines[(h-len(said))/2+i] = l.Fit(w, text.Left)
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
	lines = append(lines, a.seekLine())
	q := a.quality()
	left := []kit.Span{{Text: text.Of(" " + q), Role: kit.Quiet}}
	lines = append(lines, kit.Ends(p, w, left, a.settings()))
	return kit.Exactly(append(lines, a.hints()), w, h)
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

// miniMouse: the state glyph pauses, the seek bar seeks and can be dragged, the
// wheel is the volume.
func (a *App) miniMouse(m tea.MouseMsg) {
	e := m.Mouse()
	switch m.(type) {
	case tea.MouseClickMsg:
		if e.Button != tea.MouseLeft || a.env.Snap.Track == nil {
			return
		}
		if a.seekRect().has(e.X, e.Y) {
			a.press.seeking = true
			a.drag(e.X)
		} else if e.Y == 0 && e.X < 4 {
			a.env.Do(player.Toggle{})
		}
	case tea.MouseMotionMsg:
		if a.press.seeking {
			a.drag(e.X)
		}
	case tea.MouseReleaseMsg:
		a.release()
	case tea.MouseWheelMsg:
		a.turnVolume(e)
	}
}
