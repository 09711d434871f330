package player

func (t *step) refillFM() {
	if !t.queue.FM() {
		return
	}
	if t.await && t.fm.Failing() {
		t.playOld()
	}
	if (t.play || t.await) && t.fm.Due(t.queue.Left(), t.now) {
		t.fm = t.fm.Asked()
		t.do(EffFM{})
	}
}

// playOld lets a song that was had before play while the FM brings none: those
// of the queue in turn, each as a new entry at its end. So what is to come stays
// short, and new songs are asked for on and on.
func (t *step) playOld() {
	tracks := t.queue.Tracks()
	for i := range 2 * len(tracks) {
		old := tracks[t.fmOld%len(tracks)]
		t.fmOld++
		if old.Grey || old.ID == t.fmLast && i < len(tracks) {
			continue
		}
		t.queue = t.queue.Refill([]Track{old})
		if next, ok := t.queue.Skip(); ok {
			t.queue = next
			t.startCurrent(0, EndLeft)
			t.openCurrent()
			return
		}
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
