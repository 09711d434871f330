package pane

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// Choosing is a wish to have one of some rows chosen.
type Choosing struct {
	Title, Hint string
	Picks       []kit.Pick
	At          int // the row that holds now
	Take        func(i int) tea.Cmd
}

// Choose shows rows to choose from; the app gives it.
type Choose func(Choosing)

// dial is one thing that decides which rows a list shows: a region, a category.
type dial struct {
	name    string
	options []Category
	at      int
	read    func(context.Context) ([]Category, error) // the options that come from the service; nil: they are there
}

// dials are all of a list. A nil one has none.
type dials struct {
	list    []*dial
	changed func() tea.Cmd // asks for other rows
}

func newDial(name string, options ...string) *dial {
	d := &dial{name: name}
	for _, o := range options {
		d.options = append(d.options, Category{Name: o})
	}
	return d
}

// turn chooses an option.
func (d *dials) turn(which, option int) tea.Cmd {
	dial := d.list[which]
	if option == dial.at {
		return nil
	}
	dial.at = option
	return d.changed()
}

// step chooses the next option of the first dial, or the one before.
func (d *dials) step(by int) tea.Cmd {
	n := len(d.list[0].options)
	return d.turn(0, (d.list[0].at+by+n)%n)
}

// unread is the dial whose options are still to come, nil for none.
func (d *dials) unread() *dial {
	for _, dial := range d.list {
		if dial.read != nil {
			return dial
		}
	}
	return nil
}

// ask shows all options of one dial, of every one with which < 0.
func (d *dials) ask(env *Env, which int, choose Choose) {
	t := lang.Discover.In(env.Lang)
	c := Choosing{Title: t.Choices, Hint: t.ChooseHint}
	var takes []func() tea.Cmd
	for i, dial := range d.list {
		if which >= 0 && which != i {
			continue
		}
		if which >= 0 {
			c.Title = dial.name
		}
		for k, o := range dial.options {
			p := kit.Pick{Text: o.Name, Detail: o.Group, Match: o.Group + " " + dial.name}
			if p.Detail == "" && which < 0 && len(d.list) > 1 {
				p.Detail = dial.name
			}
			if k == dial.at {
				p.Key = "●"
				if len(takes) == k && i == max(which, 0) {
					c.At = k
				}
			}
			c.Picks = append(c.Picks, p)
			takes = append(takes, func() tea.Cmd { return d.turn(i, k) })
		}
	}
	c.Take = func(i int) tea.Cmd { return takes[i]() }
	choose(c)
}

// dialGap is the cells between two dials on their line.
const dialGap = 3

// spans are the dials in a line, from its second cell on.
func (d *dials) spans() []kit.Span {
	spans := []kit.Span{{Text: text.Of(" ")}}
	for i, dial := range d.list {
		if i > 0 {
			spans = append(spans, kit.Span{Text: text.Of("   ")})
		}
		spans = append(spans, kit.Span{Text: text.Of(dial.name + " "), Role: kit.Quiet}, kit.Span{Text: dial.value(), Role: kit.Text})
	}
	return spans
}

func (d *dial) value() text.Clean { return text.Of(d.options[d.at].Name).Cut(24) }

// under is the dial under cell x of their line, -1 for none.
func (d *dials) under(x int) int {
	at := 1
	for i, dial := range d.list {
		w := text.Of(dial.name).Width() + 1 + dial.value().Width()
		if x >= at && x < at+w {
			return i
		}
		at += w + dialGap
	}
	return -1
}
