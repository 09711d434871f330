package player

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ncmtui/player/stream"
)

// world answers the effects of Step as an outside would, in any order and with
// any result, as far as the contract goes.
type world struct {
	open    map[uint64]bool
	cut     EffCut
	follow  uint64
	frame   uint64
	session uint64
	sink    bool
	events  []Event
}

func (w *world) see(t *rapid.T, effects []Effect) {
	for _, e := range effects {
		switch e := e.(type) {
		case EffOpen:
			if e.Track.Grey {
				t.Fatalf("a grey song is opened")
			}
			w.open[e.Gen] = true
		case EffDrop:
			delete(w.open, e.Gen)
		case EffCut:
			if !w.open[e.Gen] {
				t.Fatalf("cut to song %d, which is not open", e.Gen)
			}
			w.cut = e
		case EffFollow:
			if e.Gen != 0 && !w.open[e.Gen] {
				t.Fatalf("song %d follows, which is not open", e.Gen)
			}
			w.follow = e.Gen
		case EffSinkOpen:
			w.session, w.sink = e.Session, true
		case EffEmit:
			w.events = append(w.events, e.Event)
		}
	}
	if len(w.open) > 2 {
		t.Fatalf("%d songs open at once", len(w.open))
	}
}

func (w *world) msg(t *rapid.T, s State) Msg {
	anyGen := func() uint64 {
		return rapid.Uint64Range(max(s.lastGen, 2)-2, s.lastGen+1).Draw(t, "gen")
	}
	w.frame += rapid.Uint64Range(0, 90000).Draw(t, "frames")
	switch rapid.IntRange(0, 11).Draw(t, "msg") {
	case 0, 1:
		return Opened{Gen: anyGen(), Found: Findings{Rate: 44100, Duration: 3 * time.Second}}
	case 2:
		return OpenFailed{Gen: anyGen(), Err: rapid.SampledFrom([]error{
			errors.New("net"), &Unavailable{Why: NoCopyright}, &brokenError{errEmpty}, stream.ErrCorrupt,
		}).Draw(t, "err")}
	case 3:
		return Marked{Gen: anyGen(), Seq: w.cut.Seq, Frame: w.frame, Pos: w.cut.At}
	case 4:
		return RanOut{Gen: anyGen(), Seq: w.cut.Seq, Frame: w.frame, Err: rapid.SampledFrom([]error{
			nil, nil, errEmpty, stream.ErrCorrupt,
		}).Draw(t, "err")}
	case 5, 6:
		return Clocked{Session: w.session, Frame: w.frame, Sound: rapid.Bool().Draw(t, "sound"), Flowing: true}
	case 7:
		return SinkOpened{Session: w.session, Rate: 44100, Output: Output{Name: "x"}}
	case 8:
		return rapid.SampledFrom([]Msg{
			SinkFailed{Session: w.session, Err: errEmpty}, SinkLost{Session: w.session, Err: errEmpty},
		}).Draw(t, "sink")
	case 9:
		return Loaded{Gen: anyGen(), Stream: stream.Status{Size: 10, Ahead: 10, Complete: true}}
	case 10:
		return rapid.SampledFrom([]Msg{
			FMBrought{Err: errEmpty}, FMBrought{Tracks: tracks(int64(w.frame%50) + 100)},
		}).Draw(t, "fm")
	}
	return Tick{}
}

func anyCommand(t *rapid.T) Command {
	n := func(name string) int { return rapid.IntRange(-1, 6).Draw(t, name) }
	some := func() []Track {
		list := tracks([]int64{1, 2, 3, 4, 5}[:rapid.IntRange(0, 5).Draw(t, "tracks")]...)
		for i := range list {
			list[i].Grey = rapid.IntRange(0, 5).Draw(t, "grey") == 0
			list[i].Trial = rapid.IntRange(0, 5).Draw(t, "trial") == 0
		}
		return list
	}
	return rapid.SampledFrom([]Command{
		PlayList{Tracks: some(), At: n("at")},
		PlayFM{},
		Toggle{},
		Pause{},
		Resume{},
		Stop{},
		Next{},
		Next{},
		Previous{},
		JumpTo{n("jump")},
		SeekTo{time.Duration(n("s")) * time.Second},
		SeekBy{time.Duration(n("s")) * time.Second},
		SetMode{Mode(n("mode"))},
		CycleMode{},
		PlayNext{some()},
		Append{some()},
		Remove{n("i")},
		RemoveMany{[]int{n("i"), n("j"), n("k")}},
		Move{n("i"), n("j")},
		MoveMany{[]int{n("i"), n("j")}, n("k")},
		Clear{},
		UndoQueue{},
		RedoQueue{},
		SetOutput{rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "spec")},
		SetVolume{n("v") * 30},
		ToggleMute{},
	}).Draw(t, "command")
}

// TestAnySeriesOfHappeningsKeepsTheInvariants drives Step with commands and
// answers in any order: late, repeated, of songs long gone.
func TestAnySeriesOfHappeningsKeepsTheInvariants(t *testing.T) {
	t.Parallel()
	for range sequences / 100 { // rapid's usual number
		rapid.Check(t, anySeries)
	}
}

// sequences is how many series are tried.
const sequences = 10_000 - 9_000*raceOn

func anySeries(t *rapid.T) {
	s := NewState(Saved{Volume: 50}, nil, "x", 1, rapid.Bool().Draw(t, "resamples"))
	s = s.with(Policy{SkipTrials: rapid.Bool().Draw(t, "skip"), Hide: rapid.IntRange(0, 9).Draw(t, "hide") == 0})
	w := &world{open: map[uint64]bool{}}
	rows := &rowModel{}
	now := time.Unix(1000, 0)
	for range rapid.IntRange(1, 80).Draw(t, "steps") {
		now = now.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, "ms")) * time.Millisecond)
		var m Msg
		if rapid.IntRange(0, 3).Draw(t, "who") == 0 {
			m = Asked{anyCommand(t)}
		} else {
			m = w.msg(t, s)
		}
		before, shown := s, s.Snapshot(now)
		next, effects := Step(s, Input{At: now, Msg: m})
		checkStale(t, before, next, m, effects)
		rows.follow(t, before, m, next)
		if !reflect.DeepEqual(before.Snapshot(now), shown) {
			t.Fatalf("%T changed the state it was given", m)
		}
		s = next
		w.see(t, effects)
		checkState(t, s, now)
	}
	_, effects := Step(s, Input{At: now, Msg: Quit{}})
	w.see(t, effects)
	checkPlays(t, w.events)
}

func checkState(t *rapid.T, s State, now time.Time) {
	snap := s.Snapshot(now)
	if at := snap.Position(now); at < 0 || snap.Duration > 0 && at > snap.Duration {
		t.Fatalf("position %v of %v", at, snap.Duration)
	}
	if !s.wake.IsZero() && !s.wake.After(now) {
		t.Fatalf("wants to be woken in the past")
	}
	if snap.Moving && snap.Status != Playing {
		t.Fatalf("moves in status %d", snap.Status)
	}
	later := s.Snapshot(now.Add(bufferingAt + 10*time.Millisecond))
	if later.Status == Playing && !later.Moving && later.Track != nil && s.pos.turn.IsZero() {
		t.Fatalf("says that it plays, and nothing moves")
	}
	if later.Status == Playing && (s.sink.stage != sinkOpen || !s.play || s.cur.play == "") {
		t.Fatalf("says that it plays: output %d, wanted %v, play %q", s.sink.stage, s.play, s.cur.play)
	}
	if s.cur.gen != 0 && s.cur.key != s.queue.Key() && s.queue.Current() >= 0 {
		t.Fatalf("plays entry %d, the queue is at %d", s.cur.key, s.queue.Key())
	}
}

// checkStale: what comes of a song that was given up tells nobody anything.
func checkStale(t *rapid.T, before, after State, m Msg, effects []Effect) {
	var gen uint64
	switch m := m.(type) {
	case Opened:
		gen = m.Gen
	case OpenFailed:
		gen = m.Gen
	case Loaded:
		gen = m.Gen
	default:
		return
	}
	if gen == before.cur.gen || gen == before.next.gen {
		return
	}
	if before.cur.gen != after.cur.gen || before.queue.Rev() != after.queue.Rev() {
		t.Fatalf("%T of song %d, long gone, changed the song", m, gen)
	}
	for _, e := range effects {
		if _, ok := e.(EffEmit); ok {
			t.Fatalf("%T of song %d, long gone, is told: %+v", m, gen, e)
		}
	}
}

// checkPlays: every play starts once and ends once, before the next.
func checkPlays(t *rapid.T, events []Event) {
	running := ""
	seen := map[string]bool{}
	for _, e := range events {
		switch e := e.(type) {
		case Started:
			if running != "" || seen[e.Play] {
				t.Fatalf("%s starts in %q", e.Play, running)
			}
			running, seen[e.Play] = e.Play, true
		case Ended:
			if e.Play != running || e.Listened < 0 {
				t.Fatalf("%s ends in %q after %v", e.Play, running, e.Listened)
			}
			running = ""
		}
	}
	if running != "" {
		t.Fatalf("%s never ends", running)
	}
}

func TestRingGivesBackWhatWasWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := newRing()
		r.setRate(rapid.SampledFrom([]int{44100, 96000, 192000}).Draw(t, "rate"))
		_, size := r.frames()
		var in, out float32
		r.gate.Store(true)
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			if n := rapid.IntRange(0, 3000).Draw(t, "write"); r.fill()+uint64(n) < size {
				p := make([][2]float64, n)
				for i := range p {
					in += 1.0 / (1 << 20) // all within full scale, all different
					p[i] = [2]float64{float64(in), float64(-in)}
				}
				r.write(p)
				r.gate.Store(true)
			}
			if rapid.IntRange(0, 9).Draw(t, "what") == 0 {
				if at := r.discard(); at != r.wrote.Load() || r.fill() != 0 {
					t.Fatal("something is left after discard")
				}
				out = in
				r.gate.Store(true)
			}
			p := make([]float32, 2*rapid.IntRange(1, 3000).Draw(t, "pull"))
			n := r.pull(p)
			for i := range n {
				if out += 1.0 / (1 << 20); p[i*2] != out || p[i*2+1] != -out {
					t.Fatalf("frame %v is %v", out, p[i*2])
				}
			}
			for _, v := range p[n*2:] {
				if v != 0 {
					t.Fatal("not silence")
				}
			}
		}
	})
}

// TestHeardFollowsSilenceAndSound compares with a list of every frame given.
func TestHeardFollowsSilenceAndSound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := newRing()
		var given []int64 // frame, or -1
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			r.write(make([][2]float64, rapid.IntRange(0, 500).Draw(t, "write")))
			r.gate.Store(rapid.Bool().Draw(t, "gate"))
			from := r.read.Load()
			n := rapid.IntRange(1, 600).Draw(t, "pull")
			got := r.pull(make([]float32, 2*n))
			for i := range n {
				if i < got {
					given = append(given, int64(from)+int64(i))
				} else {
					given = append(given, -1)
				}
			}
		}
		delay := rapid.IntRange(0, len(given)).Draw(t, "delay")
		h := r.heard(r.out.Load(), uint64(delay))
		frame, sound := h.frame, h.sound
		at := len(given) - delay
		if at < len(given) {
			if sound != (given[at] >= 0) || sound && frame != uint64(given[at]) {
				t.Fatalf("heard frame %d, sound %v; it is %d", frame, sound, given[at])
			}
		}
		last := int64(0)
		for _, g := range given[:at] {
			last = max(last, g+1)
		}
		if !sound && frame != uint64(last) {
			t.Fatalf("silence at frame %d, want %d", frame, last)
		}
	})
}

func TestSnapshotIsPublishedOnlyWhenSomethingIsNew(t *testing.T) {
	t.Parallel()
	inRig(t, 1, 60*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		s := r.after(5 * time.Second)
		later := r.after(30 * time.Second)
		if n := later.Rev - s.Rev; n > 3 {
			t.Errorf("%d snapshots in 30 s of playing", n)
		}
		r.do(Pause{})
		s = r.after(2 * time.Minute)
		if later = r.after(time.Hour); later.Rev != s.Rev {
			t.Errorf("%d snapshots in a pause", later.Rev-s.Rev)
		}
	})
}

func TestManySubscribersSeeTheSameEvents(t *testing.T) {
	t.Parallel()
	inRig(t, 3, time.Second, nil, func(r *rig) {
		second := r.p.Subscribe()
		gone := r.p.Subscribe()
		gone.Close()
		r.do(PlayList{Tracks: tracks(1, 2, 3)})
		r.after(5 * time.Second)
		events := second.Events()
		if fmt.Sprint(events) != fmt.Sprint(r.events) || len(events) < 7 {
			t.Errorf("%d and %d events", len(events), len(r.events))
		}
		if len(gone.Events()) != 0 {
			t.Error("a closed subscription goes on")
		}
	})
}

func TestReplayGainNeverClips(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		mode string
		m    Media
		want float64
	}{
		{NormalizeOff, Media{HasGain: true, Gain: -6}, 1},
		{NormalizeTrack, Media{}, 1},
		{NormalizeTrack, Media{HasGain: true, Gain: -6.0206, Peak: 1}, 0.5},
		{NormalizeTrack, Media{HasGain: true, Gain: 6}, 1},
		{NormalizeTrack, Media{HasGain: true, Gain: 20, Peak: 0.5}, 2},
		{NormalizeAlbum, Media{HasGain: true, Gain: -6.0206, Peak: 1}, 0.5},
	} {
		d := &deck{media: c.m, gain: &gained{}}
		if d.loudness(&sound{normalize: c.mode}); math.Abs(d.gain.goal-c.want) > 1e-4 {
			t.Errorf("%s %+v: %v, want %v", c.mode, c.m, d.gain.goal, c.want)
		}
	}
}

func TestAnAlbumKeepsTheLoudnessOfItsFirstSong(t *testing.T) {
	t.Parallel()
	s := &sound{normalize: NormalizeAlbum}
	for _, c := range []struct {
		album      int64
		gain, want float64
	}{{7, -6.0206, 0.5}, {7, -12.0412, 0.5}, {8, -12.0412, 0.25}, {0, -6.0206, 0.5}, {8, -20, 0.25}} {
		d := &deck{album: c.album, media: Media{HasGain: true, Gain: c.gain, Peak: 1}, gain: &gained{}}
		if d.loudness(s); math.Abs(d.gain.goal-c.want) > 1e-4 {
			t.Errorf("album %d, %.0f dB: factor %v, want %v", c.album, c.gain, d.gain.goal, c.want)
		}
	}
}

func BenchmarkRing(b *testing.B) {
	r := newRing()
	in, out := make([][2]float64, blockFrames), make([]float32, blockFrames*2)
	b.SetBytes(blockFrames * 8)
	b.ReportAllocs()
	for b.Loop() {
		r.write(in)
		r.gate.Store(true)
		r.pull(out)
	}
}

func BenchmarkStepClocked(b *testing.B) {
	list := make([]Track, 10000)
	for i := range list {
		list[i] = Track{ID: int64(i + 1)}
	}
	now := time.Unix(1000, 0)
	s, _ := Step(NewState(Saved{Volume: 50}, nil, "x", 1, true), Input{At: now, Msg: Asked{PlayList{Tracks: list}}})
	for _, m := range []Msg{
		Opened{Gen: s.cur.gen, Found: Findings{Rate: 44100}},
		SinkOpened{Session: 1, Rate: 44100},
		Marked{Gen: s.cur.gen, Seq: 1},
	} {
		s, _ = Step(s, Input{At: now, Msg: m})
	}
	b.ReportAllocs()
	frame := uint64(0)
	for b.Loop() {
		frame += 44100
		now = now.Add(time.Second)
		s, _ = Step(s, Input{At: now, Msg: Clocked{Session: s.sink.session, Frame: frame, Sound: true, Flowing: true}})
	}
}

// BenchmarkEnterToFirstSample is the player's own share, in real time: no
// network, an instant decoder, a sink with periods of 10 ms.
func BenchmarkEnterToFirstSample(b *testing.B) {
	var total time.Duration
	for b.Loop() {
		b.StopTimer()
		svc := &service{files: map[int64][]byte{1: wave(1, 44100, 10*44100)}}
		dev := &eager{got: make(chan time.Time, 1)}
		p, err := New(Options{
			Resolver: svc, Output: dev, Decode: openWave, Transport: svc, AllowHosts: []string{"cdn.test"}, CacheDir: b.TempDir(),
		})
		if err != nil {
			b.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- p.Run(b.Context()) }()
		b.StartTimer()
		start := time.Now()
		p.Do(PlayList{Tracks: tracks(1)})
		total += (<-dev.got).Sub(start)
		b.StopTimer()
		_ = p.Close()
		<-done
		b.StartTimer()
	}
	b.ReportMetric(float64(total.Microseconds())/float64(b.N), "µs/first-sample")
}
