package player

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"ncmtui/player/stream"
)

func (t *step) deckOf(gen uint64) *deckState {
	switch gen {
	case 0:
	case t.cur.gen:
		return &t.cur
	case t.next.gen:
		return &t.next
	case t.hint.gen:
		return &t.hint
	}
	return nil
}

func (t *step) opened(m Opened) {
	d := t.deckOf(m.Gen)
	if d == nil || d.stage != opening {
		return
	}
	d.stage, d.found, d.media = ready, m.Found, nil
	if d == &t.cur {
		t.tries = 0
		if !d.cut && len(t.marks) == 0 {
			d.at = t.clamp(d.at)
		}
	}
}

// named gives songs that were queued without one their title, and what belongs
// to it.
func (t *step) named(n Track) {
	for _, d := range []*deckState{&t.cur, &t.next, &t.hint} {
		if d.gen != 0 && d.track.ID == n.ID && d.track.Title == "" {
			n.Source, n.Alg, n.Grey, n.Trial = d.track.Source, d.track.Alg, d.track.Grey, d.track.Trial
			d.track = n
		}
	}
}

func (t *step) openFailed(m OpenFailed) {
	d := t.deckOf(m.Gen)
	if d == nil || d.stage != opening {
		return
	}
	switch d {
	case &t.next:
		d.stage, d.err = failed, m.Err
		return
	case &t.hint:
		t.dropHint()
		return
	}
	var changed *stream.Changed
	switch {
	case errors.As(m.Err, &changed), errors.Is(m.Err, stream.ErrCorrupt):
		t.reopen(m.Err)
	case networkError(m.Err):
		t.tries++
		t.webPage = errors.Is(m.Err, stream.ErrWebPage)
		d.stage = waiting
		d.openAt = t.now.Add(openDelay(t.tries))
	default:
		t.fault(m.Err)
	}
}

// openDelay is the pause after the n-th try to open a song: 0.5, 1.5, then
// 2 s, as the stream has it while nobody answers.
func openDelay(n int) time.Duration {
	wait := 500 * time.Millisecond
	for ; n > 1 && wait < openDelayMax; n-- {
		wait *= 3
	}
	return min(wait, openDelayMax)
}

// reopen opens the current song anew from where it is: its file is another
// now, or the kept one is damaged.
func (t *step) reopen(err error) {
	c := &t.cur
	if c.redone >= maxRedone {
		t.fault(err)
		return
	}
	old := c.gen
	t.do(EffDrop{Gen: old})
	t.lastGen++
	c.gen = t.lastGen
	c.redone++
	c.stage, c.openAt, c.cut = waiting, t.now, false
	var changed *stream.Changed
	if errors.As(err, &changed) {
		c.media = &changed.Media
	}
	if len(t.marks) == 0 {
		c.at = t.clamp(t.pos.now(t.now))
		return
	}
	// What is in the ring is still heard; the new one is cut to when it is there.
	t.marks = slices.Clone(t.marks)
	for i := range t.marks {
		if t.marks[i].Gen == old {
			t.marks[i].Gen = c.gen
		}
	}
}

func (t *step) loaded(m Loaded) {
	d := t.deckOf(m.Gen)
	if d == nil {
		return
	}
	d.load = m.Stream
}

func (t *step) marked(m Marked) {
	if m.Seq != t.seq {
		return
	}
	if t.deckOf(m.Gen) == nil || m.Gen == t.next.gen && t.followed != m.Gen {
		t.recut() // it is not to follow any more
		return
	}
	t.marks = append(slices.Clip(t.marks), m)
	if m.Gen == t.cur.gen && len(t.marks) == 1 {
		t.pos.at, t.pos.counted, t.cur.estimated = m.Pos, m.Pos, m.Estimated
	}
}

func (t *step) ranOut(m RanOut) {
	if m.Seq != t.seq || t.deckOf(m.Gen) == nil {
		return
	}
	var changed *stream.Changed
	if m.Gen == t.cur.gen && (errors.As(m.Err, &changed) || errors.Is(m.Err, stream.ErrCorrupt)) {
		t.reopen(m.Err)
		return
	}
	if m.Gen == t.next.gen && !t.isMarked(m.Gen) {
		// It did not even begin: the current one ends here, and this is tried
		// again at its turn.
		t.next.stage, t.next.err, t.followed = failed, m.Err, 0
		m.Gen, m.Err = t.cur.gen, nil
	}
	t.end = &m
	if len(t.marks) == 0 && m.Gen == t.cur.gen && m.Err != nil {
		t.finish()
		return
	}
	t.sample()
}

func (t *step) isMarked(gen uint64) bool {
	return slices.ContainsFunc(t.marks, func(m Marked) bool { return m.Gen == gen })
}

func (t *step) sample() {
	if t.sink.stage == sinkOpen && !t.sampling {
		t.sampling = true
		t.do(EffSample{})
	}
}

// clocked moves the position, and the songs with it.
func (t *step) clocked(m Clocked) {
	t.sampling, t.flowing = false, m.Flowing
	if m.Session != t.sink.session || t.sink.stage != sinkOpen || len(t.marks) == 0 {
		return
	}
	for len(t.marks) > 1 && t.marks[1].Frame < m.Frame {
		if t.marks[1].Gen != t.next.gen {
			t.marks = t.marks[1:] // the same song, or none that is known
			continue
		}
		t.passTo(t.marks[1])
		if len(t.marks) == 0 {
			return
		}
	}
	mark := t.marks[0]
	if mark.Gen != t.cur.gen || m.Frame < mark.Frame {
		return
	}
	at := mark.Pos + t.span(m.Frame-mark.Frame)
	if m.Frame > mark.Frame && t.cur.play == "" {
		t.begun()
	}
	t.hear(at)
	t.pos.at, t.pos.taken, t.pos.pace = at, t.now, m.Pace
	t.pos.moving = m.Sound && t.play && !t.sink.corked && t.cur.play != "" && !t.stuck(m.Frame)
	t.hush(m)
	if t.end != nil && m.Frame >= t.end.Frame && t.end.Gen == t.cur.gen {
		t.finish()
	}
}

// stuckAfter is how long a device may stay at one frame and be taken for
// playing.
const stuckAfter = 500 * time.Millisecond

// stuck says that the device does not play what it has, or has nothing: it
// hangs, and will be lost soon or go on.
func (t *step) stuck(frame uint64) bool {
	if frame != t.pos.frame || t.pos.since.IsZero() {
		t.pos.frame, t.pos.since = frame, t.now
	}
	return t.now.Sub(t.pos.since) >= stuckAfter
}

// hear counts the time in which it sounded up to at: at double speed that is
// half of the song's. What the stand-in swallowed was heard by nobody.
func (t *step) hear(at time.Duration) {
	if at <= t.pos.counted {
		return
	}
	if !t.sink.output.Silent {
		t.cur.heard += slower(at-t.pos.counted, t.pos.pace)
	}
	t.pos.counted = at
}

// hush notes since when nothing is heard, and when that changes.
func (t *step) hush(m Clocked) {
	t.pos.turn = time.Time{}
	if m.Turn > 0 {
		t.pos.turn = t.now.Add(m.Turn)
	}
	switch {
	case t.pos.moving:
		t.pos.silent = time.Time{}
	case t.pos.silent.IsZero():
		t.pos.silent = t.now
	}
}

func (t *step) span(frames uint64) time.Duration {
	return time.Duration(math.Round(float64(frames) / float64(t.sink.rate) * float64(time.Second)))
}

// begun: the first sample of the current song was heard.
func (t *step) begun() {
	t.lastPlay++
	t.cur.play = fmt.Sprintf("%s-%d", t.session, t.lastPlay)
	t.emit(Started{Play: t.cur.play, Track: t.cur.track, At: t.now, Silent: t.sink.output.Silent})
	if f := t.cur.found; f.Refused != "" {
		t.emit(Reformed{Track: t.cur.track, Refused: f.Refused, Got: f.Delivered})
	}
}

// passTo goes from the current song to the next one, which is already heard.
func (t *step) passTo(m Marked) {
	at := t.marks[0].Pos + t.span(m.Frame-t.marks[0].Frame)
	t.hear(at)
	t.pos = place{at: at, taken: t.now, counted: at}
	if t.cur.play == "" {
		t.begun() // shorter than the clock's step
	}
	next, end, marks := t.next, t.end, t.marks[1:]
	t.queue, _ = t.queue.Next(false)
	t.endCurrent(EndPlayed)
	t.back, t.passed = false, 0
	t.tellPassed()
	t.cur, t.next = next, deckState{}
	t.cur.cut, t.followed = true, 0
	t.marks = marks
	if end != nil && end.Gen == next.gen {
		t.end = end
	}
	t.pos = place{taken: t.now, silent: t.now, at: m.Pos, counted: m.Pos}
	if !t.cur.whole {
		t.cur.whole = true
		t.do(EffPromote{Gen: t.cur.gen})
	}
}

// finish: all of the current song that there is was heard.
func (t *step) finish() {
	if t.followed != 0 && t.end.Err == nil {
		return // the engine is about to go on by itself
	}
	err := t.end.Err
	t.end = nil
	switch {
	case err != nil:
		t.fault(err)
	default:
		if t.cur.play == "" {
			t.fault(&brokenError{errEmpty})
			return
		}
		t.back, t.passed = false, 0
		if t.sleepAtEnd {
			t.sleepAtEnd, t.play = false, false
			t.pauseSink()
		}
		next, ok := t.queue.Next(false)
		t.follow(next, ok, EndPlayed)
	}
}

var errEmpty = errors.New("no sound in the file")

// planNext prepares the song behind the current one, when the current one
// has enough ahead.
func (t *step) planNext() {
	_, key, ok := t.queue.Peek()
	if t.next.gen != 0 && (!ok || t.next.key != key || t.cur.gen == 0) {
		t.dropNext()
	}
	if !ok || !t.cur.cut || t.cur.stage != ready || !t.play {
		return
	}
	n := &t.next
	if t.sleepAtEnd && t.followed != 0 {
		if t.isMarked(n.gen) {
			t.dropNext() // and opened again below: what it has decoded is taken back
		} else {
			t.unfollow()
		}
	}
	if n.gen == 0 {
		if !t.comfortable() {
			return
		}
		track, _, _ := t.queue.Peek()
		if *n = t.deckFor(track, key, 0); n.stage == idle {
			n.stage, n.openAt = waiting, t.openedAt.Add(t.apart())
		}
	}
	switch {
	case n.stage == waiting && !t.now.Before(n.openAt):
		n.stage, t.openedAt = opening, t.now
		t.do(EffOpen{Gen: n.gen, Track: n.track})
	case n.stage == ready && !t.sleepAtEnd && (t.end == nil || t.end.Err == nil) && (t.resamples || n.found.Rate == t.sink.rate):
		if fade := t.fadeTo(n); t.followed != n.gen || t.overlap != fade {
			t.followed, t.overlap = n.gen, fade
			t.do(EffFollow{Gen: n.gen, Fade: fade})
		}
	}
	if n.stage == ready && !n.whole && t.cur.load.Complete {
		n.whole = true
		t.do(EffPromote{Gen: n.gen})
	}
}

// apart is how long after the current song the next one is opened, so that the
// service is not asked for all at once; a short song leaves less time.
func (t *step) apart() time.Duration {
	if n := t.cur.length(); n > 0 {
		return min(max(n/4, openShort), openApart)
	}
	return openApart
}

// comfortable says that the current song has 30 s ahead, or all.
func (t *step) comfortable() bool {
	load := t.cur.load
	if load.Complete {
		return true
	}
	if load.Size <= 0 || t.cur.length() <= 0 {
		return false
	}
	ahead := time.Duration(float64(load.Ahead) / float64(load.Size) * float64(t.cur.length()))
	return ahead >= aheadEnough
}
