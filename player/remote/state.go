package remote

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"ncmtui/player"
)

// State is a player's snapshot on the wire, without the songs of its queue.
type State struct {
	Rev        uint64    `json:"rev" doc:"grows with every change"`
	Status     string    `json:"status" doc:"stopped, loading, playing, paused, buffering, waiting"`
	Problem    string    `json:"problem" doc:"\"\" none: offline, portal, no-device, lost-device, disk-full"`
	Track      *Track    `json:"track" doc:"null: nothing chosen"`
	Liked      bool      `json:"liked"`
	PositionMS int64     `json:"position_ms" doc:"heard, when this was written"`
	DurationMS int64     `json:"duration_ms" doc:"0 unknown"`
	Moving     bool      `json:"moving" doc:"the position advances with the clock"`
	Pace       float64   `json:"pace" doc:"and so many times as fast"`
	Estimated  bool      `json:"estimated" doc:"the position is corrected later"`
	Volume     int       `json:"volume" doc:"0 to 100"`
	Muted      bool      `json:"muted"`
	Mode       string    `json:"mode" doc:"order, list, one, shuffle"`
	Speed      float64   `json:"speed"`
	Equalizer  string    `json:"equalizer"`
	Gains      []float64 `json:"gains" doc:"dB of the ten bands, of the custom equaliser"`
	Crossfade  int       `json:"crossfade" doc:"seconds"`
	Normalize  string    `json:"normalize" doc:"off, track, album"`
	SleepMS    int64     `json:"sleep_ms" doc:"until it pauses by itself; 0 no timer"`
	SleepAtEnd bool      `json:"sleep_at_end" doc:"it pauses at the end of the song"`
	Delivered  Delivered `json:"delivered"`
	Output     Output    `json:"output"`
	Queue      QueueHead `json:"queue"`
	Buffered   []Span    `json:"buffered" doc:"parts of the file that are there, of the whole"`
	Counted    int       `json:"counted" doc:"plays that the service accepted today"`
	Proved     int       `json:"proved" doc:"those of them that its own listening record shows"`
	Screens    int       `json:"screens" doc:"that are attached over the socket"`

	// Settings are those that can be changed while the player runs.
	Settings map[string]string `json:"settings" doc:"those that can be changed while the player runs"`
}

// Track is a song of the player on the wire.
type Track struct {
	ID         int64    `json:"id"`
	Title      string   `json:"title"`
	Artists    []string `json:"artists"`
	Album      string   `json:"album"`
	AlbumID    int64    `json:"album_id"`
	Cover      string   `json:"cover" doc:"https address of the picture, \"\" none"`
	DurationMS int64    `json:"duration_ms" doc:"as the service says; 0 unknown"`
	Source     Source   `json:"source"`
	Alg        string   `json:"alg" doc:"recommendation tag"`
	Grey       bool     `json:"grey" doc:"known to be unplayable"`
	Trial      bool     `json:"trial" doc:"known to be a clip only"`
}

// Source is the list a song was started from.
type Source struct {
	Kind string `json:"kind"`
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// Delivered is what the service really gave of the song.
type Delivered struct {
	Format   string `json:"format"`
	Level    string `json:"level"`
	Rate     int    `json:"rate" doc:"Hz"`
	Bits     int    `json:"bits" doc:"0 for lossy"`
	Bitrate  int    `json:"bitrate" doc:"bit/s"`
	Channels int    `json:"channels"`
	Clip     *Part  `json:"clip" doc:"null: the whole song"`
}

// Part is a part of a song.
type Part struct {
	FromMS int64 `json:"from_ms"`
	ToMS   int64 `json:"to_ms"`
}

// Span is a part of a whole.
type Span struct {
	From float64 `json:"from" doc:"0 to 1"`
	To   float64 `json:"to"`
}

// Output is where the sound goes.
type Output struct {
	Name   string `json:"name"`
	Device string `json:"device"`
	Spec   string `json:"spec"`
	Silent bool   `json:"silent" doc:"there is no device"`
}

// QueueHead is the queue without its songs.
type QueueHead struct {
	Rev     uint64 `json:"rev" doc:"grows when songs or order change"`
	Length  int    `json:"length"`
	Current int    `json:"current" doc:"index, -1 none"`
	FM      bool   `json:"fm"`
	CanUndo bool   `json:"can_undo"`
	CanRedo bool   `json:"can_redo"`
}

// What a text on the wire is cut at, in bytes, and a track that is too long
// even so.
const (
	maxText  = 1000
	maxShort = 120
	maxTrack = 8 << 10
	maxSpans = 200
)

var statusNames = []string{"stopped", "loading", "playing", "paused", "buffering", "waiting"}

var modeNames = []string{"order", "list", "one", "shuffle"}

// ModeName is the mode's name on the wire, as in the settings.
func ModeName(m player.Mode) string {
	if int(m) < len(modeNames) {
		return modeNames[m]
	}
	return modeNames[0]
}

// ModeNamed is ModeName backwards.
func ModeNamed(name string) (player.Mode, bool) {
	i := slices.Index(modeNames, name)
	return player.Mode(max(i, 0)), i >= 0
}

func stateOf(s player.Snapshot, now time.Time, h *Host) State {
	st := State{
		Settings: map[string]string{},
		Rev:      s.Rev, Status: statusNames[min(int(s.Status), len(statusNames)-1)], Problem: s.Problem,
		PositionMS: s.Position(now).Milliseconds(), DurationMS: s.Duration.Milliseconds(), Moving: s.Moving, Pace: s.Pace,
		Estimated: s.Estimated, Volume: s.Volume, Muted: s.Muted, Mode: ModeName(s.Mode), Speed: s.Speed,
		Equalizer: s.Equalizer, Gains: s.Gains[:], Crossfade: s.Crossfade, Normalize: s.Normalize, SleepAtEnd: s.SleepAtEnd,
		Delivered: deliveredOf(s.Delivered), Buffered: make([]Span, 0, len(s.Buffered)),
		Output: Output{cut(s.Output.Name, maxText), cut(s.Output.Device, maxText), cut(s.Output.Spec, maxText), s.Output.Silent},
		Queue: QueueHead{
			Rev: s.Queue.Rev, Length: len(s.Queue.Tracks), Current: s.Queue.Current, FM: s.Queue.FM,
			CanUndo: s.Queue.CanUndo, CanRedo: s.Queue.CanRedo,
		},
	}
	if !s.SleepAt.IsZero() {
		st.SleepMS = max(s.SleepAt.Sub(now).Milliseconds(), 1)
	}
	for _, b := range s.Buffered[:min(len(s.Buffered), maxSpans)] {
		st.Buffered = append(st.Buffered, Span(b))
	}
	if s.Track != nil {
		t := trackOf(*s.Track)
		st.Track, st.Liked = &t, h.Liked != nil && h.Liked(t.ID)
	}
	if h.Counted != nil {
		st.Counted = h.Counted()
	}
	if h.Proved != nil {
		st.Proved = h.Proved()
	}
	if h.Settings != nil {
		st.Settings = h.Settings()
	}
	return st
}

// snapshot is the state as a player shows it, written at now. The queue's
// songs are the caller's to add.
func (st State) snapshot(now time.Time) player.Snapshot {
	mode, _ := ModeNamed(st.Mode)
	s := player.Snapshot{
		Rev: st.Rev, Status: player.Status(max(slices.Index(statusNames, st.Status), 0)), Problem: st.Problem,
		At: ms(st.PositionMS), Taken: now, Duration: ms(st.DurationMS), Moving: st.Moving, Pace: st.Pace, Estimated: st.Estimated,
		Volume: st.Volume, Muted: st.Muted, Mode: mode, Speed: st.Speed, SleepAtEnd: st.SleepAtEnd,
		Effects:   player.Effects{Equalizer: st.Equalizer, Crossfade: st.Crossfade, Normalize: st.Normalize},
		Delivered: st.Delivered.delivered(), Output: player.Output(st.Output),
		Queue: player.Queue{
			Rev: st.Queue.Rev, Current: st.Queue.Current, FM: st.Queue.FM, CanUndo: st.Queue.CanUndo, CanRedo: st.Queue.CanRedo,
		},
	}
	copy(s.Gains[:], st.Gains)
	if st.SleepMS > 0 {
		s.SleepAt = now.Add(ms(st.SleepMS))
	}
	for _, b := range st.Buffered {
		s.Buffered = append(s.Buffered, player.Span(b))
	}
	if st.Track != nil {
		t := st.Track.Player()
		s.Track = &t
	}
	return s
}

// Position is the heard position so long after the state was written.
func (st State) Position(after time.Duration) time.Duration {
	return st.snapshot(time.Time{}).Position(time.Time{}.Add(after))
}

func deliveredOf(d player.Delivered) Delivered {
	out := Delivered{cut(d.Format, maxShort), cut(d.Level, maxShort), d.Rate, d.Bits, d.Bitrate, d.Channels, nil}
	if d.Clip != nil {
		out.Clip = &Part{d.Clip.Start.Milliseconds(), d.Clip.End.Milliseconds()}
	}
	return out
}

func (d Delivered) delivered() player.Delivered {
	out := player.Delivered{Format: d.Format, Level: d.Level, Rate: d.Rate, Bits: d.Bits, Bitrate: d.Bitrate, Channels: d.Channels}
	if d.Clip != nil {
		out.Clip = &player.Clip{Start: ms(d.Clip.FromMS), End: ms(d.Clip.ToMS)}
	}
	return out
}

// trackOf is a track for the wire: no text is so long that its line could be.
func trackOf(t player.Track) Track {
	out := Track{
		ID: t.ID, Title: t.Title, Artists: append([]string{}, t.Artists...), Album: t.Album, AlbumID: t.AlbumID, Cover: t.Cover,
		DurationMS: t.Duration.Milliseconds(), Source: Source(t.Source), Alg: t.Alg, Grey: t.Grey, Trial: t.Trial,
	}
	size := len(t.Title) + len(t.Album) + len(t.Cover) + len(t.Source.Name) + len(t.Source.Kind) + len(t.Alg)
	for _, a := range t.Artists {
		size += len(a) + 4
	}
	if size > maxText { // rare: worth to count what JSON makes of it
		if raw, err := json.Marshal(out); err != nil || len(raw) > maxTrack {
			out.shorten()
		}
	}
	return out
}

func (t *Track) shorten() {
	for _, s := range []*string{&t.Title, &t.Album, &t.Source.Kind, &t.Source.Name, &t.Alg} {
		*s = cut(*s, maxShort)
	}
	if len(t.Cover) > maxText {
		t.Cover = "" // half an address is none
	}
	t.Artists = t.Artists[:min(len(t.Artists), 5)]
	for i := range t.Artists {
		t.Artists[i] = cut(t.Artists[i], maxShort)
	}
}

// Player is the track as the player has it.
func (t Track) Player() player.Track {
	var artists []string
	if len(t.Artists) > 0 {
		artists = t.Artists
	}
	return player.Track{
		ID: t.ID, Title: t.Title, Artists: artists, Album: t.Album, AlbumID: t.AlbumID, Cover: t.Cover,
		Duration: ms(t.DurationMS), Source: player.Source(t.Source), Alg: t.Alg, Grey: t.Grey, Trial: t.Trial,
	}
}

func ms(n int64) time.Duration { return time.Duration(n) * time.Millisecond }

// cut shortens a text to n bytes, at a rune, and makes it valid.
func cut(s string, n int) string {
	s = strings.ToValidUTF8(s, "?")
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
