package player

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/player/output"
	"ncmtui/player/stream"
)

// quitWait is how long Run waits for an output that does not answer.
const quitWait = 400 * time.Millisecond

// Player is the Controller that really plays. Run does the work; all other
// methods can be called from any goroutine and return at once.
type Player struct {
	opts   Options
	store  *stream.Store
	engine *engine
	outlet *outlet
	stop   context.CancelFunc
	quit   context.Context // ends the engine's waiting for the outlet
	done   chan struct{}

	mailMu sync.Mutex
	mail   []Msg
	bell   chan struct{}

	subMu  sync.Mutex
	subs   map[*Subscription]struct{}
	snap   Snapshot
	recent []int64
	begun  bool

	// of Run's goroutine
	state   State
	openers map[string]output.Opener // of SetOutput, by their spec
	decks   map[uint64]*deck
	loads   map[uint64]context.CancelFunc
	loaders sync.WaitGroup
	events  []Event
}

// loadedDeck is how a loader's result comes back.
type loadedDeck struct {
	gen   uint64
	deck  *deck
	found Findings
	err   error
}

func (loadedDeck) msg() {}

// New makes a player that does nothing until Run. An error says that the
// cache folder is of no use; the player that comes with it plays all the same.
func New(o Options) (*Player, error) {
	o.fill()
	store, err := stream.OpenStore(stream.Options{
		Dir: o.CacheDir, Limit: o.CacheLimit, Transport: o.Transport, AllowHosts: o.AllowHosts, Now: o.Now,
		Fatal: func(err error) bool {
			var none *Unavailable
			return errors.As(err, &none)
		},
	})
	p := &Player{
		opts: o, store: store, done: make(chan struct{}), bell: make(chan struct{}, 1),
		subs: map[*Subscription]struct{}{}, openers: map[string]output.Opener{},
		decks: map[uint64]*deck{}, loads: map[uint64]context.CancelFunc{},
	}
	p.quit, p.stop = context.WithCancel(context.Background())
	r := newRing()
	p.outlet = newOutlet(r, o.App, o.Now, p.post)
	p.engine = newEngine(r, sound{normalize: o.Effects.Normalize, resample: o.Resample},
		func() { p.outlet.flush(p.quit) }, p.post)
	p.state = NewState(*o.Kept, o.FMRecent, fmt.Sprintf("%016x", o.Random()), o.Random(), !o.OwnRates).with(o.Policy)
	p.state.fx, p.state.sentNormalize = o.Effects, o.Effects.Normalize
	p.snap, p.recent = p.state.Snapshot(o.Now()), p.state.Recent()
	return p, err
}

// Do gives a command; it is carried out in order.
func (p *Player) Do(c Command) { p.post(Asked{Cmd: c}) }

// Subscribe gives a view of the player from now on.
func (p *Player) Subscribe() *Subscription {
	p.subMu.Lock()
	defer p.subMu.Unlock()
	var sub *Subscription
	sub = NewSubscription(p.snap, func() {
		p.subMu.Lock()
		defer p.subMu.Unlock()
		delete(p.subs, sub)
	})
	p.subs[sub] = struct{}{}
	return sub
}

// FMRecent gives the ids of the last 500 songs of the FM, to be kept.
func (p *Player) FMRecent() []int64 {
	p.subMu.Lock()
	defer p.subMu.Unlock()
	return p.recent
}

// Close ends Run and waits for it: subscribers have got the last events and
// snapshot then. Without Run it frees what New took.
func (p *Player) Close() error {
	p.stop()
	p.subMu.Lock()
	begun := p.begun
	p.begun = true
	p.subMu.Unlock()
	if begun {
		<-p.done
		return nil
	}
	defer close(p.done)
	return p.store.Close()
}

func (p *Player) post(m Msg) {
	p.mailMu.Lock()
	p.mail = append(p.mail, m)
	p.mailMu.Unlock()
	token(p.bell)
}

func (p *Player) collect() []Msg {
	p.mailMu.Lock()
	defer p.mailMu.Unlock()
	mail := p.mail
	p.mail = nil
	return mail
}

// Run plays until ctx ends or Close is called, then gives everything back. It
// can be called once.
func (p *Player) Run(ctx context.Context) error {
	p.subMu.Lock()
	begun := p.begun
	p.begun = true
	p.subMu.Unlock()
	if begun {
		return errors.New("player runs already, or was closed")
	}
	defer close(p.done)
	defer context.AfterFunc(ctx, p.stop)()
	var engine sync.WaitGroup
	outletDone := make(chan struct{})
	engineCtx, endEngine := context.WithCancel(context.Background())
	defer endEngine()
	engine.Add(1)
	safe.Go("decode", func() {
		defer engine.Done()
		p.engine.run(engineCtx)
	})
	outletCtx, endOutlet := context.WithCancel(context.Background())
	defer endOutlet()
	safe.Go("output", func() {
		defer close(outletDone)
		p.outlet.run(outletCtx)
	})
	p.loop(p.quit)
	p.leave()
	endEngine()
	engine.Wait()
	p.loaders.Wait()
	p.closeLate()
	endOutlet()
	select {
	case <-outletDone:
	case <-time.After(quitWait):
		p.opts.Log.Warn("the output does not answer; left behind")
	}
	return p.store.Close()
}

func (p *Player) loop(ctx context.Context) {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		p.arm(timer)
		select {
		case <-ctx.Done():
			return
		case <-p.bell:
			for _, m := range p.collect() {
				p.step(ctx, m)
			}
		case <-timer.C:
			p.step(ctx, Tick{})
		}
		p.publish()
	}
}

func (p *Player) arm(timer *time.Timer) {
	wait := time.Hour
	if at := p.state.Wake(); !at.IsZero() {
		wait = max(at.Sub(p.opts.Now()), 0)
	}
	timer.Reset(wait)
}

func (p *Player) step(ctx context.Context, m Msg) {
	if l, ok := m.(loadedDeck); ok {
		if m = p.arrived(l); m == nil {
			return
		}
	}
	state, effects := Step(p.state, Input{At: p.opts.Now(), Msg: m})
	p.state = state
	for _, e := range effects {
		p.perform(ctx, e)
	}
}

// arrived takes a loader's result over, unless it is not wanted any more.
func (p *Player) arrived(l loadedDeck) Msg {
	cancel, wanted := p.loads[l.gen]
	if wanted {
		delete(p.loads, l.gen)
	}
	switch {
	case !wanted && l.deck != nil:
		l.deck.close()
		return nil
	case !wanted:
		return nil
	case l.err != nil:
		cancel()
		p.opts.Log.Info("song not opened", "gen", l.gen, "err", l.err)
		return OpenFailed{Gen: l.gen, Err: l.err}
	}
	p.decks[l.gen] = l.deck
	return Opened{Gen: l.gen, Found: l.found}
}

func (p *Player) perform(ctx context.Context, e Effect) {
	switch e := e.(type) {
	case EffOpen:
		p.load(ctx, e)
	case EffPromote:
		if d := p.decks[e.Gen]; d != nil {
			d.src.Promote()
		}
	case EffDrop:
		p.drop(e.Gen, e.Bad)
	case EffCut:
		if d := p.decks[e.Gen]; d != nil {
			p.engine.send(engineCmd{kind: cmdCut, deck: d, seq: e.Seq, at: e.At, rate: e.Rate})
		}
	case EffFollow:
		p.engine.send(engineCmd{kind: cmdFollow, deck: p.decks[e.Gen], fade: e.Fade})
	case EffNormalize:
		p.engine.send(engineCmd{kind: cmdNormalize, mode: e.Mode})
	case EffHush:
		p.engine.send(engineCmd{kind: cmdHush})
	case EffFM:
		p.fetchFM(ctx)
	case EffReconnect:
		p.store.Reconnect()
	case EffEmit:
		p.events = append(p.events, e.Event)
	default:
		p.performSink(e)
	}
}

func (p *Player) performSink(e Effect) {
	o := p.outlet
	switch e := e.(type) {
	case EffSinkOpen:
		opener, err := p.opener(e)
		o.do(func() { o.open(opener, err, e) })
	case EffTitle:
		o.later(func() { o.name(e.Title) })
	case EffSinkPause:
		o.do(o.pause)
	case EffSinkResume:
		o.do(o.resume)
	case EffSinkClose:
		o.do(o.close)
	case EffSpeed:
		o.ring.voice.setSpeed(e.Rate)
	case EffEqualize:
		o.ring.voice.setTone(e.Gains)
	case EffSample:
		o.later(o.sample)
	case EffGain:
		o.do(func() { o.gain(e.Factor) })
	}
}

// opener finds what an effect asks to be opened. Openers are kept: some go on
// where they were, as the file of wav.
func (p *Player) opener(e EffSinkOpen) (output.Opener, error) {
	switch {
	case e.StandIn:
		return p.opts.StandIn, nil
	case e.Spec == "":
		return p.opts.Output, nil
	}
	if o := p.openers[e.Spec]; o != nil {
		return o, nil
	}
	o, err := p.opts.Opener(e.Spec)
	if err == nil {
		p.openers[e.Spec] = o
	}
	return o, err
}

func (p *Player) drop(gen uint64, bad bool) {
	if cancel := p.loads[gen]; cancel != nil {
		cancel()
		delete(p.loads, gen)
	}
	if d := p.decks[gen]; d != nil {
		delete(p.decks, gen)
		if bad {
			p.store.Drop(d.file)
		}
		p.engine.send(engineCmd{kind: cmdClose, deck: d})
	}
}

func (p *Player) fetchFM(ctx context.Context) {
	if p.opts.FM == nil {
		return
	}
	p.loaders.Add(1)
	safe.Go("fm", func() {
		defer p.loaders.Done()
		tracks, err := p.opts.FM.Next(ctx)
		p.post(FMBrought{Tracks: tracks, Err: err})
	})
}

// publish tells the subscribers, if there is something to tell.
func (p *Player) publish() {
	snap := p.state.Snapshot(p.opts.Now())
	p.subMu.Lock()
	defer p.subMu.Unlock()
	if len(p.events) == 0 && alike(p.snap, snap) {
		return
	}
	if snap.Queue.FM && snap.Queue.Rev != p.snap.Queue.Rev {
		p.recent = p.state.Recent()
	}
	snap.Rev = p.snap.Rev + 1
	p.snap = snap
	for sub := range p.subs {
		sub.Publish(snap, p.events...)
	}
	p.events = nil
}

// leave is the end: what plays is over and told.
func (p *Player) leave() {
	for _, m := range p.collect() {
		if _, ok := m.(loadedDeck); ok {
			p.step(p.quit, m)
		}
	}
	p.step(p.quit, Quit{})
	p.engine.send(engineCmd{kind: cmdHush}) // a song that fades out may be waiting for its bytes
	for gen := range p.loads {
		p.drop(gen, false)
	}
	for gen := range p.decks {
		p.drop(gen, false)
	}
	p.publish()
}

// closeLate closes what loaders brought after the end.
func (p *Player) closeLate() {
	for _, m := range p.collect() {
		if l, ok := m.(loadedDeck); ok && l.deck != nil {
			l.deck.close()
		}
	}
}
