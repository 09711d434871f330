package player

import (
	"context"
	"math"
	"testing"
	"testing/synctest"
	"time"
)

func TestOneSongIsHeardToTheLastSample(t *testing.T) {
	t.Parallel()
	inRig(t, 1, 5*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		s := r.after(2 * time.Second)
		r.wantStatus(s, Playing, "")
		r.wantAt(s, 2*time.Second, 20*time.Millisecond)
		if s.Duration != 5*time.Second || s.Delivered.Rate != testRate || !s.Moving {
			t.Errorf("snapshot %+v", s)
		}
		s = r.after(4 * time.Second)
		r.wantStatus(s, Stopped, "")
		r.wantStory("S1 E1:playend H")
		r.wantSound(r.svc.files[1])
		if e := ended(r.events, 1); e.Listened != 5*time.Second || e.Length != 5*time.Second {
			t.Errorf("ended %+v", e)
		}
	})
}

func TestSongsFollowWithoutAGap(t *testing.T) {
	t.Parallel()
	inRig(t, 4, 3*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1, 2, 3, 4)})
		s := r.after(4500 * time.Millisecond)
		if s.Track == nil || s.Track.ID != 2 {
			t.Errorf("track %+v", s.Track)
		}
		r.wantAt(s, 1500*time.Millisecond, 20*time.Millisecond)
		r.after(10 * time.Second)
		r.wantStory("S1 E1:playend S2 E2:playend S3 E3:playend S4 E4:playend H")
		r.wantSound(r.svc.files[1], r.svc.files[2], r.svc.files[3], r.svc.files[4])
		if n := r.p.outlet.ring.silence.Load(); n != 0 {
			t.Errorf("%d frames of silence between the songs", n)
		}
	})
}

func TestSingleLoopIsGaplessAndReportsEveryPlay(t *testing.T) {
	t.Parallel()
	inRig(t, 2, 2*time.Second, nil, func(r *rig) {
		r.do(SetMode{LoopOne})
		r.do(PlayList{Tracks: tracks(1, 2)})
		r.after(5 * time.Second)
		r.wantStory("S1 E1:playend S1 E1:playend S1")
		plays := map[string]bool{}
		for _, e := range r.events {
			if s, ok := e.(Started); ok {
				plays[s.Play] = true
			}
		}
		if len(plays) != 3 || r.p.outlet.ring.silence.Load() != 0 {
			t.Errorf("%d plays, %d frames of silence", len(plays), r.p.outlet.ring.silence.Load())
		}
		r.do(Next{})
		r.after(time.Second)
		r.wantStory("S1 E1:playend S1 E1:playend S1 E1:ui S2")
	})
}

func TestPauseKeepsThePositionAndEverySample(t *testing.T) {
	t.Parallel()
	for name, pause := range map[string]time.Duration{"short": 10 * time.Second, "long": 10 * time.Minute} {
		inRig(t, 1, 5*time.Second, nil, func(r *rig) {
			r.do(PlayList{Tracks: tracks(1)})
			r.after(2 * time.Second)
			paused := r.do(Pause{})
			r.wantStatus(paused, Paused, "")
			told := paused.At
			paused = r.after(400 * time.Millisecond) // what was in the device has been heard, faded
			if paused.At < told || paused.At > told+250*time.Millisecond {
				t.Errorf("%s: paused at %v, told %v", name, paused.At, told)
			}
			s := r.after(pause)
			if s.Moving || s.Position(time.Now()) != paused.At {
				t.Errorf("%s: position went from %v to %v in the pause", name, paused.At, s.Position(time.Now()))
			}
			if closed := r.dev.closes() == 1; closed != (pause > time.Minute) {
				t.Errorf("%s: output closed: %v", name, closed)
			}
			r.do(Toggle{})
			r.after(5 * time.Second)
			r.wantStory("S1 E1:playend H")
			if name == "short" {
				r.wantFaded(r.svc.files[1], 2*fadeTime)
			}
			if e := ended(r.events, 1); (e.Listened - 5*time.Second).Abs() > 15*time.Millisecond {
				t.Errorf("%s: listened %v", name, e.Listened)
			}
		})
	}
}

func TestSeekIsExactAndNotCounted(t *testing.T) {
	t.Parallel()
	inRig(t, 1, 60*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		r.after(2 * time.Second)
		s := r.do(SeekTo{40 * time.Second})
		r.wantAt(s, 40*time.Second, 0)
		s = r.after(time.Second)
		r.wantAt(s, 41*time.Second, 50*time.Millisecond)
		want := samples(r.svc.files[1])[(40*testRate+testRate/2)*2]
		found := false
		for _, v := range r.dev.last().all() {
			found = found || v == want
		}
		if !found {
			t.Error("the sample at 40.5 s was not heard")
		}
		r.do(SeekBy{-30 * time.Second})
		s = r.after(time.Second)
		r.wantAt(s, 12*time.Second, 50*time.Millisecond)
		r.do(Stop{})
		if e := ended(r.events, 1); (e.Listened - 4*time.Second).Abs() > 20*time.Millisecond {
			t.Errorf("listened %v, want 4 s", e.Listened)
		}
		r.wantStory("S1 E1:ui")
	})
}

func TestSeekBeyondEitherEndIsClamped(t *testing.T) {
	t.Parallel()
	inRig(t, 2, 10*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1, 2)})
		r.after(time.Second)
		r.wantAt(r.do(SeekBy{-time.Hour}), 0, 0)
		s := r.after(time.Second)
		r.wantAt(s, time.Second, 50*time.Millisecond)
		r.wantAt(r.do(SeekTo{time.Hour}), 10*time.Second, time.Millisecond)
		s = r.after(time.Second)
		if s.Track.ID != 2 || s.Status != Playing {
			t.Errorf("after a seek behind the end: track %d, status %d", s.Track.ID, s.Status)
		}
	})
}

func TestLeaningOnSeekAheadStaysInTheSong(t *testing.T) {
	t.Parallel()
	inRig(t, 2, 10*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1, 2)})
		r.after(time.Second)
		for range 100 {
			s := r.do(SeekBy{10 * time.Second})
			if s.Track.ID != 1 {
				t.Fatalf("track %d plays", s.Track.ID)
			}
			r.wantAt(s, 9*time.Second, 0)
			r.after(30 * time.Millisecond)
		}
		if s := r.after(2 * time.Second); s.Track.ID != 2 {
			t.Errorf("the song does not end: track %d at %v", s.Track.ID, s.At)
		}
	})
}

func TestSeekInAPauseStaysPaused(t *testing.T) {
	t.Parallel()
	inRig(t, 1, 20*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		r.after(time.Second)
		r.do(Pause{})
		s := r.do(SeekTo{15 * time.Second})
		r.wantStatus(s, Paused, "")
		s = r.after(5 * time.Second)
		r.wantAt(s, 15*time.Second, 0)
		r.do(Resume{})
		s = r.after(time.Second)
		r.wantAt(s, 15900*time.Millisecond, 100*time.Millisecond)
	})
}

func TestPreviousGoesBackAndRestartsAtTheStart(t *testing.T) {
	t.Parallel()
	inRig(t, 3, 10*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1, 2, 3)})
		r.after(2 * time.Second)
		r.do(Next{})
		r.after(2 * time.Second)
		r.do(Previous{})
		s := r.after(2 * time.Second)
		if s.Track.ID != 1 {
			t.Errorf("at %d", s.Track.ID)
		}
		r.do(Previous{})
		s = r.after(time.Second)
		r.wantAt(s, time.Second, 50*time.Millisecond)
		r.wantStory("S1 E1:ui S2 E2:ui S1")
	})
}

func TestQueueChangesReachThePreparedSong(t *testing.T) {
	t.Parallel()
	inRig(t, 4, 4*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1, 2)})
		r.after(2 * time.Second) // 2 is prepared
		r.do(PlayNext{Tracks: tracks(3)})
		r.after(1700 * time.Millisecond) // the engine is in 3 already
		r.do(PlayNext{Tracks: tracks(4)})
		s := r.after(1300 * time.Millisecond)
		if s.Track.ID != 4 {
			t.Errorf("at %d, want 4", s.Track.ID)
		}
		r.after(20 * time.Second)
		r.wantStory("S1 E1:playend S4 E4:playend S3 E3:playend S2 E2:playend H")
		if e := ended(r.events, 1); e.Listened != 4*time.Second {
			t.Errorf("listened %v to the first", e.Listened)
		}
	})
}

func TestModeNeverInterruptsTheSong(t *testing.T) {
	t.Parallel()
	inRig(t, 5, 4*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1, 2, 3, 4, 5)})
		r.after(time.Second)
		for range 9 {
			r.do(CycleMode{})
		}
		s := r.after(2900 * time.Millisecond)
		if s.Track.ID != 1 || s.Mode != LoopList {
			t.Errorf("track %d, mode %d", s.Track.ID, s.Mode)
		}
		r.after(2 * time.Second)
		r.wantStory("S1 E1:playend S2")
	})
}

func TestVolumeRampsAndMuteKeepsIt(t *testing.T) {
	t.Parallel()
	inRig(t, 1, 10*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		r.after(time.Second)
		if s := r.do(AddVolume{-50}); s.Volume != 50 {
			t.Errorf("volume %d", s.Volume)
		}
		r.after(time.Second)
		if s := r.do(ToggleMute{}); s.Volume != 50 || !s.Muted {
			t.Errorf("muted: %+v", s.Volume)
		}
		r.after(time.Second)
		if s := r.do(AddVolume{5}); s.Volume != 55 || s.Muted {
			t.Error("louder does not end mute")
		}
		if s := r.do(SetVolume{400}); s.Volume != 100 {
			t.Errorf("volume %d", s.Volume)
		}
		want := samples(r.svc.files[1])
		heard := r.dev.last().all()
		start := 0
		for heard[start*2] == 0 {
			start++
		}
		at := func(sec float64) float32 {
			i := int(sec * testRate)
			return heard[i*2] / want[(i-start)*2]
		}
		if g := at(0.5); g != 1 {
			t.Errorf("gain %v at full volume", g)
		}
		if g := at(1.8); g < 0.124 || g > 0.126 {
			t.Errorf("gain %v at half volume", g)
		}
		jump := 0
		for i := start + 1; i < len(heard)/2; i++ {
			if a, b := heard[i*2]/want[(i-start)*2], heard[i*2-2]/want[(i-start)*2-2]; math.Abs(float64(a-b)) > 1.01/(0.01*testRate) {
				jump++
			}
		}
		if jump > 0 {
			t.Errorf("%d jumps of the gain", jump)
		}
		if v := heard[int(2.9*testRate)*2]; v != 0 {
			t.Errorf("sample %v while mute", v)
		}
	})
}

func TestUndoBringsListSongAndPositionBack(t *testing.T) {
	t.Parallel()
	inRig(t, 6, 30*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1, 2, 3), At: 1})
		r.after(10 * time.Second)
		r.do(PlayList{Tracks: tracks(4, 5, 6)})
		r.after(3 * time.Second)
		r.do(UndoQueue{})
		s := r.after(time.Second)
		if s.Track.ID != 2 || len(s.Queue.Tracks) != 3 {
			t.Errorf("track %d of %d", s.Track.ID, len(s.Queue.Tracks))
		}
		r.wantAt(s, 10900*time.Millisecond, 200*time.Millisecond)
		r.wantStory("S2 E2:interrupt S4 E4:interrupt S2")
	})
}

func TestRestoredPausedWithoutAnyRequest(t *testing.T) {
	t.Parallel()
	keep := func(r *rig) {
		r.opts.Kept = &Saved{Tracks: tracks(1, 2), Current: 1, At: 7 * time.Second, Volume: 60, Mode: LoopList}
	}
	inRig(t, 2, 20*time.Second, keep, func(r *rig) {
		s := r.after(time.Minute)
		r.wantStatus(s, Paused, "")
		r.wantAt(s, 7*time.Second, 0)
		if s.Volume != 60 || s.Mode != LoopList || s.Track.ID != 2 || len(r.svc.asked()) != 0 || len(r.dev.opens()) != 0 {
			t.Errorf("%+v, %d requests, %d outputs", s, len(r.svc.asked()), len(r.dev.opens()))
		}
		r.do(Toggle{})
		s = r.after(time.Second)
		r.wantAt(s, 7950*time.Millisecond, 80*time.Millisecond)
		r.wantStory("S2")
	})
}

func TestQuitTellsWhatWasHeard(t *testing.T) {
	t.Parallel()
	inRig(t, 1, 20*time.Second, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		r.after(3 * time.Second)
		r.stop()
		r.wantStory("S1 E1:ui")
		if e := ended(r.events, 1); (e.Listened - 2950*time.Millisecond).Abs() > 80*time.Millisecond {
			t.Errorf("listened %v", e.Listened)
		}
		r.done <- nil
	})
}

func TestRunTwiceAndCloseWithoutRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, err := New(Options{Output: &device{}, Resolver: &service{}, Transport: &service{}, Decode: openWave})
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
		if p.Run(context.Background()) == nil {
			t.Error("ran after Close")
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestGreySongsAreNeverAskedFor(t *testing.T) {
	t.Parallel()
	inRig(t, 4, 2*time.Second, nil, func(r *rig) {
		list := tracks(1, 2, 3, 4)
		list[0].Grey, list[2].Grey = true, true
		r.do(PlayList{Tracks: list})
		r.after(20 * time.Second)
		r.wantStory("X1 S2 E2:playend X3 S4 E4:playend H")
		for _, id := range r.svc.asked() {
			if list[id-1].Grey {
				t.Errorf("grey song %d was asked for", id)
			}
		}
	})
}
