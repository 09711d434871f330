package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime/debug"
	"strings"

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

func newRoot(in, out *os.File, errOut io.Writer) (*cobra.Command, *console) {
	c := &console{in: in, out: out, errOut: errOut}
	root := &cobra.Command{
		Use:           "ncmtui",
		Short:         "A full-screen terminal player for NetEase Cloud Music (网易云音乐)",
		Args:          noArgs,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(*cobra.Command, []string) error { return c.play(nil) },

		SuggestionsMinimumDistance: 2,
	}
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errOut)
	set := root.PersistentFlags()
	set.StringVar(&c.flags.output, "output", "", "where the sound goes: "+output.Usage)
	set.StringVar(&c.flags.config, "config", "", "settings `FILE` instead of the usual place")
	set.StringVar(&c.flags.lang, "lang", "", "language of the screen: auto, zh, en")
	root.SetFlagErrorFunc(badFlag)
	root.AddCommand(newDemo(c), newDaemon(c), newServe(c))
	root.AddCommand(newVerbs(c)...)
	speaks(root, c.verbLang)
	return root, c
}

// badFlag is the sentence of a flag that is unknown or has a bad value.
func badFlag(cmd *cobra.Command, err error) error {
	var value, name string
	if n, _ := fmt.Sscanf(err.Error(), "invalid argument %q for %q flag:", &value, &name); n == 2 && strings.Contains(name, "--") {
		name = name[strings.LastIndex(name, "--")+2:] // "-x, --name" or "--name"
		if f := cmd.Flags().Lookup(name); f != nil && wanted[f.Value.Type()] != "" {
			return fail(exitUsage, "--%s cannot be %q: it wants %s; %s --help lists the flags", name, value, wanted[f.Value.Type()], cmd.CommandPath())
		}
	}
	return fail(exitUsage, "%w; ncmtui --help lists the flags", err)
}

// wanted says what the flags of a type take.
var wanted = map[string]string{
	"int": "a whole number", "int64": "a whole number", "float64": "a number", "bool": "true or false",
	"duration": "a time such as 90s or 2m",
}

// noArgs refuses what is no flag and no verb.
func noArgs(cmd *cobra.Command, args []string) error {
	if cmd.HasParent() && len(args) > 0 {
		return fail(exitUsage, "%s takes no arguments: %s; ncmtui --help lists the verbs", cmd.Name(), strings.Join(args, " "))
	}
	if len(args) > 0 {
		if like := cmd.SuggestionsFor(args[0]); len(like) > 0 {
			return fail(exitUsage, "there is no command %q; did you mean %s? ncmtui --help lists the verbs", args[0], strings.Join(like, ", "))
		}
	}
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

// release is set by builds of a release: -ldflags "-X main.release=v1.2.3".
var release string

// unreleased is the version of a source that is not under version control.
const unreleased = "v0.1.0-dev"

func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return versionOf(info)
}

// devel is what Go calls a build that says nothing about itself.
const devel = "(devel)"

// versionOf is the version of a build, else its commit and that one's time.
func versionOf(info *debug.BuildInfo) string {
	if v := info.Main.Version; v != "" && v != devel {
		return v
	}
	set := map[string]string{}
	for _, s := range info.Settings {
		set[s.Key] = s.Value
	}
	v := set["vcs.revision"]
	if v == "" {
		return unreleased
	}
	v = v[:min(len(v), 12)]
	if set["vcs.modified"] == "true" {
		v += "+dirty"
	}
	if at := set["vcs.time"]; at != "" {
		v += " (" + at + ")"
	}
	return v
}

// settings reads the configuration: file, environment, flags. A demo has only
// the flags. Flags that make no sense end the program; mistakes in the file
// are given back to be told.
func (c *console) settings(file string) (config.Config, []config.Problem, error) {
	if err := c.named(); err != nil {
		return config.Default(), nil, err
	}
	layers := []config.Layer{}
	if file != "" {
		layers = append(layers, config.Env(os.LookupEnv))
	}
	cfg, problems := config.Load(file, layers...)
	for _, p := range c.given()(&cfg) {
		return cfg, nil, fail(exitUsage, "%s", words{c.langOf(cfg)}.problem(p))
	}
	return cfg, problems, nil
}

// given are the settings of the command line.
func (c *console) given() config.Layer {
	given := map[string]string{}
	for name, value := range map[string]string{"output": c.flags.output, "lang": c.flags.lang} {
		if value != "" {
			given[name] = value
		}
	}
	return config.Flags(given)
}

// named looks whether the file that --config names is there: the usual one need
// not be.
func (c *console) named() error {
	name := c.flags.config
	if name == "" {
		return nil
	}
	f, err := os.Open(name)
	if err == nil {
		defer func() { _ = f.Close() }()
		var info fs.FileInfo
		if info, err = f.Stat(); err == nil && info.IsDir() {
			err = errors.New("it is a folder")
		}
	}
	if err == nil {
		return nil
	}
	w := words{c.langOf(config.Config{Lang: c.flags.lang})}
	if errors.Is(err, fs.ErrNotExist) {
		return fail(exitUsage, w.say("--config：没有文件 %s", "--config: there is no file %s"), name)
	}
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return fail(exitUsage, w.say("--config：不能读取 %s：%w", "--config: cannot read %s: %w"), name, err)
}

func (c *console) langOf(cfg config.Config) lang.Lang {
	if cfg.Lang == "zh" || cfg.Lang == "en" {
		return lang.Parse(cfg.Lang)
	}
	return localLang(os.Getenv)
}

// opener makes the output of the configuration.
func (w words) opener(text string) (output.Opener, error) {
	spec, err := output.Parse(text)
	if err == nil {
		var o output.Opener
		if o, err = spec.Opener(); err == nil {
			var bad *output.Unusable
			if errors.As(spec.Check(), &bad) {
				return nil, fail(exitFailed, w.say("声音输出：不能写入 %s：%w", "sound output: cannot write %s: %w"), bad.Name, bad.Err)
			}
			return o, nil
		}
	}
	if errors.Is(err, output.ErrNotBuilt) {
		return nil, fail(exitUsage, "%w: build with -tags alsa, or use --output auto", err)
	}
	return nil, fail(exitUsage, "%w", err)
}
