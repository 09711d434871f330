package remote

import (
	"encoding/json"
	"slices"

	"ncmtui/player"
)

// compose makes the requests of a command: what a line does not hold is staged
// before it. nil: the wire does not know the command.
func compose(c player.Command) []request {
	for name, p := range plain {
		if c == p {
			return []request{{Cmd: name}}
		}
	}
	one := func(r request) []request { return []request{r} }
	switch c := c.(type) {
	case player.PlayList:
		return withTracks(c.Tracks, request{Cmd: "play-list", At: &c.At})
	case player.PlayNext:
		return withTracks(c.Tracks, request{Cmd: "play-next"})
	case player.Append:
		return withTracks(c.Tracks, request{Cmd: "append"})
	case player.RemoveMany:
		return withRows(c.Rows, request{Cmd: "remove-many"})
	case player.MoveMany:
		return withRows(c.Rows, request{Cmd: "move-many", To: &c.To})
	case player.JumpTo:
		return one(request{Cmd: "jump-to", At: &c.At})
	case player.Remove:
		return one(request{Cmd: "remove", At: &c.At})
	case player.Move:
		return one(request{Cmd: "move", From: &c.From, To: &c.To})
	case player.SeekTo:
		n := c.Pos.Milliseconds()
		return one(request{Cmd: "seek-to", PosMS: &n})
	case player.SeekBy:
		n := c.By.Milliseconds()
		return one(request{Cmd: "seek-by", ByMS: &n})
	default:
		return composeSetting(c)
	}
}

func composeSetting(c player.Command) []request {
	one := func(r request) []request { return []request{r} }
	switch c := c.(type) {
	case player.SetVolume:
		return one(request{Cmd: "set-volume", Percent: &c.Percent})
	case player.AddVolume:
		return one(request{Cmd: "add-volume", Percent: &c.Percent})
	case player.SetMode:
		return one(request{Cmd: "set-mode", Mode: ModeName(c.Mode)})
	case player.SetOutput:
		return one(request{Cmd: "set-output", Spec: c.Spec})
	case player.SetSpeed:
		return one(request{Cmd: "set-speed", Rate: &c.Rate})
	case player.SetEqualizer:
		return one(request{Cmd: "set-equalizer", Preset: c.Preset, Gains: c.Gains[:]})
	case player.SetCrossfade:
		return one(request{Cmd: "set-crossfade", Seconds: &c.Seconds})
	case player.SetNormalize:
		return one(request{Cmd: "set-normalize", Mode: c.Mode})
	case player.Sleep:
		return one(request{Cmd: "sleep", AfterMS: c.After.Milliseconds(), AtSongEnd: c.AtSongEnd})
	case player.Prefetch:
		if c.Track.ID == 0 {
			return one(request{Cmd: "prefetch"})
		}
		t := trackOf(c.Track)
		return one(request{Cmd: "prefetch", Track: &t})
	}
	return nil
}

// withTracks puts the tracks into as many lines as they need.
func withTracks(tracks []player.Track, last request) []request {
	var out []request
	for page := range pages(tracks, trackOf) {
		out = append(out, request{Cmd: askStage, Tracks: page})
	}
	return append(out, last)
}

// rowsInLine are at most 20 digits each.
const rowsInLine = pageBytes / 21

func withRows(rows []int, last request) []request {
	var out []request
	for page := range slices.Chunk(rows, rowsInLine) {
		out = append(out, request{Cmd: askStage, Rows: page})
	}
	return append(out, last)
}

// pages parts what is converted by f so that each part fits a line.
func pages[A, B any](all []A, f func(A) B) func(func([]B) bool) {
	return func(yield func([]B) bool) {
		var page []B
		size := 0
		for _, a := range all {
			b := f(a)
			raw, err := json.Marshal(b)
			if err != nil {
				continue
			}
			if len(page) > 0 && size+len(raw)+1 > pageBytes {
				if !yield(page) {
					return
				}
				page, size = nil, 0
			}
			page, size = append(page, b), size+len(raw)+1
		}
		if len(page) > 0 {
			yield(page)
		}
	}
}
