package ncmfake

import (
	"fmt"
	"slices"
	"strings"

	"ncmtui/api/ncmfake/seed"
)

func videoOf(c *seed.Catalogue, id int64) (seed.Video, bool) {
	for _, v := range c.Videos() {
		if v.ID == id {
			return v, true
		}
	}
	return seed.Video{}, false
}

func (s *Service) videosOf(artist int64) []seed.Video {
	var out []seed.Video
	for _, v := range s.cat.Videos() {
		if v.Artist == artist {
			out = append(out, v)
		}
	}
	return out
}

// videoFace is what every list says of a video.
func (s *Service) videoFace(v seed.Video) obj {
	a, _ := s.cat.Artist(v.Artist)
	x, _ := s.cat.Song(v.Song)
	album, _ := s.cat.Album(x.Album)
	return obj{
		"id": v.ID, "name": v.Name, "artistId": a.ID, "artistName": a.Name, "duration": x.DurationMS(), "playCount": v.Plays,
		"cover": pictureURL(album.Cover()), "coverId": album.Cover(), "publishTime": v.Day, "artists": []any{obj{"id": a.ID, "name": a.Name}},
	}
}

func artistVideos(c *call) any {
	s, list := c.svc, []any{}
	all := s.videosOf(c.id("artistId"))
	for _, v := range page(c, all, 30) {
		f := s.videoFace(v)
		a, _ := s.cat.Artist(v.Artist)
		list = append(list, shaped("mvRow", obj{
			"id": v.ID, "name": v.Name, "artist": without(s.artistFace(a, 0, 0), "picId_str", "followed"), "imgurl16v9": f["cover"], "imgurl": f["cover"],
			"artistName": a.Name, "duration": f["duration"], "playCount": f["playCount"], "publishTime": v.Day, "subed": s.isMarked(videoMark, v.ID),
		}))
	}
	return obj{"mvs": list, "time": s.opts.Now().UnixMilli(), "hasMore": c.more(len(list), len(all)), "code": 200}
}

func videoDetail(c *call) any {
	s := c.svc
	v, ok := videoOf(s.cat, c.id("id"))
	if !ok {
		return obj{"code": 404, "message": "视频不存在"}
	}
	f := s.videoFace(v)
	f["briefDesc"], f["desc"], f["subCount"], f["shareCount"], f["likeCount"] = "", "演示视频：只有声音。", 31, 4, 12
	thread := threadOf("R_MV_5_", v.ID)
	f["commentCount"], f["commentThreadId"] = s.said(thread), thread
	if s.isMarked(thread, 1) {
		f["likeCount"] = 13
	}
	// The captured addresses are others' files: ours are asked for by mv/url.
	f["brs"] = obj{"240": "", "480": "", "1080": ""}
	return obj{
		"loadingPic": "", "bufferPic": "", "loadingPicFS": "", "bufferPicFS": "", "subed": s.isMarked(videoMark, v.ID),
		"data": shaped("mvDetail", f), "code": 200,
	}
}

// videoHit is a video where songs' videos and users' stand side by side.
func (s *Service) videoHit(v seed.Video) obj {
	f := s.videoFace(v)
	return obj{
		"type": 0, "title": v.Name, "durationms": f["duration"], "creator": []any{obj{"userId": v.Artist, "userName": f["artistName"]}},
		"playTime": f["playCount"], "coverUrl": f["cover"], "vid": fmt.Sprint(v.ID), "aliaName": nil, "transName": nil, "alg": nil,
	}
}

func keptVideos(c *call) any {
	s, list := c.svc, []any{}
	all := s.marks(videoMark)
	for _, m := range page(c, all, 25) {
		if v, ok := videoOf(s.cat, m.id); ok {
			list = append(list, shaped("mvSub", s.videoHit(v)))
		}
	}
	return obj{"code": 200, "data": list, "hasMore": c.more(len(list), len(all)), "count": len(all)}
}

// videoList is every list of videos: all by area and kind, the new ones, the
// ranked ones.
func videoList(c *call) any {
	s := c.svc
	area := c.text("area")
	var tags map[string]string
	if decodeText(c.text("tags"), &tags) == nil && tags != nil {
		area = tags["地区"]
	}
	all := slices.DeleteFunc(slices.Clone(s.cat.Videos()), func(v seed.Video) bool {
		a, _ := s.cat.Artist(v.Artist)
		return !of(area, a)
	})
	slices.SortStableFunc(all, func(a, b seed.Video) int {
		if strings.HasSuffix(c.path, "/first") || tags["排序"] == "最新" {
			return strings.Compare(b.Day, a.Day)
		}
		return int(b.Plays - a.Plays)
	})
	list := []any{}
	for i, v := range page(c, all, 30) {
		o := without(s.videoFace(v), "coverId", "publishTime")
		o["lastRank"], o["score"], o["subed"], o["alias"] = i, 40139-i, s.isMarked(videoMark, v.ID), []any{}
		o["mv"] = obj{
			"id": v.ID, "title": v.Name, "aliaName": "", "transName": "", "desc": "", "publishTime": v.Day, "artists": o["artists"], "plays": o["playCount"],
		}
		list = append(list, shaped("mvTop", o))
	}
	out := obj{"code": 200, "data": list, "hasMore": c.more(len(list), len(all)), "updateTime": s.opts.Now().UnixMilli()}
	if strings.HasSuffix(c.path, "/all") {
		out["count"] = len(all)
	}
	return out
}

// videoHeights are the pictures there are, in lines.
var videoHeights = []int{240, 480, 720, 1080}

// videoURL is the address of a video: that of its sound, whatever the height.
func videoURL(c *call) any {
	v, ok := videoOf(c.svc.cat, c.id("id"))
	data := obj{
		"id": c.id("id"), "url": nil, "r": 0, "size": 0, "md5": "", "code": 404, "expi": 3600, "fee": 0, "mvFee": 0, "st": 0, "msg": "",
	}
	if ok {
		u, height := c.urlOf(v.Song, "standard"), videoHeights[0]
		for _, h := range videoHeights {
			if h <= c.number("r", 1080, 1080) {
				height = h
			}
		}
		data["url"], data["size"], data["md5"], data["code"], data["r"] = u["url"], u["size"], u["md5"], 200, height
	}
	return obj{"code": 200, "data": data}
}

// similarVideos are of the same artist, then of those who sing in the same
// language.
func similarVideos(c *call) any {
	s, near, far := c.svc, []any{}, []any{}
	like, _ := videoOf(s.cat, c.id("mvid"))
	artist, _ := s.cat.Artist(like.Artist)
	for _, v := range s.cat.Videos() {
		switch a, _ := s.cat.Artist(v.Artist); {
		case v.ID == like.ID:
		case v.Artist == like.Artist:
			near = append(near, s.videoFace(v))
		case a.Lang() == artist.Lang():
			far = append(far, s.videoFace(v))
		}
	}
	all := append(near, far...)
	return obj{"code": 200, "mvs": all[:min(5, len(all))]}
}

func personalVideos(c *call) any {
	list := []any{}
	for _, v := range c.svc.cat.Videos()[:4] {
		f := c.svc.videoFace(v)
		f["picUrl"], f["copywriter"], f["type"], f["subed"] = f["cover"], "最新热门MV推荐", 5, c.svc.isMarked(videoMark, v.ID)
		list = append(list, f)
	}
	return obj{"code": 200, "category": 0, "result": list}
}
