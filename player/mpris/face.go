package mpris

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/godbus/dbus/v5"

	"ncmtui/internal/safe"
	"ncmtui/player"
)

// export lets the bus call the player.
func (s *Service) export(conn *dbus.Conn) error {
	none := func() *dbus.Error { return nil }
	for face, methods := range map[string]map[string]any{
		rootFace: {"Raise": none, "Quit": s.quit},
		playFace: {
			"Next": s.does(player.Next{}), "Previous": s.does(player.Previous{}), "Pause": s.does(player.Pause{}),
			"PlayPause": s.playPause, "Stop": s.does(player.Stop{}), "Play": s.playOn, "Seek": s.seek, "SetPosition": s.setPosition,
			"OpenUri": func(string) *dbus.Error { return refused("NotSupported", "no address is opened from outside") },
		},
		listFace: {
			"GetTracksMetadata": s.tracks, "GoTo": s.goTo,
			// The list cannot be edited: then these do nothing (MPRIS, CanEditTracks).
			"AddTrack":    func(string, dbus.ObjectPath, bool) *dbus.Error { return nil },
			"RemoveTrack": func(dbus.ObjectPath) *dbus.Error { return nil },
		},
		propsFace:                             {"Get": s.prop, "GetAll": s.props, "Set": s.set},
		"org.freedesktop.DBus.Introspectable": {"Introspect": func() (string, *dbus.Error) { return introspection, nil }},
	} {
		if err := conn.ExportMethodTable(methods, objectPath, face); err != nil {
			return fmt.Errorf("session bus: %w", err)
		}
	}
	return nil
}

func refused(name, text string) *dbus.Error {
	return dbus.NewError("org.freedesktop.DBus.Error."+name, []any{text})
}

func (s *Service) does(c player.Command) func() *dbus.Error {
	return func() *dbus.Error {
		s.opts.Player.Do(c)
		return nil
	}
}

func (s *Service) state() player.Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.snap
}

func (s *Service) quit() *dbus.Error {
	defer safe.Recover("mpris")
	if s.opts.Quit == nil {
		return refused("NotSupported", "this player is not ended from outside")
	}
	s.opts.Quit()
	return nil
}

// playOn begins what is stopped; a player that has nothing stays so.
func (s *Service) playOn() *dbus.Error {
	if s.state().Status == player.Stopped {
		s.opts.Player.Do(player.Toggle{})
		return nil
	}
	s.opts.Player.Do(player.Resume{})
	return nil
}

func (s *Service) playPause() *dbus.Error {
	s.opts.Player.Do(player.Toggle{})
	return nil
}

// longest is more than any song: what the bus asks for beyond does not overflow.
const longest = int64(1000 * time.Hour / time.Microsecond)

// seek moves by microseconds; beyond the end is the next song (MPRIS, Seek).
func (s *Service) seek(by int64) *dbus.Error {
	snap := s.state()
	if snap.Track == nil || snap.Duration == 0 {
		return nil
	}
	to := snap.Position(s.opts.Now()) + time.Duration(min(max(by, -longest), longest))*time.Microsecond
	if to > snap.Duration {
		s.opts.Player.Do(player.Next{})
		return nil
	}
	s.opts.Player.Do(player.SeekTo{Pos: max(to, 0)})
	return nil
}

// setPosition moves to a place of the song that the caller means; of another
// one, or out of it, is nothing (MPRIS, SetPosition).
func (s *Service) setPosition(id dbus.ObjectPath, at int64) *dbus.Error {
	snap := s.state()
	if id != currentOf(snap) || snap.Track == nil || at < 0 || at > min(snap.Duration.Microseconds(), longest) {
		return nil
	}
	s.opts.Player.Do(player.SeekTo{Pos: time.Duration(at) * time.Microsecond})
	return nil
}

// row is where the queue has a song of the window; false: nowhere.
func row(q player.Queue, id dbus.ObjectPath) (int, bool) {
	for _, i := range rows(q) {
		if trackPath(q.Tracks[i].ID, nth(q.Tracks, i)) == id {
			return i, true
		}
	}
	return 0, false
}

func (s *Service) tracks(ids []dbus.ObjectPath) ([]map[string]dbus.Variant, *dbus.Error) {
	defer safe.Recover("mpris")
	q := s.state().Queue
	out := []map[string]dbus.Variant{}
	for _, id := range ids[:min(len(ids), songsBefore+songsAfter+1)] {
		if i, ok := row(q, id); ok {
			out = append(out, about(q.Tracks[i], id))
		}
	}
	return out, nil
}

func (s *Service) goTo(id dbus.ObjectPath) *dbus.Error {
	defer safe.Recover("mpris")
	if i, ok := row(s.state().Queue, id); ok {
		s.opts.Player.Do(player.JumpTo{At: i})
	}
	return nil
}

// of gives the properties of an interface.
func (s *Service) of(face string) (map[string]any, *dbus.Error) {
	v := s.view()
	switch face {
	case rootFace:
		return v.root, nil
	case playFace:
		v.play["Position"] = v.snap.Position(s.opts.Now()).Microseconds()
		return v.play, nil
	case listFace:
		return v.list, nil
	}
	return nil, refused("UnknownInterface", "there is no interface "+face)
}

func (s *Service) props(face string) (map[string]dbus.Variant, *dbus.Error) {
	defer safe.Recover("mpris")
	all, err := s.of(face)
	if err != nil {
		return nil, err
	}
	return variants(all), nil
}

func (s *Service) prop(face, name string) (dbus.Variant, *dbus.Error) {
	defer safe.Recover("mpris")
	all, err := s.of(face)
	if err != nil {
		return dbus.Variant{}, err
	}
	v, ok := all[name]
	if !ok {
		return dbus.Variant{}, refused("UnknownProperty", "there is no property "+name)
	}
	return dbus.MakeVariant(v), nil
}

// setters are the properties that can be set.
var setters = map[string]func(*Service, dbus.Variant) bool{
	"Volume": func(s *Service, v dbus.Variant) bool {
		to, ok := v.Value().(float64)
		if !ok || math.IsNaN(to) {
			return false
		}
		s.opts.Player.Do(player.SetVolume{Percent: percent(to)})
		if s.state().Muted && to > 0 {
			s.opts.Player.Do(player.ToggleMute{})
		}
		return true
	},
	"Rate": func(s *Service, v dbus.Variant) bool {
		to, ok := v.Value().(float64)
		switch {
		case !ok || math.IsNaN(to) || to < 0:
			return false
		case to == 0: // MPRIS, Rate
			s.opts.Player.Do(player.Pause{})
		default:
			s.opts.Player.Do(player.SetSpeed{Rate: min(max(to, minRate), maxRate)})
		}
		return true
	},
	"Shuffle": func(s *Service, v dbus.Variant) bool {
		on, ok := v.Value().(bool)
		if !ok {
			return false
		}
		s.mu.Lock()
		mode := s.mode
		s.mu.Unlock()
		if on {
			mode = player.Shuffle
		}
		s.opts.Player.Do(player.SetMode{Mode: mode})
		return true
	},
	"LoopStatus": func(s *Service, v dbus.Variant) bool {
		word, ok := v.Value().(string)
		at := slices.Index([]string{"None", "Playlist", "Track"}, word)
		if !ok || at < 0 {
			return false
		}
		if mode := []player.Mode{player.Order, player.LoopList, player.LoopOne}[at]; mode != player.LoopList || s.state().Mode != player.Shuffle {
			s.opts.Player.Do(player.SetMode{Mode: mode})
		}
		return true
	},
}

func (s *Service) set(face, name string, v dbus.Variant) *dbus.Error {
	defer safe.Recover("mpris")
	all, err := s.of(face)
	if err != nil {
		return err
	}
	if _, known := all[name]; !known {
		return refused("UnknownProperty", "there is no property "+name)
	}
	set := setters[name]
	if face != playFace || set == nil {
		return refused("PropertyReadOnly", name+" cannot be set")
	}
	if !set(s, v) {
		return refused("InvalidArgs", name+" cannot be that")
	}
	return nil
}
