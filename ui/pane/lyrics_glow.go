package pane

import (
	"math"
	"time"

	"ncmtui/lyrics"
	"ncmtui/ui/text"
)

// glowing is the part of the text that is lit: the line, and the cells of it
// that are sung or being sung (-1: the whole line, it is not followed word by
// word). An odd cell is half of a wide sign.
type glowing struct{ line, cells int }

const (
	// stepTime is the least time between two changes within a word.
	stepTime = 150 * time.Millisecond
	// scrollTime is how long the text takes to bring the next line to the
	// middle.
	scrollTime = 400 * time.Millisecond
)

// steps is in how many parts the word at pos is lit: by its cells, but not
// faster than the eye.
func (l *Lyrics) steps(pos time.Duration) int {
	p := l.line.At(pos)
	if p.Line < 0 || p.Word < 0 {
		return 1
	}
	word := l.line.Lines[p.Line].Words[p.Word]
	return max(1, min(text.Of(word.Text).Width(), int((word.End-word.Start)/stepTime)))
}

// glow is what is lit at pos. A part is lit when its singing begins.
func (l *Lyrics) glow(pos time.Duration) glowing {
	if l.song == 0 || l.song != l.Env.Playing() {
		return glowing{-1, -1}
	}
	p := l.line.At(pos)
	if p.Line < 0 || l.line.Kind != lyrics.ByWord || l.Env.Coarse {
		return glowing{p.Line, -1}
	}
	words := l.line.Lines[p.Line].Words
	cells := 0
	for i := 0; i < p.Word; i++ {
		cells += text.Of(words[i].Text).Width()
	}
	if p.Word >= 0 {
		w, n := text.Of(words[p.Word].Text).Width(), l.steps(pos)
		cells += min((l.line.Filled(pos, n)+1)*w/n, w)
	}
	return glowing{p.Line, cells}
}

// lineTop is the row at the upper edge when a line stands in the middle; -1 is
// the time before the first one, when the credits are shown.
func (l *Lyrics) lineTop(line int) int {
	switch {
	case line < 0 && len(l.line.Credits) > 0:
		return -max((l.H-len(l.rows))/2, 1)
	case line < 0:
		line = 0
	}
	if line >= len(l.first) {
		return 0
	}
	height := 0
	for i := l.first[line]; i < len(l.rows) && l.rows[i].line == line; i++ {
		height++
	}
	return l.first[line] - max((l.H-height)/2, 0)
}

// top is the row at the upper edge at pos: the line that matters stands in the
// middle, and comes there row by row.
func (l *Lyrics) top(pos time.Duration) int {
	switch {
	case l.browsing:
		return l.lineTop(l.cursor)
	case l.line.Kind == lyrics.Plain:
		return 0
	}
	s := l.slide(pos)
	return s.from + s.moved(pos)
}

// slide is the way of the text from one line to the next: by rows, from a
// moment on.
type slide struct {
	from, rows int
	begin      time.Duration
	lasts      time.Duration // 0: it is there at once
}

// slide is the last way begun at pos. It depends on nothing else, so that a
// text that stands costs no frame.
func (l *Lyrics) slide(pos time.Duration) slide {
	line := l.glow(pos).line
	to := l.lineTop(line)
	if line < 0 || l.Env.Coarse {
		return slide{from: to}
	}
	s := slide{begin: l.line.Lines[line].Start, lasts: scrollTime}
	before := l.line.At(s.begin - 1).Line
	s.from = l.lineTop(before)
	if s.rows = to - s.from; s.rows > l.H || s.rows < -l.H {
		return slide{from: to}
	}
	if before >= 0 {
		s.lasts = min(s.lasts, s.begin-l.line.Lines[before].Start)
	}
	return s
}

// moved is how many of the rows are behind at pos: fast at first, then slower.
func (s slide) moved(pos time.Duration) int {
	n := max(s.rows, -s.rows)
	if s.lasts <= 0 || pos >= s.begin+s.lasts {
		return s.rows
	}
	for k := 1; k < n; k++ {
		if pos < s.step(k, n) {
			return k * s.rows / n
		}
	}
	return s.rows
}

// step is when the k-th of n rows is left behind.
func (s slide) step(k, n int) time.Duration {
	part := 1 - math.Sqrt(1-float64(k)/float64(n))
	return s.begin + time.Duration(part*float64(s.lasts))
}

// next is when the text moves on after pos; false: it has arrived.
func (s slide) next(pos time.Duration) (time.Duration, bool) {
	n := max(s.rows, -s.rows)
	for k := 1; k < n && s.lasts > 0; k++ {
		if at := s.step(k, n); at > pos {
			return at, true
		}
	}
	return 0, false
}

// NextChange is when the text looks different next: it moves, or a line, a
// word or a part of a long word begins.
func (l *Lyrics) NextChange(now time.Time) time.Time {
	if !l.Env.Snap.Moving || l.song == 0 || l.song != l.Env.Playing() {
		return time.Time{}
	}
	pos := l.position(now)
	next, found := l.nextGlow(pos)
	if !l.browsing && l.line.Kind >= lyrics.ByLine {
		l.layOut(l.laidFor())
		if at, moves := l.slide(pos).next(pos); moves && (!found || at < next) {
			next, found = at, true
		}
	}
	if !found {
		return time.Time{}
	}
	return now.Add(l.Env.Snap.Lasts(next - pos))
}

func (l *Lyrics) nextGlow(pos time.Duration) (time.Duration, bool) {
	seen := l.glow(pos)
	for at, tries := pos, 0; tries < 16; tries++ {
		next, ok := l.line.NextStep(at, l.steps(at))
		if !ok {
			break
		}
		if l.glow(next) != seen {
			return next, true
		}
		at = next
	}
	return 0, false
}
