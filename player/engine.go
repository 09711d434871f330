package player

import (
	"context"
	"sync"
	"time"
)

// The thresholds of sound in the ring before it is let out.
const (
	startWhole  = 100 * time.Millisecond // the song is on disk
	startStream = 500 * time.Millisecond
	startAgain  = time.Second // it ran dry before
)

const blockFrames = 1024

// engine decodes. Its goroutine owns the decks it was given and is the only
// writer of the ring.
type engine struct {
	ring  *ring
	flush func() // throws away what the output holds; may take 2 s
	post  func(Msg)

	mu     sync.Mutex
	cmds   []engineCmd
	urgent bool    // one of cmds is a cut or hush: reads end, what they break is sought anew
	held   []*deck // those whose reads that concerns
	fading *deck   // the one that fades out: it is closed behind that, whoever wishes it earlier
	wake   chan struct{}

	// of the goroutine
	cur, next *deck
	fade      time.Duration // by which next overlaps
	mix       mix
	last      uint64 // gen of the song that was begun last
	border    border
	seq       uint64
	sound     sound
	estimated bool // the position in cur is, and can be made true
	flowed    bool // the gate was opened since the last cut
	dirty     bool // something was written since the last flush
	over      bool // RanOut was posted for what plays
	ended     bool // and it was the end of the song
	block     [][2]float64
	second    [][2]float64 // of the song that fades in
}

type engineCmd struct {
	kind engineKind
	deck *deck
	seq  uint64
	at   time.Duration
	rate int
	fade time.Duration
	mode string
}

type engineKind uint8

const (
	cmdCut engineKind = iota
	cmdFollow
	cmdHush
	cmdClose
	cmdNormalize
)

func newEngine(r *ring, s sound, flush func(), post func(Msg)) *engine {
	return &engine{
		ring: r, sound: s, flush: flush, post: post,
		wake: make(chan struct{}, 1), block: make([][2]float64, blockFrames), second: make([][2]float64, blockFrames),
	}
}

// send gives the engine something to do. A cut or hush ends a blocked read.
func (e *engine) send(c engineCmd) {
	e.mu.Lock()
	e.cmds = append(e.cmds, c)
	if c.kind == cmdCut || c.kind == cmdHush {
		e.urgent = true
		for _, d := range e.held {
			d.in.Interrupt()
		}
	}
	closes := c.kind == cmdClose && c.deck != e.fading
	e.mu.Unlock()
	if closes {
		_ = c.deck.in.Close()
	}
	token(e.wake)
}

// take gives the commands since the last call; readers go on.
func (e *engine) take() []engineCmd {
	e.mu.Lock()
	defer e.mu.Unlock()
	cmds := e.cmds
	e.cmds, e.urgent = nil, false
	for _, d := range e.held {
		d.in.Continue()
	}
	return cmds
}

func (e *engine) run(ctx context.Context) {
	defer e.closeAll()
	for ctx.Err() == nil {
		for _, c := range e.take() {
			e.do(c)
		}
		if e.cur != nil && e.ring.fill() < e.ring.target() {
			e.decode()
			e.openGate()
			continue
		}
		e.openGate()
		if e.settle() {
			continue
		}
		select {
		case <-e.wake:
		case <-e.ring.low:
		case <-ctx.Done():
		}
	}
}

func (e *engine) closeAll() {
	e.endMix()
	for _, c := range e.take() {
		if c.kind == cmdClose {
			e.release(c.deck)
		}
	}
	e.cur, e.next = nil, nil
}

func (e *engine) do(c engineCmd) {
	switch c.kind {
	case cmdCut:
		e.cut(c)
	case cmdFollow:
		if c.deck != nil && (c.deck == e.mix.in || c.deck == e.cur) {
			return // it is under way
		}
		e.next, e.fade = c.deck, c.fade
		e.hold()
		if e.ended && e.next != nil {
			e.follow()
		}
	case cmdHush:
		e.silence()
	case cmdClose:
		e.release(c.deck)
	case cmdNormalize:
		e.sound.normalize = c.mode
		for _, d := range []*deck{e.cur, e.mix.in} {
			if d != nil && d.gain != nil {
				d.loudness(&e.sound)
			}
		}
	}
}

func (e *engine) release(d *deck) {
	if e.mix.in != nil && e.cur == d {
		e.mix.doomed = true
		return
	}
	if e.mix.in == d {
		e.endMix()
	}
	if e.border.into == d {
		e.takeBack()
	}
	if e.cur == d {
		e.cur = nil
	}
	if e.next == d {
		e.next = nil
	}
	e.hold()
	d.close()
}

// hold notes which decks may be blocked in a read.
func (e *engine) hold() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.held = e.held[:0]
	for _, d := range []*deck{e.cur, e.next, e.mix.in} {
		if d != nil {
			e.held = append(e.held, d)
			if !e.urgent {
				d.in.Continue() // it may have been interrupted before it was held
			}
		}
	}
}

// silence drops everything decoded and stops decoding.
func (e *engine) silence() uint64 {
	at := e.ring.discard()
	if e.dirty {
		e.flush()
		e.dirty = false
	}
	e.endMix()
	e.border = border{}
	e.cur, e.next, e.flowed, e.over, e.ended = nil, nil, false, false, false
	e.hold()
	return at
}

func (e *engine) cut(c engineCmd) {
	frame := e.silence()
	e.seq, e.sound.rate = c.seq, c.rate
	e.ring.setRate(c.rate)
	e.cur = c.deck
	e.hold()
	e.begin(frame, c.at)
}

// begin starts the current deck at a frame of the ring.
func (e *engine) begin(frame uint64, at time.Duration) {
	e.last = e.cur.gen
	reached, err := e.cur.start(at, &e.sound)
	switch {
	case err != nil && e.interrupted():
		e.cur = nil // not begun; the command that waits says what comes instead
		e.hold()
		return
	case err != nil:
		e.runOut(err)
		return
	}
	e.estimated = e.cur.estimated()
	e.post(Marked{Gen: e.cur.gen, Seq: e.seq, Frame: frame, Pos: reached, Estimated: e.estimated})
}

// follow goes on with the next deck in the same ring.
func (e *engine) follow() {
	if e.over && e.ring.fill() == 0 {
		e.ring.gate.Store(false) // what is heard now is silence: start as a start
		e.flowed = false
	}
	e.border = border{before: e.last, into: e.next, frame: e.ring.wrote.Load()}
	e.cur, e.next, e.over, e.ended = e.next, nil, false, false
	e.ring.final.Store(noFinal)
	e.hold()
	e.begin(e.ring.wrote.Load(), 0)
}

// decode writes one block.
func (e *engine) decode() {
	if e.mix.in != nil || e.beginMix() {
		e.blend()
		return
	}
	n, done, err := e.cur.stream(e.block[:e.beforeMix()])
	if n > 0 {
		e.ring.write(e.block[:n])
		e.dirty = true
	}
	switch {
	case !done:
	case err != nil && e.interrupted():
	case err == nil && e.next != nil:
		e.follow()
	default:
		e.runOut(err)
	}
}

// interrupted says that a command waits which ends reads on purpose.
func (e *engine) interrupted() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.urgent
}

// runOut ends decoding; what is in the ring is still heard.
func (e *engine) runOut(err error) {
	if err != nil && e.interrupted() {
		return
	}
	frame := e.ring.wrote.Load()
	e.ring.final.Store(frame)
	gen := e.cur.gen
	e.cur, e.over, e.ended = nil, true, err == nil
	e.hold()
	e.post(RanOut{Gen: gen, Seq: e.seq, Frame: frame, Err: err})
}

// openGate lets the sound out once there is enough of it.
func (e *engine) openGate() {
	if e.ring.gate.Load() || e.cur == nil && !e.over {
		return
	}
	have := e.ring.fill()
	if have == 0 || !e.over && have < e.threshold() {
		return
	}
	e.flowed = true
	e.ring.gate.Store(true)
	e.post(Flowing{Seq: e.seq})
}

func (e *engine) threshold() uint64 {
	need := startStream
	switch {
	case e.flowed:
		need = startAgain
	case e.cur.src.Status().Complete:
		need = startWhole
	}
	return min(uint64(need.Seconds()*float64(e.sound.rate)), e.ring.target()*3/4)
}
