package pane

import (
	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
)

func (c *Comments) move(a keymap.Action) bool {
	l := &c.now().list
	switch a {
	case keymap.Up:
		l.move(-1)
	case keymap.Down:
		l.move(1)
	case keymap.HalfUp:
		l.move(-max(l.page()/2, 1))
	case keymap.HalfDown:
		l.move(max(l.page()/2, 1))
	case keymap.PageUp:
		l.move(-l.page())
	case keymap.PageDown:
		l.move(l.page())
	case keymap.Top:
		l.moveTo(0)
	case keymap.Bottom:
		l.moveTo(len(c.now().items) - 1)
	default:
		return false
	}
	return true
}

// Wheel scrolls.
func (c *Comments) Wheel(rows int) tea.Cmd {
	c.now().list.scroll(rows)
	return c.readOn()
}

// Scroll tells what is shown, in lines.
func (c *Comments) Scroll() (top, shown, total int) {
	l := &c.now().list
	return l.top, max(l.h, 1), l.total()
}

// ScrollTo shows the lines from one on.
func (c *Comments) ScrollTo(top int) tea.Cmd {
	c.now().list.scrollTo(top)
	return c.readOn()
}

// MoveTo puts the cursor on the n-th comment.
func (c *Comments) MoveTo(n int) tea.Cmd {
	c.now().list.moveTo(n)
	return c.readOn()
}

// Click goes to a tab, to the input, or to a comment; twice opens its floor.
func (c *Comments) Click(x, y int, double bool) tea.Cmd {
	h := c.head()
	switch {
	case y == 0 && c.floor != nil:
		c.Back()
	case y == 0:
		if i := kit.TabAt(c.titles(), x-1); i >= 0 {
			return c.show(i)
		}
	case y >= h && y < h+c.now().list.h:
		c.draft.typing = false
		i := c.now().list.at(y - h)
		if i < 0 {
			return nil
		}
		if c.now().list.moveTo(i); double {
			return c.enter()
		}
	case y == c.H-1 && c.draft.open():
		c.draft.typing = !c.draft.sending
	}
	return nil
}
