package api

import (
	"time"

	"ncmtui/internal/safe"
)

// Ref names an artist, an album or a user. ID 0 is normal.
type Ref struct {
	ID   int64
	Name string
}

// Right says what may be played of a song, before it is asked for.
type Right uint8

// The rights, from "all of it" to "nothing".
const (
	Free  Right = iota // the whole song
	VIP                // the whole song with a membership or purchase: the account has it, or the answer does not say
	Trial              // a clip only: the account lacks a membership or a purchase
	Grey               // nothing: no copyright here, or taken down
)

// Song is a song of either wire shape, privileges joined.
type Song struct {
	ID       int64
	Name     string
	Alias    []string // other names, translated names last
	Artists  []Ref
	Album    Ref
	Cover    string // https address without a size, "" none
	Duration time.Duration
	Disc     string
	Number   int
	MV       int64
	Fee      int // 0 and 8 free, 1 membership, 4 bought album
	Right    Right
	Cloud    bool // the account's own upload
	// Privileged says that the answer told the account's rights; without it
	// Right is a guess from Fee.
	Privileged bool
	MaxLevel   string // best level there is for the account, "" not told
	Reason     string
	Alg        string
}

// Playlist is a list's face. Count is the full number of songs.
type Playlist struct {
	ID          int64
	Name        string
	Cover       string
	Description string
	Tags        []string
	Creator     Ref
	Count       int
	Plays       int64
	Updated     time.Time // last change of the tracks; zero unknown
	Created     time.Time
	Special     int // 5: the songs the creator likes
	Subscribed  bool
	Reason      string
	Alg         string
}

// PlaylistDetail is a playlist with all its ids, in order, and the songs that
// came along (at most 1,000).
type PlaylistDetail struct {
	Playlist
	TrackIDs []int64
	Songs    []Song
}

// Album is an album's face, and its songs where the answer has them.
type Album struct {
	ID          int64
	Name        string
	Alias       []string
	Cover       string
	Artists     []Ref
	Count       int
	Published   time.Time
	Company     string
	Description string
	Songs       []Song
}

// Artist is an artist's face, and the hot songs where the answer has them.
type Artist struct {
	ID     int64
	Name   string
	Alias  []string // translated names last
	Cover  string
	Albums int
	Songs  int
	Brief  string
	Hot    []Song
}

// User is a person of the service. VIP is the membership code, 0 none. The
// counts are 0 where an answer does not tell them.
type User struct {
	ID        int64
	Name      string
	Avatar    string
	Signature string
	VIP       int
	Followed  bool // by the account

	Follows, Followers, Playlists int
}

// SongURL is what the service says of a song's file. URL is "" when it gives
// none; that is an answer, not an error: see Code and Why.
type SongURL struct {
	ID       int64
	URL      safe.Secret // signed; often http
	Code     int         // of the item: 200 playable, 404 no right, -110 members only
	Fee      int
	Payed    bool
	Message  string
	Size     int64         // bytes, of the clip for a clip
	MD5      string        // lower case hex
	Type     string        // mp3, flac, m4a: by type and address, never by encodeType
	Level    string        // as delivered; may be lower than asked
	Bitrate  int           // bit/s
	Rate     int           // Hz, 0 unknown
	Duration time.Duration // of the file; of the clip for a clip
	Expires  time.Duration // how long the address lives from now
	Gain     float64       // dB, with HasGain
	Peak     float64       // 1.0 = full scale, with HasPeak
	HasGain  bool
	HasPeak  bool
	Clip     *Clip
}

// Clip is the part of the song that a trial address holds.
type Clip struct{ Start, End time.Duration }

// Lyric are the texts of a song, unparsed; "" is none.
type Lyric struct {
	LRC, YRC, KLyric          string
	Translation, Romanisation string // stamps of LRC
	YTranslation, YRoman      string // stamps of YRC
	PureMusic                 bool   // instrumental
	None                      bool   // the service has no text
	Contributor, Translator   string // nicknames
}

// Refusal is why a SongURL has no address.
type Refusal uint8

// The refusals.
const (
	Given Refusal = iota // there is an address
	NoCopyright
	MembersOnly
	PurchaseOnly
)

// Why says why there is no address.
func (u SongURL) Why() Refusal {
	switch {
	case u.URL != "":
		return Given
	case u.Fee == 4 && !u.Payed:
		return PurchaseOnly
	case u.Code == -110, u.Fee == 1 && !u.Payed:
		return MembersOnly
	}
	return NoCopyright
}
