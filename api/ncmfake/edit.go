package ncmfake

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"ncmtui/api/ncmfake/seed"
)

// decodeText reads a parameter that holds JSON text, numbers exact.
func decodeText(text string, into any) error {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	return d.Decode(into)
}

// edit gives the handler that changes one of the account's own lists.
func edit(change func(c *call, p *seed.Playlist)) handler {
	return func(c *call) any {
		if !c.svc.change(c.id("id"), func(p *seed.Playlist) { change(c, p) }) {
			return obj{"code": 404, "message": "歌单不存在"}
		}
		return obj{"code": 200}
	}
}

// trackEdit adds or removes songs that come as [{"id":…, "type":3}].
func trackEdit(op string) handler {
	return func(c *call) any {
		var tracks []struct {
			ID json.Number `json:"id"`
		}
		if decodeText(c.text("tracks"), &tracks) != nil {
			return obj{"code": 400, "message": "参数错误"}
		}
		ids := []any{}
		for _, t := range tracks {
			ids = append(ids, t.ID)
		}
		inner := *c
		inner.params = map[string]any{"op": op, "pid": c.text("id"), "trackIds": ids}
		return manipulate(&inner)
	}
}

// batch makes several calls in one: each parameter that is a path holds the
// parameters of its call as text.
func batch(c *call) any {
	out := obj{"code": 200}
	for name, v := range c.params {
		if !strings.HasPrefix(name, "/api/") || name == "/api/batch" {
			continue
		}
		inner := *c
		inner.path, inner.params = name, map[string]any{}
		if t, ok := v.(string); ok && decodeText(t, &inner.params) != nil {
			inner.params = map[string]any{}
		}
		out[name] = c.svc.result(&inner)
	}
	return out
}

// reorder puts the account's lists into the order of the ids; the liked songs
// stay first.
func reorder(c *call) any {
	ids := c.ids("ids")
	c.svc.mu.Lock()
	defer c.svc.mu.Unlock()
	place := func(p seed.Playlist) int {
		if i := slices.Index(ids, p.ID); i >= 0 && !p.Liked {
			return i + 1
		}
		if p.Liked {
			return 0
		}
		return len(ids) + 1
	}
	slices.SortStableFunc(c.svc.state.lists, func(a, b seed.Playlist) int { return place(a) - place(b) })
	return obj{"code": 200}
}

// listNumbers are what changes of a playlist.
func listNumbers(c *call) any {
	p, ok := c.svc.playlist(c.id("id"))
	if !ok {
		return obj{"code": 404, "message": "歌单不存在"}
	}
	c.svc.mu.Lock()
	followed := c.svc.state.subs[p.ID]
	c.svc.mu.Unlock()
	return obj{
		"code": 200, "commentCount": len(said), "shareCount": p.Plays / 900, "playCount": p.Plays, "bookedCount": p.Plays / 80, "subscribed": followed,
		"followed": false, "tags": texts(p.Tags),
	}
}

func listFollowers(c *call) any {
	list := []any{}
	for _, p := range seed.People[1:4] {
		list = append(list, person(p.ID))
	}
	return obj{"code": 200, "subscribers": page(c, list, 20), "total": len(list), "more": false}
}

// listRows are playlists by category: the row of the older lists.
func listRows(shape string) handler {
	return func(c *call) any {
		s, all := c.svc, []any{}
		for _, p := range s.cat.Playlists {
			if cat := c.text("cat"); p.Owner == seed.UserID || p.ID == seed.PlaylistHostile || cat != "" && cat != "全部" && !slices.Contains(p.Tags, cat) {
				continue
			}
			f := s.face(p)
			over := obj{"creator": owner(p.Owner), "subscribed": false}
			for _, k := range []string{
				"id", "name", "coverImgUrl", "coverImgId", "coverImgId_str", "userId", "createTime", "updateTime", "trackCount", "playCount", "tags",
				"description", "trackUpdateTime", "trackNumberUpdateTime", "subscribedCount", "commentThreadId",
			} {
				over[k] = f[k]
			}
			if shape == "highRow" {
				over["creator"] = without(owner(p.Owner), "authenticationTypes", "avatarDetail", "anchor")
				over["tag"], over["copywriter"], over["highQuality"] = "", "编辑推荐", true
			}
			all = append(all, shaped(shape, over))
		}
		part := page(c, all, 50)
		if shape == "highRow" {
			return obj{"playlists": part, "code": 200, "more": c.more(len(part), len(all)), "lasttime": c.svc.opts.Now().UnixMilli(), "total": len(all)}
		}
		return obj{"playlists": part, "total": len(all), "code": 200, "more": c.more(len(part), len(all)), "cat": c.text("cat")}
	}
}

// ownLists and followedLists are the parts of the account's lists.
func partOfLists(own bool) handler {
	return func(c *call) any {
		inner := *c
		inner.params = map[string]any{"uid": c.text("userId"), "limit": 1000}
		all, list := userPlaylists(&inner).(obj)["playlist"].([]any), []any{}
		for _, p := range all {
			if p.(obj)["subscribed"] != own {
				list = append(list, p)
			}
		}
		return obj{"code": 200, "message": "", "data": obj{"playlist": page(c, list, 100), "more": false, "version": "0"}}
	}
}

// relatedPage is the web page of a playlist with others beside it.
func (s *Service) relatedPage() *answer {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html><html><body><ul class=\"m-rctlist f-cb\">")
	for _, id := range s.cat.DailyLists()[:5] {
		p, _ := s.cat.Playlist(id)
		who, _ := seed.PersonOf(p.Owner)
		b.WriteString(`<li><div class="cver u-cover u-cover-3"><a><img src="` + s.listCover(p) + `?param=50y50"></a></div>` +
			`<div class="info"><p><a class="sname f-fs1 s-fc0" href="/playlist?id=` + number(p.ID) + `" title="x">` + p.Name + `</a></p>` +
			`<p><span>by</span><a class="nm nm f-thide s-fc3" href="/user/home?id=` + number(who.ID) + `">` + who.Name + `</a></p></div></li>`)
	}
	b.WriteString("</ul></body></html>")
	return newAnswer(http.StatusOK, "text/html;charset=utf8", []byte(b.String()))
}

// editRoutes are the addresses that change playlists.
func editRoutes() map[string]handler {
	return map[string]handler{
		"/api/playlist/create":            createPlaylist,
		"/api/playlist/remove":            removePlaylist,
		"/api/playlist/subscribe":         subscribe,
		"/api/playlist/unsubscribe":       subscribe,
		"/api/playlist/manipulate/tracks": manipulate,
		"/api/playlist/track/add":         trackEdit("add"),
		"/api/playlist/track/delete":      trackEdit("del"),
		"/api/playlist/order/update":      reorder,
		"/api/batch":                      batch,
		"/api/playlist/update/name":       edit(func(c *call, p *seed.Playlist) { p.Name = c.text("name") }),
		"/api/playlist/desc/update":       edit(func(c *call, p *seed.Playlist) { p.Description = c.text("desc") }),
		"/api/playlist/tags/update": edit(func(c *call, p *seed.Playlist) {
			p.Tags = strings.FieldsFunc(c.text("tags"), func(r rune) bool { return r == ';' || r == ',' })
		}),
		"/api/playlist/cover/update":   edit(func(*call, *seed.Playlist) {}),
		"/api/playlist/update/privacy": edit(func(*call, *seed.Playlist) {}),
	}
}
