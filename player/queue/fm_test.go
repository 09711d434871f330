package queue

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestFMNeverRepeatsTheLast500(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		had := rapid.SliceOfN(rapid.Int64Range(1, 50), 0, 40).Draw(t, "had")
		f := NewFM(had)
		now := time.Unix(0, 0)
		for range rapid.IntRange(1, 10).Draw(t, "rounds") {
			ids := rapid.SliceOfN(rapid.Int64Range(1, 60), 0, 4).Draw(t, "ids")
			before := f.Recent()
			var fresh []int
			f, fresh = f.Asked().Got(ids, now)
			for _, i := range fresh {
				if slices.Contains(before, ids[i]) {
					t.Fatalf("%d came again", ids[i])
				}
				before = append(before, ids[i])
			}
			if len(f.Recent()) > fmKeep {
				t.Fatal("too many kept")
			}
		}
	})
	many := make([]int64, 600)
	for i := range many {
		many[i] = int64(i)
	}
	if r := NewFM(many).Recent(); len(r) != 500 || r[0] != 100 {
		t.Errorf("%d kept from %d on", len(r), r[0])
	}
}

func TestFMRefillsAtTwoLeft(t *testing.T) {
	t.Parallel()
	now := time.Unix(1000, 0)
	f := NewFM(nil)
	if f.Due(3, now) || !f.Due(2, now) || f.Asked().Due(0, now) {
		t.Error("due at the wrong time")
	}
}

func TestFMBacksOffAndRestsAfterFiveTries(t *testing.T) {
	t.Parallel()
	now := time.Unix(1000, 0)
	f := NewFM([]int64{7})
	for i, wait := range []time.Duration{1, 2, 4, 8, 60} {
		if f.Failing() != (i > 0) {
			t.Fatalf("failing %v after %d tries", f.Failing(), i)
		}
		if f, _ = f.Asked().Got([]int64{7}, now); f.RetryAt().Sub(now) != wait*time.Second {
			t.Errorf("try %d: wait %v, want %d s", i+1, f.RetryAt().Sub(now), wait)
		}
		if f.Due(0, now) || !f.Due(0, f.RetryAt()) {
			t.Errorf("try %d: due at the wrong time", i+1)
		}
		now = f.RetryAt()
	}
	if !f.Failing() || !f.Asked().Failing() {
		t.Error("not failing after five tries")
	}
	f, fresh := f.Asked().Got([]int64{7, 8, 8}, now)
	if !slices.Equal(fresh, []int{1}) || f.Failing() || !f.Due(0, now) {
		t.Errorf("fresh %v, failing %v", fresh, f.Failing())
	}
}
