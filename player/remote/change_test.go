package remote

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/player"
	"ncmtui/player/output"
)

func queueOf(rev uint64, tracks []player.Track) player.Queue {
	q := player.Queue{Rev: rev, Tracks: tracks, Order: make([]int, len(tracks))}
	for i := range q.Order {
		q.Order[i] = i
	}
	return q
}

// told is what a reader of the lines makes of a change.
func told(t *testing.T, old, now player.Queue) (assembly, int) {
	t.Helper()
	from := assembly{rev: old.Rev, tracks: old.Tracks, order: old.Order}
	var next assembly
	size := 0
	for _, l := range changeLines(old, now) {
		raw, err := encode(l)
		if err != nil {
			t.Fatal(err)
		}
		size += len(raw)
		back, err := readLine(raw)
		if err == nil {
			err = next.amend(*back.Change, &from, back.More)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return next, size
}

func TestAChangeOfTenThousandSongsIsSmall(t *testing.T) {
	t.Parallel()
	all := someTracks(10_000)
	fresh := someTracks(10_003)[10_000:]
	for _, tc := range []struct {
		name string
		now  []player.Track
		most int // bytes
	}{
		{"nothing", all, 200},
		{"one removed", slices.Delete(slices.Clone(all), 5000, 5001), 200},
		{"three appended", append(slices.Clone(all), fresh...), 1500},
		{"played next", slices.Insert(slices.Clone(all), 1, fresh...), 1500},
		{"one moved far", slices.Insert(slices.Delete(slices.Clone(all), 9000, 9001), 10, all[9000]), 250},
		{"all but one cleared", all[77:78], 200},
		{"emptied", nil, 200},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			now := queueOf(8, tc.now)
			got, size := told(t, queueOf(7, all), now)
			if got.rev != 8 || !slices.EqualFunc(got.tracks, now.Tracks, func(a, b player.Track) bool { return alike(&a, &b) }) ||
				!slices.Equal(got.order, now.Order) {
				t.Errorf("%d songs came of %d", len(got.tracks), len(now.Tracks))
			}
			if size > tc.most {
				t.Errorf("%d bytes, want at most %d", size, tc.most)
			}
		})
	}
}

func TestAnyQueueIsMadeFromAnyOther(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 8))
	songs := someTracks(60)
	list := func(n int) player.Queue {
		q := player.Queue{Rev: rng.Uint64(), Tracks: []player.Track{}, Order: []int{}}
		for range rng.IntN(n) {
			track := songs[rng.IntN(len(songs))]
			if rng.IntN(10) == 0 {
				track.Title = "another title of the same song"
			}
			q.Tracks = append(q.Tracks, track) // songs twice, too
		}
		q.Order = append(q.Order, rng.Perm(len(q.Tracks))...)
		return q
	}
	for range 60 {
		old, now := list(400), list(400)
		got, _ := told(t, old, now)
		if !reflect.DeepEqual(got.tracks, now.Tracks) || !slices.Equal(got.order, now.Order) {
			t.Fatalf("from %d songs to %d: %d came", len(old.Tracks), len(now.Tracks), len(got.tracks))
		}
	}
}

func FuzzChange(f *testing.F) {
	f.Add([]byte(`{"rev":2,"base":1,"length":2,"parts":[{"from":1,"n":1},{"tracks":[{"id":7}]}],"straight":true}`), false)
	f.Add([]byte(`{"rev":2,"base":1,"length":99999999,"parts":[{"from":-1,"n":1}],"order":[5]}`), true)
	f.Fuzz(func(t *testing.T, raw []byte, more bool) {
		var c change
		if json.Unmarshal(raw, &c) != nil {
			return
		}
		old := assembly{rev: 1, tracks: someTracks(3), order: []int{2, 1, 0}}
		var a assembly
		if a.amend(c, &old, more) == nil && len(a.tracks) > max(c.Length, 0) {
			t.Errorf("%d songs of %d", len(a.tracks), c.Length)
		}
		if len(old.tracks) != 3 {
			t.Error("the former queue was changed")
		}
	})
}

// linked is a Link to a server without a socket; each dial is a new pipe.
func linked(t *testing.T, s func() *Server) (*Link, func() net.Conn) {
	t.Helper()
	var last atomic.Pointer[net.Conn]
	l, err := NewLink(t.Context(), func(_ context.Context) (net.Conn, error) {
		server := s()
		if server == nil {
			return nil, ErrNotRunning
		}
		here, there := net.Pipe()
		server.Serve(there)
		last.Store(&here)
		return here, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l, func() net.Conn { return *last.Load() }
}

func TestALinkStandsOverALostConnection(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, s := running(t, Host{})
		l, conn := linked(t, func() *Server { return s })
		sub := l.Subscribe()
		l.Do(player.Append{Tracks: someTracks(5)})
		synctest.Wait()
		if got := len(sub.Snapshot().Queue.Tracks); got != 5 {
			t.Fatalf("%d songs", got)
		}
		_ = conn().Close()
		synctest.Wait()
		p.Do(player.Append{Tracks: someTracks(6)})
		synctest.Wait()
		direct := p.Subscribe()
		defer direct.Close()
		if got, want := inStep(sub.Snapshot()), inStep(direct.Snapshot()); !reflect.DeepEqual(got, want) {
			t.Errorf("has\n%+v\nthe player\n%+v", got, want)
		}
		l.Do(player.SetVolume{Percent: 33})
		synctest.Wait()
		if got := sub.Snapshot().Volume; got != 33 || l.Err() != nil {
			t.Errorf("volume %d, %v", got, l.Err())
		}
	})
}

func TestALinkEndsWithThePlayer(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		end  func(*Server, net.Conn)
		want error
		took time.Duration
	}{
		{"ended by somebody", func(s *Server, _ net.Conn) { _ = s.Close() }, ErrEnded, 0},
		{"gone without a word", func(_ *Server, c net.Conn) { _ = c.Close() }, ErrGone, seekFor},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				_, s := running(t, Host{})
				var there atomic.Pointer[Server]
				there.Store(s)
				l, conn := linked(t, there.Load)
				synctest.Wait()
				begun := time.Now()
				there.Store(nil)
				tc.end(s, conn())
				<-l.Over()
				if took := time.Since(begun); took != tc.took || !errors.Is(l.Err(), tc.want) {
					t.Errorf("over after %v: %v", took, l.Err())
				}
			})
		})
	}
}

func TestLikesAreToldToTheOtherScreens(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		heard := map[string][]int64{}
		hears := func(name string) func(int64, bool) {
			return func(song int64, _ bool) {
				mu.Lock()
				defer mu.Unlock()
				heard[name] = append(heard[name], song)
			}
		}
		host := Host{Told: hears("host")}
		_, s := running(t, host)
		one, _ := linked(t, func() *Server { return s })
		two, _ := linked(t, func() *Server { return s })
		one.Hear(hears("one"), nil)
		two.Hear(hears("two"), nil)
		one.Client().Told(7, true)
		synctest.Wait()
		mu.Lock()
		defer mu.Unlock()
		if want := map[string][]int64{"host": {7}, "two": {7}}; !reflect.DeepEqual(heard, want) {
			t.Errorf("heard %v", heard)
		}
	})
}

func TestBandsAreSeenOneLookLate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var loud atomic.Bool
		loud.Store(true)
		host := Host{Bands: func(dst []float32, _ time.Time) bool { dst[1] = 0.5; return loud.Load() }}
		_, s := running(t, host)
		c := over(t, s)
		dst := make([]float32, 3)
		if c.Bands(dst, time.Now()) {
			t.Error("bands before the player told any")
		}
		synctest.Wait()
		if !c.Bands(dst, time.Now()) || dst[1] != 0.5 {
			t.Errorf("bands %v", dst)
		}
		loud.Store(false)
		synctest.Wait()
		c.Bands(dst, time.Now())
		synctest.Wait()
		if c.Bands(dst, time.Now()) || dst[1] != 0 {
			t.Errorf("silence has bands %v", dst)
		}
	})
}

func TestWhatTheHostSaysWaitsForAScreen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, s := running(t, Host{})
		s.Tell(Notice{ZH: "一", EN: "one"})
		plain := over(t, s)
		if err := plain.Watch(t.Context(), false); err != nil { // a bar, no screen
			t.Fatal(err)
		}
		var mu sync.Mutex
		var heard []string
		screen := over(t, s)
		screen.Hear(nil, func(n Notice) {
			mu.Lock()
			defer mu.Unlock()
			heard = append(heard, n.EN)
		})
		if err := screen.Watch(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		s.Tell(Notice{ZH: "二", EN: "two"})
		synctest.Wait()
		mu.Lock()
		defer mu.Unlock()
		if !slices.Equal(heard, []string{"one", "two"}) {
			t.Errorf("heard %v", heard)
		}
	})
}

func TestErrorsKeepWhatTheyAre(t *testing.T) {
	t.Parallel()
	code := func(error) string { return CodeNetwork }
	for _, k := range known {
		got := causeOf(fmt.Errorf("song 7: %w", k.err), code).err()
		var f *Fault
		if !errors.Is(got, k.err) || got.Error() != "song 7: "+k.err.Error() || !errors.As(got, &f) || f.Code != CodeNetwork {
			t.Errorf("%v came as %v", k.err, got)
		}
		if !errors.Is(k.err, player.ErrEnd) && errors.Is(got, player.ErrEnd) {
			t.Errorf("%v came as the end", k.err)
		}
	}
	var u *output.Unusable
	if got := causeOf(&output.Unusable{Kind: "wav", Name: "/x", Err: syscall.EROFS}, nil).err(); !errors.As(got, &u) || u.Name != "/x" || u.Kind != "wav" {
		t.Errorf("%v", got)
	}
}
