package player

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"ncmtui/internal/safe"
	"ncmtui/player/decode"
	"ncmtui/player/output"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const testRate = 8000

// wave makes a song of the test format: "PCM1", rate, then 16-bit stereo.
// Every song has samples of its own.
func wave(id int64, rate, frames int) []byte {
	rng := rand.New(rand.NewPCG(uint64(id), 7))
	p := make([]byte, 8+frames*4)
	copy(p, "PCM1")
	binary.LittleEndian.PutUint32(p[4:], uint32(rate))
	for i := range frames * 2 {
		binary.LittleEndian.PutUint16(p[8+i*2:], uint16(int16(rng.IntN(60000)-30000)|1))
	}
	return p
}

// samples is what a song sounds like.
func samples(file []byte) []float32 {
	out := make([]float32, 0, (len(file)-8)/2)
	for i := 8; i+1 < len(file); i += 2 {
		out = append(out, float32(float64(int16(binary.LittleEndian.Uint16(file[i:])))/32768))
	}
	return out
}

// waveDecoder decodes the test format. "BAD!" in the place of a frame breaks
// the song there, "BOOM" panics.
type waveDecoder struct {
	in   decode.Input
	rate int
	pos  int
	err  error
	buf  []byte
}

func openWave(in decode.Input, _ decode.Hint) (decode.Decoder, error) {
	head := make([]byte, 8)
	if _, err := io.ReadFull(in, head); err != nil {
		return nil, fmt.Errorf("head: %w", err)
	}
	if string(head[:4]) != "PCM1" {
		return nil, decode.ErrNotAudio
	}
	return &waveDecoder{in: in, rate: int(binary.LittleEndian.Uint32(head[4:]))}, nil
}

func (d *waveDecoder) Stream(p [][2]float64) (int, bool) {
	if d.err != nil {
		return 0, false
	}
	if len(d.buf) < len(p)*4 {
		d.buf = make([]byte, len(p)*4)
	}
	n, err := io.ReadFull(d.in, d.buf[:len(p)*4])
	for i := range n / 4 {
		b := d.buf[i*4:]
		switch string(b[:4]) {
		case "BAD!":
			d.err = decode.ErrDamaged
			return i, i > 0
		case "BOOM":
			panic("broken by its song")
		}
		p[i][0] = float64(int16(binary.LittleEndian.Uint16(b))) / 32768
		p[i][1] = float64(int16(binary.LittleEndian.Uint16(b[2:]))) / 32768
	}
	d.pos += n / 4
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		d.err = err
	}
	return n / 4, n >= 4
}

func (d *waveDecoder) Err() error { return d.err }
func (d *waveDecoder) Len() int {
	if n := d.in.Size(); n > 0 {
		return int(n-8) / 4
	}
	return 0
}
func (d *waveDecoder) Position() int { return d.pos }
func (d *waveDecoder) Seek(p int) error {
	d.pos, d.err = p, nil
	_, err := d.in.Seek(int64(8+p*4), io.SeekStart)
	return err
}
func (d *waveDecoder) Close() error { return nil }
func (d *waveDecoder) Info() decode.Info {
	return decode.Info{Format: "flac", Rate: d.rate, Channels: 2, Bits: 16}
}

// device is an output that can be plugged in and out.
type device struct {
	mu      sync.Mutex
	absent  error
	hang    time.Duration // of every call of a sink
	latency time.Duration
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
		volume: 1, depth: int(d.latency.Seconds() * float64(o.Rate)),
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

	mu     sync.Mutex
	depth  int
	queue  []float32
	heard  []float32
	paused bool
	volume float64
	gone   bool
	pulls  int
	first  time.Time // when the first sound was pulled
}

func (s *fakeSink) run() {
	defer close(s.done)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		s.period()
		select {
		case <-tick.C:
		case <-s.stop:
			return
		}
	}
}

func (s *fakeSink) period() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.paused || s.gone {
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
	s.heard = append(s.heard, s.queue[:n*2]...)
	s.queue = s.queue[n*2:]
}

func (s *fakeSink) wait() { time.Sleep(s.dev.hang) }

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
func (s *fakeSink) SetVolume(float64) bool { return false }
func (s *fakeSink) Lost() <-chan error     { return s.lost }
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

// rig is a player with everything around it, in a bubble.
type rig struct {
	t      *testing.T
	p      *Player
	sub    *Subscription
	dev    *device
	svc    *service
	opts   Options
	events []Event
	done   chan error
}

// inRig runs f in a bubble with a player over n songs of the given length.
func inRig(t *testing.T, n int, length time.Duration, change func(*rig), f func(*rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &rig{
			t: t, dev: &device{latency: 100 * time.Millisecond}, done: make(chan error, 1),
			svc: &service{files: map[int64][]byte{}, errs: map[int64]error{}},
		}
		for id := int64(1); id <= int64(n); id++ {
			r.svc.files[id] = wave(id, testRate, int(length.Seconds()*testRate))
		}
		seed := uint64(0)
		r.opts = Options{
			Resolver: r.svc, Output: r.dev, Decode: openWave, Transport: r.svc, AllowHosts: []string{"cdn.test"},
			CacheDir: t.TempDir(), Random: func() uint64 { seed++; return seed },
		}
		if change != nil {
			change(r)
		}
		r.start()
		f(r)
		r.stop()
	})
}

func (r *rig) start() {
	p, err := New(r.opts)
	if err != nil {
		r.t.Fatal(err)
	}
	r.p, r.sub = p, p.Subscribe()
	go func() { r.done <- p.Run(context.Background()) }()
}

func (r *rig) stop() {
	_ = r.p.Close()
	if err := <-r.done; err != nil {
		r.t.Error(err)
	}
	r.collect()
}

// after lets time pass and gives the state then.
func (r *rig) after(d time.Duration) Snapshot {
	time.Sleep(d)
	synctest.Wait()
	r.collect()
	return r.sub.Snapshot()
}

func (r *rig) collect() { r.events = append(r.events, r.sub.Events()...) }

func (r *rig) do(c Command) Snapshot {
	r.p.Do(c)
	synctest.Wait()
	r.collect()
	return r.sub.Snapshot()
}

func tracks(ids ...int64) []Track {
	out := make([]Track, len(ids))
	for i, id := range ids {
		out[i] = Track{ID: id, Title: fmt.Sprint("song ", id), Artists: []string{fmt.Sprint("artist ", id)}}
	}
	return out
}

// story is the events in short: S1 E1:playend X2 H O.
func (r *rig) story() string {
	var out []string
	for _, e := range r.events {
		switch e := e.(type) {
		case Started:
			out = append(out, fmt.Sprint("S", e.Track.ID))
		case Ended:
			out = append(out, fmt.Sprint("E", e.Track.ID, ":", string(e.How)))
		case Skipped:
			out = append(out, fmt.Sprint("X", e.Track.ID))
		case Halted:
			out = append(out, "H")
		case OutputChanged:
		}
	}
	return strings.Join(out, " ")
}

func (r *rig) wantStory(want string) {
	r.t.Helper()
	r.collect()
	if got := r.story(); got != want {
		r.t.Errorf("events %q, want %q", got, want)
	}
}

func (r *rig) wantStatus(s Snapshot, status Status, problem string) {
	r.t.Helper()
	if s.Status != status || s.Problem != problem {
		r.t.Errorf("status %d problem %q, want %d %q", s.Status, s.Problem, status, problem)
	}
}

func (r *rig) wantAt(s Snapshot, at, off time.Duration) {
	r.t.Helper()
	if got := s.Position(time.Now()); (got - at).Abs() > off {
		r.t.Errorf("position %v, want %v ± %v", got, at, off)
	}
}

func (r *rig) wantSound(files ...[]byte) {
	r.t.Helper()
	var want []float32
	for _, f := range files {
		want = append(want, samples(f)...)
	}
	got := r.dev.sound()
	if slices.Equal(got, want) {
		return
	}
	i := 0
	for i < min(len(got), len(want)) && got[i] == want[i] {
		i++
	}
	r.t.Errorf("heard %d frames, want %d; they differ from frame %d on", len(got)/2, len(want)/2, i/2)
}

func ended(events []Event, id int64) Ended {
	for _, e := range events {
		if e, ok := e.(Ended); ok && e.Track.ID == id {
			return e
		}
	}
	return Ended{}
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
