package player

// refillFM asks the FM for more when it is time.
func (t *step) refillFM() {
	if t.queue.FM() && (t.play || t.await) && t.fm.Due(t.queue.Left(), t.now) {
		t.fm = t.fm.Asked()
		t.do(EffFM{})
	}
}

// endWait goes on in the FM as soon as there is something to play: what it
// brought, what somebody put behind it, or an old song while it brings none.
func (t *step) endWait() {
	if !t.await || !t.queue.FM() {
		return
	}
	next, ok := t.queue.Skip()
	if !ok && t.fm.Failing() {
		next, ok = t.withOld()
	}
	if ok {
		t.follow(next, ok, EndLeft)
		t.openCurrent()
	}
}

// withOld is the queue with a song that was had before as what plays: those of
// the queue in turn, each as a new entry at its end. So what is to come stays
// short, and new songs are asked for on and on. Where none can be played the
// queue stays as it is, however often this is tried.
func (t *step) withOld() (playQueue, bool) {
	tracks := t.queue.Tracks()
	for i := range 2 * len(tracks) {
		at := (t.fmOld + i) % len(tracks)
		old := tracks[at]
		if t.policy.unplayable(&old) != 0 || old.ID == t.fmLast && i < len(tracks) {
			continue
		}
		t.fmOld = at + 1
		return t.queue.Refill([]Track{old}).Skip()
	}
	return t.queue, false
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
}
