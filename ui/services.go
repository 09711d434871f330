// Package ui owns the screen: the one tea.Model, its layout, and what keys,
// mouse and player news do to it. It never plays, fetches or stores.
package ui

import (
	"time"

	"ncmtui/player"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

// Services is what the screen needs of the rest of the program. Only the
// Sources and the Player are required.
type Services struct {
	pane.Sources
	Player player.Controller

	// Counted is the number of plays the service accepted today; it must be
	// quick. nil: not shown.
	Counted func() int
	// Classify tells what kind of trouble an error of the Sources is. Errors
	// of the player and of context are known here. nil: all are Unknown.
	Classify func(error) lang.Trouble
	// Notices are said one after the other; nil: none.
	Notices <-chan Notice
	Now     func() time.Time // nil: time.Now
	// Memory keeps what the screen remembers over runs; nil: for this one.
	Memory pane.Memory

	// AtLogin opens the login page first, the daily songs behind it.
	AtLogin bool

	Lang  lang.Lang
	Theme string      // auto (or empty), dark, light, none
	Keys  *keymap.Map // nil: the default preset
}
