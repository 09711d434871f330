package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"github.com/spf13/cobra"
	xterm "golang.org/x/term"

	"ncmtui/api"
	"ncmtui/api/ncmfake"
	"ncmtui/cmd/internal/verb"
	"ncmtui/cmd/internal/wire"
	"ncmtui/config"
	"ncmtui/internal/safe"
	"ncmtui/player/output"
	"ncmtui/player/remote"
	"ncmtui/store"
	"ncmtui/ui/lang"
)

// newVerbs makes the verbs for scripts.
func newVerbs(c *console) []*cobra.Command {
	out := int(c.out.Fd())
	w := &verb.World{
		In: c.in, Out: c.out, Err: c.errOut, Terminal: xterm.IsTerminal(out), ErrTerminal: isTerminal(c.errOut),
		Width: func() int {
			if w, _, err := xterm.GetSize(out); err == nil && w > 0 {
				return w
			}
			return 80
		},
		Lang: c.verbLang, Open: c.service, Control: control, Cookie: api.LoginCookies, Env: safe.Secret(os.Getenv("NCMTUI_COOKIE")),
		Paths: c.paths, Settings: c.verbSettings, Around: c.around(),
	}
	if xterm.IsTerminal(int(c.in.Fd())) {
		w.Ask = func(prompt string) (string, error) {
			_, _ = fmt.Fprint(c.errOut, prompt)
			text, err := readHidden(c.in, c.errOut)
			_, _ = fmt.Fprintln(c.errOut)
			return text, err
		}
	}
	verbs := verb.Commands(w)
	for _, cmd := range verbs {
		coded(cmd, c.verbLang)
	}
	return verbs
}

// control connects to the running player.
func control(ctx context.Context) (*remote.Client, error) {
	places, _ := config.Dirs() // without a home there may be a runtime folder
	if places.Runtime == "" {
		return nil, remote.ErrNotRunning
	}
	return remote.Dial(ctx, places.Runtime)
}

// around is what the doctor looks at.
func (c *console) around() verb.Surroundings {
	return verb.Surroundings{
		Version: version(), System: runtime.GOOS + "/" + runtime.GOARCH + ", " + runtime.Version(),
		Getenv: os.Getenv, Devices: output.Devices, Dial: (&net.Dialer{}).DialContext,
		Size: func() (w, h int, ok bool) {
			w, h, err := xterm.GetSize(int(c.out.Fd()))
			return w, h, err == nil
		},
		Ask: func(ctx context.Context, question string) (string, error) { return ask(ctx, c.in, c.out, question) },
	}
}

// isTerminal says whether what is written to w is seen on a terminal.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && xterm.IsTerminal(int(f.Fd()))
}

// coded ends a verb, and those below it, by a signal, and gives their errors
// the exit codes.
func coded(cmd *cobra.Command, l func() lang.Lang) {
	told := func(err error) error {
		var f *verb.Fault
		if errors.As(err, &f) {
			return &exitError{f.Code, errors.New(f.In(l()))}
		}
		return err
	}
	if run := cmd.RunE; run != nil {
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			context.AfterFunc(ctx, stop) // a second signal ends the program at once
			cmd.SetContext(ctx)
			return told(run(cmd, args))
		}
	}
	if check := cmd.Args; check != nil {
		cmd.Args = func(cmd *cobra.Command, args []string) error { return told(check(cmd, args)) }
	}
	for _, sub := range cmd.Commands() {
		coded(sub, l)
	}
}

// paths are the file of the settings and the folders.
func (c *console) paths() (string, config.Places, error) {
	places, err := config.Dirs()
	file := c.flags.config
	if file == "" && err == nil {
		file = places.File()
	}
	return file, places, err
}

// verbSettings reads the settings for a verb that tells of them.
func (c *console) verbSettings() (config.Config, []config.Problem, error) {
	file, _, err := c.paths()
	if file == "" {
		return config.Config{}, nil, err
	}
	cfg, problems, err := c.settings(file)
	if err != nil {
		return cfg, nil, &verb.Fault{Code: verb.Usage, Text: err.Error(), Err: err}
	}
	return cfg, problems, nil
}

// verbLang is the language of what verbs say. Mistakes in the settings are
// told when the service is asked.
func (c *console) verbLang() lang.Lang {
	file := c.flags.config
	if file == "" {
		if places, err := config.Dirs(); err == nil {
			file = places.File()
		}
	}
	cfg, _, err := c.settings(file)
	if err != nil {
		return localLang(os.Getenv)
	}
	return c.langOf(cfg)
}

// service opens the music service for a verb.
func (c *console) service(want verb.Want) (*wire.Service, error) {
	opts := wire.Options{Version: version(), Cookies: want.Cookies}
	file := c.flags.config
	if !want.Demo {
		places, err := config.Dirs()
		if err != nil {
			c.warn("%v; nothing is kept", err)
		} else if file == "" {
			file = places.File()
		}
		opts.Places = places
	}
	cfg, problems, err := c.settings(file)
	if err != nil {
		return nil, &verb.Fault{Code: verb.Usage, Text: err.Error(), Err: err}
	}
	for _, p := range problems {
		c.warn("%s", words{c.langOf(cfg)}.problem(p))
	}
	opts.Config = cfg
	opts.Notice = func(n store.Notice) {
		if text := (words{c.langOf(cfg)}).notice(n); text != "" {
			c.warn("%s", text)
		}
	}
	if want.Demo {
		demoService(&opts, want)
	} else if cookie := os.Getenv("NCMTUI_COOKIE"); cookie != "" && opts.Cookies == nil && !want.Guest && !want.Login {
		if opts.Cookies, err = api.LoginCookies(cookie); err != nil {
			return nil, &verb.Fault{Code: verb.Usage, Text: "NCMTUI_COOKIE: " + err.Error(), Err: err}
		}
	}
	return wire.Connect(opts, want.Guest)
}

// demoService puts the embedded service in the place of the real one.
func demoService(o *wire.Options, want verb.Want) {
	service := ncmfake.New(ncmfake.Options{LoggedIn: !want.Login})
	o.API = service.Transport()
	o.Setup = func(opt *api.Options) { opt.WeapiKey, opt.Server = service.WeapiPublicKey(), "" }
	if want.Login || want.Guest || o.Cookies != nil {
		return
	}
	o.Cookies = map[string]safe.Secret{}
	for _, cookie := range service.SessionCookies() {
		o.Cookies[cookie.Name] = safe.Secret(cookie.Value)
	}
}
