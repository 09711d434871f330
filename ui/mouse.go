package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/pane"
)

const doubleClick = 400 * time.Millisecond

// press is the last mouse press: for double clicks, and for drags.
type press struct {
	x, y    int
	at      time.Time
	seeking bool
	dragged time.Duration // where a drag on the seek bar would go
	thumb   pane.Page     // whose scroll bar is dragged, nil none
	track   rect          // that scroll bar
}

// wheelRows is how far one notch scrolls.
const wheelRows = 3

func (a *App) mouse(m tea.MouseMsg) tea.Cmd {
	if a.lay.shape == tiny {
		return nil
	}
	e := m.Mouse()
	_, click := m.(tea.MouseClickMsg)
	switch {
	case a.asking != nil:
		if click && e.Button == tea.MouseLeft {
			return a.clickQuestion(e.X, e.Y)
		}
		return nil
	case click && e.Button == tea.MouseLeft && e.Y == a.lay.hint && !a.covered(e.X, e.Y):
		return a.clickHint(e.X)
	case a.lay.shape == mini:
		a.miniMouse(m)
		return nil
	case a.layer != nil:
		return a.onLayer(m)
	}
	switch m.(type) {
	case tea.MouseClickMsg:
		switch e.Button {
		case tea.MouseLeft:
			return a.click(e.X, e.Y)
		case tea.MouseRight:
			return a.rightClick(e.X, e.Y)
		case tea.MouseBackward:
			return a.do(keymap.Back)
		default:
		}
	case tea.MouseMotionMsg:
		return a.dragTo(e.X, e.Y)
	case tea.MouseReleaseMsg:
		a.release()
	case tea.MouseWheelMsg:
		return a.wheel(e)
	}
	return nil
}

// clickQuestion answers the open question by its answers in the box or in the
// last row; a click beside the box is a no.
func (a *App) clickQuestion(x, y int) tea.Cmd {
	p := a.questionBox()
	switch {
	case y == a.lay.hint:
		return a.clickHint(x)
	case !p.has(x, y):
		return a.do(keymap.Cancel)
	}
	switch kit.AnswerAt(p.box, x-p.x, y-p.y) {
	case 1:
		return a.do(keymap.Confirm)
	case 2:
		return a.do(keymap.Cancel)
	}
	return nil
}

// covered says whether the layer lies over a cell.
func (a *App) covered(x, y int) bool {
	return a.layer != nil && a.lay.shape > mini && a.layer.draw(a).has(x, y)
}

func (a *App) dragTo(x, y int) tea.Cmd {
	switch {
	case a.press.seeking:
		a.drag(x)
	case a.press.thumb != nil:
		return a.scrollTo(y)
	}
	return nil
}

func (a *App) release() {
	if a.press.seeking {
		a.press.seeking = false
		a.env.Do(player.SeekTo{Pos: a.press.dragged})
	}
	a.press.thumb = nil
}

// rightClick opens the action menu of what is under it.
func (a *App) rightClick(x, y int) tea.Cmd {
	at := &tea.Position{X: x, Y: y}
	if a.lay.bar.has(x, y) {
		if a.env.Snap.Track != nil {
			a.menuPlaying()
			if p, ok := a.layer.(*picker); ok {
				p.at = at
			}
		}
		return nil
	}
	where, r := a.paneAt(x, y)
	if r.w == 0 || y == r.y || a.zoom {
		return nil
	}
	a.focus = where
	a.refocus()
	p, ok := a.focused().(pane.Pointed)
	if !ok {
		return nil
	}
	cmd := p.Click(x-r.x-1, y-r.y-1, false)
	a.refocus()
	if _, has := a.thing(); has {
		return tea.Batch(cmd, a.menu(at))
	}
	return cmd
}

// grab begins a drag of the scroll bar of the pane in r.
func (a *App) grab(p pane.Page, r rect, y int) tea.Cmd {
	_, can := p.(pane.Scroller)
	if bar := a.bars(p); !can || bar.Total <= bar.Shown {
		return nil
	}
	a.press.thumb, a.press.track = p, rect{r.x + r.w - 1, r.y + 1, 1, r.h - 2}
	return a.scrollTo(y)
}

// scrollTo shows the part that belongs to a row of the dragged scroll bar.
func (a *App) scrollTo(y int) tea.Cmd {
	bar, t := a.bars(a.press.thumb), a.press.track
	s, ok := a.press.thumb.(pane.Scroller)
	if !ok || t.h < 2 {
		return nil
	}
	at := min(max(y-t.y, 0), t.h-1)
	return s.ScrollTo((bar.Total - bar.Shown) * at / (t.h - 1))
}

func (a *App) click(x, y int) tea.Cmd {
	now := a.env.Now()
	double := now.Sub(a.press.at) < doubleClick && x == a.press.x && y == a.press.y
	a.press = press{x: x, y: y, at: now}
	if double {
		a.press.at = time.Time{} // a third click is a new one
	}
	a.typed = nil
	if len(a.notes) > 0 && a.notePlace().has(x, y) {
		a.dismiss("esc")
		return nil
	}
	if y == 0 {
		return a.clickHeader(x)
	}
	if a.lay.bar.has(x, y) {
		a.clickBar(x, y)
		return nil
	}
	if a.lay.strip.has(x, y) && !a.zoom {
		return a.do(keymap.GoLyrics)
	}
	if a.lay.nav.has(x, y) && !a.zoom {
		if row := y - a.lay.nav.y - 1; row >= 0 && row < len(a.sections) {
			return a.enterSection(row)
		}
		return nil
	}
	return a.clickPane(x, y, double)
}

func (a *App) clickPane(x, y int, double bool) tea.Cmd {
	where, r := a.paneAt(x, y)
	if r.w == 0 {
		return nil
	}
	if y == r.y {
		a.clickTab(where, x-r.x-3)
		return nil
	}
	a.focus = where
	a.refocus()
	if a.focused() == nil {
		if row := y - r.y - 1; row >= 0 && row < len(a.sections) {
			return a.enterSection(row)
		}
		return nil
	}
	if x == r.x+r.w-1 && !a.zoom {
		return a.grab(a.focused(), r, y)
	}
	iw, ih := r.inner()
	px, py := x-r.x-1, y-r.y-1
	if a.zoom {
		z := a.zoomed().lyrics
		px, iw = px-z.x, z.w
	}
	if p, ok := a.focused().(pane.Pointed); ok && px >= 0 && py >= 0 && px < iw && py < ih {
		cmd := p.Click(px, py, double)
		a.refocus()
		return cmd
	}
	return nil
}

// clickTab turns to a tab in the upper edge of a frame.
func (a *App) clickTab(where area, x int) {
	switch {
	case a.lay.shape == one:
		titles, _ := a.oneTabs()
		switch i := kit.TabAt(titles, x); i {
		case 0:
			a.focus = onNav
		case 1:
			a.focus = onMain
		case 2, 3, 4:
			a.focus, a.tab = onRight, i-2
		}
	case where == onRight:
		if i := kit.TabAt(a.rightTabs(), x); i >= 0 {
			a.tab, a.focus = i, onRight
		}
	}
	a.resize(a.lay.w, a.lay.h)
	a.refocus()
}

// paneAt is the pane under a cell.
func (a *App) paneAt(x, y int) (area, rect) {
	full := a.zoomRect()
	switch {
	case a.zoom && full.has(x, y):
		return a.focus, full
	case a.lay.main.has(x, y):
		if a.lay.shape < three && a.focus == onRight {
			return onRight, a.lay.main
		}
		if a.lay.shape == one && a.focus == onNav {
			return onNav, a.lay.main
		}
		return onMain, a.lay.main
	case a.lay.right.has(x, y):
		return onRight, a.lay.right
	}
	return a.focus, rect{}
}

// wheelBy is how many rows a turn of the wheel scrolls, 0 for a turn sideways.
func wheelBy(e tea.Mouse) int {
	switch e.Button {
	case tea.MouseWheelUp:
		return -wheelRows
	case tea.MouseWheelDown:
		return wheelRows
	default:
		return 0
	}
}

func (a *App) turnVolume(e tea.Mouse) {
	if rows := wheelBy(e); rows != 0 {
		a.env.Do(player.AddVolume{Percent: -rows})
	}
}

func (a *App) wheel(e tea.Mouse) tea.Cmd {
	rows := wheelBy(e)
	if rows == 0 {
		return nil
	}
	if a.lay.bar.has(e.X, e.Y) {
		a.turnVolume(e)
		return nil
	}
	where, r := a.paneAt(e.X, e.Y)
	var page pane.Page
	switch {
	case r.w == 0:
		return nil
	case a.zoom:
		page = a.lyrics
	case where == onMain:
		page = a.page()
	case where == onRight:
		page = a.rightPage()
	}
	if p, ok := page.(pane.Pointed); ok {
		return p.Wheel(rows)
	}
	return nil
}

// clickBar: the state glyph pauses, the seek bar seeks and can be dragged.
func (a *App) clickBar(x, y int) {
	if a.env.Snap.Track == nil {
		return
	}
	if b := a.seekRect(); b.has(x, y) {
		a.press.seeking = true
		a.drag(x)
		return
	}
	if left := a.barLeft(); y == a.lay.bar.y && x >= left && x < left+3 || a.lay.art.has(x, y) {
		a.env.Do(player.Toggle{})
	}
}

func (a *App) drag(x int) {
	b := a.seekRect()
	if b.w < 2 || a.env.Snap.Duration <= 0 {
		a.press.seeking = false
		return
	}
	at := min(max(x-b.x, 0), b.w-1)
	a.press.dragged = time.Duration(float64(a.env.Snap.Duration) * (float64(at) + 0.5) / float64(b.w))
}
