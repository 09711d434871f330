package verb

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/spf13/cobra"

	"ncmtui/cmd/internal/wire"
	"ncmtui/player/report"
	"ncmtui/player/report/lastfm"
	"ncmtui/player/report/listenbrainz"
	"ncmtui/store"
	"ncmtui/ui/lang"
)

// ScrobbleTo is a service that is told of plays.
type ScrobbleTo struct {
	Service string `json:"service" doc:"netease, lastfm, listenbrainz"`
	User    string `json:"user" doc:"who is logged in there; empty for nobody, and for netease (see auth status)"`
	On      bool   `json:"on" doc:"it is told: report.netease, report.lastfm, report.listenbrainz"`
	Waiting int    `json:"waiting" doc:"reports that are still to be sent"`
	GivenUp int    `json:"given_up" doc:"reports that the service refused"`
}

func newScrobble(w *World) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "scrobble",
		Short: "Who is told of plays beside NetEase (Last.fm, ListenBrainz): status, login, logout",
		Args:  words(0, 0),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newScrobbleStatus(w), newScrobbleLogin(w), newScrobbleLogout(w))
	return cmd
}

// scrobblers are the logins of the other services.
func (r *run) scrobblers() (*wire.Scrobblers, error) {
	_, places, err := r.Paths()
	if err != nil {
		return nil, err
	}
	c, _, err := r.Settings()
	if err != nil {
		return nil, err
	}
	return wire.NewScrobblers(places.Data, c, r.Scrobble)
}

func newScrobbleStatus(w *World) *cobra.Command {
	return w.local("status", "Who is told of plays, as whom, and what still waits", func(ctx context.Context, r *run, _ []string) error {
		s, err := r.scrobblers()
		if err != nil {
			return err
		}
		l, err := s.Logins()
		if err != nil {
			return err
		}
		waiting, err := s.Outgoings(ctx)
		if err != nil {
			return err
		}
		c, _, err := r.Settings()
		if err != nil {
			return err
		}
		rows := []ScrobbleTo{
			{Service: string(report.NetEase), On: c.Report.NetEase},
			{Service: string(report.LastFM), User: l.LastFM.User, On: c.Report.LastFM && l.LastFM.User != ""},
			{Service: string(report.ListenBrainz), User: l.ListenBrainz.User, On: c.Report.ListenBrainz && l.ListenBrainz.User != ""},
		}
		for i := range rows {
			rows[i].count(waiting)
		}
		return list(r, scrobbleColumns(r), rows, nil)
	})
}

func (s *ScrobbleTo) count(all []store.Outgoing) {
	for _, o := range all {
		if o.Service == s.Service {
			s.Waiting, s.GivenUp = o.Waiting, o.GivenUp
		}
	}
}

func scrobbleColumns(r *run) []column[ScrobbleTo] {
	return []column[ScrobbleTo]{
		word(lang.Both{ZH: "服务", EN: "Service"}, func(s ScrobbleTo) string { return s.Service }, 0, 0),
		word(lang.Both{ZH: "用户", EN: "User"}, func(s ScrobbleTo) string { return s.User }, 0, 0),
		word(lang.Both{ZH: "上报", EN: "Told"}, func(s ScrobbleTo) string {
			if s.On {
				return r.say(lang.Both{ZH: "是", EN: "yes"})
			}
			return r.say(lang.Both{ZH: "否", EN: "no"})
		}, 0, 0),
		num(lang.Both{ZH: "待发送", EN: "Waiting"}, func(s ScrobbleTo) int64 { return int64(s.Waiting) }, 0),
		num(lang.Both{ZH: "已放弃", EN: "Given up"}, func(s ScrobbleTo) int64 { return int64(s.GivenUp) }, 0),
	}
}

// scrobbleServices are the words of login and logout.
var scrobbleServices = []cobra.Completion{string(report.LastFM), string(report.ListenBrainz)}

// naming makes a verb with the name of a service behind it.
func (w *World) naming(use, short string, do func(context.Context, *run, report.Service) error) *cobra.Command {
	f := &flags{}
	cmd := &cobra.Command{
		Use: use + " lastfm|listenbrainz", Short: short, Args: words(1, 1),
		ValidArgsFunction: cobra.FixedCompletions(scrobbleServices, cobra.ShellCompDirectiveNoFileComp),
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		r := &run{World: w, flags: f, lang: w.Lang()}
		service := report.Service(args[0])
		if service != report.LastFM && service != report.ListenBrainz {
			return usage("there is no service %s: it is lastfm or listenbrainz", clean(args[0]))
		}
		return r.fault(do(cmd.Context(), r, service))
	}
	return cmd
}

func newScrobbleLogin(w *World) *cobra.Command {
	cmd := w.naming("login", "Log in at Last.fm or ListenBrainz, so that they are told of plays", func(ctx context.Context, r *run, service report.Service) error {
		s, err := r.scrobblers()
		if err != nil {
			return err
		}
		login := r.loginLastFM
		if service == report.ListenBrainz {
			login = r.loginListenBrainz
		}
		user, err := login(ctx, s)
		if err != nil {
			return r.scrobbleFault(err)
		}
		_, err = fmt.Fprintln(r.Out, clean(user))
		return err
	})
	cmd.Long = `login lets a service beside NetEase hear of plays, and prints who is logged in.

lastfm wants a key of your own, from https://www.last.fm/api/account/create
(ncmtui has none): the key as lastfm.api_key in the settings, in
NCMTUI_LASTFM_KEY, or typed; its shared secret in NCMTUI_LASTFM_SECRET, typed, or
through the standard input. Then an address is shown, where you allow it.

listenbrainz wants the token of https://listenbrainz.org/settings/: in
NCMTUI_LISTENBRAINZ_TOKEN, typed, or through the standard input.

Secrets are kept in scrobble.json beside the login, for your eyes only; they are
never taken from the command line, where others can read them.`
	return cmd
}

// How long and how often Last.fm is asked whether its user has allowed it.
const (
	allowLife  = 15 * time.Minute
	allowEvery = 5 * time.Second
)

func (r *run) loginLastFM(ctx context.Context, s *wire.Scrobblers) (string, error) {
	c, _, err := r.Settings()
	if err != nil {
		return "", err
	}
	key := c.Report.LastFMKey
	if key == "" {
		typed, err := r.typed(ctx, "NCMTUI_LASTFM_KEY", lang.Both{ZH: "Last.fm API key：", EN: "Last.fm API key: "}, true)
		if err != nil {
			return "", err
		}
		key = typed.Reveal()
	}
	secret, err := r.typed(ctx, "NCMTUI_LASTFM_SECRET", lang.Both{ZH: "Last.fm 密钥（不会显示）：", EN: "Its shared secret (it is not shown): "}, false)
	if err != nil {
		return "", err
	}
	ask, err := s.LastFM(ctx, key, secret)
	if err != nil {
		return "", err
	}
	_, _ = fmt.Fprintln(r.Err, r.say(lang.Both{ZH: "在浏览器中打开并同意：", EN: "Open this in a browser and allow it: "})+clean(ask.Address))
	for end := time.Now().Add(allowLife); ; {
		user, waiting, err := ask.Finish(ctx)
		if err != nil || !waiting {
			return user, err
		}
		if time.Now().After(end) {
			return "", &Fault{Code: Failed, Text: r.say(lang.Both{ZH: "还没有同意，再运行一次", EN: "it was not allowed; run it again"})}
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(allowEvery):
		}
	}
}

func (r *run) loginListenBrainz(ctx context.Context, s *wire.Scrobblers) (string, error) {
	token, err := r.typed(ctx, "NCMTUI_LISTENBRAINZ_TOKEN", lang.Both{ZH: "ListenBrainz token（不会显示）：", EN: "ListenBrainz token (it is not shown): "}, false)
	if err != nil {
		return "", err
	}
	return s.ListenBrainz(ctx, token)
}

// scrobbleFault gives an error of the other services its sentence and code.
func (r *run) scrobbleFault(err error) error {
	var last *lastfm.Error
	var brainz *listenbrainz.Error
	var known *Fault
	var way *url.Error
	var class report.Class
	switch {
	case errors.As(err, &known), errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, listenbrainz.ErrToken):
		class = report.LoginGone
	case errors.As(err, &last):
		class, _, _ = lastfm.Classify(err)
	case errors.As(err, &brainz):
		class, _, _ = listenbrainz.Classify(err)
	case !errors.As(err, &way):
		return err
	default:
		return &Fault{Code: Network, Err: err, Text: r.say(lang.Both{ZH: "连不上这个服务", EN: "the service cannot be reached"})}
	}
	switch class {
	case report.LoginGone:
		return &Fault{Code: Login, Err: err, Text: r.say(lang.Both{ZH: "服务端不认这个 key、密钥或 token", EN: "the service does not know this key, secret or token"})}
	case report.TooOften:
		return &Fault{Code: Limited, Err: err, Text: r.say(lang.Both{ZH: "请求太频繁，过一会儿再试", EN: "too many requests: try again later"})}
	case report.Bad, report.Unsure, report.Unsent, report.Suspicious:
	}
	return &Fault{Code: Failed, Err: err, Text: clean(err.Error())}
}

func newScrobbleLogout(w *World) *cobra.Command {
	return w.naming("logout", "Forget the login at Last.fm or ListenBrainz", func(_ context.Context, r *run, service report.Service) error {
		s, err := r.scrobblers()
		if err != nil {
			return err
		}
		user, err := s.Forget(service)
		if err == nil && user == "" {
			_, _ = fmt.Fprintln(r.Err, r.say(lang.Both{ZH: "本来就没有登录", EN: "nobody was logged in"}))
		}
		return err
	})
}
