package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"ncmtui/cmd/internal/wire"
	"ncmtui/internal/safe"
	"ncmtui/player"
	"ncmtui/player/remote"
	"ncmtui/store"
	"ncmtui/ui/lang"
)

// daemon is how a player without a screen is to be.
type daemon struct {
	play       bool // go on with what was played last
	background bool // a screen has started it: nobody reads what it prints
	after      bool // the player that still runs, which ends
}

func newDaemon(c *console) *cobra.Command {
	var d daemon
	cmd := &cobra.Command{
		Use:   "daemon",
		Short: "Play without a screen: ncmtui shows it, the other verbs command it",
		Args:  noArgs,
		RunE:  func(*cobra.Command, []string) error { return c.daemon(d) },
	}
	cmd.Flags().BoolVar(&d.play, "play", false, "go on at once with what was played last")
	cmd.Flags().BoolVar(&d.background, "background", false, "a screen has started it, and may end it")
	cmd.Flags().BoolVar(&d.after, "after", false, "wait for the end of the player that runs")
	_ = cmd.Flags().MarkHidden("background")
	_ = cmd.Flags().MarkHidden("after")
	return cmd
}

// daemon plays until a signal or a client ends it. The end of its terminal is
// no reason to.
func (c *console) daemon(d daemon) error {
	cfg, opts, err := c.prepare(nil)
	if err != nil {
		return err
	}
	l := c.langOf(cfg)
	opts.Lang, opts.Headless = l, true
	if err := settle(&opts.Places); err != nil {
		c.warn("%s", words{l}.notKept(err))
	}
	if opts.Places.Runtime == "" {
		return fail(exitFailed, "%s", words{l}.noSocket(remote.ErrNotSupported))
	}
	release, err := d.lock(opts, l)
	if err != nil {
		return err
	}
	defer func() { _ = release() }()
	log, closeLog := openLog(opts.Places)
	defer closeLog()
	opts.Log = log
	s := &stage{crashes: opts.Places.State, runtime: opts.Places.Runtime, errOut: c.errOut, lang: l, log: log}
	opts.Notice = s.told
	defer safe.OnCrash(s.crashed)()
	defer safe.Recover("main")
	if s.machine, err = wire.New(opts); err != nil {
		return fail(exitFailed, "%w", err)
	}
	defer s.give()
	return s.playOn(d)
}

// How long somebody who has the lock and no socket is waited for, and how often
// it is looked: it is starting, or ends and still saves what it played.
const (
	lockLimit = 3 * time.Second
	lockLook  = 20 * time.Millisecond
)

// lock takes the player's lock: at once, or, as an heir, when its holder has
// ended. It looks often then: meanwhile there is no music.
func (d daemon) lock(opts wire.Options, l lang.Lang) (func() error, error) {
	for end := time.Now().Add(launchLimit); d.after && opts.Places.Data != "" && time.Now().Before(end); time.Sleep(launchLook) {
		release, err := store.Lock(opts.Places.Data)
		if err == nil {
			return release, nil
		}
		if locked := (*store.ErrLocked)(nil); !errors.As(err, &locked) {
			break
		}
	}
	return lockPlayer(opts, l)
}

// lockPlayer takes the lock that the one player holds.
func lockPlayer(opts wire.Options, l lang.Lang) (func() error, error) {
	if opts.Places.Data == "" {
		return func() error { return nil }, nil
	}
	release, err := store.Lock(opts.Places.Data)
	var locked *store.ErrLocked
	for end := time.Now().Add(lockLimit); errors.As(err, &locked) && silent(opts.Places.Runtime) && time.Now().Before(end); {
		time.Sleep(lockLook)
		release, err = store.Lock(opts.Places.Data)
	}
	if errors.As(err, &locked) {
		return nil, fail(exitFailed, "%s", alreadyRuns(locked.PID, l))
	}
	if err != nil {
		return func() error { return nil }, nil //nolint:nilerr // a disk that takes no lock keeps nothing; music plays
	}
	return release, nil
}

// silent says whether nobody answers where a player would.
func silent(runtime string) bool {
	if runtime == "" {
		return false
	}
	ctx, cancel := context.WithTimeout(context.Background(), reachLimit)
	defer cancel()
	far, err := remote.Dial(ctx, runtime)
	if err == nil {
		_ = far.Close()
	}
	return errors.Is(err, remote.ErrNotRunning)
}

// open opens the socket: at once, or, as an heir, when its holder has left it.
// Where nothing can be kept there is no lock that says so before.
func (s *stage) open(d daemon, host remote.Host) error {
	for end := time.Now().Add(launchLimit); ; time.Sleep(launchLook) {
		err := s.machine.Listen(s.runtime, host)
		if !d.after || !errors.Is(err, remote.ErrInUse) || time.Now().After(end) {
			return err
		}
	}
}

// playOn opens the socket and waits for the end.
func (s *stage) playOn(d daemon) error {
	signal.Ignore(syscall.SIGHUP)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	quit := make(chan struct{})
	var once sync.Once
	end := func() { once.Do(func() { close(quit) }) }
	host := s.machine.Host(version(), end)
	host.Stays = !d.background
	if err := s.open(d, host); err != nil {
		return fail(exitFailed, "%s", s.words().noSocket(err))
	}
	s.machine.MediaKeys(end)
	if d.background {
		s.stderr = hideStderr()
		defer s.stderr.undo()
	}
	if d.play {
		s.machine.Player.Do(player.Resume{})
	}
	calm := time.NewTimer(calmAfter)
	defer calm.Stop()
	for {
		select {
		case <-calm.C:
			debug.FreeOSMemory() // of the start: a daemon may have nothing to do for days
		case sig := <-signals:
			s.log.Info("signal", "name", sig.String())
			return nil
		case <-quit:
			s.log.Info("ended by a client")
			return nil
		}
	}
}

// calmAfter is when a start is over.
const calmAfter = 5 * time.Second
