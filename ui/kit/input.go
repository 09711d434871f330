package kit

import (
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/text"
	"ncmtui/ui/theme"
)

// maxInput bounds what can be typed or pasted, in characters, where an Input
// has no Limit of its own.
const maxInput = 100

// Input is one line of text being typed: bubbles' editing, our drawing. The
// terminal's own cursor stands in it, so that input methods open at the right
// place. Everything in it is clean.
type Input struct {
	Limit int // characters, 0 as many as a name may have

	model *textinput.Model // nil: nothing was typed yet
}

func (in *Input) edit() *textinput.Model {
	if in.model == nil {
		m := textinput.New()
		if m.CharLimit = in.Limit; in.Limit == 0 {
			m.CharLimit = maxInput
		}
		m.KeyMap.Paste.SetEnabled(false)                  // the terminal pastes; no clipboard program is run
		m.KeyMap.DeleteCharacterForward.SetKeys("delete") // ctrl+d turns half a page
		m.Focus()
		in.model = &m
	}
	return in.model
}

// parts are the texts before and behind the cursor.
func (in *Input) parts() (before, after text.Clean) {
	if in.model == nil {
		return text.Clean{}, text.Clean{}
	}
	runes := []rune(in.model.Value())
	at := min(in.model.Position(), len(runes))
	return text.Of(string(runes[:at])), text.Of(string(runes[at:]))
}

// Value is the text.
func (in *Input) Value() string {
	if in.model == nil {
		return ""
	}
	return in.model.Value()
}

// Set replaces the text and puts the cursor behind it.
func (in *Input) Set(s string) {
	m := in.edit()
	m.SetValue(text.Of(s).String())
	m.CursorEnd()
}

// Insert puts text at the cursor; line ends become blanks.
func (in *Input) Insert(s string) {
	m := in.edit()
	before, after := in.parts()
	before = text.Concat(before, text.Of(s))
	m.SetValue(text.Concat(before, after).String())
	m.SetCursor(len([]rune(before.String())))
}

// Type edits; it says whether the key was one of its own and whether the text
// changed.
func (in *Input) Type(k tea.KeyPressMsg) (mine, changed bool) {
	m, old := in.edit(), in.Value()
	switch {
	case editing(k, m.KeyMap):
		*m, _ = m.Update(k)
	case k.Text != "":
		in.Insert(k.Text)
	default:
		return false, false
	}
	return true, in.Value() != old
}

// editing says whether a key edits; the others are the page's.
func editing(k tea.KeyPressMsg, m textinput.KeyMap) bool {
	return key.Matches(k, m.CharacterForward, m.CharacterBackward, m.WordForward, m.WordBackward,
		m.DeleteWordForward, m.DeleteWordBackward, m.DeleteAfterCursor, m.DeleteBeforeCursor,
		m.DeleteCharacterForward, m.DeleteCharacterBackward, m.LineStart, m.LineEnd)
}

func first(c text.Clean) (head, rest text.Clean) {
	head, rest = c.Split(1)
	if head.Empty() {
		return c.Split(2)
	}
	return head, rest
}

// Line draws the input in w cells and gives the cursor's cell. Without text
// the placeholder stands there.
func (in *Input) Line(p *theme.Palette, w int, placeholder string) (line string, cursor int) {
	before, after := in.parts()
	if before.Empty() && after.Empty() {
		return Line(p, w, Span{text.Of(placeholder), Faint}), 0
	}
	shown := before
	if shown.Width() > w-1 {
		_, shown = shown.Split(shown.Width() - w + 1)
		if shown.Width() > w-1 { // a wide character was cut in half
			_, shown = first(shown)
		}
	}
	return Line(p, w, Span{shown, Strong}, Span{after, Strong}), min(shown.Width(), max(w-1, 0))
}
