package pane

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
)

// factual is a page of tabs under a line with numbers that are read apart.
// Without them the page stands.
type factual[F any] struct {
	tabbed
	facts    *F                               // nil: not known yet
	tell     func()                           // writes the line anew
	factsNow func(context.Context) (F, error) // reads the numbers
}

// factsTopic is the question for the numbers.
const factsTopic = "facts"

// tellOf says what writes the line, and where its numbers come from.
func (p *factual[F]) tellOf(tell func(), read func(context.Context) (F, error)) {
	p.tell, p.factsNow = tell, read
}

// Open reads the shown tab when it is not there, and the numbers.
func (p *factual[F]) Open() tea.Cmd {
	if p.facts != nil || p.Waiting(factsTopic) {
		return p.tabbed.Open()
	}
	return tea.Batch(p.tabbed.Open(), p.read())
}

func (p *factual[F]) read() tea.Cmd {
	read := p.factsNow
	return p.Ask(factsTopic, askLimit, func(ctx context.Context) (any, error) { return read(ctx) })
}

// Handle adds the numbers to what is refreshed.
func (p *factual[F]) Handle(a keymap.Action) tea.Cmd {
	if a != keymap.Refresh {
		return p.tabbed.Handle(a)
	}
	return tea.Batch(p.tabbed.Handle(a), p.read())
}

// Apply takes the numbers, and that the account keeps or follows it now.
func (p *factual[F]) Apply(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case FollowNews:
		p.tell()
	case UserNews:
		asked := p.facts != nil || p.Waiting(factsTopic)
		if m.Other {
			p.facts = nil
		}
		p.tell()
		if m.Other && asked {
			return tea.Batch(p.tabbed.Apply(msg), p.read())
		}
	case Answer:
		if m.Topic == factsTopic {
			if facts, ok := m.Value.(F); p.Accept(m) && ok && m.Err == nil {
				p.facts = &facts
				p.tell()
			}
			return nil
		}
	}
	return p.tabbed.Apply(msg)
}
