package pane

import (
	"context"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/text"
)

// stale is how long rows are shown again without asking for them anew.
const stale = time.Hour

// reading asks the service for the part of a list that begins at from; it runs
// in a Cmd.
type reading[T any] func(ctx context.Context, from int64) (Part[T], error)

// whole is a list that comes in one part.
func whole[T any](read func(context.Context) ([]T, error)) reading[T] {
	return func(ctx context.Context, _ int64) (Part[T], error) {
		rows, err := read(ctx)
		return Part[T]{Rows: rows}, err
	}
}

// feed asks for the rows of a sheet part by part: the first one when the page
// is shown, the others when the end comes near.
type feed[T any] struct {
	sheet *sheet
	read  func() reading[T] // as the choices are now
	show  func(rows []T, first bool)
	told  func(of any) // hears what the rows belong to; nil: nobody
	lists bool         // they are read anew when the account's playlists change
	next  int64
	more  bool
	at    time.Time // of the first part
}

// fed is the answer to one question.
type fed[T any] struct {
	part  Part[T]
	first bool
}

// open asks for the first part when it is not there, or was read long ago.
func (f *feed[T]) open() tea.Cmd {
	s := f.sheet
	if s.Waiting(listTopic) || s.loaded && s.Env.Now().Sub(f.at) < stale {
		return nil
	}
	return f.load(s.Ask)
}

func (f *feed[T]) load(ask asking) tea.Cmd { return f.ask(ask, 0, true) }

// restart forgets the rows: other ones are wanted.
func (f *feed[T]) restart() tea.Cmd {
	s := f.sheet
	s.table.ClearMarks()
	f.show(nil, true)
	s.table.MoveTo(0)
	s.loaded, f.more = false, false
	return f.load(s.Ask)
}

func (f *feed[T]) ask(ask asking, from int64, first bool) tea.Cmd {
	read := f.read()
	f.sheet.err = nil
	f.sheet.table.Redraw()
	return ask(listTopic, askLimit, func(ctx context.Context) (any, error) {
		p, err := read(ctx, from)
		return fed[T]{p, first}, err
	})
}

// pageOn asks for the next part when fewer rows than within are left below
// those on the screen.
func (f *feed[T]) pageOn(within int) tea.Cmd {
	s := f.sheet
	top, shown, total := s.Scroll()
	if !f.more || s.Waiting(listTopic) || top+shown < total-within {
		return nil
	}
	return f.ask(s.Ask, f.next, false)
}

// apply takes answers, and another login where there was none; what is followed
// is drawn anew.
func (f *feed[T]) apply(msg tea.Msg) tea.Cmd {
	s := f.sheet
	switch m := msg.(type) {
	case UserNews:
		if s.err != nil {
			return f.load(s.Renew)
		}
	case FollowNews:
		s.table.Redraw()
	case ListNews:
		if f.lists && m.Stale && s.loaded {
			return f.load(s.Renew)
		}
	case Answer:
		if s.Accept(m) {
			return f.take(m)
		}
	}
	return nil
}

func (f *feed[T]) take(m Answer) tea.Cmd {
	s := f.sheet
	v, _ := m.Value.(fed[T])
	rows := 0
	if v.first {
		rows = len(v.part.Rows)
	}
	s.answered(m.Err, rows, func() {
		had := f.rows()
		f.next, f.more = v.part.Next, v.part.More && len(v.part.Rows) > 0
		if v.first {
			f.at = s.Env.Now()
		}
		f.show(v.part.Rows, v.first)
		if !v.first && f.rows() == had {
			f.more = false // the same again: it would go on for ever
		}
		if f.told != nil {
			f.told(v.part.of)
		}
	})
	if m.Err != nil {
		return nil
	}
	return f.pageOn(0)
}

// rows is how many there are now.
func (f *feed[T]) rows() int {
	if f.sheet.table.Rows == nil {
		return 0
	}
	return f.sheet.table.Rows.Len()
}

// things is a page of rows that are not songs.
type things[T any] struct {
	sheet
	feed   feed[T]
	rows   rowsOf[T]
	name   string
	thing  func(*T) (Thing, bool) // what a row is; nil: nothing that other pages know
	enter  func(*T)               // what Enter does; nil: it opens the thing
	dials  *dials
	counts bool // it says how many rows there are
}

// newThings makes the page. kind is what its order is remembered for.
func newThings[T any](env *Env, kind, name string, cols []kit.Column, rows rowsOf[T], read func() reading[T]) *things[T] {
	p := &things[T]{rows: rows, name: name}
	p.Base = NewBase(env)
	p.table = kit.Table{Rows: &p.rows, Columns: cols, Heads: true}
	p.empty = kit.Notice{What: env.Texts.States.EmptySearch}
	p.feed = feed[T]{sheet: &p.sheet, read: read, show: p.show}
	p.sortAs(kind)
	return p
}

func (p *things[T]) dialled() *dials { return p.dials }

func (p *things[T]) counted() (string, bool) {
	n := len(p.rows.items)
	return strconv.Itoa(n), p.counts && p.loaded && !p.feed.more && n > 0
}

func (p *things[T]) show(rows []T, first bool) {
	if first {
		p.rows.items = nil
	}
	seen := make(map[int64]bool, len(p.rows.items))
	for i := range p.rows.items {
		seen[p.rows.ID(i)] = true
	}
	for i := range rows {
		if p.rows.id == nil || !seen[p.rows.id(&rows[i])] {
			p.rows.items = append(p.rows.items, rows[i])
		}
	}
	p.table.Changed()
}

// Title is the page's name.
func (p *things[T]) Title() text.Clean { return text.Of(p.name) }

// Open reads the rows when they are not there.
func (p *things[T]) Open() tea.Cmd { return p.feed.open() }

// Handle moves, opens, and asks for more rows at the end.
func (p *things[T]) Handle(a keymap.Action) tea.Cmd {
	switch {
	case p.move(a):
		return p.feed.pageOn(moreWithin)
	case a == keymap.Enter:
		p.choose()
	case a == keymap.Refresh:
		return p.feed.load(p.Renew)
	}
	return nil
}

// Thing is what is under the cursor.
func (p *things[T]) Thing() (Thing, bool) {
	i := p.table.Cursor()
	if i < 0 || p.thing == nil {
		return Thing{}, false
	}
	return p.thing(&p.rows.items[i])
}

func (p *things[T]) choose() {
	if i := p.table.Cursor(); i >= 0 && p.enter != nil {
		p.enter(&p.rows.items[i])
	} else if t, ok := p.Thing(); ok {
		p.Env.Post(Open{t})
	}
}

// Apply takes rows.
func (p *things[T]) Apply(msg tea.Msg) tea.Cmd { return p.feed.apply(msg) }

// Click selects, and opens on a double click.
func (p *things[T]) Click(x, y int, double bool) tea.Cmd {
	if p.point(x, y) && double {
		p.choose()
	}
	return nil
}

// Wheel scrolls.
func (p *things[T]) Wheel(rows int) tea.Cmd {
	p.sheet.Wheel(rows)
	return p.feed.pageOn(moreWithin)
}

// MoveTo puts the cursor on the n-th row.
func (p *things[T]) MoveTo(n int) tea.Cmd {
	p.table.MoveTo(n)
	return p.feed.pageOn(moreWithin)
}

// ScrollTo shows the rows from one on.
func (p *things[T]) ScrollTo(top int) tea.Cmd {
	p.sheet.ScrollTo(top)
	return p.feed.pageOn(moreWithin)
}
