package mpris

import (
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"ncmtui/player"
)

// states are all a player can be in.
var states = []struct {
	name                                 string
	snap                                 func() player.Snapshot
	status                               string
	next, previous, plays, pauses, seeks bool
	track                                string // of the id, "" none
}{
	{"idle", func() player.Snapshot { return player.Snapshot{Queue: player.Queue{Current: -1}, Volume: 70} }, "Stopped", false, false, false, false, false, ""},
	{"loading", func() player.Snapshot {
		s := playing(1, 0)
		s.Status, s.Moving = player.Loading, false
		return s
	}, "Playing", true, true, true, true, true, "101_0"},
	{"playing", func() player.Snapshot { return playing(1, time.Minute) }, "Playing", true, true, true, true, true, "101_0"},
	{"buffering", func() player.Snapshot {
		s := playing(1, time.Minute)
		s.Status, s.Moving = player.Buffering, false
		return s
	}, "Playing", true, true, true, true, true, "101_0"},
	{"paused at the last song", func() player.Snapshot {
		s := playing(4, time.Minute)
		s.Status, s.Moving = player.Paused, false
		return s
	}, "Paused", false, true, true, true, true, "104_0"},
	{"fm", func() player.Snapshot {
		s := playing(4, time.Minute)
		s.Queue.FM = true
		return s
	}, "Playing", true, true, true, true, true, "104_0"},
	{"ended", func() player.Snapshot {
		s := playing(4, 3*time.Minute)
		s.Status, s.Moving = player.Stopped, false
		return s
	}, "Stopped", false, true, true, true, true, "104_0"},
	{"an error: offline, length unknown", func() player.Snapshot {
		s := playing(1, 0)
		s.Status, s.Moving, s.Problem, s.Duration = player.Waiting, false, "offline", 0
		return s
	}, "Playing", true, true, true, true, false, "101_0"},
}

func TestEveryPropertyInEveryState(t *testing.T) {
	t.Parallel()
	p, c := served(t, states[0].snap(), func(o *Options) { o.Quit = func() {} })
	for _, tc := range states {
		p.show(func(s *player.Snapshot) { *s = tc.snap() })
		id := noTrack
		if tc.track != "" {
			id = dbus.ObjectPath("/org/ncmtui/track/" + tc.track)
		}
		until(t, tc.name, func() bool {
			m := c.get(playFace, "Metadata").(map[string]dbus.Variant)
			return m["mpris:trackid"].Value() == id && c.get(playFace, "PlaybackStatus") == tc.status &&
				c.get(playFace, "CanSeek") == tc.seeks && c.get(playFace, "CanGoNext") == tc.next
		})
		for name, want := range map[string]any{
			"PlaybackStatus": tc.status, "LoopStatus": "None", "Shuffle": false, "Rate": 1.0, "MinimumRate": 0.5, "MaximumRate": 2.0,
			"Volume": 0.7, "CanGoNext": tc.next, "CanGoPrevious": tc.previous, "CanPlay": tc.plays, "CanPause": tc.pauses,
			"CanSeek": tc.seeks, "CanControl": true,
		} {
			if got := c.get(playFace, name); got != want {
				t.Errorf("%s: %s is %v, want %v", tc.name, name, got, want)
			}
		}
		at := time.Duration(c.get(playFace, "Position").(int64)) * time.Microsecond
		if want := tc.snap().At; at < want || at > want+2*patience {
			t.Errorf("%s: position %v, want %v", tc.name, at, want)
		}
		if tc.track != "" && tc.seeks {
			m := c.get(playFace, "Metadata").(map[string]dbus.Variant)
			for key, want := range map[string]any{
				"mpris:length": int64(180_000_000), "xesam:artist": []string{"林汐", "B"}, "xesam:album": "专辑",
				"mpris:artUrl": "https://p1.music.126.net/x.jpg?param=480y480",
			} {
				if !reflect.DeepEqual(m[key].Value(), want) {
					t.Errorf("%s: %s is %v", tc.name, key, m[key])
				}
			}
		}
		var all map[string]dbus.Variant
		if err := c.obj.Call(propsFace+".GetAll", 0, playFace).Store(&all); err != nil || len(all) != 15 {
			t.Errorf("%s: GetAll gives %d properties, %v", tc.name, len(all), err)
		}
	}
	for name, want := range map[string]any{
		"CanQuit": true, "CanRaise": false, "HasTrackList": true, "Identity": "ncmtui", "DesktopEntry": "ncmtui",
		"SupportedUriSchemes": []string{}, "SupportedMimeTypes": []string{},
	} {
		if got := c.get(rootFace, name); !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
}

func TestEveryMethodInEveryState(t *testing.T) {
	t.Parallel()
	p, c := served(t, states[0].snap())
	for _, tc := range states {
		p.show(func(s *player.Snapshot) { *s = tc.snap(); s.Volume = 71 })
		until(t, tc.name, func() bool {
			return c.get(playFace, "Volume") == 0.71 && c.get(playFace, "PlaybackStatus") == tc.status
		})
		p.told()
		current := noTrack
		if tc.track != "" {
			current = dbus.ObjectPath("/org/ncmtui/track/" + tc.track)
		}
		snap := tc.snap()
		for _, m := range []struct {
			name string
			args []any
			want []player.Command
		}{
			{"Next", nil, []player.Command{player.Next{}}},
			{"Previous", nil, []player.Command{player.Previous{}}},
			{"Pause", nil, []player.Command{player.Pause{}}},
			{"PlayPause", nil, []player.Command{player.Toggle{}}},
			{"Stop", nil, []player.Command{player.Stop{}}},
			{"Play", nil, oneOf(snap.Status == player.Stopped, player.Toggle{}, player.Resume{})},
			{"SetPosition", []any{current, int64(42_000_000)}, when(tc.seeks, player.SeekTo{Pos: 42 * time.Second})},
			{"SetPosition", []any{current, int64(500_000_000)}, nil},
			{"SetPosition", []any{current, int64(-1)}, nil},
			{"SetPosition", []any{dbus.ObjectPath("/org/ncmtui/track/9_9"), int64(1)}, nil},
			{"Seek", []any{int64(1 << 62)}, when(tc.seeks, player.Next{})},
			{"Seek", []any{int64(-1 << 62)}, when(tc.seeks, player.SeekTo{})},
		} {
			c.call(playFace+"."+m.name, m.args...)
			if got := p.told(); !reflect.DeepEqual(got, m.want) {
				t.Errorf("%s: %s%v does %#v, want %#v", tc.name, m.name, m.args, got, m.want)
			}
		}
		if err := c.obj.Call(playFace+".OpenUri", 0, "file:///etc/passwd").Err; err == nil || len(p.told()) > 0 {
			t.Errorf("%s: an address is opened", tc.name)
		}
	}
	if err := c.obj.Call(rootFace+".Quit", 0).Err; err == nil {
		t.Error("Quit works without a way to")
	}
}

func oneOf(is bool, a, b player.Command) []player.Command {
	if is {
		return []player.Command{a}
	}
	return []player.Command{b}
}

func when(is bool, c player.Command) []player.Command {
	if is {
		return []player.Command{c}
	}
	return nil
}

func TestPropertiesAreSet(t *testing.T) {
	t.Parallel()
	p, c := served(t, playing(0, 0))
	shuffled := func(s *player.Snapshot) { s.Mode = player.Shuffle }
	for _, tc := range []struct {
		name   string
		value  any
		before func(*player.Snapshot)
		want   []player.Command
	}{
		{"Volume", 0.335, nil, []player.Command{player.SetVolume{Percent: 34}}},
		{"Volume", -3.0, nil, []player.Command{player.SetVolume{}}},
		{"Volume", 7.0, nil, []player.Command{player.SetVolume{Percent: 100}}},
		{"Volume", 0.5, func(s *player.Snapshot) { s.Muted = true }, []player.Command{player.SetVolume{Percent: 50}, player.ToggleMute{}}},
		{"Rate", 1.5, nil, []player.Command{player.SetSpeed{Rate: 1.5}}},
		{"Rate", 9.0, nil, []player.Command{player.SetSpeed{Rate: 2}}},
		{"Rate", 0.0, nil, []player.Command{player.Pause{}}},
		{"Shuffle", true, nil, []player.Command{player.SetMode{Mode: player.Shuffle}}},
		{"Shuffle", false, shuffled, []player.Command{player.SetMode{Mode: player.Order}}},
		{"LoopStatus", "Playlist", nil, []player.Command{player.SetMode{Mode: player.LoopList}}},
		{"LoopStatus", "Track", nil, []player.Command{player.SetMode{Mode: player.LoopOne}}},
		{"LoopStatus", "None", shuffled, []player.Command{player.SetMode{Mode: player.Order}}},
		{"LoopStatus", "Playlist", shuffled, nil}, // it loops already
	} {
		p.show(func(s *player.Snapshot) {
			s.Muted, s.Mode = false, player.Order
			if tc.before != nil {
				tc.before(s)
			}
		})
		want := p.snap
		until(t, "the state is seen", func() bool {
			return c.get(playFace, "Shuffle") == (want.Mode == player.Shuffle) && (c.get(playFace, "Volume") == 0.0) == want.Muted
		})
		if err := c.obj.SetProperty(playFace+"."+tc.name, dbus.MakeVariant(tc.value)); err != nil {
			t.Errorf("%s = %v: %v", tc.name, tc.value, err)
		}
		if got := p.told(); !reflect.DeepEqual(got, tc.want) {
			t.Errorf("%s = %v does %#v, want %#v", tc.name, tc.value, got, tc.want)
		}
	}
	for name, value := range map[string]any{"Metadata": "x", "Nonsense": 1, "Volume": "loud", "LoopStatus": "Often", "Rate": -1.0} {
		if err := c.obj.SetProperty(playFace+"."+name, dbus.MakeVariant(value)); err == nil || len(p.told()) > 0 {
			t.Errorf("%s can be %v", name, value)
		}
	}
}

// arrive brings a state to where the clock has it by now.
func arrive(s *player.Snapshot) {
	now := time.Now()
	s.At, s.Taken = s.Position(now), now
}

func TestOnlyWhatChangesIsSignalled(t *testing.T) {
	t.Parallel()
	p, c := served(t, playing(0, 10*time.Second))
	for _, tc := range []struct {
		name   string
		change func(*player.Snapshot)
		want   []string
	}{
		{"nothing", func(s *player.Snapshot) { s.Buffered = append(s.Buffered, player.Span{To: 0.5}) }, nil},
		{"the clock", arrive, nil},
		{"a pause", func(s *player.Snapshot) {
			arrive(s)
			s.Status, s.Moving = player.Paused, false
		}, []string{"PlaybackStatus"}},
		{"on again", func(s *player.Snapshot) { s.Status, s.Moving, s.Taken = player.Playing, true, time.Now() }, []string{"PlaybackStatus"}},
		{"a seek", func(s *player.Snapshot) { s.At, s.Taken = time.Minute, time.Now() }, []string{"Seeked"}},
		{"it runs dry", func(s *player.Snapshot) {
			arrive(s)
			s.Status, s.Moving = player.Buffering, false
		}, nil},
		{"and goes on", func(s *player.Snapshot) { s.Status, s.Moving, s.Taken = player.Playing, true, time.Now() }, nil},
		{"the volume", func(s *player.Snapshot) { s.Volume = 20 }, []string{"Volume"}},
		{"the mode", func(s *player.Snapshot) { s.Mode = player.Shuffle }, []string{"LoopStatus,Shuffle"}},
		{"the next song", func(s *player.Snapshot) {
			s.Queue.Current, s.Track, s.At, s.Taken = 1, &s.Queue.Tracks[1], 0, time.Now()
		}, []string{"Metadata"}},
		{"the same song anew", func(s *player.Snapshot) { s.At, s.Taken = 0, time.Now().Add(time.Second) }, []string{"Seeked"}},
		{"another queue", func(s *player.Snapshot) {
			s.Queue = queueOf(2, append(songs(9)[7:], songs(5)...), 3)
		}, []string{"Tracks", "TrackListReplaced"}},
	} {
		p.show(tc.change)
		p.settled(t)
		if got := c.heard(); !slices.Equal(got, tc.want) {
			t.Errorf("%s: signalled %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestWordsFollowTheirSong(t *testing.T) {
	t.Parallel()
	p, c := served(t, player.Snapshot{Queue: player.Queue{Current: -1}}, func(o *Options) { o.Lyrics = textOf("一行\n二行") })
	p.show(func(s *player.Snapshot) { *s = playing(0, 0) })
	until(t, "words", func() bool {
		m := c.get(playFace, "Metadata").(map[string]dbus.Variant)
		return m["xesam:asText"].Value() == "一行\n二行"
	})
	for range 20 {
		p.show(func(s *player.Snapshot) { s.Buffered = append(s.Buffered, player.Span{}) })
	}
	p.settled(t)
	n := 0
	for _, s := range c.heard() {
		if strings.Contains(s, "Metadata") {
			n++
		}
	}
	if n > 2 {
		t.Errorf("the song was told %d times", n)
	}
}

func TestTheListIsAWindowAroundTheSong(t *testing.T) {
	t.Parallel()
	s := playing(0, 0)
	tracks := songs(10_000)
	tracks[501] = tracks[500] // twice
	s.Queue = queueOf(1, tracks, 500)
	s.Track = &tracks[500]
	p, c := served(t, s)
	ids := c.get(listFace, "Tracks").([]dbus.ObjectPath)
	if len(ids) != songsBefore+songsAfter+1 || ids[songsBefore] != "/org/ncmtui/track/600_0" || ids[songsBefore+1] != "/org/ncmtui/track/600_1" {
		t.Fatalf("%d songs: %v", len(ids), ids[songsBefore-1:songsBefore+3])
	}
	var about []map[string]dbus.Variant
	if err := c.obj.Call(listFace+".GetTracksMetadata", 0, []dbus.ObjectPath{ids[0], "/no/such", ids[70]}).Store(&about); err != nil || len(about) != 2 ||
		about[0]["mpris:trackid"].Value() != ids[0] || about[1]["xesam:title"].Value() == "" {
		t.Errorf("%v, %v", about, err)
	}
	c.call(listFace+".GoTo", ids[songsBefore+1])
	c.call(listFace+".GoTo", dbus.ObjectPath("/no/such"))
	c.call(listFace+".AddTrack", "file:///x", noTrack, true)
	c.call(listFace+".RemoveTrack", ids[0])
	if got := p.told(); !reflect.DeepEqual(got, []player.Command{player.JumpTo{At: 501}}) {
		t.Errorf("%#v", got)
	}
	if c.get(listFace, "CanEditTracks") != false {
		t.Error("the list can be edited")
	}
}

func TestTheNameOfASecondPlayer(t *testing.T) {
	t.Parallel()
	b := newBus(t, socketOf(t))
	at := func() string { return b.address }
	for range 2 {
		s := Start(Options{Player: newStage(playing(0, 0)), Address: at})
		t.Cleanup(s.Close)
		b.client().there()
	}
	c := b.client()
	until(t, "two names", func() bool {
		var names []string
		if err := c.conn.BusObject().Call("org.freedesktop.DBus.ListNames", 0).Store(&names); err != nil {
			t.Fatal(err)
		}
		return slices.Contains(names, busName) && slices.Contains(names, fmt.Sprintf("%s.instance%d", busName, os.Getpid()))
	})
}

func TestABusThatComesBackFindsThePlayer(t *testing.T) {
	t.Parallel()
	where := socketOf(t)
	b := newBus(t, where)
	p := newStage(playing(0, 0))
	s := Start(Options{Player: p, Address: func() string { return "unix:path=" + where }})
	t.Cleanup(s.Close)
	b.client().there()
	b.end()
	_ = os.Remove(where)
	p.show(func(s *player.Snapshot) { s.Volume = 12 })
	again := newBus(t, where).client()
	again.there()
	if got := again.get(playFace, "Volume"); got != 0.12 {
		t.Errorf("volume %v", got)
	}
}

func TestWithoutABusNothingWaits(t *testing.T) {
	t.Parallel()
	s := Start(Options{Player: newStage(playing(0, 0)), Address: func() string { return "" }})
	s.Close()
}

func TestPlayerctlUnderstands(t *testing.T) {
	t.Parallel()
	needs(t, "dbus-daemon", "playerctl")
	p, c := served(t, playing(1, time.Minute))
	ctl := func(args ...string) string {
		t.Helper()
		cmd := exec.Command("playerctl", append([]string{"-p", "ncmtui"}, args...)...)
		cmd.Env = append(os.Environ(), "DBUS_SESSION_BUS_ADDRESS="+c.bus.address)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("playerctl %v: %v %s", args, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	for _, tc := range []struct {
		args []string
		says string
		want []player.Command
	}{
		{[]string{"status"}, "Playing", nil},
		{[]string{"metadata", "--format", "{{artist}} - {{title}} {{duration(mpris:length)}}"}, "林汐, B - 歌B 3:00", nil},
		{[]string{"play-pause"}, "", []player.Command{player.Toggle{}}},
		{[]string{"next"}, "", []player.Command{player.Next{}}},
		{[]string{"previous"}, "", []player.Command{player.Previous{}}},
		{[]string{"stop"}, "", []player.Command{player.Stop{}}},
		{[]string{"volume"}, "0.700000", nil},
		{[]string{"volume", "0.25"}, "", []player.Command{player.SetVolume{Percent: 25}}},
		{[]string{"shuffle", "On"}, "", []player.Command{player.SetMode{Mode: player.Shuffle}}},
		{[]string{"loop", "Track"}, "", []player.Command{player.SetMode{Mode: player.LoopOne}}},
		{[]string{"position", "30"}, "", []player.Command{player.SeekTo{Pos: 30 * time.Second}}},
	} {
		if got := ctl(tc.args...); tc.says != "" && got != tc.says {
			t.Errorf("%v says %q, want %q", tc.args, got, tc.says)
		}
		if got := p.told(); !reflect.DeepEqual(got, tc.want) {
			t.Errorf("%v does %#v, want %#v", tc.args, got, tc.want)
		}
	}
}
