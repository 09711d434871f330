package wire

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"ncmtui/api"
	"ncmtui/config"
	"ncmtui/player"
	"ncmtui/player/report"
	"ncmtui/player/report/lastfm"
	"ncmtui/player/report/listenbrainz"
	"ncmtui/store"
	"ncmtui/ui"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

// reportTo makes the reporter: plays are told to the music service, and to
// those where the user has logged in.
func (m *Machine) reportTo(o Options, uid *atomic.Int64) {
	box := outbox{m.db}
	m.others = newOthers(o, m.proxies, m.board.post)
	m.report = report.NewReporter(report.Options{
		Outbox: box, Tally: box.tally, Record: listened{m.db, m.API, o.Now}, Now: o.Now, Log: o.Log,
		Off: m.settings.reportsOff, Private: m.settings.private, LoginGone: m.board.scrobblesNoMore,
		Changed: func() {
			if !o.Headless {
				m.board.post(ui.Notice{Recount: true})
			}
			select {
			case <-m.heard:
				m.control.Stir()
			default:
			}
		},
		Posts: append([]report.Post{{
			Service: report.NetEase, Sender: sender{m.API}, Counts: report.Counts, Starts: true,
			Classify: func(err error) (report.Class, string, time.Duration) {
				class, word := classify(err)
				return class, word, 0
			},
		}}, m.others.posts()...),
	})
	m.report.SetAccount(uid.Load())
	m.others.read(m.report)
}

// reports is what is told of plays now.
func (s *settings) reports() config.Report {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cfg.Report
}

func (s *settings) private() bool { return s.reports().Private }

// reportsOff says that a service is not to be told of the account's plays.
func (s *settings) reportsOff(to report.Service, account int64) bool {
	r := s.reports()
	switch to {
	case report.NetEase:
		return !r.NetEase || r.Excepts(account)
	case report.LastFM:
		return !r.LastFM
	case report.ListenBrainz:
		return !r.ListenBrainz
	}
	return false
}

// others are the services beside the music's, with the logins there as the
// file has them.
type others struct {
	dir     string
	version string
	web     *http.Client
	log     *slog.Logger
	seen    stamp           // of the file
	post    func(ui.Notice) // says something on the screen

	mu     sync.Mutex
	last   *lastfm.Client
	lastOf string // whose that is
	brainz *listenbrainz.Client
	benOf  string
}

func newOthers(o Options, proxies *Proxies, post func(ui.Notice)) *others {
	rt := o.Scrobble
	if rt == nil {
		rt = scrobbleTransport(proxies)
	}
	return &others{dir: o.Places.Data, version: o.Version, web: report.Client(rt), log: o.Log, post: post}
}

// scrobbleTransport is the network, with the proxy of the settings.
func scrobbleTransport(proxies *Proxies) http.RoundTripper {
	return &http.Transport{
		Proxy: proxies.API, TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: 20 * time.Second,
		IdleConnTimeout: time.Minute, MaxIdleConns: 4, ForceAttemptHTTP2: true,
	}
}

func (s *others) posts() []report.Post {
	return []report.Post{
		{
			Service: report.LastFM, Sender: toLast{s}, Classify: classOf(lastfm.Classify), Counts: report.Scrobbles,
			Batch: lastfm.Batch, Loves: true,
		},
		{
			Service: report.ListenBrainz, Sender: toBrainz{s}, Classify: classOf(listenbrainz.Classify), Counts: report.Scrobbles,
			Batch: listenbrainz.Batch, Loves: true,
		},
	}
}

// errNoUser says that somebody is not logged in any more.
var errNoUser = errors.New("the login at the service has changed")

func classOf(of func(error) (report.Class, string, time.Duration)) func(error) (report.Class, string, time.Duration) {
	return func(err error) (report.Class, string, time.Duration) {
		if errors.Is(err, errNoUser) {
			return report.LoginGone, "login", 0
		}
		return of(err)
	}
}

// read takes the logins of the file when it has changed, and tells the
// reporter.
func (s *others) read(r *report.Reporter) {
	if s.dir == "" {
		return
	}
	now := stampOf(store.ScrobblersPath(s.dir))
	if now == s.seen {
		return
	}
	s.seen = now
	l, err := store.LoadScrobblers(s.dir)
	if err != nil {
		s.log.Warn("nobody is logged in at other services", "err", err)
		s.post(ui.Notice{Bad: true, Text: lang.Both{
			ZH: "Last.fm 和 ListenBrainz 的登录文件（scrobble.json）无法读取，播放不会告诉它们 · 重新登录：ncmtui scrobble login",
			EN: "The logins at Last.fm and ListenBrainz (scrobble.json) cannot be read: they are told of no plays · log in again: ncmtui scrobble login",
		}})
	}
	s.mu.Lock()
	s.last = &lastfm.Client{Server: l.LastFM.Server, Key: l.LastFM.Key, Secret: l.LastFM.Secret, Session: l.LastFM.Session, HTTP: s.web}
	s.brainz = &listenbrainz.Client{Server: l.ListenBrainz.Server, Token: l.ListenBrainz.Token, Version: s.version, HTTP: s.web}
	s.lastOf, s.benOf = l.LastFM.User, l.ListenBrainz.User
	s.mu.Unlock()
	r.SetUser(report.LastFM, l.LastFM.User)
	r.SetUser(report.ListenBrainz, l.ListenBrainz.User)
}

// look reads the logins again when a verb has changed them.
func (s *others) look(r *report.Reporter) look {
	return func(context.Context) time.Duration {
		s.read(r)
		return watchEvery
	}
}

// toLast and toBrainz send as the user whom a report is told for: the login may
// have changed since it was made.
type toLast struct{ *others }

func (s toLast) as(user string) (*lastfm.Client, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil || user == "" || s.lastOf != user {
		return nil, errNoUser
	}
	return s.last, nil
}

func (s toLast) Send(ctx context.Context, k report.Kind, reports []report.Report) error {
	c, err := s.as(reports[0].User)
	if err != nil {
		return err
	}
	return c.Send(ctx, k, reports)
}

func (s toLast) NowPlaying(ctx context.Context, r report.Report) error {
	c, err := s.as(r.User)
	if err != nil {
		return err
	}
	return c.NowPlaying(ctx, r)
}

type toBrainz struct{ *others }

func (s toBrainz) as(user string) (*listenbrainz.Client, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.brainz == nil || user == "" || s.benOf != user {
		return nil, errNoUser
	}
	return s.brainz, nil
}

func (s toBrainz) Send(ctx context.Context, k report.Kind, reports []report.Report) error {
	c, err := s.as(reports[0].User)
	if err != nil {
		return err
	}
	return c.Send(ctx, k, reports)
}

func (s toBrainz) NowPlaying(ctx context.Context, r report.Report) error {
	c, err := s.as(r.User)
	if err != nil {
		return err
	}
	return c.NowPlaying(ctx, r)
}

// loved tells the other services, and the user's own program, of a song that
// is liked, or no longer.
func (m *Machine) loved(ctx context.Context, id int64, on bool) {
	report := m.report != nil && m.settings.reports().Love
	if !report && !m.hooks.likes() {
		return
	}
	songs, err := m.lists.Songs(ctx, []int64{id})
	if err != nil || len(songs) == 0 {
		m.hooks.liked(player.Track{ID: id}, on)
		return // nobody knows its name
	}
	t := pane.TrackOf(songs[0], player.Source{})
	m.hooks.liked(t, on)
	if report {
		m.report.Love(t, on)
	}
}

// loving is a taste that tells of what is liked.
type loving struct {
	fetcher
	m *Machine
}

func (l loving) SetLiked(ctx context.Context, id int64, like bool) error {
	err := l.fetcher.SetLiked(ctx, id, like)
	if err == nil {
		l.m.loved(ctx, id, like)
	}
	return err
}

// weekAgo is how far the listening record reaches back.
const weekAgo = 7 * 24 * time.Hour

// listened is the account's listening record at the service.
type listened struct {
	db  *store.DB
	api *api.Client
	now func() time.Time
}

func (l listened) Heard(ctx context.Context, account int64) (map[int64]int, error) {
	got, err := l.api.Rank(ctx, account, true)
	counts := make(map[int64]int, len(got))
	for i := range got {
		counts[got[i].Song.ID] = got[i].Plays
	}
	return counts, err
}

func (l listened) Before(ctx context.Context, account int64) (map[int64]int, time.Time, error) {
	return l.db.Heard(ctx, account)
}

func (l listened) Waiting(ctx context.Context, account int64) ([]report.Waiting, error) {
	plays, err := l.db.Unproved(ctx, account, l.now().Add(-weekAgo))
	return each(plays, func(p store.Play) report.Waiting {
		return report.Waiting{Play: p.ID, Song: p.Song, Accepted: p.Accepted}
	}), err
}

func (l listened) Keep(ctx context.Context, account int64, heard map[int64]int, counted []string, at time.Time) error {
	return l.db.KeepHeard(ctx, account, heard, counted, at)
}

// scrobblesNoMore says that a login at another service is over.
func (b board) scrobblesNoMore(s report.Service) {
	name, verb := "Last.fm", "lastfm"
	switch s {
	case report.NetEase:
		return // the whole screen says so
	case report.ListenBrainz:
		name, verb = "ListenBrainz", "listenbrainz"
	case report.LastFM:
	}
	b.post(ui.Notice{Bad: true, Text: lang.Both{
		ZH: name + " 的登录已失效，播放记录先留在本机 · 运行 ncmtui scrobble login " + verb,
		EN: "The login at " + name + " is over; plays are kept here meanwhile · run ncmtui scrobble login " + verb,
	}})
}

// tally is what became of today's plays, for the screen.
func (m *Machine) tally() ui.Tally {
	t := m.report.Tally()
	return ui.Tally{Accepted: t.Accepted, Counted: t.Counted}
}
