package ncmfake

import (
	"fmt"

	"ncmtui/api/ncmfake/seed"
)

// face of an artist as albums and artist pages carry it.
func (s *Service) artistFace(a seed.Artist, songs, albums int) obj {
	pic := s.artistPicture(a)
	return obj{
		"img1v1Id": pic, "topicPerson": 0, "musicSize": songs, "albumSize": albums, "briefDesc": a.Brief, "followed": false,
		"alias": texts(a.Alias), "picId": pic, "picUrl": pictureURL(pic), "img1v1Url": pictureURL(pic), "trans": a.Trans, "name": a.Name,
		"id": a.ID, "picId_str": fmt.Sprint(pic), "img1v1Id_str": fmt.Sprint(pic),
	}
}

func albumPage(c *call) any {
	s := c.svc
	a, ok := s.cat.Album(c.last())
	if !ok {
		return obj{"code": 404, "message": "专辑不存在"}
	}
	artist, _ := s.cat.Artist(a.Artist)
	face := s.artistFace(artist, len(s.songsOf(artist.ID)), len(s.albumsOf(artist.ID)))
	face["followed"] = s.isMarked(artistMark, artist.ID)
	short := s.artistFace(artist, 0, 0)
	delete(short, "picId_str")
	short["briefDesc"] = ""
	return obj{"songs": s.songsJSON(a.Songs, s.withRights), "code": 200, "album": obj{
		"songs": []any{}, "paid": false, "onSale": false, "mark": 0, "tags": "", "publishTime": a.Published.UnixMilli(), "company": a.Company,
		"status": 3, "briefDesc": "", "description": a.Brief, "alias": texts(a.Alias), "artists": []any{short}, "copyrightId": 7001,
		"picId": a.Cover(), "artist": face, "picUrl": pictureURL(a.Cover()), "pic": a.Cover(), "blurPicUrl": pictureURL(a.Cover()), "companyId": 0,
		"commentThreadId": fmt.Sprintf("R_AL_3_%d", a.ID), "subType": "录音室版", "name": a.Name, "id": a.ID, "type": a.Kind,
		"size": len(a.Songs), "picId_str": fmt.Sprint(a.Cover()),
	}}
}

func artistPage(c *call) any {
	s := c.svc
	a, ok := s.cat.Artist(c.last())
	if !ok {
		return obj{"code": 404, "message": "歌手不存在"}
	}
	ids := s.songsOf(a.ID)
	face := s.artistFace(a, len(ids), len(s.albumsOf(a.ID)))
	face["followed"] = s.isMarked(artistMark, a.ID)
	face["mvSize"], face["publishTime"] = len(s.videosOf(a.ID)), int64(1516594084751)
	return obj{
		"artist": face, "hotSongs": s.songsJSON(ids[:min(50, len(ids))], s.withRights), "more": len(ids) > 50, "code": 200,
	}
}

func artistTop(c *call) any {
	ids := c.svc.songsOf(c.id("id"))
	return obj{"code": 200, "more": len(ids) > 50, "songs": c.svc.songsJSON(ids[:min(50, len(ids))], c.svc.withRights)}
}

// artistSongs are all songs of an artist, by what is played or, order time, by
// age.
func artistSongs(c *call) any {
	ids := c.svc.songsOf(c.id("id"))
	if c.text("order") == "time" {
		ids = nil
		for _, a := range c.svc.albumsOf(c.id("id")) {
			ids = append(ids, a.Songs...)
		}
	}
	part := page(c, ids, 100)
	return obj{
		"songs": c.svc.songsJSON(part, c.svc.withRights), "more": c.number("offset", 0, 1<<30)+len(part) < len(ids), "code": 200,
	}
}

func artistAlbums(c *call) any {
	s := c.svc
	a, ok := s.cat.Artist(c.last())
	if !ok {
		return obj{"code": 404, "message": "歌手不存在"}
	}
	all := []any{}
	for _, x := range s.albumsOf(a.ID) {
		all = append(all, without(s.oldAlbum(x), "transName"))
	}
	part := page(c, all, 30)
	return obj{"artist": s.artistFace(a, len(s.songsOf(a.ID)), len(all)), "hotAlbums": part, "more": c.number("offset", 0, 1<<30)+len(part) < len(all), "code": 200}
}
