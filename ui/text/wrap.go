package text

import (
	"strings"
	"unicode/utf8"
)

// notFirst must not begin a line, notLast must not end one (the rules of
// Chinese and Japanese typesetting).
const (
	notFirst = "，。、！？：；·…—～）】』」》〉〕］｝”’％‰℃ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ,.!?:;)]}%>"
	notLast  = "（【『「《〈〔［｛“‘￥＄([{<$#"
)

// Wrap breaks the text into lines of at most w cells: between words, and
// between wide characters unless a sign would begin or end a line where it
// must not. A word wider than w is broken anywhere. Blanks at the breaks go.
// A text without cells, or w below 1, gives no lines.
func (c Clean) Wrap(w int) []Clean {
	if w < 1 || c.Empty() {
		return nil
	}
	if int(c.w) <= w {
		return []Clean{c}
	}
	lines := make([]Clean, 0, int(c.w)/w+1)
	for rest := c.trimLeft(); !rest.Empty(); rest = rest.trimLeft() {
		var line Clean
		line, rest = rest.firstLine(w)
		lines = append(lines, line.trimRight())
	}
	return lines
}

// firstLine takes the longest line of at most w cells off the text.
func (c Clean) firstLine(w int) (line, rest Clean) {
	if int(c.w) <= w {
		return c, Clean{}
	}
	var (
		cells, good int // cells so far; cells before the last place to break
		prev        string
		prevWide    bool
	)
	for i := 0; i < len(c.s); {
		n, cw := c.next(i)
		cluster := c.s[i : i+n]
		if i > 0 && breakable(prev, prevWide, cluster, cw == 2) && (cluster != " " || !in(notFirst, strings.TrimLeft(c.s[i:], " "))) {
			good = cells
		}
		if cells+cw > w {
			break
		}
		cells += cw
		i += n
		prev, prevWide = cluster, cw == 2
	}
	switch {
	case good > 0:
		return c.Split(good)
	case cells > 0:
		return c.Split(cells)
	}
	// One column and a wide character: there is no way to draw it.
	n, cw := c.next(0)
	return Clean{s: "?", w: 1}, Clean{s: c.s[n:], w: c.w - int32(cw), shape: c.shape}
}

// breakable says whether a line may end after a and the next begin with b.
func breakable(a string, aWide bool, b string, bWide bool) bool {
	switch {
	case b == " ":
		return true
	case in(notFirst, b) || in(notLast, a):
		return false
	case a == " " || a == "-" || a == "\u3000":
		return true
	}
	return aWide || bWide
}

func in(set, cluster string) bool {
	r, _ := utf8.DecodeRuneInString(cluster)
	return strings.ContainsRune(set, r)
}

func (c Clean) trimLeft() Clean {
	s := strings.TrimLeft(c.s, " ")
	return Clean{s: s, w: c.w - int32(len(c.s)-len(s)), shape: c.shape}
}

func (c Clean) trimRight() Clean {
	s := strings.TrimRight(c.s, " ")
	return Clean{s: s, w: c.w - int32(len(c.s)-len(s)), shape: c.shape}
}
