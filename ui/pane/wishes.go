package pane

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/ui/keymap"
)

// Wishes that panes Post.
type (
	// Go opens a page on top of the history.
	Go struct{ Page Page }
	// Say shows a sentence for a moment; Bad ones stay longer.
	Say struct {
		Text string // clean, or a text of lang
		Bad  bool
		Kept bool // the act will change the song; the sentence outlives that
	}
	// Fail shows an error as its sentence.
	Fail struct{ Err error }
	// Sure asks before Yes runs.
	Sure struct {
		Question string
		Yes      func() tea.Cmd
	}
	// Act asks for an action, as its key does.
	Act struct{ Action keymap.Action }
	// Did tells of a change that "undo" takes back; Name is what is said then.
	Did struct {
		Name string
		Back func() tea.Cmd
	}
	// Change is a change of what the service keeps, shown already. Send makes
	// it: nothing that a page asks for, so that leaving the page does not end it.
	// A refusal is said, and Revert takes the change back; Done comes after it.
	// Back, unless it is nil, undoes it later; Name is what is said then.
	Change struct {
		Topic  string
		Send   func(context.Context) error
		Revert func() tea.Cmd
		Done   func() tea.Cmd
		Name   string
		Back   func() tea.Cmd
	}
	// Close goes back from the page.
	Close struct{}
	// LoggedIn and LoggedOut tell that the account changed.
	LoggedIn struct{ User User }
	// LoggedOut makes the account a guest.
	LoggedOut struct{}
)

// News for all pages, brought to Apply.
type (
	// PlayerNews says that Env.Snap changed. Events are those since the last news.
	PlayerNews struct {
		Before player.Snapshot
		Events []player.Event
	}
	// UserNews says that Env.User changed.
	// Other means somebody else: what was the old account's must go.
	UserNews struct{ Other bool }
	// LikeNews says that Env.Likes changed.
	LikeNews struct{}
	// FollowNews says that Env.Follows changed.
	FollowNews struct{ Thing Thing }
	// ListNews says that songs left an own playlist, or came to it. Back: they
	// are there again, the service refused.
	ListNews struct {
		List    int64
		Removed []int64
		Back    bool
		Stale   bool // it must be read anew
	}
)
