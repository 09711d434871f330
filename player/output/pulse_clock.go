package output

import (
	"fmt"
	"time"

	"github.com/jfreymuth/pulse/proto"
)

// measure is what the server said of its queue at one moment.
type measure struct {
	at      time.Time
	delay   time.Duration
	sent    int64         // frames sent by then
	behind  time.Duration // of delay, what the device had of it
	moving  bool          // the queue was being played
	invalid bool          // to be asked anew
}

// Delay counts on from the last measurement; it asks nobody.
func (s *pulseSink) Delay() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.delay(time.Now())
}

func (s *pulseSink) delay(now time.Time) time.Duration {
	if s.paused { // what fades out is as good as heard
		return span(s.kept, s.rate)
	}
	d := s.meas.delay + span(s.sent-s.meas.sent, s.rate)
	if s.meas.moving {
		d -= now.Sub(s.meas.at)
	}
	return max(d, 0)
}

// halt notes that the device is suspended, or is not. The caller holds mu.
func (s *pulseSink) halt(asleep bool) {
	s.meas.delay, s.meas.sent, s.meas.moving = s.delay(time.Now()), s.sent, false
	s.meas.invalid, s.stir = true, true
	s.asleep = asleep
}

// Stalled says that the device is suspended.
func (s *pulseSink) Stalled() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asleep
}

// Stirred gets a token when the device was suspended, woken or exchanged, and
// Delay knows.
func (s *pulseSink) Stirred() <-chan struct{} { return s.stirred }

// ask measures the queue when the last measurement is old, and looks a moved
// stream's device up.
func (s *pulseSink) ask() error {
	s.mu.Lock()
	due := !s.paused && s.sent > 0 && (s.meas.invalid || time.Since(s.meas.at) >= latencyEvery)
	moved := s.moved
	s.moved = false
	s.mu.Unlock()
	if moved {
		s.describe()
	}
	if !due {
		return nil
	}
	s.send.Lock()
	defer s.send.Unlock()
	p, err := s.reading()
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.paused {
		s.measured(p)
	}
	if s.stir {
		s.stir = false
		select {
		case s.stirred <- struct{}{}:
		default:
		}
	}
	return nil
}

// measured takes over where the server is. The caller holds both locks.
func (s *pulseSink) measured(p place) {
	delay := span(s.sent-p.read, s.rate) + p.latency
	if !p.running && s.given == p.read {
		// Run dry: the latency is the device's alone, and what it holds is
		// silence but for the rest of what was counted.
		delay = min(delay, s.delay(p.at))
	}
	s.meas = measure{at: p.at, delay: delay, sent: s.sent, behind: p.latency, moving: !s.asleep}
}

// attr is the queue's shape for the depth of now.
func (s *pulseSink) attr() (target, minimum uint32) {
	length := s.depth.of(s.latency)
	return uint32(frames(length, s.rate) * pulseFrame), uint32(frames(length/3, s.rate) * pulseFrame)
}

// memory is how many frames the trail holds: the queue, and what is on its way
// there.
func (s *pulseSink) memory() int64 {
	length := s.depth.of(s.latency)
	return frames(length+length/4, s.rate) + 2*pulseChunk
}

// deepen makes the queue longer after it ran dry, and shorter again when all
// has been well for long.
func (s *pulseSink) deepen() error {
	s.mu.Lock()
	dry := s.dry
	s.dry = false
	s.mu.Unlock()
	change := s.depth.calm
	if dry {
		change = s.depth.dry
	}
	if !change(time.Now()) {
		return nil
	}
	target, minimum := s.attr()
	s.send.Lock()
	s.trail.grow(s.memory())
	s.send.Unlock()
	err := s.c.Request(&proto.SetPlaybackStreamBufferAttr{
		StreamIndex: s.stream, BufferMaxLength: target * 2, BufferTargetLength: target,
		BufferPrebufferLength: uint32(frames(prebuffer, s.rate) * pulseFrame),
		BufferMinimumRequest:  minimum, AdjustLatency: true,
	}, &proto.SetPlaybackStreamBufferAttrReply{})
	if err != nil {
		return fmt.Errorf("size of the queue: %w", err)
	}
	s.mu.Lock()
	s.meas.invalid = true
	s.mu.Unlock()
	return nil
}

// describe replaces the server's name of the device by the one for people.
func (s *pulseSink) describe() {
	name := s.Device()
	var r proto.GetSinkInfoReply
	err := s.c.Request(&proto.GetSinkInfo{SinkIndex: proto.Undefined, SinkName: name}, &r)
	if err != nil || r.Device == "" {
		return
	}
	s.mu.Lock()
	if s.device == name {
		s.device = r.Device
	}
	s.mu.Unlock()
}
