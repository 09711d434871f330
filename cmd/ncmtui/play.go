package main

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"os"

	"ncmtui/api"
	"ncmtui/api/ncmfake"
	"ncmtui/cmd/internal/metered"
	"ncmtui/cmd/internal/wire"
	"ncmtui/config"
	"ncmtui/internal/safe"
	"ncmtui/player/notify"
	"ncmtui/player/output"
	"ncmtui/ui/lang"
	"ncmtui/ui/term"
)

// demo is how the embedded service is to be.
type demo struct {
	loggedOut bool
}

// play is the program without a verb: the full screen.
func (c *console) play(d *demo) error {
	cfg, opts, err := c.prepare(d)
	if err != nil {
		return err
	}
	l := c.langOf(cfg)
	if err := term.Check(c.in, c.out, os.Getenv); err != nil {
		return unfit(err, l)
	}
	opts.Lang = l
	if d != nil {
		return c.playDemo(d, opts)
	}
	if err := settle(&opts.Places); err != nil {
		c.warn("%s", words{l}.notKept(err))
	}
	link, err := c.reach(cfg, opts.Places.Runtime)
	if err != nil {
		return err
	}
	if link != nil {
		return c.attach(opts, link)
	}
	release, err := lockPlayer(opts, l)
	if err != nil {
		if link, again := c.reach(cfg, opts.Places.Runtime); again == nil && link != nil { // started at the same moment
			return c.attach(opts, link)
		}
		return err
	}
	defer func() { _ = release() }()
	return c.show(opts, nil, release)
}

// settle makes the folders. Those that cannot be are left out: what belongs
// there is not kept. The error is the first one's.
func settle(p *config.Places) error {
	var first error
	for _, dir := range []*string{&p.Data, &p.State, &p.Cache} {
		err := config.ErrNoHome
		if *dir != "" {
			err = p.Make(*dir)
		}
		if err != nil {
			*dir = ""
			first = cmp.Or(first, err)
		}
	}
	return first
}

// prepare reads the settings and makes what the machine is built of, apart
// from the service.
func (c *console) prepare(d *demo) (config.Config, wire.Options, error) {
	var opts wire.Options
	file := c.flags.config
	if d == nil {
		opts.Places, _ = config.Dirs() // see settle
		if file == "" && opts.Places.Config != "" {
			file = opts.Places.File()
		}
		if cookie := os.Getenv("NCMTUI_COOKIE"); cookie != "" {
			var err error
			if opts.Cookies, err = api.LoginCookies(cookie); err != nil {
				return config.Config{}, opts, fail(exitUsage, "NCMTUI_COOKIE: %w", err)
			}
		}
	}
	cfg, problems, err := c.settings(file)
	if err != nil {
		return cfg, opts, err
	}
	for _, p := range problems {
		c.warn("%s", words{c.langOf(cfg)}.problem(p))
	}
	if opts.Output, err = (words{c.langOf(cfg)}).opener(cfg.Output); err != nil {
		return cfg, opts, err
	}
	if opts.StandIn, err = (output.Spec{Kind: "null"}).Opener(); err != nil {
		return cfg, opts, err
	}
	opts.Config, opts.Version, opts.Problems = cfg, version(), problems
	opts.Tmux = os.Getenv("TMUX") != ""
	opts.Remote = os.Getenv("SSH_CONNECTION") != "" || os.Getenv("SSH_TTY") != ""
	if d == nil {
		opts.Network = func(ctx context.Context, tell func(metered.State)) { metered.Watch(ctx, metered.Options{}, tell) }
		opts.Desktop = notify.System()
	}
	if file != "" {
		opts.Watch = c.watch(file)
	}
	return cfg, opts, nil
}

// watch says how the settings are read again.
func (c *console) watch(file string) *wire.Watch {
	return &wire.Watch{File: file, Lang: c.langOf, Load: func() (config.Config, []config.Problem) {
		return config.Load(file, config.Env(os.LookupEnv), c.given())
	}}
}

// playDemo runs the screen on the embedded service. Nothing of the user's is
// read or written.
func (c *console) playDemo(d *demo, opts wire.Options) error {
	cache, err := os.MkdirTemp("", "ncmtui-demo-")
	if err != nil {
		cache = "" // songs stay in memory
	}
	opts.Places = config.Places{Cache: cache}
	service := ncmfake.New(ncmfake.Options{LoggedIn: !d.loggedOut})
	opts.API, opts.Audio = service.Transport(), service.Transport()
	opts.Setup = func(o *api.Options) { o.WeapiKey, o.Server = service.WeapiPublicKey(), "" }
	opts.AtLogin = d.loggedOut
	if !d.loggedOut {
		opts.Cookies = map[string]safe.Secret{}
		for _, cookie := range service.SessionCookies() {
			opts.Cookies[cookie.Name] = safe.Secret(cookie.Value)
		}
	}
	return c.show(opts, func() {
		if cache != "" {
			_ = os.RemoveAll(cache)
		}
	}, nil)
}

// openLog gives the log of the state folder; without one the program is mute.
func openLog(places config.Places) (*slog.Logger, func()) {
	if places.State == "" {
		return slog.New(slog.DiscardHandler), func() {}
	}
	log, closer, err := safe.OpenLog(places.State, slog.LevelInfo)
	if err != nil {
		return slog.New(slog.DiscardHandler), func() {}
	}
	return log, func() { _ = closer.Close() }
}

// unfit is the sentence of a terminal that cannot show the screen.
func unfit(err error, l lang.Lang) error {
	var u *term.Unfit
	if errors.As(err, &u) {
		return fail(exitUsage, "%s", u.Sentence(l))
	}
	return fail(exitUsage, "%w", err)
}
