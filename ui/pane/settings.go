package pane

import (
	tea "charm.land/bubbletea/v2"

	"ncmtui/config"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// Tuned tells what holds of the configuration in the running program.
type Tuned interface {
	Value(key string) string
	Live(key string) bool // it can be changed now
}

// Tune is the wish to change a setting.
type Tune struct{ Key string }

// SettingNews says that a setting changed.
type SettingNews struct{}

// Settings is the page of the configuration: what holds, and what of it can be
// changed for this run.
type Settings struct {
	sheet
	rows  rowsOf[config.Key]
	tuned Tuned
}

// NewSettings makes the page.
func NewSettings(env *Env, tuned Tuned) *Settings {
	s := &Settings{tuned: tuned}
	s.Base = NewBase(env)
	s.loaded = true
	s.rows = rowsOf[config.Key]{items: config.Keys, draw: s.draw, key: func(k *config.Key) string {
		return k.Name + " " + k.Text.ZH + " " + k.Text.EN
	}}
	s.table = kit.Table{Rows: &s.rows, Heads: true, Columns: []kit.Column{
		{Title: lang.Setting.In(env.Lang).Name, Width: s.widest()},
		{Title: lang.Setting.In(env.Lang).Value, Width: 14},
		{Title: lang.Setting.In(env.Lang).Meaning, Share: 1, Min: 16, Drop: 1},
	}}
	s.empty = kit.Notice{What: env.Texts.States.EmptySearch}
	s.setIntro(kit.Span{Text: text.Of(lang.Setting.In(env.Lang).Intro), Role: kit.Quiet})
	return s
}

// widest is how many cells the longest name of a setting takes: cut short, some
// would read alike.
func (s *Settings) widest() int {
	w := 0
	for i := range s.rows.items {
		w = max(w, text.Of(s.rows.items[i].Name).Width())
	}
	return w
}

func (s *Settings) draw(_ int, k *config.Key, cells []kit.Cell) {
	value := text.Of(s.tuned.Value(k.Name))
	cells[0] = kit.Cell{Text: text.Of(k.Name), Role: kit.Text}
	cells[1] = kit.Cell{Text: value, Role: kit.Strong}
	cells[2] = kit.Cell{Text: text.Of(lang.Both(k.Text).In(s.Env.Lang)), Role: kit.Quiet}
	if value.Empty() {
		cells[1] = kit.Cell{Text: text.Of("–"), Role: kit.Faint}
	}
	if !s.tuned.Live(k.Name) {
		cells[1].Role = kit.Quiet
		cells[2].Tail = text.Of("(" + lang.Setting.In(s.Env.Lang).NextStart + ")")
	}
}

// Title is the page's name.
func (s *Settings) Title() text.Clean { return text.Of(lang.Pages.In(s.Env.Lang).Settings) }

// Open draws anew what holds.
func (s *Settings) Open() tea.Cmd {
	s.table.Redraw()
	return nil
}

// Handle moves, and changes the setting under the cursor.
func (s *Settings) Handle(a keymap.Action) tea.Cmd {
	if !s.move(a) && a == keymap.Enter {
		s.change()
	}
	return nil
}

func (s *Settings) change() {
	if i := s.table.Cursor(); i >= 0 {
		s.Env.Post(Tune{s.rows.items[i].Name})
	}
}

// Apply redraws what holds.
func (s *Settings) Apply(msg tea.Msg) tea.Cmd {
	switch msg.(type) {
	case PlayerNews, SettingNews:
		s.table.Redraw()
	}
	return nil
}

// Click selects, and changes on a double click.
func (s *Settings) Click(x, y int, double bool) tea.Cmd {
	if s.point(x, y) && double {
		s.change()
	}
	return nil
}
