package ncmfake

import (
	"fmt"
	"math"
	"slices"

	"ncmtui/api/ncmfake/seed"
)

// counted are the plays that count: 30 s, or half of a shorter song.
func (s *Service) counted() []Play {
	return slices.DeleteFunc(s.Plays(), func(p Play) bool {
		x, ok := s.song(p.ID)
		return !ok || p.Action != "play" || float64(p.Seconds) < math.Min(30, x.Sound.Length().Seconds()/2)
	})
}

// recent gives the handler of what was played lately from a kind of source:
// each once, newest first.
func recent(source, kind string, show func(s *Service, id int64) (obj, bool)) handler {
	return func(c *call) any {
		s, list, seen := c.svc, []any{}, map[int64]bool{}
		for _, p := range slices.Backward(s.Plays()) {
			id := lastNumber(p.From)
			if p.Source != source || seen[id] || len(list) >= c.number("limit", 100, 300) {
				continue
			}
			if data, ok := show(s, id); ok {
				seen[id] = true
				list = append(list, obj{
					"resourceId": fmt.Sprint(id), "playTime": p.Time.UnixMilli(), "resourceType": kind, "data": data, "banned": false, "multiTerminalInfo": nil,
				})
			}
		}
		return obj{"code": 200, "data": obj{"total": len(list), "list": list}}
	}
}

func recentAlbum(s *Service, id int64) (obj, bool) {
	a, ok := s.cat.Album(id)
	if !ok {
		return nil, false
	}
	return s.oldAlbum(a), true
}

func recentList(s *Service, id int64) (obj, bool) {
	p, ok := s.playlist(id)
	if !ok {
		return nil, false
	}
	return s.face(p), true
}

func recentRadio(s *Service, id int64) (obj, bool) {
	r, ok := radioOf(id)
	if !ok {
		return nil, false
	}
	return s.radioRow(r), true
}

// todayRank are today's songs by plays, with the minutes.
func todayRank(c *call) any {
	s := c.svc
	today := s.opts.Now().In(serviceZone).YearDay()
	counts, order := map[int64]int{}, []int64{}
	for _, p := range s.counted() {
		if p.Time.In(serviceZone).YearDay() != today {
			continue
		}
		if counts[p.ID] == 0 {
			order = append(order, p.ID)
		}
		counts[p.ID]++
	}
	list := []any{}
	for _, id := range order {
		x, _ := s.song(id)
		list = append(list, obj{"songId": id, "playCount": counts[id], "song": raw(append(s.songJSON(nil, x), '}'))})
	}
	return obj{"code": 200, "message": "", "data": obj{"songPlayRank": list, "total": len(list)}}
}

func listenTotal(c *call) any {
	seconds, plays := int64(0), c.svc.counted()
	for _, p := range plays {
		seconds += p.Seconds
	}
	return obj{"code": 200, "message": "", "data": obj{"totalDuration": seconds, "totalPlayCount": len(plays), "userId": seed.UserID}}
}

// listenRoutes are the addresses of what was listened to.
func listenRoutes() map[string]handler {
	return map[string]handler{
		"/api/v1/play/record":                                    ranking,
		"/api/play-record/song/list":                             recentSongs,
		"/api/play-record/album/list":                            recent("album", "ALBUM", recentAlbum),
		"/api/play-record/playlist/list":                         recent("list", "PLAYLIST", recentList),
		"/api/play-record/djradio/list":                          recent("djradio", "DJRADIO", recentRadio),
		"/api/pc/recent/listen/list":                             recent("list", "PLAYLIST", recentList),
		"/api/content/activity/listen/data/total":                listenTotal,
		"/api/content/activity/listen/data/today/song/play/rank": todayRank,
		"/api/playmode/intelligence/list":                        heartMode,
		"/api/discovery/recommend/songs/history/recent":          pastDaily,
		"/api/discovery/recommend/songs/history/detail":          pastDaily,
		"/api/artist/sublist":                                    keptArtists,
		"/api/album/sublist":                                     keptAlbums,
		"/api/cloudvideo/allvideo/sublist":                       keptVideos,
		"/api/user/playlist/create":                              partOfLists(true),
		"/api/user/playlist/collect":                             partOfLists(false),
	}
}
