package wire

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"time"

	"ncmtui/api"
	"ncmtui/config"
	"ncmtui/internal/safe"
	"ncmtui/store"
	"ncmtui/ui/pane"
)

// Service is the music service with the stored login, without a player and
// without a screen: what the verbs ask. It starts no goroutine.
type Service struct {
	*account
	API *api.Client

	device string
	places config.Places
	now    func() time.Time
	probe  func(api.Session) (*api.Client, error)
	uid    int64
}

// Connect gives the service; it does no network. Cookies in the options act
// for this run only: nothing of them is kept. A guest leaves the stored login
// alone, whatever is asked.
func Connect(o Options, guest bool) (*Service, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	proxies, err := NewProxies(o.Config)
	if err != nil {
		return nil, err
	}
	k := &keeper{file: o.sessions(o.Notice), now: o.Now}
	session, login := k.load()
	save := k.save
	switch {
	case guest:
		session.Cookies, login = nil, store.Account{}
		save = func(s api.Session) { s.Cookies = nil; k.save(s) }
	case len(o.Cookies) > 0:
		session.Cookies, login = maps.Clone(o.Cookies), store.Account{}
		k = &keeper{file: store.OpenSessions(store.SessionOptions{Now: o.Now}), now: o.Now}
		save = nil
	}
	s := &Service{device: session.Device, places: o.Places, now: o.Now, uid: login.UID, account: &account{keep: k, adopt: func(int64, change) {}}}
	connect := func(session api.Session, save func(api.Session)) (*api.Client, error) {
		opt := api.Options{
			Transport: o.API, Proxy: proxies.API, Now: o.Now, Logger: o.Log, Session: session, Save: save,
			LoginGone: func() { s.lost.Store(true) },
			RealIP:    o.Config.RealIP, Version: o.Version, Timeout: time.Duration(o.Config.Timeout) * time.Second,
		}
		if err := toServer(&opt, o.Config); err != nil {
			return nil, err
		}
		if o.Setup != nil {
			o.Setup(&opt)
		}
		client, err := api.New(opt)
		if err != nil {
			return nil, fmt.Errorf("connect: %w", err)
		}
		return client, nil
	}
	if s.API, err = connect(session, save); err != nil {
		return nil, err
	}
	s.probe = func(session api.Session) (*api.Client, error) { return connect(session, nil) }
	s.api = s.API
	return s, nil
}

// UID is whose the login is: as stored, else by asking; 0 for a guest.
func (s *Service) UID(ctx context.Context) (int64, error) {
	if s.uid != 0 || !s.API.Session().LoggedIn() {
		return s.uid, nil
	}
	user, err := s.Who(ctx)
	s.uid = user.ID
	return s.uid, err
}

// Fresh says that the next login is somebody's who is not known yet.
func (s *Service) Fresh() { s.keep.fresh() }

// Forget wipes the login from the disk without a word to the service.
func (s *Service) Forget() error {
	s.uid = 0
	return s.keep.forget()
}

// LogIn logs in by a phone or an address.
func (s *Service) LogIn(ctx context.Context, c pane.Credentials) (pane.User, error) {
	user, err := (&ways{account: s.account}).LogIn(ctx, c)
	if err == nil {
		s.uid = user.ID
	}
	return user, err
}

// Import takes a login from outside and keeps it, once the service has said
// whose it is: a cookie that it does not know changes nothing.
func (s *Service) Import(ctx context.Context, cookies map[string]safe.Secret) (pane.User, error) {
	user, session, err := whose(ctx, s.probe, s.device, cookies)
	if err != nil {
		return pane.User{}, err
	}
	s.uid = user.ID
	s.keep.own(user.ID, user.Name, session)
	return user, nil
}
