// Package report owns which plays count and sends them to the services through
// an outbox that survives crashes. It never talks to the network or the disk
// itself: Senders and an Outbox that its user gives do.
package report

import (
	"context"
	"time"

	"ncmtui/player"
)

// Service names who is told.
type Service string

// The services.
const (
	NetEase      Service = "netease"
	LastFM       Service = "lastfm"
	ListenBrainz Service = "listenbrainz"
)

// Kind says what a Row tells.
type Kind string

// The kinds: startplay fills the account's recent plays, play is what counts
// (ENDPOINTS §9; a scrobble or a listen for the others). Love and Unlove are
// for songs that are liked, or no longer.
const (
	StartPlay Kind = "startplay"
	FullPlay  Kind = "play"
	Love      Kind = "love"
	Unlove    Kind = "unlove"
)

// State is where a Row is on its way out. A row that was sent is deleted.
type State string

// The states. Sending is stored before the call: found at a start, it says
// that the call's outcome is unknown.
const (
	New     State = "new"
	Sending State = "sending"
	Retry   State = "retry"
	Dead    State = "dead" // given up; kept for the log
)

// Report is what a service is told of a play.
type Report struct {
	Play     string // unique for each play, or for each love
	Kind     Kind
	Song     int64
	Type     string // song, dj
	Source   string // list, album, artist, dailySongRecommend, userfm, djradio, search
	SourceID int64
	Seconds  int // really listened; 0 in StartPlay
	End      player.Ending
	Alg      string
	Played   time.Time // when there was something to tell

	Title   string
	Artists []string
	Album   string
	Length  time.Duration
	Started time.Time // when the play began

	User string // who is told of it at another service, "" at the music service
}

// Row is a Report in the outbox. (Service, Play, Kind) is its identity.
type Row struct {
	Report
	Service  Service
	Account  int64 // of the music service, 0 in rows for others
	State    State
	Attempts int // sends the service refused as Bad
	Unsure   int // sends whose outcome is unknown
	Next     time.Time
	LastCode string
}

// Lane is what is sent in order: the rows of one account at one service.
type Lane struct {
	Service Service
	Account int64
	User    string
}

// lane is where the row waits.
func (r *Row) lane() Lane { return Lane{r.Service, r.Account, r.User} }

// Played is a play for the history, whether it counts or not.
type Played struct {
	ID       string
	Account  int64
	Track    player.Track
	Started  time.Time
	Listened time.Duration
	Length   time.Duration
	How      player.Ending
	Counts   bool // for the music service
}

// Outbox is where rows wait. Its methods may be slow, and are called at the
// same time; those for the rows of a lane by one goroutine each.
type Outbox interface {
	// Record keeps a play (nil: none) and its rows, all or nothing. Rows that
	// are there already, by their identity, stay as they are.
	Record(ctx context.Context, p *Played, rows []Row) error
	// Next gives the lane's oldest rows that are not Dead, at most so many.
	Next(ctx context.Context, l Lane, most int) ([]Row, error)
	// Mark stores State, Attempts, Unsure, Next and LastCode of rows, all or
	// nothing. An error means that they must not be sent.
	Mark(ctx context.Context, rows []Row) error
	// Done deletes rows that the service accepted at that time, all or nothing.
	Done(ctx context.Context, rows []Row, at time.Time) error
}

// Sender tells a service of reports of one kind, at most Post.Batch of them.
// nil means accepted (which is not: counted); a *Split that some were.
type Sender interface {
	Send(ctx context.Context, k Kind, reports []Report) error
}

// Announcer is a Sender that can also tell what plays now. That is worth
// nothing later: it does not pass through the outbox.
type Announcer interface {
	NowPlaying(ctx context.Context, r Report) error
}

// Split is the error of a send of which a part was accepted.
type Split struct {
	Taken []bool // by place in the reports
	Err   error  // why the others were not
}

func (s *Split) Error() string { return s.Err.Error() }

func (s *Split) Unwrap() error { return s.Err }

// Class says what an error of a Sender means for the row.
type Class uint8

// The classes. An error nobody knows is Unsure: the cautious reading.
const (
	Unsure     Class = iota // the call may have arrived (timeout, cut, 5xx)
	Unsent                  // it provably did not (no connection, cancelled before sending), or the service said so
	LoginGone               // the account must log in again
	TooOften                // the service limits
	Bad                     // the service refuses this row
	Suspicious              // the service judges the caller: pause for long
)

// Post is one service: how it is told, and of what.
type Post struct {
	Service Service
	Sender  Sender
	// Classify gives an error's Class, a short word for it, and how long the
	// service wants to be left alone (0: the usual); nil takes every error for
	// Unsure.
	Classify func(error) (c Class, word string, wait time.Duration)
	// Counts says whether a play is to be told.
	Counts func(t player.Track, listened, length time.Duration) bool
	Batch  int  // most plays in one send; 0: 1
	Starts bool // it is told of starts, through the outbox
	Loves  bool // it is told of likes
}

// Counts says whether a play counts for the music service: from 30 s of
// listening, or half of a song shorter than a minute (ENDPOINTS §9). length 0
// is unknown. Listened is time, so that a song at double speed must be heard
// twice as far.
func Counts(_ player.Track, listened, length time.Duration) bool {
	need := 30 * time.Second
	if length > 0 && length < 2*need {
		need = length / 2
	}
	return listened >= need && listened >= time.Second // 0 s cannot be reported
}

// Scrobbles says whether a play counts for Last.fm and ListenBrainz: a song
// longer than 30 s of which half or four minutes were heard
// (last.fm/api/scrobbling). They know songs by name; podcasts are none.
func Scrobbles(t player.Track, listened, length time.Duration) bool {
	if t.Title == "" || len(t.Artists) == 0 || t.Artists[0] == "" || t.Source.Kind == podcast {
		return false
	}
	const whole, least = 4 * time.Minute, 30 * time.Second
	return length == 0 && listened >= whole || length > least && listened >= min(length/2, whole)
}

// podcast is the source of programmes.
const podcast = "djradio"
