package player

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/player/output"
)

// device is an output that can be plugged in and out.
type device struct {
	mu      sync.Mutex
	absent  error
	hang    time.Duration // of every call of a sink
	latency time.Duration
	scales  bool // it has a volume of its own, heard at once
	sinks   []*fakeSink
	opened  []int // rates
	closed  int
}

func (d *device) Open(o output.Options, pull output.Pull) (output.Sink, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.opened = append(d.opened, o.Rate)
	if d.absent != nil {
		return nil, d.absent
	}
	s := &fakeSink{
		dev: d, rate: o.Rate, pull: pull, lost: make(chan error, 1), stop: make(chan struct{}), done: make(chan struct{}),
		stirred: make(chan struct{}, 1), volume: 1, depth: int(d.latency.Seconds() * float64(o.Rate)),
	}
	d.sinks = append(d.sinks, s)
	go s.run()
	return s, nil
}

// fakeSink plays in real time, in periods of 10 ms, with a queue like a
// sound server's. What leaves the queue was heard.
type fakeSink struct {
	dev  *device
	rate int
	pull output.Pull
	lost chan error
	stop chan struct{}
	done chan struct{}

	mu      sync.Mutex
	depth   int
	queue   []float32
	heard   []float32
	paused  bool
	volume  float64
	volumes []float64 // all that were set
	gone    bool
	pulls   int
	first   time.Time // when the first sound was pulled
	asleep  bool      // the device is suspended
	stirred chan struct{}
}

// run asks for sound between the moments at which everything else happens, so
// that who is first of those that run at the same instant makes no difference.
func (s *fakeSink) run() {
	defer close(s.done)
	wait := time.NewTimer(5 * time.Millisecond)
	defer wait.Stop()
	for {
		select {
		case <-wait.C:
		case <-s.stop:
			return
		}
		s.period()
		wait.Reset(10 * time.Millisecond)
	}
}

func (s *fakeSink) period() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.paused || s.gone || s.asleep {
		return
	}
	n := s.rate / 100
	need := n + max(s.depth-len(s.queue)/2, 0)
	p := make([]float32, need*2)
	if s.pull(p) > 0 && s.first.IsZero() {
		s.first = time.Now()
	}
	s.pulls++
	s.queue = append(s.queue, p...)
	for _, v := range s.queue[:n*2] {
		s.heard = append(s.heard, v*float32(s.volume))
	}
	s.queue = s.queue[n*2:]
}

func (s *fakeSink) wait() {
	s.dev.mu.Lock()
	hang := s.dev.hang
	s.dev.mu.Unlock()
	time.Sleep(hang)
}

func (s *fakeSink) all() []float32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.heard)
}

func (s *fakeSink) Name() string   { return "fake" }
func (s *fakeSink) Device() string { return "test" }
func (s *fakeSink) Rate() int      { return s.rate }
func (s *fakeSink) Pause() error {
	s.wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paused = true
	return nil
}

func (s *fakeSink) Resume() error {
	s.wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paused = false
	return nil
}

func (s *fakeSink) Flush() error {
	s.wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = nil
	return nil
}

func (s *fakeSink) Delay() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Duration(len(s.queue)/2) * time.Second / time.Duration(s.rate)
}

func (s *fakeSink) SetVolume(factor float64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.dev.scales {
		s.volume = factor
		s.volumes = append(s.volumes, factor)
	}
	return s.dev.scales
}
func (s *fakeSink) Lost() <-chan error       { return s.lost }
func (s *fakeSink) Stirred() <-chan struct{} { return s.stirred }

func (s *fakeSink) Stalled() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asleep
}

// suspend puts the device to sleep or wakes it.
func (s *fakeSink) suspend(asleep bool) {
	s.mu.Lock()
	s.asleep = asleep
	s.mu.Unlock()
	token(s.stirred)
}

func (s *fakeSink) Close() error {
	close(s.stop)
	<-s.done
	s.dev.mu.Lock()
	s.dev.closed++
	s.dev.mu.Unlock()
	return nil
}

func (s *fakeSink) die() {
	s.mu.Lock()
	s.gone = true
	s.mu.Unlock()
	s.lost <- errors.New("unplugged")
}

// sound is all that was heard of all sinks, without the silence.
func (d *device) sound() []float32 {
	d.mu.Lock()
	sinks := slices.Clone(d.sinks)
	d.mu.Unlock()
	var out []float32
	for _, s := range sinks {
		s.mu.Lock()
		for i := 0; i+1 < len(s.heard); i += 2 {
			if s.heard[i] != 0 || s.heard[i+1] != 0 {
				out = append(out, s.heard[i], s.heard[i+1])
			}
		}
		s.mu.Unlock()
	}
	return out
}

func (d *device) opens() []int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.opened)
}

func (d *device) closes() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.closed
}

func (d *device) last() *fakeSink {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.sinks[len(d.sinks)-1]
}

// service has songs by id, resolves them and serves them.
type service struct {
	mu       sync.Mutex
	files    map[int64][]byte
	errs     map[int64]error // of Resolve
	offline  bool            // all of it
	resolved []int64
	at       []time.Time
	requests int
	version  int // of the addresses; older ones are refused
	gain     float64
	reply    func(id int64, from int64, res *http.Response)
	rate     int // bytes a millisecond, 0: at once
	live     map[io.Closer]bool
	most     int
}

func (s *service) Resolve(ctx context.Context, id int64) (Media, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		return Media{}, ctx.Err()
	}
	s.resolved = append(s.resolved, id)
	s.at = append(s.at, time.Now())
	if s.offline {
		return Media{}, errors.New("no route to host")
	}
	if err := s.errs[id]; err != nil {
		return Media{}, err
	}
	file := s.files[id]
	sum := md5.Sum(file)
	return Media{
		Track: id, URL: safe.Secret(fmt.Sprintf("http://cdn.test/%d?v=%d", id, s.version)), Size: int64(len(file)),
		MD5: hex.EncodeToString(sum[:]), Format: "flac", Level: "exhigh", Bitrate: testRate * 32,
		Gain: s.gain, HasGain: s.gain != 0, Peak: 1,
	}, nil
}

func (s *service) RoundTrip(req *http.Request) (*http.Response, error) {
	id, _ := strconv.ParseInt(strings.TrimPrefix(req.URL.Path, "/"), 10, 64)
	from, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimPrefix(req.Header.Get("Range"), "bytes="), "-"), 10, 64)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests++
	if s.offline {
		return nil, errors.New("no route to host")
	}
	res := &http.Response{StatusCode: 206, Header: http.Header{}, Request: req, ContentLength: -1}
	if req.URL.Query().Get("v") != strconv.Itoa(s.version) {
		res.StatusCode = 403
	}
	file := s.files[id]
	res.Header.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(file)-1, len(file)))
	b := &slowBody{s: s, ctx: req.Context(), r: bytes.NewReader(file[min(from, int64(len(file))):]), rate: s.rate}
	res.Body = b
	if s.live == nil {
		s.live = map[io.Closer]bool{}
	}
	s.live[b] = true
	s.most = max(s.most, len(s.live))
	if s.reply != nil {
		s.reply(id, from, res)
	}
	return res, nil
}

func (s *service) asked() []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.resolved)
}

func (s *service) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests
}

func (s *service) set(f func()) {
	s.mu.Lock()
	f()
	s.mu.Unlock()
}

// slowBody gives rate bytes a millisecond and dies when the network does.
type slowBody struct {
	s    *service
	ctx  context.Context
	r    *bytes.Reader
	rate int
}

func (b *slowBody) Read(p []byte) (int, error) {
	if b.rate > 0 {
		p = p[:min(len(p), b.rate*10)]
		select {
		case <-time.After(10 * time.Millisecond):
		case <-b.ctx.Done():
		}
	}
	if b.ctx.Err() != nil {
		return 0, b.ctx.Err()
	}
	b.s.mu.Lock()
	off := b.s.offline
	b.s.mu.Unlock()
	if off {
		return 0, errors.New("connection reset")
	}
	return b.r.Read(p)
}

func (b *slowBody) Close() error {
	b.s.mu.Lock()
	delete(b.s.live, b)
	b.s.mu.Unlock()
	return nil
}

// eager is an output that asks for samples all the time until it gets some.
type eager struct{ got chan time.Time }

func (e *eager) Open(o output.Options, pull output.Pull) (output.Sink, error) {
	s := &eagerSink{fakeSink: &fakeSink{dev: &device{}, rate: o.Rate, lost: make(chan error)}, stop: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(s.done)
		p := make([]float32, 512)
		for {
			select {
			case <-s.stop:
				return
			default:
			}
			if pull(p) > 0 {
				e.got <- time.Now()
				<-s.stop
				return
			}
			time.Sleep(20 * time.Microsecond)
		}
	}()
	return s, nil
}

type eagerSink struct {
	*fakeSink
	stop, done chan struct{}
}

func (s *eagerSink) Close() error {
	close(s.stop)
	<-s.done
	return nil
}
