package effect

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

const testRate = 44100

// sine is n frames of a sine, half as loud on the right.
func sine(freq float64, rate, n int) []float32 {
	p := make([]float32, n*2)
	for i := range n {
		v := 0.5 * math.Sin(2*math.Pi*freq*float64(i)/float64(rate))
		p[2*i], p[2*i+1] = float32(v), float32(v/2)
	}
	return p
}

// stretched feeds a Stretch in pieces of odd sizes, as a sink would pull it.
func stretched(s *Stretch, in []float32, size int) []float32 {
	var out []float32
	buf := make([]float32, size*2)
	for {
		n := s.Read(buf)
		out = append(out, buf[:n*2]...)
		if n*2 == len(buf) {
			continue
		}
		k := min(s.Room(), len(in)/2)
		if k == 0 {
			s.Finish()
			n := s.Read(buf)
			if out = append(out, buf[:n*2]...); n == 0 {
				return out
			}
			continue
		}
		s.Write(in[:k*2])
		in = in[k*2:]
	}
}

// frequency counts the zero crossings of the left channel.
func frequency(p []float32, rate int) float64 {
	first, last, count := 0.0, 0.0, 0
	for i := 2; i+1 < len(p); i += 2 {
		if p[i-2] < 0 && p[i] >= 0 {
			at := float64(i/2) - float64(p[i])/float64(p[i]-p[i-2])
			if count == 0 {
				first = at
			}
			last = at
			count++
		}
	}
	return float64(count-1) * float64(rate) / (last - first)
}

func TestSpeedKeepsThePitchAndScalesTheLength(t *testing.T) {
	t.Parallel()
	for _, rate := range []int{44100, 96000} {
		for _, speed := range []float64{0.5, 0.75, 0.9, 1.1, 1.25, 1.5, 2} {
			for _, freq := range []float64{55, 440, 5000} {
				t.Run(fmt.Sprint(rate, " ", speed, " ", freq), func(t *testing.T) {
					t.Parallel()
					in := sine(freq, rate, 3*rate)
					s := NewStretch(rate)
					s.Reset(speed)
					out := stretched(s, in, 777)
					want := float64(len(in)) / speed
					if off := math.Abs(float64(len(out))-want) / 2; off > 2 {
						t.Errorf("%d frames, want %.0f", len(out)/2, want/2)
					}
					body := out[rate/5 : len(out)-rate/5] // a tenth of a second off either end
					if f := frequency(body, rate); math.Abs(f-freq) > freq*0.005 {
						t.Errorf("%.2f Hz, want %.0f", f, freq)
					}
					power := 0.0
					for i := 0; i < len(body); i += 2 {
						power += float64(body[i]) * float64(body[i])
						if body[i+1] != body[i]/2 && math.Abs(float64(body[i+1]-body[i]/2)) > 1e-6 {
							t.Fatal("the channels drift apart")
						}
					}
					if db := 10 * math.Log10(power/float64(len(body)/2)/0.125); math.Abs(db) > 0.3 {
						t.Errorf("%.2f dB louder", db)
					}
				})
			}
		}
	}
}

// TestNothingDriftsThroughChangesOfSpeed: a click every half second stays
// where the reckoned position says, whatever the speed was before.
func TestNothingDriftsThroughChangesOfSpeed(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 5))
	const rate, every = 8000, 4000
	in := make([]float32, (120-90*raceOn)*rate*2)
	for i := range in {
		in[i] = float32(rng.NormFloat64() * 0.001)
	}
	for i := every; i < len(in)/2; i += every {
		in[2*i], in[2*i+1] = 1, 1
	}
	s := NewStretch(rate)
	s.Reset(1.3)
	wrote, clicks := 0, 0
	buf := make([]float32, 97*2)
	for pull := 0; ; pull++ {
		if pull%50 == 49 {
			s.SetSpeed(0.5 + 1.5*rng.Float64())
		}
		if pull%171 == 170 {
			s.SetSpeed(1)
		}
		before := float64(wrote) - s.Behind()
		n := s.Read(buf)
		after := float64(wrote) - s.Behind()
		for i := range n {
			if buf[2*i] > 0.5 {
				clicks++
				at := before + (after-before)*float64(i)/float64(n)
				off := math.Abs(math.Remainder(at, every))
				if off > 0.040*rate {
					t.Fatalf("a click at %.0f: %.0f frames off", at, off)
				}
			}
		}
		if n*2 < len(buf) {
			k := min(s.Room(), len(in)/2-wrote, 1+rng.IntN(500))
			if k == 0 {
				break
			}
			s.Write(in[wrote*2 : (wrote+k)*2])
			wrote += k
		}
	}
	if clicks < len(in)/2/every*5/6 {
		t.Errorf("only %d clicks heard", clicks)
	}
}

func TestBackToOneIsTheInputItself(t *testing.T) {
	t.Parallel()
	in := sine(300, testRate, 2*testRate)
	s := NewStretch(testRate)
	s.Reset(1.7)
	n := s.Room()
	s.Write(in[:n*2])
	s.Read(make([]float32, 2*3000))
	s.SetSpeed(1)
	behind := int(math.Round(s.Behind()))
	buf := make([]float32, 2*n)
	got := s.Read(buf)
	if !s.Empty() || s.Behind() != 0 {
		t.Fatalf("%v frames are left", s.Behind())
	}
	if got < behind-s.reach || got > behind+s.reach+s.hop {
		t.Errorf("%d frames were left, %d reckoned", got, behind)
	}
	for i := range 2 * min(got-2*s.hop, got) {
		if buf[2*got-1-i] != in[2*n-1-i] {
			t.Fatalf("sample %d before the end differs", i)
		}
	}
}

func TestStretchAllocatesNothing(t *testing.T) {
	s := NewStretch(testRate)
	s.Reset(1.5)
	in, out := sine(440, testRate, 2048), make([]float32, 2*1024)
	run := func() {
		s.Write(in[:2*min(s.Room(), 2048)])
		s.Read(out)
	}
	run()
	if n := testing.AllocsPerRun(200, run); n > 0 {
		t.Errorf("%.0f allocations", n)
	}
}

// BenchmarkStretch: ns for one second of sound; 10 ms are 1 % of a core.
func BenchmarkStretch(b *testing.B) {
	for _, speed := range []float64{0.5, 1.5, 2} {
		b.Run(fmt.Sprint(speed), func(b *testing.B) {
			rng := rand.New(rand.NewPCG(1, 2))
			in := make([]float32, 2*4096)
			for i := range in {
				in[i] = float32(rng.NormFloat64() * 0.1)
			}
			s := NewStretch(testRate)
			s.Reset(speed)
			out := make([]float32, testRate/10*2)
			for b.Loop() {
				for range 10 {
					for n := 0; n*2 < len(out); {
						n += s.Read(out[n*2:])
						s.Write(in[:2*min(s.Room(), 4096)])
					}
				}
			}
		})
	}
}
