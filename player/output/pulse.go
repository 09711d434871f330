package output

import (
	"context"
	"errors"
	"fmt"
	"net"
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
	s := &pulseSink{
		rate: o.rate(), latency: o.latency(), depth: &p.depth, pull: pull, ending: newEnding(),
		wake: make(chan struct{}, 1), done: make(chan struct{}),
	}
	c, conn, err := dialPulse(context.Background(), s.event, s.ending.fail)
	if err != nil {
		return nil, fmt.Errorf("%w: connect to sound server: %w", ErrNoDevice, err)
	}
	s.c, s.conn = c, conn
	if err := s.create(o, p.sink); err != nil {
		_ = conn.Close()
		return nil, err
	}
	safe.Go("pulse output", s.loop)
	return s, nil
}

// pulseSink is one stream on one connection. The server asks for sound, the
// loop answers; nothing runs while the stream is corked.
type pulseSink struct {
	c      *proto.Client
	conn   net.Conn
	stream uint32
	input  uint32 // the stream as the mixer knows it
	rate   int
	pull   Pull
	ending *ending

	latency time.Duration // wanted
	depth   *depth        // of all sinks of the opener

	send sync.Mutex // held while data or a flush goes out: their order counts

	mu     sync.Mutex
	device string
	moved  bool  // device is the server's name only
	need   int64 // frames the server asked for
	paused bool
	gen    int
	hungry bool      // the last pull gave less than was wanted: running dry is not the queue's fault
	calm   time.Time // running dry before then comes from a flush or a start
	dry    bool      // it ran dry without such a reason
	sent   int64     // frames since the start
	meas   measure

	wake chan struct{}
	done chan struct{}
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
		ChannelVolumes:        pulseVolume(o.volume()),
		AdjustLatency:         true,
		Properties: proto.PropList{
			"media.name": proto.PropListString(title),
			"media.role": proto.PropListString("music"),
		},
	}, &reply)
	if err != nil {
		return fmt.Errorf("create stream on %q: %w", sink, err)
	}
	s.stream, s.input = reply.StreamIndex, reply.SinkInputIndex
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
		s.device, s.moved, s.meas.invalid = m.DestName, true, true
		s.mu.Unlock()
		s.poke()
	case *proto.Underflow:
		s.mu.Lock()
		s.meas.invalid = true
		s.dry = s.dry || !s.hungry && !s.paused && s.sent > 0 && time.Now().After(s.calm)
		s.mu.Unlock()
		s.poke()
	case *proto.Started, *proto.PlaybackStreamSuspended:
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

// request sends a command that has no reply of its own.
func (s *pulseSink) request(what string, r proto.RequestArgs) error {
	if err := s.ending.state(); err != nil {
		return err
	}
	if err := s.c.Request(r, nil); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

func (s *pulseSink) Pause() error {
	s.mu.Lock()
	delay := s.delay(time.Now())
	s.paused = true
	s.meas = measure{at: time.Now(), delay: delay, sent: s.sent, invalid: true}
	s.mu.Unlock()
	if err := s.request("cork", &proto.CorkPlaybackStream{StreamIndex: s.stream, Corked: true}); err != nil {
		return err
	}
	s.stopped()
	return nil
}

func (s *pulseSink) Resume() error {
	err := s.request("uncork", &proto.CorkPlaybackStream{StreamIndex: s.stream})
	s.mu.Lock()
	s.paused, s.calm = false, time.Now().Add(settling)
	s.meas = measure{at: time.Now(), delay: s.delay(time.Now()), sent: s.sent, moving: true, invalid: true}
	s.mu.Unlock()
	s.poke()
	return err
}

func (s *pulseSink) Flush() error {
	s.send.Lock()
	defer s.send.Unlock()
	s.mu.Lock()
	s.gen++
	s.mu.Unlock()
	err := s.request("flush", &proto.FlushPlaybackStream{StreamIndex: s.stream})
	s.mu.Lock()
	s.meas, s.calm = measure{at: time.Now(), sent: s.sent, moving: !s.paused, invalid: true}, time.Now().Add(settling)
	s.mu.Unlock()
	s.poke()
	return err
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

func (s *pulseSink) SetVolume(factor float64) bool {
	return s.request("volume", &proto.SetSinkInputVolume{SinkInputIndex: s.input, ChannelVolumes: pulseVolume(factor)}) == nil
}

func pulseVolume(factor float64) proto.ChannelVolumes {
	v := proto.LinearVolume(max(factor, 0))
	return proto.ChannelVolumes{v, v}
}

func (s *pulseSink) Close() error {
	s.ending.close()
	err := s.conn.Close()
	<-s.done
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// loop sends what the server asks for until the sink is over.
func (s *pulseSink) loop() {
	defer close(s.done)
	defer func() { _ = s.conn.Close() }()
	buf := make([]float32, pulseChunk*2)
	raw := make([]byte, 0, pulseChunk*pulseFrame)
	var hungry starving
	hung := 0 // latency requests in a row without an answer
	for s.ending.state() == nil {
		s.mu.Lock()
		n, gen := min(s.need, pulseChunk), s.gen
		wait := latencyEvery // a server that hangs asks for nothing
		if s.paused {
			n, wait = 0, -1
		}
		s.mu.Unlock()
		if n > 0 {
			got := min(int64(max(s.pull(buf[:n*2]), 0)), n)
			if got > 0 {
				raw = appendF32(raw[:0], buf[:got*2])
				s.deliver(gen, got, raw)
				hungry.fed()
			}
			s.mu.Lock()
			s.hungry = got < n
			s.mu.Unlock()
			if got == n {
				continue
			}
			wait = hungry.wait(time.Now())
		}
		if err := errors.Join(s.deepen(), s.ask()); err != nil {
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

// deliver sends frames unless a Flush has come since they were pulled.
func (s *pulseSink) deliver(gen int, n int64, raw []byte) {
	s.send.Lock()
	defer s.send.Unlock()
	s.mu.Lock()
	stale := gen != s.gen
	if !stale {
		s.need -= n
		s.sent += n
		if !s.meas.moving && !s.paused {
			// The queue began to move, or will within the prebuffer.
			s.meas.delay, s.meas.at, s.meas.moving = s.delay(time.Now()), time.Now(), true
			s.meas.sent = s.sent
		}
	}
	s.mu.Unlock()
	if stale {
		return
	}
	if err := s.c.Send(s.stream, raw); err != nil {
		s.ending.fail(fmt.Errorf("sound server: %w", err))
	}
}
