package pane

import (
	"fmt"
	"strings"
	"time"

	"ncmtui/lyrics"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
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

func (l *Lyrics) laidFor() laidFor {
	return laidFor{l.serial, l.W, l.H >= 14, l.translation, l.romanisation}
}

// lyricState is all that the drawn lines depend on.
type lyricState struct {
	laidFor
	glow                       glowing
	top                        int // the row at the upper edge
	h, cursor                  int
	browsing, focused, waiting bool
	look                       uint64
	song                       int64
	late                       time.Duration
	err                        error
}

// margin is what stands before every row: the mark of the current line.
const margin = 2

func (l *Lyrics) state() lyricState { return l.stateAt(l.position(l.Env.Now())) }

func (l *Lyrics) stateAt(pos time.Duration) lyricState {
	s := lyricState{
		laidFor: l.laidFor(),
		glow:    l.glow(pos), h: l.H,
		browsing: l.browsing, focused: l.Focused, waiting: l.Waiting(lyricTopic),
		look: l.Env.Look, song: l.Env.Playing(), late: l.offset(), err: l.err,
	}
	if l.browsing {
		s.cursor = l.cursor
	}
	l.layOut(s.laidFor)
	s.top = l.top(pos)
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

// Breadth is how many cells the longest line takes where it need not be
// wrapped, with the margins; 0 without a text.
func (l *Lyrics) Breadth() int {
	f := laidFor{serial: l.serial, translation: l.translation, romanisation: l.romanisation}
	if f == l.measured {
		return l.breadth
	}
	l.measured, l.breadth = f, 0
	grow := func(raw string) {
		if w := text.Of(raw).Width(); w > 0 {
			l.breadth = max(l.breadth, w+2*margin)
		}
	}
	for i := range l.line.Lines {
		line := &l.line.Lines[i]
		grow(line.Text)
		if f.translation {
			grow(line.Translation)
		}
		if f.romanisation {
			grow(line.Romanisation)
		}
	}
	return l.breadth
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
	for y := range l.H {
		out = append(out, l.row(s.top+y, s))
	}
	switch {
	case l.H < 3:
	case s.browsing:
		out[l.H-1] = l.hint()
	case s.late != 0:
		out[l.H-1] = l.late(s)
	}
	l.lines = kit.Exactly(out, l.W, l.H)
	return l.lines
}

// hint is the last row while browsing: what can be done, how to get back.
func (l *Lyrics) hint() string {
	t, p := lang.Lyric.In(l.Env.Lang), &l.Env.Theme.Plain
	spans := []kit.Span{{Text: text.Of("  ")}}
	room := l.W - 2
	add := func(a keymap.Action, what string) {
		key := text.Of(l.Env.Keys.KeyOf(l.Scopes(), a))
		said := text.Of(" " + what + "  ")
		if key.Empty() || key.Width()+said.Width() > room {
			return
		}
		room -= key.Width() + said.Width()
		spans = append(spans, kit.Span{Text: key, Role: kit.Text}, kit.Span{Text: said, Role: kit.Quiet})
	}
	add(keymap.ToggleFollow, t.Follow)
	if l.line.Kind >= lyrics.ByLine {
		add(keymap.Enter, t.FromHere)
	}
	add(keymap.CopyName, t.Copy)
	return kit.Line(p, l.W, spans...)
}

// late is the last row with the offset at its end, where the text leaves room.
func (l *Lyrics) late(s lyricState) string {
	i := s.top + l.H - 1
	at := kit.Span{Text: text.Of(fmt.Sprintf("%+.1f s  ", s.late.Seconds())), Role: kit.Faint}
	var left []kit.Span
	if i >= 0 && i < len(l.rows) {
		left = append([]kit.Span{{Text: text.Of("  ")}}, l.rows[i].spans(s.glow, l.line.Kind)...)
	}
	if kit.Width(left)+at.Text.Width() > l.W {
		return l.row(i, s)
	}
	return kit.Ends(&l.Env.Theme.Plain, l.W, left, []kit.Span{at})
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
	if lit.Width() < g.cells-r.from && !rest.Empty() { // half of a wide sign is sung
		half, rest := rest.Split(2)
		return []kit.Span{{Text: lit, Role: kit.Loud}, {Text: half, Role: kit.Rising}, {Text: rest, Role: kit.Strong}}
	}
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
