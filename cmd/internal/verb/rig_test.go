package verb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/spf13/cobra"

	"ncmtui/api"
	"ncmtui/api/ncmfake"
	"ncmtui/cmd/internal/wire"
	"ncmtui/config"
	"ncmtui/internal/safe"
	"ncmtui/player/remote"
	"ncmtui/ui/lang"
)

// rig is the command line on the embedded service, with folders of its own.
type rig struct {
	t           *testing.T
	svc         *ncmfake.Service
	places      config.Places
	terminal    bool
	errTerminal bool
	width       int
	lang        lang.Lang
	in          string
	env         safe.Secret
	environ     map[string]string // the variables of the settings and of the doctor
	around      Surroundings
	scrobble    http.RoundTripper
	out, err    bytes.Buffer
	wants       []Want
	dial        func(context.Context) (*remote.Client, error)
	dialing     sync.Mutex // guards dial
}

// newRig is a rig with a stored login, or of a guest.
func newRig(t *testing.T, loggedIn bool) *rig {
	t.Helper()
	r := &rig{t: t, svc: ncmfake.New(ncmfake.Options{LoggedIn: loggedIn}), places: config.DirsIn(t.TempDir()), width: 80, lang: lang.EN}
	if loggedIn {
		svc, err := r.open(Want{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := svc.Import(t.Context(), r.cookies()); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func (r *rig) cookies() map[string]safe.Secret {
	out := map[string]safe.Secret{}
	for _, c := range r.svc.SessionCookies() {
		out[c.Name] = safe.Secret(c.Value)
	}
	return out
}

func (r *rig) open(want Want) (*wire.Service, error) {
	r.wants = append(r.wants, want)
	return wire.Connect(wire.Options{
		Config: config.Default(), Places: r.places, API: r.svc.Transport(), Version: "test", Cookies: want.Cookies,
		Setup: func(o *api.Options) { o.WeapiKey, o.Rate = r.svc.WeapiPublicKey(), -1 },
	}, want.Guest)
}

// control is the running player: none, but for tests that set it.
func (r *rig) control(ctx context.Context) (*remote.Client, error) {
	r.dialing.Lock() // tests change it while a verb follows
	defer r.dialing.Unlock()
	if r.dial == nil {
		return nil, remote.ErrNotRunning
	}
	return r.dial(ctx)
}

// parse reads "MUSIC_U=…", as much as tests need of it.
func parse(text string) (map[string]safe.Secret, error) {
	value, ok := strings.CutPrefix(text, "MUSIC_U=")
	if !ok {
		return nil, errors.New("there is no MUSIC_U in it")
	}
	return map[string]safe.Secret{"MUSIC_U": safe.Secret(value)}, nil
}

// root is the command line, as the program makes it.
func (r *rig) root(args ...string) *cobra.Command {
	w := &World{
		In: strings.NewReader(r.in), Out: &r.out, Err: &r.err, Terminal: r.terminal, ErrTerminal: r.errTerminal, Width: func() int { return r.width },
		Lang: func() lang.Lang { return r.lang }, Open: r.open, Control: r.control, Cookie: parse, Env: r.env,
		Paths: func() (string, config.Places, error) { return r.places.File(), r.places, nil },
		Settings: func() (config.Config, []config.Problem, error) {
			c, problems := config.Load(r.places.File(), config.Env(func(name string) (string, bool) {
				v, ok := r.environ[name]
				return v, ok
			}))
			return c, problems, nil
		},
		Around: r.around, Scrobble: r.scrobble,
	}
	if w.Around.Getenv == nil {
		w.Around.Getenv = func(name string) string { return r.environ[name] }
	}
	root := &cobra.Command{Use: "ncmtui", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(Commands(w)...)
	root.SetArgs(Args(args))
	root.SetOut(&r.out)
	root.SetErr(&r.err)
	return root
}

// run runs a verb; what it says goes to r.out and r.err, and the exit code is
// given. An error without a code of its own is -1.
func (r *rig) run(args ...string) int {
	r.t.Helper()
	return r.runCtx(r.t.Context(), args...)
}

func (r *rig) runCtx(ctx context.Context, args ...string) int {
	r.out.Reset()
	r.err.Reset()
	err := r.root(args...).ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	_, _ = fmt.Fprintln(&r.err, err)
	var f *Fault
	if errors.As(err, &f) {
		return f.Code
	}
	return -1
}

// must runs a verb that has to succeed and gives what it printed.
func (r *rig) must(args ...string) string {
	r.t.Helper()
	if code := r.run(args...); code != 0 {
		r.t.Fatalf("%v: exit code %d: %s", args, code, r.err.String())
	}
	return r.out.String()
}

func (r *rig) first(args ...string) string {
	r.t.Helper()
	line, _, _ := strings.Cut(r.must(args...), "\n")
	return line
}
