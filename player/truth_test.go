package player

import (
	"slices"
	"testing"
	"time"
)

// TestPositionIsWhatIsHeard compares the position shown with the sample that
// leaves the device at that moment, for devices of any latency.
func TestPositionIsWhatIsHeard(t *testing.T) {
	t.Parallel()
	for _, latency := range []time.Duration{0, 50 * time.Millisecond, 300 * time.Millisecond, time.Second} {
		with := func(r *rig) { r.dev.latency = latency }
		inRig(t, 1, 60*time.Second, with, func(r *rig) {
			want := samples(r.svc.files[1])
			r.do(PlayList{Tracks: tracks(1)})
			r.after(2*time.Second + latency)
			for i := range 40 {
				r.after(time.Duration(37+i*29%700) * time.Millisecond)
				switch i % 8 {
				case 3:
					r.do(SeekTo{time.Duration(i) * 1200 * time.Millisecond})
					r.after(time.Second + latency)
				case 6:
					r.do(Pause{})
					r.after(3 * time.Second)
					r.do(Resume{})
					r.after(time.Second + latency)
				}
				s := r.sub.Snapshot()
				if s.Status != Playing || !s.Moving {
					t.Errorf("latency %v, look %d: status %d, moving %v", latency, i, s.Status, s.Moving)
					continue
				}
				heard := r.dev.last().all()
				pair := heard[len(heard)-2:]
				shown := int(s.Position(time.Now()).Seconds() * testRate)
				const off = testRate / 50 // 20 ms
				found := false
				for f := max(shown-off, 0); f < min(shown+off, len(want)/2); f++ {
					found = found || slices.Equal(want[f*2:f*2+2], pair)
				}
				if !found {
					t.Errorf("latency %v, look %d: shown %v, and that is not what is heard", latency, i, s.Position(time.Now()))
				}
			}
		})
	}
}
