package ui

import (
	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/kit"
)

// layer stands over the screen and has all keys and the mouse while it is
// open. A question (see pane.Sure) stands over it.
type layer interface {
	key(a *App, k tea.KeyPressMsg) tea.Cmd
	paste(a *App, s string)
	// draw places the layer on the screen.
	draw(a *App) placed
	// click takes the cell from the box's corner; outside is not asked.
	click(a *App, x, y int) tea.Cmd
}

// placed is a box with its corner on the screen, and the cursor's cell in the
// box, nil for none.
type placed struct {
	box    kit.Popup
	x, y   int
	cursor *tea.Position
}

func (p placed) has(x, y int) bool {
	return rect{p.x, p.y, p.box.W, len(p.box.Lines)}.has(x, y)
}

// middle places a box above the screen's middle.
func (a *App) middle(box kit.Popup, cursor *tea.Position) placed {
	return placed{box, (a.lay.w - box.W) / 2, max((a.lay.h-len(box.Lines))*2/5, 0), cursor}
}

// near places a box at a cell, inside of the screen.
func (a *App) near(box kit.Popup, x, y int) placed {
	return placed{box, max(min(x, a.lay.w-box.W), 0), max(min(y, a.lay.h-len(box.Lines)), 0), nil}
}

// over opens a layer.
func (a *App) over(l layer) {
	a.unsay()
	a.typed = nil
	a.layer = l
}

// shut closes the layer.
func (a *App) shut() { a.layer = nil }

// unseen closes a layer that does not fit any more: keys would go to what
// nobody sees.
func (a *App) unseen() {
	if a.layer != nil && (a.lay.shape <= mini || len(a.layer.draw(a).box.Lines) == 0) {
		a.shut()
	}
}

// onLayer brings a mouse event to the layer; a click outside closes it.
func (a *App) onLayer(m tea.MouseMsg) tea.Cmd {
	e, p := m.Mouse(), a.layer.draw(a)
	switch m.(type) {
	case tea.MouseClickMsg:
		if !p.has(e.X, e.Y) {
			a.shut()
			return nil
		}
		if e.Button == tea.MouseLeft {
			return a.layer.click(a, e.X-p.x, e.Y-p.y)
		}
	case tea.MouseWheelMsg:
		if s, ok := a.layer.(interface{ Scroll(by int) }); ok {
			switch e.Button {
			case tea.MouseWheelUp:
				s.Scroll(-1)
			case tea.MouseWheelDown:
				s.Scroll(1)
			default:
			}
		}
	}
	return nil
}
