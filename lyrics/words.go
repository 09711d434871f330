package lyrics

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// wordText is what a yrc or klyric text holds, lines in time order.
type wordText struct {
	lines   []Line
	credits []string
	offset  time.Duration
}

// parseYRC reads [start,duration](start,duration,0)word… in ms, word starts
// absolute.
func parseYRC(text string) wordText { return parseWords(text, 3) }

// parseKLyric reads the older [start,duration](0,duration)word… in ms, where
// a word begins when the one before it ends.
func parseKLyric(text string) wordText { return parseWords(text, 2) }

func parseWords(text string, numbers int) wordText {
	var t wordText
	eachLine(text, func(line string) bool {
		if c, ok := jsonCredit(strings.TrimSpace(line)); ok {
			t.credits = addCredit(t.credits, c)
		} else if v, ok := offsetTag(strings.TrimSpace(line)); ok {
			t.offset = v
		} else if l, ok := wordLine(line, numbers); ok {
			t.lines = append(t.lines, l)
		}
		return len(t.lines) < maxLines
	})
	slices.SortStableFunc(t.lines, func(a, b Line) int { return cmp.Compare(a.Start, b.Start) })
	next := maxStamp + lastLine
	for i := len(t.lines) - 1; i >= 0; i-- {
		l := &t.lines[i]
		if i+1 < len(t.lines) && t.lines[i+1].Start > l.Start {
			next = t.lines[i+1].Start
		}
		l.End = min(l.End, next)
	}
	return t
}

// wordLine reads one line; ok is false for one without a stamp or text.
func wordLine(line string, numbers int) (l Line, ok bool) {
	line = strings.TrimSpace(line)
	n, v, ok := tuple(line, '[', ']', 2)
	if !ok {
		return Line{}, false
	}
	l.Start, l.End = v[0], v[0]+v[1]
	l.Words = splitWords(line[n:], l, numbers)
	l.Words = trimWords(orderWords(l.Words))
	if len(l.Words) == 0 {
		return Line{}, false
	}
	var b strings.Builder
	for _, w := range l.Words {
		b.WriteString(w.Text)
	}
	l.Text = b.String()
	l.End = max(l.End, l.Words[len(l.Words)-1].End)
	return l, true
}

// splitWords cuts at every (a,b) or (a,b,c); text without any is one word as
// long as the line.
func splitWords(s string, l Line, numbers int) []Word {
	var words []Word
	at := l.Start
	open := Word{Start: l.Start, End: l.End} // of the text before the first tuple
	begin := 0
	flush := func(end int) {
		if open.Text = s[begin:end]; open.Text != "" {
			words = append(words, open)
		}
	}
	for i := 0; i < len(s) && len(words) < maxWords; {
		n, v, ok := tuple(s[i:], '(', ')', numbers)
		if !ok {
			i++
			continue
		}
		flush(i)
		if numbers == 2 { // klyric: the running sum
			open = Word{Start: at, End: at + v[1]}
			at += v[1]
		} else {
			open = Word{Start: v[0], End: v[0] + v[1]}
		}
		i += n
		begin = i
	}
	flush(len(s))
	return words
}

// orderWords puts words in order without overlaps, and gives the text of a
// word without duration (punctuation) to its neighbour.
func orderWords(in []Word) []Word {
	slices.SortStableFunc(in, func(a, b Word) int { return cmp.Compare(a.Start, b.Start) })
	out := in[:0]
	lead := ""
	for i, w := range in {
		if i+1 < len(in) {
			w.End = min(w.End, in[i+1].Start)
		}
		switch {
		case w.End > w.Start:
			w.Text = lead + w.Text
			lead = ""
			out = append(out, w)
		case len(out) > 0 && lead == "":
			out[len(out)-1].Text += w.Text
		default:
			lead += w.Text
		}
	}
	if lead != "" { // a line of which no word lasts
		out = append(out, Word{Start: in[0].Start, End: in[0].Start, Text: lead})
	}
	return out
}

// trimWords takes the blanks off both ends of the line.
func trimWords(words []Word) []Word {
	for len(words) > 0 {
		if words[0].Text = strings.TrimLeft(words[0].Text, " \t\u3000"); words[0].Text != "" {
			break
		}
		words = words[1:]
	}
	for len(words) > 0 {
		last := &words[len(words)-1]
		if last.Text = strings.TrimRight(last.Text, " \t\u3000"); last.Text != "" {
			break
		}
		words = words[:len(words)-1]
	}
	return words
}

// tuple reads want numbers of ms between two brackets, such as (43800,580,0);
// n is its length. Values beyond maxStamp are none.
func tuple(s string, left, right byte, want int) (n int, v [3]time.Duration, ok bool) {
	if len(s) == 0 || s[0] != left {
		return 0, v, false
	}
	i := 1
	for k := range want {
		if k > 0 {
			if i >= len(s) || s[i] != ',' {
				return 0, v, false
			}
			i++
		}
		x, d := digits(s[i:])
		if d == 0 {
			return 0, v, false
		}
		if v[k] = time.Duration(x) * time.Millisecond; v[k] > maxStamp {
			return 0, v, false
		}
		i += d
	}
	if i >= len(s) || s[i] != right {
		return 0, v, false
	}
	return i + 1, v, true
}
