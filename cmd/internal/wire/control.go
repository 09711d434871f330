package wire

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"ncmtui/api"
	"ncmtui/internal/safe"
	"ncmtui/lyrics"
	"ncmtui/player"
	"ncmtui/player/remote"
	"ncmtui/store/catalogue"
	"ncmtui/ui"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

// Control opens the control socket in the runtime folder, until Close. quit
// ends the program at a client's wish; it must return at once. Without the
// socket the program is as good: the log says why, and the screen when
// somebody else is in its place.
func (m *Machine) Control(runtime, version string, quit func()) {
	err := m.Listen(runtime, m.Host(version, quit))
	if err == nil {
		return
	}
	m.log.Warn("no control socket", "err", err)
	if errors.Is(err, remote.ErrForeign) {
		m.board.post(ui.Notice{Bad: true, Stays: true, Text: lang.Both{
			ZH: "控制接口没有打开：" + runtime + " 不安全（属于别人，或是链接）",
			EN: "no control socket: " + runtime + " is not safe (somebody else's, or a link)",
		}})
	}
}

// Listen opens the control socket in the runtime folder, until Close. The
// errors are those of remote.Listen.
func (m *Machine) Listen(runtime string, h remote.Host) error {
	s, err := remote.Listen(runtime, remote.Options{Player: m.Player, Host: h, Log: m.log})
	if err == nil {
		m.serve(s)
	}
	return err
}

// serve makes s the way in for screens and verbs.
func (m *Machine) serve(s *remote.Server) {
	m.control = s
	close(m.heard)
}

// closeControl ends the socket before the player ends.
func (m *Machine) closeControl() error {
	if m.keys != nil {
		m.keys.Close()
	}
	if m.control == nil {
		return nil
	}
	return m.control.Close()
}

// Host is what this program offers on the control socket beside its player.
// quit ends the program; it must return at once.
func (m *Machine) Host(version string, quit func()) remote.Host {
	return remote.Host{
		Version: version, Quit: quit, Play: m.playWish, Like: m.likeSong, Liked: m.lists.IsLiked,
		Trash: m.trashSong, Untrash: m.untrash, Lyrics: m.words, Save: m.saveQueue, Counted: m.report.Counted, Proved: func() int { return m.report.Tally().Counted },
		Settings: m.settings.lively, Set: m.settings.Set, Tune: m.tune, ClearCache: m.clearCache,
		Told: m.heardLike, Bands: m.Player.Tap().Bands, Login: m.hearLogin, Code: wordOf, Stays: m.App != nil,
	}
}

// playWish looks songs up as a page does, and gives them to the player as it
// would.
func (m *Machine) playWish(ctx context.Context, w remote.Wish) error {
	if w.Kind == remote.KindFM {
		if m.loggedOut() {
			return faultOf(api.ErrLoginNeeded)
		}
		m.Player.Do(player.PlayFM{})
		return nil
	}
	found, from, err := m.lookUp(ctx, w)
	if len(found) == 0 {
		return faultOf(cmp.Or(err, errNothing))
	}
	tracks := each(found, func(s catalogue.Song) player.Track { return pane.TrackOf(s, from) })
	switch w.Where {
	case remote.WhereNext:
		m.Player.Do(player.PlayNext{Tracks: tracks})
	case remote.WhereEnd:
		m.Player.Do(player.Append{Tracks: tracks})
	default:
		m.Player.Do(player.PlayList{Tracks: tracks})
	}
	return nil
}

func (m *Machine) loggedOut() bool { return !m.API.Session().LoggedIn() }

// errNothing is a list without songs, or a song that is not known.
var errNothing error = &remote.Fault{Code: remote.CodeNotFound, Text: "there are no such songs"}

// lookUp gives the songs of a wish and the list they are counted for. With an
// error there can be some songs: the known ones of a long list.
func (m *Machine) lookUp(ctx context.Context, w remote.Wish) ([]catalogue.Song, player.Source, error) {
	switch w.Kind {
	case remote.KindDaily:
		got, err := m.lists.DailySongs(ctx)
		return got, player.Source{Kind: "dailySongRecommend"}, err
	case remote.KindAlbum:
		got, err := m.lists.Album(ctx, w.IDs[0])
		return got.Songs, player.Source{Kind: "album", ID: got.ID, Name: got.Name}, err
	case remote.KindArtist:
		got, err := m.lists.Artist(ctx, w.IDs[0])
		return got.Hot, player.Source{Kind: "artist", ID: got.ID, Name: got.Name}, err
	case remote.KindPlaylist:
		got, err := m.lists.Playlist(ctx, w.IDs[0])
		songs := got.Songs
		if len(got.IDs) > len(songs) {
			var failed error
			songs, failed = m.lists.Songs(ctx, got.IDs)
			err = cmp.Or(err, failed)
		}
		return known(songs), player.Source{Kind: "list", ID: got.Playlist.ID, Name: got.Playlist.Name}, err
	default:
		got, err := m.lists.Songs(ctx, w.IDs)
		got = known(got)
		from := player.Source{Kind: "song"}
		if len(got) > 0 {
			from.ID, from.Name = got[0].ID, got[0].Name
		}
		return got, from, err
	}
}

// known leaves out the places of songs that the service did not tell of.
func known(all []catalogue.Song) []catalogue.Song {
	var out []catalogue.Song
	for _, s := range all {
		if s.ID != 0 && s.Name != "" {
			out = append(out, s)
		}
	}
	return out
}

// likeSong shows the like on the screen as soon as the service has it.
func (m *Machine) likeSong(ctx context.Context, song int64, on bool) error {
	if m.loggedOut() {
		return faultOf(api.ErrLoginNeeded)
	}
	if err := m.lists.SetLiked(ctx, song, on); err != nil {
		return faultOf(err)
	}
	m.board.like(song, on)
	return nil
}

// heardLike shows a like that another screen has made.
func (m *Machine) heardLike(song int64, on bool) {
	m.lists.Heard(song, on)
	m.board.like(song, on)
	ctx, cancel := context.WithTimeout(context.Background(), writeLimit)
	defer cancel()
	m.loved(ctx, song, on)
}

// tune sets what the FM brings, by the name of a pane.FMMode.
func (m *Machine) tune(mode string) error {
	if _, special := tunings[pane.FMMode(mode)]; !special && mode != string(pane.FMDefault) {
		return &remote.Fault{Code: remote.CodeBadLine, Text: "there is no such mode of the fm"}
	}
	m.radio.Tune(pane.FMMode(mode))
	return nil
}

// words are a song's, line by line.
func (m *Machine) words(ctx context.Context, song int64) (remote.Lyrics, error) {
	l, err := m.lists.Lyrics(ctx, song)
	if err != nil {
		return remote.Lyrics{}, faultOf(err)
	}
	t := lyrics.Parse(lyrics.Source{
		LRC: l.LRC, YRC: l.YRC, KLyric: l.KLyric, Translation: l.Translation, Romanisation: l.Romanisation,
		YTranslation: l.YTranslation, YRoman: l.YRoman, PureMusic: l.PureMusic, None: l.None,
	})
	later := m.later(ctx, song).Milliseconds()
	out := remote.Lyrics{Track: song, Timed: t.Kind >= lyrics.ByLine, Lines: make([]remote.Verse, 0, len(t.Lines))}
	for _, line := range t.Lines {
		out.Lines = append(out.Lines, remote.Verse{AtMS: max(line.Start.Milliseconds()+later, 0), Text: line.Text, Translation: line.Translation})
	}
	return out, nil
}

// saveParts is how many songs one call puts into a playlist.
const saveParts = 500

func (m *Machine) saveQueue(ctx context.Context, name string, songs []int64) (int64, error) {
	if m.loggedOut() {
		return 0, faultOf(api.ErrLoginNeeded)
	}
	list, err := m.API.CreatePlaylist(ctx, api.NewPlaylist{Name: name})
	if err != nil {
		return 0, faultOf(err)
	}
	seen := map[int64]bool{} // a song is in a list once
	songs = slices.DeleteFunc(slices.Clone(songs), func(id int64) bool { was := seen[id]; seen[id] = true; return was })
	// A call puts its songs on top: the last ones go first.
	for end := len(songs); end > 0; end -= saveParts {
		if _, err := m.API.AddTracks(ctx, list.ID, songs[max(end-saveParts, 0):end]...); err != nil {
			return list.ID, faultOf(err)
		}
	}
	return list.ID, nil
}

// faultOf says which kind of trouble an error is, for a client to have its
// own sentence of it. nil stays nil.
func faultOf(err error) error {
	var f *remote.Fault
	if err == nil || errors.As(err, &f) {
		return err
	}
	code := cmp.Or(codeOf(err), remote.CodeFailed)
	text := err.Error()
	if e := (*api.Error)(nil); errors.As(err, &e) && e.Text != "" {
		text = e.Text
	}
	return &remote.Fault{Code: code, Text: safe.Redact(text)}
}

// codeOf says which kind of trouble an error is in the words of the control
// socket; "" another one.
func codeOf(err error) string {
	switch Explain(err) {
	case lang.LoginNeeded:
		return remote.CodeLogin
	case lang.Limited, lang.Refused, lang.Judged, lang.Verify, lang.LoginRefused:
		return remote.CodeLimited
	case lang.Offline, lang.Slow, lang.Portal, lang.ProxyFails:
		return remote.CodeNetwork
	case lang.Missing:
		return remote.CodeNotFound
	default:
		return ""
	}
}

// words are the kinds of trouble that an event of the control socket can have,
// apart from what it says itself.
var words = map[lang.Trouble]string{
	lang.LoginNeeded: remote.CodeLogin, lang.Limited: remote.CodeLimited, lang.Judged: "judged", lang.Verify: "verify",
	lang.LoginRefused: "login-refused", lang.Offline: remote.CodeNetwork, lang.Slow: "slow", lang.Portal: "portal",
	lang.ProxyFails: "proxy", lang.Missing: remote.CodeNotFound, lang.Refused: "refused", lang.BadAnswer: "bad-answer",
}

func wordOf(err error) string { return words[Explain(err)] }

// troubleOf is wordOf backwards, for the screens of another process's player.
func troubleOf(word string) lang.Trouble {
	for t, w := range words {
		if w == word {
			return t
		}
	}
	return lang.Unknown
}
