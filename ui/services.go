// Package ui owns the screen: the one tea.Model, its layout, and what keys,
// mouse and player news do to it. It never plays, fetches or stores.
package ui

import (
	"context"
	"errors"
	"time"

	"ncmtui/player"
	"ncmtui/player/output"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/theme"
)

// Services is what the screen needs of the rest of the program. Only the
// Sources and the Player are required.
type Services struct {
	pane.Sources
	Player player.Controller

	// Counted is the number of plays the service accepted today; it must be
	// quick. nil: not shown.
	Counted func() int
	// Tally tells more of them than Counted; it must be quick. nil: it is not
	// known.
	Tally func() Tally
	// Classify tells what kind of trouble an error of the Sources is. Errors
	// of the player and of context are known here. nil: all are Unknown.
	Classify func(error) lang.Trouble
	// VerifyAt is the address of the service at which an error wants a person to
	// prove to be one, "" for none; nil: never.
	VerifyAt func(error) string
	// RetryAt is the end of the pause that the service wants after an error, zero
	// for none; nil: never.
	RetryAt func(error) time.Time
	// Notices are said one after the other; nil: none.
	Notices <-chan Notice
	Now     func() time.Time // nil: time.Now
	// Memory keeps what the screen remembers over runs; nil: for this one.
	Memory pane.Memory

	// Settings are those of the running program; nil: only the screen's own.
	Settings Settings
	// Devices lists where the sound can go; nil: nothing is offered.
	Devices func(context.Context) ([]output.Device, error)
	// ClearCache deletes the songs kept on disk and tells the bytes; nil: it
	// cannot be done while the program runs.
	ClearCache func(context.Context) (int64, error)
	// Browse opens an address in the browser; nil: there is none.
	Browse func(context.Context, string) error

	// Covers gives the pictures of songs; nil: none are shown.
	Covers Covers
	// Spectrum looks at what is heard; nil: there is nothing to see.
	Spectrum Spectrum

	// Beyond is what goes on when the screen is left.
	Beyond Beyond

	// AtLogin opens the login page first, the daily songs behind it.
	AtLogin bool

	Lang   lang.Lang
	Theme  string       // of theme.Builtin, or one of Themes; "" is auto
	Themes theme.Folder // the user's own; "" has none
	Accent string       // theme (or empty): its own; cover: of what plays
	Cover  string       // auto (or empty), kitty, blocks, off
	Tmux   bool         // the terminal is tmux, or behind it
	Remote bool         // the terminal is at the other end of a network
	Lyrics string       // auto (or empty), word, line: how finely they are followed
	Keys   *keymap.Map  // nil: the default preset
}

// Settings are the keys of the configuration (config.Keys) in the running
// program. All are quick; the file is never written.
type Settings interface {
	// Value gives what holds now, as text.
	Value(key string) string
	// Live says whether it can be changed while the program runs.
	Live(key string) bool
	// Set changes it for this run. ErrNextStart: it cannot be changed while the
	// program runs.
	Set(key, value string) error
}

// ErrNextStart is what Settings say of a key that is read at the start alone.
var ErrNextStart = errors.New("takes a start to change")

// Tally is what became of today's plays at the service.
type Tally struct {
	Accepted int // it took the reports
	Counted  int // its own listening record shows them
}
