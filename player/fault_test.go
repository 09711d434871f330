package player

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// cutBody ends with an error after n bytes.
type cutBody struct {
	io.ReadCloser
	n int
}

func (b *cutBody) Read(p []byte) (int, error) {
	if b.n <= 0 {
		return 0, errors.New("connection reset")
	}
	n, err := b.ReadCloser.Read(p[:min(len(p), b.n)])
	b.n -= n
	return n, err
}

// stuckBody gives n bytes and then nothing.
type stuckBody struct {
	io.ReadCloser
	n   int
	ctx context.Context
}

func (b *stuckBody) Read(p []byte) (int, error) {
	if b.n <= 0 {
		<-b.ctx.Done()
		return 0, b.ctx.Err()
	}
	n, err := b.ReadCloser.Read(p[:min(len(p), b.n)])
	b.n -= n
	return n, err
}

func TestConnectionCutsAreNotHeard(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		cuts := rapid.SliceOfN(rapid.IntRange(0, 90000), 1, 4).Draw(rt, "cuts")
		inRig(t, 2, 4*time.Second, nil, func(r *rig) {
			r.svc.reply = func(_, _ int64, res *http.Response) {
				if len(cuts) > 0 {
					res.Body = &cutBody{ReadCloser: res.Body, n: cuts[0]}
					cuts = cuts[1:]
				}
			}
			r.do(PlayList{Tracks: tracks(1, 2)})
			r.after(time.Minute)
			r.wantSound(r.svc.files[1], r.svc.files[2])
			r.wantStory("S1 E1:playend S2 E2:playend H")
		})
	})
}

func TestStallShowsBufferingAndGoesOn(t *testing.T) {
	t.Parallel()
	inRig(t, 1, 8*time.Second, nil, func(r *rig) {
		n := 0
		r.svc.reply = func(_, _ int64, res *http.Response) {
			if n++; n <= 2 {
				res.Body = &stuckBody{ReadCloser: res.Body, n: 33000, ctx: res.Request.Context()}
			}
		}
		r.do(PlayList{Tracks: tracks(1)})
		var seen []Status
		for range 150 {
			s := r.after(100 * time.Millisecond)
			if len(seen) == 0 || seen[len(seen)-1] != s.Status {
				seen = append(seen, s.Status)
			}
		}
		if !slices.Contains(seen, Buffering) || seen[len(seen)-1] != Stopped {
			t.Errorf("statuses %v", seen)
		}
		r.wantSound(r.svc.files[1])
		r.wantStory("S1 E1:playend H")
	})
}

func TestDripPlaysInPiecesWithoutABusyLoop(t *testing.T) {
	t.Parallel()
	inRig(t, 1, 10*time.Second, nil, func(r *rig) {
		r.svc.rate = 16 // bytes a millisecond: half of what is played
		r.do(PlayList{Tracks: tracks(1)})
		s := r.after(4 * time.Second)
		if s.Status != Playing && s.Status != Buffering {
			t.Errorf("status %d", s.Status)
		}
		r.after(30 * time.Second)
		r.wantSound(r.svc.files[1])
		r.wantStory("S1 E1:playend H")
		if n := r.p.outlet.ring.starved.Load(); n < 2 || n > 20 {
			t.Errorf("ran dry %d times", n)
		}
		if r.svc.requests != 1 {
			t.Errorf("%d requests", r.svc.requests)
		}
	})
}

func TestOfflineAtStartWaitsAndSkipsNothing(t *testing.T) {
	t.Parallel()
	inRig(t, 3, 3*time.Second, nil, func(r *rig) {
		r.svc.offline = true
		r.do(PlayList{Tracks: tracks(1, 2, 3)})
		s := r.after(time.Minute)
		r.wantStatus(s, Waiting, "offline")
		if n := len(r.svc.resolved) + r.svc.requests; n > 12 || n < 8 {
			t.Errorf("%d requests in a minute", n)
		}
		r.svc.set(func() { r.svc.offline = false })
		s = r.after(8 * time.Second)
		if s.Status == Waiting || s.Problem != "" {
			t.Errorf("status %d, problem %q after the return", s.Status, s.Problem)
		}
		r.after(10 * time.Second)
		r.wantStory("S1 E1:playend S2 E2:playend S3 E3:playend H")
	})
}

func TestOfflineInMidSongGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	inRig(t, 2, 20*time.Second, nil, func(r *rig) {
		r.svc.rate = 40
		r.do(PlayList{Tracks: tracks(1, 2)})
		r.after(3 * time.Second)
		before := r.svc.requests
		r.svc.set(func() { r.svc.offline = true })
		s := r.after(time.Minute)
		r.wantStatus(s, Waiting, "offline")
		at := s.Position(time.Now())
		if n := r.svc.requests - before; n > 12 {
			t.Errorf("%d requests in a minute", n)
		}
		r.svc.set(func() { r.svc.offline = false })
		s = r.after(9 * time.Second)
		if s.Status != Playing || s.Problem != "" || s.Track.ID != 1 || s.Position(time.Now()) <= at {
			t.Errorf("after the return: %d %q, song %d at %v", s.Status, s.Problem, s.Track.ID, s.Position(time.Now()))
		}
		r.after(time.Minute)
		r.wantSound(r.svc.files[1], r.svc.files[2])
		r.wantStory("S1 E1:playend S2 E2:playend H")
	})
}

func TestExpiredAddressIsAskedOnceMore(t *testing.T) {
	t.Parallel()
	inRig(t, 1, 8*time.Second, nil, func(r *rig) {
		n := 0
		r.svc.reply = func(_, _ int64, res *http.Response) {
			if n++; n == 1 {
				r.svc.version++ // all addresses so far are too old now
				res.Body = &cutBody{ReadCloser: res.Body, n: 70000}
			}
		}
		r.do(PlayList{Tracks: tracks(1)})
		r.after(10 * time.Second)
		r.wantSound(r.svc.files[1])
		if len(r.svc.resolved) != 2 || n != 3 {
			t.Errorf("%d addresses asked, %d requests", len(r.svc.resolved), n)
		}
	})
}

func TestSongThatStaysRefusedIsSkipped(t *testing.T) {
	t.Parallel()
	inRig(t, 2, 2*time.Second, nil, func(r *rig) {
		r.svc.reply = func(id, _ int64, res *http.Response) {
			if id == 1 {
				res.StatusCode = 403
			}
		}
		r.do(PlayList{Tracks: tracks(1, 2)})
		r.after(5 * time.Second)
		r.wantStory("X1 S2 E2:playend H")
		if n := slices.Index(r.svc.resolved, 2); n != 2 {
			t.Errorf("addresses asked: %v", r.svc.resolved)
		}
	})
}

func TestErrorPageInsteadOfASongIsSkipped(t *testing.T) {
	t.Parallel()
	inRig(t, 2, 2*time.Second, nil, func(r *rig) {
		r.svc.reply = func(id, _ int64, res *http.Response) {
			if id == 1 {
				res.StatusCode = 200
				res.Header.Set("Content-Type", "text/html")
				res.Body = io.NopCloser(bytes.NewReader([]byte("<html>sorry</html>")))
			}
		}
		r.do(PlayList{Tracks: tracks(1, 2)})
		r.after(5 * time.Second)
		r.wantStory("X1 S2 E2:playend H")
	})
}

func TestLongPauseRenewsTheAddressBeforeUse(t *testing.T) {
	t.Parallel()
	inRig(t, 2, 40*time.Second, nil, func(r *rig) {
		r.svc.rate = 400
		r.do(PlayList{Tracks: tracks(1, 2)})
		r.after(2500 * time.Millisecond)
		r.do(Pause{})
		refused := 0
		r.svc.set(func() {
			r.svc.reply = func(_, _ int64, res *http.Response) {
				if res.StatusCode == 403 {
					refused++
				}
			}
		})
		r.after(10 * time.Minute)
		r.svc.set(func() { r.svc.version++ })
		r.after(20 * time.Minute)
		r.do(Resume{})
		r.do(Next{})
		s := r.after(5 * time.Second)
		if s.Track.ID != 2 || s.Status != Playing || refused > 0 {
			t.Errorf("song %d, status %d, %d refusals", s.Track.ID, s.Status, refused)
		}
	})
}

func TestOtherQualityRestartsAtTheSameTime(t *testing.T) {
	t.Parallel()
	inRig(t, 1, 20*time.Second, nil, func(r *rig) {
		other := wave(99, testRate*2, 20*testRate*2)
		n := 0
		r.svc.reply = func(id, from int64, res *http.Response) {
			if n++; n == 1 {
				res.Body = &cutBody{ReadCloser: res.Body, n: 300000} // 9.4 s
				r.svc.version++
				r.svc.files[1] = other
			}
		}
		r.opts.Resolver = r.svc
		r.do(PlayList{Tracks: tracks(1)})
		s := r.after(15 * time.Second)
		r.wantAt(s, 15*time.Second-100*time.Millisecond, 300*time.Millisecond)
		if s.Delivered.Rate != testRate*2 || s.Status != Playing {
			t.Errorf("rate %d, status %d", s.Delivered.Rate, s.Status)
		}
		r.after(10 * time.Second)
		r.wantStory("S1 E1:playend H")
		if e := ended(r.events, 1); (e.Listened - 20*time.Second).Abs() > 300*time.Millisecond {
			t.Errorf("listened %v", e.Listened)
		}
	})
}

func TestFailedPrefetchLeavesTheSongAlone(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{"network": errors.New("down"), "grey": &Unavailable{Why: NoCopyright}} {
		inRig(t, 3, 5*time.Second, nil, func(r *rig) {
			r.svc.errs[2] = err
			r.do(PlayList{Tracks: tracks(1, 2, 3)})
			s := r.after(4 * time.Second)
			r.wantStatus(s, Playing, "")
			r.svc.set(func() { delete(r.svc.errs, 2) })
			r.after(20 * time.Second)
			if got := r.story(); got != "S1 E1:playend S2 E2:playend S3 E3:playend H" {
				t.Errorf("%s: %s", name, got)
			}
		})
	}
}

func TestUnavailableSongsAreSkippedAndCountedApart(t *testing.T) {
	t.Parallel()
	inRig(t, 9, 2*time.Second, nil, func(r *rig) {
		for id := int64(1); id <= 7; id++ {
			r.svc.errs[id] = &Unavailable{Why: MembersOnly}
		}
		r.do(PlayList{Tracks: tracks(1, 2, 3, 4, 5, 6, 7, 8, 9)})
		r.after(20 * time.Second)
		r.wantStory("X1 X2 X3 X4 X5 X6 X7 S8 E8:playend S9 E9:playend H")
	})
	inRig(t, 3, 2*time.Second, nil, func(r *rig) {
		for id := range r.svc.files {
			r.svc.errs[id] = &Unavailable{Why: NoCopyright}
		}
		r.do(SetMode{LoopList})
		r.do(PlayList{Tracks: tracks(1, 2, 3)})
		s := r.after(time.Hour)
		r.wantStatus(s, Stopped, "")
		r.wantStory("X1 X2 X3 H")
	})
	inRig(t, 3, 2*time.Second, nil, func(r *rig) {
		r.svc.errs[1] = &Unavailable{Why: Refused}
		r.do(PlayList{Tracks: tracks(1, 2, 3)})
		r.after(time.Minute)
		r.wantStory("H")
		if len(r.svc.resolved) != 1 {
			t.Errorf("%d requests to a service that refused", len(r.svc.resolved))
		}
	})
}

func TestFiveBrokenSongsInARowStop(t *testing.T) {
	t.Parallel()
	inRig(t, 10, 2*time.Second, nil, func(r *rig) {
		for id := range r.svc.files {
			r.svc.files[id] = append([]byte("rubbish"), r.svc.files[id]...)
		}
		r.do(SetMode{LoopList})
		r.do(PlayList{Tracks: tracks(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)})
		s := r.after(time.Hour)
		r.wantStatus(s, Stopped, "")
		r.wantStory("X1 X2 X3 X4 X5 H")
		for _, e := range r.events {
			if h, ok := e.(Halted); ok && !errors.Is(h.Err, ErrBroken) {
				t.Errorf("halted with %v", h.Err)
			}
		}
		for id := int64(1); id <= 5; id++ {
			if _, ok := r.p.store.Kept(id, ""); ok {
				t.Errorf("broken song %d is kept", id)
			}
		}
	})
}

func TestSongThatBreaksInTheMiddleIsSkippedThere(t *testing.T) {
	t.Parallel()
	for name, bomb := range map[string]string{"error": "BAD!", "panic": "BOOM"} {
		inRig(t, 2, 4*time.Second, nil, func(r *rig) {
			copy(r.svc.files[1][8+4*testRate*2:], bomb)
			r.do(PlayList{Tracks: tracks(1, 2)})
			r.after(10 * time.Second)
			if got := r.story(); got != "S1 X1 E1:exception S2 E2:playend H" {
				t.Errorf("%s: %s", name, got)
			}
			if e := ended(r.events, 1); (e.Listened - 2*time.Second).Abs() > 150*time.Millisecond {
				t.Errorf("%s: listened %v", name, e.Listened)
			}
			if _, ok := r.p.store.Kept(1, ""); ok {
				t.Errorf("%s: the broken song is kept", name)
			}
		})
	}
}

func TestTwoHundredNextPressesMakeOneDownload(t *testing.T) {
	t.Parallel()
	inRig(t, 250, time.Second, nil, func(r *rig) {
		ids := make([]int64, 250)
		for i := range ids {
			ids[i] = int64(i + 1)
		}
		r.svc.rate = 8
		r.do(PlayList{Tracks: tracks(ids...)})
		r.after(time.Second)
		asked := len(r.svc.resolved)
		for range 200 {
			r.do(Next{})
			time.Sleep(10 * time.Millisecond)
		}
		s := r.after(time.Second)
		if s.Track.ID != 201 {
			t.Errorf("at %d", s.Track.ID)
		}
		if n := len(r.svc.resolved) - asked; n > 3 {
			t.Errorf("%d addresses asked in 3 s", n)
		}
		for i := 1; i < len(r.svc.at); i++ {
			if d := r.svc.at[i].Sub(r.svc.at[i-1]); d < openPause {
				t.Errorf("two addresses asked within %v", d)
			}
		}
		if r.svc.most > 2 {
			t.Errorf("%d downloads at once", r.svc.most)
		}
	})
}

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

func TestWithoutDeviceAndStandInItWaits(t *testing.T) {
	t.Parallel()
	inRig(t, 1, 5*time.Second, func(r *rig) { r.dev.absent = errors.New("none") }, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		s := r.after(70 * time.Second)
		r.wantStatus(s, Waiting, "no-device")
		n := len(r.dev.opened)
		r.after(time.Minute)
		if more := len(r.dev.opened) - n; more > 7 || n > 70 {
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
			tries := len(r.dev.opened)
			r.after(c.away)
			if n := len(r.dev.opened) - tries; c.away == 10*time.Minute && n > 60+60 {
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

func TestSinkThatHangsHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	inRig(t, 3, 30*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1, 2, 3)})
		r.after(2 * time.Second)
		r.dev.hang = 5 * time.Second
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
	where := map[[2]float32]int{}
	for i := 0; i < len(want); i += 2 {
		where[[2]float32{want[i], want[i+1]}] = i / 2
	}
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
			sink := r.dev.last()
			sink.mu.Lock()
			n := len(sink.heard)
			at, ok := where[[2]float32{sink.heard[n-2], sink.heard[n-1]}]
			sink.mu.Unlock()
			heard := time.Duration(at) * time.Second / testRate
			if off := s.Position(time.Now()) - heard; !ok || off.Abs() > 100*time.Millisecond {
				rt.Fatalf("shown %v, heard %v (known %v)", s.Position(time.Now()), heard, ok)
			}
		})
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
		if !slices.Equal(r.dev.opened, []int{testRate, 2 * testRate}) {
			t.Errorf("outputs opened at %v", r.dev.opened)
		}
	})
}

func TestKeptSongPlaysWithoutTheService(t *testing.T) {
	t.Parallel()
	inRig(t, 1, 3*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		r.after(5 * time.Second)
		r.svc.set(func() { r.svc.offline = true })
		asked := len(r.svc.resolved) + r.svc.requests
		r.do(JumpTo{0})
		r.after(5 * time.Second)
		r.wantStory("S1 E1:playend H S1 E1:playend H")
		if len(r.svc.resolved)+r.svc.requests != asked {
			t.Error("the service was asked for a kept song")
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
