package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
)

// picker is a layer in which one of some rows is chosen.
type picker struct {
	kit.Picker
	at     *tea.Position // the corner; nil: in the middle
	choose func(a *App, i int) tea.Cmd
	// actions are those of the rows of a menu: their own keys choose them.
	actions []keymap.Action
	typed   []string // the beginning of a menu's key of several
}

func (p *picker) draw(a *App) placed {
	box, cursor := p.Draw(a.env.Theme, a.lay.w, a.lay.h)
	if p.at != nil {
		return a.near(box, p.at.X, p.at.Y)
	}
	return a.middle(box, cursor)
}

func (p *picker) key(a *App, k tea.KeyPressMsg) tea.Cmd {
	pending := p.typed != nil
	switch name := k.Keystroke(); name {
	case "esc", "ctrl+p":
		if p.typed = nil; name == "esc" && pending {
			return nil
		}
		a.shut()
	case "enter":
		return p.enter(a)
	case "up", "shift+tab":
		p.Move(-1)
	case "down", "tab":
		p.Move(1)
	case "pgup":
		p.Scroll(-8)
	case "pgdown":
		p.Scroll(8)
	default:
		if p.Hint != "" {
			p.Type(k)
			return nil
		}
		return p.letter(a, k)
	}
	return nil
}

// letter is a key in a menu: it moves, or it is a row's own.
func (p *picker) letter(a *App, k tea.KeyPressMsg) tea.Cmd {
	p.typed = append(p.typed, keymap.Normal(keyName(k)))
	scopes := append(slices.Clone(a.scopes()), keymap.Queue, keymap.List)
	action, more := a.env.Keys.Find(scopes, p.typed)
	if more {
		return nil
	}
	p.typed = nil
	for i, own := range p.actions {
		if own == action && action != keymap.None {
			p.Select(i)
			return p.enter(a)
		}
	}
	switch action {
	case keymap.Up:
		p.Move(-1)
	case keymap.Down:
		p.Move(1)
	case keymap.Top:
		p.Scroll(-1 << 20)
	case keymap.Bottom:
		p.Scroll(1 << 20)
	case keymap.Enter, keymap.Right:
		return p.enter(a)
	case keymap.Back, keymap.Quit, keymap.Menu, keymap.MenuPlaying, keymap.Left:
		a.shut()
	default:
	}
	return nil
}

// enter chooses the row under the cursor. One that cannot be chosen says why.
func (p *picker) enter(a *App) tea.Cmd {
	i := p.Selected()
	if i < 0 {
		return nil
	}
	if why := p.Why(i); why != "" {
		a.say(why, true)
		return nil
	}
	a.shut()
	return p.choose(a, i)
}

func (p *picker) paste(_ *App, s string) {
	if p.Hint != "" {
		p.Paste(s)
	}
}

func (p *picker) click(a *App, _, y int) tea.Cmd {
	if _, ok := p.At(y); ok {
		return p.enter(a)
	}
	return nil
}
