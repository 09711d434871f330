package player

import (
	"math"
	"time"
)

const (
	shortestFade = 500 * time.Millisecond // with less of the song left it ends as it is
	fadeReserve  = 2 * time.Second        // that is there to be read behind a fade
)

// mix is a crossfade under way: the engine's current song fades out while in
// fades in, with equal power.
type mix struct {
	in         *deck // nil: none
	at, frames int
	quiet      bool // the old song has ended
	doomed     bool // it is to be closed when it has faded
}

// beginMix starts the crossfade when the current song has no more left than
// it takes, and the next one is there to be read. The songs change in the
// middle of it.
func (e *engine) beginMix() bool {
	left := e.cur.left
	if e.next == nil || e.fade <= 0 || left < 0 || left > e.frames(e.fade) || left < e.frames(shortestFade) ||
		!e.next.covers(e.fade+fadeReserve) {
		return false
	}
	in := e.next
	if _, err := in.start(0, &e.sound); err != nil {
		e.fade = 0 // it follows without one, and is found out then
		return false
	}
	e.mix = mix{in: in, frames: left}
	e.next = nil
	e.mu.Lock()
	e.fading = e.cur
	e.mu.Unlock()
	e.hold()
	half := left / 2
	e.post(Marked{
		Gen: in.gen, Seq: e.seq, Frame: e.ring.wrote.Load() + uint64(half),
		Pos: time.Duration(float64(half) / float64(e.sound.rate) * float64(time.Second)),
	})
	return true
}

// beforeMix is how much to decode at a time, so that a crossfade begins on its
// frame.
func (e *engine) beforeMix() int {
	if e.next == nil || e.fade <= 0 || e.cur.left < 0 {
		return blockFrames
	}
	if until := e.cur.left - e.frames(e.fade); until > 0 {
		return min(until, blockFrames)
	}
	return blockFrames
}

func (e *engine) frames(t time.Duration) int { return int(t.Seconds() * float64(e.sound.rate)) }

// blend writes one block of both songs.
func (e *engine) blend() {
	m := &e.mix
	n := min(blockFrames, m.frames-m.at)
	k, done, err := e.fill(m.in, e.second[:n])
	if err != nil && e.interrupted() {
		return
	}
	old := 0
	if !m.quiet {
		old, m.quiet, err = e.fill(e.cur, e.block[:k])
		if err != nil && e.interrupted() {
			return
		}
	}
	clear(e.block[old:k])
	for i, s := range e.second[:k] {
		in, out := math.Sincos(math.Pi / 2 * (float64(m.at+i) + 0.5) / float64(m.frames))
		e.block[i][0] = e.block[i][0]*out + s[0]*in
		e.block[i][1] = e.block[i][1]*out + s[1]*in
	}
	e.ring.write(e.block[:k])
	e.dirty = true
	if m.at += k; done || m.at >= m.frames {
		in := m.in
		e.endMix()
		e.cur = in
		e.hold()
	}
}

// fill takes samples until p is full or the song has ended.
func (e *engine) fill(d *deck, p [][2]float64) (n int, done bool, err error) {
	for n < len(p) && !done {
		var k int
		k, done, err = d.stream(p[n:])
		n += k
	}
	return n, done, err
}

// endMix leaves the crossfade; the song that fades out stays the current one
// unless it is to be closed.
func (e *engine) endMix() {
	if e.mix.in == nil {
		return
	}
	old, doomed := e.cur, e.mix.doomed
	e.mix = mix{}
	e.mu.Lock()
	e.fading = nil
	e.mu.Unlock()
	if doomed {
		e.release(old)
	}
}
