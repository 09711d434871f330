package remote

import (
	"context"
	"errors"
	"slices"
	"syscall"

	"ncmtui/player"
	"ncmtui/player/decode"
	"ncmtui/player/output"
	"ncmtui/player/stream"
)

// cause is an error of an event. Why is the service's reason for a song that
// is not given; Is are the words of what else it is, Code what the host calls
// it; all may be missing.
type cause struct {
	Why  string   `json:"why,omitempty"`
	Is   []string `json:"is,omitempty"`
	Code string   `json:"code,omitempty"`
	Kind string   `json:"kind,omitempty"` // of an output that cannot be had: exec, wav
	Name string   `json:"name,omitempty"` // its program or file
	Text string   `json:"text"`
}

var whyNames = []string{"", "no-copyright", "members-only", "purchase-only", "login-needed", "refused"}

// known are the errors that keep their identity on the wire.
var known = []struct {
	word string
	err  error
}{
	{"end", player.ErrEnd},
	{"broken", player.ErrBroken},
	{"no-playable", player.ErrNoPlayable},
	{"not-audio", decode.ErrNotAudio},
	{"unsupported", decode.ErrUnsupported},
	{"damaged", decode.ErrDamaged},
	{"refused", stream.ErrRefused},
	{"bad-body", stream.ErrBadBody},
	{"web-page", stream.ErrWebPage},
	{"corrupt", stream.ErrCorrupt},
	{"host", stream.ErrHost},
	{"no-device", output.ErrNoDevice},
	{"not-built", output.ErrNotBuilt},
	{"unknown-output", output.ErrSpec},
	{"slow", context.DeadlineExceeded},
	{"disk-full", syscall.ENOSPC},
}

func causeOf(err error, code func(error) string) *cause {
	if err == nil {
		return nil
	}
	var no *player.Unavailable
	if errors.As(err, &no) {
		return &cause{Why: whyNames[min(int(no.Why), len(whyNames)-1)], Text: cut(no.Text, maxText)}
	}
	c := &cause{Text: cut(err.Error(), maxText)}
	var unusable *output.Unusable
	if errors.As(err, &unusable) {
		c.Kind, c.Name = cut(unusable.Kind, maxShort), cut(unusable.Name, maxText)
	}
	for _, k := range known {
		if errors.Is(err, k.err) {
			c.Is = append(c.Is, k.word)
		}
	}
	if code != nil {
		c.Code = code(err)
	}
	return c
}

func (c *cause) err() error {
	if c == nil {
		return nil
	}
	if i := slices.Index(whyNames, c.Why); i > 0 {
		return &player.Unavailable{Why: player.Why(i), Text: c.Text}
	}
	out := &farError{text: c.Text}
	for _, k := range known {
		if slices.Contains(c.Is, k.word) {
			out.is = append(out.is, k.err)
		}
	}
	if c.Kind != "" {
		out.is = append(out.is, &output.Unusable{Kind: c.Kind, Name: c.Name, Err: errors.New(c.Text)})
	}
	if c.Code != "" {
		out.is = append(out.is, &Fault{Code: c.Code, Text: c.Text})
	}
	if len(out.is) == 0 {
		return errors.New(c.Text)
	}
	return out
}

// farError is an error of the player's process: its text, and what it is.
type farError struct {
	text string
	is   []error
}

func (e *farError) Error() string   { return e.text }
func (e *farError) Unwrap() []error { return e.is }
