package lyrics

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// entry is a stamped piece of an LRC text, blank ones included.
type entry struct {
	at   time.Duration
	text string
}

// lrcText is what an LRC text holds: entries in time order, or plain lines
// when nothing is stamped.
type lrcText struct {
	entries []entry
	plain   []Line
	credits []string
	offset  time.Duration
}

func parseLRC(text string) lrcText {
	var (
		t     lrcText
		loose []string
	)
	eachLine(text, func(line string) bool {
		line = strings.TrimSpace(line)
		if c, ok := jsonCredit(line); ok {
			t.credits = addCredit(t.credits, c)
			return true
		}
		stamps, rest := cutStamps(line)
		if len(stamps) == 0 {
			if v, ok := offsetTag(line); ok {
				t.offset = v
			} else if !isTag(line) {
				loose = append(loose, line)
			}
		}
		for _, at := range stamps {
			t.entries = append(t.entries, entry{at, rest})
		}
		return len(t.entries) < maxLines && len(loose) < maxLines
	})
	slices.SortStableFunc(t.entries, func(a, b entry) int { return cmp.Compare(a.at, b.at) })
	if len(t.entries) == 0 {
		t.plain = plainLines(loose)
		return t
	}
	t.takeCredits()
	return t
}

// takeCredits moves the leading "作词 : name" entries to the credits.
func (t *lrcText) takeCredits() {
	n := 0
	for i, e := range t.entries {
		if e.text == "" {
			continue
		}
		afterCredit := n > 0 && e.at == t.entries[n-1].at
		c, ok := lineCredit(e.text, afterCredit)
		if !ok {
			break
		}
		t.credits = addCredit(t.credits, c)
		n = i + 1
	}
	t.entries = t.entries[n:]
}

// sings says whether any entry holds text.
func (t *lrcText) sings() bool {
	return slices.ContainsFunc(t.entries, func(e entry) bool { return e.text != "" })
}

// build makes lines of the entries: a blank one ends the line before it, and
// lines of one stamp share their end.
func (t *lrcText) build() []Line {
	lines := make([]Line, 0, len(t.entries))
	open := 0 // the lines from here on have no end yet
	for _, e := range t.entries {
		if open < len(lines) && e.at > lines[open].Start {
			for ; open < len(lines); open++ {
				lines[open].End = e.at
			}
		}
		if e.text != "" {
			lines = append(lines, Line{Start: e.at, Text: e.text})
		}
	}
	for ; open < len(lines); open++ {
		lines[open].End = lines[open].Start + lastLine
	}
	return lines
}

func plainLines(texts []string) []Line {
	var lines []Line
	for _, s := range texts {
		if s != "" || len(lines) > 0 {
			lines = append(lines, Line{Text: s})
		}
	}
	for len(lines) > 0 && lines[len(lines)-1].Text == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// cutStamps takes the stamps off the start of a line: [mm:ss.cc][mm:ss.mmm]text.
func cutStamps(line string) (stamps []time.Duration, rest string) {
	for len(stamps) < maxStamps {
		at, n, ok := stamp(line)
		if !ok {
			break
		}
		stamps = append(stamps, at)
		line = strings.TrimLeft(line[n:], " \t\u3000")
	}
	return stamps, line
}

// stamp reads [mm:ss], [mm:ss.fff], [mm:ss:ff] with one to any digits of
// fraction; n is its length.
func stamp(s string) (at time.Duration, n int, ok bool) {
	if len(s) == 0 || s[0] != '[' {
		return 0, 0, false
	}
	minutes, k := digits(s[1:])
	i := 1 + k
	if k == 0 || i >= len(s) || s[i] != ':' || minutes > int(maxStamp/time.Minute) { // more overflow
		return 0, 0, false
	}
	seconds, k := digits(s[i+1:])
	if i += 1 + k; k == 0 || k > 2 || i >= len(s) {
		return 0, 0, false
	}
	at = time.Duration(minutes)*time.Minute + time.Duration(seconds)*time.Second
	if s[i] == '.' || s[i] == ':' {
		i++
		for scale := time.Second / 10; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
			at += time.Duration(s[i]-'0') * scale
			scale /= 10
		}
	}
	if i >= len(s) || s[i] != ']' || at > maxStamp {
		return 0, 0, false
	}
	return at, i + 1, true
}

// isTag is true for a header such as [by:name], [ch:0], [#:url], and for a
// stamp that is none.
func isTag(line string) bool {
	if len(line) < 3 || line[0] != '[' {
		return false
	}
	end := strings.IndexByte(line, ']')
	return end > 0 && strings.IndexByte(line[:end], ':') > 0
}

// offsetTag reads [offset:-500], in ms.
func offsetTag(line string) (time.Duration, bool) {
	const tag = "[offset:"
	if len(line) < len(tag) || !strings.EqualFold(line[:len(tag)], tag) {
		return 0, false
	}
	v := strings.TrimSpace(strings.TrimSuffix(line[len(tag):], "]"))
	sign := time.Duration(1)
	if rest, ok := strings.CutPrefix(v, "-"); ok {
		sign, v = -1, rest
	} else {
		v = strings.TrimPrefix(v, "+")
	}
	ms, n := digits(v)
	d := time.Duration(ms) * time.Millisecond
	return sign * d, n > 0 && n == len(v) && d <= maxStamp
}
