package ui

import (
	"context"
	"slices"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/lang"
)

// change is something done that can be taken back.
type change struct {
	edits int // of the queue before it: later ones are taken back first
	name  string
	back  func() tea.Cmd
	trash bool      // it is no change yet: see thrown
	until time.Time // later it cannot be taken back; zero: it can
	id    int       // of the write that does it, 0 none
}

const maxChanges = 100

// note remembers a change for undo.
func (a *App) note(c change) {
	c.edits = a.env.Edits()
	a.changes = append(a.changes, c)
	if len(a.changes) > maxChanges {
		a.changes = append(a.changes[:0], a.changes[1:]...)
	}
}

// undo takes back what was done last, on the queue or elsewhere.
func (a *App) undo() tea.Cmd {
	a.expire()
	if n := len(a.changes); n > 0 && a.env.Edits() <= a.changes[n-1].edits {
		c := a.changes[n-1]
		a.changes = a.changes[:n-1]
		cmd := c.back()
		if c.name != "" {
			a.say(lang.Changes.In(a.env.Lang).Undone+c.name, false)
		}
		return cmd
	}
	if a.env.Snap.Queue.CanUndo || a.env.Edits() > 0 {
		a.undoQueue()
	}
	return nil
}

// expire drops the changes for which it is too late.
func (a *App) expire() {
	now := a.env.Now()
	a.changes = slices.DeleteFunc(a.changes, func(c change) bool { return !c.until.IsZero() && !c.until.After(now) })
}

// write is a change of what the service keeps. It shows at once; a refusal
// takes it back with the reason.
type write struct {
	send   func(context.Context) error
	revert func() tea.Cmd
	after  func(*App) tea.Cmd // when it is done; nil: nothing
	undo   change             // zero: it cannot be taken back
}

// alter sends a write. The caller has shown it already.
func (a *App) alter(topic string, w write) tea.Cmd {
	a.writes++
	topic += " " + strconv.Itoa(a.writes) // later writes of the kind do not cancel it
	if w.undo.id = a.writes; w.undo.back != nil {
		a.note(w.undo)
	}
	return a.desk.Ask(topic, writeLimit, func(ctx context.Context) (any, error) { return &w, w.send(ctx) })
}

// refused takes a write back: it was not done, so there is nothing to undo.
func (a *App) refused(w *write, err error) tea.Cmd {
	a.fail(err)
	a.changes = slices.DeleteFunc(a.changes, func(c change) bool { return c.id == w.undo.id })
	if w.revert == nil {
		return nil
	}
	return w.revert()
}
