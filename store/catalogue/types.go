// Package catalogue gives songs, lists and lyrics to pages and verbs, from
// memory, from disk and, when neither has them, from the service through a
// Fetcher. It never talks to the network itself and knows no wire format.
package catalogue

import "time"

// Ref names an artist or an album. ID 0 is normal: an upload's unknown artist.
type Ref struct {
	ID   int64
	Name string
}

// Right says what may be played of a song, before it is asked for.
type Right uint8

// The rights, from "all of it" to "nothing".
const (
	Free  Right = iota // the whole song
	VIP                // the whole song, because the account has the membership it needs
	Trial              // a clip only: the account lacks a membership or a purchase
	Grey               // nothing: no copyright here, or taken down
)

// Song is one row of a list and all that playing and counting it needs.
type Song struct {
	ID       int64
	Name     string
	Alias    []string // other names, translated names last
	Artists  []Ref
	Album    Ref
	Cover    string        // https address, without a size
	Duration time.Duration // as the service says; 0 when it does not
	Disc     string
	Number   int
	MV       int64 // 0: none
	Right    Right
	Fee      int  // the service's fee code: 0 and 8 free, 1 membership, 4 bought album
	Cloud    bool // the user's own upload
	MaxLevel string
	Reason   string // why it was recommended
	Alg      string // recommendation tag, sent back when the play is counted
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
	Updated     time.Time // last change of the track list; the cache's version
	Created     time.Time
	Liked       bool // the account's "songs I like"
	Mine        bool // created by the account that asked
	Subscribed  bool
	Reason      string
}

// Tracks is a playlist with all its ids, in order. Songs holds those the
// service sent along; the others come from Catalogue.Songs.
type Tracks struct {
	Playlist Playlist
	IDs      []int64
	Songs    []Song
}

// Album is an album's face; Songs is filled by Catalogue.Album only.
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

// Artist is an artist's face; Hot is filled by Catalogue.Artist only.
type Artist struct {
	ID     int64
	Name   string
	Alias  []string
	Cover  string
	Albums int
	Songs  int
	Brief  string
	Hot    []Song
}

// Kind is what a search looks for.
type Kind uint8

// The kinds of the first search page; others follow at the end.
const (
	KindSong Kind = iota
	KindAlbum
	KindArtist
	KindPlaylist
)

// Found is one page of a search: only the list of its Kind is filled.
type Found struct {
	Kind      Kind
	Total     int // what the service counts; 0 when it does not say
	More      bool
	Songs     []Song
	Albums    []Album
	Artists   []Artist
	Playlists []Playlist
}

// Lyrics are the texts as the service sends them, unparsed ("" = none).
type Lyrics struct {
	LRC, YRC, KLyric          string
	Translation, Romanisation string // stamps of LRC
	YTranslation, YRoman      string // stamps of YRC
	PureMusic, None           bool   // instrumental; the service has no text
	From                      string // another song whose texts they are, "" its own
}
