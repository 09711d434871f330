package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/cmd/internal/wire"
	"ncmtui/internal/safe"
	"ncmtui/ui/lang"
	"ncmtui/ui/term"
)

// framesPerSecond is how often the renderer looks whether the screen changed;
// each look is a wake-up of the process, also when nothing happens.
const framesPerSecond = 30

// leaveLimit bounds the end of the program after a signal: then the terminal
// is given back and the process ends, whatever is still waiting.
const leaveLimit = 400 * time.Millisecond

// stage is the running screen and all that must be given back.
type stage struct {
	screen  *term.Screen
	machine *wire.Machine
	program *tea.Program
	crashes string // folder of crash reports; "" keeps none
	stderr  *stderrLog
	errOut  io.Writer
	lang    lang.Lang
	log     *slog.Logger
	once    sync.Once
}

// show runs the screen until the user leaves, and gives everything back.
func (c *console) show(opts wire.Options) error {
	log, closeLog := openLog(opts.Places)
	defer closeLog()
	opts.Log = log
	if opts.API == nil {
		var err error
		if opts.API, err = network(opts.Config.Proxy); err != nil {
			return fail(exitUsage, "network.proxy: %w", err)
		}
	}
	if cookie := os.Getenv("NCMTUI_COOKIE"); cookie != "" && opts.Cookies == nil {
		cookies, err := readCookies(cookie)
		if err != nil {
			return fail(exitUsage, "NCMTUI_COOKIE: %w", err)
		}
		opts.Cookies = cookies
	}
	screen, err := term.Open(c.in, c.out)
	if err != nil {
		return fail(exitUsage, "the terminal cannot be set up: %w", err)
	}
	s := &stage{screen: screen, crashes: opts.Places.State, errOut: c.errOut, lang: opts.Lang, log: log}
	defer safe.OnCrash(s.crashed)()
	defer safe.Recover("main")
	if s.machine, err = wire.New(opts); err != nil {
		return fail(exitFailed, "%w", err)
	}
	return s.run(c)
}

// run shows the screen and waits for its end.
func (s *stage) run(c *console) error {
	s.stderr = hideStderr()
	defer s.stderr.undo()
	s.program = tea.NewProgram(s.machine.App, tea.WithInput(c.in), tea.WithOutput(s.screen.Out),
		tea.WithoutSignalHandler(), tea.WithFPS(framesPerSecond))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	signals := term.Signals(ctx)
	safe.Go("signals", func() {
		select {
		case <-ctx.Done():
		case sig := <-signals:
			s.log.Info("signal", "name", sig.String())
			s.leave(0)
		}
	})
	safe.Go("guard", func() { // after the first frame: a child costs more than a frame
		select {
		case <-ctx.Done():
		case <-time.After(200 * time.Millisecond):
			if err := s.screen.Guard(s.crashes); err != nil {
				s.log.Warn("no guard for the terminal", "err", err)
			}
		}
	})
	_, err := s.program.Run()
	s.give()
	s.stderr.undo()
	if errors.Is(err, tea.ErrProgramPanic) {
		return fail(exitCrash, "%s", s.words().crashed(s.stderr.report(s.crashes)))
	}
	if err != nil && !errors.Is(err, tea.ErrInterrupted) {
		return fail(exitFailed, "the screen ended: %w", err)
	}
	return nil
}

// give saves and gives the terminal back, once.
func (s *stage) give() {
	s.once.Do(func() {
		if err := s.screen.Restore(); err != nil {
			s.log.Warn("terminal", "err", err)
		}
		if s.machine == nil {
			return
		}
		if err := s.machine.Close(); err != nil {
			s.log.Warn("close", "err", err)
		}
	})
}

// leave ends the process from another goroutine than the screen's: saved and
// restored if that can be done in time, restored in any case.
func (s *stage) leave(code int) {
	done := make(chan struct{})
	safe.Go("leave", func() {
		defer close(done)
		s.give()
	})
	select {
	case <-done:
	case <-time.After(leaveLimit):
		_ = s.screen.Restore()
	}
	os.Exit(code)
}

// crashed ends the program after a panic in one of our goroutines.
func (s *stage) crashed(crash safe.Crash) {
	_ = s.screen.Restore()
	if s.stderr != nil {
		s.stderr.undo()
	}
	path := ""
	if s.crashes != "" {
		path, _ = safe.WriteCrash(s.crashes, crash, time.Now())
	}
	_, _ = fmt.Fprintln(s.errOut, "ncmtui: "+s.words().crashed(path))
	s.leave(exitCrash)
}

func (s *stage) words() words { return words{s.lang} }
