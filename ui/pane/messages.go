package pane

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// Said is a sentence that the screen showed for a moment.
type Said struct {
	At   time.Time
	Text string // clean, or a text of lang
	Bad  bool
}

// Log keeps the last sentences.
type Log struct {
	Rev  uint64 // grows with every change
	said []Said // the latest first
}

// maxSaid is how many sentences are kept.
const maxSaid = 200

// Add keeps a sentence; the one that was said last stands once, with its last
// time.
func (l *Log) Add(s Said) {
	if s.Text == "" {
		return
	}
	l.Rev++
	if len(l.said) > 0 && l.said[0].Text == s.Text && l.said[0].Bad == s.Bad {
		l.said[0] = s
		return
	}
	l.said = append([]Said{s}, l.said[:min(len(l.said), maxSaid-1)]...)
}

// Messages is the page of what was said so far.
type Messages struct {
	sheet
	rows rowsOf[Said]
	rev  uint64
}

// NewMessages makes the page.
func NewMessages(env *Env) *Messages {
	m := &Messages{rows: rowsOf[Said]{draw: drawSaid, key: func(s *Said) string { return s.Text }}}
	m.Base = NewBase(env)
	m.loaded = true
	m.table = kit.Table{Rows: &m.rows, Columns: []kit.Column{{Width: 8}, {Width: 1}, {Share: 1, Min: 20}}}
	m.empty = kit.Notice{What: lang.Message.In(env.Lang).None}
	return m
}

func drawSaid(_ int, s *Said, cells []kit.Cell) {
	cells[0] = kit.Cell{Text: text.Of(s.At.Format("15:04:05")), Role: kit.Faint}
	cells[2] = kit.Cell{Text: text.Of(s.Text), Role: kit.Text}
	if s.Bad {
		cells[1] = kit.Cell{Text: text.Of("!"), Role: kit.Warn}
		cells[2].Role = kit.Warn
	}
}

// Title is the page's name.
func (m *Messages) Title() text.Clean { return text.Of(lang.Pages.In(m.Env.Lang).Messages) }

// Lines draws what was said until now.
func (m *Messages) Lines() []string {
	if m.rev != m.Env.Log.Rev {
		m.rev, m.rows.items = m.Env.Log.Rev, m.Env.Log.said
		m.table.Changed()
	}
	return m.sheet.Lines()
}

// Handle moves and filters.
func (m *Messages) Handle(a keymap.Action) tea.Cmd {
	m.move(a)
	return nil
}

// Apply has nothing to take.
func (m *Messages) Apply(tea.Msg) tea.Cmd { return nil }

// Click selects.
func (m *Messages) Click(x, y int, _ bool) tea.Cmd {
	m.point(x, y)
	return nil
}
