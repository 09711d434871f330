package ncmfake

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"ncmtui/api/ncmfake/seed"
	"ncmtui/api/ncmfake/sound"
)

// encode is JSON of a value that cannot fail to encode.
func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic("ncmfake: " + err.Error()) // an obj that no JSON can hold
	}
	return b
}

// variantOf picks the file for a level; the answer may be a lower one.
func variantOf(x seed.Song, level string) (v variant, name string) {
	q := qualityOf(x)
	switch level {
	case "standard":
		return standard, level
	case "higher":
		return higher, level
	case "", "exhigh":
		return exhigh, "exhigh"
	case "lossless":
		if q.lossless {
			return lossless, level
		}
	default: // hires, jyeffect, sky, dolby, jymaster
		if q.high {
			return lossless, "hires"
		}
		if q.lossless {
			return lossless, "lossless"
		}
	}
	return exhigh, "exhigh"
}

// levelOfRate is the level that the older call asks for by bit rate.
func levelOfRate(br int) string {
	switch {
	case br >= 400000:
		return "lossless"
	case br >= 320000:
		return "exhigh"
	case br >= 192000:
		return "higher"
	}
	return "standard"
}

func songURL(c *call) any {
	level := c.text("level")
	if level == "" {
		level = levelOfRate(c.number("br", 999000, 1<<30))
	}
	list := []any{}
	for _, id := range c.ids("ids") {
		list = append(list, c.urlOf(id, level))
	}
	return obj{"data": list, "code": 200}
}

func downloadURL(c *call) any {
	return obj{"data": c.urlOf(c.id("id"), c.text("level")), "code": 200}
}

// urlOf is the address of one song, or why there is none.
func (c *call) urlOf(id int64, level string) obj {
	x, ok := c.svc.song(id)
	out := obj{
		"id": id, "url": nil, "br": 0, "size": 0, "md5": nil, "code": 404, "expi": int(addressLife.Seconds()), "type": nil, "gain": 0.0,
		"peak": nil, "closedGain": 0.0, "closedPeak": 0.0, "fee": 0, "uf": nil, "payed": 0, "flag": 256, "canExtend": false,
		"freeTrialInfo": nil, "level": nil, "encodeType": nil, "channelLayout": nil,
		"freeTrialPrivilege": obj{
			"resConsumable": false, "userConsumable": false, "listenType": nil, "cannotListenReason": nil, "playReason": nil, "freeLimitTagType": nil,
		},
		"freeTimeTrialPrivilege": obj{"resConsumable": false, "userConsumable": false, "type": 0, "remainTime": 0},
		"urlSource":              0, "rightSource": 0, "podcastCtrp": nil, "effectTypes": nil, "time": 0, "message": nil, "levelConfuse": nil,
		"musicId": nil, "accompany": nil, "sr": 0, "auEff": nil,
	}
	if !ok || x.Kind == seed.Grey {
		out["freeTrialPrivilege"].(obj)["cannotListenReason"] = 1
		return out
	}
	k := fileKey{id: id, clip: x.Kind == seed.Bought || x.Kind == seed.Member && (c.svc.opts.NoMember || !c.user)}
	var name string
	if k.variant, name = variantOf(x, level); k.clip {
		k.variant, name = standard, "standard"
		from, to := clipOf(x)
		out["freeTrialInfo"] = obj{"start": from, "end": to}
		out["freeTrialPrivilege"].(obj)["resConsumable"] = true
	}
	f := c.svc.file(k)
	sum := c.svc.sum(k, f)
	for key, v := range (obj{
		"url": c.svc.address(k, f.Type, sum), "br": f.Bitrate, "size": f.Size(), "md5": sum, "code": 200, "type": f.Type,
		"gain": gains[id%int64(len(gains))], "peak": 1, "closedGain": -6, "closedPeak": 1.0374, "fee": fee(x), "flag": 4, "level": name, "encodeType": f.Type,
		"time": int64(math.Round(float64(f.Samples) * 1000 / float64(f.Rate))), "musicId": fmt.Sprint(id + 40), "sr": f.Rate,
	}) {
		out[key] = v
	}
	if x.Kind == seed.Member && !k.clip {
		out["payed"] = 1
	}
	return out
}

// gains come in every way the service writes numbers.
var gains = []json.Number{"-6.3072", "-2.0E-4", "0", "-12.5542", "1.25", "-3"}

// lyric gives the texts of a song. The older address has no words (yrc).
func lyric(c *call) any {
	x, ok := c.svc.song(c.id("id"))
	if !ok {
		return obj{"sgc": false, "sfy": false, "qfy": false, "uncollected": true, "code": 200}
	}
	l := c.svc.cat.LyricOf(x)
	text := func(s string, version int) obj { return obj{"version": version, "lyric": s} }
	out := obj{"sgc": false, "sfy": false, "qfy": false, "code": 200}
	switch {
	case l.None:
		out["nolyric"] = true
		return out
	case l.Pure:
		out["needDesc"], out["pureMusic"], out["briefDesc"] = true, true, nil
		out["lrc"] = text(l.LRC, 1)
		return out
	}
	out["lrc"], out["klyric"] = text(l.LRC, 17), text(l.KLyric, 0)
	out["tlyric"], out["romalrc"] = text(l.Trans, 5), text(l.Roman, 3)
	face := obj{"id": 1918025, "status": 99, "demand": 0, "userid": 500_000_002, "nickname": "南窗听雨", "uptime": 1454380493912}
	out["lyricUser"] = face
	if l.Trans != "" {
		out["transUser"] = face
	}
	if strings.HasSuffix(c.path, "/v1") {
		out["roles"] = []any{}
		if l.YRC != "" {
			out["yrc"] = text(l.YRC, 3)
		}
		if l.YTrans != "" {
			out["ytlrc"] = text(l.YTrans, 3)
		}
		if l.YRoman != "" {
			out["yromalrc"] = text(l.YRoman, 3)
		}
	}
	return out
}

// oldSong is a song in the shape of the radio.
func (s *Service) oldSong(x seed.Song) obj {
	album, _ := s.cat.Album(x.Album)
	ms := x.DurationMS()
	file := func(br int) obj {
		return obj{
			"name": nil, "id": x.ID + int64(br), "size": x.Sound.MP3Size(br), "extension": "mp3", "sr": sound.Pieces[x.Sound.Piece].Rate,
			"dfsId": 0, "bitrate": br, "playTime": ms, "volumeDelta": -4500,
		}
	}
	var trans any
	if len(x.Trans) > 0 {
		trans = x.Trans[0]
	}
	alias := x.Alias
	if alias == nil {
		alias = []string{}
	}
	return obj{
		"name": x.Name, "id": x.ID, "position": x.Number, "alias": alias, "status": 0, "fee": fee(x), "copyrightId": 0, "disc": "1",
		"no": x.Number, "artists": s.oldArtists(x.Artists), "album": s.oldAlbum(album), "starred": false, "popularity": x.Pop, "score": x.Pop,
		"starredNum": 0, "duration": ms, "playedNum": 0, "dayPlays": 0, "hearTime": 0, "ringtone": nil, "crbt": nil, "audition": nil,
		"copyFrom": "", "commentThreadId": fmt.Sprintf("R_SO_4_%d", x.ID), "rtUrl": nil, "ftype": 0, "rtUrls": []any{}, "copyright": 0,
		"transName": trans, "sign": nil, "mark": 0, "noCopyrightRcmd": nil, "rtype": 0, "rurl": nil, "mvid": seed.VideoOf(x.ID), "mp3Url": nil,
		"bMusic": file(sound.Standard), "hMusic": file(sound.ExHigh), "mMusic": file(sound.Higher), "lMusic": file(sound.Standard),
		"privilege": raw(s.rights(nil, x)), "alg": "itembased",
	}
}

func (s *Service) oldArtists(ids []int64) []any {
	out := []any{}
	for _, id := range ids {
		a, _ := s.cat.Artist(id)
		out = append(out, obj{
			"name": a.Name, "id": a.ID, "picId": 0, "img1v1Id": 0, "briefDesc": "", "picUrl": pictureURL(avatarPic), "img1v1Url": pictureURL(avatarPic),
			"albumSize": 0, "alias": []any{}, "trans": a.Trans, "musicSize": 0, "topicPerson": 0,
		})
	}
	return out
}

func (s *Service) oldAlbum(a seed.Album) obj {
	return obj{
		"name": a.Name, "id": a.ID, "type": a.Kind, "size": len(a.Songs), "picId": a.Cover(), "blurPicUrl": pictureURL(a.Cover()), "companyId": 0,
		"pic": a.Cover(), "picUrl": pictureURL(a.Cover()), "publishTime": a.Published.UnixMilli(), "description": "", "tags": "",
		"company": a.Company, "briefDesc": "", "artist": s.oldArtists([]int64{a.Artist})[0], "songs": []any{}, "alias": []any{}, "status": 0,
		"copyrightId": 0, "commentThreadId": fmt.Sprintf("R_AL_3_%d", a.ID), "artists": s.oldArtists([]int64{a.Artist}), "subType": "录音室版",
		"transName": nil, "mark": 0, "picId_str": fmt.Sprint(a.Cover()),
	}
}
