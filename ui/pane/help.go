package pane

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
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
	h.rows.items = append(byGroup(env.Keys.Everything()), signs(env)...)
	h.table = kit.Table{Rows: &h.rows, Columns: helpColumns()}
	h.empty = kit.Notice{What: env.Texts.States.EmptySearch}
	return h
}

// signsGroup is the last chapter: what the screen's signs mean.
const signsGroup = keymap.Rest + 1

func signs(env *Env) []keymap.Bound {
	t, m := lang.Signs.In(env.Lang), env.Texts.Marks
	var out []keymap.Bound
	for _, s := range []struct{ sign, means string }{
		{"♥", t.Liked},
		{"▶", t.Plays},
		{m.VIP, t.VIP},
		{m.Trial, t.Trial},
		{m.Grey, t.Grey},
		{m.Cloud, t.Cloud},
		{fmt.Sprintf(env.Texts.Header.Counted, 3), t.Counted},
		{t.Shift, t.Select},
	} {
		out = append(out, keymap.Bound{
			Entry: keymap.Entry{Group: signsGroup, Text: lang.Both{ZH: s.means, EN: s.means}}, Keys: []string{s.sign},
		})
	}
	return out
}

func (h *Help) chapter(g keymap.Group) string {
	if g == signsGroup {
		return lang.Signs.In(h.Env.Lang).Title
	}
	return keymap.Groups[g].In(h.Env.Lang)
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
		cells[0] = kit.Cell{Text: text.Of(h.chapter(b.Group)), Role: kit.Accent}
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
