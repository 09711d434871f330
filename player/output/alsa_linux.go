//go:build linux && alsa

package output

import (
	"fmt"
	"runtime"
	"sync"
	"time"
	"unsafe"

	"github.com/ebitengine/purego"

	"ncmtui/internal/safe"
)

// alsaLib is libasound, opened at run time: no headers and no cgo, but the
// program is linked dynamically.
type alsaLib struct {
	open      func(pcm *uintptr, name string, stream, mode int32) int32
	setParams func(pcm uintptr, format, access int32, channels, rate uint32, resample int32, latency uint32) int32
	getParams func(pcm uintptr, buffer, period *uintptr) int32
	writei    func(pcm uintptr, buf unsafe.Pointer, frames uintptr) int
	recover   func(pcm uintptr, err, silent int32) int32
	delay     func(pcm uintptr, frames *int) int32
	drop      func(pcm uintptr) int32
	prepare   func(pcm uintptr) int32
	close     func(pcm uintptr) int32
	strerror  func(err int32) string
	onError   func(handler uintptr) int32
}

const (
	alsaPlayback    = 0
	alsaNonblock    = 1
	alsaInterleaved = 3
	alsaFloat       = 14  // SND_PCM_FORMAT_FLOAT_LE
	alsaAgain       = -11 // EAGAIN
)

var loadALSA = sync.OnceValues(func() (lib *alsaLib, err error) {
	h, err := purego.Dlopen("libasound.so.2", purego.RTLD_NOW|purego.RTLD_GLOBAL)
	if err != nil {
		return nil, fmt.Errorf("load libasound.so.2: %w", err)
	}
	defer func() {
		if v := recover(); v != nil { // a symbol is missing
			lib, err = nil, fmt.Errorf("load libasound.so.2: %v", v)
		}
	}()
	lib = &alsaLib{}
	for name, f := range map[string]any{
		"snd_pcm_open": &lib.open, "snd_pcm_set_params": &lib.setParams, "snd_pcm_get_params": &lib.getParams,
		"snd_pcm_writei": &lib.writei, "snd_pcm_recover": &lib.recover, "snd_pcm_delay": &lib.delay,
		"snd_pcm_drop": &lib.drop, "snd_pcm_prepare": &lib.prepare,
		"snd_pcm_close": &lib.close, "snd_strerror": &lib.strerror, "snd_lib_error_set_handler": &lib.onError,
	} {
		purego.RegisterLibFunc(f, h, name)
	}
	// libasound writes its errors to the terminal unless somebody takes them.
	lib.onError(purego.NewCallback(func(uintptr, int32, uintptr, int32, uintptr) uintptr { return 0 }))
	return lib, nil
})

// alsaOpener plays on an ALSA PCM.
type alsaOpener struct {
	pcm   string
	depth depth // taken at the next Open
}

func newALSA(pcm string) (Opener, error) {
	if pcm == "" {
		pcm = "default"
	}
	return &alsaOpener{pcm: pcm}, nil
}

func (a *alsaOpener) Open(o Options, pull Pull) (Sink, error) {
	lib, err := loadALSA()
	if err != nil {
		return nil, err
	}
	s := &alsaSink{
		lib: lib, device: a.pcm, depth: &a.depth, rate: o.rate(), pull: pull, ending: newEnding(),
		wake: make(chan struct{}, 1), done: make(chan struct{}),
	}
	if code := lib.open(&s.pcm, a.pcm, alsaPlayback, alsaNonblock); code < 0 {
		return nil, fmt.Errorf("open pcm %q: %s", a.pcm, lib.strerror(code))
	}
	code := lib.setParams(s.pcm, alsaFloat, alsaInterleaved, 2, uint32(s.rate), 1, uint32(a.depth.of(o.latency()).Microseconds()))
	if code < 0 {
		lib.close(s.pcm)
		return nil, fmt.Errorf("set up pcm %q: %s", a.pcm, lib.strerror(code))
	}
	var buffer, period uintptr
	lib.getParams(s.pcm, &buffer, &period)
	s.ring = make([]float32, 2*max(int(buffer), 1024))
	safe.Go("alsa output", s.loop)
	return s, nil
}

// alsaSink feeds one PCM. The library's handle is used under mu only.
type alsaSink struct {
	lib    *alsaLib
	pcm    uintptr
	device string
	rate   int
	pull   Pull
	ending *ending
	depth  *depth

	mu     sync.Mutex
	ring   []float32 // the last frames written, as many as the device holds
	at     int       // where the next goes
	again  []float32 // not heard before the pause, to be written first
	paused bool
	gen    int
	last   int64 // queued, as it was last known

	fed bool // the loop's: there was sound all the time since the last write

	wake chan struct{}
	done chan struct{}
}

func (s *alsaSink) Name() string           { return "alsa" }
func (s *alsaSink) Device() string         { return s.device }
func (s *alsaSink) Rate() int              { return s.rate }
func (s *alsaSink) SetVolume(float64) bool { return false }
func (s *alsaSink) Lost() <-chan error     { return s.ending.lost }

// Pause drops the device's queue, which every device can, and keeps a copy of
// what was not heard.
func (s *alsaSink) Pause() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.paused && s.ending.state() == nil {
		n := min(int(s.queued()), len(s.ring)/2) * 2
		tail := make([]float32, 0, n+len(s.again))
		for i := range n {
			tail = append(tail, s.ring[(s.at-n+i+len(s.ring))%len(s.ring)])
		}
		s.again = append(tail, s.again...)
		s.lib.drop(s.pcm)
		s.paused = true
	}
	return s.ending.state()
}

func (s *alsaSink) Resume() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.paused && s.ending.state() == nil {
		s.lib.prepare(s.pcm)
		s.paused = false
	}
	s.poke()
	return s.ending.state()
}

func (s *alsaSink) Flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gen++
	s.again = nil
	if !s.paused && s.ending.state() == nil {
		s.lib.drop(s.pcm)
		s.lib.prepare(s.pcm)
	}
	s.poke()
	return s.ending.state()
}

func (s *alsaSink) Delay() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return span(s.queued()+int64(len(s.again)/2), s.rate)
}

// queued is what the device holds, in frames.
func (s *alsaSink) queued() int64 {
	var n int
	switch {
	case s.paused:
		return 0
	case s.ending.state() == nil && s.lib.delay(s.pcm, &n) >= 0:
		s.last = int64(max(n, 0))
	}
	return s.last // of a dead device, what it had when it was asked last
}

func (s *alsaSink) Close() error {
	s.ending.close()
	<-s.done
	return nil
}

func (s *alsaSink) poke() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// loop writes whatever the device has room for.
func (s *alsaSink) loop() {
	defer close(s.done)
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.lib.drop(s.pcm)
		s.lib.close(s.pcm)
	}()
	buf := make([]float32, 2*max(len(s.ring)/2/4, 256))
	var hungry starving
	for s.ending.state() == nil {
		s.mu.Lock()
		paused, gen, part := s.paused, s.gen, s.again
		s.again = nil
		if paused {
			s.again = part
		}
		s.mu.Unlock()
		wait := time.Duration(-1)
		if !paused {
			if len(part) == 0 {
				part = buf[:2*max(s.pull(buf), 0)]
			}
			if len(part) > 0 {
				hungry.fed()
				s.depth.calm(time.Now())
				if err := s.write(gen, part); err != nil {
					s.ending.fail(err)
					return
				}
				continue
			}
			s.fed = false
			wait = hungry.wait(time.Now())
		}
		if !s.ending.sleep(wait, s.wake) {
			return
		}
	}
}

// write hands frames over as the device takes them. What a Pause finds
// unwritten goes to again; a Flush makes it void.
func (s *alsaSink) write(gen int, part []float32) error {
	for len(part) > 0 && s.ending.state() == nil {
		s.mu.Lock()
		if gen != s.gen {
			s.mu.Unlock()
			return nil
		}
		if s.paused {
			s.again = append(s.again, part...)
			s.mu.Unlock()
			return nil
		}
		n := s.lib.writei(s.pcm, unsafe.Pointer(&part[0]), uintptr(len(part)/2))
		runtime.KeepAlive(part)
		if n < 0 && n != alsaAgain {
			if code := s.lib.recover(s.pcm, int32(n), 1); code < 0 {
				s.mu.Unlock()
				return fmt.Errorf("pcm %q: %s", s.device, s.lib.strerror(code))
			}
			if s.fed {
				s.depth.dry(time.Now())
			}
			n = 0
		}
		for _, v := range part[:2*max(n, 0)] {
			s.ring[s.at] = v
			s.at = (s.at + 1) % len(s.ring)
		}
		part = part[2*max(n, 0):]
		s.fed = s.fed || n > 0
		s.mu.Unlock()
		if n <= 0 && !s.ending.sleep(alsaPoll, s.wake) {
			return nil
		}
	}
	return nil
}

// alsaPoll is the pause between looks at a full device: waiting inside the
// library would hold the handle against Pause and Flush.
const alsaPoll = 40 * time.Millisecond
