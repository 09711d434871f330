package wire

import (
	"sync"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/player/output"
)

// probe is an output that asks for a millisecond of sound every millisecond
// and notes when it got the first.
type probe struct {
	mu     sync.Mutex
	await  awaited
	sound  chan time.Time
	holes  int64 // frames of silence since count
	counts bool
}

type awaited int

const (
	nothing awaited = iota
	flush           // then the sound behind it
	sound
)

func newProbe() *probe { return &probe{sound: make(chan time.Time, 1)} }

// expect begins to wait for the first sound, behind a flush where something
// sounds already.
func (p *probe) expect(a awaited) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.await = a
}

func (p *probe) Open(o output.Options, pull output.Pull) (output.Sink, error) {
	s := &probeSink{probe: p, rate: o.Rate, pull: pull, stop: make(chan struct{})}
	s.group.Go("probe", s.run)
	return s, nil
}

type probeSink struct {
	*probe
	rate   int
	pull   output.Pull
	paused bool
	stop   chan struct{}
	group  safe.Group
}

func (s *probeSink) run() {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	begun, given := time.Now(), 0
	for {
		select {
		case <-s.stop:
			return
		case <-tick.C:
		}
		n := min(int(time.Since(begun).Seconds()*float64(s.rate))-given, s.rate)
		given += n
		s.period(n)
	}
}

func (s *probeSink) period(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.paused || n <= 0 {
		return
	}
	got := s.pull(make([]float32, n*2))
	if s.counts {
		s.holes += int64(n - got)
	}
	if got > 0 && s.await == sound {
		s.await = nothing
		s.sound <- time.Now()
	}
}

func (s *probeSink) Name() string   { return "probe" }
func (s *probeSink) Device() string { return "" }
func (s *probeSink) Rate() int      { return s.rate }

func (s *probeSink) set(paused bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paused = paused
	return nil
}
func (s *probeSink) Pause() error  { return s.set(true) }
func (s *probeSink) Resume() error { return s.set(false) }

func (s *probeSink) Flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.await == flush {
		s.await = sound
	}
	return nil
}
func (s *probeSink) Delay() time.Duration   { return 0 }
func (s *probeSink) SetVolume(float64) bool { return true }
func (s *probeSink) Lost() <-chan error     { return nil }

func (s *probeSink) Close() error {
	close(s.stop)
	s.group.Wait()
	return nil
}
