package wire

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ncmtui/api/ncmfake/seed"
	"ncmtui/player"
	"ncmtui/player/report/reportfake"
	"ncmtui/store"
)

// teller are the services beside the music's, with somebody logged in at each.
type teller struct {
	*rig
	last   *reportfake.LastFM
	brainz *reportfake.ListenBrainz
}

func telling(t *testing.T, play func(*teller)) {
	t.Helper()
	f := &teller{
		last:   &reportfake.LastFM{Key: "key", Secret: "canary-secret", User: "ann", Session: "canary-session"},
		brainz: &reportfake.ListenBrainz{Token: "canary-token", User: "ben"},
	}
	scenario(t, member, func(r *rig) {
		f.rig = r
		r.Wait(2 * time.Second)
		play(f)
		r.Wait(2 * time.Minute)
		if wrong := append(f.last.Wrong(), f.brainz.Wrong()...); len(wrong) > 0 {
			t.Errorf("against the documents: %v", wrong)
		}
	}, func(o *Options) {
		o.Decode = openHollow
		o.Scrobble = reportfake.Hosts{"ws.audioscrobbler.com": f.last, "api.listenbrainz.org": f.brainz}
		err := store.SaveScrobblers(o.Places.Data, store.Scrobblers{
			LastFM:       store.LastFMLogin{User: "ann", Key: "key", Secret: "canary-secret", Session: "canary-session"},
			ListenBrainz: store.BrainzLogin{User: "ben", Token: "canary-token"},
		})
		if err != nil {
			t.Fatal(err)
		}
	})
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
	var got []string
	for _, p := range f.svc.Plays() {
		if p.Action != "play" {
			continue
		}
		if p.Type != "song" || p.Source != "list" || p.From != "42" {
			f.t.Errorf("report %+v", p)
		}
		got = append(got, fmt.Sprint(p.ID-seed.Load().Daily[0], " ", p.Seconds, " ", p.End))
	}
	if !near(got, plays) {
		f.t.Errorf("counted plays %q, want %q", got, plays)
	}
	var names []string
	for _, t := range f.tracks(scrobbles...) {
		names = append(names, t.Artists[0]+"/"+t.Title+"/"+fmt.Sprint(int(t.Duration/time.Second)))
	}
	told := func(all []reportfake.Play) (out []string) {
		for _, p := range all {
			out = append(out, strings.Split(p.Artist, ", ")[0]+"/"+p.Track+"/"+fmt.Sprint(p.Seconds))
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
	} {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			telling(t, func(f *teller) {
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
