package output

import (
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/jfreymuth/pulse/proto"
)

// The server would set a volume between one sample and the next, and cut what
// it has queued in the middle of a wave: both click. So what is queued and not
// yet read is replaced by the same sound with another volume, or fading.
const (
	softMargin = 30 * time.Millisecond // ahead of where the server said to be: it goes on meanwhile
	softCut    = 8 * time.Millisecond  // the end before a jump
	softPause  = 80 * time.Millisecond
	softResume = 40 * time.Millisecond
	softVolume = 30 * time.Millisecond
	softClose  = 20 * time.Millisecond
	softLead   = 80 * time.Millisecond  // at most, of silence before a stream goes on that had come to its end
	softTail   = 20 * time.Millisecond  // behind a fade, before the stream is stopped
	closeLimit = 300 * time.Millisecond // of waiting for a fade
)

// Softens makes the sink one that fades by itself.
func (s *pulseSink) Softens() {}

// place is where the server is in its queue, in frames of the trail.
type place struct {
	next    int64         // the first that can still be replaced
	read    int64         // the first that it did not read
	latency time.Duration // of the device behind the queue
	at      time.Time
	running bool
}

// reading asks where the server is. The caller holds send.
func (s *pulseSink) reading() (place, error) {
	if err := s.ending.state(); err != nil {
		return place{}, err
	}
	if s.given == 0 {
		return place{at: time.Now()}, nil
	}
	var r proto.GetPlaybackLatencyReply
	before := time.Now()
	if err := s.c.Request(&proto.GetPlaybackLatency{StreamIndex: s.stream}, &r); err != nil {
		return place{}, fmt.Errorf("latency: %w", err)
	}
	after := time.Now()
	s.base = r.WriteIndex - (s.given+s.tail)*pulseFrame
	p := place{
		read:    min(s.given+s.tail-max(r.WriteIndex-r.ReadIndex, 0)/pulseFrame, s.given),
		latency: time.Duration(r.Latency) * time.Microsecond,
		at:      before.Add(after.Sub(before) / 2), running: r.Running,
	}
	p.next = max(min(p.read+frames(softMargin, s.rate), s.given), s.trail.end-s.trail.size(), 0)
	if p.next == s.given {
		s.keepTail()
	}
	return p, nil
}

// rewrite makes the server go on from a frame that it has not read with what
// the trail holds from there on, up to another frame.
func (s *pulseSink) rewrite(from, to int64) {
	if from < s.given {
		s.conn.seekTo(s.stream, s.base+from*pulseFrame)
		s.given = from // the server asks again for what it lost by that
		s.dropTail()
	}
	s.give(to)
}

// give sends the trail up to a frame.
func (s *pulseSink) give(to int64) {
	for s.given < to {
		n := min(to-s.given, pulseChunk)
		s.trail.render(s.part[:n*2], s.given)
		s.out(s.part[:n*2])
		s.given += n
	}
}

// out sends frames.
func (s *pulseSink) out(p []float32) {
	s.mu.Lock()
	s.need -= int64(len(p) / 2)
	s.mu.Unlock()
	s.raw = appendF32(s.raw[:0], p)
	if err := s.c.Send(s.stream, s.raw); err != nil {
		s.ending.fail(fmt.Errorf("sound server: %w", err))
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

// Pause lets the sound fade out; the loop stops the stream behind that. What
// was queued beyond the fade comes when it goes on.
func (s *pulseSink) Pause() error {
	s.send.Lock()
	defer s.send.Unlock()
	return s.fadeOut(softPause)
}

// fadeOut pauses. The caller holds send.
func (s *pulseSink) fadeOut(over time.Duration) error {
	p, err := s.reading()
	if err != nil {
		return err
	}
	s.mu.Lock()
	paused, unheard := s.paused, s.delay(p.at)
	s.mu.Unlock()
	if paused {
		return nil
	}
	n := min(frames(over, s.rate), s.trail.end-p.next)
	s.trail.glide(0, p.next, n)
	s.rewrite(p.next, p.next+n)
	s.mu.Lock()
	s.paused, s.kept = true, s.trail.end-s.given
	left := span(s.given-p.read, s.rate) + p.latency
	if s.given == p.read { // all of it left the queue before, some of it the device too
		left = min(left, unheard)
	}
	s.cork = p.at.Add(left + softTail)
	s.mu.Unlock()
	s.poke()
	return nil
}

// untilCork is how long the loop waits in a pause; -1 for ever. The caller
// holds mu.
func (s *pulseSink) untilCork() time.Duration {
	if s.cork.IsZero() {
		return -1
	}
	return max(time.Until(s.cork), 0)
}

// rest stops the stream when a pause has faded out.
func (s *pulseSink) rest() error {
	s.send.Lock()
	defer s.send.Unlock()
	s.mu.Lock()
	due := s.paused && !s.cork.IsZero() && !time.Now().Before(s.cork)
	if due {
		s.cork = time.Time{}
	}
	s.mu.Unlock()
	if !due {
		return nil
	}
	s.corked = true
	return s.request("cork", &proto.CorkPlaybackStream{StreamIndex: s.stream, Corked: true})
}

// Resume goes on softly, also out of a fade that is not over.
func (s *pulseSink) Resume() error {
	s.send.Lock()
	defer s.send.Unlock()
	p, err := s.reading()
	if err != nil {
		return err
	}
	if p.next == s.given && s.given > 0 { // it plays silence, or will before this gets there
		p.latency += s.lead(min(p.latency+softMargin, softLead))
	}
	if s.trail.level.to != s.factor {
		s.trail.glide(s.factor, p.next, frames(softResume, s.rate))
	}
	s.rewrite(p.next, s.trail.end)
	s.mu.Lock()
	s.paused, s.cork, s.kept = false, time.Time{}, 0
	s.measured(p)
	s.meas.invalid, s.calm = true, time.Now().Add(settling)
	s.mu.Unlock()
	s.poke()
	if !s.corked {
		return nil
	}
	s.corked = false
	return s.request("uncork", &proto.CorkPlaybackStream{StreamIndex: s.stream})
}

// lead sends silence before what comes behind a pause. The server puts the
// sound in place of silence that the device has already been given; where that
// is too late, as for a recording of the device, it would begin in mid-wave.
func (s *pulseSink) lead(d time.Duration) time.Duration {
	n := min(frames(d, s.rate), pulseChunk)
	clear(s.part[:n*2])
	s.out(s.part[:n*2])
	s.base += n * pulseFrame
	return span(n, s.rate)
}

// Flush throws the queue away, but for what fades out first.
func (s *pulseSink) Flush() error {
	s.send.Lock()
	defer s.send.Unlock()
	p, err := s.reading()
	if err != nil {
		return err
	}
	switch {
	case s.corked:
		err = s.request("flush", &proto.FlushPlaybackStream{StreamIndex: s.stream})
		p.read = s.given
		s.trail.end = s.given
	case p.next < s.given:
		s.trail.cut(p.next, frames(softCut, s.rate))
		s.rewrite(p.next, s.trail.end)
	default: // too little is left, and it has ended before
		s.trail.end = s.given
	}
	s.joint = cut
	s.mu.Lock()
	s.sent, s.kept = s.trail.end, 0
	if s.paused { // what comes is not what faded out: it begins as it is
		s.trail.glide(s.factor, s.trail.end, 0)
	} else {
		s.measured(p)
	}
	s.meas.invalid, s.calm = true, time.Now().Add(settling)
	s.mu.Unlock()
	s.poke()
	return err
}

// SetVolume glides to a volume, in the samples.
func (s *pulseSink) SetVolume(factor float64) bool {
	s.send.Lock()
	defer s.send.Unlock()
	s.factor = float32(max(factor, 0))
	s.mu.Lock()
	paused := s.paused
	s.mu.Unlock()
	if paused || s.trail.level.to == s.factor {
		return true
	}
	p, err := s.reading()
	if err != nil {
		return true // it is over, and says so elsewhere
	}
	s.trail.glide(s.factor, p.next, frames(softVolume, s.rate))
	s.rewrite(p.next, s.trail.end)
	return true
}

// Close ends the stream softly.
func (s *pulseSink) Close() error {
	s.send.Lock()
	err := s.fadeOut(softClose)
	s.mu.Lock()
	wait := min(max(s.untilCork(), 0), closeLimit)
	s.mu.Unlock()
	s.send.Unlock()
	if err == nil && wait > 0 {
		s.ending.sleep(wait, nil)
	}
	s.ending.close()
	err = s.conn.Close()
	<-s.done
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
