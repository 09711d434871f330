// Package player owns what plays: the queue, the state machine, the engine.
// It never knows the service, the screen or the disk layout; songs are
// resolved to addresses by a Resolver that its user gives.
package player

import (
	"context"
	"time"

	"ncmtui/internal/safe"
)

// Track is what the player knows of a song.
type Track struct {
	ID       int64
	Title    string
	Artists  []string
	Album    string
	AlbumID  int64
	Cover    string
	Duration time.Duration // as the service says; 0 unknown
	Source   Source        // the list it was started from, for counted plays
	Alg      string        // recommendation tag, "" none
	Grey     bool          // known to be unplayable: skipped without a request, not an error
	Trial    bool          // known to be a clip only
}

// Source is where a play came from, in the words of the service's reports.
type Source struct {
	Kind string // list, album, artist, dailySongRecommend, userfm, djradio, search
	ID   int64
	Name string
}

// Media is a playable address of a track and what is known of the file.
type Media struct {
	Track    int64
	URL      safe.Secret // signed; expires
	Expires  time.Time   // zero: unknown
	Size     int64       // bytes; 0 unknown
	MD5      string      // lower case hex; "" unknown
	Format   string      // mp3, flac, m4a
	Level    string      // standard … jymaster, as delivered
	Bitrate  int         // bit/s
	Rate     int         // Hz; 0 unknown
	Duration time.Duration
	Gain     float64 // dB, valid with HasGain
	Peak     float64 // 1.0 = full scale, valid with HasGain and > 0
	HasGain  bool
	Clip     *Clip // not nil: the address is a clip of the song
}

// Clip is the part of the song that a trial address holds.
type Clip struct{ Start, End time.Duration }

// Resolver asks for the address of a track. A *Unavailable error means that
// asking again is useless; any other error is taken for the network's, one that
// is stream.ErrWebPage for that of a network which wants a sign-in.
type Resolver interface {
	Resolve(ctx context.Context, track int64) (Media, error)
}

// Why a track cannot be had.
type Why uint8

// The reasons of Unavailable.
const (
	NoCopyright Why = iota + 1 // grey: nobody gets it here
	MembersOnly
	PurchaseOnly
	LoginNeeded
	Refused // the service judged the caller (-460 and relatives)
)

// Unavailable says that the service will not give the track to this account.
type Unavailable struct {
	Why  Why
	Text string // the service's own words, uncleaned; may be ""
}

func (e *Unavailable) Error() string {
	if e.Text != "" {
		return "track unavailable: " + e.Text
	}
	return "track unavailable"
}

// Mode is the order in which the queue goes on.
type Mode uint8

// The modes, in the order in which the mode key walks them.
const (
	Order Mode = iota
	LoopList
	LoopOne
	Shuffle
)
