package pane

import (
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/text"
)

// fmKey is one of the things one does with the radio, as the card names it.
type fmKey struct {
	action    keymap.Action
	key, name text.Clean // the name begins with its gap to the key
}

// fmKeyGap is between two of them, in cells.
const fmKeyGap = 5

func (f *FM) fmKeys() []fmKey {
	var out []fmKey
	for _, a := range []keymap.Action{keymap.Like, keymap.Trash, keymap.Next} {
		if k := f.key(a); k != "" {
			e, _ := f.Env.Keys.Entry(a)
			out = append(out, fmKey{a, text.Of(k), text.Of(" " + e.Short.In(f.Env.Lang))})
		}
	}
	return out
}

// keys draws them.
func (f *FM) keys() []kit.Span {
	var spans []kit.Span
	for i, k := range f.fmKeys() {
		if i > 0 {
			spans = append(spans, kit.Span{Text: text.Of(text.Blank(fmKeyGap))})
		}
		spans = append(spans, kit.Span{Text: k.key, Role: kit.Text}, kit.Span{Text: k.name, Role: kit.Quiet})
	}
	return spans
}

// keyLine is the line of the keys, -1 where they have no room.
func (f *FM) keyLine() int {
	switch {
	case !f.On():
		return -1
	case f.H >= fmRoomy:
		return 10 + len(f.picture())
	case f.H >= 16:
		return 5
	case f.H >= 10:
		return 4
	}
	return -1
}

// keyAt says which of the keys lies under a cell of the page, None for none.
func (f *FM) keyAt(x, y int) keymap.Action {
	if y != f.keyLine() {
		return keymap.None
	}
	at := f.indent(f.keys())
	for _, k := range f.fmKeys() {
		w := k.key.Width() + k.name.Width()
		if x >= at && x < at+w {
			return k.action
		}
		at += w + fmKeyGap
	}
	return keymap.None
}
