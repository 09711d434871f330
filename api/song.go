package api

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"ncmtui/internal/safe"
)

type wireRef struct {
	ID     jsonInt  `json:"id"`
	Name   jsonText `json:"name"`
	PicURL jsonText `json:"picUrl"`
}

// wireSong takes both song shapes: the new one (ar, al, dt) and the old one
// (artists, album, duration).
type wireSong struct {
	ID         jsonInt               `json:"id"`
	Name       jsonText              `json:"name"`
	Ar         list[wireRef]         `json:"ar"`
	Artists    list[wireRef]         `json:"artists"`
	Al         object[wireRef]       `json:"al"`
	Album      object[wireRef]       `json:"album"`
	Dt         jsonInt               `json:"dt"` // ms
	Duration   jsonInt               `json:"duration"`
	Alia       texts                 `json:"alia"`
	Alias      texts                 `json:"alias"`
	Tns        texts                 `json:"tns"`
	TransNames texts                 `json:"transNames"`
	TransName  texts                 `json:"transName"`
	Cd         jsonText              `json:"cd"`
	Disc       jsonText              `json:"disc"`
	No         jsonInt               `json:"no"`
	Mv         jsonInt               `json:"mv"`
	Mvid       jsonInt               `json:"mvid"`
	Fee        jsonInt               `json:"fee"`
	St         jsonInt               `json:"st"`
	Status     jsonInt               `json:"status"`
	Privilege  object[wirePrivilege] `json:"privilege"`
	Reason     jsonText              `json:"reason"`
	Recommend  jsonText              `json:"recommendReason"`
	Alg        jsonText              `json:"alg"`
	// PC is there for an upload: the names the user's file has.
	PC object[struct {
		Name   jsonText `json:"sn"`
		Artist jsonText `json:"ar"`
		Album  jsonText `json:"alb"`
	}] `json:"pc"`
}

type wirePrivilege struct {
	ID       jsonInt  `json:"id"`
	Fee      jsonInt  `json:"fee"`
	Payed    jsonInt  `json:"payed"`
	St       jsonInt  `json:"st"`
	Pl       jsonInt  `json:"pl"`
	CS       jsonBool `json:"cs"` // in the account's cloud
	MaxLevel jsonText `json:"playMaxBrLevel"`
	PlLevel  jsonText `json:"plLevel"`
}

func (w wireSong) song() Song {
	s := Song{
		ID: int64(w.ID), Name: string(w.Name), Disc: first(string(w.Cd), string(w.Disc)), Number: int(w.No),
		MV: max(int64(w.Mv), int64(w.Mvid)), Fee: int(w.Fee), Cloud: w.PC.OK,
		Duration: span(max(w.Dt, w.Duration), time.Millisecond),
		Reason:   first(string(w.Recommend), string(w.Reason)), Alg: string(w.Alg),
	}
	s.Alias = distinct(s.Name, w.Alia, w.Alias, w.Tns, w.TransNames, w.TransName)
	artists := w.Ar
	if len(artists) == 0 {
		artists = w.Artists
	}
	s.Artists = refs(artists)
	album := w.Al.V
	if !w.Al.OK {
		album = w.Album.V
	}
	s.Album, s.Cover = Ref{int64(album.ID), string(album.Name)}, secure(string(album.PicURL))
	if w.PC.OK {
		s.fromUpload(string(w.PC.V.Name), string(w.PC.V.Artist), string(w.PC.V.Album))
	}
	s.Right = guess(s, w.St < 0 || w.Status < 0)
	if w.Privilege.OK {
		s.join(w.Privilege.V)
	}
	return s
}

// span is a number of units as a duration, from none to a year: an absurd
// number must not wrap into a negative one.
func span(n jsonInt, unit time.Duration) time.Duration {
	const year = 366 * 24 * time.Hour
	return time.Duration(min(max(int64(n), 0), int64(year/unit))) * unit
}

// fromUpload fills in names that only the uploaded file has.
func (s *Song) fromUpload(name, artist, album string) {
	s.Name = first(s.Name, name)
	s.Album.Name = first(s.Album.Name, album)
	named := false
	for _, a := range s.Artists {
		named = named || a.Name != ""
	}
	if !named && artist != "" {
		s.Artists = []Ref{{Name: artist}}
	}
}

// guess is the right of a song whose privilege is not told.
func guess(s Song, off bool) Right {
	switch {
	case s.Cloud:
		return Free
	case off:
		return Grey
	case paid(s.Fee):
		return VIP
	}
	return Free
}

// paid says whether a fee code stands for money; 65536 was seen once, on a
// song to be bought.
func paid(fee int) bool { return fee != 0 && fee != 8 }

// join takes over what the account may do with a song. st is negative for
// songs that are gone; pl is the bitrate it may play, 0 for none, while a
// song that costs something can still be had as a clip.
func (s *Song) join(p wirePrivilege) {
	s.Privileged = true
	s.Cloud = s.Cloud || bool(p.CS)
	s.MaxLevel = string(p.PlLevel)
	if s.MaxLevel == "" || s.MaxLevel == "none" {
		s.MaxLevel = string(p.MaxLevel)
	}
	if s.MaxLevel == "none" {
		s.MaxLevel = ""
	}
	costs := paid(s.Fee) || paid(int(p.Fee))
	switch {
	case s.Cloud:
		s.Right = Free
	case p.St < 0:
		s.Right = Grey
	case p.Pl > 0 && costs:
		s.Right = VIP
	case p.Pl > 0:
		s.Right = Free
	case costs:
		s.Right = Trial
	default:
		s.Right = Grey
	}
}

type songsBody struct {
	Songs      list[wireSong]      `json:"songs"`
	Privileges list[wirePrivilege] `json:"privileges"`
}

// songs decodes a list and joins the privileges that stand beside it, by id:
// their order and number need not be the songs'.
func songs(in list[wireSong], privileges list[wirePrivilege]) []Song {
	byID := make(map[jsonInt]wirePrivilege, len(privileges))
	for _, p := range privileges {
		byID[p.ID] = p
	}
	out := make([]Song, 0, len(in))
	for _, w := range in {
		if p, ok := byID[w.ID]; ok && !w.Privilege.OK {
			w.Privilege = object[wirePrivilege]{V: p, OK: true}
		}
		out = append(out, w.song())
	}
	return out
}

func refs(in list[wireRef]) []Ref {
	out := make([]Ref, 0, len(in))
	for _, r := range in {
		out = append(out, Ref{int64(r.ID), string(r.Name)})
	}
	return out
}

func first(names ...string) string {
	for _, n := range names {
		if n != "" {
			return n
		}
	}
	return ""
}

// distinct are the names of all lists that are not the main one, once each.
func distinct(main string, lists ...texts) []string {
	seen := map[string]bool{main: true, "": true}
	var out []string
	for _, l := range lists {
		for _, name := range l {
			if !seen[name] {
				seen[name] = true
				out = append(out, name)
			}
		}
	}
	return out
}

// secure is a picture's address over https; the service writes http often and
// its picture hosts have both.
func secure(address string) string {
	if rest, ok := strings.CutPrefix(address, "http://"); ok {
		return "https://" + rest
	}
	return address
}

// maxDetails is how many songs one request of details may ask for.
const maxDetails = 1000

// Songs gives details by id, in the order of the ids, as many as the service
// knows: it asks for at most 1,000 at a time. With an error come the songs
// that were got before it.
func (c *Client) Songs(ctx context.Context, ids []int64) ([]Song, error) {
	byID := make(map[int64]Song, len(ids))
	var failed error
	for rest := ids; len(rest) > 0 && failed == nil; {
		n := min(len(rest), maxDetails)
		var b songsBody
		b, failed = call[songsBody](ctx, c, "/song/detail", Params{"ids": joined(rest[:n])})
		for _, s := range songs(b.Songs, b.Privileges) {
			byID[s.ID] = s
		}
		rest = rest[n:]
	}
	out := make([]Song, 0, len(byID))
	for _, id := range ids {
		if s, ok := byID[id]; ok {
			out = append(out, s)
		}
	}
	return out, failed
}

func joined(ids []int64) string {
	var b strings.Builder
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatInt(id, 10))
	}
	return b.String()
}

type wireURL struct {
	ID      jsonInt   `json:"id"`
	URL     jsonText  `json:"url"`
	Code    jsonInt   `json:"code"`
	Fee     jsonInt   `json:"fee"`
	Payed   jsonInt   `json:"payed"`
	Message jsonText  `json:"message"`
	Size    jsonInt   `json:"size"`
	MD5     jsonText  `json:"md5"`
	Type    jsonText  `json:"type"`
	Level   jsonText  `json:"level"`
	Br      jsonInt   `json:"br"`
	Sr      jsonInt   `json:"sr"`
	Time    jsonInt   `json:"time"` // ms
	Expi    jsonInt   `json:"expi"` // s
	Gain    jsonFloat `json:"gain"`
	Peak    jsonFloat `json:"peak"`
	Trial   object[struct {
		Start jsonInt `json:"start"` // s
		End   jsonInt `json:"end"`
	}] `json:"freeTrialInfo"`
}

func (w wireURL) url() SongURL {
	u := SongURL{
		ID: int64(w.ID), URL: safe.Secret(w.URL), Code: int(w.Code), Fee: int(w.Fee), Payed: w.Payed > 0,
		Message: string(w.Message), Size: int64(w.Size), MD5: strings.ToLower(string(w.MD5)),
		Type: fileType(string(w.Type), string(w.URL)), Level: string(w.Level), Bitrate: int(w.Br), Rate: int(w.Sr),
		Duration: span(w.Time, time.Millisecond), Expires: span(w.Expi, time.Second),
		Gain: w.Gain.V, HasGain: w.Gain.OK && w.URL != "", Peak: w.Peak.V, HasPeak: w.Peak.OK && w.URL != "",
	}
	if w.Trial.OK {
		u.Clip = &Clip{span(w.Trial.V.Start, time.Second), span(w.Trial.V.End, time.Second)}
	}
	return u
}

// fileType trusts type, then the address; encodeType may say mp3 for flac.
func fileType(kind, address string) string {
	if kind != "" {
		return strings.ToLower(kind)
	}
	path, _, _ := strings.Cut(address, "?")
	for _, known := range [...]string{"mp3", "flac", "m4a"} {
		if strings.HasSuffix(strings.ToLower(path), "."+known) {
			return known
		}
	}
	return ""
}

// SongURLs asks for addresses at a level (standard … jymaster). The answer is
// in the order of the ids, without those the service says nothing of.
func (c *Client) SongURLs(ctx context.Context, level string, ids ...int64) ([]SongURL, error) {
	a, err := c.Call(ctx, "/song/url/v1", Params{"id": joined(ids), "level": level})
	if err != nil {
		return nil, err
	}
	return decodeURLs(a.Body, ids)
}

// decodeURLs joins by id; data may be one object instead of a list.
func decodeURLs(body []byte, ids []int64) ([]SongURL, error) {
	b, err := decode[struct {
		Data oneOrMany[wireURL] `json:"data"`
	}]("/song/url/v1", body)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]SongURL, len(b.Data))
	for _, w := range b.Data {
		byID[int64(w.ID)] = w.url()
	}
	out := make([]SongURL, 0, len(ids))
	for _, id := range ids {
		if u, ok := byID[id]; ok {
			out = append(out, u)
		}
	}
	return out, nil
}

// SongURL asks for the address of one song.
func (c *Client) SongURL(ctx context.Context, id int64, level string) (SongURL, error) {
	all, err := c.SongURLs(ctx, level, id)
	if err != nil {
		return SongURL{}, err
	}
	if len(all) == 0 {
		return SongURL{}, badAnswer("/song/url/v1", fmt.Errorf("nothing about song %d", id))
	}
	return all[0], nil
}
