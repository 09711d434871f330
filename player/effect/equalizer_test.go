package effect

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// level is the RMS of the left channel in dB against the test sine's.
func level(p []float32) float64 {
	sum := 0.0
	for i := 0; i < len(p); i += 2 {
		sum += float64(p[i]) * float64(p[i])
	}
	return 10 * math.Log10(sum/float64(len(p)/2)/0.125)
}

// settled is the equaliser's answer to a sine once a change is through.
func settled(e *Equalizer, freq float64, rate int) float64 {
	p := sine(freq, rate, 2*rate)
	e.Process(p)
	return level(p[len(p)/2:])
}

func TestEveryBandHasItsGain(t *testing.T) {
	t.Parallel()
	for _, rate := range []int{44100, 48000, 96000} {
		for i, f := range Bands {
			for _, gain := range []float64{6, -9} {
				g := Gains{}
				g[i] = gain
				var e Equalizer
				e.Set(rate, g)
				want := gain - max(gain, 0) // the headroom is taken off before
				if got := settled(&e, f, rate); math.Abs(got-want) > 0.15 {
					t.Errorf("%d Hz: %.0f Hz by %.0f dB gives %.2f, want %.2f", rate, f, gain, got, want)
				}
			}
		}
	}
}

func TestNoPresetRaisesFullScale(t *testing.T) {
	t.Parallel()
	for _, name := range PresetNames() {
		g, ok := Preset(name)
		if !ok || g != g.Clamped() {
			t.Errorf("%s: %v %v", name, ok, g)
		}
		loudest := math.Inf(-1)
		for freq := 25.0; freq < 18000; freq *= 1.19 + 0.8*raceOn {
			var e Equalizer
			e.Set(44100, g)
			loudest = max(loudest, settled(&e, freq, 44100))
		}
		if loudest > 0.1 || loudest < -1-raceOn { // the race detector's coarser sweep may miss the peak
			t.Errorf("%s: a sine comes out at up to %.2f dB", name, loudest)
		}
	}
	if _, ok := Preset("no such"); ok {
		t.Error("a preset that is none")
	}
}

func TestFlatLeavesEverySampleAlone(t *testing.T) {
	t.Parallel()
	want := sine(440, 44100, 5000)
	p := slices.Clone(want)
	var e Equalizer
	e.Set(44100, Gains{})
	if e.Process(p); !e.Flat() || !slices.Equal(p, want) {
		t.Error("flat is not flat")
	}
	e.Set(44100, Gains{5, 5})
	if e.Process(slices.Clone(p)); e.Flat() {
		t.Error("raised, and flat")
	}
	e.Set(44100, Gains{})
	e.Process(sine(440, 44100, 44100))
	if !e.Flat() {
		t.Error("it does not come to rest")
	}
}

// TestAChangeDoesNotClick: between two samples a quiet low sine never moves
// more than it does by itself, as changed in loudness by the preset.
func TestAChangeDoesNotClick(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 9))
	var e Equalizer
	e.Set(44100, Gains{})
	p := sine(60, 44100, 10*44100)
	steepest := 0.5 * 2 * math.Pi * 60 / 44100
	for at := 0; at < len(p); {
		if rng.IntN(20) == 0 {
			g, _ := Preset(presets[rng.IntN(len(presets))].name)
			e.Set(44100, g)
		}
		n := min(2*(1+rng.IntN(2000)), len(p)-at)
		e.Process(p[at : at+n])
		at += n
	}
	for i := 2; i < len(p); i += 2 {
		if d := math.Abs(float64(p[i] - p[i-2])); d > steepest*1.5 {
			t.Fatalf("frame %d: a step of %.5f, the sine's own is %.5f", i/2, d, steepest)
		}
	}
}

func TestGainsAreBroughtIntoTheirLimits(t *testing.T) {
	t.Parallel()
	got := Gains{100, -100, math.NaN(), math.Inf(1), 3}.Clamped()
	if want := (Gains{MaxGain, -MaxGain, 0, MaxGain, 3}); got != want {
		t.Error(got)
	}
}

func TestLimiterTouchesOnlyWhatIsTooLoud(t *testing.T) {
	t.Parallel()
	quiet := sine(440, 44100, 44100)
	p := slices.Clone(quiet)
	var l Limiter
	if l.Process(44100, p); !slices.Equal(p, quiet) {
		t.Error("a quiet sine was changed")
	}
	hot := sine(440, 44100, 44100)
	for i := range hot {
		hot[i] *= 3
	}
	l.Process(44100, hot)
	for i, v := range hot {
		if v > 1 || v < -1 {
			t.Fatalf("sample %d is %v", i, v)
		}
	}
	// A steady sine keeps its shape: the gain falls once and stays.
	tail := hot[44100:]
	if db := level(tail) - 20*math.Log10(2); math.Abs(db) > 0.3 {
		t.Errorf("the limited sine is %.2f dB from full scale", db)
	}
	// And a second after it all is as before.
	for range 20 {
		p = slices.Clone(quiet)
		l.Process(44100, p)
	}
	if !slices.Equal(p, quiet) {
		t.Error("the limiter does not let go")
	}
}

func TestToneAndPeaksAllocateNothing(t *testing.T) {
	var (
		e Equalizer
		l Limiter
	)
	p := sine(440, 44100, 1024)
	g, _ := Preset("rock")
	if n := testing.AllocsPerRun(200, func() {
		e.Set(44100, g)
		e.Process(p)
		l.Process(44100, p)
	}); n > 0 {
		t.Errorf("%.0f allocations", n)
	}
}

// BenchmarkEqualizer: ns for one second of sound; 10 ms are 1 % of a core.
func BenchmarkEqualizer(b *testing.B) {
	for _, name := range []string{"flat", "bass", "rock"} {
		b.Run(name, func(b *testing.B) {
			var e Equalizer
			g, _ := Preset(name)
			p := sine(440, 44100, 4410)
			for b.Loop() {
				for range 10 {
					e.Set(44100, g)
					e.Process(p)
				}
			}
		})
	}
}

func BenchmarkLimiter(b *testing.B) {
	for name, gain := range map[string]float32{"quiet": 1, "hot": 4} {
		b.Run(name, func(b *testing.B) {
			var l Limiter
			p := sine(440, 44100, 4410)
			for i := range p {
				p[i] *= gain
			}
			q := make([]float32, len(p))
			for b.Loop() {
				for range 10 {
					copy(q, p)
					l.Process(44100, q)
				}
			}
		})
	}
}
