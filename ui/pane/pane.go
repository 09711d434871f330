// Package pane owns the pages: what each shows and how it answers actions.
// A pane is a plain struct; it never draws outside its cells, never waits,
// and knows no other pane.
package pane

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/text"
)

// Pane is a rectangle that draws itself and answers actions.
type Pane interface {
	SetSize(w, h int)
	// Lines gives exactly h strings of exactly w cells. It is cheap when
	// nothing changed.
	Lines() []string
	// Handle acts on a key's action; calls to services go into the Cmd.
	Handle(keymap.Action) tea.Cmd
	// Apply takes an Answer to one of its own questions, or News for all.
	Apply(tea.Msg) tea.Cmd
}

// Place is what makes a pane a page of the history. Base has all but Title.
type Place interface {
	ID() ID
	Title() text.Clean
	SetFocus(bool)
	Leave() // cancels its calls; it may be entered again
}

// Page is a pane that can be opened and left.
type Page interface {
	Pane
	Place
}

// The rest of what a page may be. The app asks with a type assertion.
type (
	// Opener starts its first questions when it is shown, and again after a
	// Leave that cancelled them.
	Opener interface{ Open() tea.Cmd }
	// Scoped tells the scopes of the keymap that hold in it, first asked first.
	Scoped interface{ Scopes() []keymap.Scope }
	// Typist takes text: while Typing, keys that are text go to Type and the
	// Cursor (cells from the pane's corner, nil none) is shown.
	Typist interface {
		Typing() bool
		Type(tea.KeyPressMsg) tea.Cmd
		Paste(string) tea.Cmd
		Cursor() *tea.Position
	}
	// Clocked changes with time alone: NextChange is the moment after now at
	// which Lines will differ, zero for never.
	Clocked interface{ NextChange(now time.Time) time.Time }
	// Pointed takes the mouse, in cells from the pane's corner.
	Pointed interface {
		Click(x, y int, double bool) tea.Cmd
		Wheel(rows int) tea.Cmd
	}
	// Chooser has a selected song, and the list it stands in.
	Chooser interface{ Selected() (Choice, bool) }
	// Locator can put its cursor on a song.
	Locator interface{ Locate(song int64) bool }
	// Backer may use up a step back itself (a filter is cleared).
	Backer interface{ Back() bool }
	// Sidewise wants left and right for itself (tabs).
	Sidewise interface{ Sideways() bool }
	// Ender says whether there is nothing further that way for itself: left and
	// right then go to the pane there.
	Ender interface{ Ends(keymap.Action) bool }
	// Bare says whether there is nothing that Enter could open.
	Bare interface{ Bare() bool }
	// Stripped draws the gist of itself in n lines of w cells elsewhere: the
	// lyric strip (NewLyrics gives one), the mini player.
	Stripped interface{ Strip(w, n int) []string }
	// Scrolled tells what part of its rows is shown, for the scroll bar.
	Scrolled interface {
		Scroll() (top, shown, total int)
	}
	// Waiter waits for its list.
	Waiter interface{ Busy() bool }
	// Counter has a number for the breadcrumb.
	Counter interface{ Count() (n int, ok bool) }
)

// ID names a page for the answers to its questions.
type ID uint64

// Answer is the result of a question asked with Base.Ask. The app brings it
// to the page with that ID, if it is still there.
type Answer struct {
	To    ID
	Topic string
	Gen   uint64
	Value any
	Err   error
	// Kept: it may be of this machine's own; without an error it tells nothing
	// of the service.
	Kept bool
}

// Base is embedded by every page: its size, focus, and open questions.
type Base struct {
	Env     *Env
	W, H    int
	Focused bool

	id   ID
	open map[string]question
}

type question struct {
	gen    uint64
	cancel context.CancelFunc
}

// NewBase gives the base of a new page.
func NewBase(env *Env) Base {
	env.lastID++
	return Base{Env: env, id: env.lastID, open: map[string]question{}}
}

// ID is the page's name for answers.
func (b *Base) ID() ID { return b.id }

// SetFocus tells whether keys come here.
func (b *Base) SetFocus(on bool) { b.Focused = on }

// Ask makes a Cmd that runs f with its own deadline and brings the result
// back as an Answer. Asking about the same topic again makes the former
// question stale and cancels it. f runs elsewhere: it must not touch the page.
func (b *Base) Ask(topic string, limit time.Duration, f func(context.Context) (any, error)) tea.Cmd {
	b.Drop(topic)
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	gen, to := b.ask(topic, cancel), b.id
	return func() tea.Msg {
		defer cancel()
		v, err := f(ctx)
		return Answer{To: to, Topic: topic, Gen: gen, Value: v, Err: err}
	}
}

// AskKept is Ask for what may be answered without the service.
func (b *Base) AskKept(topic string, limit time.Duration, f func(context.Context) (any, error)) tea.Cmd {
	ask := b.Ask(topic, limit, f)
	return func() tea.Msg {
		a, _ := ask().(Answer)
		a.Kept = true
		return a
	}
}

// Renew is Ask for what must come from the service itself, not from what is
// kept of it.
func (b *Base) Renew(topic string, limit time.Duration, f func(context.Context) (any, error)) tea.Cmd {
	return b.Ask(topic, limit, func(ctx context.Context) (any, error) { return f(catalogue.Anew(ctx)) })
}

// After brings an empty Answer after a while, unless the topic is asked about
// again or dropped.
func (b *Base) After(topic string, d time.Duration) tea.Cmd {
	b.Drop(topic)
	gen, to := b.ask(topic, func() {}), b.id
	return tea.Tick(d, func(time.Time) tea.Msg { return Answer{To: to, Topic: topic, Gen: gen, Kept: true} })
}

func (b *Base) ask(topic string, cancel context.CancelFunc) uint64 {
	b.Env.lastGen++
	b.open[topic] = question{b.Env.lastGen, cancel}
	return b.Env.lastGen
}

// Accept says whether an answer is the one waited for, and closes its
// question. Cancelled calls are never accepted.
func (b *Base) Accept(a Answer) bool {
	q, ok := b.open[a.Topic]
	if !ok || a.To != b.id || q.gen != a.Gen {
		return false
	}
	q.cancel()
	delete(b.open, a.Topic)
	return !errors.Is(a.Err, context.Canceled)
}

// Waiting says whether a question is open.
func (b *Base) Waiting(topic string) bool {
	_, ok := b.open[topic]
	return ok
}

// Drop cancels a question; its answer will not be accepted.
func (b *Base) Drop(topic string) {
	if q, ok := b.open[topic]; ok {
		q.cancel()
		delete(b.open, topic)
	}
}

// Busy says whether the page waits for its list.
func (b *Base) Busy() bool { return b.Waiting(listTopic) }

// Leave cancels all questions.
func (b *Base) Leave() {
	for topic := range b.open {
		b.Drop(topic)
	}
}
