package remote

import (
	"time"

	"ncmtui/player"
)

// event is one of the player's events on the wire.
type event struct {
	Kind       string     `json:"kind"`
	Play       string     `json:"play,omitempty"`
	Track      *Track     `json:"track,omitempty"`
	At         *time.Time `json:"at,omitempty"`
	Silent     bool       `json:"silent,omitempty"`
	ListenedMS int64      `json:"listened_ms,omitempty"`
	LengthMS   int64      `json:"length_ms,omitempty"`
	How        string     `json:"how,omitempty"`
	Run        int        `json:"run,omitempty"`
	Lost       bool       `json:"lost,omitempty"`
	Spec       string     `json:"spec,omitempty"`
	Form       string     `json:"form,omitempty"` // of a song that was refused
	Output     *Output    `json:"output,omitempty"`
	Delivered  *Delivered `json:"delivered,omitempty"`
	Error      *cause     `json:"error,omitempty"`
}

// eventOf is nil for an event that the wire does not know. code is the host's
// word for an error; nil: it has none.
func eventOf(e player.Event, code func(error) string) *event {
	track := func(t player.Track) *Track {
		out := trackOf(t)
		return &out
	}
	output := func(o player.Output) *Output {
		return &Output{cut(o.Name, maxText), cut(o.Device, maxText), cut(o.Spec, maxText), o.Silent}
	}
	switch e := e.(type) {
	case player.Started:
		return &event{Kind: "started", Play: e.Play, Track: track(e.Track), At: &e.At, Silent: e.Silent}
	case player.Ended:
		return &event{
			Kind: "ended", Play: e.Play, Track: track(e.Track), At: &e.At, How: string(e.How),
			ListenedMS: e.Listened.Milliseconds(), LengthMS: e.Length.Milliseconds(),
		}
	case player.Skipped:
		return &event{Kind: "skipped", Track: track(e.Track), Run: e.Run, Error: causeOf(e.Err, code)}
	case player.Halted:
		return &event{Kind: "halted", Error: causeOf(e.Err, code)}
	case player.OutputChanged:
		return &event{Kind: "output-changed", Output: output(e.Output), Lost: e.Lost, Error: causeOf(e.Err, code)}
	case player.OutputRefused:
		return &event{Kind: "output-refused", Spec: cut(e.Spec, maxText), Error: causeOf(e.Err, code)}
	case player.Reformed:
		got := deliveredOf(e.Got)
		return &event{Kind: "reformed", Track: track(e.Track), Form: cut(e.Refused, maxShort), Delivered: &got}
	}
	return nil
}

// event is nil for a kind that this client does not know.
func (e *event) event() player.Event {
	var track player.Track
	if e.Track != nil {
		track = e.Track.Player()
	}
	var at time.Time
	if e.At != nil {
		at = *e.At
	}
	var out player.Output
	if e.Output != nil {
		out = player.Output(*e.Output)
	}
	switch e.Kind {
	case "started":
		return player.Started{Play: e.Play, Track: track, At: at, Silent: e.Silent}
	case "ended":
		return player.Ended{
			Play: e.Play, Track: track, At: at, How: player.Ending(e.How), Listened: ms(e.ListenedMS), Length: ms(e.LengthMS),
		}
	case "skipped":
		return player.Skipped{Track: track, Run: e.Run, Err: e.Error.err()}
	case "halted":
		return player.Halted{Err: e.Error.err()}
	case "output-changed":
		return player.OutputChanged{Output: out, Lost: e.Lost, Err: e.Error.err()}
	case "output-refused":
		return player.OutputRefused{Spec: e.Spec, Err: e.Error.err()}
	case "reformed":
		var got player.Delivered
		if e.Delivered != nil {
			got = e.Delivered.delivered()
		}
		return player.Reformed{Track: track, Refused: e.Form, Got: got}
	}
	return nil
}
