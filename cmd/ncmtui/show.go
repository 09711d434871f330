package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	xterm "golang.org/x/term"

	"ncmtui/cmd/internal/wire"
	"ncmtui/internal/safe"
	"ncmtui/player/remote"
	"ncmtui/store"
	"ncmtui/ui/lang"
	"ncmtui/ui/term"
)

// A signal ends the program as the quit key does; when that takes longer than
// quitLimit, without asking the screen. After leaveLimit more the process
// ends, whatever is still waiting.
const (
	quitLimit  = 150 * time.Millisecond
	leaveLimit = 300 * time.Millisecond
)

// guardAfter is when the guard is started: it costs more than a frame.
const guardAfter = 200 * time.Millisecond

// stage is the running screen and all that must be given back.
type stage struct {
	screen  *term.Screen
	machine *wire.Machine
	program *tea.Program
	crashes string // folder of crash reports; "" keeps none
	runtime string // folder of the control socket; "" for none
	stderr  *stderrLog
	errOut  io.Writer
	lang    lang.Lang
	log     *slog.Logger
	clean   func()       // the last thing done; nil for nothing
	link    *remote.Link // to the player of another process; nil: it is in this one
	lost    error        // why the link ended by itself; set by give
	parting parting
	heir    *heir // of a player that is in this process; nil: it cannot have one
	notices notices
	once    sync.Once
	down    atomic.Bool // a panic is being dealt with
}

// show runs the screen until the user leaves, and gives everything back.
// clean, if any, is done at the end, also when a signal ends the program.
// release gives the player's lock back, for another process to have it; nil:
// there is none.
func (c *console) show(opts wire.Options, clean func(), release func() error) error {
	heap(startHeap)
	log, closeLog := openLog(opts.Places)
	defer closeLog()
	opts.Log = log
	screen, err := term.Open(c.in, c.out)
	if err != nil {
		return fail(exitUsage, "the terminal cannot be set up: %w", err)
	}
	s := &stage{screen: screen, crashes: opts.Places.State, runtime: opts.Places.Runtime, errOut: c.errOut, lang: opts.Lang, log: log, clean: clean, link: opts.Link}
	s.parting.close = opts.Config.OnClose
	if release != nil && s.link == nil {
		s.heir = &heir{console: c, release: release}
	}
	opts.Notice, opts.Beyond = s.told, s.beyond()
	defer safe.OnCrash(s.crashed)()
	defer safe.Recover("main")
	if s.machine, err = wire.New(opts); err != nil {
		return fail(exitFailed, "%w", err)
	}
	defer s.tell()
	err = s.run(c)
	if err == nil && s.heir != nil && s.parting.detached {
		return s.heir.takesOver(s)
	}
	s.farewell()
	return err
}

// notices are what the store had to say while the screen was up.
type notices struct {
	mu  sync.Mutex
	all []store.Notice
}

func (s *stage) told(n store.Notice) {
	s.log.Warn("store", "notice", n.Code, "path", n.Path, "err", n.Err)
	s.notices.mu.Lock()
	defer s.notices.mu.Unlock()
	s.notices.all = append(s.notices.all, n)
}

// tell says at the end, when the terminal is the shell's again, what the store
// had to say.
func (s *stage) tell() {
	s.notices.mu.Lock()
	defer s.notices.mu.Unlock()
	for _, n := range s.notices.all {
		if text := s.words().notice(n); text != "" {
			_, _ = fmt.Fprintln(s.errOut, programName+text)
		}
	}
}

// run shows the screen and waits for its end.
func (s *stage) run(c *console) error {
	s.stderr = hideStderr()
	defer s.stderr.undo()
	model := &shown{Model: trapped(s.machine.App), pace: &pace{}}
	s.program = tea.NewProgram(model, tea.WithInput(c.in), tea.WithOutput(watched{s.screen.Out, model.pace}),
		tea.WithoutSignalHandler(), tea.WithFPS(firstFrames))
	model.pace.program = s.program
	if s.runtime != "" && s.link == nil {
		quit := func() { safe.Go("quit", s.program.Quit) }
		s.machine.Control(s.runtime, version(), quit)
		s.machine.MediaKeys(quit)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	over := make(chan struct{})
	signals := term.Signals()
	safe.Go("signals", func() { s.watch(ctx, signals, over) })
	if s.link != nil {
		safe.Go("player's end", func() { s.follow(ctx) })
	}
	size := sizeOf(c.out)
	safe.Go("guard", func() { s.settled(ctx, size, c.out) })
	_, err := s.program.Run()
	close(over)
	if err == nil && s.heir != nil && s.parting.detached {
		s.heir.start(s.machine.Sounds())
	}
	s.give()
	s.stderr.undo()
	if errors.Is(err, tea.ErrProgramPanic) { // of Bubble Tea's own
		return fail(exitCrash, "%s", s.words().crashed(s.stderr.report(s.crashes)))
	}
	if err != nil && !errors.Is(err, tea.ErrInterrupted) {
		return fail(exitFailed, "%s", s.words().screenEnded(err))
	}
	return s.outcome()
}

// watch ends the program at the first signal.
func (s *stage) watch(ctx context.Context, signals <-chan os.Signal, over <-chan struct{}) {
	select {
	case <-ctx.Done():
		return
	case sig := <-signals:
		s.log.Info("signal", "name", sig.String())
	}
	safe.Go("quit", s.program.Quit) // waits as long as the screen is busy
	select {
	case <-over:
	case <-time.After(quitLimit):
		s.leave(exitDone)
	}
}

// settled does what is not for the first frame: it starts the guard of the
// terminal, and looks whether the terminal got another size while nobody
// listened yet.
func (s *stage) settled(ctx context.Context, size [2]int, out *os.File) {
	select {
	case <-ctx.Done():
		return
	case <-time.After(guardAfter):
	}
	heap(calmHeap)
	if sizeOf(out) != size {
		s.program.Send(tea.RequestWindowSize())
	}
	if err := s.screen.Guard(s.crashes, programName+s.words().crashed(""), s.words().reportIn()); err != nil {
		s.log.Warn("no guard for the terminal", "err", err)
	}
}

// sizeOf is the terminal's, in cells.
func sizeOf(out *os.File) [2]int {
	w, h, _ := xterm.GetSize(int(out.Fd()))
	return [2]int{w, h}
}

// give gives the terminal back and saves, once. Who comes second waits.
func (s *stage) give() {
	s.once.Do(func() {
		if err := s.restore(); err != nil {
			s.log.Warn("terminal", "err", err)
		}
		s.part()
		if s.machine != nil {
			if err := s.machine.Close(); err != nil {
				s.log.Warn("close", "err", err)
			}
		}
		if s.clean != nil {
			s.clean()
		}
	})
}

// leave ends the process without waiting for the screen: the terminal given
// back in any case, all saved if that can be done in time.
func (s *stage) leave(code int) {
	done := make(chan struct{})
	safe.Go("leave", func() {
		defer close(done)
		s.give()
	})
	select {
	case <-done:
	case <-time.After(leaveLimit):
		_ = s.restore()
	}
	os.Exit(code)
}

// restore gives the terminal back, where there is a screen.
func (s *stage) restore() error {
	if s.screen == nil {
		return nil
	}
	return s.screen.Restore()
}

// crashed ends the program after a panic, in the goroutine that panicked. A
// second panic waits for the end.
func (s *stage) crashed(crash safe.Crash) {
	if s.down.Swap(true) {
		select {}
	}
	_ = s.restore()
	if s.stderr != nil {
		s.stderr.undo()
	}
	path := ""
	if s.crashes != "" {
		path, _ = safe.WriteCrash(s.crashes, crash, time.Now())
	}
	_, _ = fmt.Fprintln(s.errOut, programName+s.words().crashed(path))
	s.leave(exitCrash)
}

func (s *stage) words() words { return words{s.lang} }
