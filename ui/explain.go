package ui

import (
	"context"
	"errors"
	"fmt"

	"ncmtui/player"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

// explain turns an error into what is said of it.
func explain(svc Services, texts *lang.Texts, guest func() bool) func(error) lang.Sentence {
	login := svc.Keys.KeyOf(nil, keymap.Login)
	return func(err error) lang.Sentence {
		t := trouble(svc.Classify, err)
		s := texts.Troubles[t]
		if t == lang.LoginNeeded {
			s.Do = fmt.Sprintf(s.Do, login)
			if guest() {
				s.What = texts.Guest.Needed
			}
		}
		return s
	}
}

// trouble classifies what the screen knows itself and asks for the rest.
func trouble(classify func(error) lang.Trouble, err error) lang.Trouble {
	var no *player.Unavailable
	switch {
	case errors.As(err, &no):
		return refusal(no.Why)
	case errors.Is(err, pane.ErrLogin):
		return lang.LoginNeeded
	case classify != nil:
		if t := classify(err); t != lang.Unknown {
			return t
		}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return lang.Slow
	}
	return lang.Unknown
}

func refusal(w player.Why) lang.Trouble {
	switch w {
	case player.NoCopyright:
		return lang.NoCopyright
	case player.MembersOnly:
		return lang.MembersOnly
	case player.PurchaseOnly:
		return lang.PurchaseOnly
	case player.LoginNeeded:
		return lang.LoginNeeded
	case player.Refused:
		return lang.Refused
	}
	return lang.Unknown
}
