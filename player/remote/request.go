package remote

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"ncmtui/player"
	"ncmtui/player/output"
)

// request is a line of a client: what is to be done, with what it needs.
type request struct {
	ID  int64  `json:"id,omitempty"`
	Cmd string `json:"cmd"`

	At        *int      `json:"at,omitempty"`
	From      *int      `json:"from,omitempty"`
	To        *int      `json:"to,omitempty"`
	Rows      []int     `json:"rows,omitempty"`
	Tracks    []Track   `json:"tracks,omitempty"`
	Track     *Track    `json:"track,omitempty"`
	PosMS     *int64    `json:"position_ms,omitempty"`
	ByMS      *int64    `json:"by_ms,omitempty"`
	Percent   *int      `json:"percent,omitempty"`
	Mode      string    `json:"mode,omitempty"`
	Rate      *float64  `json:"rate,omitempty"`
	Preset    string    `json:"preset,omitempty"`
	Gains     []float64 `json:"gains,omitempty"`
	Seconds   *int      `json:"seconds,omitempty"`
	AfterMS   int64     `json:"after_ms,omitempty"`
	AtSongEnd bool      `json:"at_song_end,omitempty"`
	Spec      string    `json:"spec,omitempty"`

	Queue bool   `json:"queue,omitempty"` // of watch
	Delta bool   `json:"delta,omitempty"` // of watch: the queue's changes alone
	Wish  *Wish  `json:"wish,omitempty"`
	On    *bool  `json:"on,omitempty"`
	Name  string `json:"name,omitempty"`
	Value string `json:"value,omitempty"`
	Song  int64  `json:"song,omitempty"`
	Count int    `json:"count,omitempty"`
}

// The requests that are no commands of the player.
const (
	askWatch  = "watch"
	askStatus = "status"
	askQueue  = "queue"
	askStage  = "stage"
	askPlay   = "play"
	askLike   = "like"
	askTrash  = "trash"
	askBack   = "untrash"
	askLyrics = "lyrics"
	askSave   = "save"
	askQuit   = "quit"
	askBands  = "bands"
	askTune   = "tune"
	askSet    = "set"
	askTold   = "liked"
	askClear  = "clear-cache"
	askLogin  = "login"
)

func bad(format string, args ...any) error {
	return &Fault{Code: CodeBadLine, Text: fmt.Sprintf(format, args...)}
}

// readRequest reads a line. A field that is not known is an error: it would
// be a wish not heard.
func readRequest(line []byte) (request, error) {
	var r request
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&r); err != nil {
		return request{}, bad("the line is no request: %s", cut(err.Error(), maxShort))
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return r, bad("there is more on the line than a request")
	}
	if r.Cmd == "" {
		return r, bad("the request has no cmd")
	}
	return r, nil
}

// hand is what a client has staged for its next request, since a line does not
// hold all songs of a queue.
type hand struct {
	tracks []player.Track
	rows   []int
}

func (h *hand) add(r request) error {
	if len(h.tracks)+len(r.Tracks) > maxStaged || len(h.rows)+len(r.Rows) > maxStaged {
		return &Fault{Code: CodeTooLong, Text: fmt.Sprintf("more than %d songs or rows", maxStaged)}
	}
	for _, t := range r.Tracks {
		if t.ID <= 0 {
			return bad("a track without id")
		}
		h.tracks = append(h.tracks, t.Player())
	}
	h.rows = append(h.rows, r.Rows...)
	return nil
}

// plain are the commands that need nothing but their names.
var plain = map[string]player.Command{
	"play-fm": player.PlayFM{}, "toggle": player.Toggle{}, "pause": player.Pause{}, "resume": player.Resume{},
	"stop": player.Stop{}, "next": player.Next{}, "previous": player.Previous{}, "toggle-mute": player.ToggleMute{},
	"cycle-mode": player.CycleMode{}, "clear": player.Clear{}, "undo-queue": player.UndoQueue{}, "redo-queue": player.RedoQueue{},
}

// full are the commands with values, by their names.
var full = map[string]func(request, hand) (player.Command, error){
	"play-list": func(r request, h hand) (player.Command, error) {
		at, err := need("at", r.At)
		return player.PlayList{Tracks: h.tracks, At: at}, err
	},
	"jump-to": func(r request, _ hand) (player.Command, error) {
		at, err := need("at", r.At)
		return player.JumpTo{At: at}, err
	},
	"seek-to": func(r request, _ hand) (player.Command, error) {
		pos, err := length("position_ms", r.PosMS)
		return player.SeekTo{Pos: pos}, err
	},
	"seek-by": func(r request, _ hand) (player.Command, error) {
		by, err := length("by_ms", r.ByMS)
		return player.SeekBy{By: by}, err
	},
	"set-volume": func(r request, _ hand) (player.Command, error) {
		p, err := need("percent", r.Percent)
		return player.SetVolume{Percent: p}, err
	},
	"add-volume": func(r request, _ hand) (player.Command, error) {
		p, err := need("percent", r.Percent)
		return player.AddVolume{Percent: p}, err
	},
	"set-mode": func(r request, _ hand) (player.Command, error) {
		mode, ok := ModeNamed(r.Mode)
		if !ok {
			return nil, bad("mode is order, list, one or shuffle")
		}
		return player.SetMode{Mode: mode}, nil
	},
	"play-next": func(_ request, h hand) (player.Command, error) { return player.PlayNext{Tracks: h.tracks}, nil },
	"append":    func(_ request, h hand) (player.Command, error) { return player.Append{Tracks: h.tracks}, nil },
	"remove": func(r request, _ hand) (player.Command, error) {
		at, err := need("at", r.At)
		return player.Remove{At: at}, err
	},
	"remove-many": func(_ request, h hand) (player.Command, error) { return player.RemoveMany{Rows: h.rows}, nil },
	"move": func(r request, _ hand) (player.Command, error) {
		from, err := need("from", r.From)
		to, err2 := need("to", r.To)
		return player.Move{From: from, To: to}, errors.Join(err, err2)
	},
	"move-many": func(r request, h hand) (player.Command, error) {
		to, err := need("to", r.To)
		return player.MoveMany{Rows: h.rows, To: to}, err
	},
	"set-output":    setOutput,
	"set-speed":     func(r request, _ hand) (player.Command, error) { return setSpeed(r) },
	"set-equalizer": func(r request, _ hand) (player.Command, error) { return setEqualizer(r) },
	"set-crossfade": func(r request, _ hand) (player.Command, error) {
		s, err := need("seconds", r.Seconds)
		return player.SetCrossfade{Seconds: s}, err
	},
	"set-normalize": func(r request, _ hand) (player.Command, error) { return player.SetNormalize{Mode: r.Mode}, nil },
	"sleep": func(r request, _ hand) (player.Command, error) {
		after, err := length("after_ms", &r.AfterMS)
		if after < 0 {
			err = bad("after_ms is negative")
		}
		return player.Sleep{After: after, AtSongEnd: r.AtSongEnd}, err
	},
	"prefetch": func(r request, _ hand) (player.Command, error) {
		if r.Track == nil {
			return player.Prefetch{}, nil
		}
		return player.Prefetch{Track: r.Track.Player()}, nil
	},
}

func need[T any](name string, v *T) (T, error) {
	if v == nil {
		var none T
		return none, bad("%s is missing", name)
	}
	return *v, nil
}

// longest is what no song is as long as: what is added to it does not
// overflow.
const longest = 1000 * time.Hour

func length(name string, v *int64) (time.Duration, error) {
	n, err := need(name, v)
	if err == nil && (n > longest.Milliseconds() || n < -longest.Milliseconds()) {
		err = bad("%s is too long", name)
	}
	if err != nil {
		return 0, err
	}
	return ms(n), nil
}

func setSpeed(r request) (player.Command, error) {
	rate, err := need("rate", r.Rate)
	return player.SetSpeed{Rate: rate}, err
}

func setEqualizer(r request) (player.Command, error) {
	c := player.SetEqualizer{Preset: r.Preset}
	if len(r.Gains) > len(c.Gains) {
		return nil, bad("more than %d gains", len(c.Gains))
	}
	copy(c.Gains[:], r.Gains)
	return c, nil
}

// setOutput takes devices only: no client makes the player run a program or
// write a file.
func setOutput(r request, _ hand) (player.Command, error) {
	if r.Spec != "" {
		spec, err := output.Parse(r.Spec)
		if err != nil {
			return nil, bad("%s", cut(err.Error(), maxText))
		}
		if spec.Kind == "exec" || spec.Kind == "wav" {
			return nil, &Fault{Code: CodeNotHere, Text: "programs and files are not set as outputs from outside"}
		}
	}
	return player.SetOutput{Spec: r.Spec}, nil
}

// command is the player's command of a request; nil: it is none.
func (r request) command(h hand) (player.Command, error) {
	if c, ok := plain[r.Cmd]; ok {
		return c, nil
	}
	if f, ok := full[r.Cmd]; ok {
		c, err := f(r, h)
		if err != nil {
			return nil, err
		}
		return c, nil
	}
	return nil, nil
}
