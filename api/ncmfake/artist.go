package ncmfake

import (
	"slices"

	"ncmtui/api/ncmfake/seed"
)

func (s *Service) albumsOf(artist int64) []seed.Album {
	var out []seed.Album
	for _, a := range s.cat.Albums {
		if a.Artist == artist {
			out = append(out, a)
		}
	}
	return out
}

func (s *Service) albumRows(c *call, limit int) (list []any, more bool, total int) {
	all := slices.Clone(s.cat.Albums)
	slices.SortStableFunc(all, func(a, b seed.Album) int { return b.Published.Compare(a.Published) })
	list = []any{}
	for _, a := range page(c, all, limit) {
		list = append(list, s.oldAlbum(a))
	}
	return list, c.more(len(list), len(all)), len(all)
}

func newAlbums(name string) handler {
	return func(c *call) any {
		list, more, total := c.svc.albumRows(c, 30)
		return obj{"code": 200, name: list, "total": total, "hasMore": more}
	}
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
		"onSale": false, "albumGameInfo": nil, "commentCount": len(said), "likedCount": 0, "shareCount": 12, "isSub": kept, "subTime": at,
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

func artistList(c *call) any {
	s, all := c.svc, []any{}
	langs := map[string]string{"7": "zh", "96": "en", "8": "ja", "16": "ko"}
	for _, a := range s.cat.Artists {
		lang := langs[c.text("area")]
		ids := s.songsOf(a.ID)
		if x, ok := s.cat.Song(ids[0]); ok && lang != "" && x.Lang != lang {
			continue
		}
		all = append(all, s.artistRow(a))
	}
	part := page(c, all, 30)
	return obj{"artists": part, "more": c.more(len(part), len(all)), "code": 200}
}

func artistTops(c *call) any {
	list := []any{}
	for i, a := range c.svc.cat.Artists {
		r := c.svc.artistRow(a)
		r["score"], r["lastRank"] = 9000-i*31, i
		list = append(list, r)
	}
	if c.path == "/api/toplist/artist" {
		return obj{"code": 200, "list": obj{"artists": list, "updateTime": c.svc.opts.Now().UnixMilli(), "type": c.number("type", 1, 9)}}
	}
	part := page(c, list, 50)
	return obj{"code": 200, "more": c.more(len(part), len(list)), "artists": part}
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

func artistNumbers(c *call) any {
	id := c.id("id")
	return obj{
		"code": 200, "followed": c.svc.isMarked(artistMark, id), "concert": obj{"simpleConcert": nil, "onlineCount": 0, "view": false},
		"videoNum": []any{obj{"cat": 0, "num": len(c.svc.videosOf(id))}}, "rcmdResource": nil,
	}
}

func artistFans(c *call) any {
	list := []any{}
	for _, p := range seed.People[1:] {
		list = append(list, obj{"userProfile": person(p.ID)})
	}
	return obj{"code": 200, "message": "", "data": page(c, list, 20)}
}

func artistFanCount(c *call) any {
	n := 1200 + c.id("id")%1000
	return obj{"code": 200, "message": "", "data": obj{"fansCnt": n, "isFollow": c.svc.isMarked(artistMark, c.id("id")), "follow": c.svc.isMarked(artistMark, c.id("id"))}}
}

func similarArtists(c *call) any {
	s, list := c.svc, []any{}
	for _, a := range s.cat.Artists {
		if a.ID != c.id("artistid") && len(list) < 6 && a.ID != 12099 {
			r := s.artistRow(a)
			r["alg"] = "itembased"
			list = append(list, r)
		}
	}
	return obj{"artists": list, "code": 200}
}

func albumProduct(c *call) any {
	a, ok := c.svc.cat.Album(c.id("id"))
	if !ok {
		return obj{"code": 404, "message": "专辑不存在"}
	}
	return obj{"code": 200, "album": c.svc.oldAlbum(a), "product": obj{"albumId": a.ID, "albumName": a.Name, "price": 0, "coverUrl": pictureURL(a.Cover())}}
}

func followedSongs(c *call) any {
	var ids []int64
	for _, m := range c.svc.marks(artistMark) {
		if all := c.svc.songsOf(m.id); len(all) > 0 {
			ids = append(ids, all[0])
		}
	}
	return obj{"code": 200, "message": "", "data": obj{"hasMore": false, "newSongCount": len(ids), "newWorks": c.svc.songsJSON(ids, c.svc.withRights)}}
}

func followedVideos(c *call) any {
	list := []any{}
	for _, m := range c.svc.marks(artistMark) {
		for _, v := range c.svc.videosOf(m.id) {
			list = append(list, c.svc.videoFace(v))
		}
	}
	return obj{"code": 200, "message": "", "data": obj{"hasMore": false, "newWorks": list}}
}
