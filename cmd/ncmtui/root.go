package main

import (
	"errors"
	"io"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"ncmtui/config"
	"ncmtui/player/output"
	"ncmtui/ui/lang"
)

// flags are those of every verb.
type flags struct {
	output, config, lang string
}

// console is where the program was started.
type console struct {
	in, out *os.File
	errOut  io.Writer
	flags   flags
}

func newRoot(in, out *os.File, errOut io.Writer) *cobra.Command {
	c := &console{in: in, out: out, errOut: errOut}
	root := &cobra.Command{
		Use:           "ncmtui",
		Short:         "A full-screen terminal player for NetEase Cloud Music (网易云音乐)",
		Args:          noArgs,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(*cobra.Command, []string) error { return c.play(nil) },
	}
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errOut)
	set := root.PersistentFlags()
	set.StringVar(&c.flags.output, "output", "", "where the sound goes: "+output.Usage)
	set.StringVar(&c.flags.config, "config", "", "settings `FILE` instead of the usual place")
	set.StringVar(&c.flags.lang, "lang", "", "language of the screen: auto, zh, en")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return fail(exitUsage, "%w; ncmtui --help lists the flags", err)
	})
	root.AddCommand(newDemo(c), newServe(c))
	root.AddCommand(newVerbs(c)...)
	return root
}

// noArgs refuses what is no flag and no verb.
func noArgs(cmd *cobra.Command, args []string) error {
	if err := cobra.NoArgs(cmd, args); err != nil {
		return fail(exitUsage, "%w; ncmtui --help lists the verbs", err)
	}
	return nil
}

func newDemo(c *console) *cobra.Command {
	var d demo
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "The player on an embedded service: no account, no network, nothing of yours touched",
		Args:  noArgs,
		RunE:  func(*cobra.Command, []string) error { return c.play(&d) },
	}
	cmd.Flags().BoolVar(&d.loggedOut, "logged-out", false, "start as a guest, to try the login")
	return cmd
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

// settings reads the configuration: file, environment, flags. A demo has only
// the flags. Flags that make no sense end the program; mistakes in the file
// are given back to be told.
func (c *console) settings(file string) (config.Config, []config.Problem, error) {
	given := map[string]string{}
	for name, value := range map[string]string{"output": c.flags.output, "lang": c.flags.lang} {
		if value != "" {
			given[name] = value
		}
	}
	layers := []config.Layer{}
	if file != "" {
		layers = append(layers, config.Env(os.LookupEnv))
	}
	cfg, problems := config.Load(file, layers...)
	for _, p := range config.Flags(given)(&cfg) {
		return cfg, nil, fail(exitUsage, "%s", words{c.langOf(cfg)}.problem(p))
	}
	return cfg, problems, nil
}

func (c *console) langOf(cfg config.Config) lang.Lang {
	if cfg.Lang == "zh" || cfg.Lang == "en" {
		return lang.Parse(cfg.Lang)
	}
	return localLang(os.Getenv)
}

// opener makes the output of the configuration.
func opener(text string) (output.Opener, error) {
	spec, err := output.Parse(text)
	if err == nil {
		var o output.Opener
		if o, err = spec.Opener(); err == nil {
			return o, nil
		}
	}
	if errors.Is(err, output.ErrNotBuilt) {
		return nil, fail(exitUsage, "%w: build with -tags alsa, or use --output auto", err)
	}
	return nil, fail(exitUsage, "%w", err)
}
