package output

import (
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// counter is a source whose frame n holds n on the left and -n on the right,
// as 16 bit numbers, and that can be made to run dry.
type counter struct {
	mu    sync.Mutex
	next  int
	left  int // frames it still has; -1 no end
	pulls int
}

func (c *counter) pull(dst []float32) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pulls++
	n := len(dst) / 2
	if c.left >= 0 {
		n = min(n, c.left)
		c.left -= n
	}
	clear(dst)
	for i := range n {
		dst[2*i], dst[2*i+1] = value(c.next), -value(c.next)
		c.next++
	}
	return n
}

func value(n int) float32 { return float32(n%30000+1) / 32768 }

func (c *counter) counts() (next, pulls int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.next, c.pulls
}

func (c *counter) jump(next int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.next = next
}

// readWAV gives the header's rate and the left channel's numbers.
func readWAV(t *testing.T, path string) (rate int, left []int) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	le := binary.LittleEndian
	n := int(le.Uint32(b[40:]))
	if string(b[:4]) != "RIFF" || int(le.Uint32(b[4:])) != n+36 || n > len(b)-44 || le.Uint16(b[22:]) != 2 {
		t.Fatalf("header % x for %d bytes", b[:44], len(b))
	}
	size := int(le.Uint16(b[32:]))
	for i := 44; i < 44+n; i += size {
		if size == 8 {
			left = append(left, int(math.Float32frombits(le.Uint32(b[i:]))*32768))
			continue
		}
		l, r := int16(le.Uint16(b[i:])), int16(le.Uint16(b[i+2:]))
		if l != -r {
			t.Fatalf("frame %d is %d, %d", (i-44)/4, l, r)
		}
		left = append(left, int(l))
	}
	return int(le.Uint32(b[24:])), left
}

func mustOpen(t testing.TB, text string, o Options, pull Pull) (Opener, Sink) {
	t.Helper()
	spec, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	opener, err := spec.Opener()
	if err != nil {
		t.Fatal(err)
	}
	s, err := opener.Open(o, pull)
	if err != nil {
		t.Fatal(err)
	}
	return opener, s
}

func mustClose(t testing.TB, s Sink) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// checkRun fails unless numbers are the counter's from first on.
func checkRun(t *testing.T, numbers []int, first int) {
	t.Helper()
	for i, v := range numbers {
		if want := (first+i)%30000 + 1; v != want {
			t.Fatalf("frame %d is %d, want %d", i, v, want)
		}
	}
}

func TestWAVIsRealTimeAndGapless(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.wav")
	synctest.Test(t, func(t *testing.T) {
		c := &counter{left: -1}
		_, s := mustOpen(t, "wav:"+path, Options{Rate: 48000}, c.pull)
		time.Sleep(time.Minute + 3*time.Millisecond)
		if d := s.Delay(); d < 0 || d > periodFed {
			t.Errorf("delay %v", d)
		}
		mustClose(t, s)
		if s.Name() != "wav" || s.Rate() != 48000 || s.SetVolume(0.5) {
			t.Errorf("sink says %s, %d", s.Name(), s.Rate())
		}
	})
	rate, left := readWAV(t, path)
	if want := 60*48000 + 144; rate != 48000 || len(left) != want {
		t.Errorf("rate %d, %d frames; want %d", rate, len(left), want)
	}
	checkRun(t, left, 0)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// TestWAVHeaderIsTrueWhileRunning: whoever reads the file of a killed program
// finds all but the last second.
func TestWAVHeaderIsTrueWhileRunning(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.wav")
	synctest.Test(t, func(t *testing.T) {
		c := &counter{left: -1}
		_, s := mustOpen(t, "wav:"+path, Options{}, c.pull)
		time.Sleep(5500 * time.Millisecond)
		synctest.Wait()
		if _, left := readWAV(t, path); len(left) < 44100*44/10 {
			t.Errorf("%d frames after 5.5 s", len(left))
		}
		mustClose(t, s)
	})
}

// TestWAVGoesOnOverSinks: the second sink appends, at the first one's rate.
func TestWAVGoesOnOverSinks(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.wav")
	if err := os.WriteFile(path, make([]byte, 999999), 0o600); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		c := &counter{left: -1}
		opener, s := mustOpen(t, "wav:"+path+",float", Options{Rate: 8000}, c.pull)
		time.Sleep(time.Second)
		mustClose(t, s)
		c.jump(8000)
		s, err := opener.Open(Options{Rate: 44100}, c.pull)
		if err != nil {
			t.Fatal(err)
		}
		if s.Rate() != 8000 {
			t.Errorf("rate %d of the second sink", s.Rate())
		}
		time.Sleep(time.Second)
		mustClose(t, s)
	})
	_, left := readWAV(t, path)
	if len(left) != 16000 {
		t.Fatalf("%d frames, want 16000", len(left))
	}
	checkRun(t, left, 0)
}

// TestPauseStopsTheClock: nothing is pulled, nothing of what was pulled is
// lost, and no time passes in the file.
func TestPauseStopsTheClock(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.wav")
	synctest.Test(t, func(t *testing.T) {
		c := &counter{left: -1}
		_, s := mustOpen(t, "wav:"+path, Options{Rate: 10000}, c.pull)
		time.Sleep(1010 * time.Millisecond)
		if err := s.Pause(); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		delay := s.Delay()
		_, before := c.counts()
		time.Sleep(time.Hour)
		if _, after := c.counts(); after != before {
			t.Errorf("%d pulls while paused", after-before)
		}
		if s.Delay() != delay || delay == 0 {
			t.Errorf("delay %v, then %v", delay, s.Delay())
		}
		if err := s.Resume(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(990 * time.Millisecond)
		mustClose(t, s)
	})
	_, left := readWAV(t, path)
	if len(left) != 20000 {
		t.Fatalf("%d frames, want 20000", len(left))
	}
	checkRun(t, left, 0)
}

// TestFlushDropsWhatWasNotHeard: the new place begins at the very moment.
func TestFlushDropsWhatWasNotHeard(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.wav")
	synctest.Test(t, func(t *testing.T) {
		c := &counter{left: -1}
		_, s := mustOpen(t, "wav:"+path, Options{Rate: 10000}, c.pull)
		time.Sleep(1010 * time.Millisecond)
		synctest.Wait()
		c.jump(20000)
		if err := s.Flush(); err != nil {
			t.Fatal(err)
		}
		if s.Delay() != 0 {
			t.Errorf("delay %v", s.Delay())
		}
		time.Sleep(500 * time.Millisecond)
		mustClose(t, s)
	})
	_, left := readWAV(t, path)
	if len(left) != 15100 {
		t.Fatalf("%d frames, want 15100", len(left))
	}
	checkRun(t, left[:10100], 0)
	checkRun(t, left[10100:], 20000)
}

// TestNullKeepsTime: pulled sound minus the delay is the time that passed.
func TestNullKeepsTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := &counter{left: -1}
		start := time.Now()
		_, s := mustOpen(t, "null", Options{Rate: 44100}, c.pull)
		for range 50 {
			time.Sleep(137 * time.Millisecond)
			synctest.Wait()
			next, _ := c.counts()
			heard := span(int64(next), 44100) - s.Delay()
			if diff := heard - time.Since(start); diff.Abs() > time.Millisecond {
				t.Fatalf("heard %v after %v", heard, time.Since(start))
			}
		}
		mustClose(t, s)
		if err := s.Pause(); !errors.Is(err, errClosed) {
			t.Errorf("pause of a closed sink: %v", err)
		}
	})
}

// TestFastTakesOnlySound: as quick as it comes, without the silence between.
func TestFastTakesOnlySound(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.wav")
	synctest.Test(t, func(t *testing.T) {
		c := &counter{left: 100_003}
		_, s := mustOpen(t, "wav:"+path+",fast", Options{}, c.pull)
		time.Sleep(50 * time.Millisecond)
		if s.Delay() != 0 {
			t.Errorf("delay %v", s.Delay())
		}
		mustClose(t, s)
	})
	_, left := readWAV(t, path)
	if len(left) != 100_003 {
		t.Fatalf("%d frames", len(left))
	}
	checkRun(t, left, 0)
}

func TestWAVThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	spec := Spec{Kind: "wav", Arg: filepath.Join(t.TempDir(), "no", "x.wav")}
	opener, err := spec.Opener()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := opener.Open(Options{}, (&counter{}).pull); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

// TestFullDiskIsTold: the sink dies with the write's error.
func TestFullDiskIsTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		want := errors.New("disk full")
		p := &paced{name: "wav", rate: 8000, pull: (&counter{left: -1}).pull}
		p.write = func(b []float32) error {
			if len(b) > 0 {
				return want
			}
			return nil
		}
		s := p.run()
		time.Sleep(time.Second)
		select {
		case err := <-s.Lost():
			if !errors.Is(err, want) {
				t.Errorf("lost by %v", err)
			}
		default:
			t.Error("nobody was told")
		}
		if err := s.Pause(); !errors.Is(err, want) {
			t.Errorf("pause: %v", err)
		}
		if err := s.Close(); !errors.Is(err, want) {
			t.Errorf("close: %v", err)
		}
	})
}

func TestS16IsExact(t *testing.T) {
	t.Parallel()
	for v := -32768; v < 32768; v++ {
		b := appendS16(nil, []float32{float32(v) / 32768})
		if got := int16(binary.LittleEndian.Uint16(b)); int(got) != v {
			t.Fatalf("%d becomes %d", v, got)
		}
	}
	b := appendS16(nil, []float32{1.5, -1.5})
	if hi, lo := int16(binary.LittleEndian.Uint16(b)), int16(binary.LittleEndian.Uint16(b[2:])); hi != 32767 || lo != -32768 {
		t.Errorf("clips to %d, %d", hi, lo)
	}
}
