package ncmfake

import (
	"fmt"
	"strings"

	"ncmtui/api/ncmfake/seed"
)

// hit says whether all words of a query are in one of the texts.
func hit(query string, texts ...string) bool {
	all := strings.ToLower(strings.Join(texts, "\n"))
	words := strings.Fields(strings.ToLower(query))
	for _, w := range words {
		if !strings.Contains(all, w) {
			return false
		}
	}
	return len(words) > 0
}

func (s *Service) findSongs(query string) []int64 {
	var ids []int64
	for _, x := range s.cat.Songs {
		a, _ := s.cat.Album(x.Album)
		texts := append([]string{x.Name, a.Name}, append(x.Alias, x.Trans...)...)
		for _, id := range x.Artists {
			artist, _ := s.cat.Artist(id)
			texts = append(append(texts, artist.Name, artist.Trans), artist.Alias...)
		}
		if hit(query, texts...) {
			ids = append(ids, x.ID)
		}
	}
	return ids
}

func (s *Service) findAlbums(query string) []seed.Album {
	var out []seed.Album
	for _, a := range s.cat.Albums {
		artist, _ := s.cat.Artist(a.Artist)
		if hit(query, a.Name, artist.Name, artist.Trans) {
			out = append(out, a)
		}
	}
	return out
}

func (s *Service) findArtists(query string) []seed.Artist {
	var out []seed.Artist
	for _, a := range s.cat.AllArtists() {
		if hit(query, append([]string{a.Name, a.Trans}, a.Alias...)...) {
			out = append(out, a)
		}
	}
	return out
}

func (s *Service) findLists(query string) []seed.Playlist {
	var out []seed.Playlist
	for _, p := range s.cat.AllPlaylists() {
		if !p.Liked && hit(query, append([]string{p.Name, p.Description}, p.Tags...)...) {
			out = append(out, p)
		}
	}
	return out
}

// cloudSearch is the search with songs in the new shape.
func cloudSearch(c *call) any {
	s, query := c.svc, c.text("s")
	if query == "" {
		return obj{"code": 400, "message": "参数错误"}
	}
	if kind := c.text("type"); kind != "1" && kind != "" {
		return obj{"result": c.searchOther(kind), "code": 200}
	}
	ids := s.findSongs(query)
	if len(ids) == 0 {
		return obj{"result": obj{"songCount": 0}, "code": 200}
	}
	songs := s.songsJSON(page(c, ids, 30), s.withRights)
	return obj{"result": obj{"searchQcReminder": nil, "songs": songs, "songCount": len(ids)}, "code": 200}
}

// searchOther finds what is no song.
func (c *call) searchOther(kind string) obj {
	s, query := c.svc, c.text("s")
	switch kind {
	case "10":
		found := s.findAlbums(query)
		var list []any
		for _, a := range page(c, found, 30) {
			list = append(list, s.albumHit(a))
		}
		return counted("albums", "albumCount", list, len(found))
	case "100":
		found := s.findArtists(query)
		var list []any
		for _, a := range page(c, found, 30) {
			list = append(list, s.artistHit(a))
		}
		return counted("artists", "artistCount", list, len(found))
	case "1000":
		found := s.findLists(query)
		var list []any
		for _, p := range page(c, found, 30) {
			list = append(list, s.listHit(p))
		}
		return counted("playlists", "playlistCount", list, len(found))
	case "1018":
		return c.searchAll()
	}
	return c.searchRare(kind)
}

// searchRare finds users, videos, podcasts and lyrics.
func (c *call) searchRare(kind string) obj {
	s, query := c.svc, c.text("s")
	list := []any{}
	switch kind {
	case "1002":
		for _, p := range peopleLike(query) {
			u := person(p.ID)
			u["alg"], u["followed"] = "alg_user_basic", s.isMarked(userMark, p.ID)
			list = append(list, u)
		}
		return counted("userprofiles", "userprofileCount", page(c, list, 30), len(list))
	case "1004", "1014":
		for _, v := range s.cat.Videos() {
			a, _ := s.cat.Artist(v.Artist)
			if !hit(query, v.Name, a.Name) {
				continue
			}
			if kind == "1004" {
				list = append(list, s.videoFace(v))
			} else {
				list = append(list, shaped("searchVideo", s.videoHit(v)))
			}
		}
		if kind == "1004" {
			return counted("mvs", "mvCount", page(c, list, 30), len(list))
		}
		return counted("videos", "videoCount", page(c, list, 30), len(list))
	case "1006":
		ids := []int64{}
		for _, x := range s.cat.Songs {
			if hit(query, s.cat.LyricOf(x).LRC) {
				ids = append(ids, x.ID)
			}
		}
		out := obj{"songCount": len(ids)}
		if len(ids) > 0 {
			out["songs"] = s.songsJSON(page(c, ids, 30), s.withRights)
		}
		return out
	case "1009":
		for _, r := range seed.Radios() {
			if hit(query, r.Name, r.Text, r.Category) {
				list = append(list, s.radioHit(r))
			}
		}
		return counted("djRadios", "djRadiosCount", page(c, list, 30), len(list))
	}
	return obj{}
}

// radioHit is a podcast that was searched for.
func (s *Service) radioHit(r seed.Radio) obj {
	dj := person(r.Owner)
	dj["avatarImgId_str"] = fmt.Sprint(avatarPic)
	return shaped("searchRadio", obj{
		"id": r.ID, "dj": dj, "name": r.Name, "picUrl": pictureURL(radioPicture(r)), "desc": r.Text, "programCount": len(r.Programs),
		"category": r.Category, "categoryId": r.CategoryID,
	})
}

// searchAll is a little of everything, under the names of the kinds.
func (c *call) searchAll() obj {
	s, query := c.svc, c.text("s")
	out, order := obj{}, []string{}
	add := func(name string, n int, part obj) {
		if n > 0 {
			out[name], order = part, append(order, name)
		}
	}
	ids := s.findSongs(query)
	add("song", len(ids), obj{"songs": s.songsJSON(ids[:min(5, len(ids))], s.withRights), "more": len(ids) > 5, "moreText": "查看全部单曲", "resourceIds": []any{}})
	for _, k := range []struct{ name, kind, list string }{
		{"artist", "100", "artists"}, {"album", "10", "albums"}, {"playList", "1000", "playLists"}, {"user", "1002", "users"}, {"djRadio", "1009", "djRadios"},
	} {
		found := c.searchOther(k.kind)
		for key, v := range found {
			if list, ok := v.([]any); ok && strings.HasSuffix(strings.ToLower(key), "s") {
				add(k.name, len(list), obj{k.list: list[:min(3, len(list))], "more": len(list) > 3, "moreText": "查看全部", "resourceIds": []any{}})
			}
		}
	}
	out["order"] = order
	return out
}

// counted leaves the list out when nothing was found, as the service does.
func counted(name, count string, list []any, n int) obj {
	out := obj{count: n}
	if n > 0 {
		out[name] = list
	}
	return out
}

func (s *Service) albumHit(a seed.Album) obj {
	o := s.oldAlbum(a)
	for _, k := range []string{"subType", "transName", "picId_str"} {
		delete(o, k)
	}
	o["songs"], o["paid"], o["onSale"], o["alg"], o["containedSong"] = nil, false, false, "alg_album_basic_a", ""
	artist, _ := s.cat.Artist(a.Artist)
	face := o["artist"].(obj)
	face["alia"] = texts(artist.Alias)
	return o
}

func texts(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func (s *Service) artistHit(a seed.Artist) obj {
	var trans any
	var all []string
	if a.Trans != "" {
		trans, all = a.Trans, []string{a.Trans}
	}
	pic := s.artistPicture(a)
	return obj{
		"id": a.ID, "name": a.Name, "picUrl": pictureURL(pic), "alias": texts(a.Alias), "albumSize": len(s.albumsOf(a.ID)), "picId": pic,
		"img1v1Url": pictureURL(pic), "img1v1": pic, "transNames": texts(all), "mvSize": len(s.videosOf(a.ID)), "followed": s.isMarked(artistMark, a.ID), "alg": "alg_artist_basic",
		"alia": texts(a.Alias), "trans": trans,
	}
}

func (s *Service) artistPicture(a seed.Artist) int64 { return avatarPic + a.ID*10 }

func (s *Service) listHit(p seed.Playlist) obj {
	return obj{
		"id": p.ID, "name": p.Name, "coverImgUrl": s.listCover(p), "creator": obj{
			"nickname": owner(p.Owner)["nickname"], "userId": p.Owner, "userType": 0, "avatarUrl": nil, "authStatus": 0, "expertTags": nil, "experts": nil,
		},
		"subscribed": s.follows(p.ID), "trackCount": len(p.Songs), "userId": p.Owner, "playCount": p.Plays, "bookCount": s.bookings(p), "specialType": 0,
		"officialTags": nil, "action": nil, "actionType": nil, "recommendText": nil, "score": nil, "description": p.Description, "highQuality": false,
	}
}

// oldSearch is the search with songs in the short old shape.
func oldSearch(c *call) any {
	s, query := c.svc, c.text("s")
	if query == "" {
		return obj{"code": 400, "message": "参数错误"}
	}
	if kind := c.text("type"); kind != "1" && kind != "" {
		return obj{"result": c.searchOther(kind), "code": 200}
	}
	ids := s.findSongs(query)
	if len(ids) == 0 {
		return obj{"result": obj{"songCount": 0}, "code": 200}
	}
	part := page(c, ids, 30)
	return obj{"result": obj{
		"songs": s.shortSongs(part), "hasMore": c.number("offset", 0, 1<<30)+len(part) < len(ids), "songCount": len(ids),
	}, "code": 200}
}

func (s *Service) shortSongs(ids []int64) []any {
	var list []any
	for _, id := range ids {
		x, _ := s.song(id)
		a, _ := s.cat.Album(x.Album)
		var people []any
		for _, id := range x.Artists {
			artist, _ := s.cat.Artist(id)
			people = append(people, shortArtist(artist.ID, artist.Name))
		}
		list = append(list, obj{
			"id": x.ID, "name": x.Name, "artists": people, "album": obj{
				"id": a.ID, "name": a.Name, "artist": shortArtist(0, ""), "publishTime": a.Published.UnixMilli(), "size": len(a.Songs),
				"copyrightId": 0, "status": 0, "picId": a.Cover(), "mark": 0,
			},
			"duration": x.DurationMS(), "copyrightId": 0, "status": 0, "alias": texts(x.Alias), "rtype": 0, "ftype": 0, "mvid": seed.VideoOf(x.ID),
			"fee": fee(x), "rUrl": nil, "mark": 0,
		})
	}
	return list
}

func shortArtist(id int64, name string) obj {
	return obj{
		"id": id, "name": name, "picUrl": nil, "alias": []any{}, "albumSize": 0, "picId": 0, "img1v1Url": pictureURL(avatarPic), "img1v1": 0, "trans": nil,
	}
}

var words = []string{"林汐", "见月", "雨の図書館", "Rain Samba", "末班车以后", "밤 산책", "古筝", "卡农", "87.9 MHz", "终端测试"}

// searchPrograms are the programs of podcasts, each with what they are in.
func searchPrograms(c *call) any {
	var found []seed.Program
	for _, p := range allPrograms(byAge) {
		if r, _ := radioOf(p.Radio); hit(c.text("keyword"), p.Name, r.Name) {
			found = append(found, p)
		}
	}
	list := []any{}
	for _, p := range page(c, found, 30) {
		list = append(list, obj{"baseInfo": c.svc.program(p)})
	}
	return obj{"code": 200, "message": "", "data": obj{"resources": list, "totalCount": len(found), "hasMore": c.more(len(list), len(found))}}
}

func hotWords(*call) any {
	var list []any
	for _, w := range words {
		list = append(list, obj{"first": w, "second": 1, "third": nil, "iconType": 1})
	}
	return obj{"code": 200, "result": obj{"hots": list}}
}

func hotWordsLong(*call) any {
	var list []any
	for i, w := range words {
		list = append(list, obj{
			"searchWord": w, "score": 996485 - i*1000, "content": "大家都在搜", "source": 0, "iconType": 1, "iconUrl": nil, "url": "", "alg": "alg_statistics",
		})
	}
	return obj{"code": 200, "data": list, "message": "success"}
}

func defaultWord(*call) any {
	return obj{"code": 200, "message": nil, "data": obj{
		"showKeyword": "大家都在听 林汐", "realkeyword": "林汐", "searchType": 1018, "action": 0, "alg": "alg_i2q_song", "gap": 0,
	}}
}

func suggest(c *call) any {
	s, query := c.svc, c.text("s")
	result, order := obj{}, []string{}
	if ids := s.findSongs(query); len(ids) > 0 {
		result["songs"] = s.shortSongs(ids[:min(4, len(ids))])
		order = append(order, "songs")
	}
	if found := s.findArtists(query); len(found) > 0 {
		a := s.artistHit(found[0])
		delete(a, "mvSize")
		delete(a, "followed")
		delete(a, "alg")
		result["artists"] = []any{a}
		order = append(order, "artists")
	}
	if found := s.findAlbums(query); len(found) > 0 {
		rows := []any{}
		for _, a := range found[:min(2, len(found))] {
			artist, _ := s.cat.Artist(a.Artist)
			rows = append(rows, obj{
				"id": a.ID, "name": a.Name, "artist": without(s.artistHit(artist), "mvSize", "followed", "alg", "alia", "transNames"),
				"publishTime": a.Published.UnixMilli(), "size": len(a.Songs), "copyrightId": 0, "status": 0, "picId": a.Cover(), "alia": texts(a.Alias), "mark": 0,
			})
		}
		result["albums"], order = rows, append(order, "albums")
	}
	if len(order) > 0 {
		result["order"] = order
	}
	return obj{"code": 200, "result": result}
}

func suggestWords(c *call) any {
	list := []any{}
	for _, id := range c.svc.findSongs(c.text("s")) {
		if x, ok := c.svc.song(id); ok && len(list) < 6 {
			list = append(list, obj{"keyword": x.Name, "type": 1, "alg": "alg_psug_new", "lastKeyword": "", "feature": fmt.Sprint(id)})
		}
	}
	return obj{"result": obj{"allMatch": list}, "code": 200}
}
