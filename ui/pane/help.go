package pane

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/text"
)

// Help is the page of all keys, made from the keymap.
type Help struct {
	sheet
	rows  rowsOf[keymap.Bound]
	state func() keymap.State
}

// NewHelp makes the page; state tells what can be done now.
func NewHelp(env *Env, state func() keymap.State) *Help {
	h := &Help{state: state}
	h.Base = NewBase(env)
	h.loaded = true
	h.rows = rowsOf[keymap.Bound]{draw: h.draw, key: func(b *keymap.Bound) string {
		return b.Text.ZH + " " + b.Text.EN + " " + string(b.Action) + " " + strings.Join(b.Keys, " ")
	}}
	h.rows.items = byGroup(env.Keys.Everything())
	h.table = kit.Table{Rows: &h.rows, Columns: helpColumns()}
	h.empty = kit.Notice{What: env.Texts.States.EmptySearch}
	return h
}

func helpColumns() []kit.Column {
	return []kit.Column{
		{Width: 12, Drop: 3},
		{Width: 16},
		{Share: 1, Min: 16},
	}
}

func byGroup(all []keymap.Bound) []keymap.Bound {
	var out []keymap.Bound
	for g := keymap.Moving; g <= keymap.Rest; g++ {
		for _, b := range all {
			if b.Group == g {
				out = append(out, b)
			}
		}
	}
	return out
}

func (h *Help) draw(i int, b *keymap.Bound, cells []kit.Cell) {
	l := h.Env.Lang
	if i == 0 || h.rows.items[i-1].Group != b.Group {
		cells[0] = kit.Cell{Text: text.Of(keymap.Groups[b.Group].In(l)), Role: kit.Quiet}
	}
	cells[1] = kit.Cell{Text: text.Of(strings.Join(b.Keys, "  ")), Role: kit.Strong}
	cells[2] = kit.Cell{Text: text.Of(b.Text.In(l)), Role: kit.Text}
	if why := b.Missing(h.state(), l); why != "" {
		cells[2].Role = kit.Quiet
		cells[2].Tail = text.Of("(" + why + ")")
	}
}

// Title is the page's name.
func (h *Help) Title() text.Clean { return text.Of(h.Env.Texts.Help.Title) }

// Open draws anew what can be done now.
func (h *Help) Open() tea.Cmd {
	h.table.Redraw()
	return nil
}

// Handle moves and searches.
func (h *Help) Handle(a keymap.Action) tea.Cmd {
	h.move(a)
	return nil
}

// Apply redraws what can be done now.
func (h *Help) Apply(msg tea.Msg) tea.Cmd {
	switch msg.(type) {
	case PlayerNews, UserNews:
		h.table.Redraw()
	}
	return nil
}

// Click selects.
func (h *Help) Click(x, y int, _ bool) tea.Cmd {
	h.point(x, y)
	return nil
}
