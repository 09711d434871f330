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

	yes, no [2]int // the cells of a question's answers: from, to
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
	answers := []Span{
		{text.Of("  "), Text},
		{text.Of(yes.Key), Accent}, {text.Of(" " + yes.Text), Quiet}, {text.Of("    "), Text},
		{text.Of(no.Key), Text}, {text.Of(" " + no.Text), Quiet},
	}
	body = append(body, text.Blank(inner), Line(&th.Plain, inner, answers...), text.Blank(inner))
	return Popup{
		Lines: Frame(th, inner+2, nil, body, true, Bar{}), W: inner + 2,
		yes: [2]int{3, 1 + Width(answers[:3])}, no: [2]int{1 + Width(answers[:4]), 1 + Width(answers)},
	}
}

// AnswerAt says which answer of a question lies under a cell of its box: 1 yes,
// 2 no, 0 none.
func AnswerAt(p Popup, x, y int) int {
	switch {
	case y != len(p.Lines)-3:
		return 0
	case x >= p.yes[0] && x < p.yes[1]:
		return 1
	case x >= p.no[0] && x < p.no[1]:
		return 2
	}
	return 0
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
	return Popup{Lines: Frame(th, inner+2, title, body, false, Bar{}), W: inner + 2}
}
