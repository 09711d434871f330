// Package verb owns the verbs for scripts: what they ask the service, and how
// they print it as a table, as lines with tabs or as JSON, and how they
// command the running player. It never plays, never draws a screen, and keeps
// nothing but a login that was asked for.
package verb

import (
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ncmtui/cmd/internal/wire"
	"ncmtui/config"
	"ncmtui/internal/safe"
	"ncmtui/player/remote"
	"ncmtui/ui/lang"
)

// World is where the verbs run. All but Ask and Cookie are needed.
type World struct {
	In          io.Reader
	Out, Err    io.Writer
	Terminal    bool       // Out is a terminal
	ErrTerminal bool       // Err is
	Width       func() int // of it, in cells
	Lang        func() lang.Lang
	// Open gives the service.
	Open func(Want) (*wire.Service, error)
	// Control connects to the running player; for its errors see remote.Dial.
	Control func(context.Context) (*remote.Client, error)
	// Ask reads a line that is not shown from the terminal; nil without one.
	Ask func(prompt string) (string, error)
	// Cookie reads a Cookie header, or the bare value of MUSIC_U.
	Cookie func(text string) (map[string]safe.Secret, error)
	// Env is a login in the environment, "" for none.
	Env safe.Secret
	// Paths are the file of the settings and the program's folders. The error
	// is a machine without a home.
	Paths func() (file string, places config.Places, err error)
	// Settings reads the file, the environment and the flags.
	Settings func() (config.Config, []config.Problem, error)
	// Scrobble reaches the other services that are told of plays; nil: the network.
	Scrobble http.RoundTripper
	// Around is what the doctor looks at.
	Around Surroundings
}

// Want says which service a verb wants.
type Want struct {
	Demo    bool                   // the embedded one
	Guest   bool                   // without the stored login
	Login   bool                   // to change the stored login: none of the environment, and a demo starts logged out
	Cookies map[string]safe.Secret // this login, for this run only; nil: the stored one
}

// flags are those of every verb.
type flags struct {
	json, demo, guest bool
}

func (f *flags) add(cmd *cobra.Command) {
	set := cmd.PersistentFlags()
	set.BoolVar(&f.demo, "demo", false, "ask the embedded service: no account, no network, nothing of yours touched")
	set.BoolVar(&f.guest, "guest", false, "ask without the stored login")
	set.BoolVar(&f.json, "json", false, "print JSON, with the fields that docs/VERBS.md tells")
}

// run is one run of a verb.
type run struct {
	*World
	flags *flags
	svc   *wire.Service
	lang  lang.Lang
}

func (r *run) say(b lang.Both) string { return b.In(r.lang) }

// with makes the RunE of a verb: connected, ended with the command's context,
// its errors told in sentences with their exit codes.
func (w *World) with(f *flags, do func(context.Context, *run, []string) error) func(*cobra.Command, []string) error {
	return w.wanting(f, func() Want { return Want{Demo: f.demo, Guest: f.guest} }, do)
}

func (w *World) wanting(f *flags, want func() Want, do func(context.Context, *run, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		r := &run{World: w, flags: f, lang: w.Lang()}
		var err error
		if r.svc, err = w.Open(want()); err == nil {
			err = do(cmd.Context(), r, args)
		}
		return r.fault(err)
	}
}

// Commands are all verbs of this package.
func Commands(w *World) []*cobra.Command {
	return append([]*cobra.Command{
		newAPI(w), newAuth(w),
		newDaily(w), newPlaylist(w), newAlbum(w), newArtist(w), newSearch(w), newSong(w), newLyric(w), newFM(w),
		newUser(w), newComments(w), newToplist(w), newCloud(w), newRecent(w), newPodcast(w), newMV(w),
		newHistory(w), newStats(w), newScrobble(w),
		newConfig(w), newCache(w), newDoctor(w),
	}, controls(w)...)
}

// reading makes a verb that reads: its flags, at most and at least so many
// words after it.
func (w *World) reading(use, short string, least, most int, do func(context.Context, *run, []string) error) *cobra.Command {
	f := &flags{}
	cmd := &cobra.Command{Use: use, Short: short, Args: words(least, most), RunE: w.with(f, do)}
	cmd.ValidArgsFunction = cobra.NoFileCompletions
	f.add(cmd)
	return cmd
}

// words wants so many arguments; most < 0 is any number.
func words(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if most == 0 && len(args) > 0 {
			return unexpected(cmd, args)
		}
		if len(args) < least || most > 0 && len(args) > most {
			return usage("usage: %s", cmd.UseLine())
		}
		return nil
	}
}

// unexpected refuses words after a verb that takes none, and names the verbs
// below it if it has some.
func unexpected(cmd *cobra.Command, args []string) error {
	path := strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()+" ")
	given := clean(strings.Join(args, " "))
	var subs []string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			subs = append(subs, sub.Name())
		}
	}
	if len(subs) > 0 {
		return usage("there is no %s %s: it is %s", path, given, strings.Join(subs, ", "))
	}
	return usage("%s takes no arguments: %s", path, given)
}

// stamp is a time of the service for a table.
func stamp(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Local().Format("2006-01-02 15:04")
}

func day(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Local().Format(time.DateOnly)
}

// home is the zone of the service's dates: it writes a day as its midnight
// there.
var home = time.FixedZone("", 8*60*60)

// date is a day that the service means, whatever the time here.
func date(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.In(home).Format(time.DateOnly)
}
