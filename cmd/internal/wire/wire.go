// Package wire ties the rooms together: it adapts what one room gives to what
// another asks for. It draws nothing, plays nothing and decides nothing.
package wire

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"ncmtui/api"
	"ncmtui/cmd/internal/metered"
	"ncmtui/cmd/internal/turn"
	"ncmtui/config"
	"ncmtui/internal/safe"
	"ncmtui/player"
	"ncmtui/player/decode"
	"ncmtui/player/mpris"
	"ncmtui/player/notify"
	"ncmtui/player/output"
	"ncmtui/player/remote"
	"ncmtui/player/report"
	"ncmtui/player/resample"
	"ncmtui/player/stream"
	"ncmtui/store"
	"ncmtui/store/catalogue"
	"ncmtui/ui"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/term"
)

// Options say what the program is made of. Config and Output are needed.
type Options struct {
	Config  config.Config
	Places  config.Places // a zero Data keeps nothing; a zero Cache keeps songs in memory
	Lang    lang.Lang
	Output  output.Opener
	StandIn output.Opener     // see player.Options
	API     http.RoundTripper // nil: the network
	Audio   http.RoundTripper // nil: the network
	// Scrobble reaches the other services that are told of plays; nil: the network.
	Scrobble http.RoundTripper
	Setup    func(*api.Options)
	Cookies  map[string]safe.Secret // a login from outside; it is used and kept
	Tmux     bool                   // the terminal is tmux
	Remote   bool                   // the terminal is at the other end of a network
	AtLogin  bool                   // the screen begins at the login page
	Version  string
	Notice   func(store.Notice) // hears at once what the store has to tell; nil: nobody
	Now      func() time.Time   // nil: time.Now
	Log      *slog.Logger       // nil: none
	// Problems of the settings, to be said on the screen.
	Problems []config.Problem
	Watch    *Watch // the settings are read again when they change; nil: never
	// Network tells of the machine's network, at once and when it changes,
	// until its context ends; nil: never. See package metered.
	Network func(context.Context, func(metered.State))
	Desktop notify.Desktop // shows what plays, where the settings want it; nil: nobody
	// Decode makes decoders; nil: the player's own.
	Decode func(decode.Input, decode.Hint) (decode.Decoder, error)

	// Headless makes no screen. Link makes nothing but a screen, of the player
	// at its other end.
	Headless bool
	Link     *remote.Link
	Beyond   ui.Beyond // of the screen
}

// Machine is the program behind the screen. App is nil when it is Headless,
// Player when a Link leads to another process's.
type Machine struct {
	App    *ui.App
	Player *player.Player
	API    *api.Client

	lists  *catalogue.Catalogue
	db     *store.DB
	covers *covers
	memory *memory
	report *report.Reporter
	others *others
	scribe *scribe
	radio  *radio
	bin    *bin
	stop   context.CancelFunc
	group  safe.Group
	log    *slog.Logger

	account  *account
	ways     *ways
	board    board
	settings *settings
	proxies  *Proxies
	turns    *turn.Turns // nil: nobody else asks the service
	hooks    *hooks
	control  *remote.Server // nil without
	keys     *mpris.Service // nil without
	link     *remote.Link   // nil: the player is here
	other    chan struct{}  // another process has changed the login; of a Headless
	heard    chan struct{}  // closed when there is a control socket to speak through
}

// kept is what the last run left, read before the first frame.
type kept struct {
	session api.Session
	login   store.Account
	queue   store.Queue
	former  store.Queue // that queue has replaced
	found   bool
	recent  []int64
	memory  map[store.Memo]string // of the screen
}

// loadLimit bounds what the first frame waits for the disk.
const loadLimit = 250 * time.Millisecond

// New builds the program and starts its goroutines. It does no network. The
// error is a machine without randomness, a proxy that is none, or a token file
// that cannot be read.
func New(o Options) (*Machine, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	m := &Machine{log: o.Log, board: make(board, maxNotices), link: o.Link, other: make(chan struct{}, 1), heard: make(chan struct{})}
	var err error
	if m.proxies, err = NewProxies(o.Config); err != nil {
		return nil, err
	}
	keys, wrong := keymap.Of(o.Config.KeyPreset, o.Config.Binds)
	m.settings = newSettings(o.Config, m.proxies)
	m.board.problems(slices.Concat(o.Problems, wrong))
	told := func(n store.Notice) {
		m.board.kept(n)
		if o.Notice != nil {
			o.Notice(n)
		}
	}
	m.db = store.Open(store.Options{Dir: o.Places.Data, Now: o.Now, Log: o.Log, OnNotice: told, Beside: o.Link != nil})
	k := &keeper{file: o.sessions(told), now: o.Now}
	old := m.load(k, o)
	if err := m.connect(o, k, old); err != nil {
		return nil, errors.Join(err, m.db.Close())
	}
	var uid atomic.Int64
	uid.Store(old.login.UID)
	m.listsOf(o, &uid)
	if o.Audio == nil {
		o.Audio = api.Upstream(stream.NewTransport(m.proxies.Audio))
	}
	m.covers = newCovers(o.Audio, o.Places.Cache)
	if m.link == nil {
		m.reportTo(o, &uid)
		m.makePlayer(o, old, &uid)
	}
	m.adopts(&uid)
	if old.login.UID != 0 {
		m.account.known.Store(&pane.User{ID: old.login.UID, Name: old.login.Name, LoggedIn: true})
	}
	if !o.Headless {
		m.makeScreen(o, old, &uid, keys)
	}
	m.start(o, &uid)
	return m, nil
}

// load reads what the last run left.
func (m *Machine) load(k *keeper, o Options) kept {
	var old kept
	old.session, old.login = k.load()
	if len(o.Cookies) > 0 {
		k.fresh()
		old.session.Cookies, old.login = o.Cookies, k.known(o.Cookies)
	}
	ctx, cancel := context.WithTimeout(context.Background(), loadLimit)
	defer cancel()
	var err error
	if m.link == nil {
		m.loadPlayed(ctx, &old)
	}
	if old.memory, err = m.db.Memory(ctx); err != nil {
		m.log.Warn("what the screen remembers was not read", "err", err)
	}
	return old
}

func (m *Machine) loadPlayed(ctx context.Context, old *kept) {
	var err error
	if old.queue, old.found, err = m.db.LoadQueue(ctx, old.login.UID); err != nil {
		m.log.Warn("the last queue was not read", "err", err)
	}
	if old.former, _, err = m.db.Former(ctx, old.login.UID); err != nil {
		m.log.Warn("the queue before was not read", "err", err)
	}
	if old.recent, err = m.db.FMSeen(ctx, old.login.UID); err != nil {
		m.log.Warn("the songs the FM played were not read", "err", err)
	}
}

func (m *Machine) connect(o Options, k *keeper, old kept) error {
	opt := api.Options{
		Transport: o.API, Proxy: m.proxies.API, Now: o.Now, Logger: o.Log, Session: old.session, Save: k.save,
		LoginGone: m.loginGone,
		RealIP:    o.Config.RealIP, Version: o.Version, Timeout: time.Duration(o.Config.Timeout) * time.Second,
	}
	if err := toServer(&opt, o.Config); err != nil {
		return err
	}
	if o.Places.Runtime != "" {
		m.turns = turn.In(o.Places.Runtime, o.Now, o.Log)
		opt.Turn = m.turns.Wait
	}
	if o.Setup != nil {
		o.Setup(&opt)
	}
	client, err := api.New(opt)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	m.API = client
	m.account = &account{api: client, keep: k}
	m.ways = &ways{account: m.account, dir: o.Places.Runtime, probe: func(s api.Session) (*api.Client, error) {
		of := opt
		of.Session, of.Save, of.LoginGone = s, nil, nil
		return api.New(of)
	}}
	return nil
}

// loginGone is the client's hook: everything stays as it is until the next
// login, the account's reports included.
func (m *Machine) loginGone() {
	m.account.lost.Store(true)
	m.board.loginGone()
}

func (m *Machine) listsOf(o Options, uid *atomic.Int64) {
	f := fetcher{api: m.API, who: uid.Load}
	m.lists = catalogue.New(catalogue.Options{
		Songs: f, Lists: f, Taste: loving{f, m}, Search: f, Disk: m.db, Now: o.Now, Log: o.Log,
		Ambiguous: func(err error) bool { return errors.Is(err, api.ErrNetwork) && !api.Unsent(err) },
	})
	m.lists.SetAccount(uid.Load())
}

func (m *Machine) makePlayer(o Options, old kept, uid *atomic.Int64) {
	state := player.Saved{Current: -1, Volume: o.Config.Volume, Mode: modeNamed(o.Config.Mode)}
	if old.found {
		state = keptState(old.queue, old.former)
	}
	if o.Decode == nil && o.Config.MP3Decoder == "go-mp3" {
		o.Decode = decode.OpenGoMP3
	}
	m.radio = &radio{lists: m.lists, api: m.API, db: m.db, who: uid.Load, account: old.login.UID}
	p, err := player.New(player.Options{
		Resolver: tuned{resolver{api: m.API, now: o.Now}, m.settings},
		FM:       m.radio,
		Name:     m.named,
		Output:   o.Output, StandIn: o.StandIn, Decode: o.Decode, Resample: resample.New, Transport: o.Audio,
		CacheDir: Songs(o.Places, o.Config), CacheLimit: o.Config.CacheSize,
		Level: m.settings.keptLevel, ReplayGain: true, App: "ncmtui",
		Effects: player.Effects{
			Equalizer: o.Config.Tone.Preset, Gains: o.Config.Tone.Gains,
			Crossfade: o.Config.Crossfade, Normalize: o.Config.Normalize,
		},
		Policy: player.Policy{SkipTrials: o.Config.SkipTrials, Hide: o.Config.HideGrey},
		Kept:   &state, FMRecent: old.recent, Now: o.Now, Log: o.Log,
	})
	if err != nil {
		o.Log.Warn("songs are not kept", "err", err)
	}
	m.Player = p
	m.bin = newBin(m.lists.Trash, m.untold)
}

// adopts says what becomes of an account that is found: all that is here is
// its from then on.
func (m *Machine) adopts(uid *atomic.Int64) {
	m.account.adopt = func(user int64, how change) {
		before := uid.Swap(user)
		if before == user && how == asKnown {
			return
		}
		m.lists.SetAccount(user)
		if m.link != nil {
			m.link.Client().Login()
			return
		}
		// A guest who logs in, and who logs out, goes on hearing what plays.
		m.scribe.account(user, how == switched || before != 0 && user != 0, m.Player.Do)
	}
}

func (m *Machine) makeScreen(o Options, old kept, uid *atomic.Int64, keys *keymap.Map) {
	side := m.side()
	edit := edits{fetcher{api: m.API, who: uid.Load}}
	m.memory = newMemory(m.db, old.memory, uid.Load, o.Log)
	m.App = ui.New(ui.Services{
		Sources: pane.Sources{
			Songs: m.lists, Lists: m.lists, Taste: side.taste, Search: m.lists, Account: m.account, Ways: m.ways, Accounts: m.ways, Known: remembered{m.lists, uid.Load}, Discover: discovery(edit.fetcher),
			Podcasts: podcasts(edit), Videos: videos{m.API}, Recent: recents(edit), Offsets: m.db, History: plays{m.db, uid.Load, o.Now},
			Find: finder(edit), Cloud: cloud(edit), Tuner: side.tuner,
			Edit: edit, Related: edit, Daily: daily{m.lists, m.API},
			Comments: remarks{m.API}, People: people(edit), Facts: people(edit), ListEdit: listEdits(edit), Order: listEdits(edit),
		},
		Settings: side.settings, Devices: output.Devices, Browse: term.Browse, ClearCache: side.clearCache,
		Player: side.player, Counted: side.counted, Tally: side.tally, Beyond: o.Beyond, Classify: Explain, VerifyAt: verifyAt, RetryAt: retryAt, Notices: m.board, Now: o.Now, AtLogin: o.AtLogin,
		Lang: o.Lang, Theme: o.Config.Theme, Themes: themesIn(o.Places.Config), Accent: o.Config.ThemeAccent, Keys: keys,
		Memory: m.memory, Covers: m.covers, Cover: o.Config.Cover, Tmux: o.Tmux, Remote: o.Remote, Lyrics: o.Config.Lyrics, Spectrum: side.spectrum,
	})
}

func (m *Machine) start(o Options, uid *atomic.Int64) {
	ctx, stop := context.WithCancel(context.Background())
	m.stop = stop
	m.group.Go("files", func() { m.watch(ctx, o) })
	if m.link != nil {
		return
	}
	m.scribe = &scribe{
		sub: m.Player.Subscribe(), db: m.db, report: m.report, recent: m.Player.FMRecent, who: uid.Load,
		now: o.Now, log: o.Log,
	}
	m.scribe.start()
	m.group.Go("renewals", func() { m.account.renewals(ctx, o.Log) })
	if o.Headless {
		m.group.Go("account", func() { m.alone(ctx) })
		m.group.Go("notices", func() { m.speak(ctx) })
	}
	if o.Network != nil {
		m.group.Go("network", func() { m.network(ctx, o.Network) })
	}
	m.startHooks(ctx, o)
	m.group.Go("player", func() {
		if err := m.Player.Run(ctx); err != nil {
			o.Log.Error("the player ended", "err", err)
		}
	})
	if o.Config.Autoplay {
		m.Player.Do(player.Resume{})
	}
}

// closeLimit bounds what the end waits for reports on their way.
const closeLimit = 150 * time.Millisecond

// Close saves all and ends every goroutine of the program.
func (m *Machine) Close() error {
	if m.App != nil {
		m.App.Close()
	}
	m.ways.unpicture()
	if m.link != nil {
		return m.closeScreen()
	}
	controlled := m.closeControl()
	m.bin.close()
	before := frozen(m.scribe.sub.Snapshot(), m.scribe.now())
	playing := m.Player.Close()
	m.stop()
	m.group.Wait()
	m.scribe.stop(before)
	ctx, cancel := context.WithTimeout(context.Background(), closeLimit)
	defer cancel()
	reported := m.report.Close(ctx)
	m.lists.Close()
	if m.memory != nil {
		m.memory.stop()
	}
	kept := errors.Join(m.db.Close(), m.turns.Close())
	m.hooks.close() // the last thing: a program of the user's may take its time
	return errors.Join(controlled, playing, reported, kept)
}
