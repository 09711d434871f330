package verb

import (
	"strings"
	"time"

	"ncmtui/api"
)

// The types here are what --json prints. Their names are promised: fields may
// be added, never renamed or taken away. Times are RFC 3339, null where there
// is none; durations are milliseconds; a list is never null. The tag doc is
// what docs/VERBS.md says of a field.

// Ref names an artist, an album or a user.
type Ref struct {
	ID   int64  `json:"id" doc:"0 where the service has none"`
	Name string `json:"name"`
}

// Song is a song of any list.
type Song struct {
	ID         int64    `json:"id"`
	Name       string   `json:"name"`
	Alias      []string `json:"alias" doc:"other names, translated ones last"`
	Artists    []Ref    `json:"artists"`
	Album      Ref      `json:"album"`
	Cover      string   `json:"cover" doc:"https address of the picture, \"\" none"`
	DurationMS int64    `json:"duration_ms"`
	Disc       string   `json:"disc"`
	Number     int      `json:"number" doc:"on the disc"`
	MV         int64    `json:"mv" doc:"id of the music video, 0 none"`
	Fee        int      `json:"fee" doc:"0 and 8 free, 1 membership, 4 bought album"`
	Right      string   `json:"right" doc:"free, vip, trial (a clip only), grey (nothing)"`
	Told       bool     `json:"right_told" doc:"false: right is a guess from fee"`
	Cloud      bool     `json:"cloud" doc:"an own upload"`
	MaxLevel   string   `json:"max_level" doc:"best level for the account, \"\" not told"`
	Reason     string   `json:"reason" doc:"why it was recommended"`
}

var rights = map[api.Right]string{api.Free: "free", api.VIP: "vip", api.Trial: "trial", api.Grey: "grey"}

func ref(r api.Ref) Ref { return Ref(r) }

func song(s api.Song) Song {
	return Song{
		ID: s.ID, Name: s.Name, Alias: texts(s.Alias), Artists: each(s.Artists, ref), Album: ref(s.Album), Cover: s.Cover,
		DurationMS: s.Duration.Milliseconds(), Disc: s.Disc, Number: s.Number, MV: s.MV, Fee: s.Fee,
		Right: rights[s.Right], Told: s.Privileged, Cloud: s.Cloud, MaxLevel: s.MaxLevel, Reason: s.Reason,
	}
}

func texts(in []string) []string { return append([]string{}, in...) }

// at gives a time of the service, nil for none.
func at(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// Playlist is a list's face.
type Playlist struct {
	ID          int64      `json:"id"`
	Name        string     `json:"name"`
	Cover       string     `json:"cover"`
	Description string     `json:"description"`
	Tags        []string   `json:"tags"`
	Creator     Ref        `json:"creator"`
	Count       int        `json:"count" doc:"songs"`
	Plays       int64      `json:"plays"`
	Updated     *time.Time `json:"updated" doc:"last change of the songs"`
	Created     *time.Time `json:"created"`
	Liked       bool       `json:"liked" doc:"the songs its creator likes"`
	Subscribed  bool       `json:"subscribed"`
	Reason      string     `json:"reason"`
}

// likedSpecial marks the list of the songs that its creator likes (fixtures
// user-playlist, specialType 5).
const likedSpecial = 5

func playlist(p api.Playlist) Playlist {
	return Playlist{
		ID: p.ID, Name: p.Name, Cover: p.Cover, Description: p.Description, Tags: texts(p.Tags), Creator: ref(p.Creator),
		Count: p.Count, Plays: p.Plays, Updated: at(p.Updated), Created: at(p.Created), Liked: p.Special == likedSpecial,
		Subscribed: p.Subscribed, Reason: p.Reason,
	}
}

// PlaylistPage is a list with its songs.
type PlaylistPage struct {
	Playlist
	Songs []Song `json:"songs" doc:"all, or what --limit and --offset want"`
}

// Album is an album's face.
type Album struct {
	ID          int64      `json:"id"`
	Name        string     `json:"name"`
	Alias       []string   `json:"alias"`
	Cover       string     `json:"cover"`
	Artists     []Ref      `json:"artists"`
	Count       int        `json:"count" doc:"songs"`
	Published   *time.Time `json:"published"`
	Company     string     `json:"company"`
	Description string     `json:"description"`
}

func album(a api.Album) Album {
	return Album{
		ID: a.ID, Name: a.Name, Alias: texts(a.Alias), Cover: a.Cover, Artists: each(a.Artists, ref), Count: a.Count,
		Published: at(a.Published), Company: a.Company, Description: a.Description,
	}
}

// AlbumPage is an album with its songs.
type AlbumPage struct {
	Album
	Songs []Song `json:"songs"`
}

// Artist is an artist's face.
type Artist struct {
	ID     int64    `json:"id"`
	Name   string   `json:"name"`
	Alias  []string `json:"alias"`
	Cover  string   `json:"cover"`
	Albums int      `json:"albums"`
	Songs  int      `json:"songs"`
	Brief  string   `json:"brief"`
}

func artist(a api.Artist) Artist {
	return Artist{
		ID: a.ID, Name: a.Name, Alias: texts(a.Alias), Cover: a.Cover, Albums: a.Albums, Songs: a.Songs, Brief: a.Brief,
	}
}

// ArtistPage is an artist with the hot songs.
type ArtistPage struct {
	Artist
	Hot []Song `json:"hot"`
}

// User is a person.
type User struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	Avatar    string `json:"avatar"`
	Signature string `json:"signature"`
	VIP       int    `json:"vip" doc:"membership code, 0 none"`
}

func user(u api.User) User {
	return User{ID: u.ID, Name: u.Name, Avatar: u.Avatar, Signature: u.Signature, VIP: u.VIP}
}

// Profile is a person's page.
type Profile struct {
	User
	Level    int        `json:"level"`
	Listened int        `json:"listened" doc:"songs"`
	Since    *time.Time `json:"since" doc:"when the account was made"`
	Days     int        `json:"days" doc:"since then"`
}

func profile(p api.Profile) Profile {
	return Profile{User: user(p.User), Level: p.Level, Listened: p.Listened, Since: at(p.Since), Days: p.Days}
}

// Ranked is a song of a listening rank.
type Ranked struct {
	Song
	Plays int `json:"plays"`
	Score int `json:"score" doc:"percent of the most played one"`
}

func ranked(s api.Ranked) Ranked { return Ranked{song(s.Song), s.Plays, s.Score} }

// File is where a song's file is, and what it is.
type File struct {
	ID         int64    `json:"id"`
	URL        string   `json:"url" doc:"\"\" where the service gives none: see why"`
	Why        string   `json:"why" doc:"\"\", no_copyright, members_only, purchase_only"`
	Code       int      `json:"code" doc:"of the service: 200 playable"`
	Message    string   `json:"message"`
	Type       string   `json:"type" doc:"mp3, flac, m4a"`
	Level      string   `json:"level" doc:"delivered; may be lower than asked"`
	Bitrate    int      `json:"bitrate" doc:"bit/s"`
	Rate       int      `json:"rate" doc:"Hz, 0 not told"`
	Size       int64    `json:"size" doc:"bytes, of the clip for a clip"`
	MD5        string   `json:"md5"`
	DurationMS int64    `json:"duration_ms" doc:"of the file"`
	ExpiresS   int64    `json:"expires_s" doc:"seconds that the address lives"`
	Gain       *float64 `json:"gain" doc:"dB, null not told"`
	Peak       *float64 `json:"peak" doc:"1 is full scale, null not told"`
	Fee        int      `json:"fee"`
	Payed      bool     `json:"payed"`
	Clip       *Clip    `json:"clip" doc:"what part of the song the file is, null all of it"`
}

// Clip is a part of a song.
type Clip struct {
	StartMS int64 `json:"start_ms"`
	EndMS   int64 `json:"end_ms"`
}

var refusals = map[api.Refusal]string{
	api.Given: "", api.NoCopyright: "no_copyright", api.MembersOnly: "members_only", api.PurchaseOnly: "purchase_only",
}

func file(u api.SongURL) File {
	f := File{
		ID: u.ID, URL: u.URL.Reveal(), Why: refusals[u.Why()], Code: u.Code, Message: u.Message, Type: u.Type,
		Level: u.Level, Bitrate: u.Bitrate, Rate: u.Rate, Size: u.Size, MD5: u.MD5,
		DurationMS: u.Duration.Milliseconds(), ExpiresS: int64(u.Expires / time.Second), Fee: u.Fee, Payed: u.Payed,
	}
	if u.HasGain {
		f.Gain = &u.Gain
	}
	if u.HasPeak {
		f.Peak = &u.Peak
	}
	if u.Clip != nil {
		f.Clip = &Clip{u.Clip.Start.Milliseconds(), u.Clip.End.Milliseconds()}
	}
	return f
}

// Chart is one of the service's toplists.
type Chart struct {
	Playlist
	Every string `json:"every" doc:"how often it changes, in words"`
}

func chart(c api.Chart) Chart { return Chart{playlist(c.Playlist), c.Every} }

// names joins the names of refs.
func names(refs []Ref) string {
	all := make([]string, 0, len(refs))
	for _, r := range refs {
		all = append(all, r.Name)
	}
	return strings.Join(all, " / ")
}
