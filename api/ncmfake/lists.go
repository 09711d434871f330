package ncmfake

import (
	"fmt"
	"slices"
	"strconv"

	"ncmtui/api/ncmfake/seed"
)

// reasons are why a daily song is recommended; not every song has one.
var reasons = []string{"小众推荐", "根据你喜欢的《釉色》推荐", "超 62% 人播放", "你的红心歌手新歌", "", "深夜常听", "", "与「林汐」相似"}

func dailySongs(c *call) any {
	s := c.svc
	s.mu.Lock()
	daily, why := slices.Clone(s.state.daily), []any{}
	s.mu.Unlock()
	for i, id := range daily {
		if r := reasons[i%len(reasons)]; r != "" {
			why = append(why, obj{"songId": id, "reason": r, "reasonId": "title_10012", "targetUrl": nil})
		}
	}
	place := 0
	songs := s.songsJSON(daily, func(b []byte, x seed.Song) []byte {
		reason := reasons[place%len(reasons)]
		place++
		if reason == "" {
			b = append(b, `,"reason":null,"recommendReason":null`...)
		} else {
			b = put(append(b, `,"reason":`...), reason)
			b = put(append(b, `,"recommendReason":`...), reason)
		}
		return append(s.withRights(b, x), `,"alg":"itembased_on"`...)
	})
	return obj{"code": 200, "data": obj{
		"dailySongs": songs, "orderSongs": []any{}, "recommendReasons": why, "mvResourceInfos": nil,
	}}
}

func dailyPlaylists(c *call) any {
	list := []any{}
	for _, id := range c.svc.cat.DailyLists() {
		p, _ := c.svc.cat.Playlist(id)
		list = append(list, obj{
			"id": p.ID, "type": 1, "name": p.Name, "copywriter": "猜你喜欢", "picUrl": c.svc.listCover(p), "playcount": p.Plays,
			"createTime": p.Created.UnixMilli(), "creator": creator(p.Owner), "trackCount": len(p.Songs), "userId": p.Owner,
			"alg": "official_playlist_sceneRank",
		})
	}
	return obj{"code": 200, "featureFirst": true, "haveRcmdSongs": false, "recommend": list}
}

// creator is a playlist's owner where fewer fields are sent.
func creator(id int64) obj {
	u := owner(id)
	for _, k := range []string{"authenticationTypes", "avatarDetail", "anchor", "avatarImgId_str", "experts"} {
		delete(u, k)
	}
	return u
}

// listCover is the picture of a playlist: that of its first song's album.
func (s *Service) listCover(p seed.Playlist) string { return pictureURL(s.listPicture(p)) }

func (s *Service) listPicture(p seed.Playlist) int64 {
	if p.Cover != 0 {
		return p.Cover
	}
	for _, id := range p.Songs {
		if x, ok := s.song(id); ok && id != seed.SongHostile {
			a, _ := s.cat.Album(x.Album)
			return a.Cover()
		}
	}
	return avatarPic
}

// face is what every answer says of a playlist.
func (s *Service) face(p seed.Playlist) obj {
	special, privacy := 0, 0
	if p.Private {
		privacy = 10
	}
	if p.Liked {
		special = 5
	}
	var text any
	if p.Description != "" {
		text = p.Description
	}
	pic := s.listPicture(p)
	tags := p.Tags
	if tags == nil {
		tags = []string{}
	}
	return obj{
		"id": p.ID, "name": p.Name, "coverImgId": pic, "coverImgUrl": pictureURL(pic), "coverImgId_str": fmt.Sprint(pic), "adType": 0,
		"userId": p.Owner, "createTime": p.Created.UnixMilli(), "status": 0, "opRecommend": false, "highQuality": false, "newImported": false,
		"updateTime": p.Updated.UnixMilli(), "trackCount": len(p.Songs), "specialType": special, "privacy": privacy,
		"trackUpdateTime": p.Updated.UnixMilli(), "commentThreadId": fmt.Sprintf("A_PL_0_%d", p.ID), "playCount": p.Plays,
		"trackNumberUpdateTime": p.Updated.UnixMilli(), "subscribedCount": s.bookings(p), "cloudTrackCount": 0, "ordered": true,
		"description": text, "tags": tags, "updateFrequency": nil, "backgroundCoverId": 0, "backgroundCoverUrl": nil, "titleImage": 0,
		"titleImageUrl": nil, "englishTitle": nil, "subscribers": []any{}, "creator": owner(p.Owner),
	}
}

// listsOf are the playlists that a user made, the liked songs first, and those
// the user follows. Others do not see the private ones.
func (s *Service) listsOf(user int64) (own, followed []int64) {
	if user != seed.UserID {
		for _, p := range s.cat.AllPlaylists() {
			switch {
			case p.Owner == user && p.Liked:
				own = append([]int64{p.ID}, own...)
			case p.Owner == user:
				own = append(own, p.ID)
			case public(p) && (p.ID+user)%37 == 0:
				followed = append(followed, p.ID)
			}
		}
		return own, followed
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.state.lists {
		own = append(own, p.ID)
	}
	for id := range s.state.subs {
		followed = append(followed, id)
	}
	slices.Sort(followed)
	return own, followed
}

func userPlaylists(c *call) any {
	s, all := c.svc, []any{}
	own, followed := s.listsOf(c.id("uid"))
	for i, id := range append(slices.Clone(own), followed...) {
		p, ok := s.playlist(id)
		if !ok {
			continue
		}
		f := s.face(p)
		for k, v := range (obj{
			"subscribed": i >= len(own), "artists": nil, "tracks": nil, "top": false, "recommendInfo": nil, "totalDuration": 0,
			"anonimous": false, "sharedUsers": nil, "shareStatus": nil, "copied": false,
		}) {
			f[k] = v
		}
		all = append(all, f)
	}
	part := page(c, all, 30)
	return obj{
		"version": strconv.FormatInt(s.opts.Now().UnixMilli(), 10), "more": c.number("offset", 0, 1<<30)+len(part) < len(all),
		"playlist": part, "code": 200,
	}
}

// tracksSent is the most songs a playlist's answer carries; the others are
// there as ids only.
const tracksSent = 1000

func playlistDetail(c *call) any {
	s := c.svc
	p, ok := s.playlist(c.id("id"))
	if !ok {
		return obj{"code": 404, "message": "歌单不存在"}
	}
	n := min(c.number("n", 8, tracksSent), len(p.Songs))
	f := s.face(p)
	for k, v := range (obj{
		"officialPlaylistType": nil, "copied": false, "relateResType": nil, "videoIds": nil, "videos": nil, "bannedTrackIds": nil,
		"mvResourceInfos": nil, "shareCount": p.Plays / 900, "commentCount": s.said(threadOf("A_PL_0_", p.ID)), "remixVideo": nil, "sharedUsers": nil,
		"historySharedUsers": nil, "gradeStatus": "NONE", "score": nil, "algTags": nil,
	}) {
		f[k] = v
	}
	f["subscribed"] = s.follows(p.ID)
	// The long parts are written by hand and joined by hand: encoding/json
	// would read every byte of them again.
	b := make([]byte, 0, 4096+n*2100+len(p.Songs)*140)
	b = append(b, `{"code":200,"relatedVideos":null,"playlist":`...)
	b = append(b, encode(f)...)
	b = append(b[:len(b)-1], `,"tracks":`...)
	b = append(b, s.songsJSON(p.Songs[:n], nil)...)
	b = append(b, `,"trackIds":[`...)
	at := p.Updated.UnixMilli()
	for i, id := range p.Songs {
		if i > 0 {
			b = append(b, ',')
		}
		b = putInt(append(b, `{"id":`...), id)
		b = putInt(append(b, `,"v":8,"t":0,"at":`...), at-int64(i)*60000)
		b = putInt(append(b, `,"alg":null,"uid":`...), p.Owner)
		b = append(b, `,"rcmdReason":"","sc":null,"f":null,"sr":null}`...)
	}
	b = append(b, `]},"urls":null,"privileges":`...)
	b = append(b, s.rightsJSON(p.Songs[:n])...)
	b = append(b, `,"sharedPrivilege":null,"resEntrance":null,"fromUsers":null,"fromUserCount":0,"songFromUsers":null}`...)
	return raw(b)
}

func songDetail(c *call) any {
	ids := c.ids("c")
	if len(ids) == 0 {
		ids = c.ids("ids")
	}
	if len(ids) > 1000 {
		return obj{"code": 400, "message": "参数错误"}
	}
	b := append([]byte(`{"songs":`), c.svc.songsJSON(ids, nil)...)
	b = append(append(b, `,"privileges":`...), c.svc.rightsJSON(ids)...)
	return raw(append(b, `,"code":200}`...))
}

func personalized(c *call) any {
	var list []any
	for _, id := range c.svc.cat.DailyLists() {
		p, _ := c.svc.cat.Playlist(id)
		list = append(list, obj{
			"id": p.ID, "type": 0, "name": p.Name, "copywriter": "编辑推荐", "picUrl": c.svc.listCover(p), "canDislike": false,
			"trackNumberUpdateTime": p.Updated.UnixMilli(), "playCount": p.Plays, "trackCount": len(p.Songs), "highQuality": false, "alg": "cityLevel_unknow",
		})
	}
	return obj{"hasTaste": false, "code": 200, "category": 0, "result": page(c, list, 30)}
}
