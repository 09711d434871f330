// Package remote owns the control socket, both ends: JSON lines that carry a
// player's commands, snapshots and events between processes of one user. It
// never plays, never asks the service and never touches a file but the socket
// and its lock. docs/CONTROL.md tells the lines.
package remote

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Protocol is the version of the lines; it grows when an old client would
// misread them.
const Protocol = 1

// Limits of the socket.
const (
	maxLine    = 64 << 10 // bytes of a line either way, its end included
	maxClients = 16
	maxStaged  = 100_000 // tracks, or rows, that a client may have in its hand
	pageBytes  = 40 << 10

	writeLimit = time.Second      // after which a client that does not read is given up
	hostLimit  = 30 * time.Second // of what needs the service
	helloLimit = 2 * time.Second
	sendLimit  = hostLimit + writeLimit // of a client: the player may be asking the service for it
)

// Why there is no socket, or no player behind it.
var (
	ErrNotSupported = errors.New("there is no control socket on this system")
	ErrNotRunning   = errors.New("no player is running")
	ErrInUse        = errors.New("another player has the control socket")
	ErrForeign      = errors.New("the folder of the control socket is not safe")
	ErrGone         = errors.New("the player has gone")
	ErrEnded        = fmt.Errorf("%w: it was ended", ErrGone)
	ErrVersion      = errors.New("the player speaks another version of the control protocol")
)

// PathTooLong says that a socket cannot have that path.
type PathTooLong struct{ Path string }

func (e *PathTooLong) Error() string {
	return fmt.Sprintf("the path of the control socket is %d bytes long, more than %d: %s", len(e.Path), maxPath, e.Path)
}

// OtherVersion says that the player speaks another version of the protocol. It
// is ErrVersion.
type OtherVersion struct {
	PID      int // 0: not told
	Protocol int
}

func (e *OtherVersion) Error() string {
	return fmt.Sprintf("%v (%d, here %d)", ErrVersion, e.Protocol, Protocol)
}

func (e *OtherVersion) Unwrap() error { return ErrVersion }

// The codes of a Fault.
const (
	CodeBadLine  = "bad-line"     // not a request of this protocol
	CodeTooLong  = "too-long"     // a line, or what was staged
	CodeTooMany  = "too-many"     // clients
	CodeNotHere  = "not-possible" // this player cannot do it, or not now
	CodeNoTrack  = "no-track"     // nothing plays
	CodeNotFound = "not-found"    // the service has no such thing, or nothing in it
	CodeLogin    = "login"        // needed
	CodeNetwork  = "network"
	CodeLimited  = "limited" // by the service
	CodeFailed   = "failed"
)

// Fault is why a request was refused. Text may have words of the service,
// uncleaned.
type Fault struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

func (f *Fault) Error() string { return f.Text }

func faultOf(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return &Fault{Code: f.Code, Text: cut(f.Text, maxText)}
	}
	return &Fault{Code: CodeFailed, Text: cut(err.Error(), maxText)}
}

// Hello is the first line of a player.
type Hello struct {
	Program  string `json:"program"`
	Version  string `json:"version"`
	Protocol int    `json:"protocol"`
	PID      int    `json:"pid"`
	// Stays says that the player is not one that a screen has put into the
	// background: it is not for a screen to end it.
	Stays bool `json:"stays"`
}

// The places of a Wish.
const (
	WhereNow  = "now"  // in place of the queue
	WhereNext = "next" // behind the current song
	WhereEnd  = "end"  // of the queue
)

// The kinds of a Wish: what its ids are. Daily and FM have none.
const (
	KindSong     = "song"
	KindAlbum    = "album"
	KindPlaylist = "playlist"
	KindArtist   = "artist"
	KindDaily    = "daily"
	KindFM       = "fm"
)

// Wish is something to be played that the player's host has to look up.
type Wish struct {
	Kind  string  `json:"kind"`
	IDs   []int64 `json:"ids,omitempty"`
	Where string  `json:"where"`
}

// Verse is a line of a song's words.
type Verse struct {
	AtMS        int64  `json:"at_ms"`
	Text        string `json:"text"`
	Translation string `json:"translation,omitempty"`
}

// Lyrics are the words of a song. Timed says that AtMS of the lines counts.
type Lyrics struct {
	Track int64   `json:"track"`
	Timed bool    `json:"timed"`
	Lines []Verse `json:"lines"`
}

// Host does what is asked of the socket and is not the player's. A nil
// function is answered with CodeNotHere; errors may be *Fault. Those
// with a context may ask the service and end with it; the others are quick.
type Host struct {
	Version string
	Stays   bool // see Hello
	// Play looks the wish up and gives the player its commands.
	Play func(context.Context, Wish) error
	// Like likes a song or takes the like back.
	Like  func(ctx context.Context, song int64, on bool) error
	Liked func(song int64) bool
	// Trash tells the FM not to play a song again and goes on.
	Trash func(ctx context.Context, song int64) error
	// Untrash takes the song back that was thrown away last, where that is
	// still possible.
	Untrash func() error
	Lyrics  func(ctx context.Context, song int64) (Lyrics, error)
	// Save makes a playlist of songs and gives its id.
	Save func(ctx context.Context, name string, songs []int64) (int64, error)
	Quit func()

	// Code says which of the codes an error of an event is; "" none of them.
	Code func(error) string
	// Counted is the number of plays the service accepted today, Proved of those
	// that its own listening record shows. When they change, Server.Stir tells.
	Counted, Proved func() int
	// Settings are those that Set changes for this run, by their keys.
	Settings func() map[string]string
	Set      func(key, value string) error
	// Tune sets what the FM brings from now on.
	Tune func(mode string) error
	// ClearCache deletes the songs kept on disk and tells the bytes.
	ClearCache func(context.Context) (int64, error)
	// Told hears of a like that a screen has made with the service.
	Told func(song int64, on bool)
	// Login hears that the login in the session file is another one.
	Login func()
	// Bands looks at what is heard; see player.Spectrum.
	Bands func(dst []float32, at time.Time) bool
}
