package ncmfake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"ncmtui/api/ncmfake/seed"
)

func number(n int64) string { return strconv.FormatInt(n, 10) }

// lastNumber is the number a text ends in, 0 without one.
func lastNumber(s string) int64 {
	i := strings.LastIndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	n, err := strconv.ParseInt(s[i+1:], 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// near gives songs beside one: its album's, then its artist's.
func (s *Service) near(id int64, n int) []int64 {
	x, ok := s.song(id)
	if !ok {
		return nil
	}
	a, _ := s.cat.Album(x.Album)
	var out []int64
	all := slices.Clone(a.Songs)
	for _, artist := range x.Artists {
		all = append(all, s.songsOf(artist)...)
	}
	for _, o := range append(all, s.cat.Daily...) {
		y, _ := s.cat.Song(o)
		if o != id && y.Kind == seed.Normal && !slices.Contains(out, o) && len(out) < n {
			out = append(out, o)
		}
	}
	return out
}

func similarSongs(c *call) any {
	list := []any{}
	for _, id := range page(c, c.svc.near(c.id("songid"), 50), 50) {
		x, _ := c.svc.cat.Song(id)
		list = append(list, c.svc.oldSong(x))
	}
	return obj{"songs": list, "code": 200}
}

func similarLists(c *call) any {
	list := []any{}
	for _, p := range c.svc.cat.AllPlaylists() {
		if public(p) && slices.Contains(p.Songs, c.id("songid")) {
			list = append(list, c.svc.face(p))
		}
	}
	return obj{"playlists": page(c, list, 50), "code": 200}
}

func similarPeople(c *call) any {
	list := []any{}
	for i := range int64(6) {
		p := seed.People()[1+(c.id("songid")*5+i*7)%int64(len(seed.People())-1)]
		u := person(p.ID)
		u["recommendReason"], u["alg"] = "最近也在听", "itembased"
		list = append(list, u)
	}
	return obj{"userprofiles": list, "code": 200}
}

// heartMode gives what goes on after a liked song.
func heartMode(c *call) any {
	s, list := c.svc, []any{}
	start := c.id("startMusicId")
	if start == 0 {
		start = c.id("songId")
	}
	ids := append([]int64{start}, s.near(start, 12)...)
	for _, id := range append(ids, s.Likes()...) {
		if x, ok := s.song(id); ok && len(list) < 30 {
			list = append(list, obj{"id": id, "alg": "Alg_AI_One_2", "recommended": id != start, "songInfo": raw(append(s.withRights(s.songJSON(nil, x), x), '}'))})
		}
	}
	return obj{"code": 200, "message": "SUCCESS", "data": list}
}

func newSongs(c *call) any {
	s, list := c.svc, []any{}
	for _, a := range s.newest(c.text("areaId")) {
		for _, id := range a.Songs[:min(2, len(a.Songs))] {
			if x, _ := s.cat.Song(id); x.Kind == seed.Normal && len(list) < 100 {
				list = append(list, strip(s.oldSong(x), "alg", "noCopyrightRcmd", "sign", "copyright", "mark", "transName"))
			}
		}
	}
	return obj{"data": list, "code": 200}
}

func personalSongs(c *call) any {
	s, list := c.svc, []any{}
	for _, id := range s.cat.Daily[:min(len(s.cat.Daily), c.number("limit", 10, 30))] {
		x, _ := s.cat.Song(id)
		a, _ := s.cat.Album(x.Album)
		list = append(list, shaped("newSong", obj{"id": id, "name": x.Name, "picUrl": pictureURL(a.Cover()), "song": without(s.oldSong(x), "alg")}))
	}
	return obj{"code": 200, "category": c.number("areaId", 0, 100), "result": list}
}

// toplists are all charts; toplistDetails have what stands on top of the
// official ones.
func toplists(c *call) any {
	list := []any{}
	for _, chart := range seed.Charts() {
		p, _ := c.svc.cat.Playlist(chart.ID)
		f := c.svc.face(p)
		f["creator"], f["updateFrequency"], f["specialType"] = nil, chart.Every, 10
		if chart.Letter != "" {
			f["ToplistType"] = chart.Letter
		}
		list = append(list, f)
	}
	return obj{"code": 200, "list": list, "artistToplist": shaped("artistToplist", nil)}
}

func toplistDetails(c *call) any {
	out := toplists(c).(obj)
	for _, f := range out["list"].([]any) {
		f := f.(obj)
		p, _ := c.svc.cat.Playlist(f["id"].(int64))
		tracks := []any{}
		for _, id := range p.Songs[:3] {
			if x, _ := c.svc.cat.Song(id); f["ToplistType"] != nil {
				tracks = append(tracks, obj{"first": x.Name, "second": c.svc.artistNames(x)})
			}
		}
		f["tracks"] = tracks
		strip(f, "backgroundCoverUrl", "backgroundCoverId", "titleImageUrl", "titleImage", "englishTitle", "opRecommend")
	}
	if strings.HasSuffix(c.path, "/v2") {
		return obj{"code": 200, "message": "", "data": []any{obj{"name": "官方榜", "code": "OFFICIAL", "list": out["list"]}}}
	}
	out["artistToplist"], out["rewardToplist"] = shaped("detailArtistToplist", nil), shaped("rewardToplist", nil)
	return out
}

// pastDays are the days whose recommendations are still there.
func (s *Service) pastDays() (days []string) {
	now := s.opts.Now().In(serviceZone)
	for i := 1; i <= 5; i++ {
		days = append(days, now.AddDate(0, 0, -i).Format(time.DateOnly))
	}
	return days
}

func pastDaily(c *call) any {
	s := c.svc
	if c.path == "/api/discovery/recommend/songs/history/recent" {
		return obj{"code": 200, "message": "", "data": obj{"dates": s.pastDays(), "purchaseUrl": "", "description": "历史日推", "noHistoryMessage": ""}}
	}
	i := slices.Index(s.pastDays(), c.text("date"))
	if i < 0 {
		return obj{"code": 200, "message": "", "data": obj{"songs": []any{}}}
	}
	var ids []int64
	for k := range s.cat.Daily {
		ids = append(ids, s.cat.FM[(i*31+k*3)%len(s.cat.FM)])
	}
	return obj{"code": 200, "message": "", "data": obj{"songs": s.songsJSON(ids, s.withRights), "likeSize": 0, "recommendReasons": []any{}}}
}

func banners(c *call) any {
	list := []any{}
	for _, id := range c.svc.cat.DailyLists()[:3] {
		p, _ := c.svc.cat.Playlist(id)
		pic := c.svc.listCover(p)
		list = append(list, shaped("banner", obj{"targetId": id, "targetType": 1000, "typeTitle": "歌单", "imageUrl": pic, "bigImageUrl": pic, "url": ""}))
	}
	return obj{"code": 200, "trp": obj{"rules": []any{"BANNER_PC_V2"}}, "banners": list}
}

func personalContent(c *call) any {
	list := []any{}
	for _, v := range c.svc.cat.Videos()[:3] {
		f := c.svc.videoFace(v)
		list = append(list, shaped("privateContent", obj{"id": v.ID, "name": v.Name, "picUrl": f["cover"], "sPicUrl": f["cover"], "copywriter": v.Name}))
	}
	return obj{"code": 200, "name": "独家放送", "result": list}
}

// musicFiles says which files there are of a song.
func musicFiles(c *call) any {
	x, ok := c.svc.song(c.id("songId"))
	if !ok {
		return obj{"code": 404, "message": "歌曲不存在"}
	}
	var files obj
	b := filesJSON([]byte(`{"songId":`+number(x.ID)), x)
	if err := decodeText(string(append(b, '}')), &files); err != nil {
		return obj{"code": 500, "message": err.Error()}
	}
	files["db"], files["je"], files["sk"], files["jm"] = nil, nil, nil, nil
	return obj{"code": 200, "message": "", "data": files}
}

func redCount(c *call) any {
	n := 1 + c.id("songId")%90_000
	return obj{"code": 200, "message": "", "data": obj{"count": n, "countDesc": fmt.Sprint(n)}}
}

// styled are the lists of a style.
func styled(c *call) any {
	s := c.svc
	size := c.number("size", 20, 100)
	from := c.number("cursor", 0, 1000)
	ids := s.cat.FM[min(from, len(s.cat.FM)):min(from+size, len(s.cat.FM))]
	more := obj{"cursor": from + len(ids), "size": size, "total": len(s.cat.FM), "more": from+len(ids) < len(s.cat.FM)}
	data := obj{"page": more}
	switch c.path[strings.LastIndexByte(c.path, '/')+1:] {
	case "song":
		data["songs"] = s.songsJSON(ids, s.withRights)
	case "album":
		list, _ := s.albumRows(c, s.newest(""), size)
		data["albums"] = list
	case "artist":
		data["artists"] = artistTops(c).(obj)["artists"]
	default:
		list := []any{}
		for _, id := range s.cat.DailyLists() {
			p, _ := s.cat.Playlist(id)
			list = append(list, s.face(p))
		}
		data["playlist"] = list
	}
	return obj{"code": 200, "message": "", "data": data}
}

// matchSong finds the catalogue's song for the tags of a file.
func matchSong(c *call) any {
	var files []struct {
		Title     string `json:"title"`
		Artist    string `json:"artist"`
		PersistID string `json:"persistId"`
	}
	if decodeText(c.text("songs"), &files) != nil {
		return obj{"code": 400, "message": "参数错误"}
	}
	list, ids := []any{}, []int64{}
	for _, f := range files {
		for _, id := range c.svc.findSongs(f.Title + " " + f.Artist) {
			x, _ := c.svc.cat.Song(id)
			list, ids = append(list, c.svc.oldSong(x)), append(ids, id)
			break
		}
	}
	return obj{"code": 200, "result": obj{"ids": ids, "songs": list}}
}

// discoverRoutes are the addresses that only show.
func discoverRoutes() map[string]handler {
	return map[string]handler{
		"/api/album/new":                      newAlbums("albums"),
		"/api/discovery/newAlbum":             newAlbums("albums"),
		"/api/discovery/new/albums/area":      albumsOfMonth,
		"/api/vipmall/albumproduct/list":      newAlbums("products"),
		"/api/vipmall/appalbum/album/style":   newAlbums("albumProducts"),
		"/api/album/detail/dynamic":           albumNumbers,
		"/api/album/privilege":                albumRights,
		"/api/v1/artist/list":                 artistList,
		"/api/artist/top":                     artistTops,
		"/api/toplist/artist":                 artistTops,
		"/api/artist/head/info/get":           artistHead,
		"/api/artist/introduction":            artistText,
		"/api/artist/detail/dynamic":          artistNumbers,
		"/api/artist/follow/count/get":        artistFanCount,
		"/api/artist/mvs":                     artistVideos,
		"/api/discovery/simiArtist":           similarArtists,
		"/api/v1/discovery/simiSong":          similarSongs,
		"/api/discovery/simiPlaylist":         similarLists,
		"/api/discovery/simiUser":             similarPeople,
		"/api/discovery/simiMV":               similarVideos,
		"/api/v1/discovery/new/songs":         newSongs,
		"/api/personalized/newsong":           personalSongs,
		"/api/personalized/mv":                personalVideos,
		"/api/personalized/privatecontent":    personalContent,
		"/api/v2/banner/get":                  banners,
		"/api/toplist/detail":                 toplistDetails,
		"/api/toplist/detail/v2":              toplistDetails,
		"/api/playlist/v4/detail":             playlistDetail,
		"/api/playlist/detail/dynamic":        listNumbers,
		"/api/playlist/subscribers":           listFollowers,
		"/api/playlist/list":                  squarePage,
		"/api/playlist/category/list":         squarePage,
		"/api/playlist/highquality/list":      fineLists,
		"/api/playlist/detail/rcmd/get":       similarLists,
		"/api/mv/all":                         videoList,
		"/api/mv/first":                       videoList,
		"/api/mv/toplist":                     videoList,
		"/api/playlist/catalogue":             categories,
		"/api/playlist/highquality/tags":      fineTags,
		"/api/song/play/about/block/page":     wiki,
		"/api/v1/mv/detail":                   videoDetail,
		"/api/song/enhance/play/mv/url":       videoURL,
		"/api/song/enhance/download/url":      oldDownloadURL,
		"/api/song/music/detail/get":          musicFiles,
		"/api/song/red/count":                 redCount,
		"/api/search/match/new":               matchSong,
		"/api/search/suggest/multimatch":      suggestMatch,
		"/api/style-tag/home/song":            styled,
		"/api/style-tag/home/album":           styled,
		"/api/style-tag/home/artist":          styled,
		"/api/style-tag/home/playlist":        styled,
		"/api/sub/artist/new/works/song/list": followedSongs,
		"/api/sub/artist/new/works/mv/list":   followedVideos,
	}
}

// oldDownloadURL answers with a list of one.
func oldDownloadURL(c *call) any {
	u := c.urlOf(c.id("id"), levelOfRate(c.number("br", 999000, 1<<30)))
	for _, k := range []string{
		"peak", "closedGain", "closedPeak", "channelLayout", "rightSource", "podcastCtrp", "effectTypes", "time", "message", "levelConfuse", "musicId",
		"accompany", "sr", "auEff",
	} {
		delete(u, k)
	}
	return obj{"data": []any{u}, "code": 200}
}

func suggestMatch(c *call) any {
	result, orders := obj{}, []string{}
	if found := c.svc.findArtists(c.text("s")); len(found) > 0 {
		result["artist"], orders = []any{c.svc.artistHit(found[0])}, append(orders, "artist")
	}
	if found := c.svc.findAlbums(c.text("s")); len(found) > 0 {
		result["album"], orders = []any{c.svc.albumHit(found[0])}, append(orders, "album")
	}
	result["orders"] = orders
	return obj{"code": 200, "result": result}
}
