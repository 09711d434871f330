package kit

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/pinyin"
	"ncmtui/ui/text"
	"ncmtui/ui/theme"
)

// Pick is one of the rows of a Picker.
type Pick struct {
	Text   string // uncleaned
	Detail string // quiet, behind it: a kind, a value, what it does
	Key    string // at the right end
	Off    string // why it cannot be chosen now, "" it can
	Match  string // found by this as well: another language, another name
}

// Picker is a box over the screen in which one of some rows is chosen: with an
// input that finds rows, or as a menu without.
type Picker struct {
	Title string
	Hint  string // in the empty input; "" there is no input
	Empty string // when no row is found

	// New makes a last row of what is typed, where no row is called so; nil:
	// there is none. Its index is that of no row: len of what was Set.
	New func(typed string) Pick

	input       Input
	picks       []Pick
	shown       []int // indexes into picks, best first
	cursor, top int   // in shown
	page        int   // rows drawn last
}

// Set gives the picker its rows; what is typed stays.
func (p *Picker) Set(picks []Pick) {
	p.picks = picks
	p.find()
}

// Typed is what is typed.
func (p *Picker) Typed() string { return p.input.Value() }

// Selected is the index of the row under the cursor, -1 for none.
func (p *Picker) Selected() int {
	if p.cursor < 0 || p.cursor >= len(p.shown) {
		return -1
	}
	return p.shown[p.cursor]
}

// Select puts the cursor on a row.
func (p *Picker) Select(i int) {
	if at := slices.Index(p.shown, i); at >= 0 {
		p.cursor = at
	}
}

// Move moves the cursor by rows; it goes round at the ends.
func (p *Picker) Move(by int) {
	if n := len(p.shown); n > 0 {
		p.cursor = ((p.cursor+by)%n + n) % n
	}
}

// Scroll moves the cursor by rows and stays at the ends.
func (p *Picker) Scroll(by int) {
	p.cursor = max(min(p.cursor+by, len(p.shown)-1), 0)
}

// Type takes a key for the input.
func (p *Picker) Type(k tea.KeyPressMsg) {
	if _, changed := p.input.Type(k); changed {
		p.find()
		p.cursor = 0
	}
}

// Paste takes pasted text for the input.
func (p *Picker) Paste(s string) {
	p.input.Insert(s)
	p.find()
	p.cursor = 0
}

func (p *Picker) find() {
	p.shown = Rank(len(p.picks), p.input.Value(), func(i int) string {
		return p.picks[i].Text + "\x00" + p.picks[i].Match
	})
	if name := p.made(); name != "" {
		p.shown = append(p.shown, len(p.picks))
	}
	p.cursor = max(min(p.cursor, len(p.shown)-1), 0)
}

// made is the name that a new row is made of, "" for none.
func (p *Picker) made() string {
	name := strings.TrimSpace(p.input.Value())
	if p.New == nil || slices.ContainsFunc(p.picks, func(k Pick) bool { return k.Text == name }) {
		return ""
	}
	return name
}

// pick is a row, also the one that is made of what is typed.
func (p *Picker) pick(i int) Pick {
	if i == len(p.picks) {
		return p.New(p.made())
	}
	return p.picks[i]
}

// Rank gives those of n rows that are meant by what is typed, the best first:
// those that begin with it, that hold it, that are read so in pinyin, that
// hold its letters in this order. A row's text is its name, a NUL, and what
// else it is found by.
func Rank(n int, typed string, name func(i int) string) []int {
	words := strings.Fields(fold(typed))
	var classes [4][]int
	for i := range n {
		if c := rank(fold(name(i)), words); c >= 0 {
			classes[c] = append(classes[c], i)
		}
	}
	return slices.Concat(classes[:]...)
}

// rank is the class of the worst word, -1 when one is not there.
func rank(name string, words []string) int {
	worst := 0
	for _, w := range words {
		c := -1
		switch {
		case strings.HasPrefix(name, w):
			c = 0
		case strings.Contains(name, w):
			c = 1
		case pinyin.Typed(w) && pinyin.Contains(name, w):
			c = 2
		case scattered(name, w):
			c = 3
		}
		if c < 0 {
			return -1
		}
		worst = max(worst, c)
	}
	return worst
}

// scattered: the name holds the letters of w in their order.
func scattered(name, w string) bool {
	for _, r := range w {
		i := strings.IndexRune(name, r)
		if i < 0 {
			return false
		}
		name = name[i+len(string(r)):]
	}
	return true
}

// most is how many rows are shown at once.
const most = 14

// Draw draws the picker for a screen of w×h cells. at is the cursor's cell in
// the box, nil for none.
func (p *Picker) Draw(th *theme.Theme, w, h int) (box Popup, at *tea.Position) {
	inner := p.width(w)
	rows := min(most, max(h-10, min(4, h-6))) // inside of the frame below, where it can be
	if p.Hint == "" {
		rows = min(max(len(p.shown), 1), max(h-8, min(4, h-4)))
	}
	if inner < 12 || rows < 1 {
		return Popup{}, nil
	}
	p.page = rows
	p.top = max(min(p.top, p.cursor), p.cursor-rows+1)
	p.top = max(min(p.top, len(p.shown)-rows), 0)
	var body []string
	if p.Hint != "" {
		line, x := p.input.Line(&th.Plain, inner-4, p.Hint)
		body = append(body, Line(&th.Plain, 3, Span{text.Of(" › "), Accent})+line+" ", text.Blank(inner))
		at = &tea.Position{X: 4 + x, Y: 1}
	}
	for i := p.top; i < p.top+rows; i++ {
		switch {
		case i < len(p.shown):
			body = append(body, p.row(th, inner, i))
		case i == 0:
			body = append(body, Line(&th.Plain, inner, Span{text.Of("   "), Text}, Span{text.Of(p.Empty), Quiet}))
		default:
			body = append(body, text.Blank(inner))
		}
	}
	title := []Span{{text.Of(p.Title).Cut(inner - 4), Strong}}
	return Popup{Lines: Frame(th, inner+2, title, body, true, p.bar(rows)), W: inner + 2}, at
}

// bar is for the rows alone; the input's lines above have none.
func (p *Picker) bar(rows int) Bar {
	if p.Hint != "" {
		return Bar{}
	}
	return Bar{p.top, rows, len(p.shown)}
}

// edgeRoom is what a box leaves of the screen's width: its own walls, and at
// each side the frame below it with a blank.
const edgeRoom = 6

func (p *Picker) width(w int) int {
	if p.Hint != "" {
		return min(w-edgeRoom, 64)
	}
	inner := text.Of(p.Title).Width() + 6
	for _, pick := range p.picks {
		n := text.Of(pick.Text).Width() + 5
		if d := pick.quiet(); d != "" {
			n += text.Of(d).Width() + 2
		}
		if pick.Key != "" {
			n += text.Of(pick.Key).Width() + 2
		}
		inner = max(inner, n)
	}
	return min(inner, w-edgeRoom)
}

func (k Pick) quiet() string {
	if k.Off != "" {
		return k.Off
	}
	return k.Detail
}

func (p *Picker) row(th *theme.Theme, w, i int) string {
	pick := p.pick(p.shown[i])
	pal, role := &th.Plain, Text
	if i == p.cursor {
		pal = &th.Cursor
	}
	if pick.Off != "" {
		role = Faint
	}
	left := []Span{{text.Of("  "), Text}, {text.Of(pick.Text).Cut(w - 4), role}}
	if q := pick.quiet(); q != "" {
		left = append(left, Span{text.Of("  "), Text}, Span{text.Of(q), Quiet})
	}
	return Ends(pal, w, left, []Span{{text.Of(pick.Key + "  "), Quiet}})
}

// At turns a line of the box into the row there.
func (p *Picker) At(y int) (i int, ok bool) {
	y--
	if p.Hint != "" {
		y -= 2
	}
	at := p.top + y
	if y < 0 || y >= p.page || at >= len(p.shown) {
		return 0, false
	}
	p.cursor = at
	return p.shown[at], true
}

// Why says why a row cannot be chosen now, "" that it can.
func (p *Picker) Why(i int) string { return p.pick(i).Off }
