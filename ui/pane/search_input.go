package pane

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// Focus puts the cursor into the input for a new search; the last one stays
// until something is typed.
func (s *Search) Focus() {
	s.typing, s.fresh, s.tips = true, true, nil
	s.words.table.MoveTo(0)
}

// For searches at once.
func (s *Search) For(words string) tea.Cmd {
	if words == "" {
		return nil
	}
	s.input.Set(words)
	return s.decide()
}

// decide ends typing: a link opens its page, anything else is searched.
func (s *Search) decide() tea.Cmd {
	s.Drop(pauseTopic)
	s.Drop(tipTopic)
	s.tips = nil
	if s.follow(s.input.Value()) {
		return nil
	}
	q := s.typed()
	s.typing, s.fresh = q == "", false
	if q != "" {
		s.words.keep(q)
	}
	return s.search()
}

// follow opens the page of a link; false when it is none.
func (s *Search) follow(address string) bool {
	t, ok := ThingOf(address)
	if !ok {
		return false
	}
	s.input.Set("")
	s.Drop(pauseTopic)
	s.Env.Post(Open{t})
	return true
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

// inputLine draws the input, and at its end how much was found; a text that the
// next key replaces is as faint as a placeholder.
func (s *Search) inputLine() string {
	p := &s.Env.Theme.Plain
	prompt := kit.Span{Text: text.Of(" › "), Role: kit.Quiet}
	if s.typing && s.Focused {
		prompt.Role = kit.Accent
	}
	var found []kit.Span
	if h := s.hit(); *h.query != "" && h.total > 0 && !s.offering() {
		found = []kit.Span{{Text: text.Of("  " + fmt.Sprintf(s.Env.Texts.Search.Total, h.total) + " "), Role: kit.Quiet}}
	}
	if kit.Width(found) > s.W/2 {
		found = nil
	}
	room := s.W - 4 - kit.Width(found)
	var line string
	at := 0
	if v := s.input.Value(); s.fresh && s.typing && v != "" {
		line = kit.Line(p, room, kit.Span{Text: text.Of(v), Role: kit.Faint})
	} else {
		line, at = s.input.Line(p, room, s.Env.Texts.Search.Placeholder)
	}
	s.cursor = 3 + at
	return kit.Line(p, 3, prompt) + line + kit.Line(p, kit.Width(found)+1, found...)
}

// tipSpans are the suggestions that fit in a line; Tab takes one after the
// other.
func (s *Search) tipSpans() []kit.Span {
	if !s.typing || len(s.tips) == 0 {
		return nil
	}
	spans := []kit.Span{{Text: text.Of("   " + lang.Find.In(s.Env.Lang).Try), Role: kit.Faint}}
	for i, tip := range s.tips {
		role := kit.Quiet
		if i == s.tip {
			role = kit.Strong
		}
		one := kit.Span{Text: text.Of(tip).Cut(24), Role: role}
		if kit.Width(spans)+3+one.Text.Width() > s.W-1 {
			break
		}
		spans = append(spans, kit.Span{Text: text.Of("   ")}, one)
	}
	return spans
}

// tipAt is the suggestion under a cell of its line, -1 for none.
func (s *Search) tipAt(x int) int {
	at := 0
	for i, span := range s.tipSpans() {
		w := span.Text.Width()
		if i > 0 && i%2 == 0 && x >= at && x < at+w {
			return i/2 - 1
		}
		at += w
	}
	return -1
}

// take puts a suggestion into the input and searches it.
func (s *Search) take(i int) tea.Cmd {
	s.tip = i % len(s.tips)
	s.input.Set(s.tips[s.tip])
	s.fresh = false
	s.Drop(pauseTopic)
	return s.search()
}

// Typing is true while the input has the keys.
func (s *Search) Typing() bool { return s.typing || s.tabbed.Typing() }

// Type edits what is searched; the search follows when the typing pauses.
func (s *Search) Type(k tea.KeyPressMsg) tea.Cmd {
	if !s.typing {
		return s.tabbed.Type(k)
	}
	switch k.Keystroke() {
	case "enter":
		return s.decide()
	case "tab":
		if len(s.tips) > 0 {
			return s.take(s.tip + 1)
		}
		s.typing = false
		return nil
	case "down", "esc":
		s.typing, s.tips = false, nil
		return nil
	}
	if s.fresh && (k.Text != "" || k.Keystroke() == "backspace") {
		s.renew()
	}
	if mine, changed := s.input.Type(k); mine {
		s.fresh = false
		if changed {
			return s.changed()
		}
	}
	return nil
}

// handOver empties the page when it comes to another account. A guest who logs
// in is still the same person.
func (s *Search) handOver() {
	if s.owner == 0 || s.owner == s.Env.User.ID {
		return
	}
	s.Drop(pauseTopic)
	s.Drop(tipTopic)
	s.input.Set("")
	s.owner, s.tips, s.tip = s.Env.User.ID, nil, -1
	s.typing, s.fresh = true, false
	for _, h := range s.hits {
		h.clear()
	}
}

// changed waits for the typing to pause.
func (s *Search) changed() tea.Cmd {
	s.owner, s.tips = s.Env.User.ID, nil
	s.Drop(tipTopic)
	return s.After(pauseTopic, pause)
}

// Paste puts text into the input; a link opens its page.
func (s *Search) Paste(t string) tea.Cmd {
	if !s.typing {
		return s.tabbed.Paste(t)
	}
	if s.follow(t) {
		return nil
	}
	s.renew()
	s.input.Insert(t)
	return s.changed()
}

// Cursor is where the next letter goes.
func (s *Search) Cursor() *tea.Position {
	if !s.typing {
		at := s.tabbed.Cursor()
		if at != nil {
			at.Y += s.topLines()
		}
		return at
	}
	s.Lines()
	return &tea.Position{X: s.cursor, Y: 0}
}
