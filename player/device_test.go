package player

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestWithoutADeviceTheStandInPlays(t *testing.T) {
	t.Parallel()
	standIn := &device{}
	with := func(r *rig) {
		r.dev.absent = errors.New("no such device")
		r.opts.StandIn = standIn
	}
	inRig(t, 2, 20*time.Second, with, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1, 2)})
		s := r.after(3 * time.Second)
		r.wantStatus(s, Playing, "no-device")
		r.wantAt(s, 3*time.Second, 100*time.Millisecond)
		if !s.Output.Silent || r.story() != "S1" {
			t.Errorf("output %+v, events %s", s.Output, r.story())
		}
		r.dev.mu.Lock()
		r.dev.absent = nil
		r.dev.mu.Unlock()
		r.do(Pause{})
		r.do(Resume{})
		s = r.after(2 * time.Second)
		r.wantStatus(s, Playing, "")
		r.wantAt(s, 4900*time.Millisecond, 150*time.Millisecond)
		if s.Output.Silent {
			t.Errorf("output %+v", s.Output)
		}
	})
}

func TestDeviceThatComesLaterIsFound(t *testing.T) {
	t.Parallel()
	standIn := &device{}
	with := func(r *rig) {
		r.dev.absent = errors.New("no such device")
		r.opts.StandIn = standIn
	}
	inRig(t, 1, 90*time.Second, with, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		s := r.after(35 * time.Second)
		r.wantStatus(s, Playing, "no-device")
		r.wantAt(s, 35*time.Second, time.Second)
		if n := len(r.dev.opens()); n != 4 {
			t.Errorf("tried %d times in 35 s", n)
		}
		r.dev.mu.Lock()
		r.dev.absent = nil
		r.dev.mu.Unlock()
		s = r.after(10 * time.Second)
		r.wantStatus(s, Playing, "")
		r.wantAt(s, 45*time.Second, 1500*time.Millisecond)
		outputs := 0
		for _, e := range r.events {
			if _, ok := e.(OutputChanged); ok {
				outputs++
			}
		}
		if s.Output.Silent || outputs != 2 || r.story() != "S1" {
			t.Errorf("output %+v, told %d times, events %s", s.Output, outputs, r.story())
		}
	})
}

func TestWithoutDeviceAndStandInItWaits(t *testing.T) {
	t.Parallel()
	inRig(t, 1, 5*time.Second, func(r *rig) { r.dev.absent = errors.New("none") }, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		s := r.after(70 * time.Second)
		r.wantStatus(s, Waiting, "no-device")
		n := len(r.dev.opens())
		r.after(time.Minute)
		if more := len(r.dev.opens()) - n; more > 7 || n > 90 {
			t.Errorf("%d tries in 70 s, %d in the next minute", n, more)
		}
		r.wantStory("")
	})
}

func TestLostDevice(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		away time.Duration
		want Status
	}{{300 * time.Millisecond, Playing}, {20 * time.Second, Playing}, {45 * time.Second, Paused}, {10 * time.Minute, Paused}} {
		inRig(t, 1, 30*time.Second, nil, func(r *rig) {
			r.do(PlayList{Tracks: tracks(1)})
			r.after(5 * time.Second)
			r.dev.mu.Lock()
			r.dev.absent = errors.New("unplugged")
			r.dev.mu.Unlock()
			r.dev.last().die()
			s := r.after(100 * time.Millisecond)
			r.wantStatus(s, Waiting, "lost-device")
			r.wantAt(s, 4950*time.Millisecond, 80*time.Millisecond)
			if s.Moving {
				t.Error("the position moves without a device")
			}
			tries := len(r.dev.opens())
			r.after(c.away)
			if n := len(r.dev.opens()) - tries; c.away == 10*time.Minute && n > 80+60 {
				t.Errorf("%d tries in ten minutes", n)
			}
			r.dev.mu.Lock()
			r.dev.absent = nil
			r.dev.mu.Unlock()
			s = r.after(11 * time.Second)
			r.wantStatus(s, c.want, "")
			if c.want == Paused {
				r.wantAt(s, 4950*time.Millisecond, 80*time.Millisecond)
				r.do(Resume{})
			}
			r.after(40 * time.Second)
			r.wantStory("S1 E1:playend H")
			if e := ended(r.events, 1); (e.Listened - 30*time.Second).Abs() > 150*time.Millisecond {
				t.Errorf("away %v: listened %v", c.away, e.Listened)
			}
		})
	}
}

// A full disk opens and fails again and again.
func TestOutputThatDiesAtOnceIsTriedEverMoreRarely(t *testing.T) {
	t.Parallel()
	inRig(t, 1, 30*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		r.after(5 * time.Second)
		before, last := len(r.dev.opens()), r.dev.last()
		last.die()
		for range 1200 {
			r.after(50 * time.Millisecond)
			if now := r.dev.last(); now != last {
				last = now
				last.die()
			}
		}
		if n := len(r.dev.opens()) - before; n < 10 || n > 90 { // not four a second
			t.Errorf("%d tries in a minute", n)
		}
		r.wantStatus(r.after(11*time.Second), Paused, "")
		r.do(Resume{})
		r.after(40 * time.Second)
		r.wantStory("S1 E1:playend H")
	})
}

func TestSinkThatHangsHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	inRig(t, 3, 30*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1, 2, 3)})
		r.after(2 * time.Second)
		r.dev.mu.Lock()
		r.dev.hang = 5 * time.Second
		r.dev.mu.Unlock()
		for _, c := range []struct {
			cmd  Command
			want func(Snapshot) bool
		}{
			{Pause{}, func(s Snapshot) bool { return s.Status == Paused }},
			{Resume{}, func(s Snapshot) bool { return s.Status == Playing }},
			{Next{}, func(s Snapshot) bool { return s.Track.ID == 2 }},
			{SeekTo{10 * time.Second}, func(s Snapshot) bool { return s.At == 10*time.Second }},
			{Next{}, func(s Snapshot) bool { return s.Track.ID == 3 }},
			{SetVolume{30}, func(s Snapshot) bool { return s.Volume == 30 }},
		} {
			start := time.Now()
			r.p.Do(c.cmd)
			if s := r.after(20 * time.Millisecond); !c.want(s) {
				t.Errorf("%T after %v: status %d, song %d", c.cmd, time.Since(start), s.Status, s.Track.ID)
			}
		}
		s := r.after(25 * time.Second)
		if s.Status != Playing || s.Track.ID != 3 {
			t.Errorf("later: status %d, song %d", s.Status, s.Track.ID)
		}
		start := time.Now()
		r.do(Pause{})
		r.stop()
		if d := time.Since(start); d > 500*time.Millisecond {
			t.Errorf("quit took %v", d)
		}
		r.done <- nil
		time.Sleep(20 * time.Second) // the hung call comes back
	})
}

func TestRandomSeeksLandWhereTheySay(t *testing.T) {
	t.Parallel()
	file := wave(1, testRate, 60*testRate)
	want := samples(file)
	rapid.Check(t, func(rt *rapid.T) {
		seeks := rapid.SliceOfN(rapid.IntRange(-5000, 65000), 1, 20).Draw(rt, "ms")
		rate := rapid.SampledFrom([]int{0, 300, 60}).Draw(rt, "bytes/ms")
		inRig(t, 0, 0, func(r *rig) { r.svc.files[1] = file }, func(r *rig) {
			r.svc.rate = rate
			r.do(PlayList{Tracks: tracks(1)})
			for i, ms := range seeks {
				r.after(time.Duration(100*(i%7)) * time.Millisecond)
				r.do(SeekTo{time.Duration(ms) * time.Millisecond})
			}
			s := r.after(1500 * time.Millisecond)
			if last := min(max(seeks[len(seeks)-1], 0), 60000); last > 57000 || s.Status != Playing {
				return
			}
			heard := r.dev.last().all()
			pair := heard[len(heard)-2:]
			if pair[0] == 0 && pair[1] == 0 && !r.p.outlet.ring.gate.Load() {
				return // it has just run dry
			}
			shown := int(s.Position(time.Now()).Seconds() * testRate)
			for i := max(shown-testRate/10, 0); i < min(shown+testRate/10, len(want)/2); i++ {
				if slices.Equal(want[i*2:i*2+2], pair) {
					return
				}
			}
			t.Errorf("after seeks %v at %d bytes/ms: shown %v, but that is not what is heard", seeks, rate, s.Position(time.Now()))
		})
	})
}

func TestASuspendedDeviceStopsThePositionAndGoesOn(t *testing.T) {
	t.Parallel()
	inRig(t, 1, 20*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		r.after(3 * time.Second)
		r.dev.last().suspend(true)
		at := r.after(0).Position(time.Now())
		for range 30 {
			s := r.after(170 * time.Millisecond)
			r.wantAt(s, at, 10*time.Millisecond)
			if s.Moving {
				r.fatalf("it moves at %v", s.Position(time.Now()))
			}
		}
		r.wantStatus(r.sub.Snapshot(), Buffering, "")
		r.dev.last().suspend(false)
		s := r.after(2 * time.Second)
		r.wantStatus(s, Playing, "")
		r.wantAt(s, at+2*time.Second, 20*time.Millisecond)
		r.after(30 * time.Second)
		r.wantStory("S1 E1:playend H")
		r.wantSound(r.svc.files[1])
	})
}

func TestRatesChangeBetweenSongs(t *testing.T) {
	t.Parallel()
	inRig(t, 2, 2*time.Second, func(r *rig) { r.opts.OwnRates = true }, func(r *rig) {
		r.svc.files[2] = wave(2, 2*testRate, 4*testRate)
		r.do(PlayList{Tracks: tracks(1, 2)})
		r.after(10 * time.Second)
		r.wantSound(r.svc.files[1], r.svc.files[2])
		r.wantStory("S1 E1:playend S2 E2:playend H")
		if !slices.Equal(r.dev.opens(), []int{testRate, 2 * testRate}) {
			t.Errorf("outputs opened at %v", r.dev.opens())
		}
	})
}

func TestOtherRateFollowsResampledWithoutAGap(t *testing.T) {
	t.Parallel()
	inRig(t, 3, 2*time.Second, nil, func(r *rig) {
		r.svc.files[2] = wave(2, 2*testRate, 4*testRate)
		r.do(PlayList{Tracks: tracks(1, 2, 3)})
		r.after(10 * time.Second)
		r.wantStory("S1 E1:playend S2 E2:playend S3 E3:playend H")
		if n := len(r.dev.sound()) / 2; n != 6*testRate || r.p.outlet.ring.silence.Load() != 0 {
			t.Errorf("%d frames heard, want %d; %d of silence", n, 6*testRate, r.p.outlet.ring.silence.Load())
		}
		if e := ended(r.events, 2); e.Listened != 2*time.Second {
			t.Errorf("listened %v", e.Listened)
		}
	})
}
