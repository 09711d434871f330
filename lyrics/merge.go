package lyrics

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"time"
)

const (
	// sameStamp is what two and three digits of one moment may differ by.
	sameStamp = 20 * time.Millisecond
	// sameLine is how far the stamps of one line in lrc and yrc stand apart;
	// 1.0 s is in the captures.
	sameLine = 1200 * time.Millisecond
)

// annotate writes translation and romanisation to the lines they belong to.
// The texts with the stamps of yrc are tried first.
func annotate(lines []Line, s Source, lrc lrcText) {
	m := matcher{lines: lines, lrc: lrc}
	translation := func(l *Line) *string { return &l.Translation }
	romanisation := func(l *Line) *string { return &l.Romanisation }
	if m.attach(s.YTranslation, translation) == 0 {
		m.attach(s.Translation, translation)
	}
	if m.attach(s.YRoman, romanisation) == 0 {
		m.attach(s.Romanisation, romanisation)
	}
}

// matcher finds the line of a stamp that another text carries.
type matcher struct {
	lines  []Line
	squash []string // of each line, made when first needed
	lrc    lrcText
}

// attach gives every line the entry of text nearest to it, and every entry to
// one line only; it returns how many found their line.
func (m *matcher) attach(text string, field func(*Line) *string) int {
	side := parseLRC(text)
	best := make(map[int]time.Duration) // of the lines served
	for i, e := range side.entries {
		text := trimMarks(e.text)
		if text == "" {
			continue
		}
		k := nthOfStamp(side.entries, i)
		n := m.lineFor(e.at, k)
		if n < 0 || text == m.lines[n].Text {
			continue
		}
		off := (m.lines[n].Start - e.at).Abs()
		if old, taken := best[n]; taken && old <= off {
			continue
		}
		best[n] = off
		*field(&m.lines[n]) = text
	}
	return len(best)
}

// nthOfStamp counts the texts of the same stamp before entry i.
func nthOfStamp(entries []entry, i int) int {
	k := 0
	for j := i - 1; j >= 0 && entries[j].at == entries[i].at && k < maxStamps; j-- {
		if entries[j].text != "" {
			k++
		}
	}
	return k
}

// textAt is the k-th text of the lrc at that stamp, "" for none.
func (t lrcText) textAt(at time.Duration, k int) string {
	first := sort.Search(len(t.entries), func(i int) bool { return t.entries[i].at >= at-sameStamp })
	for i := first; i < min(len(t.entries), first+maxStamps) && t.entries[i].at <= at+sameStamp; i++ {
		if t.entries[i].text == "" {
			continue
		}
		if k--; k < 0 {
			return t.entries[i].text
		}
	}
	return ""
}

// lineFor finds the line of a stamp: the k-th of exactly that stamp, else the
// nearest with the text the lrc has there, else the nearest; -1 when none is
// within sameLine.
func (m *matcher) lineFor(at time.Duration, k int) int {
	first := sort.Search(len(m.lines), func(i int) bool { return m.lines[i].Start >= at-sameLine })
	last := first
	exact, left := -1, k
	for ; last < min(len(m.lines), first+maxStamps) && m.lines[last].Start <= at+sameLine; last++ {
		if left >= 0 && (m.lines[last].Start-at).Abs() <= sameStamp {
			exact = last
			left--
		}
	}
	switch {
	case exact < 0:
		return m.nearest(first, last, at, squash(m.lrc.textAt(at, k)))
	case left >= 0:
		return -1 // more texts than lines at this stamp
	}
	return exact
}

func (m *matcher) nearest(first, last int, at time.Duration, want string) int {
	if m.squash == nil {
		m.squash = make([]string, len(m.lines))
		for i, l := range m.lines {
			m.squash[i] = squash(l.Text)
		}
	}
	found, foundText := -1, false
	for i := first; i < last; i++ {
		same := want != "" && m.squash[i] == want
		closer := found >= 0 && (m.lines[i].Start-at).Abs() < (m.lines[found].Start-at).Abs()
		if found < 0 || same && !foundText || same == foundText && closer {
			found, foundText = i, same
		}
	}
	return found
}

// squash leaves what two spellings of a line share.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \u3000\t/,，.。", r) {
			return -1
		}
		return r
	}, s)
}

// trimMarks takes off what some translations wear: /text, 〖text〗.
func trimMarks(s string) string {
	s = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(s), "/"))
	if in, ok := strings.CutPrefix(s, "〖"); ok {
		if in, ok = strings.CutSuffix(in, "〗"); ok {
			return strings.TrimSpace(in)
		}
	}
	return s
}

// inStep says whether a klyric may be trusted: most of its lines begin with a
// line of the lrc. Many were timed for another recording (the fixture runs
// three seconds ahead), and the lrc is the one people correct.
func inStep(lines []Line, entries []entry) bool {
	const near = 500 * time.Millisecond
	hits := 0
	for _, l := range lines {
		i, _ := slices.BinarySearchFunc(entries, l.Start, func(e entry, at time.Duration) int { return cmp.Compare(e.at, at) })
		if i < len(entries) && entries[i].at-l.Start <= near || i > 0 && l.Start-entries[i-1].at <= near {
			hits++
		}
	}
	return hits*10 >= len(lines)*8
}
