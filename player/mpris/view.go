package mpris

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"

	"ncmtui/player"
)

// noTrack is the id of no track at all (MPRIS, TrackList).
const noTrack = dbus.ObjectPath("/org/mpris/MediaPlayer2/TrackList/NoTrack")

// The window of the queue that the TrackList tells of: it is there to show
// what is around the current song, not for all of it (MPRIS, TrackList).
const (
	songsBefore = 20
	songsAfter  = 50
)

// The rates a player takes.
const (
	minRate = 0.5
	maxRate = 2.0
)

// view is what the bus sees of a state: the properties by interface, and what
// is no property.
type view struct {
	root, play, list map[string]any
	tracks           []dbus.ObjectPath
	current          dbus.ObjectPath
	snap             player.Snapshot
}

func (s *Service) view() view {
	s.mu.Lock()
	defer s.mu.Unlock()
	return viewOf(s.snap, s.words, s.opts.Quit != nil)
}

func viewOf(snap player.Snapshot, words lyrics, quits bool) view {
	v := view{snap: snap, current: currentOf(snap), tracks: window(snap.Queue)}
	v.root = map[string]any{
		"CanQuit": quits, "CanRaise": false, "HasTrackList": true, "Identity": "ncmtui", "DesktopEntry": "ncmtui",
		"SupportedUriSchemes": []string{}, "SupportedMimeTypes": []string{},
	}
	has := snap.Track != nil
	v.play = map[string]any{
		"PlaybackStatus": statusOf(snap), "LoopStatus": loopOf(snap.Mode), "Shuffle": snap.Mode == player.Shuffle,
		"Rate": rateOf(snap), "MinimumRate": minRate, "MaximumRate": maxRate,
		"Metadata": metadata(snap, words), "Volume": volumeOf(snap),
		"CanGoNext": goesOn(snap), "CanGoPrevious": len(snap.Queue.Tracks) > 0,
		"CanPlay": has || len(snap.Queue.Tracks) > 0, "CanPause": has, "CanSeek": has && snap.Duration > 0, "CanControl": true,
	}
	v.list = map[string]any{"Tracks": v.tracks, "CanEditTracks": false}
	return v
}

func statusOf(s player.Snapshot) string {
	switch s.Status {
	case player.Stopped:
		return "Stopped"
	case player.Paused:
		return "Paused"
	default: // it wants to play, and will by itself
		return "Playing"
	}
}

// loopOf: a shuffled queue begins anew at its end.
func loopOf(m player.Mode) string {
	switch m {
	case player.LoopOne:
		return "Track"
	case player.LoopList, player.Shuffle:
		return "Playlist"
	default:
		return "None"
	}
}

func rateOf(s player.Snapshot) float64 {
	if s.Speed == 0 {
		return 1
	}
	return s.Speed
}

func volumeOf(s player.Snapshot) float64 {
	if s.Muted {
		return 0
	}
	return float64(s.Volume) / 100
}

// goesOn says whether Next leads somewhere.
func goesOn(s player.Snapshot) bool {
	q := s.Queue
	switch {
	case q.FM:
		return true
	case len(q.Tracks) == 0:
		return false
	case s.Mode != player.Order:
		return true
	}
	at := slices.Index(q.Order, q.Current)
	return slices.ContainsFunc(q.Order[at+1:], func(i int) bool { return i < len(q.Tracks) && !q.Tracks[i].Grey })
}

// trackPath is the id of a song in the queue: the same as long as the song is
// there, another one for each time it is.
func trackPath(song int64, nth int) dbus.ObjectPath {
	return dbus.ObjectPath(fmt.Sprintf("/org/ncmtui/track/%d_%d", max(song, 0), nth))
}

// nth is how often the song of a row is in the queue before it.
func nth(tracks []player.Track, row int) int {
	n := 0
	for i := range tracks[:row] {
		if tracks[i].ID == tracks[row].ID {
			n++
		}
	}
	return n
}

func currentOf(s player.Snapshot) dbus.ObjectPath {
	q := s.Queue
	switch {
	case s.Track == nil:
		return noTrack
	case q.Current >= 0 && q.Current < len(q.Tracks) && q.Tracks[q.Current].ID == s.Track.ID:
		return trackPath(s.Track.ID, nth(q.Tracks, q.Current))
	}
	return trackPath(s.Track.ID, 0)
}

// rows are those of the window, as they are walked.
func rows(q player.Queue) []int {
	at := max(slices.Index(q.Order, q.Current), 0)
	from, to := max(at-songsBefore, 0), min(at+songsAfter+1, len(q.Order))
	return slices.DeleteFunc(slices.Clone(q.Order[from:to]), func(i int) bool { return i < 0 || i >= len(q.Tracks) })
}

func window(q player.Queue) []dbus.ObjectPath {
	out := []dbus.ObjectPath{}
	for _, i := range rows(q) {
		out = append(out, trackPath(q.Tracks[i].ID, nth(q.Tracks, i)))
	}
	return out
}

// metadata is what is told of the song that plays.
func metadata(s player.Snapshot, words lyrics) map[string]dbus.Variant {
	if s.Track == nil {
		return map[string]dbus.Variant{"mpris:trackid": dbus.MakeVariant(noTrack)}
	}
	m := about(*s.Track, currentOf(s))
	if s.Duration > 0 {
		m["mpris:length"] = dbus.MakeVariant(s.Duration.Microseconds())
	}
	if words.song == s.Track.ID && words.text != "" {
		m["xesam:asText"] = dbus.MakeVariant(clean(words.text))
	}
	return m
}

// coverSize is what is asked of the service's pictures, in pixels.
const coverSize = "?param=480y480"

func about(t player.Track, id dbus.ObjectPath) map[string]dbus.Variant {
	m := map[string]dbus.Variant{
		"mpris:trackid": dbus.MakeVariant(id),
		"xesam:title":   dbus.MakeVariant(clean(t.Title)),
		"xesam:album":   dbus.MakeVariant(clean(t.Album)),
		"xesam:artist":  dbus.MakeVariant(each(t.Artists, clean)),
	}
	if t.Duration > 0 {
		m["mpris:length"] = dbus.MakeVariant(t.Duration.Microseconds())
	}
	if t.ID > 0 {
		m["xesam:url"] = dbus.MakeVariant(fmt.Sprintf("https://music.163.com/song?id=%d", t.ID))
	}
	if host, ok := strings.CutPrefix(t.Cover, "http://"); ok || strings.HasPrefix(t.Cover, "https://") {
		if !ok {
			host = strings.TrimPrefix(t.Cover, "https://")
		}
		address, _, _ := strings.Cut(host, "?")
		m["mpris:artUrl"] = dbus.MakeVariant("https://" + clean(address) + coverSize)
	}
	return m
}

func each[A, B any](all []A, f func(A) B) []B {
	out := make([]B, 0, len(all))
	for _, a := range all {
		out = append(out, f(a))
	}
	return out
}

// clean makes a text one that a bus takes: valid, without zeros; other clients
// show it, so that nothing controls their terminals either.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
}

// jumpAbove is how far the position may be from where the clock had brought it
// without being called a jump.
const jumpAbove = 400 * time.Millisecond

// jumped says that the position is not where a client that counts on from the
// state before has it. Another song begins at its beginning without a word.
func jumped(before, now view) bool {
	if now.snap.Track == nil {
		return false
	}
	expected := time.Duration(0)
	if before.current == now.current && before.snap.Track != nil {
		expected = before.snap.Position(now.snap.Taken)
	}
	return (now.snap.At - expected).Abs() > jumpAbove
}

// changed are the properties of now that differ from before.
func changed(before, now map[string]any) map[string]dbus.Variant {
	out := map[string]dbus.Variant{}
	for name, v := range now {
		if !reflect.DeepEqual(before[name], v) {
			out[name] = dbus.MakeVariant(v)
		}
	}
	return out
}

// tell sends what changed between two views, each change once.
func tell(conn *dbus.Conn, before, now view) error {
	if set := changed(before.play, now.play); len(set) > 0 {
		if err := conn.Emit(objectPath, propsFace+".PropertiesChanged", playFace, set, []string{}); err != nil {
			return fmt.Errorf("session bus: %w", err)
		}
	}
	if jumped(before, now) {
		if err := conn.Emit(objectPath, playFace+".Seeked", now.snap.At.Microseconds()); err != nil {
			return fmt.Errorf("session bus: %w", err)
		}
	}
	if slices.Equal(before.tracks, now.tracks) {
		return nil
	}
	// The list itself is not in the signal about it (MPRIS, TrackList.Tracks).
	if err := conn.Emit(objectPath, propsFace+".PropertiesChanged", listFace, map[string]dbus.Variant{}, []string{"Tracks"}); err != nil {
		return fmt.Errorf("session bus: %w", err)
	}
	return conn.Emit(objectPath, listFace+".TrackListReplaced", now.tracks, now.current)
}

// percent is a volume of the bus in the player's measure.
func percent(v float64) int { return int(math.Round(min(max(v, 0), 1) * 100)) }

func variants(props map[string]any) map[string]dbus.Variant {
	out := make(map[string]dbus.Variant, len(props))
	for name, v := range maps.All(props) {
		out[name] = dbus.MakeVariant(v)
	}
	return out
}
