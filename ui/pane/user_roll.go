package pane

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// roll is a page of things that open, in a tab: read part by part, the next one
// when the cursor comes near the end.
type roll[T any] struct {
	sheet
	list  rowsOf[T]
	title func() string
	read  func(ctx context.Context, offset int) (items []T, more bool, err error)
	thing func(*T) Thing

	more bool
	next int // the offset of the next part
}

type rollPart[T any] struct {
	items []T
	more  bool
	from  int
}

// unroll makes the page; kind is what its order is remembered for.
func (r *roll[T]) unroll(env *Env, kind string, list rowsOf[T], columns []kit.Column) {
	r.Base = NewBase(env)
	r.list = list
	r.table = kit.Table{Rows: &r.list, Columns: columns, Heads: true}
	r.empty = kit.Notice{What: lang.User.In(env.Lang).Empty}
	r.sortAs(kind)
}

// Title is the tab's name.
func (r *roll[T]) Title() text.Clean { return text.Of(r.title()) }

func (r *roll[T]) counted() (string, bool) {
	return fmt.Sprint(len(r.list.items)), r.loaded && !r.more && len(r.list.items) > 0
}

// Open reads the first part when it is not there.
func (r *roll[T]) Open() tea.Cmd {
	if r.loaded || r.Waiting(listTopic) {
		return nil
	}
	return r.load(r.Ask, 0)
}

func (r *roll[T]) load(ask asking, from int) tea.Cmd {
	read := r.read
	r.err = nil
	r.table.Redraw()
	return ask(listTopic, askLimit, func(ctx context.Context) (any, error) {
		items, more, err := read(ctx, from)
		return rollPart[T]{items, more, from}, err
	})
}

// readOn asks for the next part when the end is near.
func (r *roll[T]) readOn() tea.Cmd {
	top, shown, total := r.table.Scroll()
	if !r.more || r.Waiting(listTopic) || top+shown < total-moreWithin {
		return nil
	}
	return r.load(r.Ask, r.next)
}

// Handle moves, opens, and reads on.
func (r *roll[T]) Handle(a keymap.Action) tea.Cmd {
	switch {
	case r.move(a):
		return r.readOn()
	case a == keymap.Enter:
		r.enter()
	case a == keymap.Refresh:
		return r.load(r.Renew, 0)
	}
	return nil
}

func (r *roll[T]) enter() {
	if t, ok := r.Thing(); ok {
		r.Env.Post(Open{t})
	}
}

// Thing is what is under the cursor.
func (r *roll[T]) Thing() (Thing, bool) {
	i := r.table.Cursor()
	if i < 0 {
		return Thing{}, false
	}
	return r.thing(&r.list.items[i]), true
}

// Click selects, and opens on a double click.
func (r *roll[T]) Click(x, y int, double bool) tea.Cmd {
	if r.point(x, y) && double {
		r.enter()
	}
	return nil
}

// Wheel scrolls, and reads on.
func (r *roll[T]) Wheel(rows int) tea.Cmd {
	r.sheet.Wheel(rows)
	return r.readOn()
}

// MoveTo puts the cursor on the n-th row.
func (r *roll[T]) MoveTo(n int) tea.Cmd {
	r.table.MoveTo(n)
	return r.readOn()
}

// ScrollTo shows the rows from one on.
func (r *roll[T]) ScrollTo(top int) tea.Cmd {
	r.sheet.ScrollTo(top)
	return r.readOn()
}

// Apply takes the parts.
func (r *roll[T]) Apply(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case FollowNews:
		r.table.Redraw()
	case UserNews:
		if r.err != nil {
			return r.load(r.Ask, 0)
		}
	case ListNews:
		if m.Stale && r.loaded {
			return r.load(r.Renew, 0)
		}
	case Answer:
		if !r.Accept(m) {
			return nil
		}
		p, _ := m.Value.(rollPart[T])
		r.answered(m.Err, len(p.items), func() { r.take(p) })
		if m.Err == nil {
			return r.readOn()
		}
	}
	return nil
}

// take adds a part; the first one replaces the rows. What came before is left
// out: lists grow at the head while they are read.
func (r *roll[T]) take(p rollPart[T]) {
	if p.from == 0 {
		r.list.items = nil
	}
	have := make(map[int64]bool, len(r.list.items))
	for i := range r.list.items {
		have[r.list.ID(i)] = true
	}
	before := len(r.list.items)
	for i := range p.items {
		if !have[r.list.id(&p.items[i])] {
			r.list.items = append(r.list.items, p.items[i])
		}
	}
	r.next = p.from + len(p.items)
	r.more = p.more && len(r.list.items) > before
	r.table.Changed()
}
