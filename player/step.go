package player

import (
	"errors"
	"fmt"
	"time"

	"ncmtui/player/stream"
)

const (
	maxBroken    = 5 // broken songs in a row
	maxRedone    = 3 // times one song is opened anew in mid-song
	openPause    = 300 * time.Millisecond
	openApart    = time.Second
	openShort    = 100 * time.Millisecond // the same of songs that are over sooner
	openDelayMax = 2 * time.Second
	closeAfter   = time.Minute // of pause
	resumeWithin = 30 * time.Second
	refresh      = time.Second
	bufferingAt  = 100 * time.Millisecond
	aheadEnough  = 30 * time.Second
)

// Reasons of Halted.
var (
	ErrEnd        = errors.New("end of the queue")
	ErrBroken     = errors.New("too many broken songs in a row")
	ErrNoPlayable = errors.New("nothing in the queue can be played")
)

// step is a Step under way.
type step struct {
	State
	now     time.Time
	effects []Effect
}

// Step is the player's whole behaviour: what a happening makes of a state, and
// what is to be done. It is pure.
func Step(s State, in Input) (State, []Effect) {
	t := &step{State: s, now: in.At}
	t.noteSuspend(in)
	t.take(in.Msg)
	t.settle()
	return t.State, t.effects
}

func (t *step) do(e Effect) { t.effects = append(t.effects, e) }

func (t *step) emit(e Event) { t.do(EffEmit{Event: e}) }

func (t *step) take(m Msg) {
	switch m := m.(type) {
	case Asked:
		t.command(m.Cmd)
	case Tick:
		t.tick()
	case Opened:
		t.opened(m)
	case Named:
		t.named(m.Track)
	case OpenFailed:
		t.openFailed(m)
	case Loaded:
		t.loaded(m)
	case Marked:
		t.marked(m)
	case Settled:
		t.settled(m)
	case RanOut:
		t.ranOut(m)
	case Stays:
		t.stays(m)
	case Flowing:
		if m.Seq == t.seq {
			t.flowing = true
			t.sample()
		}
	case Clocked:
		t.clocked(m)
	case SinkOpened, SinkFailed, SinkLost:
		t.sinkMsg(m)
	case FMBrought:
		t.fmBrought(m)
	case Quit:
		t.endCurrent(EndLeft)
		t.play, t.stopped = false, true
	}
}

// settle does what the state asks for; it can be called at any time.
func (t *step) settle() {
	t.openCurrent()
	t.endWait()
	t.cutCurrent()
	if t.sounding && !t.cur.cut && len(t.marks) == 0 {
		t.do(EffHush{})
		t.sounding, t.flowing = false, false
	}
	t.planNext()
	t.planHint()
	t.refillFM()
	t.setGain()
	t.sendEffects()
	t.setTitle()
	t.wake = t.nextWake()
}

// openCurrent asks for the current song when sound is wanted.
func (t *step) openCurrent() {
	c := &t.cur
	if !t.play || c.stage != idle && c.stage != waiting && c.stage != failed {
		return
	}
	if why := t.policy.unplayable(&c.track); why != 0 { // chosen by hand: the queue walks over them by itself
		t.skipped(c.track, &Unavailable{Why: why}, 1)
		t.goOn(EndLeft)
		t.openCurrent()
		return
	}
	if c.stage != waiting {
		c.stage, c.openAt = waiting, t.now
		if t.now.Sub(t.openedAt) < openApart && t.mend+t.refused != 1 { // one that fails in a row of songs leaves no gap
			c.openAt = t.now.Add(openPause) // somebody leans on a key
		}
	}
	if t.now.Before(c.openAt) {
		return
	}
	c.stage, c.whole, t.openedAt = opening, true, t.now
	t.do(EffOpen{Gen: c.gen, Track: c.track, At: c.at, Media: c.media, Whole: true})
}

// cutCurrent gives the current song to the engine once it and the output are
// there.
func (t *step) cutCurrent() {
	c := &t.cur
	if c.stage != ready || !t.play || c.cut {
		return
	}
	if !t.ensureSink(c.found.Rate) {
		return
	}
	if len(t.marks) > 0 { // it was opened anew under the sound of the old one
		t.count()
		c.at = t.pos.at
	}
	t.cutTo(c.at)
	if !c.whole {
		c.whole = true
		t.do(EffPromote{Gen: c.gen})
	}
}

func (t *step) cutTo(at time.Duration) {
	t.seq++
	t.marks, t.end, t.followed = nil, nil, 0
	t.cur.cut, t.cur.at = true, at
	t.sounding, t.flowing = true, false
	t.pos = place{at: at, taken: t.now, counted: at, silent: t.now}
	t.do(EffCut{Gen: t.cur.gen, Seq: t.seq, At: at, Rate: t.sink.rate})
}

func (t *step) clamp(at time.Duration) time.Duration {
	if n := t.cur.length(); n > 0 {
		at = min(at, n)
	}
	return max(at, 0)
}

// count adds what was heard since the last time to the current song, and
// freezes the position there.
func (t *step) count() {
	at := t.clamp(t.pos.now(t.now))
	t.hear(at)
	t.pos.at, t.pos.taken, t.pos.moving = at, t.now, false
}

// endCurrent is the end of the current song, however it came.
func (t *step) endCurrent(how Ending) {
	if t.cur.gen == 0 {
		return
	}
	t.count()
	if t.cur.play != "" {
		t.emit(Ended{
			Play: t.cur.play, Track: t.cur.track, Listened: t.cur.heard,
			Length: t.cur.length(), How: how, At: t.now,
		})
		if how == EndPlayed || t.cur.heard >= 10*time.Second {
			t.mend, t.refused = 0, 0
		}
	}
	t.do(EffDrop{Gen: t.cur.gen, Bad: t.cur.bad})
	t.cur = deckState{}
	t.marks, t.end = nil, nil
	t.pos = place{taken: t.now}
	t.tries = 0
}

func (t *step) dropNext() {
	if t.next.gen == 0 {
		return
	}
	t.do(EffDrop{Gen: t.next.gen})
	t.unfollow()
	gen := t.next.gen
	t.next = deckState{}
	if t.isMarked(gen) {
		t.unmark(gen)
	}
}

// unfollow takes an EffFollow back.
func (t *step) unfollow() {
	if t.followed != 0 {
		t.do(EffFollow{})
		t.followed = 0
	}
}

// recut makes the engine decode the current song again from what is heard:
// it had gone on to one that is not wanted any more.
func (t *step) recut() {
	if t.cur.cut {
		t.count()
		t.cutTo(t.pos.at)
	}
}

func (t *step) newDeck(track Track, key uint64, at time.Duration) deckState {
	t.lastGen++
	return deckState{gen: t.lastGen, key: key, track: track, stage: idle, at: at}
}

// startCurrent makes the queue's current entry the song that plays.
func (t *step) startCurrent(at time.Duration, how Ending) {
	t.endCurrent(how)
	t.await, t.stopped, t.ended = false, false, time.Time{}
	track, ok := t.queue.Track()
	if !ok {
		t.dropNext()
		t.play, t.stopped = false, true
		return
	}
	if t.next.gen != 0 && t.next.key == t.queue.Key() && t.next.stage != failed {
		t.cur, t.next = t.next, deckState{}
		t.cur.at = at
		if t.cur.stage == waiting {
			t.cur.stage = idle
		}
	} else {
		t.dropNext()
		t.cur = t.deckFor(track, t.queue.Key(), at)
	}
	t.pos = place{at: at, taken: t.now, counted: at}
}

// goOn leaves a song that cannot be played.
func (t *step) goOn(how Ending) {
	next, ok := t.queue, false
	if t.back {
		next, ok = t.queue.Previous()
	}
	if !ok {
		t.back = false
		next, ok = t.queue.Skip()
	}
	t.follow(next, ok, how)
}

// follow starts what the queue says comes next, or deals with its end.
func (t *step) follow(next playQueue, ok bool, how Ending) {
	t.queue = next
	switch {
	case ok:
		t.startCurrent(0, how)
		t.tellPassed()
	case t.queue.FM():
		t.fmLast = t.cur.track.ID
		t.endCurrent(how)
		t.await = true
	case how == EndLeft && len(t.queue.Tracks()) > 0 && !t.queue.Playable():
		t.halt(ErrNoPlayable, how)
	default:
		t.halt(ErrEnd, how)
		t.ended = t.now
	}
}

// skipped tells of n songs in a row that were passed over, of which track is
// the first.
func (t *step) skipped(track Track, err error, n int) {
	t.passed += n
	t.emit(Skipped{Track: track, Err: err, Run: t.passed})
}

// tellPassed tells what the queue has walked over to get where it is.
func (t *step) tellPassed() {
	if list := t.queue.Passed(); len(list) > 0 {
		t.skipped(list[0], &Unavailable{Why: t.policy.unplayable(&list[0])}, len(list))
	}
}

// halt ends playback; the current song stays chosen.
func (t *step) halt(err error, how Ending) {
	t.endCurrent(how)
	t.dropNext()
	t.play, t.stopped, t.await, t.back = false, true, false, false
	t.mend, t.refused, t.passed, t.ended = 0, 0, 0, time.Time{}
	if track, ok := t.queue.Track(); ok {
		t.cur = t.newDeck(track, t.queue.Key(), 0)
	}
	t.pauseSink()
	if err != nil {
		t.emit(Halted{Err: err})
	}
}

// fault deals with a song that failed for good.
func (t *step) fault(err error) {
	track := t.cur.track
	var none *Unavailable
	if errors.As(err, &none) {
		t.refused++
		if none.Why == LoginNeeded || none.Why == Refused {
			t.halt(err, EndFailed)
			return
		}
		t.skipped(track, err, 1)
		if t.refused >= len(t.queue.Tracks()) {
			t.halt(fmt.Errorf("%w: %w", ErrNoPlayable, err), EndFailed)
			return
		}
	} else {
		t.mend++
		t.cur.bad = true
		t.skipped(track, err, 1)
		if t.mend >= maxBroken {
			t.halt(fmt.Errorf("%w: %w", ErrBroken, err), EndFailed)
			return
		}
	}
	t.goOn(EndFailed)
}

// networkError says of an error of opening that waiting helps.
func networkError(err error) bool {
	var (
		none    *Unavailable
		broken  *brokenError
		changed *stream.Changed
	)
	return !errors.As(err, &none) && !errors.As(err, &broken) && !errors.As(err, &changed) &&
		!errors.Is(err, stream.ErrCorrupt)
}

// brokenError is an error of a song's bytes, not of the way to them.
type brokenError struct{ err error }

func (e *brokenError) Error() string { return e.err.Error() }
func (e *brokenError) Unwrap() error { return e.err }
