package kit

import (
	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/text"
	"ncmtui/ui/theme"
)

// maxInput bounds what can be typed or pasted, in cells.
const maxInput = 200

// Input is one line of text being typed. The terminal's own cursor stands in
// it, so that input methods open at the right place.
type Input struct {
	before, after text.Clean
}

// Value is the text.
func (in *Input) Value() string { return in.before.String() + in.after.String() }

// Set replaces the text and puts the cursor behind it.
func (in *Input) Set(s string) { in.before, in.after = text.Of(s), text.Clean{} }

// Insert puts text at the cursor; line ends become blanks.
func (in *Input) Insert(s string) {
	in.before = text.Concat(in.before, text.Of(s))
	if in.before.Width() > maxInput {
		in.before, _ = in.before.Split(maxInput)
	}
}

// Type edits; it says whether the key was one of its own and whether the text
// changed.
func (in *Input) Type(k tea.KeyPressMsg) (mine, changed bool) {
	old := in.Value()
	switch k.Keystroke() {
	case "backspace", "ctrl+h":
		in.before, _ = in.before.Split(in.before.Width() - 1)
	case "delete":
		_, in.after = first(in.after)
	case "left", "ctrl+b":
		head, _ := in.before.Split(in.before.Width() - 1)
		_, tail := in.before.Split(head.Width())
		in.before, in.after = head, text.Concat(tail, in.after)
	case "right", "ctrl+f":
		head, tail := first(in.after)
		in.before, in.after = text.Concat(in.before, head), tail
	case "home", "ctrl+a":
		in.before, in.after = text.Clean{}, text.Concat(in.before, in.after)
	case "end", "ctrl+e":
		in.before, in.after = text.Concat(in.before, in.after), text.Clean{}
	case "ctrl+u":
		in.before = text.Clean{}
	case "ctrl+k":
		in.after = text.Clean{}
	case "ctrl+w":
		in.dropWord()
	default:
		if k.Text == "" {
			return false, false
		}
		in.Insert(k.Text)
	}
	return true, in.Value() != old
}

func (in *Input) dropWord() {
	for in.before.Width() > 0 {
		head, _ := in.before.Split(in.before.Width() - 1)
		_, tail := in.before.Split(head.Width())
		in.before = head
		if tail.String() == " " && head.Width() > 0 {
			return
		}
	}
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
	if in.before.Empty() && in.after.Empty() {
		return Line(p, w, Span{text.Of(placeholder), Faint}), 0
	}
	shown := in.before
	if shown.Width() > w-1 {
		_, shown = shown.Split(shown.Width() - w + 1)
		if shown.Width() > w-1 { // a wide character was cut in half
			_, shown = first(shown)
		}
	}
	return Line(p, w, Span{shown, Strong}, Span{in.after, Strong}), min(shown.Width(), max(w-1, 0))
}
