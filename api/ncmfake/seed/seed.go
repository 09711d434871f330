// Package seed is the catalogue of the embedded service: invented artists,
// albums, songs, playlists and lyrics, the same in every run. It is read-only
// and holds no state of an account.
package seed

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"ncmtui/api/ncmfake/signature"
	"ncmtui/api/ncmfake/sound"
)

// Kind is what may happen when a song is played.
type Kind uint8

// The kinds.
const (
	Normal   Kind = iota
	Member        // the whole song for members, a clip for others
	Bought        // album sold only: a clip for everybody
	Grey          // no right to it: no address at all
	Cloud         // the account's own upload: names live elsewhere
	Damaged       // its mp3 is broken in the middle
	HighRate      // lossless at 24 bit, 96 kHz
)

// Songs with something special about them. Every one but Hostile and the
// short ones is in playlist Special.
const (
	SongFirst   = signature.Base + 1   // the first daily song
	SongMember  = signature.Base + 13  // VIP
	SongTrial   = signature.Base + 27  // a 30 s clip (40 s to 70 s)
	SongGrey    = signature.Base + 35  // greyed out
	SongCloud   = signature.Base + 48  // an upload with null names
	SongDamaged = signature.Base + 52  // broken mp3
	SongHiRes   = signature.Base + 113 // flac 24/96
	SongLong    = signature.Base + 66  // a very long title
	SongHostile = signature.Base + 361 // control sequences in its names
	SongShort   = signature.Base + 371 // the first of ten short songs
	SongSilent  = signature.Base + 71  // without lyrics of any kind
	SongFull    = signature.Base + 102 // its exhigh file is a real 320 kbit/s encode
)

// Playlists that always exist.
const (
	PlaylistLiked    int64 = 7_100_000_001 // the account's liked songs
	PlaylistShort    int64 = 7_100_000_010 // 10 songs of 8 to 20 s
	PlaylistThousand int64 = 7_100_001_000
	PlaylistHuge     int64 = 7_100_010_000 // 10,000 songs
	PlaylistSpecial  int64 = 7_100_000_020 // every kind of song
	PlaylistHostile  int64 = 7_100_000_030 // SongHostile and two others
	PlaylistEvening  int64 = 7_100_000_040 // made by the account
	PlaylistToplist  int64 = 7_100_000_050
)

// UserID is the account's; it does not fit 32 bits.
const UserID int64 = 3_722_748_181

// generated songs carry the numbers from here on; they are made when asked
// for.
const (
	generated      = 10000
	generatedCount = 10000
)

// Artist is somebody who sings or plays.
type Artist struct {
	ID    int64
	Name  string
	Trans string // translated name, "" when there is none
	Alias []string
	Brief string
	// Initial is the letter the name begins with in pinyin, "#" for none;
	// Kind 1 a man, 2 a woman, 3 a band.
	Initial string
	Kind    int
	lang    string
	sound   []int // indexes into sound.Pieces
}

// Lang is the language the artist sings in, as Song.Lang.
func (a Artist) Lang() string { return a.lang }

// Album is a record. Songs are ids in order.
type Album struct {
	ID        int64
	Name      string
	Alias     []string
	Artist    int64
	Company   string
	Brief     string
	Kind      string // 专辑, EP, …
	Published time.Time
	Songs     []int64
}

// Song is one song.
type Song struct {
	ID      int64
	Name    string
	Alias   []string
	Trans   []string
	Artists []int64
	Album   int64
	Number  int
	Kind    Kind
	Pop     int
	Lang    string // zh, ja, en, ko, "" (instrumental)
	Sound   sound.Song
}

// Playlist is a list somebody made. Songs are ids in order.
type Playlist struct {
	ID          int64
	Name        string
	Description string
	Tags        []string
	Owner       int64
	Liked       bool
	Private     bool
	Cover       int64 // a picture's number; 0: that of the first song
	Plays       int64
	Created     time.Time
	Updated     time.Time
	Songs       []int64
}

// Catalogue holds everything; get it with Load.
type Catalogue struct {
	Artists   []Artist
	Albums    []Album
	Songs     []Song
	Playlists []Playlist // see AllPlaylists
	Daily     []int64    // 30
	FM        []int64    // the radio's order, every song once
	Likes     []int64    // what the account likes at first

	artists map[int64]int
	albums  map[int64]int
	lists   map[int64]int
	songs   map[int64]int
}

// Load gives the catalogue; it is built once, in under 2 ms.
var Load = sync.OnceValue(build)

// Song finds a song, made on the spot when it is one of the many.
func (c *Catalogue) Song(id int64) (Song, bool) {
	if i, ok := c.songs[id]; ok {
		return c.Songs[i], true
	}
	if n := id - signature.Base - generated; n >= 0 && n < generatedCount {
		return makeSong(int(n)), true
	}
	return Song{}, false
}

// Album finds an album.
func (c *Catalogue) Album(id int64) (Album, bool) {
	if i, ok := c.albums[id]; ok {
		return c.Albums[i], true
	}
	if n := id - generatedAlbums; n >= 0 && n < generatedCount/10 {
		return makeAlbum(int(n)), true
	}
	return Album{}, false
}

// Artist finds an artist.
func (c *Catalogue) Artist(id int64) (Artist, bool) {
	if i, ok := c.artists[id]; ok {
		return c.Artists[i], true
	}
	if n := id - generatedArtists; n >= 0 && n < int64(len(manyArtists)) {
		return makeArtist(int(n)), true
	}
	return Artist{}, false
}

// Playlist finds a playlist.
func (c *Catalogue) Playlist(id int64) (Playlist, bool) {
	if i, ok := c.lists[id]; ok {
		return c.Playlists[i], true
	}
	all, at := wider()
	if i, ok := at[id]; ok {
		return all[i], true
	}
	return Playlist{}, false
}

// SongsOf are an artist's songs, album by album.
func (c *Catalogue) SongsOf(artist int64) []int64 {
	var out []int64
	if n := artist - generatedArtists; n >= 0 && n < int64(len(manyArtists)) {
		for _, a := range c.AlbumsOf(artist) {
			out = append(out, a.Songs...)
		}
		return out
	}
	for _, x := range c.Songs {
		if slices.Contains(x.Artists, artist) {
			out = append(out, x.ID)
		}
	}
	return out
}

// AlbumsOf are an artist's albums, the newest first.
func (c *Catalogue) AlbumsOf(artist int64) []Album {
	var out []Album
	if n := artist - generatedArtists; n >= 0 && n < int64(len(manyArtists)) {
		for k := int(n); k < generatedCount/10; k += len(manyArtists) {
			out = append(out, makeAlbum(k))
		}
	}
	for _, a := range c.Albums {
		if a.Artist == artist {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b Album) int { return b.Published.Compare(a.Published) })
	return out
}

// AllArtists are the artists of the catalogue proper, and those of the ten
// thousand songs.
func (c *Catalogue) AllArtists() []Artist {
	out := slices.Clone(c.Artists)
	for n := range manyArtists {
		out = append(out, makeArtist(n))
	}
	return out
}

// mix scatters a number; the same everywhere and always.
func mix(n uint64) uint64 {
	n += 0x9e3779b97f4a7c15
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return n ^ n>>31
}

// pick gives a number below n from an id and a purpose.
func pick(id int64, purpose string, n int) int {
	h := uint64(id)
	for _, b := range []byte(purpose) {
		h = mix(h ^ uint64(b))
	}
	return int(mix(h) % uint64(n))
}

func day(y, m, d int) time.Time {
	return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.FixedZone("CST", 8*3600))
}

// lengthOf gives a believable length in samples at the piece's rate: mostly
// 62 to 150 s, some up to 4 minutes, never round.
func lengthOf(id int64, piece int) int64 {
	rate := int64(sound.Pieces[piece].Rate)
	seconds := 62 + int64(pick(id, "seconds", 89))
	if pick(id, "long", 12) == 0 {
		seconds = 190 + int64(pick(id, "seconds", 50))
	}
	return seconds*rate + int64(pick(id, "samples", int(rate)))
}

func soundOf(id int64, choices []int) sound.Song {
	piece := choices[pick(id, "piece", len(choices))]
	bars := sound.Pieces[piece].Bars
	return sound.Song{ID: id, Piece: piece, Bar: pick(id, "bar", bars/4) * 4, Samples: lengthOf(id, piece)}
}

// DurationMS is the song's length in milliseconds, as every answer gives it.
func (s Song) DurationMS() int64 { return (s.Sound.Length() + time.Millisecond/2).Milliseconds() }

// Cover is the number of an album's picture: 18 digits, beyond a float64.
func (a Album) Cover() int64 { return 109_951_160_000_000_000 + a.ID*10 + 1 }

// AlbumOfCover is the album of a picture number.
func AlbumOfCover(pic int64) int64 { return (pic - 109_951_160_000_000_000) / 10 }

func (a Artist) String() string { return fmt.Sprintf("%s (%d)", a.Name, a.ID) }
