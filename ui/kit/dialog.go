package kit

import (
	"ncmtui/ui/text"
	"ncmtui/ui/theme"
)

// Pair is a key and what it does.
type Pair struct{ Key, Text string }

// Popup is a small box over the screen.
type Popup struct {
	Lines []string
	W     int
}

// Confirm draws a question with its two answers.
func Confirm(th *theme.Theme, w int, question string, yes, no Pair) Popup {
	inner := min(max(text.Of(question).Width()+4, 32), w-6)
	if inner < 8 {
		return Popup{}
	}
	body := []string{text.Blank(inner)}
	for _, l := range text.Of(question).Wrap(inner - 4) {
		body = append(body, Line(&th.Plain, inner, Span{text.Of("  "), Text}, Span{l, Text}))
	}
	body = append(body, text.Blank(inner), Line(&th.Plain, inner,
		Span{text.Of("  "), Text},
		Span{text.Of(yes.Key), Accent}, Span{text.Of(" " + yes.Text + "    "), Quiet},
		Span{text.Of(no.Key), Text}, Span{text.Of(" " + no.Text), Quiet}), text.Blank(inner))
	return Popup{Frame(th, inner+2, nil, body, true, Bar{}), inner + 2}
}

// WhichKey draws what can follow a typed prefix.
func WhichKey(th *theme.Theme, w int, prefix string, next []Pair) Popup {
	keyW, textW := 1, 8
	for _, p := range next {
		keyW = max(keyW, text.Of(p.Key).Width())
		textW = max(textW, text.Of(p.Text).Width())
	}
	inner := min(keyW+textW+5, w-6)
	if inner < 8 {
		return Popup{}
	}
	body := make([]string, 0, len(next))
	for _, p := range next {
		key := text.Of(p.Key)
		body = append(body, Line(&th.Plain, inner, Span{text.Of(" "), Text},
			Span{text.Of(key.Fit(keyW, text.Left)), Accent}, Span{text.Of("  "), Text}, Span{text.Of(p.Text), Text}))
	}
	title := []Span{{text.Of(prefix), Strong}}
	return Popup{Frame(th, inner+2, title, body, false, Bar{}), inner + 2}
}
