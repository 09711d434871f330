package lyrics

import "time"

// At is the place of pos: the last line begun, the first of those with one
// stamp. In the pause after a line or word it stays there with Progress 1.
// O(log n), no allocation.
func (t Timeline) At(pos time.Duration) Place {
	p := Place{Line: t.lineAt(pos), Word: -1}
	if p.Line < 0 {
		return p
	}
	l := &t.Lines[p.Line]
	if len(l.Words) == 0 {
		p.Progress = progress(pos, l.Start, l.End)
		return p
	}
	if p.Word = wordAt(l.Words, pos); p.Word >= 0 {
		w := l.Words[p.Word]
		p.Progress = progress(pos, w.Start, w.End)
	}
	return p
}

// NextChange is the first moment after pos at which At gives another line or
// word, or a line or word ends; false after the last one.
func (t Timeline) NextChange(pos time.Duration) (time.Duration, bool) {
	if t.Kind < ByLine || len(t.Lines) == 0 {
		return 0, false
	}
	next, found := time.Duration(0), false
	consider := func(d time.Duration) {
		if d > pos && (!found || d < next) {
			next, found = d, true
		}
	}
	if i := t.lineAfter(pos); i < len(t.Lines) {
		consider(t.Lines[i].Start)
	}
	if i := t.lineAt(pos); i >= 0 {
		l := &t.Lines[i]
		consider(l.End)
		w := wordAt(l.Words, pos)
		if w >= 0 {
			consider(l.Words[w].End)
		}
		if w+1 < len(l.Words) {
			consider(l.Words[w+1].Start)
		}
	}
	return next, found
}

// NextStep is NextChange for a screen on which the word at pos is cells wide
// and filled cell by cell: the next cell counts as a change.
func (t Timeline) NextStep(pos time.Duration, cells int) (time.Duration, bool) {
	next, ok := t.NextChange(pos)
	w, in := t.word(pos)
	if !in || pos >= w.End || cells < 1 {
		return next, ok
	}
	cells = min(cells, maxWords)
	k := time.Duration(filled(w, pos, cells) + 1)
	n := time.Duration(cells)
	step := w.Start + (k*(w.End-w.Start)+n-1)/n
	if step > pos && (!ok || step < next) {
		return step, true
	}
	return next, ok
}

// Filled is how many of the cells of the word at pos have been sung: what a
// screen highlights, in step with NextStep. 0 outside a word.
func (t Timeline) Filled(pos time.Duration, cells int) int {
	w, in := t.word(pos)
	if !in || cells < 1 {
		return 0
	}
	return filled(w, pos, cells)
}

func filled(w Word, pos time.Duration, cells int) int {
	if pos >= w.End {
		return cells
	}
	cells = min(cells, maxWords)
	return int((pos - w.Start) * time.Duration(cells) / (w.End - w.Start))
}

// word is the word begun last in the line of pos.
func (t Timeline) word(pos time.Duration) (Word, bool) {
	i := t.lineAt(pos)
	if i < 0 {
		return Word{}, false
	}
	w := wordAt(t.Lines[i].Words, pos)
	if w < 0 {
		return Word{}, false
	}
	return t.Lines[i].Words[w], true
}

// lineAt is the first of the lines begun last, -1 before the first line and
// in a text without stamps.
func (t Timeline) lineAt(pos time.Duration) int {
	if t.Kind < ByLine {
		return -1
	}
	i := t.lineAfter(pos) - 1
	if i < 0 {
		return -1
	}
	start := t.Lines[i].Start
	lo, hi := 0, i
	for lo < hi {
		if m := (lo + hi) / 2; t.Lines[m].Start < start {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

// lineAfter is the first line that begins after pos.
func (t Timeline) lineAfter(pos time.Duration) int {
	lo, hi := 0, len(t.Lines)
	for lo < hi {
		if m := (lo + hi) / 2; t.Lines[m].Start <= pos {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

func wordAt(words []Word, pos time.Duration) int {
	lo, hi := 0, len(words)
	for lo < hi {
		if m := (lo + hi) / 2; words[m].Start <= pos {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo - 1
}

func progress(pos, start, end time.Duration) float64 {
	if pos >= end {
		return 1
	}
	return float64(pos-start) / float64(end-start)
}
