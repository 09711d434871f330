package ncmfake

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"ncmtui/api/ncmfake/seed"
	"ncmtui/api/ncmfake/sound"
)

// The song shapes are written by hand, field by field as in the captured
// answers: a list of thousands must not cost a tenth of a second.

// put appends a JSON text.
func put(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c == '"' || c == '\\' {
			return quote(b, s)
		}
	}
	if !utf8.ValidString(s) {
		return quote(b, s)
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

func quote(b []byte, s string) []byte {
	q, err := json.Marshal(s)
	if err != nil {
		return append(b, `""`...)
	}
	return append(b, q...)
}

func putInt[T int | int64](b []byte, n T) []byte { return strconv.AppendInt(b, int64(n), 10) }

func putList(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = put(b, s)
	}
	return append(b, ']')
}

// quality says what files exist of a song.
type quality struct {
	lossless, high bool // flac, flac above 16 bit
}

func qualityOf(s seed.Song) quality {
	p := sound.Pieces[s.Sound.Piece]
	ok := s.Kind != seed.Damaged
	return quality{lossless: ok, high: ok && p.LosslessBits > 16}
}

// songJSON appends a song in the new shape without its closing brace.
func (s *Service) songJSON(b []byte, x seed.Song) []byte {
	album, _ := s.cat.Album(x.Album)
	cloud := x.Kind == seed.Cloud
	b = put(append(b, `{"name":`...), x.Name)
	b = putInt(append(b, `,"id":`...), x.ID)
	b = append(b, `,"pst":0,"t":`...)
	if cloud {
		b = append(b, '1')
	} else {
		b = append(b, '0')
	}
	b = append(b, `,"ar":[`...)
	if cloud {
		b = append(b, `{"id":0,"name":null,"tns":[],"alias":[]}`...)
	} else {
		b = s.artistsJSON(b, x.Artists)
	}
	b = putList(append(b, `],"alia":`...), x.Alias)
	b = putInt(append(b, `,"pop":`...), x.Pop)
	b = append(b, `,"st":0,"rt":"","fee":`...)
	b = putInt(b, fee(x))
	b = append(b, `,"v":8,"crbt":null,"cf":"","al":`...)
	if cloud {
		b = append(b, `{"id":0,"name":null,"picUrl":`...)
		b = append(put(b, pictureURL(album.Cover())), `,"tns":[],"pic":0}`...)
	} else {
		b = albumRef(b, album)
	}
	ms := x.DurationMS()
	b = putInt(append(b, `,"dt":`...), ms)
	b = filesJSON(b, x)
	b = append(b, `,"a":null,"cd":"01","no":`...)
	b = putInt(b, x.Number)
	b = append(b, `,"rtUrl":null,"ftype":0,"rtUrls":[],"djId":0,"copyright":0,"s_id":0,"mark":131136,"originCoverType":0,"originSongSimpleData":null,"single":0,"noCopyrightRcmd":`...)
	if x.Kind == seed.Grey {
		b = append(b, `{"type":2,"typeDesc":"其它版本可播","songId":null}`...)
	} else {
		b = append(b, `null`...)
	}
	b = putInt(append(b, `,"mst":9,"cp":0,"mv":`...), seed.VideoOf(x.ID))
	b = putInt(append(b, `,"rtype":0,"rurl":null,"publishTime":`...), album.Published.UnixMilli())
	if len(x.Trans) > 0 {
		b = putList(append(b, `,"tns":`...), x.Trans)
	}
	if cloud {
		b = s.uploadJSON(b, x)
	}
	return b
}

// uploadJSON appends what an upload has instead of names.
func (s *Service) uploadJSON(b []byte, x seed.Song) []byte {
	u := firstUpload(s.cat)
	if x.ID != u.song.ID {
		u, _ = s.uploadOf(x.ID)
	}
	b = append(b, `,"pc":{"nickname":`...)
	b = put(b, seed.DemoName)
	b = put(append(b, `,"alb":`...), u.album)
	b = put(append(b, `,"ar":`...), u.artist)
	b = put(append(b, `,"sn":`...), x.Name)
	b = put(append(b, `,"fn":`...), u.file)
	b = putInt(append(b, `,"cid":"","uid":`...), seed.UserID)
	return append(b, `,"version":2,"br":320}`...)
}

func (s *Service) artistNames(x seed.Song) string {
	var names []string
	for _, id := range x.Artists {
		a, _ := s.cat.Artist(id)
		names = append(names, a.Name)
	}
	return strings.Join(names, "/")
}

func (s *Service) artistsJSON(b []byte, ids []int64) []byte {
	for i, id := range ids {
		a, _ := s.cat.Artist(id)
		if i > 0 {
			b = append(b, ',')
		}
		b = putInt(append(b, `{"id":`...), id)
		b = put(append(b, `,"name":`...), a.Name)
		b = append(b, `,"tns":[`...)
		if a.Trans != "" {
			b = put(b, a.Trans)
		}
		b = append(putList(append(b, `],"alias":`...), a.Alias), '}')
	}
	return b
}

func albumRef(b []byte, a seed.Album) []byte {
	b = putInt(append(b, `{"id":`...), a.ID)
	b = put(append(b, `,"name":`...), a.Name)
	b = put(append(b, `,"picUrl":`...), pictureURL(a.Cover()))
	b = putInt(append(b, `,"tns":[],"pic_str":"`...), a.Cover())
	b = putInt(append(b, `","pic":`...), a.Cover())
	return append(b, '}')
}

// filesJSON appends h, m, l, sq and hr with the true sizes of the mp3 files.
func filesJSON(b []byte, x seed.Song) []byte {
	p := sound.Pieces[x.Sound.Piece]
	one := func(name string, bits int) {
		b = append(append(append(b, `,"`...), name...), `":{"br":`...)
		b = putInt(b, bits)
		b = putInt(append(b, `,"fid":0,"size":`...), x.Sound.MP3Size(bits))
		b = putInt(append(b, `,"vd":-37140,"sr":`...), p.Rate)
		b = append(b, '}')
	}
	one("h", sound.ExHigh)
	one("m", sound.Higher)
	one("l", sound.Standard)
	q := qualityOf(x)
	for _, f := range []struct {
		name string
		has  bool
		br   int
	}{{"sq", q.lossless, 700000}, {"hr", q.high, 2200000}} {
		if !f.has {
			b = append(append(append(b, `,"`...), f.name...), `":null`...)
			continue
		}
		b = append(append(append(b, `,"`...), f.name...), `":{"br":`...)
		b = putInt(b, f.br)
		b = putInt(append(b, `,"fid":0,"size":`...), x.DurationMS()*int64(f.br)/8000)
		b = putInt(append(b, `,"vd":-37140,"sr":`...), p.LosslessRate)
		b = append(b, '}')
	}
	return b
}

// fee is the service's code: 0 and 8 free, 1 for members, 4 bought albums.
func fee(x seed.Song) int {
	switch x.Kind {
	case seed.Member:
		return 1
	case seed.Bought:
		return 4
	case seed.Cloud:
		return 0
	default:
		return int(x.ID % 2 * 8)
	}
}

// rights are what the account may do with a song: the privilege object.
func (s *Service) rights(b []byte, x seed.Song) []byte {
	best, level := 320000, "exhigh"
	if q := qualityOf(x); q.high {
		best, level = 1999000, "hires"
	} else if q.lossless {
		best, level = 999000, "lossless"
	}
	play, st, payed, playLevel, trial := best, 0, 0, level, false
	switch {
	case x.Kind == seed.Grey:
		play, st, playLevel = 0, -200, "none"
	case x.Kind == seed.Bought, x.Kind == seed.Member && s.opts.NoMember:
		play, playLevel, trial = 0, "none", true
	case x.Kind == seed.Member:
		payed = 1
	}
	b = putInt(append(b, `{"id":`...), x.ID)
	b = putInt(append(b, `,"fee":`...), fee(x))
	b = putInt(append(b, `,"payed":`...), payed)
	b = putInt(append(b, `,"st":`...), st)
	b = putInt(append(b, `,"pl":`...), play)
	b = putInt(append(b, `,"dl":`...), play)
	b = append(b, `,"sp":7,"cp":1,"subp":1,"cs":`...)
	b = strconv.AppendBool(b, x.Kind == seed.Cloud)
	b = putInt(append(b, `,"maxbr":`...), best)
	b = putInt(append(b, `,"fl":`...), min(play, 320000))
	b = append(b, `,"toast":false,"flag":4,"preSell":false,"playMaxbr":`...)
	b = putInt(b, best)
	b = putInt(append(b, `,"downloadMaxbr":`...), best)
	for _, name := range []string{"maxBrLevel", "playMaxBrLevel", "downloadMaxBrLevel"} {
		b = put(append(append(append(b, `,"`...), name...), `":`...), level)
	}
	b = put(append(b, `,"plLevel":`...), playLevel)
	b = put(append(b, `,"dlLevel":`...), playLevel)
	b = put(append(b, `,"flLevel":`...), playLevel)
	b = append(b, `,"rscl":null,"freeTrialPrivilege":{"resConsumable":`...)
	b = strconv.AppendBool(b, trial)
	return append(b, `,"userConsumable":false,"listenType":null},"chargeInfoList":[{"rate":128000,"chargeUrl":null,"chargeMessage":null,"chargeType":0}]}`...)
}

// songsJSON is a list in the new shape, each with more of its own.
func (s *Service) songsJSON(ids []int64, more func(b []byte, x seed.Song) []byte) raw {
	b := make([]byte, 0, 1400*len(ids)+2)
	b = append(b, '[')
	for _, id := range ids {
		x, ok := s.song(id)
		if !ok {
			continue
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = s.songJSON(b, x)
		if more != nil {
			b = more(b, x)
		}
		b = append(b, '}')
	}
	return append(b, ']')
}

// withRights adds the privilege inside the song.
func (s *Service) withRights(b []byte, x seed.Song) []byte {
	return s.rights(append(b, `,"privilege":`...), x)
}

func (s *Service) rightsJSON(ids []int64) raw {
	b := make([]byte, 0, 700*len(ids)+2)
	b = append(b, '[')
	for _, id := range ids {
		if x, ok := s.song(id); ok {
			if len(b) > 1 {
				b = append(b, ',')
			}
			b = s.rights(b, x)
		}
	}
	return append(b, ']')
}
