package output

import (
	"testing"
	"time"
)

func TestDepthGrowsWhenItRunsDryAndComesDownLater(t *testing.T) {
	t.Parallel()
	var d depth
	now := time.Unix(1000, 0)
	const want = 300 * time.Millisecond
	for i, c := range []struct {
		after   time.Duration
		dry     bool
		changed bool
		length  time.Duration
	}{
		{0, false, false, 300 * time.Millisecond},
		{time.Minute, true, true, 600 * time.Millisecond},
		{100 * time.Millisecond, true, false, 600 * time.Millisecond}, // the same trouble
		{10 * time.Second, true, true, 990 * time.Millisecond},
		{10 * time.Second, true, false, 990 * time.Millisecond},
		{4 * time.Minute, false, false, 990 * time.Millisecond},
		{61 * time.Second, false, true, 600 * time.Millisecond},
		{4 * time.Minute, false, false, 600 * time.Millisecond},
		{30 * time.Second, true, true, 990 * time.Millisecond},
		{6 * time.Minute, false, true, 600 * time.Millisecond},
		{6 * time.Minute, false, true, 300 * time.Millisecond},
		{time.Hour, false, false, 300 * time.Millisecond},
	} {
		now = now.Add(c.after)
		note := d.calm
		if c.dry {
			note = d.dry
		}
		if changed := note(now); changed != c.changed || d.of(want) != c.length {
			t.Errorf("step %d: changed %v to %v, want %v to %v", i, changed, d.of(want), c.changed, c.length)
		}
	}
}
