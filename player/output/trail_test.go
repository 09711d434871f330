package output

import (
	"math"
	"slices"
	"testing"
)

// stereo makes frames of numbers, from one on.
func stereo(from, n int) []float32 {
	p := make([]float32, 0, 2*n)
	for i := range n {
		p = append(p, float32(from+i), -float32(from+i))
	}
	return p
}

func TestTrailGivesAgainWhatItWasGiven(t *testing.T) {
	t.Parallel()
	trail := newTrail(100, 1)
	for from := 0; from < 1000; from += 30 {
		trail.add(stereo(from, 30))
		n := min(from+30, 100)
		got := make([]float32, 2*n)
		trail.render(got, trail.end-int64(n))
		if !slices.Equal(got, stereo(from+30-n, n)) {
			t.Fatalf("from %d: %v", from, got)
		}
	}
	trail.grow(150)
	trail.add(stereo(1020, 50))
	got := make([]float32, 2*150)
	trail.render(got, trail.end-150)
	if !slices.Equal(got, stereo(920, 150)) {
		t.Errorf("grown: %v", got)
	}
}

// steepest is the largest step of the left channel.
func steepest(p []float32) (most float64) {
	for i := 2; i < len(p); i += 2 {
		most = max(most, math.Abs(float64(p[i]-p[i-2])))
	}
	return most
}

// TestTrailNeverJumps changes the level in the middle of every change before.
func TestTrailNeverJumps(t *testing.T) {
	t.Parallel()
	trail := newTrail(1000, 0.5)
	ones := slices.Repeat([]float32{1}, 2*1000)
	trail.add(ones)
	var heard []float32
	at := int64(0)
	for i, to := range []float32{1, 0, 1, 0.2, 0.9, 0} {
		next := at + int64(20+17*i)
		heard = append(heard, make([]float32, 2*(next-at))...)
		trail.render(heard[2*at:], at)
		at = next
		trail.glide(to, at, 100)
	}
	trail.cut(at+50, 100)
	heard = append(heard, make([]float32, 2*(trail.end-at))...)
	trail.render(heard[2*at:], at)
	if s := steepest(heard); s > 0.02 {
		t.Errorf("a step of %v", s)
	}
	if last := heard[len(heard)-1]; last != 0 {
		t.Errorf("it ends at %v", last)
	}
}

// TestTrailHoldsTheLastFrameThroughACut: a fade may be longer than the sound
// that is left.
func TestTrailHoldsTheLastFrameThroughACut(t *testing.T) {
	t.Parallel()
	trail := newTrail(1000, 1)
	trail.add(slices.Repeat([]float32{1}, 2*200))
	trail.cut(190, 100)
	got := make([]float32, 2*120)
	trail.render(got, 170)
	if trail.end != 290 || steepest(got) > 0.02 || got[len(got)-1] != 0 {
		t.Errorf("to %d, steps of %v: %v", trail.end, steepest(got), got)
	}
}
