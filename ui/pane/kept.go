package pane

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// kept is a page whose rows were read before: they are forgotten when they were
// somebody else's, and read again when they have grown old.
type kept interface {
	forget() (had bool)
	renewed(after time.Duration) tea.Cmd
}

// forget takes the rows away; it says whether they had been asked for.
func (f *feed[T]) forget() bool {
	s := f.sheet
	had := s.loaded || s.err != nil || s.Waiting(listTopic)
	if !had {
		return false
	}
	s.Drop(listTopic)
	s.table.ClearMarks()
	f.show(nil, true)
	s.table.MoveTo(0)
	s.loaded, s.err, f.more = false, nil, false
	return true
}

// renewed reads the rows again when they were read some time ago; those that
// are there stay until then.
func (f *feed[T]) renewed(after time.Duration) tea.Cmd {
	s := f.sheet
	if !s.loaded || s.Waiting(listTopic) || s.Env.Now().Sub(f.at) < after {
		return nil
	}
	return f.load(s.Renew)
}

func (p *things[T]) forget() bool                          { return p.feed.forget() }
func (p *things[T]) renewed(after time.Duration) tea.Cmd   { return p.feed.renewed(after) }
func (p *fedSongs[T]) forget() bool                        { return p.feed.forget() }
func (p *fedSongs[T]) renewed(after time.Duration) tea.Cmd { return p.feed.renewed(after) }

// forOther makes the tabs forget what was another account's.
func (t *tabbed) forOther(msg tea.Msg) tea.Cmd {
	m, ok := msg.(UserNews)
	if !ok || !m.Other {
		return nil
	}
	shown := false
	for i, p := range t.parts {
		if k, ok := p.(kept); ok && k.forget() && i == t.active {
			shown = true
		}
	}
	if !shown {
		return nil
	}
	return t.now().Open()
}
