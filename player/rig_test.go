package player

import (
	"context"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"ncmtui/player/decode"
)

func TestMain(m *testing.M) {
	if raceOn == 1 {
		_ = flag.Set("rapid.checks", "15")
	}
	goleak.VerifyTestMain(m)
}

const testRate = 8000

// wave makes a song of the test format: "PCM1", rate, then 16-bit stereo.
// Every song has samples of its own.
func wave(id int64, rate, frames int) []byte {
	rng := rand.New(rand.NewPCG(uint64(id), 7))
	p := header(rate, frames)
	for i := range frames * 2 {
		binary.LittleEndian.PutUint16(p[8+i*2:], uint16(int16(rng.IntN(60000)-30000)|1))
	}
	return p
}

func header(rate, frames int) []byte {
	p := make([]byte, 8+frames*4)
	copy(p, "PCM1")
	binary.LittleEndian.PutUint32(p[4:], uint32(rate))
	return p
}

// song is one whose samples, alike on both channels, are a function's.
func song(rate, frames int, at func(frame int) float64) []byte {
	p := header(rate, frames)
	for i := range frames {
		v := uint16(int16(math.Round(at(i) * 32767)))
		binary.LittleEndian.PutUint16(p[8+i*4:], v)
		binary.LittleEndian.PutUint16(p[10+i*4:], v)
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

// fatalf ends the test and, before, all that runs in its bubble.
func (r *rig) fatalf(format string, args ...any) {
	r.t.Helper()
	r.stop()
	r.t.Fatalf(format, args...)
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

// wantFaded is wantSound where frames of some time may be softer.
func (r *rig) wantFaded(file []byte, most time.Duration) {
	r.t.Helper()
	want, got := samples(file), r.dev.sound()
	softer, j := 0, 0
	for i := 0; i+1 < len(want); i += 2 {
		if j+1 < len(got) && got[j] == want[i] && got[j+1] == want[i+1] {
			j += 2
			continue
		}
		softer++
		if j+1 < len(got) && got[j]/want[i] >= 0 && got[j]/want[i] < 1 && got[j+1]/want[i+1] >= 0 && got[j+1]/want[i+1] < 1 {
			j += 2 // else it was faded to nothing
		}
	}
	if j != len(got) || softer == 0 || softer > int(most.Seconds()*testRate)+2 {
		r.t.Errorf("%d frames are softer, %d samples are not the song's", softer, len(got)-j)
	}
}

func ended(events []Event, id int64) Ended {
	for _, e := range events {
		if e, ok := e.(Ended); ok && e.Track.ID == id {
			return e
		}
	}
	return Ended{}
}
