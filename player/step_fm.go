package player

func (t *step) refillFM() {
	if !t.queue.FM() {
		return
	}
	if t.await && t.fm.Dry() {
		if next, ok := t.queue.Rewind(); ok {
			t.queue = next
			t.startCurrent(0, EndLeft)
			t.openCurrent()
		}
	}
	if (t.play || t.await) && t.fm.Due(t.queue.Left(), t.now) {
		t.fm = t.fm.Asked()
		t.do(EffFM{})
	}
}

func (t *step) fmBrought(m FMBrought) {
	if m.Err != nil {
		t.fm = t.fm.Failed(t.now)
		return
	}
	ids := make([]int64, len(m.Tracks))
	for i, track := range m.Tracks {
		ids[i] = track.ID
	}
	var fresh []int
	t.fm, fresh = t.fm.Got(ids, t.now)
	if !t.queue.FM() {
		return
	}
	tracks := make([]Track, 0, len(fresh))
	for _, i := range fresh {
		tracks = append(tracks, m.Tracks[i])
	}
	t.queue = t.queue.Refill(tracks)
	if t.await && len(tracks) > 0 {
		if next, ok := t.queue.Skip(); ok {
			t.queue = next
			t.startCurrent(0, EndLeft)
		}
	}
}
