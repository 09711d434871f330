package output

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"

	"ncmtui/internal/safe"
)

// execOpener plays through a program that takes raw samples on its standard
// input.
type execOpener struct {
	programs []program
}

// program is a command and the samples it takes.
type program struct {
	args   []string
	rate   int // fixed; 0: as wanted, {rate} in args
	encode encoder
	size   int64 // bytes of a frame
}

// The programs tried by themselves; {rate} becomes the rate.
var players = []string{
	"pw-cat --playback --raw --format f32 --channels 2 --rate {rate} --latency 200ms -",
	"pacat --playback --raw --format=float32le --channels=2 --rate={rate} --latency-msec=200 --client-name=ncmtui",
	"aplay -q -t raw -f FLOAT_LE -c 2 -r {rate} -B 200000 -",
}

// newExec takes a command of the user: words without quoting, fed with s16le
// stereo at the rate that stands for {rate}, or at 44100 Hz if it has none.
func newExec(command string) *execOpener {
	if command != "" {
		p := program{args: strings.Fields(command), encode: appendS16, size: 4}
		if !strings.Contains(command, "{rate}") {
			p.rate = defaultRate
		}
		return &execOpener{programs: []program{p}}
	}
	o := &execOpener{}
	for _, line := range players {
		o.programs = append(o.programs, program{args: strings.Fields(line), encode: appendF32, size: 8})
	}
	return o
}

// execProbe is how long a program must live to be taken for working.
const execProbe = 120 * time.Millisecond

// Open starts the first program that is there and does not end at once.
func (e *execOpener) Open(o Options, pull Pull) (Sink, error) {
	var tried error
	for _, p := range e.programs {
		s := &execSink{program: p, pull: pull, ending: newEnding(), wake: make(chan struct{}, 1), done: make(chan struct{})}
		if s.rate == 0 {
			s.rate = o.rate()
		}
		child, err := s.start()
		if err == nil {
			select {
			case <-child.gone:
				err = child.reason()
			case <-time.After(execProbe):
			}
		}
		if err != nil {
			tried = errors.Join(tried, fmt.Errorf("%s: %w", p.args[0], err))
			continue
		}
		s.child = child
		safe.Go("exec output", s.loop)
		return s, nil
	}
	return nil, tried
}

// execSink feeds one program after the other: what a pipe holds cannot be
// taken back, so a Flush starts the program anew.
type execSink struct {
	program
	pull   Pull
	ending *ending

	mu      sync.Mutex
	child   *child // nil: to be started
	paused  bool
	gen     int
	written int64     // frames since begun
	begun   time.Time // when the program got its first frame

	wake chan struct{}
	done chan struct{}
}

func (s *execSink) Name() string           { return "exec" }
func (s *execSink) Device() string         { return s.args[0] }
func (s *execSink) Rate() int              { return s.rate }
func (s *execSink) SetVolume(float64) bool { return false }
func (s *execSink) Lost() <-chan error     { return s.ending.lost }

// Pause stops feeding; what the program holds (up to half a second) is heard.
func (s *execSink) Pause() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paused = true
	return s.ending.state()
}

func (s *execSink) Resume() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paused = false
	s.poke()
	return s.ending.state()
}

func (s *execSink) Flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gen++
	if s.child != nil && s.written > 0 {
		s.child.end()
		s.child, s.written, s.begun = nil, 0, time.Time{}
	}
	s.poke()
	return s.ending.state()
}

// Delay goes by the clock since the first frame: the program answers nothing.
func (s *execSink) Delay() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.delay(time.Now())
}

func (s *execSink) delay(now time.Time) time.Duration {
	if s.begun.IsZero() {
		return 0
	}
	return max(span(s.written, s.rate)-now.Sub(s.begun), 0)
}

func (s *execSink) Close() error {
	s.ending.close()
	s.mu.Lock()
	c := s.child
	s.mu.Unlock()
	if c != nil {
		c.end()
	}
	<-s.done
	return nil
}

func (s *execSink) poke() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// loop feeds until the sink is over.
func (s *execSink) loop() {
	defer close(s.done)
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.child != nil {
			s.child.end()
			<-s.child.gone
		}
	}()
	buf := make([]float32, frames(50*time.Millisecond, s.rate)*2)
	raw := make([]byte, 0, len(buf)*4)
	var hungry starving
	for {
		s.mu.Lock()
		paused, gen := s.paused, s.gen
		s.mu.Unlock()
		if paused {
			if !s.ending.sleep(-1, s.wake) {
				return
			}
			continue
		}
		n := s.pull(buf)
		if n <= 0 {
			if !s.ending.sleep(hungry.wait(time.Now()), s.wake) {
				return
			}
			continue
		}
		hungry.fed()
		raw = s.encode(raw[:0], buf[:min(n*2, len(buf))])
		if err := s.feed(gen, raw); err != nil {
			s.ending.fail(err)
			return
		}
		if s.ending.state() != nil {
			return
		}
	}
}

// feed writes samples to the program; it blocks while the pipe is full, which
// is the sink's clock.
func (s *execSink) feed(gen int, raw []byte) error {
	s.mu.Lock()
	if gen != s.gen {
		s.mu.Unlock()
		return nil
	}
	if s.child == nil {
		c, err := s.start()
		if err != nil {
			s.mu.Unlock()
			return fmt.Errorf("%s: %w", s.args[0], err)
		}
		s.child = c
	}
	now := time.Now()
	if s.delay(now) == 0 {
		s.begun, s.written = now, 0
	}
	s.written += int64(len(raw)) / s.size
	c := s.child
	s.mu.Unlock()

	_, err := c.stdin.Write(raw)
	if err == nil {
		return nil
	}
	s.mu.Lock()
	flushed := gen != s.gen
	s.mu.Unlock()
	if flushed {
		return nil
	}
	c.end()
	<-c.gone
	return fmt.Errorf("%s: %w", s.args[0], c.reason())
}

// child is one run of the program.
type child struct {
	cmd    *exec.Cmd
	kill   context.CancelFunc
	stdin  io.WriteCloser
	stderr tailBuffer
	gone   chan struct{} // closed when it has ended and was waited for
	err    error         // valid after gone
}

func (s *execSink) start() (*child, error) {
	args := make([]string, len(s.args))
	for i, a := range s.args {
		args[i] = strings.ReplaceAll(a, "{rate}", strconv.Itoa(s.rate))
	}
	ctx, kill := context.WithCancel(context.Background())
	c := &child{cmd: exec.CommandContext(ctx, args[0], args[1:]...), kill: kill, gone: make(chan struct{})}
	c.cmd.Stderr, c.cmd.Env = &c.stderr, safe.Environ()
	c.cmd.WaitDelay = time.Second
	var err error
	if c.stdin, err = c.cmd.StdinPipe(); err == nil {
		err = c.cmd.Start()
	}
	if err != nil {
		kill()
		if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
			err = &Unusable{Kind: "exec", Name: args[0], Err: err}
		}
		return nil, err
	}
	safe.Go("exec output wait", func() {
		c.err = c.cmd.Wait()
		kill()
		close(c.gone)
	})
	return c, nil
}

// end kills the program.
func (c *child) end() {
	c.kill()
}

// reason says why the program ended: its last words, or its exit.
func (c *child) reason() error {
	if text := c.stderr.last(); text != "" {
		return fmt.Errorf("ended: %s", text)
	}
	if c.err != nil {
		return fmt.Errorf("ended: %w", c.err)
	}
	return errors.New("ended")
}

// tailBuffer keeps the last bytes written to it.
type tailBuffer struct {
	mu sync.Mutex
	b  []byte
}

const tailLen = 512

func (t *tailBuffer) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, p...)
	if over := len(t.b) - tailLen; over > 0 {
		t.b = append(t.b[:0], t.b[over:]...)
	}
	return len(p), nil
}

// last is the last line with something in it.
func (t *tailBuffer) last() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	lines := strings.Split(strings.TrimSpace(string(t.b)), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}
