package wire

import (
	"context"
	"errors"
	"net/http"

	"ncmtui/config"
	"ncmtui/internal/safe"
	"ncmtui/player/report"
	"ncmtui/player/report/lastfm"
	"ncmtui/player/report/listenbrainz"
	"ncmtui/store"
)

// Scrobblers logs in to the services beside the music's that are told of
// plays, and out of them. A running player sees the change within seconds.
type Scrobblers struct {
	dir string
	cfg config.Report
	web *http.Client
}

// NewScrobblers keeps the logins in the folder of the data. rt nil is the
// network, with the proxy of the settings.
func NewScrobblers(dir string, c config.Config, rt http.RoundTripper) (*Scrobblers, error) {
	if rt == nil {
		proxies, err := NewProxies(c)
		if err != nil {
			return nil, err
		}
		rt = scrobbleTransport(proxies)
	}
	return &Scrobblers{dir, c.Report, report.Client(rt)}, nil
}

// Logins are those that are kept.
func (s *Scrobblers) Logins() (store.Scrobblers, error) { return store.LoadScrobblers(s.dir) }

// Outgoings is what waits for the services, the music's too.
func (s *Scrobblers) Outgoings(ctx context.Context) ([]store.Outgoing, error) {
	db := store.Open(store.Options{Dir: s.dir})
	out, err := db.Outgoings(ctx)
	if closed := db.Close(); err == nil {
		err = closed
	}
	return out, err
}

// LastFMAsk is a login at Last.fm that its user has to allow.
type LastFMAsk struct {
	// Address is where.
	Address string

	s      *Scrobblers
	client *lastfm.Client
	token  safe.Secret
}

// LastFM begins a login, with the user's own key.
func (s *Scrobblers) LastFM(ctx context.Context, key string, secret safe.Secret) (*LastFMAsk, error) {
	a := &LastFMAsk{s: s, client: &lastfm.Client{Server: s.cfg.LastFMServer, Key: key, Secret: secret, HTTP: s.web}}
	var err error
	if a.token, err = a.client.Token(ctx); err != nil {
		return nil, err
	}
	a.Address = a.client.Approve(a.token)
	return a, nil
}

// Finish keeps the login once it is allowed; until then waiting is true.
func (a *LastFMAsk) Finish(ctx context.Context) (user string, waiting bool, err error) {
	user, session, err := a.client.Login(ctx, a.token)
	if lastfm.Unapproved(err) {
		return "", true, nil
	}
	if err != nil {
		return "", false, err
	}
	return user, false, a.s.change(func(l *store.Scrobblers) {
		l.LastFM = store.LastFMLogin{User: user, Server: a.client.Server, Key: a.client.Key, Secret: a.client.Secret, Session: session}
	})
}

// ListenBrainz keeps a token once the service has said whose it is.
func (s *Scrobblers) ListenBrainz(ctx context.Context, token safe.Secret) (user string, err error) {
	c := listenbrainz.Client{Server: s.cfg.BrainzServer, Token: token, HTTP: s.web}
	if user, err = c.Login(ctx); err != nil {
		return "", err
	}
	return user, s.change(func(l *store.Scrobblers) {
		l.ListenBrainz = store.BrainzLogin{User: user, Server: c.Server, Token: token}
	})
}

// Forget ends the login at a service here; the service itself is not asked. It
// gives who it was, "" nobody.
func (s *Scrobblers) Forget(service report.Service) (user string, err error) {
	err = s.change(func(l *store.Scrobblers) {
		if service == report.LastFM {
			user, l.LastFM = l.LastFM.User, store.LastFMLogin{}
			return
		}
		user, l.ListenBrainz = l.ListenBrainz.User, store.BrainzLogin{}
	})
	return user, err
}

// change changes the logins of the file. A damaged file is one without logins;
// one of a newer version, or that cannot be read now, is left alone.
func (s *Scrobblers) change(f func(*store.Scrobblers)) error {
	l, err := store.LoadScrobblers(s.dir)
	if err != nil && !errors.Is(err, store.ErrScrobblers) {
		return err
	}
	f(&l)
	return store.SaveScrobblers(s.dir, l)
}
