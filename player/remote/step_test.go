package remote

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/player"
	"ncmtui/player/decode"
	"ncmtui/player/output"
)

// nobody has every song for members only.
type nobody struct{}

func (nobody) Resolve(context.Context, int64) (player.Media, error) {
	return player.Media{}, &player.Unavailable{Why: player.MembersOnly, Text: "仅限会员"}
}

// running is a real player in the bubble, with a server. It has every song for
// members only, if nothing is changed.
func running(t *testing.T, host Host, change ...func(*player.Options)) (*player.Player, *Server) {
	t.Helper()
	null, err := output.Spec{Kind: "null"}.Opener()
	if err != nil {
		t.Fatal(err)
	}
	o := player.Options{Resolver: nobody{}, Output: null, Random: rand.New(rand.NewPCG(1, 2)).Uint64}
	for _, f := range change {
		f(&o)
	}
	p, err := player.New(o)
	if err != nil {
		t.Fatal(err)
	}
	s := NewServer(Options{Player: p, Host: host})
	var group safe.Group
	group.Go("player", func() { _ = p.Run(context.Background()) })
	t.Cleanup(func() {
		_ = p.Close()
		group.Wait()
		_ = s.Close()
	})
	return p, s
}

// over connects a client to a server without a socket.
func over(t *testing.T, s *Server) *Client {
	t.Helper()
	here, there := net.Pipe()
	s.Serve(there)
	c, err := NewClient(here)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// singing has songs that play, and some that do not.
type singing struct{}

func (singing) Resolve(_ context.Context, id int64) (player.Media, error) {
	if id%7 == 3 {
		return nobody{}.Resolve(context.Background(), id)
	}
	return player.Media{
		Track: id, URL: safe.Secret(fmt.Sprintf("https://m7.music.126.net/%d.mp3", id)), Size: 1 << 16,
		Format: "mp3", Level: "exhigh", Duration: 20 * time.Second,
	}, nil
}

// RoundTrip serves the bytes of every song.
func (singing) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	http.ServeContent(w, r, "x.mp3", time.Time{}, bytes.NewReader(make([]byte, 1<<16)))
	res := w.Result()
	res.Request = r
	return res, nil
}

// silence is a song of nothing.
type silence struct{ pos int }

const silenceRate = 8000

func openSilence(decode.Input, decode.Hint) (decode.Decoder, error) { return &silence{}, nil }

func (s *silence) Stream(samples [][2]float64) (int, bool) {
	n := min(len(samples), s.Len()-s.pos)
	clear(samples[:n])
	s.pos += n
	return n, n > 0
}

func (s *silence) Err() error       { return nil }
func (s *silence) Close() error     { return nil }
func (s *silence) Len() int         { return 20 * silenceRate }
func (s *silence) Position() int    { return s.pos }
func (s *silence) Seek(p int) error { s.pos = min(max(p, 0), s.Len()); return nil }
func (s *silence) Info() decode.Info {
	return decode.Info{Format: "mp3", Rate: silenceRate, Channels: 2, Bitrate: 320_000}
}

// inStep brings what depends on when it was written to one moment.
func inStep(s player.Snapshot) player.Snapshot {
	s.At, s.Taken = s.Position(time.Now()), time.Time{}
	if !s.SleepAt.IsZero() {
		s.SleepAt = time.Unix(0, 0)
	}
	s.Queue.Tracks = append([]player.Track{}, s.Queue.Tracks...)
	s.Queue.Order = append([]int{}, s.Queue.Order...)
	return s
}

// agree says whether two snapshots inStep are the same: times have milliseconds
// on the wire.
func agree(got, want player.Snapshot) bool {
	if (got.At - want.At).Abs() <= time.Millisecond {
		got.At = want.At
	}
	return reflect.DeepEqual(got, want)
}

func randomCommand(rng *rand.Rand) player.Command {
	n := func(limit int) int { return rng.IntN(limit+2) - 1 } // also out of bounds
	switch rng.IntN(16) {
	case 0:
		return player.PlayList{Tracks: someTracks(rng.IntN(40)), At: n(40)}
	case 1:
		return player.Append{Tracks: someTracks(rng.IntN(9))}
	case 2:
		return player.PlayNext{Tracks: someTracks(rng.IntN(3))}
	case 3:
		return player.Move{From: n(40), To: n(40)}
	case 4:
		return player.MoveMany{Rows: []int{n(40), n(40), n(40)}, To: n(40)}
	case 5:
		return player.RemoveMany{Rows: []int{n(40), n(40)}}
	case 6:
		return player.AddVolume{Percent: rng.IntN(21) - 10}
	case 7:
		return player.SetVolume{Percent: n(120)}
	case 8:
		return player.SetMode{Mode: player.Mode(rng.IntN(4))}
	case 9:
		return player.Sleep{After: time.Duration(rng.IntN(2)) * time.Hour}
	case 10:
		return player.SetEqualizer{Preset: player.EqualizerPresets[rng.IntN(len(player.EqualizerPresets))]}
	case 11:
		return player.JumpTo{At: n(40)}
	default:
		return commands[1+rng.IntN(len(commands)-1)]
	}
}

// TestScreensStayInStep gives a thousand random commands from all sides and
// looks at the player with three screens, of which one loses its connection now
// and then, and with what status --follow watches.
func TestScreensStayInStep(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, s := running(t, Host{}, func(o *player.Options) {
			o.Resolver, o.Transport, o.Decode = singing{}, singing{}, openSilence
		})
		direct := p.Subscribe()
		defer direct.Close()
		hands := []player.Controller{p}
		var clients []*Client
		var subs []*player.Subscription
		for range 2 {
			c := over(t, s)
			if err := c.Watch(t.Context(), true); err != nil {
				t.Fatal(err)
			}
			sub := c.Subscribe()
			defer sub.Close()
			hands, clients, subs = append(hands, c), append(clients, c), append(subs, sub)
		}
		link, conn := linked(t, func() *Server { return s })
		torn := link.Subscribe()
		defer torn.Close()
		hands = append(hands, link)
		follow := over(t, s)
		if err := follow.Watch(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		rng := rand.New(rand.NewPCG(3, 4))
		var events []player.Event
		seen := map[player.Status]int{}
		heard := make([][]player.Event, len(subs))
		for i := range 1000 {
			hands[rng.IntN(len(hands))].Do(randomCommand(rng))
			if rng.IntN(3) == 0 {
				time.Sleep(time.Duration(rng.IntN(300)) * time.Millisecond)
			}
			if i%10 != 9 {
				continue
			}
			synctest.Wait()
			want := inStep(direct.Snapshot())
			seen[want.Status]++
			events = append(events, direct.Events()...)
			if got := inStep(torn.Snapshot()); !agree(got, want) {
				t.Fatalf("after %d commands the screen with the torn connection has\n%+v\nthe player\n%+v", i+1, got, want)
			}
			st, since := follow.State()
			if st.Rev != want.Rev || st.Queue.Length != len(want.Queue.Tracks) || st.Volume != want.Volume ||
				st.Status != statusNames[want.Status] || st.Mode != ModeName(want.Mode) || st.Queue.Current != want.Queue.Current ||
				(st.Position(time.Since(since))-want.At).Abs() > time.Millisecond {
				t.Fatalf("after %d commands status --follow has\n%+v\nthe player\n%+v", i+1, st, want)
			}
			if i%100 == 99 {
				_ = conn().Close()
				synctest.Wait()
			}
			for j, sub := range subs {
				heard[j] = append(heard[j], sub.Events()...)
				if got := inStep(sub.Snapshot()); !agree(got, want) {
					t.Fatalf("after %d commands client %d has\n%+v\nthe player\n%+v", i+1, j, got, want)
				}
			}
		}
		for j := range heard {
			if len(heard[j]) != len(events) {
				t.Errorf("client %d heard of %d events of %d", j, len(heard[j]), len(events))
			}
		}
		if len(events) < 20 || seen[player.Playing] < 10 || seen[player.Paused] < 3 {
			t.Errorf("%d events, seen was %v: the run tries nothing", len(events), seen)
		}
		for _, c := range clients {
			if err := c.Err(); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestTenThousandSongsCrossToAScreen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, s := running(t, Host{})
		c := over(t, s)
		tracks := someTracks(10_000)
		if err := c.Tell(t.Context(), player.Append{Tracks: tracks}); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if err := c.Watch(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		if got := c.Subscribe().Snapshot().Queue.Tracks; !reflect.DeepEqual(got, tracks) {
			t.Errorf("%d songs came", len(got))
		}
		got, current, err := over(t, s).Queue(t.Context())
		sub := p.Subscribe()
		defer sub.Close()
		if err != nil || len(got) != len(tracks) || got[9999].ID != 10_000 || current != sub.Snapshot().Queue.Current {
			t.Errorf("asked for: %d songs, current %d, %v", len(got), current, err)
		}
	})
}

func TestWhatTheHostDoes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var did []string
		liked := map[int64]bool{}
		host := Host{
			Version: "v9",
			Play: func(_ context.Context, w Wish) error {
				did = append(did, "play "+w.Kind+" "+w.Where)
				return &Fault{Code: CodeLogin, Text: "log in"}
			},
			Like:  func(_ context.Context, song int64, on bool) error { liked[song] = on; return nil },
			Liked: func(song int64) bool { return liked[song] },
			Lyrics: func(_ context.Context, song int64) (Lyrics, error) {
				return Lyrics{Track: song, Timed: true, Lines: make([]Verse, 9000)}, nil
			},
			Save: func(_ context.Context, name string, songs []int64) (int64, error) {
				did = append(did, "save "+name)
				return int64(len(songs)), nil
			},
			Quit: func() { did = append(did, "quit") },
		}
		p := newStage(player.Snapshot{})
		s := NewServer(Options{Player: p, Host: host})
		defer s.Close()
		c, ctx := over(t, s), t.Context()
		if got := c.Hello(); got.Version != "v9" || got.PID == 0 {
			t.Errorf("%+v", got)
		}
		wantCode := func(what string, err error, code string) {
			t.Helper()
			var f *Fault
			if !errors.As(err, &f) || f.Code != code {
				t.Errorf("%s: %v, want %s", what, err, code)
			}
		}
		_, err := c.Save(ctx, "x")
		wantCode("save nothing", err, CodeNoTrack)
		wantCode("like nothing", c.Like(ctx, true), CodeNoTrack)
		wantCode("trash", c.Trash(ctx), CodeNoTrack)
		wantCode("play", c.Play(ctx, Wish{Kind: KindDaily, Where: WhereEnd}), CodeLogin)
		wantCode("play two albums", c.Play(ctx, Wish{Kind: KindAlbum, IDs: []int64{1, 2}, Where: WhereNow}), CodeBadLine)
		wantCode("play a file", c.Play(ctx, Wish{Kind: "file", Where: WhereNow}), CodeBadLine)
		wantCode("set an output", c.Tell(ctx, player.SetOutput{Spec: "exec:rm"}), CodeNotHere)
		tracks := someTracks(3)
		p.sub.Publish(player.Snapshot{Track: &tracks[0], Queue: player.Queue{Rev: 1, Tracks: tracks}})
		if err := c.Watch(ctx, false); err != nil {
			t.Fatal(err)
		}
		if err := c.Like(ctx, true); err != nil {
			t.Error(err)
		}
		synctest.Wait()
		if st, _ := c.State(); !st.Liked || st.Queue.Length != 3 {
			t.Errorf("after a like: %+v", st)
		}
		wantCode("trash", c.Trash(ctx), CodeNotHere)
		words, err := c.Lyrics(ctx)
		if err != nil || len(words.Lines) != 9000 || words.Track != 1 || !words.Timed {
			t.Errorf("%d lines of %d, %v", len(words.Lines), words.Track, err)
		}
		if id, err := c.Save(ctx, "mine"); err != nil || id != 3 {
			t.Errorf("saved %d, %v", id, err)
		}
		if err := c.Quit(ctx); err != nil {
			t.Error(err)
		}
		if got := strings.Join(did, ", "); got != "play daily end, save mine, quit" {
			t.Errorf("did %s", got)
		}
	})
}

func TestARefusedOutputIsAnEvent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, s := running(t, Host{})
		c := over(t, s)
		sub := c.Subscribe()
		c.Do(player.SetOutput{Spec: "wav:/tmp/x"})
		synctest.Wait()
		got := sub.Events()
		if len(got) != 1 || got[0].(player.OutputRefused).Spec != "wav:/tmp/x" {
			t.Errorf("%+v", got)
		}
	})
}

func TestTheEndOfThePlayerIsTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		waits := Host{Lyrics: func(ctx context.Context, _ int64) (Lyrics, error) { <-ctx.Done(); return Lyrics{}, ctx.Err() }}
		s := NewServer(Options{Player: newStage(player.Snapshot{Track: &someTracks(1)[0]}), Host: waits})
		c := over(t, s)
		asked := make(chan error, 1)
		c.group.Go("ask", func() {
			_, err := c.Lyrics(context.Background())
			asked <- err
		})
		synctest.Wait()
		begun := time.Now()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		<-c.Done()
		if err := <-asked; !errors.Is(err, ErrGone) || !errors.Is(c.Err(), ErrGone) {
			t.Errorf("%v, %v", err, c.Err())
		}
		if took := time.Since(begun); took > time.Millisecond {
			t.Errorf("the end waited %v for a client", took)
		}
		c.Do(player.Next{}) // into the void
		if _, err := c.Status(context.Background()); !errors.Is(err, ErrGone) {
			t.Error(err)
		}
	})
}
