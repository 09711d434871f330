package pane

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

const (
	foldLines  = 10 // of a long comment, outside of its own floor
	quoteLines = 2  // of what a comment answers
	// maxLines bounds what is laid out of one comment: the service's own have
	// 1,000 characters at most.
	maxLines = 400
)

// Parts of a comment's lines.
var (
	middot    = text.Of("  ·  ")
	quoteMark = text.Of(" │ ")
	oneBlank  = text.Of(" ")
	heartOff  = text.Of("♡")
)

// drawComment lays a comment out in w cells. folded leaves out what is beyond
// the first lines.
func (c *Comments) drawComment(m *Comment, w int, folded bool) []blockLine {
	if w < 8 {
		return []blockLine{{left: []kit.Span{{Text: text.Of(m.Name), Role: kit.Quiet}}}}
	}
	out := []blockLine{{left: c.byline(m), right: c.praise(m)}}
	inner := w - 2
	lines := wrapped(m.Text, inner)
	more := 0
	if folded && len(lines) > foldLines+1 {
		more = len(lines) - foldLines
		lines = lines[:foldLines]
	}
	for _, l := range lines {
		out = append(out, blockLine{left: []kit.Span{{Text: oneBlank}, {Text: l, Role: kit.Text}}})
	}
	t := lang.Comments.In(c.Env.Lang)
	if more > 0 {
		out = append(out, blockLine{left: []kit.Span{{Text: oneBlank}, {Text: text.Of(fmt.Sprintf(t.More, more)), Role: kit.Faint}}})
	}
	out = append(out, c.quote(m, inner)...)
	if folded && m.Answers > 0 {
		out = append(out, blockLine{left: []kit.Span{
			{Text: oneBlank},
			{Text: text.Of(answers(t, m.Answers) + " ›"), Role: kit.Quiet},
		}})
	}
	return out
}

// answers is how many answers there are, in words.
func answers(t *lang.CommentTexts, n int) string {
	if n == 1 {
		return t.Answer
	}
	return fmt.Sprintf(t.Answers, n)
}

// byline is who wrote when and where.
func (c *Comments) byline(m *Comment) []kit.Span {
	spans := []kit.Span{{Text: oneBlank}, {Text: text.Of(m.Name), Role: kit.Quiet}}
	if c.mine(m) {
		spans = append(spans, kit.Span{Text: text.Of(" (" + lang.Comments.In(c.Env.Lang).Mine + ")"), Role: kit.Accent})
	}
	for _, s := range []string{written(m.At, c.Env.Now()), m.Place} {
		if s != "" {
			spans = append(spans, kit.Span{Text: middot, Role: kit.Faint}, kit.Span{Text: text.Of(s), Role: kit.Faint})
		}
	}
	return spans
}

// praise is how many like it, and whether the account does.
func (c *Comments) praise(m *Comment) []kit.Span {
	if m.Likes <= 0 && !m.Liked {
		return nil
	}
	mark := kit.Span{Text: heartOff, Role: kit.Faint}
	if m.Liked {
		mark = kit.Span{Text: heart, Role: kit.Accent}
	}
	return []kit.Span{mark, {Text: text.Of(" " + big(m.Likes, c.Env.Lang) + " "), Role: kit.Quiet}}
}

// quote is what a comment answers, in a floor as well: answers answer answers.
func (c *Comments) quote(m *Comment, w int) []blockLine {
	if m.Quote == nil || w < 12 {
		return nil
	}
	said := m.Quote.Name + ": " + flat(m.Quote.Text)
	if m.Quote.Text == "" {
		said = lang.Comments.In(c.Env.Lang).Gone
	}
	lines := text.Of(said).Wrap(w - 3)
	if len(lines) > quoteLines {
		lines = lines[:quoteLines]
		lines[quoteLines-1] = text.Of(lines[quoteLines-1].String() + text.Ellipsis).Cut(w - 3)
	}
	out := make([]blockLine, 0, len(lines))
	for _, l := range lines {
		out = append(out, blockLine{left: []kit.Span{{Text: quoteMark, Role: kit.Faint}, {Text: l, Role: kit.Faint}}})
	}
	return out
}

// wrapped breaks a text into lines of w cells; its own line ends stay, but for
// blank lines at both ends and more than one of them.
func wrapped(s string, w int) []text.Clean {
	var out []text.Clean
	blank := false
	for line := range strings.SplitSeq(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s), "\n") {
		lines := text.Of(line).Wrap(w)
		if len(lines) == 0 {
			blank = len(out) > 0
			continue
		}
		if blank {
			out = append(out, text.Clean{})
			blank = false
		}
		if out = append(out, lines...); len(out) >= maxLines {
			return out[:maxLines]
		}
	}
	return out
}

// flat is a text in one line.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// written is when: the day and the minute this year, else the date.
func written(at, now time.Time) string {
	switch {
	case at.IsZero() || at.Year() < 1900:
		return ""
	case at.Year() == now.Year():
		return at.Local().Format("01-02 15:04")
	}
	return at.Local().Format("2006-01-02")
}

// big is a number in few cells, as people write it: 1.2万, 12k.
func big(n int, l lang.Lang) string {
	t := lang.Comments.In(l)
	unit, next := 10_000, 100_000_000
	if l == lang.EN {
		unit, next = 1000, 1_000_000
	}
	switch {
	case n < unit || n < 10_000:
		return strconv.Itoa(n)
	case n < next:
		return tenths(n, unit) + t.TenThousand
	}
	return tenths(n, next) + t.HundredMill
}

// tenths is n/unit with one digit behind the point, none when that is 0 or
// when there are three before it. It never rounds up to more than there are.
func tenths(n, unit int) string {
	whole, rest := n/unit, n%unit*10/unit
	if rest == 0 || whole >= 100 {
		return strconv.Itoa(whole)
	}
	return fmt.Sprintf("%d.%d", whole, rest)
}
