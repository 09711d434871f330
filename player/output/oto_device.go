//go:build darwin || windows

package output

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ebitengine/oto/v3"

	"ncmtui/internal/safe"
)

// otoOpener plays on Core Audio or WASAPI. Its library opens the device once
// in a process' life and at one rate, so that of the first Open stays.
type otoOpener struct {
	mu   sync.Mutex
	ctx  *oto.Context
	rate int
}

// otoOnce is the process' one opener: a second context is refused.
var otoOnce = sync.OnceValue(func() *otoOpener { return &otoOpener{} })

func newOto() (Opener, error) { return otoOnce(), nil }

const (
	otoFrame = 8 // bytes: two float32
	otoReady = 2 * time.Second
	otoCheck = time.Second
)

func (o *otoOpener) Open(opts Options, pull Pull) (Sink, error) {
	ctx, rate, err := o.context(opts)
	if err != nil {
		return nil, err
	}
	s := &otoSink{ctx: ctx, rate: rate, pull: pull, ending: newEnding(), done: make(chan struct{}), tick: make(chan struct{})}
	s.player = ctx.NewPlayer(s)
	s.player.SetBufferSize(int(frames(opts.latency(), rate)) * otoFrame)
	s.player.Play()
	safe.Go("oto output", s.watch)
	return s, nil
}

func (o *otoOpener) context(opts Options) (*oto.Context, int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ctx == nil {
		ctx, ready, err := oto.NewContext(&oto.NewContextOptions{
			SampleRate: opts.rate(), ChannelCount: 2, Format: oto.FormatFloat32LE, ApplicationName: opts.App,
		})
		if err != nil {
			return nil, 0, fmt.Errorf("open audio device: %w", err)
		}
		select {
		case <-ready:
		case <-time.After(otoReady):
			return nil, 0, errors.New("open audio device: it does not answer")
		}
		o.ctx, o.rate = ctx, opts.rate()
	}
	if err := o.ctx.Err(); err != nil {
		return nil, 0, fmt.Errorf("open audio device: %w", err)
	}
	return o.ctx, o.rate, nil
}

// otoSink is one player on the device.
type otoSink struct {
	ctx    *oto.Context
	player *oto.Player
	rate   int
	pull   Pull
	ending *ending
	paused atomic.Bool
	buf    []float32 // of Read, which the library calls from one goroutine
	tick   chan struct{}
	done   chan struct{}
}

// Read is the library's way to pull; silence keeps the device going.
func (s *otoSink) Read(p []byte) (int, error) {
	defer safe.Recover("oto output read")
	if s.ending.state() != nil {
		return 0, io.EOF
	}
	n := len(p) / otoFrame * 2
	if n > len(s.buf) {
		s.buf = make([]float32, n)
	}
	if !s.paused.Load() {
		s.pull(s.buf[:n])
	} else {
		clear(s.buf[:n])
	}
	return len(appendF32(p[:0], s.buf[:n])), nil
}

func (s *otoSink) Name() string       { return "oto" }
func (s *otoSink) Device() string     { return "" }
func (s *otoSink) Rate() int          { return s.rate }
func (s *otoSink) Lost() <-chan error { return s.ending.lost }

func (s *otoSink) Pause() error {
	s.paused.Store(true)
	s.player.Pause()
	return s.check()
}

func (s *otoSink) Resume() error {
	s.paused.Store(false)
	s.player.Play()
	return s.check()
}

func (s *otoSink) Flush() error {
	s.player.Reset()
	if !s.paused.Load() {
		s.player.Play()
	}
	return s.check()
}

func (s *otoSink) Delay() time.Duration {
	return span(int64(s.player.BufferedSize()/otoFrame), s.rate)
}

func (s *otoSink) SetVolume(factor float64) bool {
	s.player.SetVolume(min(max(factor, 0), 1))
	return factor <= 1
}

func (s *otoSink) Close() error {
	s.ending.close()
	s.player.Pause()
	<-s.done
	return nil
}

// check gives the device's error, if it has one.
func (s *otoSink) check() error {
	if err := s.ending.state(); err != nil {
		return err
	}
	return errors.Join(s.ctx.Err(), s.player.Err())
}

// watch asks for the device's error: the library calls nobody when it dies.
func (s *otoSink) watch() {
	defer close(s.done)
	for s.ending.sleep(otoCheck, s.tick) {
		if err := s.check(); err != nil {
			s.ending.fail(fmt.Errorf("audio device: %w", err))
			return
		}
	}
}
