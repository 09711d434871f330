package pane

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/theme"
)

// Memory keeps small things by name, some of them for each account (see
// OfAccount); all return at once. What was never kept is "".
type Memory interface {
	Recall(name string) string
	Remember(name, value string)
	Owner() int64 // the account whose own things are recalled now; 0 the guest
}

// Forgetful is a Memory for one run.
type Forgetful map[string]string

// Recall gives what was kept.
func (f Forgetful) Recall(name string) string { return f[name] }

// Remember keeps it.
func (f Forgetful) Remember(name, value string) { f[name] = value }

// Owner is nobody: a run is too short for two accounts.
func (f Forgetful) Owner() int64 { return 0 }

// Env is what every page gets: services, looks, and the state they share. The
// app changes it between calls; pages only read it, and speak through Do,
// Post and Ask.
type Env struct {
	Sources
	Player  player.Controller
	Explain func(error) lang.Sentence
	// RetryAt is the end of the pause that the service wants after an error; zero:
	// it wants none. nil: never.
	RetryAt func(error) time.Time
	Now     func() time.Time
	Lang    lang.Lang
	Texts   *lang.Texts
	Theme   *theme.Theme
	Keys    *keymap.Map

	Snap  player.Snapshot // the latest
	User  User
	Guest bool // nobody is logged in, and no login was lost
	Likes *Likes
	// Follows is what was followed, or no longer, since the start.
	Follows Follows
	Book    *Book // songs seen so far

	// Done is closed when the screen ends: what waits for long waits for it too.
	// nil: never.
	Done <-chan struct{}

	// Look grows when theme or language change: caches of drawn lines are
	// void.
	Look uint64

	// Cover draws the picture of what plays in h rows, each as wide as makes it
	// a square; nil: there is none to show, now or ever.
	Cover func(h int) []string

	// Coarse follows lyrics line by line and moves nothing bit by bit: the
	// terminal is at the end of a slow line, or the user wants it so.
	Coarse bool

	// Log is what was said so far.
	Log *Log
	// Memory is what is kept of the screen itself: orders of lists, what was
	// typed. In-process unless the program keeps it.
	Memory Memory

	delayed delayed // of the sound device, as it was read last

	edits    []int // the changes of the queue that were asked for: how many commands each took
	together bool  // the commands now are one change

	lastID  ID
	lastGen uint64
	posted  []tea.Msg
}

// Do sends a command to the player; it returns at once.
func (e *Env) Do(c player.Command) {
	switch c.(type) {
	case player.PlayList, player.PlayNext, player.Append, player.Remove, player.Move, player.Clear:
		e.edited()
	case player.PlayFM:
		if !e.Snap.Queue.FM {
			e.edited()
		}
	}
	if e.Player != nil {
		e.Player.Do(c)
	}
}

func (e *Env) edited() {
	if e.together {
		e.edits[len(e.edits)-1]++
		return
	}
	e.edits = append(e.edits, 1)
}

// Together makes one change of all that f does with the queue: one undo takes
// it back.
func (e *Env) Together(f func()) {
	e.edits, e.together = append(e.edits, 0), true
	f()
	e.together = false
	if e.edits[len(e.edits)-1] == 0 {
		e.edits = e.edits[:len(e.edits)-1]
	}
}

// Edits is the number of changes of the queue that were asked for, less those
// taken back.
func (e *Env) Edits() int { return len(e.edits) }

// UndoQueue takes the last change of the queue back.
func (e *Env) UndoQueue() {
	times := 1 // a change of an earlier run
	if n := len(e.edits); n > 0 {
		times, e.edits = e.edits[n-1], e.edits[:n-1]
	}
	for range times {
		e.Do(player.UndoQueue{})
	}
}

// Post leaves a wish for the app (Go, Say, Sure …), which it fulfils right
// after the pane's method returns.
func (e *Env) Post(m tea.Msg) { e.posted = append(e.posted, m) }

// TakePosted gives the wishes and forgets them.
func (e *Env) TakePosted() []tea.Msg {
	p := e.posted
	e.posted = nil
	return p
}

// pause is how long what failed is to be left alone; 0 is not told.
func (e *Env) pause(err error) time.Duration {
	if e.RetryAt == nil {
		return 0
	}
	at := e.RetryAt(err)
	if at.IsZero() {
		return 0
	}
	return max(at.Sub(e.Now()), 0) + time.Second // clocks are not that exact
}

// Position is the heard position now.
func (e *Env) Position() time.Duration { return e.Snap.Position(e.Now()) }

// Playing is the id of the current song, 0 for none.
func (e *Env) Playing() int64 {
	if e.Snap.Track == nil {
		return 0
	}
	return e.Snap.Track.ID
}
