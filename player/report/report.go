// Package report owns which plays count and sends them to the service through
// an outbox that survives crashes. It never talks to the network or the disk
// itself: a Sender and an Outbox that its user gives do.
package report

import (
	"context"
	"time"

	"ncmtui/player"
)

// Kind says which of a play's two reports a Row is.
type Kind string

// The kinds: startplay fills the account's recent plays, play is what counts
// (ENDPOINTS §9).
const (
	StartPlay Kind = "startplay"
	FullPlay  Kind = "play"
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

// Report is what the service is told of a play.
type Report struct {
	Play     string // unique for each play
	Kind     Kind
	Song     int64
	Type     string // song, dj
	Source   string // list, album, artist, dailySongRecommend, userfm, djradio, search
	SourceID int64
	Seconds  int // really listened; 0 in StartPlay
	End      player.Ending
	Alg      string
	Played   time.Time
}

// Row is a Report in the outbox. (Play, Kind) is its identity.
type Row struct {
	Report
	Account  int64
	State    State
	Attempts int // sends the service refused as Bad
	Unsure   int // sends whose outcome is unknown
	Next     time.Time
	LastCode string
}

// Played is a play for the history, whether it counts or not.
type Played struct {
	ID       string
	Account  int64
	Track    player.Track
	Started  time.Time
	Listened time.Duration
	Length   time.Duration
	How      player.Ending
	Counts   bool
}

// Outbox is where rows wait. Its methods may be slow; Record runs at the same
// time as the others, which one goroutine calls.
type Outbox interface {
	// Record keeps a play (nil: none) and its rows, all or nothing. Rows that
	// are there already, by (Play, Kind), stay as they are.
	Record(ctx context.Context, p *Played, rows []Row) error
	// Next gives the account's oldest row that is not Dead.
	Next(ctx context.Context, account int64) (Row, bool, error)
	// Mark stores State, Attempts, Unsure, Next and LastCode of a row. An
	// error means that the row must not be sent.
	Mark(ctx context.Context, r Row) error
	// Done deletes a row that the service accepted at that time.
	Done(ctx context.Context, r Row, at time.Time) error
}

// Sender tells the service. nil means accepted (which is not: counted).
type Sender interface {
	StartPlay(ctx context.Context, r Report) error
	Play(ctx context.Context, r Report) error
}

// Class says what an error of a Sender means for the row.
type Class uint8

// The classes. An error nobody knows is Unsure: the cautious reading.
const (
	Unsure     Class = iota // the call may have arrived (timeout, cut, 5xx)
	Unsent                  // it provably did not (no connection, cancelled before sending)
	LoginGone               // the account must log in again
	TooOften                // the service limits
	Bad                     // the service refuses this row
	Suspicious              // the service judges the caller: pause for long
)

// Counts says whether a play counts for the service: from 30 s of listening,
// or half of a song shorter than a minute (ENDPOINTS §9). length 0 is unknown.
// Listened is time, so that a song at double speed must be heard twice as far.
func Counts(listened, length time.Duration) bool {
	need := 30 * time.Second
	if length > 0 && length < 2*need {
		need = length / 2
	}
	return listened >= need && listened >= time.Second // 0 s cannot be reported
}

// started is the row of a play that has begun.
func started(e player.Started, account int64) Row {
	return row(e.Play, StartPlay, e.Track, account, e.At)
}

// ended is the history line of a play and, when it counts, its row.
func ended(e player.Ended, account int64, began time.Time) (Played, []Row) {
	p := Played{
		ID: e.Play, Account: account, Track: e.Track, Started: began,
		Listened: e.Listened, Length: e.Length, How: e.How, Counts: account != 0 && Counts(e.Listened, e.Length),
	}
	if !p.Counts {
		return p, nil
	}
	r := row(e.Play, FullPlay, e.Track, account, e.At)
	r.Seconds = int(e.Listened / time.Second)
	r.End = e.How
	return p, []Row{r}
}

func row(play string, kind Kind, t player.Track, account int64, at time.Time) Row {
	songType := "song"
	if t.Source.Kind == "djradio" {
		songType = "dj"
	}
	return Row{
		Report: Report{
			Play: play, Kind: kind, Song: t.ID, Type: songType,
			Source: t.Source.Kind, SourceID: t.Source.ID, Alg: t.Alg, Played: at,
		},
		Account: account, State: New,
	}
}
