package output

import (
	"encoding/binary"
	"io"
	"math"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jfreymuth/pulse/proto"
)

// fakePulse is a sound server's end of a connection: one stream with its
// queue, read every ten milliseconds by a device that keeps all it was given.
// It speaks protocol version 8.
type fakePulse struct {
	conn net.Conn
	rate int

	mu     sync.Mutex
	out    []byte
	wake   chan struct{}
	queue  map[int64][2]float32
	write  int64 // frames
	read   int64
	asked  int64 // frames, not delivered
	need   int64 // frames the queue should hold
	run    bool  // the prebuffer is full
	corked bool
	asleep bool
	behind time.Duration // of the device, as the server tells; nothing is held back
	heard  []float32     // left channel
	stop   chan struct{}
	group  sync.WaitGroup
}

const fakeStream = 3

// onFakePulse gives a sink on a server of its own, in a bubble.
func onFakePulse(t *testing.T, o Options, pull Pull) (*pulseSink, *fakePulse) {
	t.Helper()
	ours, theirs := net.Pipe()
	f := &fakePulse{
		conn: theirs, rate: o.rate(), wake: make(chan struct{}, 1), queue: map[int64][2]float32{},
		need: frames(defaultLatency, o.rate()), stop: make(chan struct{}),
	}
	f.group.Go(f.listen)
	f.group.Go(f.speak)
	f.group.Go(f.play)
	t.Cleanup(func() {
		_ = ours.Close()
		close(f.stop)
		f.group.Wait()
	})
	s := newPulseSink(o, &depth{}, pull)
	var err error
	if s.c, s.conn, err = greetPulse(ours, s.event, s.ending.fail); err != nil {
		t.Fatal(err)
	}
	if err := s.begin(o, ""); err != nil {
		t.Fatal(err)
	}
	return s, f
}

// listen reads what the sink says.
func (f *fakePulse) listen() {
	defer func() { _ = f.conn.Close() }()
	for {
		head := make([]byte, descriptorLen)
		if _, err := io.ReadFull(f.conn, head); err != nil {
			return
		}
		body := make([]byte, binary.BigEndian.Uint32(head))
		if _, err := io.ReadFull(f.conn, body); err != nil {
			return
		}
		f.mu.Lock()
		if binary.BigEndian.Uint32(head[4:]) == controlStream {
			f.answer(body)
		} else {
			f.store(int64(binary.BigEndian.Uint64(head[8:])), binary.BigEndian.Uint32(head[16:]), body)
		}
		f.mu.Unlock()
	}
}

// store puts samples into the queue.
func (f *fakePulse) store(offset int64, mode uint32, body []byte) {
	if mode == seekAbsolute {
		f.asked -= f.write - offset/pulseFrame
		f.write = offset / pulseFrame
	}
	for ; len(body) >= pulseFrame; body = body[pulseFrame:] {
		f.queue[f.write] = [2]float32{
			math.Float32frombits(binary.LittleEndian.Uint32(body)), math.Float32frombits(binary.LittleEndian.Uint32(body[4:])),
		}
		f.write++
		f.asked--
	}
	f.ask()
}

// ask requests what the queue lacks, once it is a tenth of it.
func (f *fakePulse) ask() {
	if lack := f.need - (f.write - f.read) - max(f.asked, 0); lack >= f.need/10 {
		f.asked = max(f.asked, 0) + lack
		f.say(proto.OpRequest, controlStream, number(fakeStream), number(uint32(lack*pulseFrame)))
	}
}

// answer replies to a command.
func (f *fakePulse) answer(body []byte) {
	op, tag := binary.BigEndian.Uint32(body[1:]), binary.BigEndian.Uint32(body[6:])
	switch op {
	case proto.OpAuth:
		f.say(proto.OpReply, tag, number(8))
	case proto.OpSetClientName:
		f.say(proto.OpReply, tag, number(1))
	case proto.OpCreatePlaybackStream:
		f.asked = f.need
		f.say(proto.OpReply, tag, number(fakeStream), number(1), number(uint32(f.need*pulseFrame)))
	case proto.OpGetPlaybackLatency:
		now := append([]byte{'T'}, make([]byte, 8)...)
		f.say(proto.OpReply, tag, long('U', f.behind.Microseconds()), long('U', 0), flag(f.run && !f.corked && !f.asleep), now, now,
			long('r', f.write*pulseFrame), long('r', f.read*pulseFrame))
	case proto.OpFlushPlaybackStream:
		f.write = f.read
		f.say(proto.OpReply, tag)
		f.ask()
	case proto.OpCorkPlaybackStream:
		f.corked = body[len(body)-1] == '1'
		f.say(proto.OpReply, tag)
	default:
		f.say(proto.OpError, tag, number(uint32(proto.ErrNotSupported)))
	}
}

func number(n uint32) []byte { return binary.BigEndian.AppendUint32([]byte{'L'}, n) }

func long(kind byte, n int64) []byte { return binary.BigEndian.AppendUint64([]byte{kind}, uint64(n)) }

func flag(yes bool) []byte {
	if yes {
		return []byte{'1'}
	}
	return []byte{'0'}
}

// say queues a control message.
func (f *fakePulse) say(op, tag uint32, args ...[]byte) {
	body := append(number(op), number(tag)...)
	for _, a := range args {
		body = append(body, a...)
	}
	head := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	head = binary.BigEndian.AppendUint32(head, controlStream)
	f.out = append(append(append(f.out, head...), make([]byte, 12)...), body...)
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// speak writes what was said.
func (f *fakePulse) speak() {
	for {
		select {
		case <-f.wake:
		case <-f.stop:
			return
		}
		f.mu.Lock()
		out := f.out
		f.out = nil
		f.mu.Unlock()
		if _, err := f.conn.Write(out); err != nil {
			return
		}
	}
}

// play is the device.
func (f *fakePulse) play() {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-f.stop:
			return
		}
		f.mu.Lock()
		f.period()
		f.mu.Unlock()
	}
}

func (f *fakePulse) period() {
	if f.asleep {
		return
	}
	for range f.rate / 100 {
		f.run = f.run || f.write-f.read >= frames(prebuffer, f.rate)
		if f.run = f.run && f.read < f.write; !f.run || f.corked {
			f.heard = append(f.heard, 0)
			continue
		}
		f.heard = append(f.heard, f.queue[f.read][0])
		delete(f.queue, f.read)
		f.read++
	}
	f.ask()
}

// suspend puts the device to sleep or wakes it.
func (f *fakePulse) suspend(asleep bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asleep = asleep
	f.say(proto.OpPlaybackStreamSuspended, controlStream, number(fakeStream), flag(asleep))
}

// sound is what the device played.
func (f *fakePulse) sound() []float32 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]float32(nil), f.heard...)
}

// wavering gives a cosine, as much of it as it is let; it begins at a crest.
type wavering struct {
	mu   sync.Mutex
	let  int64 // frames
	sent int64
}

const waveLoud, waveHz = 0.5, 300.0

func waveAt(frame int64) float32 {
	return float32(waveLoud * math.Cos(2*math.Pi*waveHz*float64(frame)/defaultRate))
}

func (w *wavering) pull(dst []float32) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := min(w.let-w.sent, int64(len(dst)/2))
	for i := range n {
		dst[2*i], dst[2*i+1] = waveAt(w.sent+i), waveAt(w.sent+i)
	}
	w.sent += n
	return int(n)
}

func (w *wavering) allow(frames int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.let += frames
}

// steep is the largest step of a wave and of the fades at its ends.
const steep = waveLoud*2*math.Pi*waveHz/defaultRate + 0.001

func worstStep(p []float32) (worst float64, at int) {
	last := float32(0)
	for i, v := range p {
		if d := math.Abs(float64(v - last)); d > worst {
			worst, at = d, i
		}
		last = v
	}
	return worst, at
}

// pieces finds the wave's frames in what was heard: all of them, in order and
// in runs of exact samples. It gives where each run begins.
func pieces(t *testing.T, heard []float32, n int64) (starts []int) {
	t.Helper()
	next := int64(0)
	for i := 0; i < len(heard) && next < n; {
		run := 0
		for i+run < len(heard) && next+int64(run) < n && heard[i+run] == waveAt(next+int64(run)) {
			run++
		}
		if run < 200 && next+int64(run) < n { // a fade may hold a sample by chance
			i++
			continue
		}
		starts = append(starts, i)
		i += run
		next += int64(run)
	}
	if next != n {
		t.Errorf("%d of %d frames are heard", next, n)
	}
	return starts
}

func TestSoundThatEndsOrBeginsInMidWaveHasNoEdge(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		dry time.Duration // between the two halves
	}{"half a second": {500 * time.Millisecond}, "just too late": {20 * time.Millisecond}, "a minute": {time.Minute}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				const half = defaultRate + 19 // in mid-wave
				w := &wavering{let: half}
				s, f := onFakePulse(t, Options{Rate: defaultRate}, w.pull)
				time.Sleep(time.Second + c.dry)
				w.allow(half)
				time.Sleep(2 * time.Second)
				mustClose(t, s)
				heard := f.sound()
				if worst, at := worstStep(heard); worst > steep {
					t.Errorf("a step of %.4f at %.4f s", worst, float64(at)/defaultRate)
				}
				if n := len(pieces(t, heard, 2*half)); n != 2 {
					t.Errorf("heard in %d pieces", n)
				}
			})
		})
	}
}

func TestSoundThatGoesOnInTimeHasNoFadeInIt(t *testing.T) {
	t.Parallel()
	for _, early := range []time.Duration{290, 150, 95, 60, 45} {
		synctest.Test(t, func(t *testing.T) {
			const half = defaultRate + 19
			w := &wavering{let: half}
			s, f := onFakePulse(t, Options{Rate: defaultRate}, w.pull)
			time.Sleep(time.Second - early*time.Millisecond)
			w.allow(100) // less than a fade
			time.Sleep(time.Millisecond)
			w.allow(half - 100)
			time.Sleep(3 * time.Second)
			mustClose(t, s)
			if n := len(pieces(t, f.sound(), 2*half)); n != 1 {
				t.Errorf("%v ms before the end: heard in %d pieces", early, n)
			}
		})
	}
}

func TestASinkThatHasEndedClosesAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &wavering{let: defaultRate}
		s, f := onFakePulse(t, Options{Rate: defaultRate}, w.pull)
		f.mu.Lock()
		f.behind = 100 * time.Millisecond
		f.mu.Unlock()
		for s.Delay() > 0 || len(f.sound()) < defaultRate/2 {
			time.Sleep(time.Millisecond)
		}
		begun := time.Now()
		mustClose(t, s)
		if d := time.Since(begun); d > softTail+10*time.Millisecond {
			t.Errorf("it took %v", d)
		}
		if worst, at := worstStep(f.sound()); worst > steep {
			t.Errorf("a step of %.4f at frame %d", worst, at)
		}
	})
}

func TestNothingMovesOnASuspendedDevice(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &wavering{let: 60 * defaultRate}
		s, f := onFakePulse(t, Options{Rate: defaultRate}, w.pull)
		time.Sleep(2 * time.Second)
		f.suspend(true)
		time.Sleep(time.Millisecond)
		at := s.Delay()
		for range 50 {
			time.Sleep(97 * time.Millisecond)
			if d := s.Delay(); (d - at).Abs() > 10*time.Millisecond {
				t.Fatalf("%v are queued, then %v", at, d)
			}
		}
		f.suspend(false)
		time.Sleep(time.Second)
		w.mu.Lock()
		sent := w.sent
		w.mu.Unlock()
		heard := span(sent, defaultRate) - s.Delay()
		if off := heard - span(int64(len(f.sound())), defaultRate); off.Abs() > 30*time.Millisecond {
			t.Errorf("%v off", off)
		}
		mustClose(t, s)
		if n := len(pieces(t, f.sound(), 2*defaultRate)); n != 1 {
			t.Errorf("heard in %d pieces", n)
		}
	})
}
