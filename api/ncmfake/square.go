package ncmfake

import (
	"fmt"
	"slices"

	"ncmtui/api/ncmfake/seed"
)

// public says whether others see a playlist in lists.
func public(p seed.Playlist) bool {
	return p.Owner != seed.UserID && !p.Private && !p.Liked && p.ID != seed.PlaylistHostile
}

// categories are the words of the playlist square.
func categories(*call) any {
	kinds, sub := obj{}, []any{}
	word := func(name string, kind int, hot bool) obj {
		return obj{
			"name": name, "resourceCount": 1000, "imgId": 0, "imgUrl": nil, "type": 0, "category": kind, "resourceType": 0, "hot": hot, "activity": false,
		}
	}
	for i, name := range seed.CategoryKinds {
		kinds[fmt.Sprint(i)] = name
		for _, w := range seed.Categories[i] {
			sub = append(sub, word(w, i, slices.Contains(seed.HotCategories, w)))
		}
	}
	return obj{"all": word("全部歌单", 4, false), "sub": sub, "categories": kinds, "code": 200}
}

// fineTags are the words of the high quality playlists.
func fineTags(*call) any {
	list := []any{}
	for kind, words := range seed.Categories {
		for i, w := range words[:min(9, len(words))] {
			list = append(list, obj{"id": 5001 + 100*kind + i, "name": w, "type": min(i, 1), "category": kind, "hot": slices.Contains(seed.HotCategories, w)})
		}
	}
	return obj{"tags": list, "code": 200}
}

// square are the playlists of a category, those played most or changed last
// first.
func (s *Service) square(category string, newest bool) []seed.Playlist {
	all := slices.DeleteFunc(s.cat.AllPlaylists(), func(p seed.Playlist) bool {
		return !public(p) || seed.IsChart(p.ID) || category != "" && category != "全部" && !slices.Contains(p.Tags, category)
	})
	slices.SortStableFunc(all, func(a, b seed.Playlist) int {
		if newest {
			return b.Updated.Compare(a.Updated)
		}
		return int(min(max(b.Plays-a.Plays, -1), 1))
	})
	return all
}

// squareRow is a playlist in the older lists.
func (s *Service) squareRow(shape string, p seed.Playlist) obj {
	f := s.face(p)
	over := obj{"creator": owner(p.Owner), "subscribed": s.follows(p.ID)}
	for _, k := range []string{
		"id", "name", "coverImgUrl", "coverImgId", "coverImgId_str", "userId", "createTime", "updateTime", "trackCount", "playCount", "tags",
		"description", "trackUpdateTime", "trackNumberUpdateTime", "subscribedCount", "commentThreadId",
	} {
		over[k] = f[k]
	}
	if shape == "highRow" {
		over["creator"] = without(owner(p.Owner), "authenticationTypes", "avatarDetail", "anchor")
		over["tag"], over["copywriter"], over["highQuality"] = "", "编辑推荐", true
		if len(p.Tags) > 0 {
			over["tag"] = p.Tags[0]
		}
	}
	return shaped(shape, over)
}

func (s *Service) follows(playlist int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.subs[playlist]
}

func squarePage(c *call) any {
	all, list := c.svc.square(c.text("cat"), c.text("order") == "new"), []any{}
	for _, p := range page(c, all, 50) {
		list = append(list, c.svc.squareRow("listRow", p))
	}
	return obj{"playlists": list, "total": len(all), "code": 200, "more": c.more(len(list), len(all)), "cat": c.text("cat")}
}

// fineLists are the high quality playlists: every third one of the square, the
// last changed first; lasttime is the change of the last one seen.
func fineLists(c *call) any {
	s, list := c.svc, []any{}
	all := slices.DeleteFunc(s.square(c.text("cat"), true), func(p seed.Playlist) bool { return p.ID%3 != 0 })
	total := len(all)
	if before := c.id("lasttime"); before > 0 {
		all = slices.DeleteFunc(all, func(p seed.Playlist) bool { return p.Updated.UnixMilli() >= before })
	}
	n, last := min(c.number("limit", 50, 100), len(all)), int64(0)
	for _, p := range all[:n] {
		list, last = append(list, s.squareRow("highRow", p)), p.Updated.UnixMilli()
	}
	return obj{"playlists": list, "code": 200, "more": n < len(all), "lasttime": last, "total": total}
}
