package report

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/player"
)

func TestServicesFailIndependentlyOfEachOther(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, s, last := &outbox{fuse: -1}, &service{script: []answer{{class: LoginGone}}}, &service{}
		var gone []Service
		r := NewReporter(Options{
			Outbox: o, Posts: []Post{toNetEase(s), toLastFM(last)}, LoginGone: func(s Service) { gone = append(gone, s) },
		})
		r.SetAccount(1)
		heard(r, "before", 1, 3*time.Minute) // nobody is logged in at Last.fm yet
		r.SetUser(LastFM, "ann")
		heard(r, "a", 1, 3*time.Minute)
		heard(r, "b", 1, time.Minute) // counts for the music service only
		time.Sleep(time.Hour)
		synctest.Wait()
		if !slices.Equal(last.arrived, []string{"a/play"}) || s.sends() != 1 || !slices.Equal(gone, []Service{NetEase}) {
			t.Errorf("Last.fm has %v, the other was asked %d times, %v", last.arrived, s.sends(), gone)
		}
		r.SetAccount(1)
		synctest.Wait()
		if want := []string{"before/startplay", "before/play", "a/startplay", "a/play", "b/startplay", "b/play"}; !slices.Equal(s.arrived, want) {
			t.Errorf("arrived %v", s.arrived)
		}
		mustClose(t, r)
	})
}

func TestWithoutAnAccountOfTheMusicServiceOthersAreTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, s, last := &outbox{fuse: -1}, &service{}, &service{}
		r := NewReporter(Options{Outbox: o, Posts: []Post{toNetEase(s), toLastFM(last)}})
		r.SetUser(LastFM, "ann")
		heard(r, "a", 1, 3*time.Minute)
		synctest.Wait()
		if !slices.Equal(last.arrived, []string{"a/play"}) || s.sends() != 0 || o.plays[0].Counts {
			t.Errorf("arrived %v, %d sends, %+v", last.arrived, s.sends(), o.plays)
		}
		mustClose(t, r)
	})
}

func TestWhatWaitedGoesInBatches(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		script []answer
		sizes  []int
		dead   int
	}{
		{"all are taken", []answer{{class: Unsent}}, []int{1, 5, 5, 2}, 0},
		{"a bad one is found", []answer{{class: Unsent}, {class: Bad}, {ok: true, arrives: true}, {class: Bad}, {class: Bad}, {class: Bad}}, []int{1, 5, 1, 1, 1, 1, 1, 1, 1, 1, 5, 1}, 1},
		{"a part is taken", []answer{{class: Unsent}, {half: true, class: TooOften}}, []int{1, 5, 5, 4}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				o, last := &outbox{fuse: -1}, &service{script: c.script}
				r := NewReporter(Options{Outbox: o, Posts: []Post{toLastFM(last)}})
				r.SetUser(LastFM, "ann")
				for i := range 12 {
					heard(r, fmt.Sprint(i), 1, 3*time.Minute)
					synctest.Wait()
				}
				time.Sleep(time.Hour)
				synctest.Wait()
				if !slices.Equal(last.sizes, c.sizes) || len(last.arrived) != 12-c.dead || len(o.rows) != c.dead {
					t.Errorf("sends of %v, want %v; %d arrived, left %s", last.sizes, c.sizes, len(last.arrived), o.states())
				}
				if err := inOrder(last.arrived); err != nil {
					t.Error(err)
				}
				mustClose(t, r)
			})
		})
	}
}

func TestTheServiceSaysHowLongItWantsToBeLeftAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		last := &service{script: []answer{{class: TooOften, wait: 7 * time.Second}, {class: TooOften}}}
		r := NewReporter(Options{Outbox: &outbox{fuse: -1}, Posts: []Post{toLastFM(last)}})
		r.SetUser(LastFM, "ann")
		heard(r, "a", 1, 3*time.Minute)
		time.Sleep(time.Hour)
		synctest.Wait()
		if len(last.at) != 3 || last.at[1].Sub(last.at[0]) != 7*time.Second || last.at[2].Sub(last.at[1]) != time.Minute {
			t.Errorf("sent at %v", last.at)
		}
		mustClose(t, r)
	})
}

func TestWhatPlaysIsToldOnceWhileItPlays(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		last := &service{script: []answer{{class: TooOften, wait: time.Minute}}}
		r := NewReporter(Options{Outbox: &outbox{fuse: -1}, Posts: []Post{toLastFM(last)}})
		r.SetUser(LastFM, "ann")
		song := player.Track{ID: 1, Title: "t", Artists: []string{"a"}}
		r.Handle(player.Started{Play: "a", Track: song, At: time.Now()})
		time.Sleep(3 * time.Minute)
		r.Handle(player.Ended{Play: "a", Track: song, Listened: 3 * time.Minute, Length: 3 * time.Minute, At: time.Now()})
		synctest.Wait()
		r.Handle(player.Started{Play: "talk", Track: player.Track{ID: 2, Title: "t", Artists: []string{"a"}, Source: player.Source{Kind: "djradio"}}, At: time.Now()})
		r.Handle(player.Started{Play: "nameless", Track: player.Track{ID: 3}, At: time.Now()})
		r.Handle(player.Started{Play: "silent", Track: song, At: time.Now(), Silent: true})
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		if !slices.Equal(last.now, []string{"a"}) || !slices.Equal(last.arrived, []string{"a/play"}) {
			t.Errorf("told to play %v, arrived %v", last.now, last.arrived)
		}
		mustClose(t, r)
	})
}

func TestLovesAreToldInOrderToThoseWhoTakeThem(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, last := &service{}, &service{}
		r := NewReporter(Options{Outbox: &outbox{fuse: -1}, Posts: []Post{toNetEase(s), toLastFM(last)}})
		r.SetAccount(1)
		r.SetUser(LastFM, "ann")
		for i := range 4 {
			r.Love(player.Track{ID: 7, Title: "t", Artists: []string{"a"}}, i%2 == 0)
		}
		r.Love(player.Track{ID: 8}, true) // nobody knows its name
		synctest.Wait()
		var kinds []string
		for _, id := range last.arrived {
			kinds = append(kinds, id[len(id)-4:])
		}
		if !slices.Equal(kinds, []string{"love", "love", "love", "love"}) || s.sends() != 0 ||
			last.arrived[1][:6] != "unlove" || last.arrived[2][:5] != "love-" {
			t.Errorf("arrived %v, and %v", last.arrived, s.arrived)
		}
		mustClose(t, r)
	})
}

func TestPrivatePlaysAreNeitherToldNorKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, s, last := &outbox{fuse: -1}, &service{}, &service{}
		var private, off atomic.Bool
		r := NewReporter(Options{
			Outbox: o, Posts: []Post{toNetEase(s), toLastFM(last)}, Private: private.Load,
			Off: func(s Service, account int64) bool { return off.Load() && s == NetEase && account == 1 },
		})
		r.SetAccount(1)
		r.SetUser(LastFM, "ann")
		song := player.Track{ID: 1, Title: "t", Artists: []string{"a"}}
		over := func(id string) {
			r.Handle(player.Ended{Play: id, Track: song, Listened: 3 * time.Minute, Length: 3 * time.Minute, At: time.Now()})
			synctest.Wait()
		}
		begin := func(id string) {
			r.Handle(player.Started{Play: id, Track: song, At: time.Now()})
			synctest.Wait()
		}
		private.Store(true)
		begin("began in private")
		r.Love(song, true)
		private.Store(false)
		over("began in private")
		begin("ended in private")
		private.Store(true)
		over("ended in private")
		private.Store(false)
		off.Store(true)
		heard(r, "off", 1, 3*time.Minute)
		synctest.Wait()
		off.Store(false)
		heard(r, "on", 1, 3*time.Minute)
		synctest.Wait()
		if !slices.Equal(last.arrived, []string{"off/play", "on/play"}) ||
			!slices.Equal(s.arrived, []string{"ended in private/startplay", "on/startplay", "on/play"}) {
			t.Errorf("arrived %v, and %v", last.arrived, s.arrived)
		}
		if len(o.plays) != 2 || o.plays[0].Counts || !o.plays[1].Counts {
			t.Errorf("kept %+v", o.plays)
		}
		mustClose(t, r)
	})
}

// record is a Record in memory.
type record struct {
	mu      sync.Mutex
	heard   map[int64]int // at the service
	before  map[int64]int
	at      time.Time
	waiting []Waiting
	counted []string
	looks   []time.Time
	fail    error
}

func (d *record) set(f func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f()
}

func (d *record) Heard(context.Context, int64) (map[int64]int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.looks = append(d.looks, time.Now())
	return maps.Clone(d.heard), d.fail
}

func (d *record) Before(context.Context, int64) (map[int64]int, time.Time, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.before, d.at, nil
}

func (d *record) Waiting(context.Context, int64) ([]Waiting, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.waiting), nil
}

func (d *record) Keep(_ context.Context, _ int64, heard map[int64]int, counted []string, at time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.before, d.at = heard, at
	d.counted = append(d.counted, counted...)
	d.waiting = slices.DeleteFunc(d.waiting, func(w Waiting) bool { return slices.Contains(counted, w.Play) })
	return nil
}

func TestAcceptedPlaysAreProvedByTheListeningRecord(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, d := &service{}, &record{heard: map[int64]int{1: 4}}
		r := NewReporter(Options{Outbox: &outbox{fuse: -1}, Posts: []Post{toNetEase(s)}, Record: d})
		r.SetAccount(1)
		synctest.Wait()
		if len(d.looks) != 1 {
			t.Fatalf("looked %d times before anything was heard", len(d.looks))
		}
		for i, song := range []int64{1, 1, 2} {
			id := fmt.Sprint(i)
			heard(r, id, song, time.Minute)
			synctest.Wait()
			d.set(func() { d.waiting = append(d.waiting, Waiting{id, song, time.Now()}) })
		}
		if got := r.Tally(); got != (Tally{Accepted: 3}) {
			t.Errorf("before the record is read: %+v", got)
		}
		d.set(func() { d.heard = map[int64]int{1: 5, 9: 1} }) // one of the three was dropped, one is late
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		if got := r.Tally(); got != (Tally{3, 1}) || !slices.Equal(d.counted, []string{"0"}) {
			t.Errorf("%+v, counted %v", got, d.counted)
		}
		d.set(func() { d.heard = map[int64]int{1: 5, 2: 1, 9: 1} })
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		if got := r.Tally(); got != (Tally{3, 2}) || !slices.Equal(d.counted, []string{"0", "2"}) {
			t.Errorf("%+v, counted %v", got, d.counted)
		}
		for i := range d.looks[1:] {
			if gap := d.looks[i+1].Sub(d.looks[i]); gap < proveEvery {
				t.Errorf("looked again after %v", gap)
			}
		}
		d.set(func() { d.waiting = nil })
		n := len(d.looks)
		time.Sleep(48 * time.Hour)
		synctest.Wait()
		if len(d.looks) > n+1 {
			t.Errorf("looked %d times for nothing", len(d.looks)-n)
		}
		mustClose(t, r)
	})
}

func TestProvedTakesAsManyAsTheRecordHasGrownBy(t *testing.T) {
	t.Parallel()
	play := func(id string, song int64) Waiting { return Waiting{Play: id, Song: song} }
	for _, c := range []struct {
		name        string
		before, now map[int64]int
		want        []string
	}{
		{"no record before", nil, map[int64]int{1: 2}, []string{"a", "b"}},
		{"one more", map[int64]int{1: 7}, map[int64]int{1: 8}, []string{"a"}},
		{"none", map[int64]int{1: 7, 2: 1}, map[int64]int{1: 7, 2: 1}, nil},
		{"many more", map[int64]int{1: 7}, map[int64]int{1: 70, 2: 1}, []string{"a", "b", "c"}},
		{"a new week", map[int64]int{1: 7, 2: 3}, map[int64]int{1: 1}, []string{"a"}},
	} {
		if got := proved(c.before, c.now, []Waiting{play("a", 1), play("b", 1), play("c", 2)}); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// keeping is an outbox that takes its time to keep what was accepted, and a
// record that finds it there alone.
type keeping struct {
	*outbox
	record *record
}

func (k keeping) Done(ctx context.Context, rows []Row, at time.Time) error {
	time.Sleep(time.Second)
	k.record.set(func() {
		for _, row := range rows {
			if row.Kind == FullPlay {
				k.record.waiting = append(k.record.waiting, Waiting{row.Play, row.Song, at})
			}
		}
	})
	return k.outbox.Done(ctx, rows, at)
}

func TestTheLastPlayOfAnEveningIsProvedToo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := &record{heard: map[int64]int{}}
		r := NewReporter(Options{Outbox: keeping{&outbox{fuse: -1}, d}, Posts: []Post{toNetEase(&service{})}, Record: d})
		r.SetAccount(1)
		synctest.Wait()
		heard(r, "a", 1, time.Minute)
		d.set(func() { d.heard = map[int64]int{1: 1} })
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		if got := r.Tally(); got != (Tally{1, 1}) {
			t.Errorf("%+v after two hours in which nothing else was heard", got)
		}
		mustClose(t, r)
	})
}
