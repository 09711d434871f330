package ncmfake

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ncmtui/api/ncmfake/seed"
)

// radioBatch is how many songs the radio gives at once.
const radioBatch = 3

// radio gives the next songs. None comes twice before all came once, and none
// that was thrown away.
func radio(c *call) any {
	s := c.svc
	s.mu.Lock()
	var ids []int64
	for range len(s.cat.FM) {
		if len(ids) == c.number("limit", radioBatch, 10) {
			break
		}
		id := s.cat.FM[s.state.fm%len(s.cat.FM)]
		s.state.fm++
		if !s.state.trash[id] {
			ids = append(ids, id)
		}
	}
	s.mu.Unlock()
	list := []any{}
	for _, id := range ids {
		if x, ok := s.song(id); ok {
			list = append(list, s.oldSong(x))
		}
	}
	return obj{"popAdjust": false, "data": list, "code": 200}
}

func radioLike(c *call) any {
	id := c.id("trackId")
	if _, ok := c.svc.song(id); !ok {
		return obj{"code": 404, "message": "歌曲不存在"}
	}
	s := c.svc
	s.mu.Lock()
	s.state.likes = slices.DeleteFunc(s.state.likes, func(x int64) bool { return x == id })
	if c.text("like") != "false" {
		s.state.likes = append([]int64{id}, s.state.likes...)
	}
	s.state.lists[0].Updated = s.opts.Now()
	s.mu.Unlock()
	return obj{"songs": []any{}, "playlistId": seed.PlaylistLiked, "code": 200}
}

func radioTrash(c *call) any {
	id := c.id("songId")
	if _, ok := c.svc.song(id); !ok {
		return obj{"code": 404, "message": "歌曲不存在"}
	}
	c.svc.mu.Lock()
	c.svc.state.trash[id] = true
	n := len(c.svc.state.trash)
	c.svc.mu.Unlock()
	return obj{"songs": []any{}, "count": n, "code": 200}
}

func likedIDs(c *call) any {
	return obj{"ids": c.svc.Likes(), "checkPoint": c.svc.opts.Now().UnixMilli(), "code": 200}
}

func likedOf(c *call) any {
	liked := c.svc.Likes()
	out := []int64{}
	for _, id := range c.ids("trackIds") {
		if slices.Contains(liked, id) {
			out = append(out, id)
		}
	}
	return obj{"ids": out, "code": 200}
}

// dislike replaces a daily song by another one, in the older shape.
func dislike(c *call) any {
	s := c.svc
	for _, id := range s.cat.FM {
		if x, ok := s.song(id); ok && !slices.Contains(s.cat.Daily, id) && x.Kind == seed.Normal {
			return obj{"data": s.oldSong(x), "code": 200}
		}
	}
	return obj{"code": 432, "message": "今日暂无更多推荐"}
}

// weblog stores reports of plays; like the service it drops a time that is
// not whole seconds and answers success to anything.
func weblog(c *call) any {
	var items []struct {
		Action string
		JSON   map[string]any
	}
	ok := obj{"code": 200, "data": "success", "message": ""}
	dec := json.NewDecoder(strings.NewReader(c.text("logs")))
	dec.UseNumber()
	if dec.Decode(&items) != nil || !c.user {
		return ok
	}
	for _, it := range items {
		field := func(name string) string {
			if v := it.JSON[name]; v != nil {
				return fmt.Sprint(v)
			}
			return ""
		}
		id, err := strconv.ParseInt(field("id"), 10, 64)
		if err != nil || it.Action != "play" && it.Action != "startplay" {
			continue
		}
		p := Play{
			Time: c.svc.opts.Now(), Action: it.Action, ID: id, Type: field("type"), End: field("end"), Source: field("source"),
			From: field("sourceId"), Alg: field("alg"),
		}
		if p.From == "" {
			p.From = strings.TrimPrefix(field("content"), "id=")
		}
		if p.Seconds, err = strconv.ParseInt(field("time"), 10, 64); err != nil && it.Action == "play" {
			continue
		}
		c.svc.mu.Lock()
		c.svc.state.plays = append(c.svc.state.plays, p)
		c.svc.mu.Unlock()
	}
	return ok
}

// recentSongs are the songs begun, newest first, none twice.
func recentSongs(c *call) any {
	s := c.svc
	seen := map[int64]bool{}
	list := []any{}
	plays := s.Plays()
	for _, p := range slices.Backward(plays) {
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

// ranking counts the plays of at least 30 s, or half of a shorter song.
func ranking(c *call) any {
	s := c.svc
	counts := map[int64]int{}
	var order []int64
	for _, p := range s.counted() {
		if counts[p.ID] == 0 {
			order = append(order, p.ID)
		}
		counts[p.ID]++
	}
	slices.SortStableFunc(order, func(a, b int64) int { return counts[b] - counts[a] })
	list := []any{}
	for _, id := range order {
		x, _ := s.song(id)
		list = append(list, obj{
			"playCount": counts[id], "score": 100 * counts[id] / counts[order[0]], "song": raw(append(s.withRights(s.songJSON(nil, x), x), '}')),
		})
	}
	if c.text("type") == "0" {
		return obj{"allData": list, "code": 200}
	}
	return obj{"weekData": list, "code": 200}
}

func createPlaylist(c *call) any {
	name := c.text("name")
	if name == "" {
		return obj{"code": 400, "message": "参数错误"}
	}
	s := c.svc
	s.mu.Lock()
	now := s.opts.Now()
	p := seed.Playlist{ID: s.state.nextList, Name: name, Owner: seed.UserID, Created: now, Updated: now, Private: c.text("privacy") == "10"}
	s.state.nextList++
	s.state.lists = append(s.state.lists, p)
	s.mu.Unlock()
	return obj{"code": 200, "id": p.ID, "playlist": s.face(p)}
}

func removePlaylist(c *call) any {
	ids := c.ids("ids")
	s := c.svc
	s.mu.Lock()
	s.state.lists = slices.DeleteFunc(s.state.lists, func(p seed.Playlist) bool { return !p.Liked && slices.Contains(ids, p.ID) })
	s.mu.Unlock()
	return obj{"code": 200}
}

func subscribe(c *call) any {
	id := c.id("id")
	if _, ok := c.svc.cat.Playlist(id); !ok {
		return obj{"code": 404, "message": "歌单不存在"}
	}
	c.svc.mu.Lock()
	if strings.HasSuffix(c.path, "/unsubscribe") {
		delete(c.svc.state.subs, id)
	} else {
		c.svc.state.subs[id] = true
	}
	c.svc.mu.Unlock()
	return obj{"code": 200}
}

// manipulate adds songs to one of the account's lists, takes them out, or
// gives it a new order.
func manipulate(c *call) any {
	ids, op := c.ids("trackIds"), c.text("op")
	double, count := false, 0
	found := c.svc.change(c.id("pid"), func(p *seed.Playlist) {
		switch op {
		case "add":
			for _, id := range ids {
				double = double || slices.Contains(p.Songs, id)
			}
			if !double {
				p.Songs = append(slices.Clone(ids), p.Songs...)
			}
		case "del":
			p.Songs = slices.DeleteFunc(p.Songs, func(id int64) bool { return slices.Contains(ids, id) })
		case "update":
			if len(ids) == len(p.Songs) {
				p.Songs = ids
			}
		}
		count = len(p.Songs)
	})
	switch {
	case !found:
		return obj{"code": 404, "message": "歌单不存在"}
	case double:
		return obj{"code": 502, "message": "歌单内歌曲重复"}
	}
	return obj{"code": 200, "trackIds": string(encode(ids)), "count": count, "cloudCount": 0}
}
