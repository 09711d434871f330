package pane

import (
	"context"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/theme"
)

// The parts of the catalogue that pages read. Every call may take long and
// is made inside a Cmd only.
type (
	// SongSource gives songs and what hangs on them.
	SongSource interface {
		// Songs gives details of any number of ids; unknown ones are missing.
		Songs(ctx context.Context, ids []int64) ([]catalogue.Song, error)
		Lyrics(ctx context.Context, id int64) (catalogue.Lyrics, error)
		Album(ctx context.Context, id int64) (catalogue.Album, error)
		Artist(ctx context.Context, id int64) (catalogue.Artist, error)
	}
	// ListSource gives lists.
	ListSource interface {
		DailySongs(ctx context.Context) ([]catalogue.Song, error)
		DailyPlaylists(ctx context.Context) ([]catalogue.Playlist, error)
		UserPlaylists(ctx context.Context, user int64) ([]catalogue.Playlist, error)
		Playlist(ctx context.Context, id int64) (catalogue.Tracks, error)
	}
	// TasteSource reads and changes what the account likes.
	TasteSource interface {
		Liked(ctx context.Context, user int64) ([]int64, error)
		SetLiked(ctx context.Context, id int64, like bool) error
		Trash(ctx context.Context, id int64, listened time.Duration) error
	}
	// EditSource changes what the account keeps.
	EditSource interface {
		// Create makes a playlist of the account's own.
		Create(ctx context.Context, name string) (catalogue.Playlist, error)
		// Add puts songs in front of an own playlist, Remove takes them out.
		Add(ctx context.Context, playlist int64, songs []int64) error
		Remove(ctx context.Context, playlist int64, songs []int64) error
		// Follow keeps a playlist, album, artist, user, podcast or MV.
		Follow(ctx context.Context, k Kind, id int64, on bool) error
	}
	// RelatedSource gives the songs that go with a song.
	RelatedSource interface {
		Similar(ctx context.Context, song int64) ([]catalogue.Song, error)
		// Heart goes on from a song of a playlist: the heart mode.
		Heart(ctx context.Context, song, playlist int64) ([]catalogue.Song, error)
	}
	// SearchSource searches.
	SearchSource interface {
		Search(ctx context.Context, k catalogue.Kind, query string, offset, limit int) (catalogue.Found, error)
	}
	// Account logs in and out. QR codes are polled by the caller, every 2–3 s.
	Account interface {
		NewQR(ctx context.Context) (QR, error)
		CheckQR(ctx context.Context, key string) (QRState, error)
		Who(ctx context.Context) (User, error)
		Logout(ctx context.Context) error
	}
)

// Memory keeps small things by name; both return at once. What was never kept
// is "".
type Memory interface {
	Recall(name string) string
	Remember(name, value string)
}

// Forgetful is a Memory for one run.
type Forgetful map[string]string

// Recall gives what was kept.
func (f Forgetful) Recall(name string) string { return f[name] }

// Remember keeps it.
func (f Forgetful) Remember(name, value string) { f[name] = value }

// ErrLogin is what a page says when it needs a login and there is none.
var ErrLogin = errors.New("not logged in")

// QR is a login code: URL is what the phone reads.
type QR struct{ Key, URL string }

// QRState is how far a QR login is.
type QRState uint8

// The states; the service's codes are 800 to 803.
const (
	QRExpired   QRState = iota // 800
	QRWaiting                  // 801
	QRScanned                  // 802: waits for the thumb on the phone
	QRConfirmed                // 803: logged in, the session is kept
)

// User is the account.
type User struct {
	ID       int64
	Name     string
	VIP      bool
	LoggedIn bool // false: guest
}

// Sources are the services of a page.
type Sources struct {
	Discover Discovery
	Daily    DailySource

	Songs    SongSource
	Lists    ListSource
	Taste    TasteSource
	Search   SearchSource
	Account  Account
	Ways     Ways        // nil: only by QR code
	Accounts Accounts    // nil: one account
	Known    KnownSource // nil: nothing is known before the service answers
	Edit     EditSource
	Related  RelatedSource

	Comments CommentSource
	People   PeopleSource
	Facts    SongFactSource
	ListEdit PlaylistEditSource
	Order    PlaylistOrderSource

	Podcasts PodcastSource
	Cloud    CloudSource
	Recent   RecentSource
	Videos   VideoSource
	Find     FindSource
	Tuner    TunerSource

	Offsets OffsetSource
	History HistorySource
}

// Env is what every page gets: services, looks, and the state they share. The
// app changes it between calls; pages only read it, and speak through Do,
// Post and Ask.
type Env struct {
	Sources
	Player  player.Controller
	Explain func(error) lang.Sentence
	Now     func() time.Time
	Lang    lang.Lang
	Texts   *lang.Texts
	Theme   *theme.Theme
	Keys    *keymap.Map

	Snap  player.Snapshot // the latest
	User  User
	Guest bool // nobody is logged in, and no login was lost
	Likes *Likes
	// Follows is what was followed, or no longer, since the start.
	Follows Follows
	Book    *Book // songs seen so far

	// Look grows when theme or language change: caches of drawn lines are
	// void.
	Look uint64

	// Cover draws the picture of what plays in h rows, each as wide as makes it
	// a square; nil: there is none to show, now or ever.
	Cover func(h int) []string

	// Coarse follows lyrics line by line and moves nothing bit by bit: the
	// terminal is at the end of a slow line, or the user wants it so.
	Coarse bool

	// Log is what was said so far.
	Log *Log
	// Memory is what is kept of the screen itself: orders of lists, what was
	// typed. In-process unless the program keeps it.
	Memory Memory

	delayed delayed // of the sound device, as it was read last

	edits    []int // the changes of the queue that were asked for: how many commands each took
	together bool  // the commands now are one change

	lastID  ID
	lastGen uint64
	posted  []tea.Msg
}

// Do sends a command to the player; it returns at once.
func (e *Env) Do(c player.Command) {
	switch c.(type) {
	case player.PlayList, player.PlayNext, player.Append, player.Remove, player.Move, player.Clear:
		e.edited()
	case player.PlayFM:
		if !e.Snap.Queue.FM {
			e.edited()
		}
	}
	if e.Player != nil {
		e.Player.Do(c)
	}
}

func (e *Env) edited() {
	if e.together {
		e.edits[len(e.edits)-1]++
		return
	}
	e.edits = append(e.edits, 1)
}

// Together makes one change of all that f does with the queue: one undo takes
// it back.
func (e *Env) Together(f func()) {
	e.edits, e.together = append(e.edits, 0), true
	f()
	e.together = false
	if e.edits[len(e.edits)-1] == 0 {
		e.edits = e.edits[:len(e.edits)-1]
	}
}

// Edits is the number of changes of the queue that were asked for, less those
// taken back.
func (e *Env) Edits() int { return len(e.edits) }

// UndoQueue takes the last change of the queue back.
func (e *Env) UndoQueue() {
	times := 1 // a change of an earlier run
	if n := len(e.edits); n > 0 {
		times, e.edits = e.edits[n-1], e.edits[:n-1]
	}
	for range times {
		e.Do(player.UndoQueue{})
	}
}

// Post leaves a wish for the app (Go, Say, Sure …), which it fulfils right
// after the pane's method returns.
func (e *Env) Post(m tea.Msg) { e.posted = append(e.posted, m) }

// TakePosted gives the wishes and forgets them.
func (e *Env) TakePosted() []tea.Msg {
	p := e.posted
	e.posted = nil
	return p
}

// Position is the heard position now.
func (e *Env) Position() time.Duration { return e.Snap.Position(e.Now()) }

// Playing is the id of the current song, 0 for none.
func (e *Env) Playing() int64 {
	if e.Snap.Track == nil {
		return 0
	}
	return e.Snap.Track.ID
}

// Wishes that panes Post.
type (
	// Go opens a page on top of the history.
	Go struct{ Page Page }
	// Say shows a sentence for a moment; Bad ones stay longer.
	Say struct {
		Text string // clean, or a text of lang
		Bad  bool
		Kept bool // the act will change the song; the sentence outlives that
	}
	// Fail shows an error as its sentence.
	Fail struct{ Err error }
	// Sure asks before Yes runs.
	Sure struct {
		Question string
		Yes      func() tea.Cmd
	}
	// Act asks for an action, as its key does.
	Act struct{ Action keymap.Action }
	// Did tells of a change that "undo" takes back; Name is what is said then.
	Did struct {
		Name string
		Back func() tea.Cmd
	}
	// Change is a change of what the service keeps, shown already. Send makes
	// it: nothing that a page asks for, so that leaving the page does not end it.
	// A refusal is said, and Revert takes the change back; Done comes after it.
	// Back, unless it is nil, undoes it later; Name is what is said then.
	Change struct {
		Topic  string
		Send   func(context.Context) error
		Revert func() tea.Cmd
		Done   func() tea.Cmd
		Name   string
		Back   func() tea.Cmd
	}
	// Close goes back from the page.
	Close struct{}
	// LoggedIn and LoggedOut tell that the account changed.
	LoggedIn struct{ User User }
	// LoggedOut makes the account a guest.
	LoggedOut struct{}
)

// News for all pages, brought to Apply.
type (
	// PlayerNews says that Env.Snap changed. Events are those since the last news.
	PlayerNews struct {
		Before player.Snapshot
		Events []player.Event
	}
	// UserNews says that Env.User changed.
	// Other means somebody else: what was the old account's must go.
	UserNews struct{ Other bool }
	// LikeNews says that Env.Likes changed.
	LikeNews struct{}
	// FollowNews says that Env.Follows changed.
	FollowNews struct{ Thing Thing }
	// ListNews says that songs left an own playlist, or came to it. Back: they
	// are there again, the service refused.
	ListNews struct {
		List    int64
		Removed []int64
		Back    bool
		Stale   bool // it must be read anew
	}
)

// Choice is a selected song as the catalogue knows it, and as it is played.
type Choice struct {
	Song  catalogue.Song
	Track player.Track
}

// Follows are the things followed (true) or no longer (false) since the start.
type Follows map[followed]bool

type followed struct {
	kind Kind
	id   int64
}

// On says whether a thing is followed, as far as known.
func (f Follows) On(t Thing) bool {
	if on, ok := f[followed{t.Kind, t.ID}]; ok {
		return on
	}
	return t.Followed
}

// Set changes one.
func (f Follows) Set(t Thing, on bool) { f[followed{t.Kind, t.ID}] = on }

// Likes is the set of liked songs as far as known.
type Likes struct {
	Rev uint64 // grows with every change
	set map[int64]bool
}

// NewLikes makes a set.
func NewLikes(ids []int64) *Likes {
	l := &Likes{set: make(map[int64]bool, len(ids))}
	for _, id := range ids {
		l.set[id] = true
	}
	return l
}

// Has says whether a song is liked.
func (l *Likes) Has(id int64) bool { return l != nil && l.set[id] }

// Set changes one song.
func (l *Likes) Set(id int64, like bool) {
	l.Rev++
	if like {
		l.set[id] = true
		return
	}
	delete(l.set, id)
}

// Replace takes the service's list.
func (l *Likes) Replace(ids []int64) {
	l.Rev++
	clear(l.set)
	for _, id := range ids {
		l.set[id] = true
	}
}

// Book remembers songs by id, for queue entries that were started before
// their details were read.
type Book struct{ songs map[int64]*catalogue.Song }

// NewBook makes an empty one.
func NewBook() *Book { return &Book{songs: map[int64]*catalogue.Song{}} }

// Put adds songs, which nobody may change from now on. Those that could not
// be had are left out.
func (b *Book) Put(songs []catalogue.Song) {
	for i := range songs {
		if s := &songs[i]; s.Name != "" || s.Right == catalogue.Grey {
			b.songs[s.ID] = s
		}
	}
}

// Song finds one.
func (b *Book) Song(id int64) (catalogue.Song, bool) {
	s, ok := b.songs[id]
	if !ok {
		return catalogue.Song{}, false
	}
	return *s, true
}

// TrackOf makes what the player needs of a song.
func TrackOf(s catalogue.Song, from player.Source) player.Track {
	names := make([]string, 0, len(s.Artists))
	for _, a := range s.Artists {
		names = append(names, a.Name)
	}
	return player.Track{
		ID: s.ID, Title: s.Name, Artists: slices.Clip(names), Album: s.Album.Name, AlbumID: s.Album.ID,
		Cover: s.Cover, Duration: s.Duration, Source: from, Alg: s.Alg,
		Grey: s.Right == catalogue.Grey, Trial: s.Right == catalogue.Trial,
	}
}
