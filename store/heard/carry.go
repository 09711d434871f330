package heard

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"ncmtui/store"
)

// Format is how plays are written.
type Format string

// The formats. Read knows both, and needs not be told which.
const (
	Own     Format = "json"         // {"ncmtui_history":1,"plays":[…]}: everything that is kept
	Listens Format = "listenbrainz" // [{"listened_at":…,"track_metadata":{…}}]: as ListenBrainz exports
)

// maxImport bounds what is read; a play takes some 300 bytes.
const maxImport = 256 << 20

// ErrForm says that a text is in none of the formats.
var ErrForm = errors.New("neither a history of ncmtui nor listens of ListenBrainz")

// ownFile is the form of our own.
type ownFile struct {
	Version int       `json:"ncmtui_history"`
	Plays   []ownPlay `json:"plays"`
}

type ownPlay struct {
	ID         string    `json:"id"`
	Song       int64     `json:"song"`
	Title      string    `json:"title"`
	Artists    []string  `json:"artists"`
	Album      string    `json:"album"`
	Started    time.Time `json:"started"`
	ListenedMS int64     `json:"listened_ms"`
	LengthMS   int64     `json:"length_ms"`
	Ending     string    `json:"ending"`
	SourceKind string    `json:"source_kind,omitempty"`
	SourceID   int64     `json:"source_id,omitempty"`
	SourceName string    `json:"source_name,omitempty"`
}

// listen is ListenBrainz's form, of its API and of its exports.
type listen struct {
	At    int64 `json:"listened_at"` // Unix seconds
	Track struct {
		Artist  string `json:"artist_name"`
		Title   string `json:"track_name"`
		Release string `json:"release_name,omitempty"`
		More    more   `json:"additional_info"`
	} `json:"track_metadata"`
}

type more struct {
	Artists    []string `json:"artist_names,omitempty"`
	DurationMS int64    `json:"duration_ms,omitempty"`
	Duration   int64    `json:"duration,omitempty"` // s, where the other is missing
	PlayedMS   int64    `json:"ncmtui_listened_ms,omitempty"`
	Song       int64    `json:"ncmtui_song,omitempty"`
	Origin     string   `json:"origin_url,omitempty"`
	Service    string   `json:"music_service,omitempty"`
	Player     string   `json:"media_player,omitempty"`
	Client     string   `json:"submission_client,omitempty"`
}

// Write writes plays. As listens go those that count: ListenBrainz knows no
// others.
func Write(w io.Writer, f Format, plays []store.Play) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if f == Listens {
		out := make([]listen, 0, len(plays))
		for _, p := range plays {
			if Counts(p) && p.Title != "" && len(p.Artists) > 0 {
				out = append(out, listenOf(p))
			}
		}
		return enc.Encode(out)
	}
	out := ownFile{Version: 1, Plays: make([]ownPlay, 0, len(plays))}
	for _, p := range plays {
		out.Plays = append(out.Plays, ownPlay{
			p.ID, p.Song, p.Title, p.Artists, p.Album, p.Started.UTC(), p.Listened.Milliseconds(), p.Length.Milliseconds(), p.Ending,
			p.SourceKind, p.SourceID, p.SourceName,
		})
	}
	return enc.Encode(out)
}

func listenOf(p store.Play) listen {
	l := listen{At: p.Started.Unix()}
	l.Track.Artist, l.Track.Title, l.Track.Release = strings.Join(p.Artists, ", "), p.Title, p.Album
	l.Track.More = more{
		Artists: p.Artists, DurationMS: p.Length.Milliseconds(), PlayedMS: p.Listened.Milliseconds(), Song: p.Song,
		Player: "ncmtui", Client: "ncmtui",
	}
	if p.Song > 0 {
		l.Track.More.Service = "music.163.com"
		l.Track.More.Origin = fmt.Sprintf("https://music.163.com/song?id=%d", p.Song)
	}
	return l
}

// Read reads plays of any format: our own, a list of listens, the API's answer
// with listens, or a listen in each line. dropped counts what was no play.
func Read(r io.Reader) (plays []store.Play, dropped int, err error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxImport+1))
	if err != nil {
		return nil, 0, err
	}
	if len(raw) > maxImport {
		return nil, 0, fmt.Errorf("more than %d MiB", maxImport>>20)
	}
	raw = bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\ufeff")))
	var listens []listen
	switch {
	case bytes.HasPrefix(raw, []byte("[")):
		if json.Unmarshal(raw, &listens) != nil {
			return nil, 0, ErrForm
		}
	case bytes.HasPrefix(raw, []byte("{")):
		var file struct {
			ownFile
			Payload struct {
				Listens []listen `json:"listens"`
			} `json:"payload"`
		}
		if json.Unmarshal(raw, &file) == nil && (file.Version > 0 || file.Payload.Listens != nil) {
			if file.Version > 0 {
				return ownPlays(file.Plays)
			}
			listens = file.Payload.Listens
			break
		}
		listens, dropped = lines(raw)
	default:
		return nil, 0, ErrForm
	}
	for _, l := range listens {
		if p, ok := l.play(); ok {
			plays = append(plays, p)
		} else {
			dropped++
		}
	}
	if len(plays) == 0 && dropped > 0 {
		return nil, dropped, ErrForm
	}
	return plays, dropped, nil
}

// lines reads a listen in each line.
func lines(raw []byte) (all []listen, dropped int) {
	in := bufio.NewScanner(bytes.NewReader(raw))
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		line := bytes.TrimSpace(in.Bytes())
		if len(line) == 0 {
			continue
		}
		var l listen
		if json.Unmarshal(line, &l) != nil {
			dropped++
			continue
		}
		all = append(all, l)
	}
	if in.Err() != nil {
		dropped++
	}
	return all, dropped
}

func ownPlays(in []ownPlay) (plays []store.Play, dropped int, err error) {
	for _, o := range in {
		p := store.Play{
			ID: o.ID, Song: max(o.Song, 0), Title: o.Title, Artists: o.Artists, Album: o.Album, Started: o.Started,
			Listened: ms(o.ListenedMS), Length: ms(o.LengthMS), Ending: o.Ending,
			SourceKind: o.SourceKind, SourceID: o.SourceID, SourceName: o.SourceName,
		}
		if p.ID == "" {
			p.ID = made(p)
		}
		if !usable(p) {
			dropped++
			continue
		}
		plays = append(plays, p)
	}
	return plays, dropped, nil
}

// play is a listen as a play; false for one without a time or a title.
func (l listen) play() (store.Play, bool) {
	t := l.Track
	p := store.Play{
		Song: max(t.More.Song, 0), Title: t.Title, Artists: t.More.Artists, Album: t.Release, Started: time.Unix(l.At, 0),
		Listened: ms(t.More.PlayedMS), Length: ms(t.More.DurationMS),
	}
	if len(p.Artists) == 0 && t.Artist != "" {
		p.Artists = []string{t.Artist}
	}
	if p.Length == 0 && t.More.Duration > 0 && t.More.Duration < int64(maxLength/time.Second) {
		p.Length = time.Duration(t.More.Duration) * time.Second
	}
	if p.Listened == 0 {
		p.Listened = p.Length // a listen is of a song that was heard
	}
	if p.Listened == 0 {
		p.Listened = usual
	}
	p.ID = made(p)
	return p, usable(p)
}

const (
	maxLength = 24 * time.Hour
	usual     = 3 * time.Minute // of a song whose length nobody tells
)

func usable(p store.Play) bool {
	return p.Title != "" && p.Started.Unix() > 0 && p.Started.Year() < 3000 && p.Listened >= 0 && p.Listened <= maxLength && p.Length >= 0 && p.Length <= maxLength
}

func ms(n int64) time.Duration {
	if n < 0 || n > maxLength.Milliseconds() {
		return -1
	}
	return time.Duration(n) * time.Millisecond
}

// made is the ID of a play that came without one: the same for the same song in
// the same second. Where the song's id is known it tells the song.
func made(p store.Play) string {
	song := p.Title + "\x00" + strings.Join(p.Artists, "\x00")
	if p.Song != 0 {
		song = fmt.Sprintf("id %d", p.Song)
	}
	sum := sha256.Sum256([]byte(fmt.Sprintf("%d\x00%s", p.Started.Unix(), song)))
	return "came-" + hex.EncodeToString(sum[:12])
}
