package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"time"

	"ncmtui/cmd/internal/wire"
	"ncmtui/config"
	"ncmtui/internal/safe"
	"ncmtui/player"
	"ncmtui/player/remote"
	"ncmtui/ui"
)

// The words of the setting on_close.
const (
	closeQuits    = "quit"
	closeDetaches = "detach"
)

// How long a player that is being started is waited for, and how often it is
// looked for.
const (
	launchLimit = 10 * time.Second
	launchLook  = 2 * time.Millisecond
	reachLimit  = 2 * time.Second
	endLimit    = 500 * time.Millisecond
)

// reach finds the player that runs already, or starts one that outlives the
// screen when the settings want that. nil: the player is to be in this process.
func (c *console) reach(cfg config.Config, runtime string) (*remote.Link, error) {
	if runtime == "" {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), reachLimit)
	defer cancel()
	link, err := remote.Connect(ctx, runtime)
	var other *remote.OtherVersion
	switch {
	case errors.As(err, &other):
		return nil, fail(exitFailed, "%s", words{c.langOf(cfg)}.otherVersion(other.PID))
	case err == nil:
		if c.flags.output != "" {
			link.Do(player.SetOutput{Spec: c.flags.output})
		}
		return link, nil
	case !errors.Is(err, remote.ErrNotRunning):
		return nil, nil // the lock says whether there is a player all the same
	case cfg.OnClose != closeDetaches:
		return nil, nil
	}
	return c.launch(runtime)
}

// launch starts a player in the background and connects to it.
func (c *console) launch(runtime string) (*remote.Link, error) {
	p, err := c.startPlayer()
	if err != nil {
		return nil, err
	}
	return p.reach(runtime)
}

// started is a player that was started in the background.
type started struct {
	cmd   *exec.Cmd
	said  *os.File
	ended chan struct{}
}

func (c *console) startPlayer(more ...string) (*started, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, fail(exitFailed, "the player cannot be started: %w", err)
	}
	said, err := os.CreateTemp("", "ncmtui-daemon-")
	if err != nil {
		return nil, fail(exitFailed, "the player cannot be started: %w", err)
	}
	_ = os.Remove(said.Name())
	p := &started{
		cmd:  exec.CommandContext(context.Background(), exe, append(c.again("daemon", "--background"), more...)...),
		said: said, ended: make(chan struct{}),
	}
	p.cmd.Stderr, p.cmd.SysProcAttr = said, ownSession()
	if err := p.cmd.Start(); err != nil {
		_ = said.Close()
		return nil, fail(exitFailed, "the player cannot be started: %w", err)
	}
	safe.Go("wait for the player", func() {
		_ = p.cmd.Wait()
		close(p.ended)
	})
	return p, nil
}

// reach connects to the player, once.
func (p *started) reach(runtime string) (*remote.Link, error) {
	defer func() { _ = p.said.Close() }()
	ctx, cancel := context.WithTimeout(context.Background(), launchLimit)
	defer cancel()
	for {
		link, err := remote.Connect(ctx, runtime)
		if err == nil {
			return link, nil
		}
		select {
		case <-p.ended:
			return nil, lastWords(p.said, p.cmd.ProcessState.ExitCode())
		case <-ctx.Done():
			return nil, fail(exitFailed, "the player was started but does not answer: %w", err)
		case <-time.After(launchLook):
		}
	}
}

// lastWords is the error of a player that ended at its start, as it said it.
func lastWords(said *os.File, code int) error {
	text := make([]byte, 4096)
	n, _ := said.ReadAt(text, 0)
	why := strings.TrimPrefix(strings.TrimSpace(string(text[:n])), programName)
	if why == "" {
		why = "the player ended at its start"
	}
	return &exitError{code: max(code, exitFailed), err: errors.New(why)}
}

// again is the command line of another ncmtui with the same flags.
func (c *console) again(verb ...string) []string {
	args := verb
	for name, value := range map[string]string{"output": c.flags.output, "config": c.flags.config, "lang": c.flags.lang} {
		if value != "" {
			args = append(args, "--"+name, value)
		}
	}
	return args
}

// attach shows the screen of a player in another process.
func (c *console) attach(opts wire.Options, link *remote.Link) error {
	opts.Link = link
	return c.show(opts, nil, nil)
}

// parting is what becomes of the music when the screen is left.
type parting struct {
	close    string // the setting on_close
	detached bool   // by the user's wish
	ended    bool   // the player too
	left     bool   // the music goes on in another process
}

// beyond is what the screen can ask for, for when it is left.
func (s *stage) beyond() ui.Beyond {
	if s.runtime == "" {
		return ui.Beyond{}
	}
	return ui.Beyond{
		Detach: func() { s.parting.detached = true },
		End:    func() { s.parting.ended = true },
	}
}

// part ends the player at the other end of the link, or leaves it on. A player
// that nobody put into the background is not a screen's to end, nor one that
// others are looking at.
func (s *stage) part() {
	p, link := &s.parting, s.link
	if link == nil {
		return
	}
	if s.lost = link.Err(); s.lost != nil || s.down.Load() {
		return
	}
	st, _ := link.Client().State()
	last := !link.Client().Hello().Stays && st.Screens <= 1
	if !p.ended && (p.detached || p.close == closeDetaches || !last) {
		p.left = true
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), endLimit)
	defer cancel()
	if err := link.Client().Quit(ctx); err != nil {
		s.log.Warn("the player was not ended", "err", err)
		return
	}
	select {
	case <-link.Over(): // it has saved all
	case <-ctx.Done():
	}
}

// follow ends the screen when the player is over.
func (s *stage) follow(ctx context.Context) {
	select {
	case <-s.link.Over():
		s.program.Quit()
	case <-ctx.Done():
	}
}

// outcome is what a screen of another process's player ends with.
func (s *stage) outcome() error {
	if s.link == nil {
		return nil
	}
	switch err := s.lost; {
	case err == nil || errors.Is(err, remote.ErrEnded):
		return nil
	default:
		return fail(exitFailed, "%s", s.words().playerGone())
	}
}

// farewell says that the music goes on.
func (s *stage) farewell() {
	if s.parting.left {
		_, _ = s.errOut.Write([]byte(programName + s.words().playsOn() + "\n"))
	}
}

// heir is the player in the background that goes on with the music of the one
// in this process. It is started while the music still plays and has all but
// the music ready when the player here ends: what plays stops for as long as
// opening the song and the output takes.
type heir struct {
	console *console
	release func() error // of the player's lock
	player  *started     // nil: there is none, or err
	err     error
}

func (h *heir) start(sounds bool) {
	more := []string{"--after"}
	if sounds {
		more = append(more, "--play")
	}
	h.player, h.err = h.console.startPlayer(more...)
}

// takesOver lets the heir have the lock, waits until it plays, and says so.
func (h *heir) takesOver(s *stage) error {
	_ = h.release()
	if h.err != nil {
		return h.err
	}
	link, err := h.player.reach(s.runtime)
	if err != nil {
		return err
	}
	_ = link.Close()
	s.parting.left = true
	s.farewell()
	return nil
}
