package wire

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/api/ncmfake/seed"
	"ncmtui/player"
)

var cutSeeds = flag.Int("cuts", 40, "how many evenings with a bad network are played, mp3 and flac each")

// TestNoFaultOfTheNetworkIsHeard plays two songs over a bad network, with
// seeks: every sample that is decoded is that of the undisturbed song at its
// place, both songs play to their end, nothing is skipped.
func TestNoFaultOfTheNetworkIsHeard(t *testing.T) {
	t.Parallel()
	n := *cutSeeds
	if raceOn == 1 {
		n = min(n, 4)
	}
	for _, level := range []string{"exhigh", "lossless"} {
		for i := range n {
			t.Run(fmt.Sprint(level, i), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) { badEvening(t, level, uint64(i)) })
			})
		}
	}
}

// badEvening is one run of the property.
func badEvening(t *testing.T, level string, seedNumber uint64) {
	rng := rand.New(rand.NewPCG(seedNumber, 41))
	songs := []int64{seed.SongShort + int64(rng.IntN(10)), seed.SongShort + int64(rng.IntN(10))}
	r := newListening(t, level, songs)
	faults, refusals := weather(rng)
	for _, f := range faults {
		r.svc.Faults().Next("/audio/*", f)
	}
	r.svc.Faults().Always("/audio/*", ncmfake.Fault{Rate: 80_000 << rng.IntN(4)})
	r.p.Do(player.PlayList{Tracks: r.tracks})
	seeks, pauses := r.seekAbout(rng)
	for limit := time.Now().Add(15 * time.Minute); !r.halted() && time.Now().Before(limit); {
		time.Sleep(time.Second)
	}
	r.close()
	if t.Failed() {
		t.Logf("seed %d %s: %+v", seedNumber, level, faults)
	}
	if got, want := r.story(), fmt.Sprintf("S%d E%[1]d:playend S%d E%[2]d:playend H", songs[0], songs[1]); got != want {
		t.Errorf("events %q, want %q; faults %+v", got, want, faults)
	}
	if n := len(r.svc.Requests(addresses)) - r.before; n > len(songs)+refusals+2*pauses {
		t.Errorf("%d addresses asked for 2 songs, %d refusals and %d long pauses", n, refusals, pauses)
	}
	if seeks == 0 {
		r.wantAllHeard()
	}
	r.wantEndHeard()
}

// seekAbout seeks some times, or not at all, to places before the last second
// of the song, and once in a while makes a pause after which every address
// has expired.
func (r *listening) seekAbout(rng *rand.Rand) (seeks, pauses int) {
	for range max(rng.IntN(7)-1, 0) {
		time.Sleep(time.Duration(rng.IntN(4000)) * time.Millisecond)
		s := r.sub.Snapshot()
		if r.halted() || s.Duration == 0 {
			continue
		}
		seeks++
		switch rng.IntN(3) {
		case 0:
			r.p.Do(player.SeekBy{By: time.Duration(rng.IntN(20000)-10000) * time.Millisecond})
		default:
			r.p.Do(player.SeekTo{Pos: time.Duration(rng.Int64N(int64(s.Duration - time.Second)))})
		}
		if rng.IntN(8) == 0 {
			pauses++
			r.p.Do(player.Pause{})
			time.Sleep(25 * time.Minute)
			r.p.Do(player.Resume{})
		}
	}
	return seeks, pauses
}

// weather is what goes wrong with the first downloads. Refusals are those
// answers that ask for a new address: a second one in a row is final, as it
// must be, so that something always comes between two of them.
func weather(rng *rand.Rand) (faults []ncmfake.Fault, refusals int) {
	bytes := func() int64 { return int64(rng.IntN(250_000)) + 1 }
	rate := func() int { return 50_000 << rng.IntN(5) }
	refusing := []func() ncmfake.Fault{
		func() ncmfake.Fault { return ncmfake.Fault{Status: 403} },
		func() ncmfake.Fault { return ncmfake.Fault{Status: 404} },
		func() ncmfake.Fault { return ncmfake.Fault{Status: 410} },
		func() ncmfake.Fault { return ncmfake.Fault{Grown: int64(rng.IntN(5000)) - 2500 | 1} },
		func() ncmfake.Fault { return ncmfake.Fault{Moved: 1} },
		func() ncmfake.Fault { return ncmfake.Fault{Code: 404} },
	}
	passing := []func() ncmfake.Fault{
		func() ncmfake.Fault { return ncmfake.Fault{CutAfter: bytes(), Rate: rate()} },
		func() ncmfake.Fault { return ncmfake.Fault{CutAfter: bytes(), Rate: rate(), Reset: true} },
		func() ncmfake.Fault {
			return ncmfake.Fault{CutAfter: bytes(), Rate: rate(), Quiet: true, Unsized: true}
		},
		func() ncmfake.Fault { return ncmfake.Fault{StallAfter: bytes(), Rate: rate()} },
		func() ncmfake.Fault { return ncmfake.Fault{StallAfter: bytes(), StallFor: time.Second, Rate: rate()} },
		func() ncmfake.Fault { return ncmfake.Fault{Whole: true, CutAfter: bytes(), Rate: rate()} },
		func() ncmfake.Fault { return ncmfake.Fault{OtherTag: `"other"`, CutAfter: bytes(), Rate: rate()} },
		func() ncmfake.Fault {
			return ncmfake.Fault{Delay: time.Duration(rng.IntN(9000)) * time.Millisecond, CutAfter: bytes()}
		},
	}
	silent := []func() ncmfake.Fault{
		func() ncmfake.Fault { return ncmfake.Fault{Refuse: true} },
		func() ncmfake.Fault { return ncmfake.Fault{CutAfter: -1} },
		func() ncmfake.Fault { return ncmfake.Fault{StallAfter: -1} },
		func() ncmfake.Fault { return ncmfake.Fault{Status: 500 + rng.IntN(5)} },
		func() ncmfake.Fault { return ncmfake.Portal() },
	}
	pick := func(of []func() ncmfake.Fault) ncmfake.Fault { return of[rng.IntN(len(of))]() }
	for range 1 + rng.IntN(8) {
		switch rng.IntN(4) {
		case 0:
			faults = append(faults, pick(refusing), ncmfake.Fault{CutAfter: bytes(), Rate: rate()})
			refusals++
		case 1:
			f := pick(silent)
			if faults = append(faults, f); f.Body != "" {
				refusals++ // a page that comes twice while other songs work is the song's own
			}
		default:
			faults = append(faults, pick(passing))
		}
	}
	return faults, refusals
}

// TestAnOutageOfAMinuteIsOverWithinThreeSeconds takes the network away in
// every part of a song and gives it back.
func TestAnOutageOfAMinuteIsOverWithinThreeSeconds(t *testing.T) {
	t.Parallel()
	for name, down := range map[string]ncmfake.Fault{
		"refused": {Refuse: true}, "reset at once": {CutAfter: -1, Reset: true}, "an empty answer": {CutAfter: -1},
	} {
		for at := time.Second; at < 12*time.Second; at += 3 * time.Second {
			t.Run(fmt.Sprint(name, at), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) { outage(t, down, at) })
			})
		}
	}
}

func outage(t *testing.T, down ncmfake.Fault, at time.Duration) {
	r := newListening(t, "exhigh", []int64{seed.SongShort, seed.SongShort + 1})
	slow := ncmfake.Fault{Rate: 50_000, CutAfter: 60_000} // 40,000 a second are heard
	r.svc.Faults().Always("/audio/*", slow)
	r.p.Do(player.PlayList{Tracks: r.tracks})
	time.Sleep(at)
	r.svc.Faults().Clear()
	r.svc.Faults().Always("*", down)
	time.Sleep(time.Minute)
	synctest.Wait()
	if s := r.sub.Snapshot(); s.Status != player.Waiting || s.Problem != "offline" {
		t.Errorf("status %d, problem %q after a minute without a network", s.Status, s.Problem)
	}
	r.svc.Faults().Clear()
	time.Sleep(3 * time.Second)
	synctest.Wait()
	if s := r.sub.Snapshot(); s.Status != player.Playing || !s.Moving || s.Problem != "" {
		t.Errorf("status %d, problem %q 3 s after the return", s.Status, s.Problem)
	}
	time.Sleep(time.Minute)
	r.close()
	if got, want := r.story(), fmt.Sprintf("S%d E%[1]d:playend S%d E%[2]d:playend H", r.tracks[0].ID, r.tracks[1].ID); got != want {
		t.Errorf("events %q, want %q", got, want)
	}
	r.wantAllHeard()
}
