package output

import "time"

// A stream that runs dry would end in the middle of a wave, and begin in one
// when there is sound again: between two streams, at a song's hard end, when
// the network stalls. So the last frame fades away behind the end and the first
// one is led up to. Both are additions: no sample of the music is another one,
// and what comes before the server gets to the fade takes its place.

// joint is what comes before the next frame.
type joint uint8

const (
	joined joint = iota // the frame before it
	ended               // the end of the sound, behind which it fades
	cut                 // nothing, or what was faded out
)

const (
	easeAhead = 100 * time.Millisecond // a fade is sent no earlier before the queue's end
	edge      = 1.0 / 512              // a smaller step from silence needs none
)

// ease lets the sound fade away behind its end, when the server is about to get
// there. The caller holds send.
func (s *pulseSink) ease() {
	s.mu.Lock()
	left := s.delay(time.Now()) - s.meas.behind
	s.mu.Unlock()
	if s.joint != joined || left > easeAhead {
		return
	}
	s.joint = ended
	var last [2]float32
	s.trail.render(last[:], s.given-1)
	if !hard(last[:]) {
		return
	}
	n := frames(softCut, s.rate)
	part := s.part[:n*2]
	for i := range n {
		gain := falling(i, n)
		part[2*i], part[2*i+1] = last[0]*gain, last[1]*gain
	}
	s.out(part)
	s.tail = n
}

// join makes the stream ready for a frame: in place of a fade, or, where that
// is heard already, behind a rise to it. The caller holds send.
func (s *pulseSink) join(first []float32) {
	before := s.joint
	s.joint = joined
	switch before {
	case joined:
		return
	case ended:
		p, err := s.reading()
		if err != nil {
			return // it is over, and says so elsewhere
		}
		if p.next < s.given {
			if s.tail > 0 {
				s.conn.seekTo(s.stream, s.base+s.given*pulseFrame)
				s.tail = 0
			}
			return
		}
	case cut:
	}
	level := s.trail.level.at(s.given)
	if first = []float32{first[0] * level, first[1] * level}; !hard(first) {
		return
	}
	n := frames(softCut, s.rate)
	part := s.part[:n*2]
	for i := range n {
		gain := falling(n-1-i, n)
		part[2*i], part[2*i+1] = first[0]*gain, first[1]*gain
	}
	s.out(part)
	s.base += n * pulseFrame
	s.mu.Lock()
	s.meas.invalid = true
	s.mu.Unlock()
}

// keepTail: the server got to the fade, it is heard and counts no more.
func (s *pulseSink) keepTail() {
	s.base += s.tail * pulseFrame
	s.tail = 0
}

// dropTail: something was written in place of what is before the fade.
func (s *pulseSink) dropTail() {
	if s.tail > 0 {
		s.tail, s.joint = 0, joined
	}
}

// hard says that a frame behind silence is an edge.
func hard(f []float32) bool { return max(f[0], -f[0], f[1], -f[1]) > edge }
