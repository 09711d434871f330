package pane

import (
	"fmt"
	"strings"
	"time"

	"ncmtui/lyrics"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/text"
)

// lyricRow is a row of cells of the wrapped text.
type lyricRow struct {
	line int // of the Timeline; -1 for credits and blanks between lines
	kind rowKind
	text text.Clean
	from int // cells of the line before this row
}

type rowKind uint8

const (
	sung rowKind = iota
	aside
	credit
	gap
)

// laidFor is what the wrapping depends on.
type laidFor struct {
	serial                    uint64
	w                         int
	airy                      bool
	translation, romanisation bool
}

// glowing is the part of the text that is lit: the line, and the cells of it
// already sung (-1: the whole line, there are no words).
type glowing struct{ line, cells int }

// lyricState is all that the drawn lines depend on.
type lyricState struct {
	laidFor
	glow                       glowing
	h, cursor                  int
	browsing, focused, waiting bool
	look                       uint64
	song                       int64
	err                        error
}

// margin is what stands before every row: the mark of the current line.
const margin = 2

// stepTime is the least time between two signs lit within a word.
const stepTime = 120 * time.Millisecond

func (l *Lyrics) state() lyricState {
	s := lyricState{
		laidFor: laidFor{l.serial, l.W, l.H >= 14, l.translation, l.romanisation},
		glow:    l.glow(l.position(l.Env.Now())), h: l.H,
		browsing: l.browsing, focused: l.Focused, waiting: l.Waiting(lyricTopic),
		look: l.Env.Look, song: l.Env.Playing(), err: l.err,
	}
	if l.browsing {
		s.cursor = l.cursor
	}
	l.layOut(s.laidFor)
	return s
}

// layOut wraps the text, when anything about it changed.
func (l *Lyrics) layOut(f laidFor) {
	if f == l.laid {
		return
	}
	l.laid = f
	l.rows, l.first = nil, make([]int, len(l.line.Lines))
	w := max(f.w-2*margin, 1)
	for _, c := range l.line.Credits {
		l.wrap(-1, credit, c, w)
	}
	if len(l.rows) > 0 {
		l.rows = append(l.rows, lyricRow{line: -1, kind: gap})
	}
	for i := range l.line.Lines {
		line := &l.line.Lines[i]
		l.first[i] = len(l.rows)
		l.wrap(i, sung, line.Text, w)
		if f.romanisation {
			l.wrap(i, aside, line.Romanisation, w)
		}
		if f.translation {
			l.wrap(i, aside, line.Translation, w)
		}
		if f.airy && l.line.Kind > lyrics.Plain || len(l.rows) == l.first[i] {
			l.rows = append(l.rows, lyricRow{line: -1, kind: gap})
		}
	}
}

func (l *Lyrics) wrap(line int, kind rowKind, raw string, w int) {
	whole := text.Of(raw)
	before := 0 // bytes
	for _, t := range whole.Wrap(w) {
		if n := strings.Index(whole.String()[before:], t.String()); n >= 0 {
			before += n
		}
		l.rows = append(l.rows, lyricRow{line, kind, t, text.Width(whole.String()[:before])})
		before = min(before+len(t.String()), len(whole.String()))
	}
}

// steps is in how many parts the word at pos is lit: by its signs, but not
// faster than the eye.
func (l *Lyrics) steps(pos time.Duration) int {
	p := l.line.At(pos)
	if p.Line < 0 || p.Word < 0 {
		return 1
	}
	word := l.line.Lines[p.Line].Words[p.Word]
	return max(1, min(text.Of(word.Text).Width(), int((word.End-word.Start)/stepTime)))
}

// glow is what is lit at pos. A sign is lit when its singing begins.
func (l *Lyrics) glow(pos time.Duration) glowing {
	if l.song == 0 || l.song != l.Env.Playing() {
		return glowing{-1, -1}
	}
	p := l.line.At(pos)
	if p.Line < 0 || l.line.Kind != lyrics.ByWord {
		return glowing{p.Line, -1}
	}
	words := l.line.Lines[p.Line].Words
	cells := 0
	for i := 0; i < p.Word; i++ {
		cells += text.Of(words[i].Text).Width()
	}
	if p.Word >= 0 {
		word := text.Of(words[p.Word].Text)
		n := l.steps(pos)
		_, rest := word.Split(l.line.Filled(pos, n) * word.Width() / n)
		// Whole signs only: half a wide one cannot be lit.
		next, _ := rest.Split(1)
		if next.Empty() {
			next, _ = rest.Split(2)
		}
		cells += word.Width() - rest.Width() + next.Width()
	}
	return glowing{p.Line, cells}
}

// top is the row at the upper edge: the line that matters stands in the
// middle, but the credits are shown until the singing begins.
func (l *Lyrics) top(s lyricState) int {
	at := s.glow.line
	if s.browsing {
		at = s.cursor
	}
	switch {
	case l.line.Kind == lyrics.Plain && !s.browsing:
		return 0
	case at < 0:
		if len(l.line.Credits) > 0 {
			return -max((s.h-len(l.rows))/2, 1)
		}
		at = 0
	}
	if at >= len(l.first) {
		return 0
	}
	height := 0
	for i := l.first[at]; i < len(l.rows) && l.rows[i].line == at; i++ {
		height++
	}
	return l.first[at] - max((s.h-height)/2, 0)
}

// Lines draws the text, or why there is none.
func (l *Lyrics) Lines() []string {
	s := l.state()
	if l.lines != nil && s == l.drawn {
		return l.lines
	}
	l.drawn = s
	if len(l.line.Lines) == 0 {
		l.lines = l.notice().Lines(l.Env.Theme, l.W, l.H)
		return l.lines
	}
	out := make([]string, 0, l.H)
	top := l.top(s)
	for y := range l.H {
		out = append(out, l.row(top+y, s))
	}
	if s.browsing && l.H > 2 {
		out[l.H-1] = l.hint()
	}
	l.lines = kit.Exactly(out, l.W, l.H)
	return l.lines
}

// hint is the last row while browsing: how to get back.
func (l *Lyrics) hint() string {
	k := l.Env.Keys.KeyOf(l.Scopes(), keymap.ToggleFollow)
	what := text.Of(fmt.Sprintf(l.Env.Texts.Lyrics.Browsing, k))
	return kit.Line(&l.Env.Theme.Plain, l.W, kit.Span{Text: text.Of("  ")}, kit.Span{Text: what, Role: kit.Faint})
}

func (l *Lyrics) row(i int, s lyricState) string {
	if i < 0 || i >= len(l.rows) || l.W < 1 {
		return text.Blank(l.W)
	}
	r := &l.rows[i]
	p := &l.Env.Theme.Plain
	if s.browsing && r.line == s.cursor {
		if p = &l.Env.Theme.Shadow; s.focused {
			p = &l.Env.Theme.Cursor
		}
	}
	mark := kit.Span{Text: text.Of("  ")}
	if r.line >= 0 && r.line == s.glow.line && i == l.first[r.line] {
		mark = kit.Span{Text: text.Of("▸ "), Role: kit.Accent}
	}
	return kit.Line(p, l.W, append([]kit.Span{mark}, r.spans(s.glow, l.line.Kind)...)...)
}

// spans are the row's text in the roles of its moment.
func (r *lyricRow) spans(g glowing, kind lyrics.Kind) []kit.Span {
	now := r.line >= 0 && r.line == g.line
	switch {
	case r.kind == credit:
		return []kit.Span{{Text: r.text, Role: kit.Faint}}
	case r.kind == aside && now:
		return []kit.Span{{Text: r.text, Role: kit.Text}}
	case r.kind == aside:
		return []kit.Span{{Text: r.text, Role: kit.Faint}}
	case kind == lyrics.Plain:
		return []kit.Span{{Text: r.text, Role: kit.Text}}
	case !now:
		return []kit.Span{{Text: r.text, Role: kit.Quiet}}
	case g.cells < 0:
		return []kit.Span{{Text: r.text, Role: kit.Loud}}
	}
	lit, rest := r.text.Split(g.cells - r.from)
	return []kit.Span{{Text: lit, Role: kit.Loud}, {Text: rest, Role: kit.Strong}}
}

// Strip is the gist in n lines of w cells: the current line, and below it its
// translation or the next line.
func (l *Lyrics) Strip(w, n int) []string {
	p := &l.Env.Theme.Plain
	var out []string
	add := func(spans ...kit.Span) {
		room := max(w-kit.Width(spans), 0)
		out = append(out, kit.Line(p, w, append([]kit.Span{{Text: text.Of(text.Blank(room / 2))}}, spans...)...))
	}
	g := l.glow(l.position(l.Env.Now()))
	switch {
	case len(l.line.Lines) == 0:
		add(kit.Span{Text: text.Of(l.notice().What), Role: kit.Faint})
	case l.line.Kind == lyrics.Plain:
		add(kit.Span{Text: text.Of(l.line.Lines[0].Text), Role: kit.Quiet})
	case g.line < 0:
		add(kit.Span{Text: text.Of(l.line.Lines[0].Text), Role: kit.Quiet})
	default:
		line := &l.line.Lines[g.line]
		add(stripRow(line.Text, w, g)...)
		switch {
		case l.translation && line.Translation != "":
			add(kit.Span{Text: text.Of(line.Translation), Role: kit.Text})
		case g.line+1 < len(l.line.Lines):
			add(kit.Span{Text: text.Of(l.line.Lines[g.line+1].Text), Role: kit.Faint})
		}
	}
	return kit.Exactly(out, w, n)
}

// stripRow is the part of a line that is being sung, of at most w cells.
func stripRow(raw string, w int, g glowing) []kit.Span {
	rows := Lyrics{}
	rows.wrap(0, sung, raw, max(w, 1))
	for i := range rows.rows {
		r := &rows.rows[i]
		if i+1 == len(rows.rows) || g.cells <= rows.rows[i+1].from {
			return r.spans(glowing{0, g.cells}, lyrics.ByWord)
		}
	}
	return nil
}
