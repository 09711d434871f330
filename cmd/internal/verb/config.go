package verb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"ncmtui/cmd/internal/wire"
	"ncmtui/config"
	"ncmtui/ui"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
)

// local makes a verb that asks nobody: it connects to nothing.
func (w *World) local(use, short string, do func(context.Context, *run, []string) error) *cobra.Command {
	f := &flags{}
	cmd := &cobra.Command{Use: use, Short: short, Args: words(0, 0), ValidArgsFunction: cobra.NoFileCompletions}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		r := &run{World: w, flags: f, lang: w.Lang()}
		return r.fault(do(cmd.Context(), r, args))
	}
	cmd.Flags().BoolVar(&f.json, "json", false, "print JSON, with the fields that docs/VERBS.md tells")
	return cmd
}

// Setting is one key of the configuration.
type Setting struct {
	Key     string `json:"key"`
	Value   string `json:"value" doc:"as the file takes it; a proxy without its password"`
	Default string `json:"default"`
	From    string `json:"from" doc:"default, the file, the variable or the flag that set it"`
}

// Mistake is one thing that is wrong with the settings.
type Mistake struct {
	Source     string `json:"source" doc:"the file, the variable or the flag"`
	Line       int    `json:"line" doc:"from 1; 0 where the source is no file"`
	Column     int    `json:"column" doc:"in characters, from 1"`
	Key        string `json:"key"`
	Text       string `json:"text" doc:"what is wrong and what would be right"`
	Suggestion string `json:"suggestion" doc:"the nearest right word, or empty"`
}

// Paths are the places of the program.
type Paths struct {
	File    string `json:"file" doc:"the settings"`
	Data    string `json:"data" doc:"login, queue, history"`
	State   string `json:"state" doc:"log, crash reports"`
	Cache   string `json:"cache" doc:"songs and covers; may be deleted at any time"`
	Runtime string `json:"runtime" doc:"control socket"`
}

// Written is a file that was written.
type Written struct {
	File string `json:"file"`
}

func newConfig(w *World) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "The settings: init, path, check, show, docs",
		Args:  words(0, 0),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newConfigInit(w), newConfigPath(w), newConfigCheck(w), newConfigShow(w), newConfigDocs(w))
	return cmd
}

func newConfigInit(w *World) *cobra.Command {
	return w.local("init", "Write a settings file with a comment for every key, unless there is one", func(_ context.Context, r *run, _ []string) error {
		file, _, err := r.Paths()
		if err != nil {
			return err
		}
		switch err := config.Init(file, config.Sample(r.lang == lang.ZH)); {
		case errors.Is(err, fs.ErrExist):
			return &Fault{Code: Failed, Err: err, Text: fmt.Sprintf(r.say(lang.Both{
				ZH: "已经有 %s，没有改动它", EN: "there is %s already; it is left as it is",
			}), clean(file))}
		case err != nil:
			return err
		}
		return r.rows(Written{file}, func() error {
			_, err := fmt.Fprintln(r.Out, clean(file))
			return err
		})
	})
}

func newConfigPath(w *World) *cobra.Command {
	return w.local("path", "Where the settings, the data, the log and the songs are", func(_ context.Context, r *run, _ []string) error {
		file, p, err := r.Paths()
		if err != nil {
			return err
		}
		return record(r, []column[Paths]{
			word(lang.Both{ZH: "设置", EN: "Settings"}, func(p Paths) string { return p.File }, 0, 0),
			word(lang.Both{ZH: "数据", EN: "Data"}, func(p Paths) string { return p.Data }, 0, 0),
			word(lang.Both{ZH: "日志", EN: "Log"}, func(p Paths) string { return p.State }, 0, 0),
			word(lang.Both{ZH: "缓存", EN: "Cache"}, func(p Paths) string { return p.Cache }, 0, 0),
			word(lang.Both{ZH: "控制", EN: "Control"}, func(p Paths) string { return p.Runtime }, 0, 0),
		}, Paths{file, p.Data, p.State, p.Cache, p.Runtime})
	})
}

// slips are all mistakes of the settings, those of [keys.bind] too.
func slips(c config.Config, problems []config.Problem) []config.Problem {
	_, wrong := keymap.Of(c.KeyPreset, c.Binds)
	return append(problems, wrong...)
}

func newConfigCheck(w *World) *cobra.Command {
	return w.local("check", "Look for mistakes in the settings; exit code 1 when there are some", func(_ context.Context, r *run, _ []string) error {
		c, problems, err := r.Settings()
		if err != nil {
			return err
		}
		found := each(slips(c, problems), func(p config.Problem) Mistake {
			return Mistake{p.Source, p.Line, p.Column, p.Key, lang.Both(p.Sentence()).In(r.lang), p.Suggestion}
		})
		if err := r.rows(found, func() error {
			for _, m := range found {
				if _, err := fmt.Fprintln(r.Out, clean(m.Text)); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
		if len(found) > 0 {
			return &Fault{Code: Failed, Text: lang.Count(r.say(lang.Both{ZH: "设置里有 %d 处问题", EN: "%d mistakes in the settings"}), len(found), len(found))}
		}
		_, err = fmt.Fprintln(r.Err, r.say(lang.Both{ZH: "设置没有问题", EN: "the settings are right"}))
		return err
	})
}

func newConfigShow(w *World) *cobra.Command {
	return w.local("show", "What every key is, and what set it", func(_ context.Context, r *run, _ []string) error {
		c, _, err := r.Settings()
		if err != nil {
			return err
		}
		var rows []Setting
		for _, k := range config.Keys {
			rows = append(rows, Setting{k.Name, c.Shown(k.Name), k.Default, from(c.By(k.Name))})
		}
		for _, b := range c.Binds {
			rows = append(rows, Setting{fmt.Sprintf("keys.bind.%q", b.Keys), b.Action, "", b.Source})
		}
		unset := r.say(lang.Both{ZH: "默认", EN: byDefault})
		return list(r, []column[Setting]{
			word(lang.Both{ZH: "键", EN: "Key"}, func(s Setting) string { return s.Key }, 0, 8),
			word(lang.Both{ZH: "值", EN: "Value"}, func(s Setting) string { return s.Value }, 0, 8),
			word(lang.Both{ZH: "来源", EN: "From"}, func(s Setting) string {
				if r.Terminal && s.From == byDefault {
					return unset
				}
				return s.From
			}, 1, 8),
		}, rows, nil)
	})
}

const byDefault = "default"

func from(by string) string {
	if by == "" {
		return byDefault
	}
	return by
}

func newConfigDocs(w *World) *cobra.Command {
	cmd := w.local("docs", "Print the reference of all keys and actions (Markdown)", func(_ context.Context, r *run, _ []string) error {
		_, err := io.WriteString(r.Out, reference(r.lang))
		return err
	})
	cmd.ResetFlags() // no JSON of it
	return cmd
}

// reference is docs/CONFIG.md.
func reference(l lang.Lang) string {
	var b strings.Builder
	b.WriteString(config.Reference(l == lang.ZH, func(key string) bool { return ui.Tunes(key) || wire.Live(key) }))
	fmt.Fprintf(&b, "\n## [keys.bind]\n%s\n\n```toml\n[keys.bind]\n\"ctrl+n\" = \"next\"\n\"g z\" = \"zoom\"\n\"x\" = \"none\"\n```\n", lang.Both{
		ZH: "每个动作都可以换键；一串键用空格分开，`none` 让一个键不做任何事。后写的键从原来的动作上拿走。",
		EN: "Every action can have other keys. A sequence is written with blanks between its keys, `none` frees one. A key is taken from the\naction that had it.",
	}.In(l))
	fmt.Fprintf(&b, "\n| %s | %s | |\n|---|---|---|\n", lang.Both{ZH: "动作", EN: "action"}.In(l), lang.Both{ZH: "默认的键", EN: "keys by default"}.In(l))
	keys := map[keymap.Action][]string{}
	m := keymap.Default()
	for _, e := range m.Everything() {
		keys[e.Action] = append(keys[e.Action], e.Keys...)
	}
	for _, e := range m.Entries() {
		var shown []string
		for _, k := range keys[e.Action] {
			shown = append(shown, code(k))
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", e.Action, strings.Join(shown, " "), e.Text.In(l))
	}
	return b.String()
}

// code is a key in a Markdown table.
func code(k string) string {
	if k == "`" {
		return "`` ` ``"
	}
	return "`" + strings.ReplaceAll(k, "|", `\|`) + "`"
}
