package ncmfake

import (
	"fmt"
	"math"
	"slices"
	"time"

	"ncmtui/api/ncmfake/seed"
)

// firstPlays are the plays of the weeks before: some songs again and again,
// from playlists, albums and a podcast.
func firstPlays(c *seed.Catalogue, now time.Time) []Play {
	var out []Play
	sources := []Play{
		{Source: "list", From: number(seed.PlaylistLiked)},
		{Source: "album", From: number(c.Albums[0].ID)},
		{Source: "list", From: number(seed.PlaylistEvening)},
		{Source: "album", From: number(c.Albums[7].ID)},
		{Source: "djradio", From: number(seed.Radios()[0].ID)},
		{Source: "list", From: number(c.DailyLists()[2])},
		{Source: "album", From: number(c.Albums[16].ID)},
	}
	for i := range 160 {
		id := c.Likes[(i*i+i/3)%(12+i%25)]
		x, ok := c.Song(id)
		if !ok {
			continue
		}
		p := sources[i/5%len(sources)]
		p.Time, p.ID, p.Type, p.End = now.Add(-time.Duration(160-i)*151*time.Minute), id, "song", "playend"
		p.Action, p.Seconds = "play", int64(x.Sound.Length()/time.Second)
		out = append(out, p)
	}
	return out
}

// heard are all plays, those before the service began among them, oldest
// first.
func (s *Service) heard() []Play {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Concat(s.state.history, s.state.plays)
}

// counted are the plays that count: 30 s, or half of a shorter song.
func (s *Service) counted() []Play {
	return slices.DeleteFunc(s.heard(), func(p Play) bool {
		x, ok := s.song(p.ID)
		return !ok || p.Action != "play" || float64(p.Seconds) < math.Min(30, x.Sound.Length().Seconds()/2)
	})
}

// recentSongs are the songs begun, newest first, none twice.
func recentSongs(c *call) any {
	s := c.svc
	seen := map[int64]bool{}
	list := []any{}
	for _, p := range slices.Backward(s.heard()) {
		x, ok := s.song(p.ID)
		if !ok || seen[p.ID] || len(list) >= c.number("limit", 100, 300) {
			continue
		}
		seen[p.ID] = true
		list = append(list, obj{
			"resourceId": fmt.Sprint(p.ID), "playTime": p.Time.UnixMilli(), "resourceType": "SONG",
			"data": raw(append(s.songJSON(nil, x), '}')), "banned": false, "multiTerminalInfo": nil,
		})
	}
	return obj{"code": 200, "data": obj{"total": len(list), "list": list}}
}

// recent gives the handler of what was played lately from a kind of source:
// each once, newest first.
func recent(source, kind string, show func(s *Service, id int64) (obj, bool)) handler {
	return func(c *call) any {
		s, list, seen := c.svc, []any{}, map[int64]bool{}
		for _, p := range slices.Backward(s.heard()) {
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

// nothingRecent is the same list without anything: how its rows look is not
// known.
func nothingRecent(*call) any { return obj{"code": 200, "data": obj{"total": 0, "list": []any{}}} }

// ranking counts the plays of the last week, or of all time (type 0). Another
// person's are made up of the songs he likes; some show them to nobody.
func ranking(c *call) any {
	s, week := c.svc, c.text("type") != "0"
	counts, order := s.playsOf(c.id("uid"), week)
	if counts == nil {
		return obj{"code": -2, "msg": "无权限访问"}
	}
	slices.SortStableFunc(order, func(a, b int64) int { return counts[b] - counts[a] })
	list := []any{}
	for _, id := range order[:min(100, len(order))] {
		x, _ := s.song(id)
		list = append(list, obj{
			"playCount": counts[id], "score": 100 * counts[id] / counts[order[0]], "song": raw(append(s.withRights(s.songJSON(nil, x), x), '}')),
		})
	}
	if week {
		return obj{"weekData": list, "code": 200}
	}
	return obj{"allData": list, "code": 200}
}

// playsOf counts a user's plays by song, in the order they were first played;
// nil when they are not shown.
func (s *Service) playsOf(user int64, week bool) (counts map[int64]int, order []int64) {
	p, ok := seed.PersonOf(user)
	if !ok || p.Hides {
		return nil, nil
	}
	counts = map[int64]int{}
	if user != seed.UserID {
		for i, id := range s.cat.LikesOf(user) {
			if !week || i%3 == 0 {
				counts[id], order = 2+int(id*7+user)%41, append(order, id)
			}
		}
		return counts, order
	}
	since := s.opts.Now().AddDate(0, 0, -7)
	for _, p := range s.counted() {
		if week && p.Time.Before(since) {
			continue
		}
		if counts[p.ID] == 0 {
			order = append(order, p.ID)
		}
		counts[p.ID]++
	}
	return counts, order
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

// listenRoutes are the addresses of what was listened to.
func listenRoutes() map[string]handler {
	return map[string]handler{
		"/api/v1/play/record":                           ranking,
		"/api/play-record/song/list":                    recentSongs,
		"/api/play-record/album/list":                   recent("album", "ALBUM", recentAlbum),
		"/api/play-record/playlist/list":                recent("list", "PLAYLIST", recentList),
		"/api/play-record/djradio/list":                 recent("djradio", "DJRADIO", recentRadio),
		"/api/play-record/voice/list":                   nothingRecent,
		"/api/play-record/newvideo/list":                nothingRecent,
		"/api/pc/recent/listen/list":                    recent("list", "PLAYLIST", recentList),
		"/api/playmode/intelligence/list":               heartMode,
		"/api/discovery/recommend/songs/history/recent": pastDaily,
		"/api/discovery/recommend/songs/history/detail": pastDaily,
		"/api/artist/sublist":                           keptArtists,
		"/api/album/sublist":                            keptAlbums,
		"/api/cloudvideo/allvideo/sublist":              keptVideos,
	}
}
