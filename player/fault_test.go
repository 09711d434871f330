package player

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ncmtui/player/stream"
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
		if r.svc.count() != 1 {
			t.Errorf("%d requests", r.svc.count())
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
		first := len(r.svc.asked()) + r.svc.count()
		r.after(time.Minute)
		if n := len(r.svc.asked()) + r.svc.count() - first; first > 35 || n > 31 || n < 28 { // tries that reach nobody
			t.Errorf("%d requests in the first minute, %d in the second", first, n)
		}
		r.svc.set(func() { r.svc.offline = false })
		s = r.after(3 * time.Second)
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
		before := r.svc.count()
		r.svc.set(func() { r.svc.offline = true })
		s := r.after(time.Minute)
		r.wantStatus(s, Waiting, "offline")
		at := s.Position(time.Now())
		if n := r.svc.count() - before; n > 35 {
			t.Errorf("%d requests in a minute", n)
		}
		r.svc.set(func() { r.svc.offline = false })
		s = r.after(3 * time.Second)
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
		if len(r.svc.asked()) != 2 || n != 3 {
			t.Errorf("%d addresses asked, %d requests", len(r.svc.asked()), n)
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
		if n := slices.Index(r.svc.asked(), 2); n != 2 {
			t.Errorf("addresses asked: %v", r.svc.asked())
		}
	})
}

func TestErrorPageInsteadOfASongIsSkipped(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind, body string
		bad        int64
		story      string
	}{
		"the first song":       {"application/json", `{"code":404}`, 1, "X1 S2 E2:playend S3 E3:playend H"},
		"html for one of them": {"text/html", "<html>sorry</html>", 2, "S1 X2 E1:playend S3 E3:playend H"},
		"dressed as a song":    {"audio/mpeg", "<html>sorry</html>", 2, "S1 X2 E1:playend S3 E3:playend H"},
	} {
		inRig(t, 3, 2*time.Second, nil, func(r *rig) {
			r.svc.reply = func(id, _ int64, res *http.Response) {
				if id == c.bad {
					page(res, c.kind, c.body)
				}
			}
			r.do(PlayList{Tracks: tracks(1, 2, 3)})
			r.after(12 * time.Second)
			if got := strings.ReplaceAll(r.story(), "E1:playend X2", "X2 E1:playend"); got != c.story {
				t.Errorf("%s: events %q, want %q", name, got, c.story)
			}
		})
	}
}

// page makes an answer a page.
func page(res *http.Response, kind, body string) {
	res.StatusCode = 200
	res.Header.Set("Content-Type", kind)
	res.Body = io.NopCloser(strings.NewReader(body))
}

func TestPortalIsWaitedForAndSkipsNothing(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]time.Duration{"from the start": 0, "in mid-song": 3 * time.Second} {
		inRig(t, 3, 8*time.Second, nil, func(r *rig) {
			portal := func(_, _ int64, res *http.Response) { page(res, "text/html", "<html>please sign in</html>") }
			if before > 0 {
				r.svc.rate = 40
				r.do(PlayList{Tracks: tracks(1, 2, 3)})
				r.after(before)
				r.svc.set(func() { r.svc.reply, r.svc.offline = portal, true })
				r.after(100 * time.Millisecond)
				r.svc.set(func() { r.svc.offline = false })
			} else {
				r.svc.reply = portal
				r.do(PlayList{Tracks: tracks(1, 2, 3)})
			}
			s := r.after(2 * time.Minute)
			r.wantStatus(s, Waiting, "portal")
			if n := r.svc.count(); n > 40 {
				t.Errorf("%s: %d requests", name, n)
			}
			if s.Track.ID != 1 {
				t.Errorf("%s: at song %d", name, s.Track.ID)
			}
			r.svc.set(func() { r.svc.reply, r.svc.rate = nil, 0 })
			s = r.after(6 * time.Second)
			r.wantStatus(s, Playing, "")
			r.after(time.Minute)
			r.wantSound(r.svc.files[1], r.svc.files[2], r.svc.files[3])
			r.wantStory("S1 E1:playend S2 E2:playend S3 E3:playend H")
		})
	}
}

// TestPortalInPlaceOfTheServiceIsSaid has a network that answers the question
// for a song's address with a page of its own.
func TestPortalInPlaceOfTheServiceIsSaid(t *testing.T) {
	t.Parallel()
	inRig(t, 2, 8*time.Second, func(r *rig) {
		r.svc.errs = map[int64]error{1: fmt.Errorf("%w: sign in first", stream.ErrWebPage)}
	}, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1, 2)})
		r.wantStatus(r.after(10*time.Second), Waiting, "portal")
		r.svc.set(func() { r.svc.errs[1] = errors.New("no route to host") })
		r.wantStatus(r.after(10*time.Second), Waiting, "offline")
		r.svc.set(func() { r.svc.errs = nil })
		r.wantStatus(r.after(4*time.Second), Playing, "")
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
		if len(r.svc.asked()) != 1 {
			t.Errorf("%d requests to a service that refused", len(r.svc.asked()))
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
		asked := len(r.svc.asked())
		for range 200 {
			r.do(Next{})
			time.Sleep(10 * time.Millisecond)
		}
		s := r.after(time.Second)
		if s.Track.ID != 201 {
			t.Errorf("at %d", s.Track.ID)
		}
		if n := len(r.svc.asked()) - asked; n > 3 {
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

// TestABrokenSongLeavesNoLongGap: the one behind it is opened at once; only
// where more fail in a row they are a while apart.
func TestABrokenSongLeavesNoLongGap(t *testing.T) {
	t.Parallel()
	change := func(r *rig) { r.svc.files[2] = []byte(strings.Repeat("no song ", 2000)) }
	inRig(t, 3, 4*time.Second, change, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1, 2, 3)})
		r.after(12 * time.Second)
		r.wantStory("S1 E1:playend X2 S3 E3:playend H")
		r.wantSound(r.svc.files[1], r.svc.files[3])
		heard, gap := r.dev.last().all(), 0
		heard = heard[slices.IndexFunc(heard, func(v float32) bool { return v != 0 }):]
		for i := range 2 * 8 * testRate { // both songs and what is between them
			if i < len(heard) && heard[i] == 0 {
				gap++
			}
		}
		if gap := time.Duration(gap/2) * time.Second / testRate; gap > 200*time.Millisecond {
			t.Errorf("%v of silence", gap)
		}
	})
}
