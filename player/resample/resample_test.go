package resample

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/gopxl/beep/v2"
)

// tone streams n samples of a sine, half as loud on the right.
type tone struct {
	freq, rate float64
	n, at      int
	err        error
}

func (s *tone) Stream(buf [][2]float64) (int, bool) {
	n := min(len(buf), s.n-s.at)
	for i := range n {
		v := 0.5 * math.Sin(2*math.Pi*s.freq*float64(s.at+i)/s.rate)
		buf[i] = [2]float64{v, v / 2}
	}
	s.at += n
	return n, n > 0
}

func (s *tone) Err() error {
	if s.at == s.n {
		return s.err
	}
	return nil
}

func drain(s beep.Streamer, size int) (all [][2]float64) {
	buf := make([][2]float64, size)
	for {
		n, ok := s.Stream(buf)
		all = append(all, buf[:n]...)
		if !ok {
			return all
		}
	}
}

// measure gives the gain in dB at freq and what else is in the signal
// relative to it, the edges left out.
func measure(all [][2]float64, freq, rate float64) (gain, snr float64) {
	all = all[1000 : len(all)-1000]
	var a, b, aa, bb, ab float64
	for i, s := range all {
		w := 2 * math.Pi * freq * float64(i) / rate
		sin, cos := math.Sincos(w)
		a += s[0] * sin
		b += s[0] * cos
		aa += sin * sin
		bb += cos * cos
		ab += sin * cos
	}
	det := aa*bb - ab*ab
	x, y := (a*bb-b*ab)/det, (b*aa-a*ab)/det
	noise := 0.0
	for i, s := range all {
		sin, cos := math.Sincos(2 * math.Pi * freq * float64(i) / rate)
		e := s[0] - x*sin - y*cos
		noise += e * e
	}
	power := (x*x + y*y) / 2
	return 10 * math.Log10(power/0.125), 10 * math.Log10(power*float64(len(all))/noise)
}

func TestPassBandIsFlatAndClean(t *testing.T) {
	t.Parallel()
	tests := []struct {
		from, to  int
		freq, snr float64
	}{
		{44100, 48000, 1000, 98},
		{44100, 48000, 10000, 98},
		{44100, 48000, 15000, 98},
		{44100, 48000, 18000, 98},
		{48000, 44100, 10000, 98},
		{96000, 44100, 15000, 98},
		{96000, 48000, 18000, 98},
		{48000, 44100, 18000, 98},
		{192000, 44100, 18000, 98},
		{192000, 48000, 10000, 98},
		{22050, 48000, 8000, 98},
		{44100, 96000, 15000, 95},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%d to %d at %.0f", tt.from, tt.to, tt.freq), func(t *testing.T) {
			t.Parallel()
			all := drain(New(tt.from, tt.to, &tone{freq: tt.freq, rate: float64(tt.from), n: tt.from / 2}), 777)
			gain, snr := measure(all, tt.freq, float64(tt.to))
			if math.Abs(gain) > 0.1 || snr < tt.snr {
				t.Errorf("gain %.2f dB, signal to noise %.1f dB; want 0 and %.0f", gain, snr, tt.snr)
			}
		})
	}
}

// TestNothingFoldsBack sweeps what the lower rate cannot carry. Nearer to its
// Nyquist frequency than a fortieth the filter is still falling; what gets
// through there lands above 21.5 kHz.
func TestNothingFoldsBack(t *testing.T) {
	t.Parallel()
	for _, rates := range [][2]int{{48000, 44100}, {96000, 44100}, {96000, 48000}, {88200, 44100}, {88200, 48000}, {192000, 44100}, {176400, 48000}} {
		from, to := rates[0], rates[1]
		t.Run(fmt.Sprintf("%d to %d", from, to), func(t *testing.T) {
			t.Parallel()
			for freq := float64(to) / 2 * 1.026; freq < float64(from)/2; freq += float64(from-to) / 61 {
				all := drain(New(from, to, &tone{freq: freq, rate: float64(from), n: from / 5}), 4096)
				power := 0.0
				for _, s := range all[1000 : len(all)-1000] {
					power += s[0] * s[0]
				}
				if db := 10 * math.Log10(power/float64(len(all)-2000)/0.125); db > -90 {
					t.Errorf("%.0f Hz comes through at %.1f dB", freq, db)
				}
			}
		})
	}
}

// TestAlignedAndComplete: sample n is the input at n*from/to, and the length
// is the input's, however small the pieces.
func TestAlignedAndComplete(t *testing.T) {
	t.Parallel()
	for _, rates := range [][2]int{{44100, 48000}, {48000, 44100}, {96000, 44100}, {22050, 44100}, {44100, 47999}} {
		from, to := rates[0], rates[1]
		const n = 30001
		all := drain(New(from, to, &tone{freq: 500, rate: float64(from), n: n}), 313)
		if want := (n*to + from - 1) / from; len(all) != want {
			t.Errorf("%d to %d: %d samples, want %d", from, to, len(all), want)
		}
		for i := 400; i < len(all)-400; i += 97 {
			want := 0.5 * math.Sin(2*math.Pi*500*float64(i)/float64(to))
			if math.Abs(all[i][0]-want) > 1e-3 || math.Abs(all[i][1]-want/2) > 1e-3 {
				t.Fatalf("%d to %d: sample %d is %v, want %v", from, to, i, all[i], want)
			}
		}
	}
}

// level streams samples that are all alike.
type level struct{ left int }

func (l *level) Stream(buf [][2]float64) (int, bool) {
	n := min(len(buf), l.left)
	for i := range n {
		buf[i] = [2]float64{0.5, -0.25}
	}
	l.left -= n
	return n, n > 0
}

func (l *level) Err() error { return nil }

// TestEndsAreNotBent: what begins and ends in mid-wave does so at any rate, as
// where it goes on in the song before or behind.
func TestEndsAreNotBent(t *testing.T) {
	t.Parallel()
	for _, rates := range [][2]int{{44100, 48000}, {96000, 44100}, {8000, 192000}, {48000, 8000}} {
		for _, n := range []int{1, 5, 9001} {
			for i, s := range drain(New(rates[0], rates[1], &level{left: n}), 100) {
				if math.Abs(s[0]-0.5) > 1e-5 || math.Abs(s[1]+0.25) > 1e-5 {
					t.Fatalf("%v: sample %d of %d is %v", rates, i, n, s)
				}
			}
		}
	}
	if all := drain(New(44100, 48000, &level{}), 100); len(all) != 0 {
		t.Errorf("%d samples of none", len(all))
	}
}

func TestEqualRatesCostNothing(t *testing.T) {
	t.Parallel()
	s := &tone{}
	if New(44100, 44100, s) != beep.Streamer(s) {
		t.Error("a filter for equal rates")
	}
}

func TestErrorsComeThrough(t *testing.T) {
	t.Parallel()
	want := errors.New("broken")
	r := New(44100, 48000, &tone{freq: 100, rate: 44100, n: 5000, err: want})
	drain(r, 512)
	if !errors.Is(r.Err(), want) {
		t.Errorf("Err %v", r.Err())
	}
}

func TestStreamAllocatesNothing(t *testing.T) {
	r := New(44100, 48000, &tone{freq: 100, rate: 44100, n: 1 << 30})
	buf := make([][2]float64, 512)
	r.Stream(buf)
	if n := testing.AllocsPerRun(100, func() { r.Stream(buf) }); n > 0 {
		t.Errorf("%.0f allocations", n)
	}
}

// silence costs nothing, so that the benchmark is the filter alone.
type silence struct{}

func (silence) Stream(buf [][2]float64) (int, bool) { return len(buf), true }
func (silence) Err() error                          { return nil }

// BenchmarkResample: ns for one second of sound; 10 ms are 1 % of a core.
func BenchmarkResample(b *testing.B) {
	for _, rates := range [][2]int{{44100, 48000}, {96000, 48000}} {
		b.Run(fmt.Sprintf("%dto%d", rates[0], rates[1]), func(b *testing.B) {
			r := New(rates[0], rates[1], silence{})
			buf := make([][2]float64, rates[1]/10)
			for b.Loop() {
				for range 10 {
					r.Stream(buf)
				}
			}
		})
	}
}
