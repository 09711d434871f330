package player

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// ramp is a song whose samples tell their place: 0 at the start, 0.9 at the end.
func ramp(frames int) []byte {
	return song(testRate, frames, func(i int) float64 { return 0.9 * float64(i+1) / float64(frames) })
}

// rampAt is where in a ramp the last sample that was heard is.
func rampAt(s *fakeSink, length time.Duration) time.Duration {
	heard := s.all()
	return time.Duration(float64(heard[len(heard)-2]) / 0.9 * float64(length))
}

func TestPositionIsTrueAtEverySpeed(t *testing.T) {
	t.Parallel()
	const length = 4 * time.Minute
	change := func(r *rig) { r.svc.files[1] = ramp(int(length.Seconds()) * testRate) }
	inRig(t, 1, time.Second, change, func(r *rig) {
		rng := rand.New(rand.NewPCG(5, 5))
		r.do(PlayList{Tracks: tracks(1)})
		r.after(time.Second)
		starved := r.p.outlet.ring.silence.Load()
		for i := range 80 - 60*raceOn {
			speed := math.Round((0.5+1.5*rng.Float64())*20) / 20
			if i%5 == 4 {
				speed = 1
			}
			if s := r.do(SetSpeed{speed}); s.Speed != speed {
				t.Errorf("speed %v, set %v", s.Speed, speed)
			}
			r.after(700 * time.Millisecond)
			s := r.after(time.Duration(rng.IntN(90)) * 10 * time.Millisecond)
			at := rampAt(r.dev.last(), length)
			if off := (s.Position(time.Now()) - at).Abs(); s.Status != Playing || off > 50*time.Millisecond { // the search to either side, two pieces of which each is heard at its own speed, half a period
				r.fatalf("at speed %v: position %v, %v is heard", speed, s.Position(time.Now()), at)
			}
		}
		if n := r.p.outlet.ring.silence.Load() - starved; n != 0 {
			t.Errorf("%d frames of silence", n)
		}
	})
}

func TestListenedIsTimeNotMusic(t *testing.T) {
	t.Parallel()
	for _, speed := range []float64{1.25, 0.5, 2}[:3-2*raceOn] {
		inRig(t, 2, 20*time.Second, nil, func(r *rig) {
			r.do(SetSpeed{speed})
			r.do(PlayList{Tracks: tracks(1, 2)})
			began := time.Now()
			for !strings.HasSuffix(r.story(), "H") {
				r.after(100 * time.Millisecond)
			}
			want := time.Duration(float64(20*time.Second) / speed)
			r.wantStory("S1 E1:playend S2 E2:playend H")
			for id := int64(1); id <= 2; id++ {
				if e := ended(r.events, id); (e.Listened-want).Abs() > 60*time.Millisecond || e.Length != 20*time.Second {
					t.Errorf("speed %v: listened %v of %v, want %v", speed, e.Listened, e.Length, want)
				}
			}
			if took := time.Since(began); (took - 2*want).Abs() > 500*time.Millisecond {
				t.Errorf("speed %v: it took %v, want %v", speed, took, 2*want)
			}
		})
	}
}

func TestSpeedStaysWithinItsLimitsAndEndsExact(t *testing.T) {
	t.Parallel()
	inRig(t, 1, 10*time.Second, nil, func(r *rig) {
		for rate, want := range map[float64]float64{0.1: 0.5, 5: 2, 1.5: 1.5} {
			if s := r.do(SetSpeed{rate}); s.Speed != want {
				t.Errorf("%v gives %v", rate, s.Speed)
			}
		}
		for _, rate := range []float64{math.NaN(), 0, -1} {
			r.do(SetSpeed{1})
			if s := r.do(SetSpeed{rate}); s.Speed != 1 {
				t.Errorf("%v gives %v", rate, s.Speed)
			}
		}
		r.do(SetSpeed{1.5})
		r.do(PlayList{Tracks: tracks(1)})
		r.after(3 * time.Second)
		r.do(SetSpeed{1})
		r.after(10 * time.Second)
		want, got := samples(r.svc.files[1]), r.dev.sound()
		if tail := 4 * testRate * 2; !slices.Equal(got[len(got)-tail:], want[len(want)-tail:]) {
			t.Error("back at 1 the song does not end as it is")
		}
	})
}

func TestSleepFadesAndPauses(t *testing.T) {
	t.Parallel()
	change := func(r *rig) { r.svc.files[1] = song(testRate, 120*testRate, func(int) float64 { return 0.5 }) }
	inRig(t, 2, 3*time.Second, change, func(r *rig) {
		r.do(PlayList{Tracks: tracks(2, 1)})
		r.after(time.Second)
		s := r.do(Sleep{After: 40 * time.Second})
		if want := time.Now().Add(40 * time.Second); !s.SleepAt.Equal(want) {
			t.Errorf("sleeps at %v", s.SleepAt)
		}
		r.do(Next{}) // it goes on through songs
		s = r.after(39900 * time.Millisecond)
		r.wantStatus(s, Playing, "")
		heard := r.dev.last().all()
		last := float32(1)
		for back := 9 * time.Second; back > 0; back -= time.Second {
			v := heard[len(heard)-2-2*int(back.Seconds()*testRate)]
			if v >= last {
				t.Errorf("%v before the end: %v behind %v", back, v, last)
			}
			last = v
		}
		if first := heard[len(heard)-2-22*testRate]; first != heard[len(heard)-2-2*12*testRate] || last > 0.02 {
			t.Errorf("from %v to %v", first, last)
		}
		s = r.after(time.Second)
		r.wantStatus(s, Paused, "")
		if !s.SleepAt.IsZero() {
			t.Error("the timer is still set")
		}
		r.do(Resume{})
		s = r.after(2 * time.Second)
		r.wantStatus(s, Playing, "")
		heard = r.dev.last().all()
		if v := heard[len(heard)-2]; v < 0.49 {
			t.Errorf("played on at %v", v)
		}
	})
}

func TestSleepAtTheEndOfTheSong(t *testing.T) {
	t.Parallel()
	for name, when := range map[string]time.Duration{"early": time.Second, "the next one is decoded": 5 * time.Second, "about to be heard": 5700 * time.Millisecond, "in the fade": 4500 * time.Millisecond} {
		change := func(*rig) {}
		if name == "in the fade" {
			change = crossfaded(2)
		}
		inRig(t, 3, 6*time.Second, change, func(r *rig) {
			r.do(PlayList{Tracks: tracks(1, 2, 3)})
			r.after(when)
			if s := r.do(Sleep{AtSongEnd: true}); !s.SleepAtEnd {
				t.Error("not set")
			}
			s := r.after(time.Minute)
			r.wantStatus(s, Paused, "")
			if s.SleepAtEnd || s.Track.ID != 2 || s.At != 0 {
				t.Errorf("%s: song %d at %v", name, s.Track.ID, s.At)
			}
			r.wantStory("S1 E1:playend")
			if name == "early" || name == "the next one is decoded" {
				r.wantSound(r.svc.files[1])
			}
			r.do(Resume{})
			r.after(time.Minute)
			r.wantStory("S1 E1:playend S2 E2:playend S3 E3:playend H")
		})
	}
}

func TestSleepCanBeCancelledAndMoved(t *testing.T) {
	t.Parallel()
	inRig(t, 1, time.Minute, nil, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		r.do(Sleep{After: 10 * time.Second})
		r.after(5 * time.Second)
		if s := r.do(Sleep{}); !s.SleepAt.IsZero() || s.SleepAtEnd {
			t.Errorf("%+v", s.SleepAt)
		}
		r.wantStatus(r.after(10*time.Second), Playing, "")
		r.do(Sleep{After: time.Second})
		r.do(Sleep{After: 20 * time.Second})
		r.wantStatus(r.after(10*time.Second), Playing, "")
		r.wantStatus(r.after(11*time.Second), Paused, "")
		r.do(Sleep{After: time.Second}) // in a pause it runs out without a word
		r.do(Resume{})
		r.do(Pause{})
		if s := r.after(5 * time.Second); !s.SleepAt.IsZero() {
			t.Error("it did not run out")
		}
	})
}

func TestToneIsHeardAtOnceAndFlatIsExact(t *testing.T) {
	t.Parallel()
	change := func(r *rig) { r.svc.files[1] = tone(testRate, 30*testRate, 62.5, 0) }
	inRig(t, 1, time.Second, change, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		r.after(2 * time.Second)
		if s := r.do(SetEqualizer{Preset: "treble"}); s.Equalizer != "treble" {
			t.Errorf("preset %q", s.Equalizer)
		}
		r.after(2 * time.Second)
		power := func() float64 {
			heard := r.dev.last().all()
			sum := 0.0
			for _, v := range heard[len(heard)-testRate:] {
				sum += float64(v) * float64(v)
			}
			return 10 * math.Log10(sum/testRate/0.125)
		}
		if db := power(); db > -2 || db < -6 { // the headroom of the treble
			t.Errorf("a low sine under treble is at %.1f dB", db)
		}
		own := SetEqualizer{Preset: EqualizerOwn, Gains: Gains{0, -6}}
		if s := r.do(own); s.Equalizer != EqualizerOwn || s.Gains != own.Gains {
			t.Errorf("%+v", s.Effects)
		}
		r.after(2 * time.Second)
		if db := power(); math.Abs(db+6) > 0.2 {
			t.Errorf("lowered by 6 dB it is at %.1f dB", db)
		}
		if s := r.do(SetEqualizer{Preset: "no such"}); s.Equalizer != EqualizerOff {
			t.Errorf("preset %q", s.Equalizer)
		}
		r.after(2 * time.Second)
		if db := power(); math.Abs(db) > 0.01 {
			t.Errorf("flat it is at %.2f dB", db)
		}
	})
}

func TestLoudnessFollowsTheSettingWithinTheSong(t *testing.T) {
	t.Parallel()
	change := func(r *rig) {
		r.svc.files[1] = song(testRate, 30*testRate, func(int) float64 { return 0.8 })
		r.svc.gain = -6.0206
		r.opts.ReplayGain = true
	}
	inRig(t, 1, time.Second, change, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		for mode, want := range map[string]float64{"": 0.4, NormalizeOff: 0.8, NormalizeTrack: 0.4} {
			if mode != "" {
				r.do(SetNormalize{mode})
			}
			s := r.after(3 * time.Second)
			heard := r.dev.last().all()
			if v := heard[len(heard)-2]; math.Abs(float64(v)-want) > 0.001 || mode != "" && s.Normalize != mode {
				t.Errorf("%q: %v, want %v", s.Normalize, v, want)
			}
		}
	})
}

func TestPausesAndSeeksHaveNoHardEdges(t *testing.T) {
	t.Parallel()
	change := func(r *rig) { r.svc.files[1] = song(testRate, 60*testRate, func(int) float64 { return 0.8 }) }
	inRig(t, 1, time.Second, change, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		r.after(time.Second)
		for range 3 {
			r.do(Pause{})
			r.after(2 * time.Second)
			r.do(Resume{})
			r.after(2 * time.Second)
		}
		r.do(Pause{})
		r.do(Resume{}) // at once: the fade turns round
		r.after(time.Second)
		heard := r.dev.last().all()
		start := slices.IndexFunc(heard, func(v float32) bool { return v != 0 })
		for i := start + 2; i < len(heard); i += 2 {
			if d := math.Abs(float64(heard[i] - heard[i-2])); d > 0.8*2/(fadeTime.Seconds()*testRate) {
				r.fatalf("a step of %v at %.3f s", d, float64(i/2)/testRate)
			}
		}
	})
}

// TestADeviceWithAVolumeFadesByIt: what waits in the device is not waited for,
// and the mixer shows the chosen volume again.
func TestADeviceWithAVolumeFadesByIt(t *testing.T) {
	t.Parallel()
	change := func(r *rig) {
		r.svc.files[1] = song(testRate, 60*testRate, func(int) float64 { return 0.8 })
		r.dev.latency, r.dev.scales = time.Second, true
	}
	inRig(t, 1, time.Second, change, func(r *rig) {
		r.do(SetVolume{80})
		r.do(PlayList{Tracks: tracks(1)})
		r.after(3 * time.Second)
		const chosen = 0.8 * 0.8 * 0.8
		for _, c := range []Command{Pause{}, Resume{}, Pause{}, Resume{}} {
			r.do(c)
			r.after(150 * time.Millisecond)
			sink := r.dev.last()
			sink.mu.Lock()
			volume, paused := sink.volume, sink.paused
			sink.mu.Unlock()
			if math.Abs(volume-chosen) > 1e-9 || paused != (c == Pause{}) {
				t.Errorf("%T: volume %v, paused %v", c, volume, paused)
			}
			r.after(2 * time.Second)
		}
		heard := r.dev.last().all()
		start := slices.IndexFunc(heard, func(v float32) bool { return v != 0 })
		start += testRate / 5 // the device gets its volume as the sound begins
		for i := start + 2; i < len(heard); i += 2 {
			if d := math.Abs(float64(heard[i] - heard[i-2])); d > 0.8*chosen*0.8 { // its periods are coarse: some steps fall together
				r.fatalf("a step of %v at %.3f s", d, float64(i/2)/testRate)
			}
		}
		sink := r.dev.last()
		before := len(sink.volumes)
		r.do(SeekTo{40 * time.Second})
		r.after(time.Second)
		sink.mu.Lock()
		defer sink.mu.Unlock()
		if v := sink.volumes[before:]; len(v) != 5 || v[0] >= chosen || v[1] >= v[0] || v[2] >= v[1] || v[3] != 0 || v[4] != sink.volume {
			t.Errorf("volumes of a seek: %v", v)
		}
	})
}

func TestSpectrumShowsWhatIsHeardThen(t *testing.T) {
	t.Parallel()
	change := func(r *rig) {
		r.svc.files[1] = song(testRate, 20*testRate, func(i int) float64 {
			freq := 400.0
			if i >= 5*testRate {
				freq = 2000
			}
			return 0.5 * math.Sin(2*math.Pi*freq*float64(i)/testRate)
		})
		r.dev.latency = 500 * time.Millisecond
	}
	inRig(t, 1, time.Second, change, func(r *rig) {
		look := r.p.Tap()
		dst := make([]float32, 20)
		loudest := func() int {
			best := 0
			for i, v := range dst {
				if v > dst[best] {
					best = i
				}
			}
			return best
		}
		band := func(freq float64) int {
			top := math.Log(min(16000, testRate*0.48) / 40)
			return int(math.Log(freq/40) / top * float64(len(dst)))
		}
		r.do(PlayList{Tracks: tracks(1)})
		r.after(3 * time.Second)
		if look.Bands(dst, time.Now()) {
			t.Error("nothing was copied yet")
		}
		r.after(time.Second)
		for {
			s := r.after(50 * time.Millisecond)
			at := s.Position(time.Now())
			if !look.Bands(dst, time.Now()) {
				r.fatalf("nothing to see at %v", at)
			}
			if at < 4950*time.Millisecond && loudest() != band(400) {
				r.fatalf("at %v band %d is the loudest: %v", at, loudest(), dst)
			}
			if at > 5350*time.Millisecond && loudest() != band(2000) { // the window has passed
				r.fatalf("at %v band %d is the loudest: %v", at, loudest(), dst)
			}
			if at > 7*time.Second {
				break
			}
		}
		r.do(Pause{})
		r.after(time.Second)
		if look.Bands(dst, time.Now()) || loudest() != 0 || dst[0] != 0 {
			t.Errorf("seen in a pause: %v", dst)
		}
		r.do(Resume{})
		r.after(10 * time.Second) // nobody has looked for long
		if r.p.outlet.ring.voice.look.credit.Load() > 0 {
			t.Error("still copied, though nobody looks")
		}
	})
}

func TestNoBufferIsAllocatedWhilePlaying(t *testing.T) {
	for name, set := range map[string]func(*ring){
		"plain": func(*ring) {},
		"all": func(r *ring) {
			r.voice.setSpeed(1.3)
			r.voice.setTone(Gains{3, 3, 0, 0, -2, 0, 0, 1, 2, 3})
			r.voice.setGain(0.7)
			r.voice.look.credit.Store(1 << 40)
		},
	} {
		r := newRing()
		set(r)
		in, out := make([][2]float64, blockFrames), make([]float32, 2*700)
		r.gate.Store(true)
		if n := testing.AllocsPerRun(300, func() {
			if r.fill() < r.target() {
				r.write(in)
			}
			r.gate.Store(true)
			r.pull(out)
		}); n > 0 {
			t.Errorf("%s: %.0f allocations", name, n)
		}
	}
}

// BenchmarkVoice: ns for one second of sound through the ring with what is
// done to it; 10 ms are 1 % of a core.
func BenchmarkVoice(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	in := make([][2]float64, blockFrames)
	for i := range in {
		in[i] = [2]float64{rng.NormFloat64() * 0.1, rng.NormFloat64() * 0.1}
	}
	rock, _ := EqualizerGains("rock")
	for _, c := range []struct {
		name string
		set  func(*ring)
	}{
		{"nothing", func(*ring) {}},
		{"volume", func(r *ring) { r.voice.setGain(0.5) }},
		{"equalizer", func(r *ring) { r.voice.setTone(rock) }},
		{"speed", func(r *ring) { r.voice.setSpeed(1.5) }},
		{"spectrum", func(r *ring) { r.voice.look.credit.Store(1 << 60) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			r := newRing()
			c.set(r)
			out := make([]float32, 4410*2)
			b.ReportAllocs()
			for b.Loop() {
				for range 10 {
					for r.fill() < r.target() {
						r.write(in)
					}
					r.gate.Store(true)
					r.pull(out)
				}
			}
		})
	}
}

// BenchmarkCrossfade: ns for one second of two songs that overlap, the
// decoding of a trivial format included twice.
func BenchmarkCrossfade(b *testing.B) {
	r := newRing()
	e := newEngine(r, sound{rate: 44100}, func() {}, func(Msg) {})
	for b.Loop() {
		for done := 0; done < 44100; done += blockFrames {
			e.cur, e.mix = silentDeck(), mix{in: silentDeck(), frames: 1 << 30}
			e.blend()
			r.read.Store(r.wrote.Load())
		}
	}
}

var quietDeck = &deck{played: silence{}, in: &input{}, left: -1}

func silentDeck() *deck { return quietDeck }

type silence struct{}

func (silence) Stream(p [][2]float64) (int, bool) { return len(p), true }
func (silence) Err() error                        { return nil }

func ExampleEqualizerGains() {
	gains, ok := EqualizerGains("treble")
	fmt.Println(gains[9] > gains[0], ok)
	// Output: true true
}
