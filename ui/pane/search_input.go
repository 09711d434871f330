package pane

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/kit"
	"ncmtui/ui/text"
	"ncmtui/ui/theme"
)

// Focus puts the cursor into the input for a new search; the last one stays
// until something is typed.
func (s *Search) Focus() { s.typing, s.fresh = true, true }

// For searches at once.
func (s *Search) For(words string) tea.Cmd {
	s.input.Set(words)
	s.typing, s.fresh = false, false
	return s.search()
}

// edit puts the cursor behind what was searched.
func (s *Search) edit() { s.typing, s.fresh = true, false }

// renew empties the input for the first key of a new search.
func (s *Search) renew() {
	if s.fresh {
		s.fresh = false
		s.input.Set("")
	}
}

// inputLine draws the input; a text that the next key replaces is as faint as
// a placeholder.
func (s *Search) inputLine(p *theme.Palette) (line string, cursor int) {
	if v := s.input.Value(); s.fresh && s.typing && v != "" {
		return kit.Line(p, s.W-4, kit.Span{Text: text.Of(v), Role: kit.Faint}), 0
	}
	return s.input.Line(p, s.W-4, s.Env.Texts.Search.Placeholder)
}

// Typing is true while the input has the keys.
func (s *Search) Typing() bool { return s.typing }

// Type edits what is searched; the search follows when the typing pauses.
func (s *Search) Type(k tea.KeyPressMsg) tea.Cmd {
	switch k.Keystroke() {
	case "enter":
		s.Drop(pauseTopic)
		s.typing = strings.TrimSpace(s.input.Value()) == ""
		return s.search()
	case "down", "esc", "tab":
		s.typing = false
		return nil
	}
	if s.fresh && (k.Text != "" || k.Keystroke() == "backspace") {
		s.renew()
	}
	if mine, changed := s.input.Type(k); mine {
		s.fresh = false
		if changed {
			return s.After(pauseTopic, pause)
		}
	}
	return nil
}

// Paste puts text into the input.
func (s *Search) Paste(t string) tea.Cmd {
	s.renew()
	s.input.Insert(t)
	return s.After(pauseTopic, pause)
}

// Cursor is where the next letter goes.
func (s *Search) Cursor() *tea.Position {
	s.Lines()
	return &tea.Position{X: s.cursor, Y: 0}
}
