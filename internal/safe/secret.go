package safe

import (
	"encoding/json"
	"log/slog"
)

const redacted = "[redacted]"

// Secret is a text that must not reach a log, a title, argv or a crash file:
// cookies, captchas, signed addresses. Every way of printing it says
// [redacted]; Reveal is the one way to its value.
type Secret string

// Reveal gives the text itself; call it only where it is sent or stored.
func (s Secret) Reveal() string { return string(s) }

// String hides the value; so do GoString, LogValue and the marshallers.
func (s Secret) String() string { return redacted }

// GoString hides the value from %#v.
func (s Secret) GoString() string { return redacted }

// LogValue hides the value from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON hides the value from encoding/json.
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(redacted) }

// MarshalText hides the value from text encoders. (encoding/json takes the
// key of a map as it is: do not make a Secret one.)
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
