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

	answers int    // the line of a question's answers
	yes, no [2]int // their cells: from, to
}

// Confirm draws a question with its two answers on a screen of w×h cells; where
// there is little room, without the blanks around it.
func Confirm(th *theme.Theme, w, h int, question string, yes, no Pair) Popup {
	inner := min(max(text.Of(question).Width()+4, 32), w-6)
	if inner < 8 {
		return Popup{}
	}
	var air, body []string
	lines := text.Of(question).Wrap(inner - 4)
	if len(lines)+6 <= h {
		air = []string{text.Blank(inner)}
	}
	body = append(body, air...)
	for _, l := range lines[:max(min(len(lines), h-3), 1)] {
		body = append(body, Line(&th.Plain, inner, Span{text.Of("  "), Text}, Span{l, Text}))
	}
	answers := []Span{
		{text.Of("  "), Text},
		{text.Of(yes.Key), Accent},
		{text.Of(" " + yes.Text), Quiet},
		{text.Of("    "), Text},
		{text.Of(no.Key), Text},
		{text.Of(" " + no.Text), Quiet},
	}
	body = append(append(append(body, air...), Line(&th.Plain, inner, answers...)), air...)
	return Popup{
		Lines: Frame(th, inner+2, nil, body, true, Bar{}), W: inner + 2, answers: len(body) - len(air),
		yes: [2]int{3, 1 + Width(answers[:3])}, no: [2]int{1 + Width(answers[:4]), 1 + Width(answers)},
	}
}

// AnswerAt says which answer of a question lies under a cell of its box: 1 yes,
// 2 no, 0 none.
func AnswerAt(p Popup, x, y int) int {
	switch {
	case y != p.answers:
		return 0
	case x >= p.yes[0] && x < p.yes[1]:
		return 1
	case x >= p.no[0] && x < p.no[1]:
		return 2
	}
	return 0
}

// WhichKey draws what can follow a typed prefix in w×h cells, in as many columns
// as it takes; what has no room in these is left out.
func WhichKey(th *theme.Theme, w, h int, prefix string, next []Pair) Popup {
	keyW, textW := 1, 8
	for _, p := range next {
		keyW = max(keyW, text.Of(p.Key).Width())
		textW = max(textW, text.Of(p.Text).Width())
	}
	rows := min(h-2, len(next))
	if rows < 1 {
		return Popup{}
	}
	cols := (len(next) + rows - 1) / rows
	column := min(keyW+textW+5, w-6)
	if cols > 1 { // narrower ones, as far as the words bear it
		column = max(min(column, (w-6)/cols), min(keyW+16, w-6))
		cols = min(cols, (w-6)/column)
	}
	if column < 8 {
		return Popup{}
	}
	inner := cols * column
	body := make([]string, min(rows, (len(next)+cols-1)/cols))
	for i := range body {
		for c := range cols {
			at := c*len(body) + i
			if at >= len(next) {
				body[i] += text.Blank(column)
				continue
			}
			key := text.Of(next[at].Key)
			body[i] += Line(&th.Plain, column, Span{text.Of(" "), Text},
				Span{text.Of(key.Fit(keyW, text.Left)), Accent}, Span{text.Of("  "), Text}, Span{text.Of(next[at].Text).Cut(column - keyW - 4), Text})
		}
	}
	title := []Span{{text.Of(prefix), Strong}}
	return Popup{Lines: Frame(th, inner+2, title, body, false, Bar{}), W: inner + 2}
}
