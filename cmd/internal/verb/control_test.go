package verb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/player"
	"ncmtui/player/remote"
	"ncmtui/ui/lang"
)

// stage is a player that writes down what it is told.
type stage struct {
	t      *testing.T
	server *remote.Server
	liked  map[int64]bool
	wishes []remote.Wish

	mu   sync.Mutex
	snap player.Snapshot
	subs []*player.Subscription
	did  []player.Command
}

func (s *stage) Do(c player.Command) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.did = append(s.did, c)
}

func (s *stage) Subscribe() *player.Subscription {
	s.mu.Lock()
	defer s.mu.Unlock()
	sub := player.NewSubscription(s.snap, nil)
	s.subs = append(s.subs, sub)
	return sub
}

// show changes what plays.
func (s *stage) show(change func(*player.Snapshot)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.snap)
	for _, sub := range s.subs {
		sub.Publish(s.snap)
	}
}

var tracks = []player.Track{
	{ID: 11, Title: "夜航星", Artists: []string{"不才", "三体宇宙"}, Album: "我的三体", Duration: 215 * time.Second},
	{ID: 12, Title: "Bad\x1b[31m\nName", Artists: []string{"x"}, Duration: time.Minute},
}

var verses = []remote.Verse{{AtMS: 1000, Text: "第一行", Translation: "first"}, {AtMS: 3000, Text: "第二行"}, {AtMS: 3000, Text: "二之二"}, {AtMS: 9000, Text: ""}}

// onStage is a rig with a running player that plays tracks[0].
func onStage(t *testing.T) (*rig, *stage) {
	t.Helper()
	r := newRig(t, false)
	s := &stage{t: t, liked: map[int64]bool{}}
	s.snap = player.Snapshot{
		Status: player.Paused, Track: &tracks[0], Duration: 215 * time.Second, At: 83 * time.Second, Volume: 70, Mode: player.Shuffle,
		Queue: player.Queue{Rev: 1, Tracks: tracks, Order: []int{0, 1}},
	}
	s.server = remote.NewServer(remote.Options{Player: s, Host: remote.Host{
		Play: func(_ context.Context, w remote.Wish) error {
			s.wishes = append(s.wishes, w)
			if w.Kind == remote.KindFM {
				return &remote.Fault{Code: remote.CodeLogin, Text: "x"}
			}
			return nil
		},
		Like: func(_ context.Context, id int64, on bool) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.liked[id] = on
			return nil
		},
		Liked: func(id int64) bool { s.mu.Lock(); defer s.mu.Unlock(); return s.liked[id] },
		Lyrics: func(_ context.Context, id int64) (remote.Lyrics, error) {
			return remote.Lyrics{Track: id, Timed: true, Lines: verses}, nil
		},
		Save: func(_ context.Context, name string, ids []int64) (int64, error) { return 900 + int64(len(ids)), nil },
	}})
	t.Cleanup(func() { _ = s.server.Close() })
	r.dial = func(context.Context) (*remote.Client, error) {
		here, there := net.Pipe()
		s.server.Serve(there)
		return remote.NewClient(here)
	}
	return r, s
}

func TestVerbsTellThePlayer(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]player.Command{
		"pause": player.Pause{}, "toggle": player.Toggle{}, "next": player.Next{}, "prev": player.Previous{}, "previous": player.Previous{},
		"play": player.Resume{}, "seek 1:23": player.SeekTo{Pos: 83 * time.Second}, "seek 90": player.SeekTo{Pos: 90 * time.Second},
		"seek 1:02:03": player.SeekTo{Pos: 3723 * time.Second}, "seek +10": player.SeekBy{By: 10 * time.Second}, "seek -10": player.SeekBy{By: -10 * time.Second},
		"seek -1:05.5": player.SeekBy{By: -65500 * time.Millisecond}, "volume 70": player.SetVolume{Percent: 70}, "volume 0": player.SetVolume{},
		"volume 40%": player.SetVolume{Percent: 40}, "volume +5": player.AddVolume{Percent: 5}, "volume -5": player.AddVolume{Percent: -5},
		"mute": player.ToggleMute{}, "mute on": player.ToggleMute{}, "mode one": player.SetMode{Mode: player.LoopOne}, "mode next": player.CycleMode{},
		"sleep 30m": player.Sleep{After: 30 * time.Minute}, "sleep 45": player.Sleep{After: 45 * time.Minute}, "sleep song": player.Sleep{AtSongEnd: true},
		"sleep off": player.Sleep{}, "queue clear": player.Clear{}, "queue move 2 1": player.Move{From: 1},
	} {
		r, s := onStage(t)
		if out := r.must(strings.Fields(args)...); out != "" {
			t.Errorf("%s printed %q", args, out)
		}
		if len(s.did) != 1 || s.did[0] != want {
			t.Errorf("%s: %+v, want %+v", args, s.did, want)
		}
	}
}

func TestPlayStartsAStoppedPlayer(t *testing.T) {
	t.Parallel()
	r, s := onStage(t)
	s.snap.Status = player.Stopped
	r.must("play")
	if len(s.did) != 1 || s.did[0] != (player.Toggle{}) {
		t.Errorf("%+v", s.did)
	}
}

func TestPlayTakesWordsIDsAndLinks(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"play daily": "daily [] now", "play 32": "song [32] now", "play 32 33": "song [32 33] now", "play album 3": "album [3] now",
		"play https://music.163.com/#/playlist?id=7": "playlist [7] now", "play artist https://music.163.com/artist?id=9": "artist [9] now",
		"queue add 5": "song [5] end", "queue next album 6": "album [6] next", "queue add daily": "daily [] end",
	} {
		r, s := onStage(t)
		r.must(strings.Fields(args)...)
		if len(s.wishes) != 1 || fmt.Sprint(s.wishes[0].Kind, s.wishes[0].IDs, " ", s.wishes[0].Where) != strings.Replace(want, " [", "[", 1) {
			t.Errorf("%s: %+v", args, s.wishes)
		}
	}
}

func TestWrongUseOfThePlayersVerbs(t *testing.T) {
	t.Parallel()
	for _, args := range []string{
		"play x", "play album", "play album 1 2", "play daily 3", "play 1 https://music.163.com/album?id=2", "play https://music.163.com/user?id=3",
		"seek", "seek x", "seek 1:60", "seek 1:2:3:4", "seek +", "seek 1.5:00", "seek NaN", "volume x", "volume 101", "mute maybe", "mode x", "sleep 0", "sleep x", "sleep 999h",
		"queue add fm", "queue remove 3", "queue remove 0", "queue move 1 9", "queue save", "status x", "status --format {nope}", "status --format {", "status --format }",
		"lyric 3 --follow", "pause now",
	} {
		r, s := onStage(t)
		if code := r.run(strings.Fields(args)...); code != Usage || r.err.Len() == 0 {
			t.Errorf("%s: %d %s", args, code, r.err.String())
		}
		if len(s.did)+len(s.wishes) > 0 {
			t.Errorf("%s did %v %v", args, s.did, s.wishes)
		}
	}
}

func TestWhatThePlayerRefusesIsSaid(t *testing.T) {
	t.Parallel()
	r, s := onStage(t)
	if code := r.run("play", "fm"); code != Login || !strings.Contains(r.err.String(), "login needed") {
		t.Errorf("%d %s", code, r.err.String())
	}
	if code := r.run("quit"); code != Failed || !strings.Contains(r.err.String(), "cannot do that") {
		t.Errorf("%d %s", code, r.err.String())
	}
	s.snap.Track = nil
	r.lang = lang.ZH
	if code := r.run("like"); code != Failed || !strings.Contains(r.err.String(), "没有歌曲") {
		t.Errorf("%d %s", code, r.err.String())
	}
	for err, says := range map[error]string{
		remote.ErrNotRunning: "没有在运行", remote.ErrForeign: "不安全", remote.ErrVersion: "别的版本", &remote.PathTooLong{Path: "/x"}: "XDG_RUNTIME_DIR",
		remote.ErrNotSupported: "这个系统", errors.New("odd"): "odd",
	} {
		r.dial = func(context.Context) (*remote.Client, error) { return nil, err }
		for _, args := range []string{"toggle", "status", "lyric", "lyric --json"} {
			if code := r.run(strings.Fields(args)...); code != Failed || !strings.Contains(r.err.String(), says) {
				t.Errorf("%s %v: %d %s", args, err, code, r.err.String())
			}
		}
	}
}

func TestWhatTheVerbsPrintOfThePlayer(t *testing.T) {
	t.Parallel()
	r, s := onStage(t)
	for args, want := range map[string]string{
		"volume": "70\n", "mode": "shuffle\n", "status": "‖ 夜航星 – 不才 / 三体宇宙  1:23/3:35\n",
		"status --format {artist}|{percent}%|{{{row}/{rows}}}|{liked}{muted}{remaining}": "不才 / 三体宇宙|38%|{1/2}|2:12\n",
		`status --format {id}\t{album}\n{volume}`:                                        "11\t我的三体\n70\n",
		"queue":           "1\t▶\t11\t夜航星\t不才 / 三体宇宙\t我的三体\t3:35\n2\t\t12\tBad[31m Name\tx\t\t1:00\n",
		"queue save mine": "902\n", "lyric": "第一行\n  first\n第二行\n二之二\n\n", "mute off": "",
	} {
		if got := r.must(strings.Fields(args)...); got != want {
			t.Errorf("%s printed %q, want %q", args, got, want)
		}
	}
	if len(s.did) > 0 {
		t.Errorf("it did %v", s.did)
	}
	var st remote.State
	if err := json.Unmarshal([]byte(r.must("status", "--json")), &st); err != nil || st.Track.ID != 11 || st.PositionMS != 83_000 {
		t.Errorf("%+v %v", st, err)
	}
	var rows []QueueRow
	if err := json.Unmarshal([]byte(r.must("queue", "list", "--json")), &rows); err != nil || len(rows) != 2 || !rows[0].Current {
		t.Errorf("%+v %v", rows, err)
	}
	r.must("like")
	if got := r.must("status", "--format", "{liked}"); got != "♥\n" {
		t.Errorf("liked: %q", got)
	}
	s.snap.Track = nil
	if got := r.must("status"); got != "\n" {
		t.Errorf("without a song: %q", got)
	}
}

// following runs a verb that goes on, in a bubble, and gives its lines.
func following(t *testing.T, args string, play func(*rig, *stage)) []string {
	t.Helper()
	var out []string
	synctest.Test(t, func(t *testing.T) {
		r, s := onStage(t)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		done := make(chan int, 1)
		safe.Go("follow", func() { done <- r.runCtx(ctx, strings.Fields(args)...) })
		synctest.Wait()
		play(r, s)
		cancel()
		if code := <-done; code != 0 {
			t.Errorf("ended with %d: %s", code, r.err.String())
		}
		out = strings.Split(strings.TrimSuffix(r.out.String(), "\n"), "\n")
		_ = s.server.Close()
	})
	return out
}

// starts lets the song play from a place.
func (s *stage) starts(at time.Duration) {
	s.show(func(p *player.Snapshot) {
		p.Status, p.Moving, p.Pace, p.At, p.Taken = player.Playing, true, 1, at, time.Now()
	})
}

func TestStatusFollowsThePlayer(t *testing.T) {
	t.Parallel()
	got := following(t, "status --follow --format {icon}{title}:{position}", func(r *rig, s *stage) {
		s.starts(83500 * time.Millisecond)
		time.Sleep(2200 * time.Millisecond)
		s.show(func(p *player.Snapshot) {
			p.Moving, p.Status, p.At, p.Volume = false, player.Paused, 85700*time.Millisecond, 3
		})
		time.Sleep(time.Hour)
		s.show(func(p *player.Snapshot) { p.Track = &tracks[1] })
		time.Sleep(time.Second)
		s.show(func(p *player.Snapshot) { p.Track = nil })
		time.Sleep(time.Second)
	})
	want := []string{"‖夜航星:1:23", "▶夜航星:1:23", "▶夜航星:1:24", "▶夜航星:1:25", "‖夜航星:1:25", "‖Bad[31m Name:1:25", ""}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestStatusWaitsForAPlayer(t *testing.T) {
	t.Parallel()
	got := following(t, "status --follow --json", func(r *rig, s *stage) {
		r.dialing.Lock()
		dial := r.dial
		r.dial = func(context.Context) (*remote.Client, error) { return nil, remote.ErrNotRunning }
		r.dialing.Unlock()
		_ = s.server.Close()
		time.Sleep(5 * time.Second)
		r.dialing.Lock()
		s.server = remote.NewServer(remote.Options{Player: s})
		r.dial = dial
		r.dialing.Unlock()
		time.Sleep(2 * time.Second)
	})
	if len(got) != 3 || got[1] != "null" || !strings.Contains(got[0], `"status":"paused"`) || !strings.Contains(got[2], `"status":"paused"`) {
		t.Errorf("%q", got)
	}
}

func TestLyricsAreSungAlong(t *testing.T) {
	t.Parallel()
	for args, want := range map[string][]string{
		"lyric --follow":               {"", "第一行", "二之二", "", "第一行"},
		"lyric --follow --translation": {"", "first", "二之二", "", "first"},
		"lyric --follow --json": {
			`{"track":11,"at_ms":1000,"next_ms":3000,"text":"第一行","translation":"first"}`,
			`{"track":11,"at_ms":3000,"next_ms":9000,"text":"二之二","translation":""}`,
			`{"track":11,"at_ms":1000,"next_ms":3000,"text":"第一行","translation":"first"}`,
		},
	} {
		got := following(t, args, func(_ *rig, s *stage) {
			s.starts(0)
			time.Sleep(12 * time.Second)
			s.starts(time.Second)
			time.Sleep(time.Second)
		})
		if strings.Contains(args, "json") { // of pauses it depends on the moment how many are told
			got = slices.DeleteFunc(got, func(line string) bool { return strings.Contains(line, `"text":""`) })
		}
		// The paused song before was at its last line.
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", args, got, want)
		}
	}
}

func TestFormatsAreAllNamed(t *testing.T) {
	t.Parallel()
	for name := range placeholders {
		if !slices.Contains(placeholderNames, name) {
			t.Errorf("{%s} is not named", name)
		}
	}
	if len(placeholders) != len(placeholderNames) {
		t.Errorf("%d names of %d", len(placeholderNames), len(placeholders))
	}
}
