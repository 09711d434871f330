package output

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/jfreymuth/pulse/proto"

	"ncmtui/internal/safe"
)

// pulseOpener plays on a PulseAudio server, or PipeWire's stand-in for one.
type pulseOpener struct {
	sink  string // the server's name for it; "" its default
	depth depth
}

const (
	pulseFrame   = 8 // bytes: two float32
	latencyEvery = time.Second
	pulseChunk   = 4096 // frames pulled at a time
	prebuffer    = 20 * time.Millisecond
	settling     = 500 * time.Millisecond // after a start or a flush the queue is short
)

func (p *pulseOpener) Open(o Options, pull Pull) (Sink, error) {
	s := newPulseSink(o, &p.depth, pull)
	var err error
	if s.c, s.conn, err = dialPulse(context.Background(), s.event, s.ending.fail); err != nil {
		return nil, fmt.Errorf("%w: connect to sound server: %w", ErrNoDevice, err)
	}
	if err := s.begin(o, p.sink); err != nil {
		return nil, err
	}
	return s, nil
}

func newPulseSink(o Options, d *depth, pull Pull) *pulseSink {
	s := &pulseSink{
		rate: o.rate(), latency: o.latency(), depth: d, pull: pull, ending: newEnding(),
		wake: make(chan struct{}, 1), stirred: make(chan struct{}, 1), done: make(chan struct{}),
		factor: float32(max(o.volume(), 0)), part: make([]float32, pulseChunk*2), joint: cut,
	}
	s.trail = newTrail(s.memory(), s.factor)
	return s
}

// begin makes the stream on the sink's connection and plays; the connection is
// closed where it cannot.
func (s *pulseSink) begin(o Options, sink string) error {
	if err := s.create(o, sink); err != nil {
		_ = s.conn.Close()
		return err
	}
	safe.Go("pulse output", s.loop)
	return nil
}

// pulseSink is one stream on one connection. The server asks for sound, the
// loop answers; nothing runs while the stream is corked. Volume and fades are
// in the samples, see pulse_soft.go.
type pulseSink struct {
	c      *proto.Client
	conn   *pulseConn
	stream uint32
	rate   int
	pull   Pull
	ending *ending

	latency time.Duration // wanted
	depth   *depth        // of all sinks of the opener

	send   sync.Mutex // held while data go out and while the server is asked for its place in them
	trail  trail      // from here on to tail under send
	given  int64      // frames of the trail that the server got
	base   int64      // the server's index of frame 0, bytes
	part   []float32
	raw    []byte
	corked bool
	factor float32 // the volume
	joint  joint   // see pulse_joint.go
	tail   int64   // frames of a fade that the server got behind the given ones

	mu     sync.Mutex
	asleep bool // the device is suspended: nothing moves
	stir   bool // that has changed, or the device; Stirred is to tell
	device string
	moved  bool  // device is the server's name only
	need   int64 // frames the server asked for
	paused bool
	cork   time.Time // when the fade of a pause was heard; zero: nothing is due
	kept   int64     // frames that come behind a pause
	hungry bool      // the last pull gave less than was wanted: running dry is not the queue's fault
	calm   time.Time // running dry before then comes from a flush or a start
	dry    bool      // it ran dry without such a reason
	sent   int64     // frames since the start
	meas   measure

	wake    chan struct{}
	stirred chan struct{}
	done    chan struct{}
}

// create makes the stream at the wanted rate: the server resamples if it must.
func (s *pulseSink) create(o Options, sink string) error {
	name := o.App
	if name == "" {
		name = "ncmtui"
	}
	title := o.Title
	if title == "" {
		title = name
	}
	props := proto.PropList{
		"application.name":           proto.PropListString(name),
		"application.process.id":     proto.PropListString(fmt.Sprint(os.Getpid())),
		"application.process.binary": proto.PropListString(filepath.Base(os.Args[0])),
	}
	if err := s.c.Request(&proto.SetClientName{Props: props}, &proto.SetClientNameReply{}); err != nil {
		return fmt.Errorf("name client: %w", err)
	}
	target, minimum := s.attr()
	var reply proto.CreatePlaybackStreamReply
	err := s.c.Request(&proto.CreatePlaybackStream{
		SampleSpec:            proto.SampleSpec{Format: proto.FormatFloat32LE, Channels: 2, Rate: uint32(s.rate)},
		ChannelMap:            proto.ChannelMap{proto.ChannelLeft, proto.ChannelRight},
		SinkIndex:             proto.Undefined,
		SinkName:              sink,
		BufferMaxLength:       target * 2,
		BufferTargetLength:    target,
		BufferPrebufferLength: uint32(frames(prebuffer, s.rate) * pulseFrame),
		BufferMinimumRequest:  minimum,
		ChannelVolumes:        proto.ChannelVolumes{proto.LinearVolume(1), proto.LinearVolume(1)}, // unused: the mixer's own stands
		AdjustLatency:         true,
		Properties: proto.PropList{
			"media.name": proto.PropListString(title),
			"media.role": proto.PropListString("music"),
		},
	}, &reply)
	if err != nil {
		return fmt.Errorf("create stream on %q: %w", sink, err)
	}
	s.stream = reply.StreamIndex
	s.mu.Lock()
	s.need += int64(reply.Missing) / pulseFrame
	s.device, s.moved = reply.SinkName, true
	s.mu.Unlock()
	return nil
}

func (s *pulseSink) Name() string       { return "pulse" }
func (s *pulseSink) Rate() int          { return s.rate }
func (s *pulseSink) Lost() <-chan error { return s.ending.lost }

func (s *pulseSink) Device() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.device
}

// event gets the server's messages; it must not block.
func (s *pulseSink) event(msg any) {
	switch m := msg.(type) {
	case *proto.Request:
		s.mu.Lock()
		s.need += int64(m.Length) / pulseFrame
		s.mu.Unlock()
		s.poke()
	case *proto.PlaybackStreamKilled:
		s.ending.fail(errors.New("sound server: stream killed"))
	case *proto.PlaybackStreamMoved:
		s.mu.Lock()
		s.device, s.moved = m.DestName, true
		s.halt(m.Suspended)
		s.mu.Unlock()
		s.poke()
	case *proto.Underflow:
		s.mu.Lock()
		s.meas.invalid = true
		s.dry = s.dry || !s.hungry && !s.paused && s.sent > 0 && time.Now().After(s.calm)
		s.mu.Unlock()
		s.poke()
	case *proto.PlaybackStreamSuspended:
		s.mu.Lock()
		s.halt(m.Suspended)
		s.mu.Unlock()
		s.poke()
	case *proto.Started:
		s.mu.Lock()
		s.meas.invalid = true
		s.mu.Unlock()
	}
}

func (s *pulseSink) poke() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// SetTitle renames the stream in the mixer.
func (s *pulseSink) SetTitle(title string) {
	_ = s.request("name stream", &proto.UpdatePlaybackStreamProplist{
		StreamIndex: s.stream, Mode: propReplace,
		Properties: proto.PropList{"media.name": proto.PropListString(title)},
	}) // a stream of an old name sounds as well; a dead one says so by itself
}

// propReplace is PA_UPDATE_REPLACE: the named properties, and no others.
const propReplace = 2

// loop sends what the server asks for until the sink is over.
func (s *pulseSink) loop() {
	defer close(s.done)
	defer func() { _ = s.conn.Close() }()
	buf := make([]float32, pulseChunk*2)
	var hungry starving
	hung := 0 // latency requests in a row without an answer
	for s.ending.state() == nil {
		wait := latencyEvery // a server that hangs asks for nothing
		switch asked, got := s.feed(buf); {
		case asked < 0:
			s.mu.Lock()
			wait = s.untilCork()
			s.mu.Unlock()
		case asked > 0 && got == asked:
			hungry.fed()
			continue
		case asked > 0:
			if got > 0 {
				hungry.fed()
			}
			wait = hungry.wait(time.Now())
		}
		if err := errors.Join(s.rest(), s.deepen(), s.ask()); err != nil {
			if hung++; hung >= 2 {
				s.ending.fail(fmt.Errorf("sound server does not answer: %w", err))
				return
			}
			continue
		}
		hung = 0
		if !s.ending.sleep(wait, s.wake) {
			return
		}
	}
}

// feed pulls what the server asks for, at most a piece of it, and sends it.
// It gives how much was asked for, -1 in a pause, and how much there was.
func (s *pulseSink) feed(buf []float32) (asked, got int64) {
	s.send.Lock()
	defer s.send.Unlock()
	if asked, got = s.take(buf); got > 0 {
		s.join(buf[:2])
		s.trail.add(buf[:got*2])
		s.give(s.trail.end)
	}
	if got < asked {
		s.ease()
	}
	return asked, got
}

// take pulls. What was pulled counts as sent from the same moment on, so that
// Delay is true at any time.
func (s *pulseSink) take(buf []float32) (asked, got int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.paused {
		return -1, 0
	}
	if asked = min(s.need, pulseChunk); asked <= 0 {
		return 0, 0
	}
	got = min(int64(max(s.pull(buf[:asked*2]), 0)), asked)
	s.hungry = got < asked
	s.sent += got
	if got > 0 && !s.meas.moving && !s.asleep {
		// The queue began to move, or will within the prebuffer.
		s.meas = measure{at: time.Now(), delay: span(s.sent, s.rate), sent: s.sent, moving: true, invalid: s.meas.invalid}
	}
	return asked, got
}
