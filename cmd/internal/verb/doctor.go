package verb

import (
	"context"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ncmtui/player/output"
	"ncmtui/ui/lang"
)

// The states of a Finding.
const (
	fine    = "ok"
	note    = "note"    // works, but could be better
	trouble = "trouble" // something does not work
)

// Finding is what the doctor says of one thing.
type Finding struct {
	Name   string `json:"name" doc:"version, config, folders, database, player, proxy, service, region, login, sound, terminal, bus, tone"`
	State  string `json:"state" doc:"ok, note or trouble"`
	Text   string `json:"text"`
	Advice string `json:"advice" doc:"what to do, or empty"`
}

// Surroundings are what the doctor looks at beside the service. All but
// Getenv may be nil.
type Surroundings struct {
	Version string
	System  string // goos/goarch and the Go version
	Getenv  func(string) string
	// Devices lists where the sound can go.
	Devices func(context.Context) ([]output.Device, error)
	// Size is the terminal's in cells; ok is false without one.
	Size func() (w, h int, ok bool)
	// Ask writes a question to the terminal and gives what it answers, until
	// the answer to the last part of it, CSI c, or the end of ctx.
	Ask func(ctx context.Context, question string) (answer string, err error)
	// Dial connects to a proxy, to see whether somebody is there; nil: none is
	// tried.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Now is the clock of this machine; nil: time.Now.
	Now func() time.Time
}

// checkLimit bounds each of the doctor's checks.
const checkLimit = 10 * time.Second

// doctor is one run of the verb.
type doctor struct {
	*run
	at      Surroundings
	reached bool // the service has answered
}

func (d *doctor) sayf(zh, en string, args ...any) string {
	return fmt.Sprintf(d.say(lang.Both{ZH: zh, EN: en}), args...)
}

// checks are all there is to look at, in the order they are told.
var checks = []struct {
	name string
	look func(*doctor, context.Context) Finding
}{
	{"version", (*doctor).version},
	{"config", (*doctor).config},
	{"folders", (*doctor).folders},
	{"database", (*doctor).database},
	{"player", (*doctor).player},
	{"proxy", (*doctor).proxy},
	{"service", (*doctor).service},
	{"region", (*doctor).region},
	{"login", (*doctor).login},
	{"sound", (*doctor).sound},
	{"terminal", (*doctor).terminal},
	{"bus", (*doctor).bus},
}

func newDoctor(w *World) *cobra.Command {
	f := &flags{}
	var tone bool
	var bundle string
	cmd := &cobra.Command{
		Use: "doctor", Short: "Look at everything that can go wrong, and say what to do; exit code 1 when something does not work",
		Args: words(0, 0), ValidArgsFunction: cobra.NoFileCompletions,
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		d := &doctor{run: &run{World: w, flags: f, lang: w.Lang()}, at: w.Around}
		return d.fault(d.all(cmd.Context(), tone, bundle))
	}
	cmd.Flags().BoolVar(&f.json, "json", false, "print JSON, with the fields that docs/VERBS.md tells")
	cmd.Flags().BoolVar(&f.demo, "demo", false, "ask the embedded service instead of the real one")
	cmd.Flags().BoolVar(&tone, "tone", false, "play a tone of one second where the sound goes")
	cmd.Flags().StringVar(&bundle, "bundle", "", "also write a zip `FILE` for a bug report: findings, settings, log and crash reports, without secrets")
	return cmd
}

func (d *doctor) all(ctx context.Context, tone bool, bundle string) error {
	var found []Finding
	bad := 0
	for _, c := range checks {
		ctx, cancel := context.WithTimeout(ctx, checkLimit)
		f := c.look(d, ctx)
		cancel()
		f.Name = c.name
		if f.State == trouble {
			bad++
		}
		found = append(found, f)
		if err := d.tell(f); err != nil {
			return err
		}
	}
	if tone {
		f := d.tone(ctx)
		if f.State == trouble {
			bad++
		}
		found = append(found, f)
		if err := d.tell(f); err != nil {
			return err
		}
	}
	if d.flags.json {
		raw, err := jsonOf(found)
		if err != nil {
			return err
		}
		if err := writeJSON(d.Out, d.Terminal, raw); err != nil {
			return err
		}
	}
	if bundle != "" {
		if err := d.bundle(bundle, found); err != nil {
			return err
		}
		_, _ = fmt.Fprintln(d.Err, d.sayf("已写入 %s：发出去之前可以先看一眼", "written to %s; have a look at it before you send it", clean(bundle)))
	}
	if bad > 0 {
		return &Fault{Code: Failed, Text: d.sayf("%d 项有问题", "%d things do not work", bad)}
	}
	return nil
}

var marks = map[string]string{fine: "✓", note: "·", trouble: "✗"}

// names are the checks in Chinese; in English they are the words themselves.
var checkNames = map[string]string{
	"version": "版本", "config": "设置", "folders": "文件夹", "database": "数据库", "player": "播放器", "proxy": "代理", "service": "服务", "region": "地区", "login": "登录",
	"sound": "声音", "terminal": "终端", "bus": "总线", "tone": "试音",
}

// tell prints a finding as soon as it is known: a line, its advice below it;
// for programs one line with tabs.
func (d *doctor) tell(f Finding) error {
	if d.flags.json {
		return nil
	}
	if !d.Terminal {
		_, err := fmt.Fprintf(d.Out, "%s\t%s\t%s\t%s\n", f.Name, f.State, clean(f.Text), clean(f.Advice))
		return err
	}
	name := f.Name
	if d.lang == lang.ZH {
		name = checkNames[f.Name]
	}
	gap := strings.Repeat(" ", max(9-width(name), 1))
	_, err := fmt.Fprintf(d.Out, "%s %s%s%s\n", marks[f.State], name, gap, clean(f.Text))
	if err == nil && f.Advice != "" {
		_, err = fmt.Fprintf(d.Out, "  %s→ %s\n", strings.Repeat(" ", 9), clean(f.Advice))
	}
	return err
}
