package ncmfake

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ncmtui/api/ncmfake/seed"
	"ncmtui/api/ncmfake/sound"
)

// radioBatch is how many songs the radio gives at once.
const radioBatch = 3

// radio gives the next songs of a mode. None comes twice before all came once,
// and none that was thrown away.
func radio(c *call) any {
	s := c.svc
	ids := s.stationOf(c.text("mode"), c.text("subMode"))
	s.mu.Lock()
	key, next := c.text("mode")+"/"+c.text("subMode"), []int64{}
	for range ids {
		if len(next) == c.number("limit", radioBatch, 10) {
			break
		}
		id := ids[s.state.fm[key]%len(ids)]
		s.state.fm[key]++
		if !s.state.trash[id] {
			next = append(next, id)
		}
	}
	s.mu.Unlock()
	list := []any{}
	for _, id := range next {
		if x, ok := s.song(id); ok {
			list = append(list, s.oldSong(x))
		}
	}
	return obj{"popAdjust": false, "data": list, "code": 200}
}

// sceneSounds are the pieces that suit a scene, by their names.
var sceneSounds = map[string][]string{
	"EXERCISE": {"neon", "chip", "bossa"}, "FOCUS": {"lofi", "ambient", "marimba", "piano"}, "NIGHT_EMO": {"piano", "koto", "ambient", "guzheng"},
}

// stationOf are the songs of a mode of the radio, in its order: what the
// account knows, what it does not, what suits a scene, or all.
func (s *Service) stationOf(mode, scene string) []int64 {
	liked := s.Likes()
	keep := func(id int64) bool { return true }
	switch mode {
	case "FAMILIAR":
		artists := map[int64]bool{}
		for _, id := range liked {
			if x, ok := s.song(id); ok {
				artists[x.Artists[0]] = true
			}
		}
		for _, m := range s.marks(artistMark) {
			artists[m.id] = true
		}
		keep = func(id int64) bool {
			x, _ := s.cat.Song(id)
			return slices.Contains(liked, id) || len(x.Artists) > 0 && artists[x.Artists[0]] && id%2 == 0
		}
	case "EXPLORE":
		keep = func(id int64) bool { return !slices.Contains(liked, id) }
	case "SCENE_RCMD":
		if names := sceneSounds[scene]; names != nil {
			keep = func(id int64) bool {
				x, _ := s.cat.Song(id)
				return slices.Contains(names, sound.Pieces[x.Sound.Piece].Name)
			}
		}
	}
	all := s.cat.FM
	if s.opts.Radio != nil {
		all = s.opts.Radio
	}
	out := slices.DeleteFunc(slices.Clone(all), func(id int64) bool { return !keep(id) })
	if len(out) == 0 {
		return all
	}
	return out
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

// dislike puts another song in the place of a daily one, and gives it in the
// older shape.
func dislike(c *call) any {
	s := c.svc
	s.mu.Lock()
	defer s.mu.Unlock()
	place := slices.Index(s.state.daily, c.id("resId"))
	if place < 0 {
		place = slices.Index(s.state.daily, c.id("id"))
	}
	for _, id := range s.cat.FM {
		if x, ok := s.cat.Song(id); ok && !slices.Contains(s.state.daily, id) && x.Kind == seed.Normal && !s.state.trash[id] {
			if place >= 0 {
				s.state.trash[s.state.daily[place]], s.state.daily[place] = true, id
			}
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
