package wire

import (
	"flag"
	"slices"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/player"
)

var radioSongs = flag.Int("radio", 18, "how many songs of the radio an evening has; 500 are as many as never repeat")

// radioPath is where the service is asked for them.
const radioPath = "/api/v1/radio/get"

// manySongs are ids of songs that the service makes on the spot.
func manySongs(n int) []int64 {
	out := make([]int64, n)
	for i := range out {
		out[i] = 2_600_010_000 + int64(i*7%9973)
	}
	return out
}

// fmEvening is an evening with the personal FM.
type fmEvening struct {
	*rig
	sub     *player.Subscription
	heard   []int64
	again   int64 // may be heard again: it was taken back
	trashed []int64
	quiet   time.Duration // without a song that moves, in a row
}

// TestAnEveningOfTheRadioNeverRepeatsAndIsNeverSilent hears songs (-radio 500), with
// errors of the service, songs thrown away, some of them taken back, another
// mode, and a restart. The service itself repeats every second answer.
func TestAnEveningOfTheRadioNeverRepeatsAndIsNeverSilent(t *testing.T) {
	t.Parallel()
	n := *radioSongs
	if raceOn == 1 {
		n = min(n, 6) // minutes of screen, which are dear there
	}
	songs := manySongs(n + 200)
	station := make([]int64, 0, 2*len(songs))
	for at := 0; at+3 <= len(songs); at += 3 {
		station = append(station, songs[at:at+3]...)
		if at%6 == 0 {
			station = append(station, songs[max(at-3, 0):max(at-3, 0)+3]...) // had before
		}
	}
	scenario(t, ncmfake.Options{LoggedIn: true, Radio: station}, func(r *rig) {
		e := &fmEvening{rig: r, sub: r.m.Player.Subscribe()}
		r.Keys("enter")
		r.until("the list plays", 10*time.Second, func() bool { return r.snap().Moving })
		r.Wait(10 * time.Second) // the start asks for much
		r.Keys("3", "enter")
		e.next("")
		for i := 1; len(e.heard) < n; i++ {
			e.turn(i, n)
		}
		t.Logf("%d songs, %d thrown away, %d questions to the service", len(e.heard), len(e.trashed), len(r.svc.Requests(radioPath)))
		r.Wait(10 * time.Second)
		if !slices.Equal(r.svc.Trash(), e.trashed) {
			t.Errorf("thrown away were %v, the service has %v", e.trashed, r.svc.Trash())
		}
		r.Keys("g", "F").Wait(2 * time.Second)
		if s := r.snap(); s.Queue.FM || len(s.Queue.Tracks) != 30 || !s.Moving {
			t.Errorf("after the FM: %d songs, FM %v", len(s.Queue.Tracks), s.Queue.FM)
		}
		if asked := len(r.svc.Requests(radioPath)); asked > n {
			t.Errorf("%d questions for %d songs", asked, n)
		}
	}, func(o *Options) { o.Decode = openHollow })
}

// turn is what happens before the i-th song is heard.
func (e *fmEvening) turn(i, n int) {
	switch {
	case i%41 == 7: // the service refuses for a while, and old answers play on
		asked := len(e.svc.Requests(radioPath))
		for _, f := range []ncmfake.Fault{{Status: 502}, {Code: 405, Message: "操作频繁"}, {Refuse: true}} {
			e.svc.Faults().Next(radioPath, f)
		}
		for part := 0; part < 30 && (len(e.svc.Requests(radioPath)) < asked+4 || e.coming() < 3); part++ {
			e.listen(30 * time.Second)
		}
	case i%25 == 3, i%25 == 12:
		e.throw(i%25 == 3)
		return
	case i == n/2:
		e.listen(2 * time.Second)
		e.stop()
		e.sub.Close()
		time.Sleep(time.Hour)
		e.start().Wait(time.Second)
		e.sub = e.m.Player.Subscribe()
		e.again = e.snap().Track.ID
		e.Keys("space")
		e.until("it plays on", 10*time.Second, func() bool { return e.snap().Moving })
	case i%97 == 60:
		e.Keys("3", "right")
		e.listen(2 * time.Second)
		e.Keys("left")
		e.listen(20 * time.Second)
	case i%61 == 15: // to its end
		e.listen(time.Second)
		e.m.Player.Do(player.SeekTo{Pos: e.snap().Duration - 2*time.Second})
		e.listen(4 * time.Second)
		return
	}
	e.next("]")
}

// coming is how many songs are there to come.
func (e *fmEvening) coming() int {
	q := e.snap().Queue
	return len(q.Tracks) - 1 - q.Current
}

// throw throws the song away; back takes it back within the time there is.
func (e *fmEvening) throw(back bool) {
	id := e.snap().Track.ID
	e.Keys("t")
	e.listen(time.Second)
	skipped := e.snap().Track
	if skipped == nil || skipped.ID == id {
		e.t.Fatalf("what was thrown away plays on: %d", id)
	}
	if !back {
		e.trashed = append(e.trashed, id)
		return
	}
	e.listen(2 * time.Second)
	e.again = id
	e.Keys("u")
	e.listen(2 * time.Second)
	if s := e.snap(); s.Track == nil || s.Track.ID != id {
		e.t.Errorf("what was taken back does not play: %+v", s.Track)
	}
	e.again = skipped.ID
	e.next("]")
	if s := e.snap(); s.Track == nil || s.Track.ID != skipped.ID {
		e.t.Errorf("after what was taken back: %+v, want %d", s.Track, skipped.ID)
	}
}

// next presses a key, "" none, and wants another song that plays at once.
func (e *fmEvening) next(key string) {
	e.t.Helper()
	var before int64
	if key != "" {
		before = e.snap().Track.ID
		e.Keys(key)
	}
	e.until("another song plays", 4*time.Second, func() bool {
		s := e.snap()
		return s.Queue.FM && s.Moving && s.Track.ID != before
	})
	e.listen(3 * time.Second)
}

// listen hears for a while: songs that were not heard before, without a silence.
func (e *fmEvening) listen(d time.Duration) {
	e.t.Helper()
	for ; d > 0; d -= time.Second {
		e.Wait(min(d, time.Second))
		if e.quiet += time.Second; e.snap().Moving {
			e.quiet = 0
		}
		if e.quiet > 2*time.Second {
			e.t.Fatalf("silence after %d songs", len(e.heard))
		}
	}
	for _, ev := range e.sub.Events() {
		s, ok := ev.(player.Started)
		switch {
		case !ok || s.Track.Source.Kind != "userfm":
		case s.Track.ID == e.again:
			e.again = 0
		case slices.Contains(e.heard[max(len(e.heard)-500, 0):], s.Track.ID):
			e.t.Fatalf("song %d of the evening was heard before: %d", len(e.heard)+1, s.Track.ID)
		default:
			e.heard = append(e.heard, s.Track.ID)
		}
	}
}
