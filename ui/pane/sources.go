package pane

import (
	"context"
	"errors"
	"time"

	"ncmtui/store/catalogue"
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
