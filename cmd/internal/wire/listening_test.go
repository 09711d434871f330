package wire

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ncmtui/api"
	"ncmtui/api/ncmfake"
	"ncmtui/internal/safe"
	"ncmtui/player"
	"ncmtui/player/decode"
	"ncmtui/player/output"
)

// listening is a player on the embedded service, with ears: it compares what
// is decoded and what is heard with the undisturbed songs.
type listening struct {
	t      *testing.T
	svc    *ncmfake.Service
	p      *player.Player
	sub    *player.Subscription
	tracks []player.Track
	whole  []*pcm // of each track
	sink   *ear
	events []player.Event
	before int // addresses asked for before the player was there
	done   chan error
	once   sync.Once
}

// addresses is where the service is asked for them.
const addresses = "/api/song/enhance/player/url/v1"

// pcm is a whole song, decoded.
type pcm struct {
	size    int64 // of its file
	samples [][2]float64
}

var wholeSongs sync.Map // by level and id; of the test binary, not of a bubble

// wholeSong decodes a song without a network.
func wholeSong(t *testing.T, svc *ncmfake.Service, address safe.Secret, key string) *pcm {
	t.Helper()
	if p, ok := wholeSongs.Load(key); ok {
		return p.(*pcm)
	}
	res, err := svc.Client().Get(address.Reveal())
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	file, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	d, err := decode.Open(bytes.NewReader(file), decode.Hint{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	p := &pcm{size: int64(len(file))}
	block := make([][2]float64, 4096)
	for {
		n, ok := d.Stream(block)
		p.samples = append(p.samples, block[:n]...)
		if !ok {
			break
		}
	}
	if d.Err() != nil || len(p.samples) == 0 {
		t.Fatalf("the undisturbed song: %d samples, %v", len(p.samples), d.Err())
	}
	wholeSongs.Store(key, p)
	return p
}

func newListening(t *testing.T, level string, songs []int64) *listening {
	t.Helper()
	r := &listening{t: t, svc: ncmfake.New(ncmfake.Options{LoggedIn: true, Latency: 30 * time.Millisecond}), done: make(chan error, 1)}
	cookies := map[string]safe.Secret{}
	for _, c := range r.svc.SessionCookies() {
		cookies[c.Name] = safe.Secret(c.Value)
	}
	client, err := api.New(api.Options{Transport: r.svc.Transport(), Session: api.Session{Cookies: cookies}, WeapiKey: r.svc.WeapiPublicKey()})
	if err != nil {
		t.Fatal(err)
	}
	find := resolver{api: client, level: level, now: time.Now}
	for _, id := range songs {
		m, err := resolver{api: client, level: level, now: time.Now}.Resolve(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		r.whole = append(r.whole, wholeSong(t, r.svc, m.URL, fmt.Sprint(level, id)))
		r.tracks = append(r.tracks, player.Track{ID: id, Title: fmt.Sprint(id)})
	}
	r.before = len(r.svc.Requests(addresses))
	r.sink = &ear{}
	r.p, err = player.New(player.Options{
		Resolver: find, Output: r.sink, Decode: r.checked, Transport: r.svc.Transport(),
		AllowHosts: []string{"m701.music.126.net"}, CacheDir: t.TempDir(),
	})
	if err != nil {
		t.Fatal(err)
	}
	r.sub = r.p.Subscribe()
	go func() { r.done <- r.p.Run(context.Background()) }()
	t.Cleanup(r.close)
	return r
}

func (r *listening) close() {
	r.once.Do(func() {
		_ = r.p.Close()
		if err := <-r.done; err != nil {
			r.t.Error(err)
		}
		r.collect()
	})
}

func (r *listening) collect() { r.events = append(r.events, r.sub.Events()...) }

func (r *listening) halted() bool {
	r.collect()
	return slices.ContainsFunc(r.events, func(e player.Event) bool { _, ok := e.(player.Halted); return ok })
}

// story is the events in short, as S1 E1:playend X2 H.
func (r *listening) story() string {
	var out []string
	for _, e := range r.events {
		switch e := e.(type) {
		case player.Started:
			out = append(out, fmt.Sprint("S", e.Track.ID))
		case player.Ended:
			out = append(out, fmt.Sprint("E", e.Track.ID, ":", e.How))
		case player.Skipped:
			out = append(out, fmt.Sprint("X", e.Track.ID))
		case player.Halted:
			out = append(out, "H")
		}
	}
	return strings.Join(out, " ")
}

// checked opens a decoder whose every sample is compared with that of the
// undisturbed song at the place where it says to be.
func (r *listening) checked(in decode.Input, hint decode.Hint) (decode.Decoder, error) {
	d, err := decode.Open(in, hint)
	if err != nil {
		return nil, err
	}
	for _, p := range r.whole {
		if p.size == in.Size() {
			return &checked{Decoder: d, t: r.t, want: p.samples}, nil
		}
	}
	r.t.Errorf("a file of %d bytes is none of the songs", in.Size())
	return d, nil
}

type checked struct {
	decode.Decoder
	t    *testing.T
	want [][2]float64
}

func (c *checked) Stream(p [][2]float64) (int, bool) {
	at := c.Position()
	n, ok := c.Decoder.Stream(p)
	for i := range n {
		if at+i >= len(c.want) || p[i] != c.want[at+i] {
			c.t.Errorf("sample %d of %d is another", at+i, len(c.want))
			break
		}
	}
	if !ok && c.Err() == nil && c.Position() < len(c.want) {
		c.t.Errorf("the song ends at sample %d of %d", c.Position(), len(c.want))
	}
	return n, ok
}

// wantAllHeard is for runs without a seek: all of all songs, nothing else.
func (r *listening) wantAllHeard() {
	r.t.Helper()
	var want [][2]float32
	for _, p := range r.whole {
		want = append(want, sounding(p.samples)...)
	}
	r.wantTail(want, len(want))
	if n := len(r.sink.heard); n != len(want) {
		r.t.Errorf("heard %d samples, want %d", n, len(want))
	}
}

// wantEndHeard is for runs with seeks: the last second was heard as it is.
func (r *listening) wantEndHeard() {
	r.t.Helper()
	want := sounding(r.whole[len(r.whole)-1].samples)
	r.wantTail(want, min(len(want), 22050))
}

func (r *listening) wantTail(want [][2]float32, n int) {
	r.t.Helper()
	heard := r.sink.heard
	for i := 1; i <= n; i++ {
		if i > len(heard) || heard[len(heard)-i] != want[len(want)-i] {
			r.t.Errorf("heard %d samples; they differ from the true %d at %d from the end", len(heard), len(want), i)
			return
		}
	}
}

// sounding is what a sink gets of samples, silence left out.
func sounding(samples [][2]float64) [][2]float32 {
	out := make([][2]float32, 0, len(samples))
	for _, s := range samples {
		if v := [2]float32{float32(s[0]), float32(s[1])}; v != [2]float32{} {
			out = append(out, v)
		}
	}
	return out
}

// ear is an output in real time, in periods of 20 ms, that keeps what sounds.
type ear struct {
	mu    sync.Mutex
	heard [][2]float32
}

func (e *ear) Open(o output.Options, pull output.Pull) (output.Sink, error) {
	s := &earSink{ear: e, stop: make(chan struct{}), gone: make(chan struct{}), rate: o.Rate, pull: pull}
	go s.run()
	return s, nil
}

type earSink struct {
	*ear
	rate       int
	pull       output.Pull
	paused     bool
	stop, gone chan struct{}
}

func (s *earSink) run() {
	defer close(s.gone)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	p := make([]float32, s.rate/50*2)
	for {
		select {
		case <-tick.C:
		case <-s.stop:
			return
		}
		s.mu.Lock()
		if !s.paused {
			clear(p)
			s.pull(p)
			for i := 0; i < len(p); i += 2 {
				if p[i] != 0 || p[i+1] != 0 {
					s.heard = append(s.heard, [2]float32{p[i], p[i+1]})
				}
			}
		}
		s.mu.Unlock()
	}
}

func (s *earSink) hold(paused bool) error {
	s.mu.Lock()
	s.paused = paused
	s.mu.Unlock()
	return nil
}

func (s *earSink) Name() string           { return "ear" }
func (s *earSink) Device() string         { return "" }
func (s *earSink) Rate() int              { return s.rate }
func (s *earSink) Pause() error           { return s.hold(true) }
func (s *earSink) Resume() error          { return s.hold(false) }
func (s *earSink) Flush() error           { return nil }
func (s *earSink) Delay() time.Duration   { return 0 }
func (s *earSink) SetVolume(float64) bool { return false }
func (s *earSink) Lost() <-chan error     { return nil }
func (s *earSink) Close() error {
	close(s.stop)
	<-s.gone
	return nil
}
