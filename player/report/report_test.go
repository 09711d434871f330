package report

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/player"
)

func TestCountsFromThirtySecondsOrHalf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		listened, length time.Duration
		want             bool
	}{
		{30 * time.Second, 4 * time.Minute, true},
		{29999 * time.Millisecond, 4 * time.Minute, false},
		{30 * time.Second, 0, true},
		{20 * time.Second, 0, false},
		{15 * time.Second, 30 * time.Second, true},
		{14 * time.Second, 30 * time.Second, false},
		{29500 * time.Millisecond, 59 * time.Second, true},
		{29 * time.Second, time.Minute, false},
		{500 * time.Millisecond, time.Second, false},
		{0, 0, false},
	} {
		if got := Counts(player.Track{}, c.listened, c.length); got != c.want {
			t.Errorf("Counts(%v, %v) = %v", c.listened, c.length, got)
		}
	}
}

func TestScrobblesAfterHalfOrFourMinutes(t *testing.T) {
	t.Parallel()
	song := player.Track{Title: "t", Artists: []string{"a"}}
	for _, c := range []struct {
		track            player.Track
		listened, length time.Duration
		want             bool
	}{
		{song, time.Minute, 2 * time.Minute, true},
		{song, 59 * time.Second, 2 * time.Minute, false},
		{song, 4 * time.Minute, time.Hour, true},
		{song, 239 * time.Second, time.Hour, false},
		{song, 30 * time.Second, 30 * time.Second, false},
		{song, 16 * time.Second, 31 * time.Second, true},
		{song, time.Minute, 0, false},
		{song, 4 * time.Minute, 0, true},
		{player.Track{Title: "t"}, time.Hour, time.Hour, false},
		{player.Track{Artists: []string{"a"}}, time.Hour, time.Hour, false},
		{player.Track{Title: "t", Artists: []string{"a"}, Source: player.Source{Kind: "djradio"}}, time.Hour, time.Hour, false},
	} {
		if got := Scrobbles(c.track, c.listened, c.length); got != c.want {
			t.Errorf("Scrobbles(%+v, %v, %v) = %v", c.track, c.listened, c.length, got)
		}
	}
}

func TestReportsHaveTheServicesFields(t *testing.T) {
	t.Parallel()
	track := player.Track{
		ID: 7, Title: "n", Artists: []string{"a", "b"}, Album: "l", Duration: 3 * time.Minute, Alg: "itembased",
		Source: player.Source{Kind: "dailySongRecommend", ID: 42},
	}
	began, at := time.Unix(900, 0), time.Unix(1000, 0)
	p, got := ended(player.Ended{Play: "a", Track: track, Listened: 61900 * time.Millisecond, Length: 2 * time.Minute, How: player.EndLeft, At: at}, 5, began)
	want := Report{
		Play: "a", Kind: FullPlay, Song: 7, Type: "song", Source: "dailySongRecommend", SourceID: 42, Seconds: 61, End: "ui", Alg: "itembased", Played: at,
		Title: "n", Artists: []string{"a", "b"}, Album: "l", Length: 2 * time.Minute, Started: began,
	}
	if !reflect.DeepEqual(got, want) || p.Started != began || p.Account != 5 || p.Listened != 61900*time.Millisecond {
		t.Errorf("report %+v of %+v", got, p)
	}
	track.Source = player.Source{Kind: "djradio", ID: 9}
	if r := started(player.Started{Play: "b", Track: track, At: at}); r.Type != "dj" || r.Kind != StartPlay || r.Seconds != 0 || r.SourceID != 9 || r.Started != at {
		t.Errorf("report %+v", r)
	}
}

func TestPlaysAreSentInOrderAndCounted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, s := &outbox{fuse: -1}, &service{}
		r := newReporter(o, s)
		r.SetAccount(1)
		for i := range 5 {
			heard(r, fmt.Sprint(i), int64(i), time.Minute)
		}
		heard(r, "short", 9, 3*time.Second)
		synctest.Wait()
		want := []string{"0/startplay", "0/play", "1/startplay", "1/play", "2/startplay", "2/play", "3/startplay", "3/play", "4/startplay", "4/play", "short/startplay"}
		if !slices.Equal(s.arrived, want) {
			t.Errorf("arrived %v", s.arrived)
		}
		if got := r.Tally().Accepted; got != 5 {
			t.Errorf("Accepted = %d", got)
		}
		if len(o.plays) != 6 || o.plays[5].Counts || s.overlap {
			t.Errorf("%d plays in the history, overlap %v", len(o.plays), s.overlap)
		}
		time.Sleep(24 * time.Hour)
		synctest.Wait()
		if got := r.Tally().Accepted; got != 0 {
			t.Errorf("Accepted = %d the day after", got)
		}
		mustClose(t, r)
	})
}

func TestNothingIsSentWithoutALogin(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, s := &outbox{fuse: -1}, &service{}
		r := newReporter(o, s)
		heard(r, "guest", 1, time.Minute)
		synctest.Wait()
		r.SetAccount(1)
		heard(r, "first", 1, time.Minute)
		r.SetAccount(2)
		heard(r, "second", 1, time.Minute)
		synctest.Wait()
		if slices.Contains(s.arrived, "guest/play") || !slices.Contains(s.arrived, "second/play") {
			t.Errorf("arrived %v", s.arrived)
		}
		r.SetAccount(0)
		r.SetAccount(1)
		synctest.Wait()
		if !slices.Contains(s.arrived, "first/play") || o.states() != "" {
			t.Errorf("arrived %v, left %s", s.arrived, o.states())
		}
		mustClose(t, r)
	})
}

func TestWhatBeganInSilenceIsNotReported(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, s := &outbox{fuse: -1}, &service{}
		r := newReporter(o, s)
		r.SetAccount(1)
		track := player.Track{ID: 1}
		r.Handle(player.Started{Play: "x", Track: track, At: time.Now(), Silent: true})
		r.Handle(player.Ended{Play: "x", Track: track, Length: time.Minute, How: player.EndPlayed, At: time.Now()})
		time.Sleep(time.Hour)
		synctest.Wait()
		if s.sends() != 0 || o.states() != "" {
			t.Errorf("%d sent, left %q", s.sends(), o.states())
		}
		mustClose(t, r)
	})
}

func TestEachFailureHasItsPause(t *testing.T) {
	t.Parallel()
	fail := func(c Class) answer { return answer{class: c} }
	for _, c := range []struct {
		name   string
		script []answer
		gaps   []time.Duration // between the sends
		states string
	}{
		{
			"unsent backs off to four minutes",
			[]answer{fail(Unsent), fail(Unsent), fail(Unsent), fail(Unsent), fail(Unsent), fail(Unsent), fail(Unsent), fail(Unsent)},
			[]time.Duration{5 * time.Second, 10 * time.Second, 20 * time.Second, 40 * time.Second, 80 * time.Second, 160 * time.Second, 4 * time.Minute, 4 * time.Minute},
			"",
		},
		{
			"too often cools down longer and longer",
			[]answer{fail(TooOften), fail(TooOften), fail(TooOften), fail(TooOften), fail(TooOften)},
			[]time.Duration{20 * time.Second, time.Minute, 5 * time.Minute, 30 * time.Minute, 30 * time.Minute},
			"",
		},
		{"judged waits ten minutes", []answer{fail(Suspicious)}, []time.Duration{10 * time.Minute}, ""},
		{"bad three times is dead", []answer{fail(Bad), fail(Bad), fail(Bad)}, []time.Duration{5 * time.Second, 10 * time.Second}, "x/startplay:dead "},
		{"unknown outcome is repeated once", []answer{fail(Unsure), fail(Unsure)}, []time.Duration{5 * time.Second}, "x/startplay:dead "},
		{"a call that hangs is cut", []answer{{delay: time.Hour}}, []time.Duration{25 * time.Second}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				o, s := &outbox{fuse: -1}, &service{script: c.script}
				r := newReporter(o, s)
				r.SetAccount(1)
				r.Handle(player.Started{Play: "x", Track: player.Track{ID: 1}, At: time.Now()})
				time.Sleep(3 * time.Hour)
				synctest.Wait()
				var gaps []time.Duration
				for i := 1; i < len(s.at); i++ {
					gaps = append(gaps, s.at[i].Sub(s.at[i-1]))
				}
				if !slices.Equal(gaps, c.gaps) || o.states() != c.states {
					t.Errorf("gaps %v, want %v; left %q, want %q", gaps, c.gaps, o.states(), c.states)
				}
				mustClose(t, r)
			})
		})
	}
}

func TestLoginGonePausesUntilTheNextLogin(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, s := &outbox{fuse: -1}, &service{script: []answer{{class: LoginGone}}}
		r := newReporter(o, s)
		r.SetAccount(1)
		heard(r, "a", 1, time.Minute)
		time.Sleep(5 * time.Hour)
		synctest.Wait()
		r.Kick()
		time.Sleep(5 * time.Hour)
		synctest.Wait()
		if s.sends() != 1 {
			t.Errorf("%d sends without a login", s.sends())
		}
		r.SetAccount(1)
		synctest.Wait()
		if !slices.Equal(s.arrived, []string{"a/startplay", "a/play"}) {
			t.Errorf("arrived %v", s.arrived)
		}
		mustClose(t, r)
	})
}

func TestKickSendsAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, s := &outbox{fuse: -1}, &service{script: slices.Repeat([]answer{{class: Unsent}}, 7)}
		r := newReporter(o, s)
		r.SetAccount(1)
		heard(r, "a", 1, time.Minute)
		time.Sleep(3 * time.Minute)
		synctest.Wait()
		before := s.sends()
		r.Kick()
		synctest.Wait()
		if s.sends() != before+1 || o.states() == "" {
			t.Errorf("%d sends, then %d; %s", before, s.sends(), o.states())
		}
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if len(s.arrived) != 2 {
			t.Errorf("arrived %v", s.arrived)
		}
		mustClose(t, r)
	})
}

func TestTodaysNumberComesBackAfterARestart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var since time.Time
		changed := 0
		r := NewReporter(Options{
			Outbox: &outbox{fuse: -1}, Posts: []Post{toNetEase(&service{})}, Changed: func() { changed++ },
			Tally: func(_ context.Context, _ int64, at time.Time) (Tally, error) { since = at; return Tally{12, 7}, nil },
		})
		r.SetAccount(1)
		heard(r, "a", 1, time.Minute)
		synctest.Wait()
		if got := r.Tally().Accepted; got != 13 || changed < 2 {
			t.Errorf("Accepted = %d after %d changes", got, changed)
		}
		if h, m, s := since.Clock(); h+m+s != 0 || dayOf(since) != dayOf(time.Now()) {
			t.Errorf("asked since %v", since)
		}
		mustClose(t, r)
		mustClose(t, r)
		heard(r, "late", 1, time.Minute)
	})
}

func TestCloseKeepsWhatWasHandedIn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, s := &outbox{fuse: -1}, &service{script: []answer{{delay: time.Hour, arrives: true}}}
		r := newReporter(o, s)
		r.SetAccount(1)
		heard(r, "a", 1, time.Minute)
		time.Sleep(time.Second)
		synctest.Wait()
		heard(r, "b", 1, time.Minute)
		mustClose(t, r)
		if got := o.states(); got != "a/startplay:sending a/play:new b/startplay:new b/play:new " {
			t.Errorf("left %s", got)
		}
		r = newReporter(o, s)
		r.SetAccount(1)
		time.Sleep(time.Minute)
		synctest.Wait()
		if got := o.states(); got != "" {
			t.Errorf("left %s", got)
		}
		mustClose(t, r)
	})
}

func TestPlaysThatCannotBeKeptAreSaid(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newReporter(&outbox{fuse: 0}, &service{})
		r.SetAccount(1)
		heard(r, "a", 1, time.Minute)
		time.Sleep(time.Minute)
		synctest.Wait()
		if err := r.Close(t.Context()); err == nil {
			t.Error("Close says all is kept")
		}
	})
}
