package wire

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/api/ncmfake/seed"
	"ncmtui/player"
	"ncmtui/player/report/reportfake"
	"ncmtui/store"
	"ncmtui/ui/uitest"
)

// teller are the services beside the music's, with somebody logged in at each.
type teller struct {
	*rig
	last   *reportfake.LastFM
	brainz *reportfake.ListenBrainz

	sub   *player.Subscription
	began []player.Started // every play so far
}

// unseen is a teller without a screen: hours are dear where one draws.
func unseen(t *testing.T, play func(*teller)) {
	t.Helper()
	f := newTeller()
	synctest.Test(t, func(t *testing.T) {
		r := world(t, member, f.set(t), func(o *Options) { o.Headless = true })
		f.rig = r
		f.wake()
		play(f)
		f.Wait(2 * time.Minute)
		f.check()
		f.rest()
	})
}

// wake runs the player, rest ends it.
func (f *teller) wake() {
	f.t.Helper()
	var err error
	if f.m, err = New(f.o); err != nil {
		f.t.Fatal(err)
	}
	f.sub = f.m.Player.Subscribe()
	f.Wait(2 * time.Second)
}

func (f *teller) rest() {
	f.hear()
	f.sub.Close()
	if err := f.m.Close(); err != nil {
		f.t.Errorf("Close: %v", err)
	}
}

// Wait lets time pass, with a screen or without.
func (f *teller) Wait(d time.Duration) *uitest.Session {
	if f.Session != nil {
		return f.Session.Wait(d)
	}
	time.Sleep(d)
	synctest.Wait()
	return nil
}

func newTeller() *teller {
	return &teller{
		last:   &reportfake.LastFM{Key: "key", Secret: "canary-secret", User: "ann", Session: "canary-session"},
		brainz: &reportfake.ListenBrainz{Token: "canary-token", User: "ben"},
	}
}

// check wants nothing to have been told against the services' documents.
func (f *teller) check() {
	f.t.Helper()
	if wrong := append(f.last.Wrong(), f.brainz.Wrong()...); len(wrong) > 0 {
		f.t.Errorf("against the documents: %v", wrong)
	}
}

// set makes the options of a program that tells these services.
func (f *teller) set(t *testing.T) func(*Options) {
	return func(o *Options) {
		o.Decode = openHollow
		o.Scrobble = reportfake.Hosts{"ws.audioscrobbler.com": f.last, "api.listenbrainz.org": f.brainz}
		err := store.SaveScrobblers(o.Places.Data, store.Scrobblers{
			LastFM:       store.LastFMLogin{User: "ann", Key: "key", Secret: "canary-secret", Session: "canary-session"},
			ListenBrainz: store.BrainzLogin{User: "ben", Token: "canary-token"},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func telling(t *testing.T, play func(*teller)) {
	t.Helper()
	f := newTeller()
	scenario(t, member, func(r *rig) {
		f.rig = r
		f.Wait(2 * time.Second)
		f.sub = r.m.Player.Subscribe()
		play(f)
		f.Wait(2 * time.Minute)
		f.check()
	}, f.set(t))
}

// tracks are songs of the catalogue, played from a list.
func (f *teller) tracks(ids ...int64) []player.Track {
	f.t.Helper()
	got, err := f.m.lists.Songs(f.t.Context(), ids)
	if err != nil || len(got) != len(ids) {
		f.t.Fatalf("%d of %d songs, %v", len(got), len(ids), err)
	}
	out := make([]player.Track, len(got))
	for i, s := range got {
		out[i] = player.Track{ID: s.ID, Title: s.Name, Album: s.Album.Name, AlbumID: s.Album.ID, Duration: s.Duration, Source: player.Source{Kind: "list", ID: 42}}
		for _, a := range s.Artists {
			out[i].Artists = append(out[i].Artists, a.Name)
		}
	}
	return out
}

func (f *teller) do(cmds ...player.Command) {
	for _, c := range cmds {
		f.m.Player.Do(c)
		f.Wait(50 * time.Millisecond)
	}
}

// want holds what all three were told against "ID seconds end" of the plays that
// count, and against the ids of those that count as scrobbles.
func (f *teller) want(plays []string, scrobbles ...int64) {
	f.t.Helper()
	f.Wait(time.Minute)
	f.hear()
	var got []string
	var starts []int64
	for _, p := range f.svc.Plays() {
		if p.Action == "startplay" {
			starts = append(starts, p.ID)
			continue
		}
		if !slices.Contains(starts, p.ID) {
			f.t.Errorf("a play of %d was told before its start", p.ID)
		}
		if p.Type != "song" || p.Source != "list" || p.From != "42" {
			f.t.Errorf("report %+v", p)
		}
		got = append(got, fmt.Sprint(p.ID-seed.Load().Daily[0], " ", p.Seconds, " ", p.End))
	}
	if !near(got, plays) {
		f.t.Errorf("counted plays %q, want %q", got, plays)
	}
	if want := each(f.began, func(s player.Started) int64 { return s.Track.ID }); !slices.Equal(starts, want) {
		f.t.Errorf("starts of %v were told, want %v", starts, want)
	}
	var names []string
	for _, t := range f.tracks(scrobbles...) {
		names = append(names, t.Artists[0]+"/"+t.Title+"/"+fmt.Sprint(int(t.Duration/time.Second)))
	}
	told := func(all []reportfake.Play) (out []string) {
		for _, p := range all {
			out = append(out, strings.Split(p.Artist, ", ")[0]+"/"+p.Track+"/"+fmt.Sprint(p.Seconds))
			if !slices.ContainsFunc(f.began, func(s player.Started) bool { return s.Track.Title == p.Track && s.At.Unix() == p.At }) {
				f.t.Errorf("%s is told to have begun at %v, when it did not", p.Track, time.Unix(p.At, 0))
			}
		}
		times := each(all, func(p reportfake.Play) int64 { return p.At })
		if !slices.IsSorted(times) || len(slices.Compact(slices.Clone(times))) != len(times) {
			f.t.Errorf("told with the times %v", times)
		}
		return out
	}
	if got := told(f.last.Scrobbles()); !slices.Equal(got, names) {
		f.t.Errorf("Last.fm has %q, want %q", got, names)
	}
	if got := told(f.brainz.Listens()); !slices.Equal(got, names) {
		f.t.Errorf("ListenBrainz has %q, want %q", got, names)
	}
}

// hear takes the plays that have begun.
func (f *teller) hear() {
	for _, e := range f.sub.Events() {
		if s, ok := e.(player.Started); ok {
			f.began = append(f.began, s)
		}
	}
}

// again quits and starts anew on the next day.
func (f *teller) again() {
	f.rest()
	time.Sleep(12 * time.Hour)
	f.wake()
}

// near compares plays; the heard seconds may be one off, for what a pause or a
// jump takes.
func near(got, want []string) bool {
	return slices.EqualFunc(got, want, func(a, b string) bool {
		var id1, id2, s1, s2 int64
		var e1, e2 string
		_, err1 := fmt.Sscan(a, &id1, &s1, &e1)
		_, err2 := fmt.Sscan(b, &id2, &s2, &e2)
		return err1 == nil && err2 == nil && id1 == id2 && e1 == e2 && s1-s2 <= 1 && s2-s1 <= 1
	})
}

// The first songs of the daily list: 96 s, 113 s, 194 s.
func songsToTell() (a, b, c int64) {
	d := seed.Load().Daily
	return d[0], d[1], d[2]
}

func TestPlaysAreToldWithTheSecondsThatWereHeard(t *testing.T) {
	t.Parallel()
	a, b, c := songsToTell()
	ab, ac := b-a, c-a
	for _, s := range []struct {
		name      string
		play      func(*teller)
		plays     []string
		scrobbles []int64
	}{
		{"loop one", func(f *teller) {
			f.do(player.SetMode{Mode: player.LoopOne}, player.PlayList{Tracks: f.tracks(a, b)})
			f.Wait(3*96*time.Second + 10*time.Second)
			f.do(player.Stop{})
		}, []string{"0 96 playend", "0 96 playend", "0 96 playend"}, []int64{a, a, a}},
		{"a skip at 3 s", func(f *teller) {
			f.do(player.PlayList{Tracks: f.tracks(a, b, c)})
			f.Wait(3 * time.Second)
			f.do(player.Next{})
			f.Wait(3 * time.Second)
			f.do(player.Stop{})
		}, nil, nil},
		{"a pause of ten hours", func(f *teller) {
			f.do(player.PlayList{Tracks: f.tracks(a, b)})
			f.Wait(25 * time.Second)
			f.do(player.Pause{})
			f.Wait(10 * time.Hour)
			f.do(player.Resume{})
			f.Wait(30 * time.Second)
			f.do(player.Next{}, player.Stop{})
		}, []string{"0 55 ui"}, []int64{a}},
		{"there and back", func(f *teller) {
			f.do(player.PlayList{Tracks: f.tracks(c)})
			for _, at := range []time.Duration{100, 5, 170, 20} {
				f.Wait(10 * time.Second)
				f.do(player.SeekTo{Pos: at * time.Second})
			}
			f.Wait(10 * time.Second)
			f.do(player.PlayList{Tracks: f.tracks(a)}, player.Stop{})
		}, []string{fmt.Sprint(ac, " 50 interrupt")}, nil},
		{"twice as fast", func(f *teller) {
			f.do(player.SetSpeed{Rate: 2}, player.PlayList{Tracks: f.tracks(a)})
			f.Wait(60 * time.Second)
		}, []string{"0 48 playend"}, []int64{a}},
		{"a crossfade", func(f *teller) {
			f.do(player.SetCrossfade{Seconds: 6}, player.PlayList{Tracks: f.tracks(a, b)})
			f.Wait((96 + 114 + 5) * time.Second)
		}, []string{"0 93 playend", fmt.Sprint(ab, " 110 playend")}, []int64{a, b}},
		{"a crossfade with a pause in it", func(f *teller) {
			f.do(player.SetCrossfade{Seconds: 6}, player.PlayList{Tracks: f.tracks(a, b)})
			f.Wait(91 * time.Second)
			f.do(player.Pause{})
			f.Wait(10 * time.Hour)
			f.do(player.Resume{})
			f.Wait(125 * time.Second)
		}, []string{"0 93 playend", fmt.Sprint(ab, " 110 playend")}, []int64{a, b}},
		{"a skip in a crossfade", func(f *teller) {
			f.do(player.SetCrossfade{Seconds: 6}, player.PlayList{Tracks: f.tracks(a, b, c)})
			f.Wait(91 * time.Second)
			f.do(player.Next{})
			f.Wait(10 * time.Second)
			f.do(player.Stop{})
		}, []string{"0 91 ui"}, []int64{a}},
		{"a loop of one with a crossfade, and a skip", func(f *teller) {
			f.do(player.SetCrossfade{Seconds: 6}, player.SetMode{Mode: player.LoopOne}, player.PlayList{Tracks: f.tracks(a, b)})
			f.Wait((96 + 40) * time.Second)
			f.do(player.Next{})
			f.Wait(3 * time.Second)
			f.do(player.Stop{})
		}, []string{"0 96 playend", "0 40 ui"}, []int64{a}},
		{"a skip just after it counts", func(f *teller) {
			f.do(player.PlayList{Tracks: f.tracks(a, b)})
			f.Wait(31 * time.Second)
			f.do(player.Next{})
			f.Wait(29 * time.Second)
			f.do(player.Stop{})
		}, []string{"0 31 ui"}, nil},
		{"a pause of ten hours before it counts", func(f *teller) {
			f.do(player.PlayList{Tracks: f.tracks(a, b)})
			f.Wait(28 * time.Second)
			f.do(player.Pause{})
			f.Wait(10 * time.Hour)
			f.do(player.Next{}, player.Stop{})
		}, nil, nil},
		{"the same forty seconds three times", func(f *teller) {
			f.do(player.PlayList{Tracks: f.tracks(a, b)})
			for range 2 {
				f.Wait(40 * time.Second)
				f.do(player.SeekTo{})
			}
			f.Wait(40 * time.Second)
			f.do(player.Next{}, player.Stop{})
		}, []string{"0 120 ui"}, []int64{a}},
		{"its end alone", func(f *teller) {
			f.do(player.PlayList{Tracks: f.tracks(c)})
			f.Wait(5 * time.Second)
			f.do(player.SeekTo{Pos: 180 * time.Second})
			f.Wait(20 * time.Second)
		}, nil, nil},
		{"a jump in a pause", func(f *teller) {
			f.do(player.PlayList{Tracks: f.tracks(a, b)})
			f.Wait(10 * time.Second)
			f.do(player.Pause{}, player.SeekTo{Pos: time.Minute})
			f.Wait(time.Hour)
			f.do(player.Resume{})
			f.Wait(25 * time.Second)
			f.do(player.Next{}, player.Stop{})
		}, []string{"0 35 ui"}, nil},
		{"faster from the middle on", func(f *teller) {
			f.do(player.PlayList{Tracks: f.tracks(a)})
			f.Wait(30 * time.Second)
			f.do(player.SetSpeed{Rate: 2})
			f.Wait(50 * time.Second)
		}, []string{"0 63 playend"}, []int64{a}},
		{"mute", func(f *teller) {
			f.do(player.ToggleMute{}, player.PlayList{Tracks: f.tracks(a, b)})
			f.Wait(time.Minute)
			f.do(player.Next{}, player.Stop{})
		}, []string{"0 60 ui"}, []int64{a}},
		{"back to the song before", func(f *teller) {
			f.do(player.PlayList{Tracks: f.tracks(a, b)})
			f.Wait(40 * time.Second)
			f.do(player.Next{})
			f.Wait(40 * time.Second)
			f.do(player.Previous{})
			f.Wait(60 * time.Second)
			f.do(player.Stop{})
		}, []string{"0 40 ui", fmt.Sprint(ab, " 40 ui"), "0 60 ui"}, []int64{a}},
		{"a night between", func(f *teller) {
			f.do(player.PlayList{Tracks: f.tracks(a)})
			f.Wait(40 * time.Second)
			f.again()
			f.do(player.Resume{})
			f.Wait(70 * time.Second)
		}, []string{"0 40 ui", "0 56 playend"}, []int64{a}},
	} {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			unseen(t, func(f *teller) {
				s.play(f)
				f.want(s.plays, s.scrobbles...)
			})
		})
	}
}

func TestLikesAndWhatPlaysAreToldEverywhere(t *testing.T) {
	long(t)
	t.Parallel()
	a, b, _ := songsToTell()
	telling(t, func(f *teller) {
		f.do(player.PlayList{Tracks: f.tracks(a, b)})
		f.Wait(5 * time.Second).Keys(",").Wait(3 * time.Second).Keys("u").Wait(3 * time.Second)
		song := f.tracks(a)[0]
		if got := f.last.Loves(); !slices.Equal(got, []string{"+" + song.Artists[0] + "/" + song.Title, "-" + song.Artists[0] + "/" + song.Title}) {
			t.Errorf("Last.fm's loves are %q", got)
		}
		if got := f.brainz.Loves(); !slices.Equal(got, []string{"1 mbid of " + song.Title, "0 mbid of " + song.Title}) {
			t.Errorf("ListenBrainz' loves are %q", got)
		}
		if l, b := f.last.NowPlaying(), f.brainz.NowPlaying(); len(l) != 1 || len(b) != 1 || l[0].Track != song.Title {
			t.Errorf("now playing: %+v, %+v", l, b)
		}
		f.Keys("g", "P").Wait(time.Second).Expect("私密")
		f.do(player.Next{})
		f.Wait(3*time.Minute).Keys("g", "P").Wait(time.Second).ExpectNot("私密 ")
		if len(f.last.Scrobbles())+len(f.last.NowPlaying())+len(f.brainz.Listens()) != 1 {
			t.Errorf("in private: %v %v %v", f.last.Scrobbles(), f.last.NowPlaying(), f.brainz.Listens())
		}
		for _, p := range f.svc.Plays() {
			if p.ID == b && p.Time.After(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)) {
				t.Errorf("in private: %+v", p)
			}
		}
	})
}

func TestTheHeaderTellsWhatWasSentFromWhatCounted(t *testing.T) {
	long(t)
	t.Parallel()
	a, b, _ := songsToTell()
	telling(t, func(f *teller) {
		f.do(player.PlayList{Tracks: f.tracks(a, b)})
		f.Wait(100 * time.Second).Expect("已送达 1")
		f.Wait(2 * time.Hour).ExpectNot("已送达").Expect("已计入 2")
	})
}
