package ncmfake

import (
	"slices"
	"strings"
	"time"

	"ncmtui/api/ncmfake/seed"
)

func (s *Service) songsOf(artist int64) []int64 { return s.cat.SongsOf(artist) }

func (s *Service) albumsOf(artist int64) []seed.Album { return s.cat.AlbumsOf(artist) }

// areas are the languages of the areas that albums, songs, artists and videos
// are parted by, under all the names an area has.
var areas = map[string]string{
	"ZH": "zh", "EA": "en", "JP": "ja", "KR": "ko", "Z_H": "zh", "E_A": "en", "7": "zh", "96": "en", "8": "ja", "16": "ko",
	"内地": "zh", "港台": "zh", "欧美": "en", "日本": "ja", "韩国": "ko",
}

// of says whether an artist is of an area; one that is not known is all.
func of(area string, a seed.Artist) bool {
	lang := areas[area]
	return lang == "" || a.Lang() == lang
}

// albumRows are albums in the old shape, newest first.
func (s *Service) albumRows(c *call, albums []seed.Album, limit int) (list []any, more bool) {
	list = []any{}
	for _, a := range page(c, albums, limit) {
		list = append(list, s.oldAlbum(a))
	}
	return list, c.more(len(list), len(albums))
}

// newest are the albums of an area, newest first.
func (s *Service) newest(area string) []seed.Album {
	all := slices.DeleteFunc(slices.Clone(s.cat.Albums), func(a seed.Album) bool {
		artist, _ := s.cat.Artist(a.Artist)
		return !of(area, artist)
	})
	slices.SortStableFunc(all, func(a, b seed.Album) int { return b.Published.Compare(a.Published) })
	return all
}

// newAlbums is every list of new albums, under one name.
func newAlbums(name string) handler {
	return func(c *call) any {
		all := c.svc.newest(c.text("area"))
		list, more := c.svc.albumRows(c, all, 30)
		return obj{"code": 200, name: list, "total": len(all), "hasMore": more}
	}
}

// albumsOfMonth are the albums of a month; a month without any, as the one
// that runs, has the newest ones. The week's stand before the month's.
func albumsOfMonth(c *call) any {
	s := c.svc
	all := s.newest(c.text("area"))
	month := slices.DeleteFunc(slices.Clone(all), func(a seed.Album) bool {
		return a.Published.Year() != int(c.id("year")) || a.Published.Month() != time.Month(c.id("month"))
	})
	if len(month) == 0 {
		month = all
	}
	week := []any{}
	if c.number("offset", 0, 1<<30) == 0 {
		for _, a := range month[:min(3, len(month))] {
			week = append(week, s.oldAlbum(a))
		}
	}
	list, more := s.albumRows(c, month[min(3, len(month)):], 50)
	return obj{"code": 200, "weekData": week, "monthData": list, "hasMore": more}
}

func albumNumbers(c *call) any {
	s := c.svc
	a, ok := s.cat.Album(c.id("id"))
	if !ok {
		return obj{"code": 404, "message": "专辑不存在"}
	}
	kept, at := s.isMarked(albumMark, a.ID), int64(0)
	for _, m := range s.marks(albumMark) {
		if m.id == a.ID {
			at = m.at.UnixMilli()
		}
	}
	return obj{
		"onSale": false, "albumGameInfo": nil, "commentCount": s.said(threadOf("R_AL_3_", a.ID)), "likedCount": 0, "shareCount": 12, "isSub": kept, "subTime": at,
		"subCount": 300, "code": 200,
	}
}

func albumRights(c *call) any {
	a, ok := c.svc.cat.Album(c.id("id"))
	if !ok {
		return obj{"code": 404, "message": "专辑不存在"}
	}
	return obj{"code": 200, "data": c.svc.rightsJSON(a.Songs)}
}

func (s *Service) artistRow(a seed.Artist) obj {
	f := s.artistFace(a, len(s.songsOf(a.ID)), len(s.albumsOf(a.ID)))
	f["followed"], f["briefDesc"] = s.isMarked(artistMark, a.ID), ""
	return f
}

func artistHead(c *call) any {
	s := c.svc
	a, ok := s.cat.Artist(c.id("id"))
	if !ok {
		return obj{"code": 404, "message": "歌手不存在"}
	}
	pic := pictureURL(s.artistPicture(a))
	trans := []string{}
	if a.Trans != "" {
		trans = append(trans, a.Trans)
	}
	return obj{"code": 200, "message": "ok", "data": shaped("artistHead", obj{
		"videoCount": len(s.videosOf(a.ID)), "eventCount": 0, "secondaryExpertIdentiy": []any{}, "artist": obj{
			"id": a.ID, "cover": pic, "avatar": pic, "name": a.Name, "transNames": trans, "alias": texts(a.Alias), "briefDesc": a.Brief,
			"albumSize": len(s.albumsOf(a.ID)), "musicSize": len(s.songsOf(a.ID)), "mvSize": len(s.videosOf(a.ID)),
		},
	})}
}

func artistText(c *call) any {
	a, ok := c.svc.cat.Artist(c.id("id"))
	if !ok {
		return obj{"code": 404, "message": "歌手不存在"}
	}
	return obj{
		"introduction": []any{obj{"ti": "简介", "txt": a.Brief}}, "briefDesc": a.Brief, "count": 0, "topicData": nil, "code": 200,
	}
}

// artistList is the artists by category: area 7 Chinese, 96 Western, 8
// Japanese, 16 Korean; type 1 men, 2 women, 3 bands; initial is a letter's
// code, 0 for the names that begin with none. -1 is all of each.
func artistList(c *call) any {
	s, all := c.svc, []seed.Artist{}
	for _, a := range s.cat.AllArtists() {
		kind := int(c.id("type"))
		if of(c.text("area"), a) && (kind <= 0 || kind == a.Kind) && begins(c.text("initial"), a) {
			all = append(all, a)
		}
	}
	part := []any{}
	for _, a := range page(c, all, 30) {
		part = append(part, s.artistRow(a))
	}
	return obj{"artists": part, "more": c.more(len(part), len(all)), "code": 200}
}

// begins says whether an artist's name begins as a parameter wants it.
func begins(initial string, a seed.Artist) bool {
	switch initial {
	case "", "-1":
		return true
	case "0":
		return a.Initial == "#" || a.Initial == ""
	}
	return len(a.Initial) == 1 && initial == number(int64(a.Initial[0]))
}

// artistTops are the artists by what is played of them. toplist/artist has
// types: 1 Chinese, 2 Western, 3 Korean, 4 Japanese.
func artistTops(c *call) any {
	area := ""
	if strings.HasPrefix(c.path, "/api/toplist/") {
		area = map[string]string{"1": "ZH", "2": "EA", "3": "KR", "4": "JP"}[c.text("type")]
	}
	list := []any{}
	for i, a := range c.svc.cat.AllArtists() {
		if !of(area, a) {
			continue
		}
		r := c.svc.artistRow(a)
		r["score"], r["lastRank"] = 9000-i*31, len(list)
		list = append(list, r)
	}
	part := page(c, list, 50)
	if area != "" {
		return obj{"code": 200, "list": obj{"artists": part, "updateTime": c.svc.opts.Now().UnixMilli(), "type": c.number("type", 1, 9)}}
	}
	return obj{"code": 200, "more": c.more(len(part), len(list)), "artists": part}
}

func artistNumbers(c *call) any {
	id := c.id("id")
	return obj{
		"code": 200, "followed": c.svc.isMarked(artistMark, id), "concert": obj{"simpleConcert": nil, "onlineCount": 0, "view": false},
		"videoNum": []any{obj{"cat": 0, "num": len(c.svc.videosOf(id))}}, "rcmdResource": nil,
	}
}

func artistFanCount(c *call) any {
	id := c.id("id")
	n := 1200 + id*7919%9_000_000
	followed := c.svc.isMarked(artistMark, id)
	if followed {
		n++
	}
	return obj{"code": 200, "message": "", "data": obj{"fansCnt": n, "isFollow": followed, "follow": followed}}
}

// similarArtists sing in the same language, and the others after them.
func similarArtists(c *call) any {
	s := c.svc
	like, _ := s.cat.Artist(c.id("artistid"))
	near, far := []any{}, []any{}
	for _, a := range s.cat.AllArtists() {
		if a.ID == like.ID || a.ID == hostileArtist {
			continue
		}
		r := s.artistRow(a)
		r["alg"] = "itembased"
		if a.Lang() == like.Lang() {
			near = append(near, r)
		} else {
			far = append(far, r)
		}
	}
	return obj{"artists": append(near, far...)[:10], "code": 200}
}

// hostileArtist is nobody that is recommended.
const hostileArtist int64 = 12099

// works walks what is new of the followed artists, the newest before a time.
func works[T any](c *call, all []T, published func(T) time.Time) ([]T, bool) {
	slices.SortStableFunc(all, func(a, b T) int { return published(b).Compare(published(a)) })
	if before := c.id("startTimestamp"); before > 0 {
		all = slices.DeleteFunc(all, func(x T) bool { return published(x).UnixMilli() >= before })
	}
	n := c.number("limit", 20, 100)
	return all[:min(n, len(all))], len(all) > n
}

// followedSongs are the first songs of the albums of the followed artists.
func followedSongs(c *call) any {
	s := c.svc
	var albums []seed.Album
	for _, m := range s.marks(artistMark) {
		albums = append(albums, s.albumsOf(m.id)...)
	}
	part, more := works(c, albums, func(a seed.Album) time.Time { return a.Published })
	ids := []int64{}
	for _, a := range part {
		ids = append(ids, a.Songs[0])
	}
	return obj{"code": 200, "message": "", "data": obj{"hasMore": more, "newSongCount": len(albums), "newWorks": s.songsJSON(ids, s.withRights)}}
}

func followedVideos(c *call) any {
	s, list := c.svc, []any{}
	var all []seed.Video
	for _, m := range s.marks(artistMark) {
		all = append(all, s.videosOf(m.id)...)
	}
	part, more := works(c, all, func(v seed.Video) time.Time {
		t, err := time.Parse(time.DateOnly, v.Day)
		if err != nil {
			return time.Time{}
		}
		return t
	})
	for _, v := range part {
		list = append(list, s.videoFace(v))
	}
	return obj{"code": 200, "message": "", "data": obj{"hasMore": more, "newWorks": list}}
}
